"""How the product writes money, numbers and what nobody knows."""

from decimal import Decimal
from typing import Any

from django import template

from npo_planner import money

register = template.Library()


@register.filter
def euro(value: Any) -> str:
    """An amount as Dutch text; None is unknown, never 0, and so is a sum of which nothing is known yet."""
    if value is None or value == "":
        return "nog onbekend"
    if hasattr(value, "complete"):  # a money.Sum, or the Amount of a document
        return money.euro(value.amount) if value.amount or value.complete else "nog onbekend"
    return money.euro(Decimal(value))


@register.filter
def getal(value: Any) -> str:
    """A number as Dutch text; None is unknown."""
    return "niet vermeld" if value is None or value == "" else money.number(Decimal(str(value)))


@register.filter
def vermeld(value: Any) -> Any:
    """A value, or that no source gives it."""
    return "niet vermeld" if value is None or value == "" else value


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """``mapping[key]``, or None."""
    return mapping.get(key) if mapping else None
