"""The twelve steps: how far each is, what is in it, and who may open it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from programmes.models import Programme
from programmes.plan.constants import Status
from programmes.plan.steps import BUSY, DONE, TODO, Walk, walk, walk_around
from scans.models import Consultation, Scan
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


def test_pages_in_between_have_no_place_among_the_steps(programme, head) -> None:
    found = walk_of(programme, head, "walk")

    assert (found.previous, found.next, [s for s in found.steps if s.current]) == (None, None, [])


@pytest.mark.parametrize(
    ("current", "before", "after"),
    [
        ("step_school", None, "scan"),
        ("staff", "goals", "budget"),
        ("accounting", "monitoring", None),
    ],
)
def test_walk_has_a_first_and_a_last_step(current, before, after, programme, head) -> None:
    found = walk_of(programme, head, current)

    assert [s.route for s in found.steps if s.current] == [current]
    assert (found.previous and found.previous.route, found.next and found.next.route) == (before, after)


def test_step_that_one_may_not_open_has_no_neighbours(programme) -> None:
    parent = make.make_member(programme.school, Role.MR_MEMBER, Geleding.PARENTS)

    found = walk_of(programme, parent, "scan")

    assert (found.previous, found.next) == (None, None)


def test_each_address_takes_its_own_row(programme, head) -> None:
    make.make_programme()  # so that scans, staff plans and programmes do not share numbers
    scan, staff_plan, pk = programme.scan_id, programme.staff_plan_id, programme.pk

    assert [step.url for step in walk_of(programme, head).steps] == [
        reverse("step_school", args=[pk]),
        reverse("scan", args=[scan]),
        reverse("needs", args=[scan]),
        reverse("measures", args=[pk]),
        reverse("goals", args=[pk]),
        reverse("staff", args=[staff_plan]),
        reverse("budget", args=[pk]),
        reverse("checks", args=[pk]),
        reverse("mr", args=[pk]),
        reverse("document", args=[pk]),
        reverse("monitoring", args=[pk]),
        reverse("accounting", args=[pk]),
    ]


HALF = {
    "only a vision": (lambda p: Programme.objects.filter(pk=p.pk).update(vision="Elk kind."), {1: BUSY, 8: BUSY}),
    "only money": (lambda p: p.funding.update(amount=1), {1: BUSY, 8: BUSY}),
    "money of 0": (lambda p: p.funding.update(amount=0), {}),
    "half a finding": (lambda p: make.make_finding(p, delay=None), {2: BUSY, 8: BUSY}),
    "a whole finding": (lambda p: make.make_finding(p), {2: DONE, 8: BUSY}),
    "a need that rests on nothing": (lambda p: make.make_need(p), {3: DONE, 8: BUSY}),
    "a measure without a need": (lambda p: make.make_measure(p), {4: BUSY, 8: BUSY}),
    "a measure for a need": (lambda p: make.make_measure(p, needs=(make.make_need(p),)), {3: DONE, 4: DONE, 8: BUSY}),
    "a goal": (lambda p: make.make_goal(make.make_measure(p)), {4: BUSY, 5: DONE, 8: BUSY}),
    "a goal without a date": (
        lambda p: make.make_goal(make.make_measure(p), deadline=None),
        {4: BUSY, 5: BUSY, 8: BUSY},
    ),
    "a post for nothing": (lambda p: make.make_post(p), {6: BUSY, 7: DONE, 8: BUSY}),
    "a cost without category": (lambda p: make.make_cost(p), {7: BUSY, 8: BUSY}),
}


@pytest.mark.parametrize("case", list(HALF))
def test_half_written_plan_tells_how_far_each_step_is(case) -> None:
    programme = make.make_programme(make.make_school(pupils=None))
    change, expected = HALF[case]
    head = make.make_head(programme.school)

    change(programme)

    assert {number: state for number, state in states(programme, head).items() if state != TODO} == expected


def test_second_measure_without_a_goal_makes_its_step_busy_again(programme, head) -> None:
    make.make_measure(programme, "A1", needs=tuple(programme.scan.needs.all()))

    assert {number for number, state in states(programme, head).items() if state == BUSY} == {5, 8}


def test_counts_are_in_the_plural_with_talks_beside_findings(programme, head) -> None:
    finding, second = make.make_finding(programme), make.make_measure(programme)
    make.make_need(programme, finding)
    make.make_goal(second)
    make.make_post(programme)
    for party in ("team", "ouders"):
        Consultation.objects.create(scan=programme.scan, held_on=date(2021, 5, 1), party=party, outcome="Goed.")

    assert [step.told for step in walk_of(programme, head).steps][1:7] == [
        "2 bevindingen, 2 gesprekken",
        "2 behoeften",
        "2 maatregelen",
        "2 doelen",
        "2 keer extra inzet",
        "1 andere kostenpost",
    ]


def test_empty_steps_tell_nothing() -> None:
    programme = make.make_programme(make.make_school(pupils=None))

    assert {step.told for step in walk_of(programme, make.make_head(programme.school)).steps} == {""}


@pytest.mark.parametrize(("role", "first"), [(Role.HEAD, "step_school"), (Role.MR_SECRETARY, "mr")])
def test_first_open_step_is_one_that_this_person_may_open(role, first) -> None:
    programme = make.make_programme()

    assert walk_of(programme, make.make_member(programme.school, role)).first_open.route == first


def test_steps_run_one_query_for_the_roles_of_the_person(programme, head, django_assert_num_queries) -> None:
    loaded = Programme.objects.with_plan().get(pk=programme.pk)
    person = User.objects.get(pk=head.pk)

    with django_assert_num_queries(1):
        walk(loaded, person, current="scan")


@pytest.mark.parametrize("row", ["programme", "scan", "staff_plan"])
def test_walk_is_found_around_each_row_for_who_sees_it_only(row, programme, head) -> None:
    place = programme if row == "programme" else getattr(programme, row)

    found = walk_around(place, head, "scan")

    assert (found.programme, found.done) == (programme, 8)
    assert walk_around(place, make.make_head(make.make_school()), "scan") is None


def test_scan_without_a_plan_has_no_walk(programme, head) -> None:
    assert walk_around(Scan.objects.create(school=programme.school, title="Los"), head, "scan") is None
