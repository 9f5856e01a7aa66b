"""Everybody who may come to the pages of one school, and those who may not: for tables of who may what."""

from __future__ import annotations

from schools.constants import Role
from schools.models import School, User
from tests.factories import make_board, make_head, make_member, make_school, make_user

WRITERS = ("head", "team")
READERS = ("head", "team", "board")
INSIDERS = ("head", "team", "board", "mr_personeel", "mr_ouders", "secretary")
STRANGERS = ("neighbour", "other_board", "beheerder", "nobody")
EVERYBODY = (*INSIDERS, *STRANGERS)


def person(name: str, school: School) -> User:
    """The person called ``name`` seen from ``school``; a neighbour leads another school of the same board."""
    makers = {
        "head": lambda: make_head(school),
        "team": lambda: make_member(school, Role.TEAM),
        "board": lambda: make_member(school.board, Role.BOARD),
        "mr_personeel": lambda: make_member(school, Role.MR_MEMBER, "personeel"),
        "mr_ouders": lambda: make_member(school, Role.MR_MEMBER, "ouders"),
        "secretary": lambda: make_member(school, Role.MR_SECRETARY),
        "neighbour": lambda: make_head(make_school(board=school.board)),
        "other_board": lambda: make_member(make_board(), Role.BOARD),
        "beheerder": lambda: make_user(is_staff=True),
        "nobody": make_user,
    }
    return makers[name]()


def expected_status(name: str, allowed: tuple[str, ...], success: int) -> int:
    """``success`` for who is allowed, 403 for who sees the school but may not, 404 for who does not see it."""
    return success if name in allowed else 403 if name in INSIDERS else 404
