"""How pages write money, numbers and what nobody knows."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from npo_planner.money import Sum
from npo_planner.templatetags import npo


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("67748.5"), "€\u00a067.748,50"),
        (Decimal("0.00"), "€\u00a00,00"),
        (0, "€\u00a00,00"),
        ("2250.5", "€\u00a02.250,50"),
        (Decimal("-3"), "−€\u00a03,00"),
        (None, "nog onbekend"),
        ("", "nog onbekend"),
        (Sum(Decimal("12.50")), "€\u00a012,50"),
        (Sum(), "€\u00a00,00"),
        (Sum(Decimal("12.50"), False), "€\u00a012,50"),
        (Sum(Decimal("0.00"), False), "nog onbekend"),
        (SimpleNamespace(amount=Decimal("1.00"), complete=False), "€\u00a01,00"),
    ],
)
def test_euro_tells_an_amount_and_never_zero_for_unknown(value, expected):
    assert npo.euro(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("0.80"), "0,8"),
        (1659, "1.659"),
        ("12.5", "12,5"),
        (0, "0"),
        (None, "niet vermeld"),
        ("", "niet vermeld"),
    ],
)
def test_getal_tells_a_number_and_never_zero_for_unknown(value, expected):
    assert npo.getal(value) == expected


@pytest.mark.parametrize(("value", "expected"), [("po", "po"), (0, 0), (None, "niet vermeld"), ("", "niet vermeld")])
def test_vermeld_tells_a_value_or_that_no_source_gives_it(value, expected):
    assert npo.vermeld(value) == expected


@pytest.mark.parametrize(
    ("mapping", "key", "expected"), [({"a": 1}, "a", 1), ({"a": 1}, "b", None), ({}, "a", None), (None, "a", None)]
)
def test_item_looks_up_or_gives_none(mapping, key, expected):
    assert npo.item(mapping, key) == expected


def test_filters_escape_what_people_typed():
    page = Template("{% load npo %}{{ typed|vermeld }} {{ empty|vermeld }}")

    assert page.render(Context({"typed": "<b>", "empty": None})) == "&lt;b&gt; niet vermeld"
