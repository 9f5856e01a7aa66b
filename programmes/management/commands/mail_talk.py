"""Mail what was said about plans and waited for the hour to pass. A clock runs this, for instance every 15 minutes."""

from __future__ import annotations

from django.core.management import BaseCommand

from programmes.consent import talk_mail


class Command(BaseCommand):
    help = "Mail schools and MRs what was said about their plans and is not mailed yet: at most once an hour each."

    def handle(self, *args, **options) -> None:
        for version in talk_mail.overdue():
            talk_mail.tell(version)
