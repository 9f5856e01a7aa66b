"""Where a plan stands between the school, the MR and the board, and what one person can do about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils import timezone

from programmes.consent import dispute, rules, seats, states
from programmes.consent.clocks import Clock
from programmes.consent.constants import ConditionState, StepKind
from programmes.consent.counting import Part, Result, Rule
from programmes.consent.states import Deed, State
from programmes.document import stamp
from programmes.document.stamp import Stamp
from programmes.models import AbstractSeat, Comment, Condition, ConsentRound, Programme, Reglement, Seat, Version
from programmes.models.councils import AbstractRound
from schools.models import Membership, User

DECIDE = "decide"
"""The deed on the page that stands for the three outcomes that the secretary may record."""


@dataclass(frozen=True)
class Standing:
    """The plan as ``mr.html`` tells it: the versions newest first, and the deeds that are open to this person.

    ``action`` is the one thing to do next: submit, vote, decide, adopt, or empty. ``late`` are the members who came
    after the round began and have no seat in it; ``steps`` what this person may record after a refusal.
    """

    state: State
    versions: tuple[tuple[Version, Stamp], ...]
    round: ConsentRound | None
    seats: tuple[Seat, ...]
    result: Result | None
    mine: tuple[Seat, ...]
    late: tuple[Membership, ...]
    conditions: tuple[Condition, ...]
    clocks: tuple[Clock, ...]
    questions: dict[str, int]
    deeds: frozenset[str]
    steps: tuple[StepKind, ...]
    action: str
    has_mr: bool
    reglement: Reglement | None

    @property
    def newest(self) -> Version | None:
        return self.versions[0][0] if self.versions else None

    @property
    def stamp(self) -> Stamp | None:
        return self.versions[0][1] if self.versions else None

    @property
    def in_force(self) -> Version | None:
        """The version that the board adopted last."""
        return next((version for version, facts in self.versions if facts.adopted_on), None)

    @property
    def is_late(self) -> bool:
        """The day that the school asked an answer by has passed."""
        return self.round is not None and self.round.respond_by < timezone.localdate()

    @property
    def votes(self) -> tuple[Part, ...]:
        return self.result.parts if self.result else ()

    @property
    def waiting(self) -> int:
        """How many votes may still come."""
        return sum(seats.is_waited_for(seat) for seat in self.seats)

    @property
    def older_clocks(self) -> list[tuple[Version, tuple[Clock, ...]]]:
        """The terms of earlier versions that were refused or carried out without consent: they run on."""
        found = ((version, dispute.clocks_of(version)) for version, _ in self.versions[1:])
        return [(version, clocks) for version, clocks in found if clocks and not hasattr(version, "adoption")]

    @property
    def asked_conditions(self) -> list[Seat]:
        """The seats whose vote asks for a condition: the secretary puts them to the MR."""
        return [seat for seat in self.seats if (ballot := seats.ballot_of(seat)) and ballot.conditions]

    @property
    def open_conditions(self) -> int:
        return sum(condition.state != ConditionState.MET for condition in self.conditions)


def look(programme: Programme, user: User) -> Standing:
    """Eight queries: versions and their steps, people, reglement; of the newest its seats, conditions, questions."""
    versions = tuple((version, stamp.of_version(version)) for version in Version.objects.history(programme))
    members = list(Membership.objects.of_school(programme.school))
    reglement = Reglement.objects.filter(school=programme.school).first()
    newest = versions[0][0] if versions else None
    state = states.state_of(programme, newest)
    round_ = newest.consent_round if state == State.OPEN else None
    found = list(Seat.objects.of_version(newest)) if newest else []
    rule = seats.rule(reglement) if reglement else Rule()
    mine = tuple(seat for seat in found if seats.may_use(seat, user)) if round_ else ()
    voted = tuple(seat for seat in found if seats.is_cast_by(seat, user))
    deeds = _deeds(state, programme, user, mine, newest)
    return Standing(
        state=state,
        versions=versions,
        round=round_,
        seats=tuple(found),
        result=seats.count(found, programme.school, rule) if newest else None,
        mine=mine or voted,
        late=tuple(seats.unseated(round_, members, found)) if round_ else (),
        conditions=tuple(Condition.objects.followed(programme, newest)) if newest else (),
        clocks=dispute.clocks_of(newest) if newest else (),
        questions=Comment.objects.counts(newest) if newest else {},
        deeds=deeds,
        steps=dispute.open_kinds(newest, deeds) if newest else (),
        action=next_action(deeds, mine, found, round_),
        has_mr=any(rules.sits_in_mr(member) for member in members),
        reglement=reglement,
    )


def _deeds(
    state: State, programme: Programme, user: User, mine: Sequence[Seat], newest: Version | None
) -> frozenset[str]:
    """What the state and the roles of ``user`` allow together; a vote also asks for a seat. Adopting is done once."""
    found = set(states.open_to(state, user.roles.at(programme.school)))
    if not mine:
        found.discard(Deed.VOTE)
    if hasattr(newest, "adoption"):
        found.discard(Deed.ADOPT)
    return frozenset(found | ({DECIDE} if Deed.CONSENT in found else set()))


def next_action(
    deeds: Collection[str], mine: Sequence[AbstractSeat], found: Sequence[AbstractSeat], round_: AbstractRound | None
) -> str:
    """The one deed to do next: one's own vote, then the decision when everybody voted or the term is over."""
    if Deed.VOTE in deeds and any(seats.ballot_of(seat) is None for seat in mine):
        return "vote"
    everybody = not any(seats.is_waited_for(seat) for seat in found)
    if DECIDE in deeds and (everybody or round_.respond_by < timezone.localdate()):
        return DECIDE
    return next((deed for deed in ("submit", "adopt") if deed in deeds), "")
