"""The ledger: a post or a cost in its school years, measures and calendar years, to the cent, whatever it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menukaart.models import Category
from npo_planner.money import Sum
from programmes.models import BoardShare, CostLine, CostShare, Funding, Measure, Programme
from programmes.plan import budget as budgets
from programmes.plan import ledger
from programmes.plan.ledger import Inputs
from tests import factories as make

D = Decimal
pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return make.make_programme()


@pytest.fixture
def measures(programme) -> list[Measure]:
    return [make.make_measure(programme, code) for code in ("A1", "B3", "C1")]


def loaded(programme: Programme) -> Programme:
    return Programme.objects.with_plan().get(pk=programme.pk)


def budget_of(programme: Programme) -> budgets.Budget:
    return budgets.build(loaded(programme))


def test_a_cost_of_three_measures_is_shared_equally_to_the_cent(programme, measures):
    make.make_cost(programme, D("100.00"), shares=dict.fromkeys(measures))

    budget = budget_of(programme)

    assert [budget.of_measure(m).amount for m in measures] == [D("33.34"), D("33.33"), D("33.33")]
    assert {letter: total.amount for letter, total in budget.by_category.items()} == {
        "A": D("33.34"),
        "B": D("33.33"),
        "C": D("33.33"),
    }


def test_a_given_share_goes_first_and_the_others_share_what_is_left(programme, measures):
    make.make_cost(programme, D("1000.00"), shares={measures[0]: D(50), measures[1]: None, measures[2]: None})

    budget = budget_of(programme)

    assert [(p.percent, p.total.amount) for p in budget.parts] == [
        (D("50.00"), D("500.00")),
        (D("25.00"), D("250.00")),
        (D("25.00"), D("250.00")),
    ]


def test_what_no_measure_takes_of_a_cost_counts_for_its_own_category_or_for_none(programme, measures):
    cost = make.make_cost(programme, D("1000.00"), shares={measures[0]: D(30)})
    without = budget_of(programme)
    CostLine.objects.filter(pk=cost.pk).update(own_category=Category.objects.get(letter="F"))
    with_own = budget_of(programme)

    assert (without.uncategorised, without.without_measure[0]) == (Sum(D("700.00")), Sum(D("700.00")))
    assert {k: s.amount for k, s in with_own.by_category.items()} == {"A": D("300.00"), "F": D("700.00")}


def test_an_investment_is_written_off_by_months_and_the_rest_comes_after_the_round(programme):
    last = make.years(programme)[3]
    make.make_cost(
        programme, D("3600.00"), kind="investering", year=last, write_off_years=3, starts_on=date(2025, 1, 1)
    )

    budget = budget_of(programme)

    assert [year.spent.amount for year in budget.years] == [D(0), D(0), D(0), D("700.00")]
    assert budget.later == Sum(D("2900.00"))


def test_an_investment_without_a_day_begins_with_its_school_year(programme):
    make.make_cost(programme, D("1000.00"), kind="investering", write_off_years=3)

    budget = budget_of(programme)

    assert [year.spent.amount for year in budget.years] == [D("333.34"), D("333.33"), D("333.33"), D("0.00")]
    assert budget.later.amount == 0


def test_an_investment_bought_on_the_29th_of_february_ends_on_the_27th(programme):
    third = make.years(programme)[2]
    line = make.make_cost(programme, kind="investering", year=third, write_off_years=1, starts_on=date(2024, 2, 29))

    assert ledger.write_off_ends(line) == date(2025, 2, 27)


@pytest.mark.parametrize("kind", ["investering", "materiaal"])
def test_what_is_not_written_off_falls_in_its_own_year(programme, kind):
    years = None if kind == "investering" else 4
    make.make_cost(programme, D("1000.00"), kind=kind, write_off_years=years)

    assert [y.spent.amount for y in budget_of(programme).years] == [D("1000.00"), D(0), D(0), D(0)]


def test_a_cost_falls_for_five_months_in_one_calendar_year_and_for_seven_in_the_next(programme):
    make.make_cost(programme, D("100.00"))

    calendar = budget_of(programme).calendar

    assert [(year.year, year.spent.amount) for year in calendar] == [
        (2021, D("41.67")),
        (2022, D("58.33")),
        (2023, D("0")),
        (2024, D("0")),
        (2025, D("0")),
    ]


def test_a_post_falls_in_the_calendar_years_in_which_it_works(programme):
    make.make_post(programme, D("1000.00"), start=date(2021, 12, 1), end=date(2022, 3, 31))

    calendar = budget_of(programme).calendar

    assert [year.staff.amount for year in calendar[:2]] == [D("250.00"), D("750.00")]


def test_money_in_falls_in_calendar_years_too(programme):
    make.fill_funding(programme, D("70000.00"))

    assert [year.funding.amount for year in budget_of(programme).calendar[:2]] == [D("29166.67"), D("40833.33")]


def test_what_the_board_takes_is_not_there_for_the_school(programme):
    make.fill_funding(programme, D("70000.00"))
    make.make_cost(programme, D("60000.00"))
    year = make.years(programme)[0]
    BoardShare.objects.create(programme=programme, year=year, purpose="Zomerschool", amount=D("7000.00"))

    budget = budget_of(programme)

    assert (budget.years[0].available, budget.years[0].carry_out) == (Sum(D("63000.00")), Sum(D("3000.00")))
    assert (budget.available, budget.balance) == (Sum(D("63000.00")), Sum(D("3000.00")))
    assert budget.spent_percent == D("95.2")


def test_an_unknown_board_share_makes_the_balance_provisional(programme):
    make.fill_funding(programme)
    BoardShare.objects.create(programme=programme, year=make.years(programme)[0], purpose="Zomerschool")

    assert budget_of(programme).balance == Sum(D("70000.00"), complete=False)


def test_provisional_money_is_told_apart(programme):
    make.fill_funding(programme, D("70000.00"))
    year = make.years(programme)[0]
    Funding.objects.create(
        programme=programme, year=year, kind="gemeente", label="Gemeente", amount=D(500), certainty="voorlopig"
    )

    assert [y.provisional.amount for y in budget_of(programme).years] == [D(500), D(0), D(0), D(0)]


def test_money_with_an_early_deadline_is_spent_first(programme):
    make.fill_funding(programme, D("1000.00"))
    first, second = make.years(programme)[:2]
    Funding.objects.create(
        programme=programme, year=first, kind="subsidie", label="x", amount=D(800), spend_by=date(2022, 7, 31)
    )
    make.make_cost(programme, D("500.00"))
    make.make_cost(programme, D("100.00"), year=second)

    assert [(each.on, each.amount) for each in budget_of(programme).unspent] == [
        (date(2022, 7, 31), D("300.00")),
        (date(2025, 7, 31), D("900.00")),
    ]


def test_money_that_comes_later_is_not_spent_by_what_went_before(programme):
    make.fill_funding(programme, D("100.00"))
    first, second = make.years(programme)[:2]
    make.make_cost(programme, D("100.00"), year=first)
    Funding.objects.create(
        programme=programme, year=second, kind="gemeente", label="x", amount=D(50), spend_by=date(2023, 7, 31)
    )

    assert [(each.on, each.amount) for each in budget_of(programme).unspent] == [(date(2023, 7, 31), D("50.00"))]


def test_a_shortage_is_made_up_from_what_comes_later(programme):
    make.fill_funding(programme, D("100.00"))
    first, second = make.years(programme)[:2]
    make.make_cost(programme, D("130.00"), year=first)
    Funding.objects.create(programme=programme, year=second, kind="gemeente", label="x", amount=D(50))

    assert [(each.on, each.amount) for each in budget_of(programme).unspent] == [(date(2025, 7, 31), D("20.00"))]


def test_nothing_is_called_unspent_while_a_cost_is_unknown(programme):
    make.fill_funding(programme, D("100.00"))
    make.make_cost(programme, None)

    assert budget_of(programme).unspent == ()


def test_a_page_on_which_somebody_types_sees_its_own_row_in_the_budget(programme, measures):
    cost = make.make_cost(programme, D("100.00"), measure=measures[0])
    plan = loaded(programme)
    typed = CostLine.objects.get(pk=cost.pk)
    typed.amount = D("250.00")

    changed = budgets.build(plan, Inputs.of(plan).with_cost(typed, [(measures[1], None)]))
    added = budgets.build(plan, Inputs.of(plan).with_cost(CostLine(year=typed.year, amount=D("1.00")), []))

    assert ({k: s.amount for k, s in changed.by_category.items()}, changed.spent.amount) == (
        {"B": D("250.00")},
        D("250.00"),
    )
    assert (added.spent.amount, added.uncategorised.amount) == (D("101.00"), D("1.00"))
    assert budget_of(programme).spent.amount == D("100.00")


amounts = st.integers(0, 10_000_000).map(lambda cents: D(cents) / 100)
percents = st.none() | st.integers(1, 3333).map(lambda n: D(n) / 100)
lines = st.lists(
    st.tuples(
        st.none() | amounts,
        st.integers(0, 3),
        st.lists(percents, max_size=3),
        st.none() | st.integers(1, 30),
        st.integers(0, 11),
    ),
    max_size=4,
)
posts = st.lists(
    st.tuples(st.none() | amounts, st.lists(percents, max_size=3), st.dates(date(2021, 8, 1), date(2025, 7, 31))),
    max_size=3,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=lines, posts=posts)
def test_every_sum_of_the_budget_is_the_same_money(programme, measures, lines, posts):
    plan = loaded(programme)
    years, found = list(plan.round.years.all()), list(plan.measures.all())
    costs, staff = [], []
    for pk, (amount, place, shares, write_off, month) in enumerate(lines, start=1):
        start = date(years[place].start.year + (month > 4), (month + 7) % 12 + 1, 15)
        kind = "investering" if write_off else "materiaal"
        line = CostLine(pk=pk, year=years[place], amount=amount, kind=kind, write_off_years=write_off, starts_on=start)
        costs.append((line, list(zip(found, shares, strict=False))))
    for pk, (price, shares, end) in enumerate(posts, start=1):
        post = make.make_post(programme, price, end=end)
        post.pk = pk
        staff.append((post, [(m, s) for m, s in zip(found, shares, strict=False) if s is not None]))
    inputs = Inputs(tuple(years), tuple(plan.funding.all()), (), tuple(staff), tuple(costs))

    budget = budgets.build(plan, inputs)

    known = sum((row[0] for row in [*lines, *posts] if row[0] is not None), D(0))
    assert budget.spent.amount + budget.later.amount == known
    by_year = Sum.of(year.spent for year in budget.years)
    by_calendar = Sum.of(year.spent for year in budget.calendar)
    by_category = Sum.of(budget.by_category.values()) + budget.uncategorised
    by_measure = Sum.of(budget.of_measure(m) for m in found) + budget.without_measure_total
    assert by_year == by_calendar == by_category == by_measure == budget.spent
    for measure in found:
        assert Sum.of(budget.measure_years(measure)) == budget.of_measure(measure)
    for part in budget.parts:
        for each in part.years:
            assert each.amount is None or sum(each.halves) == each.amount
            assert each.amount is None or all(half >= 0 for half in each.halves)


@given(
    shares=st.lists(st.none() | st.integers(1, 10000).map(lambda n: D(n) / 100), max_size=6),
)
def test_a_division_hands_out_all_of_it_once(shares):
    given_away = sum((share for share in shares if share), D(0))

    pairs = ledger.divided([(object(), share) for share in shares])

    total = sum((Fraction(percent) for _, percent in pairs), Fraction(0))
    assert abs(total - max(100, Fraction(given_away))) < Fraction(1, 10**20)
    assert all(percent >= 0 for _, percent in pairs)
    assert [percent for measure, percent in pairs if measure is None] == (
        [100 - given_away] if given_away < 100 and None not in shares else []
    )


def test_shares_of_a_cost_go_with_it(programme, measures):
    cost = make.make_cost(programme, shares=dict.fromkeys(measures))

    cost.delete()

    assert not CostShare.objects.exists()
