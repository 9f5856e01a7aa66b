"""The twelve steps: how far each is, what is in it, and who may open it."""

from __future__ import annotations

import pytest

from programmes.models import Programme
from programmes.plan.constants import Status
from programmes.plan.steps import BUSY, DONE, TODO, Walk, walk
from schools.constants import Geleding, Role
from schools.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db


def walk_of(programme: Programme, user: User, current: str = "") -> Walk:
    return walk(Programme.objects.with_plan().get(pk=programme.pk), user, current=current)


def states(programme: Programme, user: User) -> dict[int, str]:
    return {step.number: step.state for step in walk_of(programme, user).steps}


@pytest.fixture
def programme() -> Programme:
    return make.make_full_programme()


@pytest.fixture
def head(programme) -> User:
    return make.make_head(programme.school)


def test_empty_plan_has_everything_to_do() -> None:
    programme = make.make_programme(make.make_school(pupils=None))

    found = walk_of(programme, make.make_head(programme.school))

    assert {step.state for step in found.steps} == {TODO}
    assert (found.done, found.first_open.route) == (0, "step_school")


def test_full_draft_is_done_up_to_the_checklist(programme, head) -> None:
    assert states(programme, head) == dict.fromkeys(range(1, 9), DONE) | dict.fromkeys(range(9, 13), TODO)


def test_step_with_something_missing_is_busy(programme, head) -> None:
    make.make_cost(programme, None)

    assert {number: state for number, state in states(programme, head).items() if state == BUSY} == {7: BUSY, 8: BUSY}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.DRAFT, [TODO, TODO, TODO, TODO]),
        (Status.AT_MR, [BUSY, TODO, TODO, TODO]),
        (Status.CONSENTED, [DONE, BUSY, TODO, TODO]),
        (Status.ADOPTED, [DONE, DONE, BUSY, BUSY]),
    ],
)
def test_last_steps_follow_the_status(status, expected, programme, head) -> None:
    Programme.objects.update(status=status)

    found = states(programme, head)

    assert [found[number] for number in range(9, 13)] == expected


def test_steps_tell_what_is_in_them(programme, head) -> None:
    make.make_cost(programme)

    assert {step.number: step.told for step in walk_of(programme, head).steps if step.told} == {
        2: "1 bevinding",
        3: "1 behoefte",
        4: "1 maatregel",
        5: "1 doel",
        6: "1 keer extra inzet",
        7: "2 andere kostenposten",
    }


@pytest.mark.parametrize(
    ("role", "geleding", "opens"),
    [
        (Role.HEAD, "", set(range(1, 13))),
        (Role.TEAM, "", set(range(1, 13))),
        (Role.BOARD, "", set(range(1, 13))),
        (Role.MR_MEMBER, Geleding.PARENTS, {9, 10, 11, 12}),
        (Role.MR_SECRETARY, Geleding.PARENTS, {9, 10, 11, 12}),
    ],
)
def test_mr_opens_only_what_is_made_for_it(role, geleding, opens, programme) -> None:
    place = programme.school.board if role == Role.BOARD else programme.school
    user = make.make_member(place, role, geleding)

    found = walk_of(programme, user)

    assert {step.number for step in found.steps if step.url} == opens
    assert [step for step in found.steps if not step.url and (step.checks or step.told)] == []


def test_neighbours_of_a_step_are_those_one_may_open(programme, head) -> None:
    parent = make.make_member(programme.school, Role.MR_MEMBER, Geleding.PARENTS)

    of_head, of_parent = walk_of(programme, head, "mr"), walk_of(programme, parent, "mr")

    assert (of_head.previous.route, of_head.next.route) == ("checks", "document")
    assert (of_parent.previous, of_parent.next.route) == (None, "document")
