"""Who may do what at a school. One function per action; templates and views use the same."""

from __future__ import annotations

from schools.constants import MR_ROLES, WRITER_ROLES, Role
from schools.models import Board, Membership, School, User


def is_administrator(user: User) -> bool:
    """A beheerder keeps the register and the menukaart; they do not read plans."""
    return user.is_active and user.is_staff


def may_see(user: User, row: object) -> bool:
    """Whoever can see the row may read it."""
    return True


def writes_at(user: User, school: School) -> bool:
    """Schoolleider and team write the plan."""
    return bool(user.roles.at(school) & WRITER_ROLES)


def reads_drafts_at(user: User, school: School) -> bool:
    """The school's own people and the board read drafts; the MR reads what was submitted to it."""
    return bool(user.roles.at(school) & (WRITER_ROLES | {Role.BOARD}))


def leads(user: User, school: School) -> bool:
    return Role.HEAD in user.roles.at(school)


def works_for_board_of(user: User, school: School) -> bool:
    return Role.BOARD in user.roles.at(school)


def in_mr_of(user: User, school: School) -> bool:
    return bool(user.roles.at(school) & MR_ROLES)


def is_secretary_of(user: User, school: School) -> bool:
    return Role.MR_SECRETARY in user.roles.at(school)


def can_see_people(user: User, school: School) -> bool:
    """The MR sees names and roles; mail addresses are for who may manage."""
    return can_manage_people(user, school) or in_mr_of(user, school)


def can_manage_people(user: User, school: School) -> bool:
    """The schoolleider and the board give and end roles at a school."""
    return leads(user, school) or works_for_board_of(user, school)


def can_end_membership(user: User, membership: Membership) -> bool:
    """By whoever manages the people there; never one's own role, so that nobody locks themselves out."""
    if membership.user_id == user.pk:
        return False
    if membership.school is not None:
        return can_manage_people(user, membership.school)
    return works_for(user, membership.board)


def can_see_log(user: User, school: School) -> bool:
    return leads(user, school) or works_for_board_of(user, school)


def works_for(user: User, board: Board) -> bool:
    return Role.BOARD in user.roles.boards.get(board.pk, set())
