"""What a post amounts to and costs."""

from datetime import date
from decimal import Decimal

import pytest

from staffing import cost
from staffing.models import StaffingNeed

FULL_YEAR = {"start": date(2021, 8, 1), "end": date(2022, 7, 31)}
YEARS = [(date(2021, 8, 1), date(2022, 7, 31)), (date(2022, 8, 1), date(2023, 7, 31))]


def post(**fields):
    fields = FULL_YEAR | {"amount": Decimal(1), "unit": "fte", "cost_basis": "vast", "vat_percent": Decimal(0)} | fields
    return StaffingNeed(**fields)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2021, 8, 1), date(2022, 7, 31), Decimal(12)),
        (date(2021, 8, 1), date(2021, 8, 31), Decimal(1)),
        (date(2021, 9, 16), date(2021, 9, 30), Decimal("0.5")),
        (date(2021, 9, 16), date(2021, 10, 31), Decimal("1.5")),
        (date(2022, 2, 1), date(2022, 2, 14), Decimal("0.5")),
        (date(2022, 2, 2), date(2022, 2, 1), Decimal(0)),
    ],
)
def test_months_count_whole_months_and_days(start, end, expected):
    assert cost.months(start, end) == expected


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        ("0.6", "fte", "0.6"),
        ("20", "uren_week", "0.5"),
        ("2", "dagen_week", "0.4"),
        ("3", "dagdelen_week", "0.3"),
        ("1659", "uren_totaal", "1"),
    ],
)
def test_fte_converts_every_unit(amount, unit, expected):
    assert cost.fte(post(amount=Decimal(amount), unit=unit)) == Decimal(expected)


def test_fte_of_an_unknown_amount_is_unknown():
    assert cost.fte(post(amount=None)) is None


def test_hours_of_half_a_year_full_time_are_half_of_1659():
    assert cost.hours(post(end=date(2022, 1, 31))) == Decimal("829.5")


def test_yearly_price_is_paid_for_the_months_and_fte_worked():
    need = post(cost_basis="per_jaar", price=Decimal("48000.00"), amount=Decimal("0.5"), end=date(2022, 1, 31))

    assert cost.total_cost(need) == Decimal("12000.00")


def test_hourly_price_with_vat():
    need = post(
        cost_basis="per_uur",
        price=Decimal("40.00"),
        amount=Decimal(100),
        unit="uren_totaal",
        vat_percent=Decimal("21.00"),
    )

    assert cost.total_cost(need) == Decimal("4840.00")


@pytest.mark.parametrize("basis", ["per_jaar", "per_uur", "vast"])
def test_cost_without_a_price_is_unknown(basis):
    assert cost.total_cost(post(cost_basis=basis, price=None)) is None


def test_a_volunteer_costs_nothing_even_without_an_amount():
    assert cost.total_cost(post(cost_basis="geen", amount=None)) == Decimal("0.00")


def test_fixed_price_splits_over_school_years_by_months_to_the_cent():
    need = post(price=Decimal("10000.00"), start=date(2022, 5, 1), end=date(2022, 11, 30))

    assert cost.cost_per_period(need, YEARS) == [Decimal("4285.71"), Decimal("5714.29")]


def test_unknown_cost_is_unknown_only_in_the_years_of_the_post():
    assert cost.cost_per_period(post(price=None), YEARS) == [None, Decimal("0.00")]
