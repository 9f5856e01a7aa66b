"""Planned next to spent: exact to the cent, and never whole when a part is unknown."""

from decimal import Decimal

from menukaart.models import Category
from npo_planner.money import Sum
from programmes.document import schema
from programmes.models import Realisation, RoundYear
from programmes.monitoring import accounts

D = Decimal


def amount(value, complete=True):
    return schema.Amount(amount=D(value), complete=complete)


def document(uncategorised="0.00", complete=True):
    """Two categories, one year: 1.000 planned for A, 500,50 for B."""
    year = schema.YearNode.model_construct(
        year="2021-2022",
        by_category={"A": amount("1000.00"), "B": amount("500.50", complete)},
        uncategorised=amount(uncategorised),
    )
    budget = schema.BudgetNode.model_construct(years=(year,), pnil=amount("300.10"))
    categories = tuple(schema.CategoryNode(letter=x, name=x, short_name=f"naam {x}") for x in "ABC")
    return schema.Document.model_construct(categories=categories, budget=budget)


def rows(*found):
    """Realisations of (letter, spent, pnil), as the page reads them."""
    year = RoundYear(label="2021-2022")
    return [
        Realisation(year=year, category=Category(letter=letter), spent=D(total), pnil=None if pnil is None else D(pnil))
        for letter, total, pnil in found
    ]


def test_without_amounts_everything_spent_is_unknown():
    found = accounts.build(document(), [])

    [year] = found.years
    assert [line.spent for line in year.lines] == [None, None, None]
    assert (year.planned, year.spent, found.is_begun) == (Sum(D("1500.50")), Sum(D("0.00"), False), False)


def test_totals_are_exact_and_complete_when_every_category_is_filled_in():
    found = accounts.build(document(), rows(("A", "900.25", "100.00"), ("B", "600.00", "50.05"), ("C", "0.00", None)))

    [year] = found.years
    assert [line.difference for line in year.lines] == [Sum(D("-99.75")), Sum(D("99.50")), Sum(D("0.00"))]
    assert (year.spent, year.difference, year.pnil) == (Sum(D("1500.25")), Sum(D("-0.25")), Sum(D("150.05")))
    assert (found.pnil_percent, found.planned_pnil_percent) == (D("10.0"), D("20.0"))


def test_a_missing_amount_makes_the_totals_provisional_and_the_share_unknown():
    found = accounts.build(document(), rows(("A", "900.00", "100.00"), ("B", "600.00", None)))

    [year] = found.years
    assert (year.spent, year.pnil) == (Sum(D("1500.00"), False), Sum(D("100.00"), False))
    assert (year.pnil_percent, year.lines[0].pnil_percent, year.lines[1].pnil_percent) == (None, D("11.1"), None)


def test_a_plan_that_was_not_complete_is_not_shown_as_the_whole():
    found = accounts.build(document(uncategorised="10.00", complete=False), rows(("B", "1.00", None)))

    [year] = found.years
    assert (year.planned, year.lines[1].difference) == (Sum(D("1510.50"), False), Sum(D("-499.50"), False))
