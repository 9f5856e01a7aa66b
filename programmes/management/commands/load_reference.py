"""Load what the ministry decided: domains, both menukaart editions, kinds of staff, and the NPO round."""

from django.core.management import BaseCommand, call_command
from django.db import transaction

from menukaart.models import Category, Edition
from programmes.models import Round
from scans.models import Domain
from staffing.models import StaffKind

FIXTURES = [
    ("domains", lambda: Domain.objects.filter(school=None)),
    ("categories", lambda: Category.objects.all()),
    ("menukaart_2021", lambda: Edition.objects.filter(code="2021")),
    ("menukaart_2022", lambda: Edition.objects.filter(code="2022")),
    ("staff", lambda: StaffKind.objects.all()),
    ("npo", lambda: Round.objects.filter(code="npo")),
]


class Command(BaseCommand):
    help = "Load the product's fixtures. What is already there is left alone: administrators may have edited it."

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        for name, present in FIXTURES:
            if present().exists():
                self.stdout.write(f"{name}: already there")
            else:
                call_command("loaddata", name, verbosity=0)
                self.stdout.write(f"{name}: loaded")
