"""Who may do what with a version and its consent round."""

from __future__ import annotations

from programmes.models import Comment, ConsentRound, Programme, Version
from schools import rules as school_rules
from schools.models import User


def can_submit(user: User, programme: Programme) -> bool:
    """Only the schoolleider submits a plan, withdraws it, or begins a next version."""
    return school_rules.leads(user, programme.school)


def can_withdraw(user: User, round_: ConsentRound) -> bool:
    return school_rules.leads(user, round_.version.programme.school)


def can_read_version(user: User, version: Version) -> bool:
    """A version was made to be read: by the school, its MR and its board."""
    return True


def can_comment(user: User, version: Version) -> bool:
    """The MR asks, the school answers."""
    school = version.programme.school
    return school_rules.in_mr_of(user, school) or school_rules.writes_at(user, school)


def can_reply(user: User, comment: Comment) -> bool:
    return can_comment(user, comment.version)


def geledingen_of(user: User, version: Version) -> list[str]:
    """The geledingen for which this person may vote."""
    return sorted(user.roles.geledingen.get(version.programme.school_id, []))


def can_vote(user: User, round_: ConsentRound) -> bool:
    return bool(geledingen_of(user, round_.version))


def can_decide(user: User, round_: ConsentRound) -> bool:
    """Only the secretary of the MR records what the MR decided; a schoolleider cannot consent for the MR."""
    return school_rules.is_secretary_of(user, round_.version.programme.school)


def can_adopt(user: User, version: Version) -> bool:
    return school_rules.works_for_board_of(user, version.programme.school)
