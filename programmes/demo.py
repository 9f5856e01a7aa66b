"""The people of the demo and of the real case: one account for each role, with a password that everybody knows.

Only for a demo: ``refuse_outside_demo`` stands before every use.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.management import CommandError

from npo_planner.rows import save_row
from programmes.consent import reglement, voting
from programmes.consent.constants import Abstentions, Choice, Majority, Quorum
from programmes.models import Agreement, ConsentRound, MrMoment, Programme
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


def write_reglement(school: School, secretary: User) -> None:
    """A reglement as an example: no source gives one for all."""
    values = {
        "term_weeks": 6,
        "majority": Majority.EACH,
        "abstentions": Abstentions.NOT,
        "quorum": Quorum.HALF,
        "substitutes": True,
        "remind_days": 7,
        "source": "Reglement van de MR, artikel 14 (voorbeeld)",
    }
    reglement.write(reglement=reglement.of(school), values=values, by=secretary)


def begin_with_mr(programme: Programme, found: People) -> None:
    """What school and MR agreed before the first version, and their first two moments."""
    geledingen = [str(geleding) for geleding in programme.school.geledingen]
    head, secretary = found["schoolleider"], found["mr-secretaris"]
    for phase, text, timing, agreed_on in (
        ("onderzoek", "De MR ziet de uitkomsten van de schoolscan en zegt wat zij zelf merkt.", "in april", FIRST_TALK),
        ("plan", "De MR leest mee met het concept en stelt vragen voordat het plan klaar is.", "in mei", FIRST_TALK),
        ("uitvoering", "De schoolleider vertelt hoe het gaat en wat is uitgegeven.", "elke vergadering", None),
    ):
        row = Agreement(programme=programme, phase=phase)
        values = {"text": text, "geledingen": geledingen, "timing": timing, "agreed_on": agreed_on}
        save_row(row=row, values=values, by=head)
    for held_on, phase, kind, subject, outcome, by in (
        (
            FIRST_TALK,
            "plan",
            "besproken",
            "Hoe doet de MR mee aan het schoolprogramma?",
            "School en MR spreken af wie wanneer meedoet. De ouders willen ook de uitkomsten van de scan zien.",
            secretary,
        ),
        (
            date(2021, 4, 26),
            "onderzoek",
            "besproken",
            "De uitkomsten van de schoolscan",
            "De MR herkent het beeld bij rekenen. De ouders missen hoe het gaat met nieuwe leerlingen. "
            "De school vraagt dat na bij de leraren.",
            head,
        ),
    ):
        add_moment(programme, by, geledingen, held_on=held_on, phase=phase, kind=kind, subject=subject, outcome=outcome)


FIRST_TALK = date(2021, 4, 12)


def add_moment(programme: Programme, by: User, geledingen: list[str], **values: object) -> None:
    """A moment with ``geledingen`` of the MR, written down by ``by``."""
    row = MrMoment(programme=programme, written_by=by)
    save_row(row=row, values={"geledingen": geledingen, **values}, by=by)


def _account(email: str, name: str) -> User:
    found = User.objects.filter(email=email).first()
    if found is not None:
        return found
    make = User.objects.create_superuser if email.startswith("beheer") else User.objects.create_user
    return make(email, name, PASSWORD)
