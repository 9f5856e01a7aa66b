"""The people of one school, and its plan in every state: what the tests of consent start from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.test import Client
from django.utils import timezone

from programmes.consent import operations, voting
from programmes.consent.constants import Choice, Outcome
from programmes.models import ConsentRound, Programme, Seat, Version
from schools.constants import Geleding, Role
from schools.models import School, User
from tests.factories import make_full_programme, make_head, make_member, make_school

PASSWORD = "welkom bij de toets"  # noqa: S105 - of people in tests


@dataclass
class Cast:
    """One po school with a full draft and somebody in every role; the secretary does not vote."""

    school: School = field(default_factory=lambda: make_school(name="'t Palet & Co"))
    head: User = field(init=False)
    team: User = field(init=False)
    staff: User = field(init=False)
    parent: User = field(init=False)
    secretary: User = field(init=False)
    board: User = field(init=False)
    programme: Programme = field(init=False)

    def __post_init__(self) -> None:
        self.head = make_head(self.school, name="Karin", password=PASSWORD)
        self.team = make_member(self.school, Role.TEAM, name="Mo", password=PASSWORD)
        self.staff = make_member(self.school, Role.MR_MEMBER, Geleding.STAFF, name="Sanne", password=PASSWORD)
        self.parent = make_member(self.school, Role.MR_MEMBER, Geleding.PARENTS, name="Peter", password=PASSWORD)
        self.secretary = make_member(self.school, Role.MR_SECRETARY, name="Ineke", password=PASSWORD)
        self.board = make_member(self.school.board, Role.BOARD, name="Rob", password=PASSWORD)
        self.programme = make_full_programme(self.school, by=self.head)

    @property
    def version(self) -> Version:
        """The newest version."""
        return self.programme.versions.order_by("-number").first()

    @property
    def round(self) -> ConsentRound:
        return self.version.consent_round

    @property
    def measure_section(self) -> str:
        return f"maatregel-{self.programme.measures.get().pk}"

    def status(self) -> str:
        self.programme.refresh_from_db()
        return self.programme.status

    def submit(self, **fields: object) -> Version:
        values = {"respond_by": today() + timedelta(days=14), "note": ""} | fields
        return operations.submit_to_mr(programme=self.programme, by=self.head, **values)

    def withdraw(self, reason: str = "Een bedrag klopt niet.") -> None:
        operations.withdraw(round_=self.round, reason=reason, by=self.head)

    def comment(self, text: str = "Waarom zo veel?", **fields: object) -> object:
        values = {"section": "begroting", "by": self.parent, "version": self.version} | fields
        return operations.comment(text=text, **values)

    def vote(self, by: User | None = None, choice: Choice = Choice.FOR, reason: str = "", **fields: object) -> object:
        by = by or self.parent
        seat = fields.pop("seat", None) or self.seat(by)
        return voting.vote(seat=seat, choice=choice, reason=reason, by=by, **fields)

    def seat(self, user: User) -> Seat:
        """The seat of ``user`` in the newest round."""
        return self.version.consent_round.seats.get(user=user)

    def decide(self, outcome: Outcome = Outcome.CONSENT, reasons: str = "", **fields: object) -> object:
        values = {"decided_on": today(), "round_": self.round} | fields
        return operations.decide(outcome=outcome, reasons=reasons, by=self.secretary, **values)

    def adopt(self, **fields: object) -> object:
        values = {"version": self.version, "adopted_on": today()} | fields
        return operations.adopt(by=self.board, **values)

    def revise(self) -> object:
        return operations.revise(programme=self.programme, by=self.head)


def browser(user: User) -> Client:
    """A browser in which ``user`` has signed in."""
    client = Client()
    client.force_login(user)
    return client


def today() -> date:
    return timezone.localdate()


def _refused(cast: Cast) -> None:
    cast.submit()
    cast.decide(Outcome.WITHHELD, "Te weinig voor groep 5.")


def _withdrawn(cast: Cast) -> None:
    cast.submit()
    cast.withdraw()


def _consented(cast: Cast) -> None:
    cast.submit()
    cast.decide()


def _adopted(cast: Cast) -> None:
    _consented(cast)
    cast.adopt()


def _revised(cast: Cast) -> None:
    _adopted(cast)
    cast.revise()


STATES: dict[str, Callable[[Cast], object]] = {
    "draft": lambda cast: None,
    "at_mr": Cast.submit,
    "consented": _consented,
    "adopted": _adopted,
    "refused": _refused,
    "withdrawn": _withdrawn,
    "revised": _revised,
}


def cast_in(state: str) -> Cast:
    """A cast whose plan is in ``state``."""
    cast = Cast()
    STATES[state](cast)
    return cast
