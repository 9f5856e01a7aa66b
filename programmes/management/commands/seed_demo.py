"""Demo schools, people and plans: only in demo mode, and only once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import transaction
from django.utils import timezone

import schools
from programmes.cases import PRIMARY, SECONDARY, write_plan
from programmes.consent import operations as consent
from programmes.consent.constants import Choice, Outcome
from schools.constants import Geleding, Role
from schools.models import Board, Membership, School, User

PASSWORD = "demo-2021-npo"  # noqa: S105 - known on purpose, and refused outside demo mode
DEMO_FILES = Path(schools.__file__).parent / "demo"

VUURVOGEL, REGENWULP, KOMPAS, LYCEUM = "99AA00", "99AB00", "99AC00", "99VA00"
ACCOUNTS = (
    ("schoolleider@demo.example", "Karin de Wit", "schoolleider"),
    ("team@demo.example", "Mo El Amrani", "teamlid"),
    ("mr-personeel@demo.example", "Sanne Bakker", "MR-lid, personeel"),
    ("mr-ouder@demo.example", "Peter Jansen", "MR-lid, ouders"),
    ("mr-leerling@demo.example", "Noor Visser", "MR-lid, leerlingen"),
    ("mr-secretaris@demo.example", "Ineke Mulder", "secretaris van de MR"),
    ("bestuur@demo.example", "Rob van Dam", "bestuursmedewerker"),
    ("beheer@demo.example", "Bea Smit", "beheerder"),
)


class Command(BaseCommand):
    help = "Make the demo: fictitious schools, one account per role, and plans in every state."

    def handle(self, *args, **options) -> None:
        if not settings.DEMO:
            raise CommandError("Demo accounts have a known password: they are made only with DEMO=on and DEBUG=on.")
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # nobody reads mail to the demo
        if not User.objects.filter(email=ACCOUNTS[0][0]).exists():
            files = sorted(str(path) for path in DEMO_FILES.glob("*.csv"))
            call_command("import_duo", *files, "--date=2026-08-01", "--years=2015-", stdout=StringIO())
            self._make()
        self.stdout.write("")
        for email, _, role in ACCOUNTS:
            self.stdout.write(f"  {role:24} {email}")
        self.stdout.write(f"  {'wachtwoord':24} {PASSWORD}")

    @transaction.atomic
    def _make(self) -> None:
        people = {email.split("@")[0]: self._account(email, name) for email, name, _ in ACCOUNTS}
        found = {school.code: school for school in School.objects.filter(code__startswith="99").select_related("board")}
        for code in (VUURVOGEL, REGENWULP, KOMPAS, LYCEUM):
            self._roles(found[code], people)
        for board in Board.objects.filter(schools__in=found.values()).distinct():
            Membership.objects.create(user=people["bestuur"], board=board, role=Role.BOARD)
        head = people["schoolleider"]
        self._draft(found[VUURVOGEL], head)
        self._at_mr(found[REGENWULP], head, PRIMARY, people)
        self._at_mr(found[LYCEUM], head, SECONDARY, people)
        self._adopted(found[KOMPAS], people)

    def _account(self, email: str, name: str) -> User:
        make = User.objects.create_superuser if email.startswith("beheer") else User.objects.create_user
        return make(email, name, PASSWORD)

    def _roles(self, school: School, people: dict[str, User]) -> None:
        roles = [
            ("schoolleider", Role.HEAD, ""),
            ("team", Role.TEAM, ""),
            ("mr-personeel", Role.MR_MEMBER, Geleding.STAFF),
            ("mr-ouder", Role.MR_MEMBER, Geleding.PARENTS),
            ("mr-secretaris", Role.MR_SECRETARY, Geleding.PARENTS),
        ]
        if Geleding.PUPILS in school.geledingen:
            roles.append(("mr-leerling", Role.MR_MEMBER, Geleding.PUPILS))
        for name, role, geleding in roles:
            Membership.objects.create(user=people[name], school=school, role=role, geleding=geleding)

    def _draft(self, school: School, head: User) -> None:
        """A plan that is half written: the checklist has something to say."""
        case = replace(PRIMARY, posts=(), goals=PRIMARY.goals[:1], money=None, costs=PRIMARY.costs[:3])
        write_plan(school=school, case=case, by=head)

    def _at_mr(self, school: School, head: User, case: object, people: dict[str, User]) -> None:
        programme = write_plan(school=school, case=case, by=head)
        version = consent.submit_to_mr(
            programme=programme,
            respond_by=timezone.localdate() + timedelta(days=10),
            note="Graag jullie vragen voor de vergadering.",
            by=head,
        )
        question = consent.comment(
            version=version,
            section="begroting",
            text="Wat gebeurt er met de onderwijsassistent als het geld op is?",
            by=people["mr-ouder"],
        )
        answer = "Die gaat door op een plek die vrijkomt door pensioen. Dat staat bij Menskracht."
        consent.comment(version=version, section="begroting", text=answer, by=head, parent=question)

    def _adopted(self, school: School, people: dict[str, User]) -> None:
        head, today = people["schoolleider"], timezone.localdate()
        case = replace(PRIMARY, money=Decimal("84000.00"))
        programme = write_plan(school=school, case=case, by=head)
        version = consent.submit_to_mr(programme=programme, respond_by=today, note="", by=head)
        round_ = version.consent_round
        for name, geleding in (("mr-personeel", Geleding.STAFF), ("mr-ouder", Geleding.PARENTS)):
            consent.vote(round_=round_, geleding=geleding, choice=Choice.FOR, reason="", by=people[name])
        consent.decide(round_=round_, outcome=Outcome.CONSENT, reasons="", decided_on=today, by=people["mr-secretaris"])
        consent.adopt(version=version, adopted_on=today, by=people["bestuur"])
