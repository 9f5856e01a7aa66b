"""What ends with the money, and how the search for people stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from staffing.ending import Fte, ending, search
from staffing.models import StaffingNeed, StaffPlan

D = Decimal


def post(amount: str | None = "0.5", **fields) -> StaffingNeed:
    fields = {"engagement": "eigen", "unit": "fte", "start": date(2021, 8, 1), "end": date(2022, 7, 31)} | fields
    return StaffingNeed(amount=None if amount is None else D(amount), **fields)


def end_of(*posts: StaffingNeed, outflow: str | None = None):
    return ending(StaffPlan(outflow_fte=None if outflow is None else D(outflow)), posts)


def test_only_people_in_the_service_of_the_board_end_with_the_money():
    hired = [post(engagement=how) for how in ("ingehuurd", "dienst", "vrijwilliger")]

    assert end_of(*hired) is None
    assert end_of() is None
    assert end_of(*hired, post("0.3")).ends == Fte(1, D("0.3"), 0)


@pytest.mark.parametrize("after", ["andere_regel", "ander_geld", "nvt"])
def test_a_post_that_goes_on_elsewhere_does_not_end(after):
    assert end_of(post(after=after)) is None


def test_posts_are_told_apart_by_what_was_agreed():
    found = end_of(
        post("0.1", after="stopt", contract="tijdelijk"),
        post("0.2", after="stopt"),
        post("0.4", after="stopt", contract="vast"),
        post("0.8", after="gewoon_geld"),
        post("1.6", after="onbekend"),
        post("3.2"),
        post("6.4", after="ander_geld"),
    )

    assert (found.ends.fte, found.leaves.fte, found.stays.fte, found.undecided.fte) == (
        D("6.3"),
        D("0.3"),
        D("1.2"),
        D("4.8"),
    )
    assert found.needs_place == D("6.0")


def test_amount_that_is_unknown_is_told_and_not_counted():
    found = end_of(post(None, after="gewoon_geld"), post("0.5", after="gewoon_geld"))

    assert (found.ends, found.is_complete) == (Fte(2, D("0.5"), 1), False)


@pytest.mark.parametrize(
    ("outflow", "too_many"), [(None, None), ("0", "0.5"), ("0.2", "0.3"), ("0.5", "0"), ("2", "0")]
)
def test_who_stays_is_held_against_who_leaves_by_itself(outflow, too_many):
    found = end_of(post("0.5", after="gewoon_geld"), post("9", after="stopt"), outflow=outflow)

    assert found.too_many == (None if too_many is None else D(too_many))


def test_search_counts_posts_and_fte_of_each_state():
    posts = [
        post("0.5", vacancy="gevonden"),
        post("0.3", vacancy="gevonden"),
        post(None, vacancy="open"),
        post("0.2", vacancy="niet_gevonden"),
    ]

    found = search(posts)

    assert found.states == (
        ("gevonden", Fte(2, D("0.8"), 0)),
        ("nog te vinden", Fte(1, D(0), 1)),
        ("niet gevonden", Fte(1, D("0.2"), 0)),
    )
    assert found.unfilled == tuple(posts[2:])


def test_search_leaves_out_states_without_a_post():
    assert search([post(vacancy="gevonden")]).states == (("gevonden", Fte(1, D("0.5"), 0)),)
    assert search([]).states == ()


def test_a_post_that_follows_another_does_not_count_twice():
    first, second = date(2021, 8, 1), date(2022, 8, 1)
    one = post("0.5", start=first, end=date(2022, 7, 31), after="gewoon_geld")
    next_year = post("0.5", start=second, end=date(2023, 7, 31), after="gewoon_geld")

    found = end_of(one, next_year)

    assert (found.ends, found.needs_place) == (Fte(2, D("0.5"), 0), D("0.5"))
