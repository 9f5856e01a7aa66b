"""How a scenario writes what changes."""

from decimal import Decimal

from django import template

from npo_planner.money import number

register = template.Library()


@register.filter
def verschil(value: Decimal | int) -> str:
    """A difference as Dutch text, always with its sign: ``+12``, ``−3,5``, ``0``."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{number(abs(value))}"
