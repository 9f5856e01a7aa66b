"""The people of the demo and of the real case: one account for each role, with a password that everybody knows.

Only for a demo: ``refuse_outside_demo`` stands before every use.
"""

from __future__ import annotations

from django.conf import settings
from django.core.management import CommandError

from programmes.consent import voting
from programmes.consent.constants import Choice
from programmes.models import ConsentRound
from schools.constants import Geleding, Role
from schools.models import Board, Membership, School, User

PASSWORD = "demo-2021-npo"  # noqa: S105 - known on purpose, and refused outside demo mode
ACCOUNTS = (
    ("schoolleider@demo.example", "Karin de Wit", "schoolleider"),
    ("team@demo.example", "Mo El Amrani", "teamlid"),
    ("mr-personeel@demo.example", "Sanne Bakker", "MR-lid, personeel"),
    ("mr-ouder@demo.example", "Peter Jansen", "MR-lid, ouders"),
    ("mr-leerling@demo.example", "Noor Visser", "MR-lid, leerlingen"),
    ("mr-secretaris@demo.example", "Ineke Mulder", "secretaris van de MR"),
    ("bestuur@demo.example", "Rob van Dam", "bestuursmedewerker"),
    ("gmr-lid@demo.example", "Yasmin Koç", "GMR-lid, personeel"),
    ("gmr-secretaris@demo.example", "Willem Smits", "secretaris van de GMR"),
    ("beheer@demo.example", "Bea Smit", "beheerder"),
)
VOTERS = {Geleding.STAFF: "mr-personeel", Geleding.PARENTS: "mr-ouder", Geleding.PUPILS: "mr-leerling"}

People = dict[str, User]
"""Accounts by the part of their address before the @."""


def refuse_outside_demo() -> None:
    """Raises CommandError unless this is a demo; there nobody reads the mail either."""
    if not settings.DEMO:
        raise CommandError("Demo accounts have a known password: they are made only with DEMO=on and DEBUG=on.")
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"


def people() -> People:
    """The demo's accounts, made where they are missing."""
    return {email.split("@")[0]: _account(email, name) for email, name, _ in ACCOUNTS}


def give_roles(school: School, found: People) -> None:
    """Give everybody their role at ``school``, each once; the pupil only where pupils sit in the MR."""
    roles = [
        ("schoolleider", Role.HEAD, ""),
        ("team", Role.TEAM, ""),
        ("mr-secretaris", Role.MR_SECRETARY, Geleding.PARENTS),
        *((VOTERS[geleding], Role.MR_MEMBER, geleding) for geleding in school.geledingen),
    ]
    for name, role, geleding in roles:
        Membership.objects.get_or_create(user=found[name], school=school, role=role, geleding=geleding, ended_on=None)


def give_board(board: Board, found: People) -> None:
    """Give the board employee and the GMR their role at ``board``, each once."""
    roles = [
        ("bestuur", Role.BOARD, ""),
        ("gmr-lid", Role.GMR_MEMBER, Geleding.STAFF),
        ("gmr-secretaris", Role.GMR_SECRETARY, Geleding.PARENTS),
    ]
    for name, role, geleding in roles:
        Membership.objects.get_or_create(user=found[name], board=board, role=role, geleding=geleding, ended_on=None)


def all_vote(round_: ConsentRound, choice: Choice, found: People) -> None:
    """Every geleding of the school votes ``choice``."""
    for seat in round_.seats.all():
        if seat.user == found[VOTERS[seat.geleding]]:
            voting.vote(seat=seat, choice=choice, reason="", by=seat.user)


def _account(email: str, name: str) -> User:
    found = User.objects.filter(email=email).first()
    if found is not None:
        return found
    make = User.objects.create_superuser if email.startswith("beheer") else User.objects.create_user
    return make(email, name, PASSWORD)
