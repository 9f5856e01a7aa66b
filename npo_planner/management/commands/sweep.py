"""Remove the files of jobs that ended a day ago. The workers run it every hour."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand

from npo_planner.jobs import clock


class Command(BaseCommand):
    help = "Remove jobs that ended more than a day ago, with the files that they made."

    def handle(self, *args: Any, **options: Any) -> None:
        clock.sweep()
