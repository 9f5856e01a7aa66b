"""``manage.py create_administrator EMAIL NAAM``: the first person of a fresh installation."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from npo_planner.errors import Refused
from schools.operations import people


class Command(BaseCommand):
    help = "Maak iemand beheerder. Er is geen standaardwachtwoord: u krijgt een link die één keer werkt."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("name", metavar="NAAM")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is geen e-mailadres.") from error
        try:
            user = people.make_administrator(email=email, name=name)
        except Refused as refused:
            raise CommandError(f"{refused} Een nieuwe link komt per mail via “Wachtwoord vergeten”.") from refused
        self.stdout.write(f"{user.name} ({user.email}) is nu beheerder.")
        self.stdout.write("Kies met deze link een wachtwoord. Hij werkt één keer en is 7 dagen geldig:")
        self.stdout.write(people.password_link(user))
