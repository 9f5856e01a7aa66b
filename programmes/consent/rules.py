"""Who may do what with a version and its consent round."""

from __future__ import annotations

from programmes.models import Agreement, Comment, ConsentRound, MrMoment, Programme, Version
from schools import rules as school_rules
from schools.constants import MR_ROLES
from schools.models import Membership, School, User


def can_submit(user: User, programme: Programme) -> bool:
    """Only the schoolleider submits a plan, withdraws it, or begins a next version."""
    return school_rules.leads(user, programme.school)


def can_open_draft(user: User, programme: Programme) -> bool:
    """The schoolleider lets the MR read along with the draft, and stops it."""
    return school_rules.leads(user, programme.school)


def can_write_process(user: User, programme: Programme) -> bool:
    """School and MR make agreements together: the school writes them down, and so may the secretary of the MR."""
    return school_rules.writes_at(user, programme.school) or school_rules.is_secretary_of(user, programme.school)


def can_write_process_row(user: User, row: Agreement | MrMoment) -> bool:
    return can_write_process(user, row.programme)


def can_withdraw(user: User, round_: ConsentRound) -> bool:
    return school_rules.leads(user, round_.school)


def can_comment(user: User, version: Version) -> bool:
    """The MR asks, the school answers."""
    return school_rules.in_mr_of(user, version.school) or school_rules.writes_at(user, version.school)


def can_reply(user: User, comment: Comment) -> bool:
    return can_comment(user, comment.version)


def can_see_voters(user: User, school: School) -> bool:
    """The MR sees who of its members voted and why; everybody else sees the counts."""
    return school_rules.in_mr_of(user, school)


def sits_in_mr(membership: Membership) -> bool:
    return membership.role in MR_ROLES


def geledingen_of(user: User, school: School) -> list[str]:
    """The geledingen for which this person may vote."""
    return sorted(set(user.roles.geledingen.get(school.pk, [])))


def can_vote(user: User, round_: ConsentRound) -> bool:
    return bool(geledingen_of(user, round_.school))


def can_decide(user: User, round_: ConsentRound) -> bool:
    """Only the secretary of the MR records what the MR decided; a schoolleider cannot consent for the MR."""
    return school_rules.is_secretary_of(user, round_.school)


def can_adopt(user: User, version: Version) -> bool:
    return school_rules.works_for_board_of(user, version.school)
