"""What the tests of who votes do with the council of a cast: absence, substitutes, members without an account."""

from __future__ import annotations

import pytest

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from programmes.consent import seats, voting
from programmes.consent.constants import Choice, SeatState
from programmes.models import Ballot, Reglement, Seat
from schools.constants import Geleding, Role
from schools.models import Membership, User
from tests.factories import make_member
from tests.programmes.consent.cast import PASSWORD, Cast, today


def fresh(seat: Seat) -> Seat:
    return Seat.objects.with_votes().get(pk=seat.pk)


def state(seat: Seat) -> SeatState:
    return seats.state_of(fresh(seat))


def by_hand(cast: Cast, seat: Seat, **fields: object) -> Ballot:
    values = {"choice": Choice.FOR, "reason": "", "note": "op papier", "by": cast.secretary} | fields
    return voting.vote_by_hand(seat=seat, **values)


def paper(cast: Cast, name: str = "Henk", geleding: str = "ouders") -> Seat:
    """A member without an account."""
    return voting.add_seat(round_=cast.round, geleding=geleding, name=name, by=cast.secretary)


def absent(cast: Cast, seat: Seat, substitute: User | None = None, **fields: object) -> Seat:
    values = {"is_absent": True, "note": "ziek", "by": cast.secretary} | fields
    return voting.set_absence(seat=seat, substitute=substitute, **values)


def stand_in(cast: Cast, geleding: str = Geleding.PARENTS, **fields: object) -> User:
    Reglement.objects.update_or_create(school=cast.school, defaults={"substitutes": True})
    return make_member(cast.school, Role.MR_SUBSTITUTE, geleding, password=PASSWORD, **fields)


def leave(user: User) -> None:
    Membership.objects.filter(user=user).update(ended_on=today())


def refusal(deed, *args: object, **kwargs: object) -> str:
    before = list(Ballot.objects.values()), list(Seat.objects.values()), AuditEntry.objects.count()
    with pytest.raises(Refused) as refused:
        deed(*args, **kwargs)
    assert (list(Ballot.objects.values()), list(Seat.objects.values()), AuditEntry.objects.count()) == before
    return refused.value.code


def counted(cast: Cast) -> dict[str, tuple[int, int]]:
    """Of each geleding of the newest round: how many members count, and how many votes there are."""
    return {part.geleding: (part.members, part.cast) for part in seats.result(cast.round).parts}
