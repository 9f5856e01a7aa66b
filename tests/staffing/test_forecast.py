"""The pupil forecast: small schools worked out by hand, and what must hold for every school."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.forecast import Fit, Knobs, consecutive, fit, project, whole

D = Decimal
EVEN = (D(10),) * 8


def close(numbers, places="0.0001"):
    return [n.quantize(D(places)) for n in numbers]


def school(cohorts=EVEN, inflow=10, drift="0") -> Fit:
    stays = (D(1),) * (len(cohorts) - 1)
    return Fit(2025, tuple(map(D, cohorts)), D(inflow), D(drift), stays, known=5, counted=True)


# --- moving up -------------------------------------------------------------------------------------------------------


def test_cohorts_move_up_the_last_leaves_and_new_pupils_come_in():
    learnt = school(cohorts=(20, 18, 16, 14, 12, 10, 8, 6), inflow=25)

    first, second = project(learnt, Knobs(), 2)

    assert first == (25, 20, 18, 16, 14, 12, 10, 8)
    assert second == (25, 25, 20, 18, 16, 14, 12, 10)


def test_drift_adds_to_all_but_the_new_and_dies_out():
    first, second = project(school(drift="0.1"), Knobs(), 2)

    assert first == (10, *[D("10.9")] * 7)
    assert close(second) == close([D(10), D("10.81"), *[D("11.7829")] * 6])


@pytest.mark.parametrize(
    ("knobs", "first"),
    [
        (Knobs(inflow=D(13)), (13, *[10] * 7)),
        (Knobs(inflow=D(0)), (0, *[10] * 7)),
        (Knobs(inflow_percent=D(-25)), (D("7.5"), *[10] * 7)),
        (Knobs(inflow=D(13), inflow_percent=D(50)), (13, *[10] * 7)),
        (Knobs(inflow_percent=D(-100)), (0, *[10] * 7)),
        (Knobs(flow=D(90)), (10, *[9] * 7)),
        (Knobs(flow=D(0)), (10, *[0] * 7)),
        (Knobs(flow=D(110)), (10, *[11] * 7)),
    ],
)
def test_knobs_win_from_what_was_learnt(knobs, first):
    assert project(school(), knobs, 1) == [first]


# --- learning --------------------------------------------------------------------------------------------------------


def test_school_that_stays_the_same_is_expected_to_stay_the_same():
    learnt = fit({2023: 80, 2024: 80, 2025: 80}, 8)

    assert learnt == Fit(2025, EVEN, D(10), D(0), (D(1),) * 7, known=3, counted=False)
    assert project(learnt, Knobs()) == [EVEN] * 5


def test_a_surprise_is_divided_as_the_gains_say():
    learnt = fit({2023: 80, 2024: 80, 2025: 84}, 8)

    # 4 more than expected: inflow 10 + 1, then a tenth back to 84 / 8; drift 0,2 * 4 / 80; newest cohort 10 + 1,4 and
    # the others share 2,6; then 8% back to 10,5 each.
    assert close([learnt.inflow, learnt.drift]) == close([D("10.95"), D("0.01")])
    assert close(learnt.cohorts) == close([D("11.328"), *[D("10.38171428")] * 7])
    # A year later: 10,95 new, and 84 less the last cohort times 1,009.
    assert close([sum(project(learnt, Knobs(), 1)[0])]) == [D("85.2309")]


def test_a_merger_scales_all_cohorts_and_is_no_growth():
    learnt = fit({2023: 80, 2024: 80, 2025: 160}, 8)

    # 80 more, of which 8 count as a surprise: inflow 10 * 1,9 + 2, then a tenth back to 20; drift 0,2 * 8 / 80.
    assert close([learnt.inflow, learnt.drift]) == close([D("20.9"), D("0.02")])
    assert close([learnt.total]) == [D(160)]


def test_counted_groups_are_used_as_they_are():
    groups = {2025: (9, 11, 10, 12, 8, 10, 10, 14)}

    learnt = fit({2023: 80, 2024: 80, 2025: 80}, 8, groups)

    assert (learnt.cohorts, learnt.counted, learnt.total) == (groups[2025], True, 84)


def test_groups_of_one_year_are_enough_and_the_inflow_is_the_mean_of_the_first_three():
    learnt = fit({}, 8, {2025: (9, 11, 10, 12, 8, 10, 10, 14)})

    assert (learnt.inflow, learnt.drift, learnt.known) == (10, 0, 1)
    assert project(learnt, Knobs(), 1) == [(10, 9, 11, 10, 12, 8, 10, 10)]


def test_older_groups_are_followed_on():
    learnt = fit({2025: 84}, 8, {2024: (9, 11, 10, 12, 8, 10, 10, 14), 2023: (10,) * 8})

    assert (learnt.known, learnt.counted) == (3, False)
    assert [round(c) for c in learnt.cohorts] == [12, 9, 11, 10, 12, 8, 10, 10]


def test_uneven_flow_follows_the_same_pupils_when_two_years_are_known():
    groups = {2024: (100, 100, 100, 80, 40, 30), 2025: (110, 98, 95, 60, 44, 35)}

    learnt = fit({}, 6, groups, uneven=True)

    assert learnt.stays == (D("0.98"), D("0.95"), D("0.6"), D("0.55"), D("0.875"))


def test_uneven_flow_of_one_year_is_what_the_years_look_like():
    learnt = fit({}, 6, {2025: (100, 100, 90, 60, 30, 0)}, uneven=True)

    assert close(learnt.stays) == close([D(1), D("0.9"), D("0.66666667"), D("0.5"), D(0)])
    assert project(learnt, Knobs(inflow=D(100)), 1)[0][-1] == 0


def test_uneven_flow_without_groups_is_even():
    assert fit({2023: 60, 2024: 60, 2025: 60}, 6, uneven=True).cohorts == (10,) * 6


# --- what is missing -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("totals", "years"),
    [
        ({}, []),
        ({2025: None}, []),
        ({2024: 5, 2025: 0}, []),
        ({2024: 5, 2025: None}, []),
        ({2017: 60, 2018: 60, 2019: 60, 2020: None, 2021: None}, []),
        ({2021: 9, 2022: None, 2023: 5, 2024: 5}, [2023, 2024]),
        ({2021: 9, 2023: 5, 2024: 5}, [2023, 2024]),
        ({2022: 9, 2023: 0, 2024: 5, 2025: 6}, [2024, 2025]),
    ],
)
def test_only_the_newest_years_without_a_gap_count(totals, years):
    assert consecutive(totals) == years
    assert fit(totals, 8) is None


@pytest.mark.parametrize("groups", [{2025: (0,) * 8}, {2023: (5,) * 8}])
def test_groups_of_no_pupils_or_of_before_a_gap_are_not_enough(groups):
    assert fit({2025: 40}, 8, groups) is None


def test_a_school_that_empties_and_one_that_explodes_are_forecast():
    emptied = fit({2022: 900, 2023: 400, 2024: 90, 2025: 1}, 8)
    exploded = fit({2022: 1, 2023: 40, 2024: 5_000, 2025: 2_147_483_647}, 8)

    assert all(cohort >= 0 for year in project(emptied, Knobs()) for cohort in year)
    assert close([exploded.total], "1") == [2_147_483_647]


# --- for every school ------------------------------------------------------------------------------------------------

numbers = st.decimals(0, 500, places=1)
histories = st.lists(st.integers(1, 3000), min_size=3, max_size=30).map(lambda ns: dict(enumerate(ns, start=1996)))
sizes = st.sampled_from([4, 6, 8])
knobs = st.builds(
    Knobs,
    inflow=st.none() | numbers,
    inflow_percent=st.none() | st.decimals(-100, 500, places=1),
    flow=st.none() | st.decimals(0, 200, places=1),
)


@given(histories, sizes, knobs)
def test_there_are_never_negative_pupils_and_the_newest_count_is_kept(totals, size, turned):
    learnt = fit(totals, size)

    assert abs(learnt.total - totals[max(totals)]) < D("1e-15")
    assert learnt.inflow >= 0
    years = project(learnt, turned)
    assert [len(cohorts) for cohorts in years] == [size] * 5
    assert all(cohort >= 0 for cohorts in years for cohort in cohorts)


@given(st.lists(st.integers(0, 500), min_size=8, max_size=8))
def test_with_full_flow_what_comes_in_and_what_leaves_is_all_that_changes(counts):
    learnt, before = school(cohorts=counts), sum(counts)

    for cohorts, leaving in zip(project(learnt, Knobs(inflow=D(30), flow=D(100))), counts[::-1], strict=False):
        assert sum(cohorts) == before + 30 - leaving
        before = sum(cohorts)


@given(st.integers(0, 500))
def test_with_full_flow_and_inflow_equal_to_outflow_the_total_stays(number):
    years = project(school(cohorts=(number,) * 8), Knobs(inflow=D(number), flow=D(100)))

    assert [sum(cohorts) for cohorts in years] == [number * 8] * 5


@given(histories, numbers, numbers)
def test_more_new_pupils_never_make_a_smaller_school(totals, one, other):
    learnt, (few, many) = fit(totals, 8), sorted([one, other])

    low, high = (project(learnt, Knobs(inflow=inflow)) for inflow in (few, many))

    assert all(sum(less) <= sum(more) for less, more in zip(low, high, strict=True))


@given(st.lists(st.decimals(0, 10_000, places=6), min_size=1, max_size=8))
def test_whole_pupils_sum_to_the_rounded_total_and_are_less_than_one_off(parts):
    found = whole(parts)

    assert abs(sum(found) - sum(parts)) <= D("0.5")
    assert all(number >= 0 and abs(number - part) <= 1 for number, part in zip(found, parts, strict=True))


def test_whole_pupils_by_largest_remainder():
    assert whole([D("1.5"), D("1.5"), D("1.5")]) == [2, 2, 1]
    assert whole([D("2.4"), D("2.4"), D("0.2")]) == [3, 2, 0]
    assert whole([D(0), D(0)]) == [0, 0]
