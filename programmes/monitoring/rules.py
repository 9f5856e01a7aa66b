"""Who may do what while a programme is carried out and accounted for."""

from __future__ import annotations

from programmes.models import Measurement, Programme
from schools import rules as school_rules
from schools.models import User


def can_read(user: User, programme: Programme) -> bool:
    """Everybody who sees the school may follow what became of its plan."""
    return True


def can_measure(user: User, programme: Programme) -> bool:
    """The schoolleider and the team write measurements and evaluations."""
    return school_rules.writes_at(user, programme.school)


def can_delete(user: User, measurement: Measurement) -> bool:
    """Who writes measurements may take back one that is wrong; the trail keeps what it said."""
    return can_measure(user, measurement.version.programme)


def can_account(user: User, programme: Programme) -> bool:
    """What was spent is known at the school or at the board's office."""
    return school_rules.writes_at(user, programme.school) or school_rules.works_for_board_of(user, programme.school)
