"""Where the proposal for one regeling stands, and what one person can do about it: what ``money.html`` tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from programmes.consent import seats
from programmes.consent.clocks import months_after
from programmes.consent.counting import Part, Result, Rule
from programmes.consent.standing import DECIDE, next_action
from programmes.consent.states import Deed
from programmes.council import facts, rules, states
from programmes.council.facts import Facts
from programmes.council.states import State
from programmes.models import BoardProposal, GmrRound, GmrSeat, GmrVersion, Reglement, Round
from schools.constants import Role
from schools.models import Board, Membership, User


@dataclass(frozen=True)
class Standing:
    """One regeling at one board, for one person.

    ``writes``: they work for the board, and see what it and the schools still write. ``proposal`` None: not begun, or
    not theirs to see. ``late`` are the members of the GMR who have no seat in the open round.
    """

    facts: Facts
    writes: bool
    sits: bool
    proposal: BoardProposal | None
    state: State
    versions: tuple[GmrVersion, ...]
    round: GmrRound | None
    seats: tuple[GmrSeat, ...]
    result: Result | None
    mine: tuple[GmrSeat, ...]
    late: tuple[Membership, ...]
    deeds: frozenset[str]
    action: str
    reglement: Reglement | None
    has_gmr: bool

    @property
    def newest(self) -> GmrVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def consented(self) -> GmrVersion | None:
        """The newest version that the GMR consented to: what the board may do."""
        return next((v for v in self.versions if v.has_consent), None)

    @property
    def votes(self) -> tuple[Part, ...]:
        return self.result.parts if self.result else ()

    @property
    def waiting(self) -> int:
        """How many votes may still come."""
        return sum(seats.is_waited_for(seat) for seat in self.seats)

    @property
    def is_late(self) -> bool:
        return self.round is not None and self.round.respond_by < timezone.localdate()

    @property
    def answer_by(self) -> date | None:
        """After a refusal: until when the board may say what it does (Wms, article 32)."""
        refused = self.state == State.WITHHELD and self.newest.answer
        return months_after(refused.decided_on, 3) if refused else None


def look(board: Board, round_: Round, user: User) -> Standing:
    """The same number of queries for any number of schools."""
    roles = rules.roles_at(user, board)
    writes = Role.BOARD in roles
    proposal = BoardProposal.objects.with_lines().filter(board=board, round=round_).first()
    versions = tuple(GmrVersion.objects.history(proposal)) if proposal else ()
    newest = versions[0] if versions else None
    state = states.state_of(proposal, newest) if proposal else State.DRAFT
    open_round = newest.gmr_round if state == State.OPEN else None
    members = list(Membership.objects.of_board(board))
    reglement = Reglement.objects.of(board).first()
    found = list(GmrSeat.objects.of_version(newest).select_related("round__version__proposal")) if newest else []
    mine = tuple(seat for seat in found if seats.may_use(seat, user)) if open_round else ()
    rule = seats.rule(reglement) if reglement else Rule()
    deeds = set(states.open_to(state, roles)) if proposal else set()
    if not mine:
        deeds.discard(Deed.VOTE)
    if Deed.CONSENT in deeds:
        deeds.add(DECIDE)
    return Standing(
        facts=facts.of(board, round_, list(proposal.lines.all()) if proposal and writes else []),
        writes=writes,
        sits=rules.sits_in(user, board),
        proposal=proposal if writes else None,
        state=state,
        versions=versions,
        round=open_round,
        seats=tuple(found),
        result=seats.count(found, board, rule) if newest else None,
        mine=mine,
        late=tuple(seats.unseated(open_round, members, found)) if open_round else (),
        deeds=frozenset(deeds),
        action=next_action(deeds, mine, found, open_round),
        reglement=reglement,
        has_gmr=any(member.is_seat for member in members),
    )
