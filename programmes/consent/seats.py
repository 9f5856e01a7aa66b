"""Who may vote in a round, who did, and what it comes to.

The same for every council. A seat counts while its member sits there, or when it voted while that was so; a member
without an account counts always. So who leaves half-way without voting is not waited for.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from programmes.consent import counting
from programmes.consent.constants import Outcome, SeatState
from programmes.consent.counting import Result, Rule, Verdict, Vote
from programmes.models import AbstractBallot, Reglement
from programmes.models.councils import AbstractRound
from schools.constants import SEATED_ROLES, Role
from schools.models import Board, Membership, School, User


def seat_everybody(round_: AbstractRound) -> None:
    """A seat for everybody who sits in the council now, one for each of their geledingen."""
    seat = round_.seats.model
    seat.objects.bulk_create(
        seat(round=round_, user_id=user, name=name, geleding=geleding)
        for user, name, geleding in _sitting(round_.council)
    )


def _sitting(place: School | Board) -> list[tuple[int, str, str]]:
    """Who sits in the council of ``place`` now: key, name and geleding, each pair once."""
    members = place.memberships.current().filter(role__in=SEATED_ROLES).exclude(geleding="")
    return sorted(set(members.values_list("user", "user__name", "geleding")))


def unseated(round_: AbstractRound, members: list[Membership], seats: list[Any]) -> list[Membership]:
    """The members of the council who came after the round began, and have no seat in it."""
    seated = {(seat.user_id, seat.geleding) for seat in seats}
    return [m for m in members if m.is_seat and (m.user_id, m.geleding) not in seated]


def ballot_of(seat: Any) -> AbstractBallot | None:
    return getattr(seat, "ballot", None)


def is_cast_by(seat: Any, user: User) -> bool:
    """Whether ``user`` put in the vote of ``seat``."""
    ballot = ballot_of(seat)
    return ballot is not None and ballot.cast_by_id == user.pk


def counts(seat: Any) -> bool:
    """Whether ``seat``, from ``with_votes()``, belongs to the council that decides."""
    return ballot_of(seat) is not None or seat.user_id is None or seat.sits


def is_waited_for(seat: Any) -> bool:
    """Whether its vote may still come."""
    return counts(seat) and ballot_of(seat) is None and (not seat.is_absent or is_stood_in_for(seat))


def is_stood_in_for(seat: Any) -> bool:
    """Whether the member is absent and the substitute, who still is one, votes for them."""
    return seat.is_absent and seat.substitute_id is not None and seat.stands_in


def voter_of(seat: Any) -> User | None:
    """Who casts the vote of ``seat`` themselves: the member, the substitute, or nobody (no account, absent, gone)."""
    if seat.is_absent:
        return seat.substitute if is_stood_in_for(seat) else None
    return seat.user if seat.user_id and seat.sits else None


def state_of(seat: Any) -> SeatState:
    """How it stands with the vote of ``seat``, from ``with_votes()``."""
    if ballot_of(seat) is not None:
        return SeatState.VOTED
    if not counts(seat):
        return SeatState.LEFT
    if seat.is_absent:
        return SeatState.SUBSTITUTED if is_stood_in_for(seat) else SeatState.ABSENT
    return SeatState.WAITING if seat.user_id else SeatState.BY_HAND


def may_use(seat: Any, user: User) -> bool:
    """Whether ``user`` may vote from ``seat``, from ``with_votes()``: the member, or when absent the substitute."""
    if seat.user_id == user.pk:
        return seat.sits
    return seat.substitute_id == user.pk and is_stood_in_for(seat) and counts(seat)


def substitutes(school: School, geleding: str) -> list[Membership]:
    """Who may stand in for a member of ``geleding``."""
    found = Membership.objects.of_school(school).filter(role=Role.MR_SUBSTITUTE, geleding=geleding)
    return list(found)


def rule_of(place: School | Board) -> Rule:
    """The rule for counting in the reglement of the council of ``place``: one query."""
    found = Reglement.objects.of(place).first()
    return rule(found) if found else Rule()


def rule(reglement: Reglement) -> Rule:
    return Rule(reglement.majority, reglement.abstentions, reglement.quorum, reglement.quorum_each)


def count(seats: list[Any], place: School | Board, rule: Rule) -> Result:
    """What the votes of ``seats``, from ``with_votes()``, come to."""
    votes = [
        Vote(seat.geleding, ballot.choice if (ballot := ballot_of(seat)) else "") for seat in seats if counts(seat)
    ]
    return counting.count(votes, [str(g.value) for g in place.geledingen], rule)


def result(round_: AbstractRound) -> Result:
    """The count of ``round_`` as it is now: two queries."""
    return count(list(round_.seats.with_votes()), round_.council, rule_of(round_.council))


def deviates(result: Result, outcome: Outcome) -> bool:
    """Whether the council decided something else than the count by the reglement says.

    Without a reglement: than what most votes say.
    """
    yes = outcome != Outcome.WITHHELD
    if result.verdict == Verdict.UNKNOWN:
        return result.whole.voor < result.whole.tegen if yes else result.whole.voor > result.whole.tegen
    return result.verdict != (Verdict.YES if yes else Verdict.NO)


def roll(round_: AbstractRound) -> list[dict[str, str]]:
    """Who voted what, when and on which bytes, as a decision keeps it."""
    seats = round_.seats.with_votes().filter(ballot__isnull=False)
    return [
        {
            "name": seat.name,
            "geleding": seat.geleding,
            "choice": seat.ballot.choice,
            "how": seat.ballot.how,
            "cast_by": seat.ballot.cast_by.name,
            "at": timezone.localtime(seat.ballot.cast_at).isoformat(timespec="seconds"),
            "sha256": seat.ballot.sha256,
        }
        for seat in seats
    ]
