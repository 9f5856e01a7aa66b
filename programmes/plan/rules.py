"""Who may do what to a programme."""

from __future__ import annotations

from typing import Any

from programmes.models import Programme
from schools import rules as school_rules
from schools.models import School, User
from staffing.models import StaffingNeed


def can_start(user: User, school: School) -> bool:
    """A schoolleider starts a plan."""
    return school_rules.leads(user, school)


def can_view(user: User, programme: Programme) -> bool:
    """Everybody who sees the school sees that there is a programme, and how far it is."""
    return True


def can_read_draft(user: User, programme: Programme) -> bool:
    """The live rows: the school's own people and the board. The MR reads versions, and see ``can_read_along``."""
    return school_rules.reads_drafts_at(user, programme.school)


def can_read_along(user: User, programme: Programme) -> bool:
    """The draft as a document: also the MR, while the schoolleider lets it read along. Not the pages it is made on."""
    invited = programme.mr_reads_along and school_rules.in_mr_of(user, programme.school)
    return invited or can_read_draft(user, programme)


def can_edit(user: User, programme: Programme) -> bool:
    return school_rules.writes_at(user, programme.school)


def can_edit_row(user: User, row: Any) -> bool:
    """A row of a programme or of one of its measures."""
    return can_edit(user, row.owner)


def can_edit_post(user: User, post: StaffingNeed) -> bool:
    """The division of a post over the measures of its plan."""
    return school_rules.writes_at(user, post.plan.school)
