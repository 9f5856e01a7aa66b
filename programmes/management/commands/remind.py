"""Remind the members of the MR who have not voted yet."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from programmes.consent import reminders


class Command(BaseCommand):
    help = "Send the reminders to vote that are due today. Run it every day; running it again sends nothing twice."

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes = reminders.run(timezone.localdate())
        for outcome in outcomes:
            school, version = outcome.round.school, outcome.round.version.number
            said = "sent" if outcome.is_sent else "not sent, the next run tries again"
            self.stdout.write(f"{school.code} version {version}: {outcome.user.email}: {said}")
        self.stdout.write(f"{sum(outcome.is_sent for outcome in outcomes)} reminders sent")
