"""The people of one board with two schools, and its proposal in every state: what the tests of the council start from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from programmes.consent import voting
from programmes.consent.constants import Choice, Outcome
from programmes.council import operations
from programmes.models import BoardProposal, BoardShare, Gmr, GmrRound, GmrSeat, GmrVersion, ProposalLine, Round
from schools.constants import Geleding, Role
from schools.models import Board, School, User
from tests.factories import make_adopted, make_board, make_full_programme, make_head, make_member, make_school
from tests.programmes.consent.cast import PASSWORD, today


@dataclass
class Council:
    """A board with one school whose MR consented to € 5.000, a GMR of two, its secretary, and a draft proposal."""

    board: Board = field(default_factory=lambda: make_board(name="Stichting 't Veer & Co"))
    school: School = field(init=False)
    rob: User = field(init=False)
    staff: User = field(init=False)
    parent: User = field(init=False)
    secretary: User = field(init=False)
    proposal: BoardProposal = field(init=False)

    def __post_init__(self) -> None:
        self.school = make_school(board=self.board, name="De Brug")
        self.rob = make_member(self.board, Role.BOARD, name="Rob", password=PASSWORD)
        self.staff = make_member(self.board, Role.GMR_MEMBER, Geleding.STAFF, name="Sofie", password=PASSWORD)
        self.parent = make_member(self.board, Role.GMR_MEMBER, Geleding.PARENTS, name="Piet", password=PASSWORD)
        self.secretary = make_member(self.board, Role.GMR_SECRETARY, name="Ida", password=PASSWORD)
        set_apart(self.school, Decimal("5000.00"))
        self.proposal = operations.propose(
            board=self.board, round_=npo(), title="Zomerschool", use="Een week.", reason="Samen kan meer.", by=self.rob
        )
        line(self.proposal, Decimal("4000.00"), self.school)

    @property
    def gmr(self) -> Gmr:
        return Gmr.objects.get(pk=self.board.pk)

    @property
    def version(self) -> GmrVersion:
        """The newest version."""
        return GmrVersion.objects.with_answers().filter(proposal=self.proposal).first()

    @property
    def round(self) -> GmrRound:
        return self.version.gmr_round

    def seat(self, user: User) -> GmrSeat:
        return self.round.seats.get(user=user)

    def submit(self, **fields: object) -> GmrVersion:
        values = {"respond_by": today() + timedelta(days=14), "note": ""} | fields
        return operations.submit(proposal=self.proposal, by=self.rob, **values)

    def withdraw(self) -> None:
        operations.withdraw(round_=self.round, reason="Een bedrag klopt niet.", by=self.rob)

    def vote(self, by: User | None = None, choice: Choice = Choice.FOR, **fields: object) -> object:
        by = by or self.parent
        seat = fields.pop("seat", None) or self.seat(by)
        return voting.vote(seat=seat, choice=choice, reason="", by=by, **fields)

    def decide(self, outcome: Outcome = Outcome.CONSENT, reasons: str = "", **fields: object) -> object:
        values = {"decided_on": today(), "round_": self.round} | fields
        return operations.decide(outcome=outcome, reasons=reasons, by=self.secretary, **values)

    def revise(self) -> object:
        return operations.revise(proposal=self.proposal, by=self.rob)


def npo() -> Round:
    return Round.objects.get(code="npo")


def set_apart(school: School, amount: Decimal | None, *, consent: bool = True, purpose: str = "Inkoop") -> BoardShare:
    """A part of the money of ``school`` for its board; with ``consent`` in a version that its MR consented to."""
    programme = make_full_programme(school, by=make_head(school))
    year = programme.round.years.first()
    share = BoardShare.objects.create(programme=programme, year=year, purpose=purpose, amount=amount)
    if consent:
        make_adopted(programme)
    return share


def line(proposal: BoardProposal, amount: Decimal | None, *schools: School, **fields: object) -> ProposalLine:
    fields = {"year": proposal.round.years.first(), "purpose": "Leraren voor een week"} | fields
    made = ProposalLine.objects.create(proposal=proposal, amount=amount, **fields)
    made.schools.set(schools)
    return made


def _withdrawn(council: Council) -> None:
    council.submit()
    council.withdraw()


def _decided(outcome: Outcome, reasons: str) -> Callable[[Council], object]:
    def make(council: Council) -> None:
        council.submit()
        council.decide(outcome, reasons)

    return make


def _revised(council: Council) -> None:
    council.submit()
    council.decide()
    council.revise()


STATES: dict[str, Callable[[Council], object]] = {
    "draft": lambda council: None,
    "at_mr": Council.submit,
    "withdrawn": _withdrawn,
    "consented": _decided(Outcome.CONSENT, ""),
    "conditional": _decided(Outcome.CONDITIONAL, "Eerst een evaluatie."),
    "refused": _decided(Outcome.WITHHELD, "Te weinig voor groep 5."),
    "revised": _revised,
}


def council_in(state: str) -> Council:
    """A council whose proposal is in ``state``."""
    council = Council()
    STATES[state](council)
    return council
