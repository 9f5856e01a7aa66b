"""The money of a plan: every euro in one place, to the cent, and honest about what nobody knows yet."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menukaart.models import Category
from npo_planner.money import Sum
from programmes.models import Funding, Programme
from programmes.plan import budget as budgets
from tests import factories as make

pytestmark = pytest.mark.django_db
D = Decimal


def budget_of(programme: Programme) -> budgets.Budget:
    return budgets.build(Programme.objects.with_plan().get(pk=programme.pk))


@pytest.fixture
def programme() -> Programme:
    """An empty plan with 70,000 in its first year and 0 in the others."""
    programme = make.make_programme()
    make.fill_funding(programme)
    return programme


def test_one_post_for_three_measures_is_split_to_the_cent(programme) -> None:
    measures = [make.make_measure(programme, code) for code in ("A1", "B3", "C1")]
    post = make.make_post(programme, D("10000.00"))
    for measure, share in zip(measures, ("33.33", "33.33", "33.34"), strict=True):
        make.make_share(post, measure, share)

    budget = budget_of(programme)

    assert [budget.of_measure(m).amount for m in measures] == [D("3333.00"), D("3333.00"), D("3334.00")]
    assert {letter: total.amount for letter, total in budget.by_category.items()} == {
        "A": D("3333.00"),
        "B": D("3333.00"),
        "C": D("3334.00"),
    }
    assert budget.uncategorised == Sum()


@pytest.mark.parametrize(
    ("price", "shares", "parts"),
    [
        ("1000.01", ["50", "50"], ["500.01", "500.00"]),
        ("0.01", ["33.33", "33.33", "33.34"], ["0.00", "0.00", "0.01"]),
        ("10000.00", ["33.33", "33.33", "33.33"], ["3333.00", "3333.00", "3333.00", "1.00"]),
        ("100.00", ["33.33", "33.33", "33.33"], ["33.33", "33.33", "33.33", "0.01"]),
        ("99.99", ["66.67"], ["66.66", "33.33"]),
        ("500.00", [], ["500.00"]),
        (None, ["50"], [None, None]),
    ],
)
def test_parts_of_a_post_sum_to_it_and_the_last_is_what_is_not_placed(price, shares, parts, programme) -> None:
    post = make.make_post(programme, price and D(price))
    measures = [make.make_measure(programme, code) for code, _ in zip(("A1", "B3", "C1"), shares, strict=False)]
    for measure, share in zip(measures, shares, strict=True):
        make.make_share(post, measure, share)

    found = budget_of(programme).parts

    assert [part.cost[0] for part in found] == [amount and D(amount) for amount in parts]
    assert [part.measure for part in found] == [*measures, *[None] * (len(parts) - len(shares))]
    assert sum(part.share for part in found) == 100


def test_post_over_two_years_and_two_measures_is_split_by_months_and_then_by_share(programme) -> None:
    first, second = make.years(programme)[:2]
    post = make.make_post(programme, D("1000.00"), start=first.start.replace(month=9), end=second.end.replace(month=1))
    one, other = make.make_measure(programme, "A1"), make.make_measure(programme, "B3")
    make.make_share(post, one, "33.33")
    make.make_share(post, other, "66.67")

    budget = budget_of(programme)

    # 11 and 6 months: 647.06 and 352.94
    assert [part.cost[:2] for part in budget.parts] == [
        (D("215.67"), D("117.63")),
        (D("431.39"), D("235.31")),
    ]
    assert (budget.of_measure(one), budget.of_measure(other)) == (Sum(D("333.30")), Sum(D("666.70")))
    assert [{k: s.amount for k, s in y.by_category.items()} for y in budget.years[:2]] == [
        {"A": D("215.67"), "B": D("431.39")},
        {"A": D("117.63"), "B": D("235.31")},
    ]
    assert budget.by_category == {"A": Sum(D("333.30")), "B": Sum(D("666.70"))}


def test_post_without_a_price_is_unknown_in_its_own_years_only(programme) -> None:
    make.make_share(make.make_post(programme, None), make.make_measure(programme, "A1"), 60)

    budget = budget_of(programme)

    assert [y.staff.complete for y in budget.years] == [False, True, True, True]
    assert [y.other.complete for y in budget.years] == [True] * 4
    assert [y.carry_in.complete for y in budget.years] == [True, False, False, False]
    assert [y.funding.complete for y in budget.years] == [True] * 4
    assert (budget.by_category["A"], budget.uncategorised) == (Sum(D(0), False), Sum(D(0), False))
    assert budget.years[0].spent_percent is None


def test_hired_post_without_a_price_makes_pnil_unknown_and_an_own_post_does_not(programme) -> None:
    make.make_post(programme, D("100.00"), engagement="ingehuurd")
    make.make_post(programme, None, engagement="eigen")
    of_own = budget_of(programme)
    make.make_post(programme, None, engagement="ingehuurd")
    of_hired = budget_of(programme)

    assert (of_own.pnil, of_own.pnil_percent) == (Sum(D("100.00")), None)
    assert (of_hired.pnil, of_hired.pnil_percent) == (Sum(D("100.00"), False), None)


@pytest.mark.parametrize(
    ("hired", "other", "percent"),
    [("0.00", "100.00", "0.0"), ("1.00", "2.00", "33.3"), ("12.25", "87.75", "12.3"), ("5.00", "0.00", "100.0")],
)
def test_pnil_percent_is_rounded_half_up(hired, other, percent, programme) -> None:
    make.make_post(programme, D(hired), engagement="ingehuurd")
    make.make_cost(programme, D(other))

    assert budget_of(programme).pnil_percent == D(percent)


def test_plan_that_spends_nothing_has_no_percentages(programme) -> None:
    budget = budget_of(programme)

    assert (budget.pnil_percent, [y.spent_percent for y in budget.years]) == (None, [None] * 4)
    assert (budget.by_category, budget.parts) == ({}, ())


def test_year_that_is_short_has_no_percentage_of_what_is_there(programme) -> None:
    make.make_cost(programme, D("70001.00"))
    make.make_cost(programme, D("10.00"), year=make.years(programme)[1])

    assert [y.spent_percent for y in budget_of(programme).years] == [D("100.0"), None, None, None]


def test_measure_that_costs_nothing_is_told_as_nothing(programme) -> None:
    measure = make.make_measure(programme)

    assert budget_of(programme).of_measure(measure) == Sum()


def test_what_no_measure_uses_of_a_post_has_no_category(programme) -> None:
    make.make_share(make.make_post(programme, D("1000.01")), make.make_measure(programme), 60)

    budget = budget_of(programme)

    assert (budget.by_category["B"].amount, budget.uncategorised.amount) == (D("600.01"), D("400.00"))
    assert budget.spent.amount == D("1000.01")


def test_post_over_two_school_years_is_paid_in_both_by_months(programme) -> None:
    first, second = make.years(programme)[:2]
    make.make_post(programme, D("12000.00"), start=first.start.replace(month=11), end=second.end.replace(month=1))

    years = budget_of(programme).years

    assert [y.staff.amount for y in years] == [D("7200.00"), D("4800.00"), D("0.00"), D("0.00")]


def test_cost_takes_the_category_of_its_measure_else_its_own_else_none(programme) -> None:
    make.make_cost(programme, D("100.00"), measure=make.make_measure(programme, "C1"))
    make.make_cost(programme, D("20.00"), own_category=Category.objects.get(letter="F"))
    make.make_cost(programme, D("3.00"))

    budget = budget_of(programme)

    assert {letter: total.amount for letter, total in budget.by_category.items()} == {"C": D("100.00"), "F": D("20.00")}
    assert (budget.uncategorised.amount, budget.spent.amount) == (D("3.00"), D("123.00"))


def test_what_is_left_goes_on_to_the_next_year_also_when_it_is_short(programme) -> None:
    make.make_cost(programme, D("67748.00"))
    second = make.years(programme)[1]
    make.make_cost(programme, D("3000.00"), year=second)

    years = budget_of(programme).years

    assert [y.carry_in.amount for y in years] == [D("0.00"), D("2252.00"), D("-748.00"), D("-748.00")]
    assert budget_of(programme).balance.amount == D("-748.00")


def test_unknown_cost_makes_only_its_own_sums_provisional(programme) -> None:
    known, unknown = make.make_measure(programme, "A1"), make.make_measure(programme, "B3")
    make.make_cost(programme, D("100.00"), measure=known)
    make.make_cost(programme, None, measure=unknown)

    budget = budget_of(programme)

    assert (budget.of_measure(known), budget.of_measure(unknown)) == (Sum(D("100.00")), Sum(D("0.00"), False))
    assert (budget.by_category["A"].complete, budget.by_category["B"].complete) == (True, False)
    assert (budget.funding.complete, budget.spent.complete, budget.balance.complete) == (True, False, False)


def test_unknown_funding_leaves_spending_complete(programme) -> None:
    Funding.objects.filter(programme=programme, year=make.years(programme)[1]).update(amount=None, units=None)

    budget = budget_of(programme)

    assert [y.funding.complete for y in budget.years] == [True, False, True, True]
    assert [y.balance.complete for y in budget.years] == [True, False, False, False]
    assert budget.spent.complete


def test_own_amount_wins_over_rate_times_units_and_0_is_an_amount() -> None:
    programme = make.make_programme(make.make_school(pupils=100))
    line = programme.funding.get(rate__code="bao", year__label="2022-2023")
    computed = budgets.funding_amount(line)
    line.amount = D("0.00")

    assert (computed, budgets.funding_amount(line)) == (D("50000.00"), D("0.00"))


@pytest.mark.parametrize("unknown", ["units", "rate"])
def test_funding_without_units_or_rate_is_unknown(unknown) -> None:
    line = make.make_programme(make.make_school(pupils=100)).funding.get(rate__code="bao", year__label="2022-2023")
    if unknown == "units":
        line.units = None
    else:
        line.rate.amount = None

    assert budgets.funding_amount(line) is None


def test_pnil_is_hired_people_only_and_a_percentage_of_all_spending(programme) -> None:
    make.make_post(programme, D("1000.00"), engagement="ingehuurd")
    make.make_post(programme, D("2000.00"), engagement="dienst")
    make.make_cost(programme, D("1000.00"))

    budget = budget_of(programme)

    assert (budget.pnil.amount, budget.pnil_percent) == (D("1000.00"), D("25.0"))


amounts = st.integers(0, 10_000_000).map(lambda cents: D(cents) / 100)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prices=st.lists(amounts, max_size=4), costs=st.lists(amounts, max_size=4), share=st.integers(1, 100))
def test_every_euro_is_in_exactly_one_category_and_one_place(programme, prices, costs, share) -> None:
    programme.staff_plan.needs.all().delete()
    programme.cost_lines.all().delete()
    measure = programme.measures.first() or make.make_measure(programme)
    for price in prices:
        make.make_share(make.make_post(programme, price), measure, share)
    for place, amount in enumerate(costs):
        make.make_cost(programme, amount, measure=measure if place % 2 else None)

    budget = budget_of(programme)

    assert budget.spent.amount == sum(prices) + sum(costs)
    for year in budget.years:
        placed = sum((s.amount for s in year.by_category.values()), D(0))
        assert placed + year.uncategorised.amount == year.spent.amount == year.staff.amount + year.other.amount
    assert budget.of_measure(measure).amount + budget.uncategorised.amount == budget.spent.amount


shares = st.lists(st.integers(1, 3300).map(lambda n: D(n) / 100), max_size=3)
posts = st.lists(st.tuples(st.none() | amounts, shares, st.integers(0, 1), st.integers(0, 1)), max_size=3)
costs = st.lists(st.tuples(st.none() | amounts, st.integers(0, 3), st.integers(0, 3)), max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(posts=posts, costs=costs)
def test_sums_agree_each_year_whatever_is_split_and_whatever_is_unknown(programme, posts, costs) -> None:
    programme.staff_plan.needs.all().delete()
    programme.cost_lines.all().delete()
    found = list(programme.measures.all()) or [make.make_measure(programme, code) for code in ("A1", "B3", "C1")]
    years = make.years(programme)
    for price, placed, first, length in posts:
        post = make.make_post(programme, price, start=years[first].start, end=years[first + length].end)
        for measure, share in zip(found, placed, strict=False):
            make.make_share(post, measure, share)
    for amount, year, place in costs:
        make.make_cost(programme, amount, year=years[year], measure=found[place] if place < 3 else None)

    budget = budget_of(programme)

    for year in budget.years:
        assert Sum.of(year.by_category.values()) + year.uncategorised == year.spent == year.staff + year.other
        assert year.carry_out == year.carry_in + year.funding - year.spent
    assert Sum.of(budget.of_measure(measure) for measure in found) + budget.uncategorised == budget.spent
    assert budget.spent.amount == sum(row[0] or 0 for row in [*posts, *costs])
    assert budget.spent.complete == all(row[0] is not None for row in [*posts, *costs])
    assert budget.balance == budget.years[-1].carry_out


def test_budget_runs_no_query_on_a_loaded_plan(django_assert_num_queries) -> None:
    programme = make.make_full_programme()
    loaded = Programme.objects.with_plan().get(pk=programme.pk)

    with django_assert_num_queries(0):
        budgets.build(loaded)
