"""Euros to the cent, shares that sum to the whole, and sums that know whether they are complete."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from npo_planner.money import CENT, Sum, cents, euro, number, split

D = Decimal
amounts = st.decimals("-99999999.99", "99999999.99", places=2)
weights = st.lists(st.decimals(0, 99999, places=4), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0.005", "0.01"),
        ("0.0049999", "0.00"),
        ("2.675", "2.68"),
        ("-0.005", "-0.01"),
        ("-2.674", "-2.67"),
        ("7", "7.00"),
        ("1E+3", "1000.00"),
    ],
)
def test_cents_rounds_half_up_away_from_zero(amount, expected):
    assert str(cents(D(amount))) == expected


@pytest.mark.parametrize(
    ("total", "parts", "expected"),
    [
        ("100.00", [1, 1, 1], ["33.34", "33.33", "33.33"]),
        ("-100.00", [1, 1, 1], ["-33.34", "-33.33", "-33.33"]),
        ("0.01", [1, 1], ["0.01", "0.00"]),
        ("10.00", [0, 3, 0], ["0.00", "10.00", "0.00"]),
        ("0.00", [1, 2], ["0.00", "0.00"]),
        ("10000.00", [D("0.5"), D("0.25"), D("0.25")], ["5000.00", "2500.00", "2500.00"]),
        ("0.05", [1, 2], ["0.02", "0.03"]),
        ("12.345", [1], ["12.35"]),
    ],
)
def test_split_gives_the_cents_that_are_left_to_the_largest_remainders(total, parts, expected):
    assert split(D(total), parts) == [D(part) for part in expected]


@given(amounts, weights)
def test_split_parts_sum_to_the_total_each_within_a_cent_of_its_share(total, parts):
    whole = sum(map(Fraction, parts))
    assume(whole)

    found = split(total, parts)

    assert sum(found) == total
    assert len(found) == len(parts)
    for part, weight in zip(found, parts, strict=True):
        assert part == cents(part)
        assert abs(Fraction(part) - Fraction(total) * Fraction(weight) / whole) < Fraction(CENT)


@given(amounts, weights)
def test_split_of_a_debt_is_the_split_of_the_amount_with_a_minus(total, parts):
    assume(any(parts))

    assert split(-total, parts) == [-part for part in split(total, parts)]


@pytest.mark.parametrize("parts", [[], [0], [0, 0], [1, -1], [3, -1]])
def test_split_refuses_weights_that_divide_nothing(parts):
    with pytest.raises(ValueError, match="weights must be 0 or more and not all 0"):
        split(D("10.00"), parts)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], Sum(D("0.00"), True)),
        ([D("1.10"), D("2.20")], Sum(D("3.30"), True)),
        ([D("1.10"), None], Sum(D("1.10"), False)),
        ([None], Sum(D("0.00"), False)),
        ([Sum(D("1.00"), False), D("2.00")], Sum(D("3.00"), False)),
        ([Sum(D("1.00")), Sum(D("2.00"))], Sum(D("3.00"), True)),
    ],
)
def test_sum_is_complete_only_when_every_part_is_known(parts, expected):
    assert Sum.of(parts) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Sum(D("5.00")), Sum(D("7.50")), Sum(D("-2.50"), True)),
        (Sum(D("5.00"), False), Sum(D("2.00")), Sum(D("3.00"), False)),
        (Sum(D("5.00")), Sum(D("2.00"), False), Sum(D("3.00"), False)),
    ],
)
def test_difference_of_sums_is_complete_only_when_both_are(one, other, expected):
    assert one - other == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("67748.5", "€\u00a067.748,50"),
        ("0", "€\u00a00,00"),
        ("999.999", "€\u00a01.000,00"),
        ("-1234567.891", "−€\u00a01.234.567,89"),
        ("-0.004", "€\u00a00,00"),
        ("-0.005", "−€\u00a00,01"),
    ],
)
def test_euro_is_written_in_dutch(amount, expected):
    assert euro(D(amount)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (D("0.80"), "0,8"),
        (D("12.000"), "12"),
        (D("1E+3"), "1.000"),
        (1659, "1.659"),
        (100, "100"),
        (0, "0"),
        (D("1234.5670"), "1.234,567"),
        (D("-2.5"), "-2,5"),
    ],
)
def test_number_is_written_in_dutch_without_trailing_zeros(value, expected):
    assert number(value) == expected
