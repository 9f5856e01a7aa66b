"""Cost against the same sum in fractions: exact to the cent whatever the period, unit or price."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npo_planner.money import cents
from staffing import cost
from staffing.constants import CostBasis, Unit
from staffing.models import StaffingNeed

D = Decimal
YEARS = [(date(2021, 8, 1), date(2022, 7, 31)), (date(2022, 8, 1), date(2023, 7, 31))]
FIRST, LAST = YEARS[0][0], YEARS[1][1]
PER_WEEK = {"uren_week": Fraction(1, 40), "dagen_week": Fraction(1, 5), "dagdelen_week": Fraction(1, 10)}

days = st.dates(FIRST, LAST)
posts = st.builds(
    lambda one, other, **fields: StaffingNeed(start=min(one, other), end=max(one, other), **fields),
    days,
    days,
    amount=st.decimals(0, 9999, places=3),
    unit=st.sampled_from(Unit.values),
    cost_basis=st.sampled_from(CostBasis.values),
    price=st.decimals(0, "99999999.99", places=2),
    vat_percent=st.decimals(0, 30, places=2),
    employer_percent=st.decimals(0, 100, places=2),
)
HOURS_OF_TOTAL = {"uren_totaal": 1, "dagen_totaal": 8, "dagdelen_totaal": 4}
HOURS_OF_PRICE = {"per_uur": 1, "per_dag": 8, "per_dagdeel": 4}


def months(start: date, end: date) -> Fraction:
    """Day by day: each day is its share of its month."""
    total = Fraction(0)
    while start <= end:
        after = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        total += Fraction(1, (after - start.replace(day=1)).days)
        start += timedelta(days=1)
    return total


def exact(post: StaffingNeed) -> Fraction:
    """The cost in euros, not rounded."""
    length = months(post.start, post.end)
    amount, price = Fraction(post.amount), Fraction(post.price)
    if post.unit in HOURS_OF_TOTAL:
        share = amount * HOURS_OF_TOTAL[post.unit] / 1659 * 12 / length
    else:
        share = amount * PER_WEEK.get(post.unit, Fraction(1))
    bare = {
        "geen": Fraction(0),
        "vast": price,
        "per_jaar": share * length / 12 * price,
        "per_maand": share * length * price,
    }.get(post.cost_basis)
    if bare is None:
        bare = share * 1659 * length / 12 / HOURS_OF_PRICE[post.cost_basis] * price
    employer = 0 if post.cost_basis == "geen" else Fraction(post.employer_percent)
    return bare * (100 + employer) / 100 * (100 + Fraction(post.vat_percent)) / 100


def half_up(amount: Fraction) -> Decimal:
    return D(int(amount * 100 + Fraction(1, 2))) / 100


@given(posts)
def test_total_is_the_exact_sum_rounded_half_up(post):
    assert cost.total_cost(post) == half_up(exact(post))


@given(posts)
def test_parts_of_the_years_sum_to_the_total_each_within_a_cent_of_its_share(post):
    parts = cost.cost_per_period(post, YEARS)

    total, length = cost.total_cost(post), months(post.start, post.end)
    assert sum(parts) == total
    for part, (start, end) in zip(parts, YEARS, strict=True):
        share = Fraction(total) * months(max(start, post.start), min(end, post.end)) / length
        assert part == cents(part)
        assert abs(Fraction(part) - share) < Fraction(1, 100) + Fraction(1, 10**12)


@given(posts)
def test_parts_of_the_cost_sum_to_the_total_and_none_is_negative(post):
    found = cost.parts(post)

    assert found.bare + found.employer + found.vat == found.total == cost.total_cost(post)
    assert min(found.bare, found.employer, found.vat) >= 0
    assert [part == cents(part) for part in (found.bare, found.employer, found.vat)] == [True] * 3


@pytest.mark.parametrize(
    ("fields", "bare", "total"),
    [
        ({"cost_basis": "per_maand", "employer_percent": None, "price": D("1000.00")}, D("12000.00"), None),
        ({"cost_basis": "per_maand", "employer_percent": D(0), "price": D("1000.00")}, D("12000.00"), D("12000.00")),
        ({"cost_basis": "per_jaar", "employer_percent": None, "price": D("1000.00")}, D("1000.00"), D("1000.00")),
        ({"cost_basis": "per_jaar", "employer_percent": D(50), "price": None}, None, None),
        ({"cost_basis": "geen", "employer_percent": None, "price": None}, D("0.00"), D("0.00")),
    ],
)
def test_employer_costs_of_a_monthly_pay_are_unknown_until_the_school_says(fields, bare, total):
    post = StaffingNeed(start=FIRST, end=date(2022, 7, 31), amount=D(1), unit="fte", vat_percent=D(0), **fields)

    found = cost.parts(post)

    assert (found.bare, found.total) == (bare, total)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        # Three of 28 days, 0.2 fte: exactly 40.005, half a cent that is rounded up.
        (
            {
                "start": date(2022, 2, 8),
                "end": date(2022, 2, 10),
                "amount": D(1),
                "unit": "dagen_week",
                "price": D("22402.80"),
            },
            "40.01",
        ),
        # Ten of 31 days and a whole month.
        ({"start": date(2021, 8, 22), "end": date(2021, 9, 30), "price": D("48000.00")}, "5290.32"),
        # 0.8 fte for a whole year with 21% VAT.
        ({"amount": D("0.8"), "price": D("63274.77"), "vat_percent": D("21.00")}, "61249.98"),
        # Two days a week are 0.4 fte.
        ({"amount": D(2), "unit": "dagen_week", "price": D("50000.00")}, "20000.00"),
        # Three half days are 12 hours, 0.3 fte; 497.7 hours of 35 euros.
        ({"amount": D(3), "unit": "dagdelen_week", "price": D("35.00"), "cost_basis": "per_uur"}, "17419.50"),
        # 20 hours a week for half a year: 414.75 hours.
        (
            {
                "amount": D(20),
                "unit": "uren_week",
                "price": D("40.00"),
                "cost_basis": "per_uur",
                "end": date(2022, 1, 31),
            },
            "16590.00",
        ),
        # Hours in total: the period does not matter.
        ({"amount": D(120), "unit": "uren_totaal", "price": D("52.50"), "cost_basis": "per_uur"}, "6300.00"),
        ({"amount": D("829.5"), "unit": "uren_totaal", "price": D("48000.00")}, "24000.00"),
        ({"amount": None, "price": D("7500.00"), "cost_basis": "vast", "vat_percent": D("9.00")}, "8175.00"),
        ({"amount": D(0), "price": D("48000.00")}, "0.00"),
        # A month's pay: 12 months of half a post, and 60% on top.
        ({"amount": D("0.5"), "price": D("2488.00"), "cost_basis": "per_maand", "employer_percent": D(60)}, "23884.80"),
        # Ten days at a day's price, VAT on top.
        (
            {
                "amount": D(10),
                "unit": "dagen_totaal",
                "price": D("350.00"),
                "cost_basis": "per_dag",
                "vat_percent": D("21.00"),
            },
            "4235.00",
        ),
        # Three half days a week are 0.3 fte: 124.425 half days a year.
        ({"amount": D(3), "unit": "dagdelen_week", "price": D("120.00"), "cost_basis": "per_dagdeel"}, "14931.00"),
        ({"amount": D(15), "unit": "dagdelen_totaal", "price": D("90.00"), "cost_basis": "per_dagdeel"}, "1350.00"),
        # The price of an hour against an amount in days.
        ({"amount": D(5), "unit": "dagen_totaal", "price": D("40.00"), "cost_basis": "per_uur"}, "1600.00"),
    ],
)
def test_cost_of_a_post(fields, expected):
    whole = {"amount": D(1), "unit": "fte", "cost_basis": "per_jaar", "vat_percent": D(0)}
    period = {"start": FIRST, "end": date(2022, 7, 31)}

    assert cost.total_cost(StaffingNeed(**(whole | period | fields))) == D(expected)


def test_cost_of_a_post_that_was_not_read_from_the_database():
    """Its VAT is then the default of the field: a plain 0."""
    post = StaffingNeed(start=FIRST, end=LAST, cost_basis="vast", price=D("10.00"))

    assert cost.total_cost(post) == D("10.00")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2022, 7, 1), date(2022, 8, 31), ["5000.00", "5000.00"]),
        (date(2022, 7, 31), date(2022, 8, 1), ["5000.00", "5000.00"]),
        (date(2022, 7, 16), date(2022, 8, 31), ["3404.26", "6595.74"]),
        (FIRST, LAST, ["5000.00", "5000.00"]),
        (date(2021, 9, 1), date(2021, 9, 1), ["10000.00", "0.00"]),
        (date(2022, 8, 1), date(2023, 7, 31), ["0.00", "10000.00"]),
        (date(2024, 8, 1), date(2024, 8, 2), ["0.00", "0.00"]),
    ],
)
def test_post_over_two_school_years_pays_in_each_by_the_months_worked(start, end, expected):
    post = StaffingNeed(start=start, end=end, cost_basis="vast", price=D("10000.00"), vat_percent=D(0))

    assert cost.cost_per_period(post, YEARS) == [D(part) for part in expected]


@pytest.mark.parametrize(
    ("amount", "unit", "fte", "hours"),
    [
        ("0.8", "fte", "0.800", "1327.2"),
        ("12.5", "uren_week", "0.313", "518.4"),
        ("1", "dagen_week", "0.200", "331.8"),
        ("1", "dagdelen_week", "0.100", "165.9"),
        ("100", "uren_totaal", "0.060", "100.0"),
        ("0.0005", "fte", "0.001", "0.8"),
        ("0.5", "uren_totaal", "0.000", "0.5"),
    ],
)
def test_fte_and_hours_are_told_rounded_half_up(amount, unit, fte, hours):
    post = StaffingNeed(start=FIRST, end=date(2022, 7, 31), amount=D(amount), unit=unit)

    assert (str(cost.shown_fte(post)), str(cost.shown_hours(post))) == (fte, hours)


def test_unknown_amount_has_no_fte_and_no_hours():
    post = StaffingNeed(start=FIRST, end=LAST, amount=None, unit="uren_week")

    assert (cost.fte(post), cost.hours(post), cost.shown_fte(post), cost.shown_hours(post)) == (None,) * 4
