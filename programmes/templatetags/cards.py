"""How the figures of the menukaart are written; what a card does not give is never 0."""

from django import template

register = template.Library()


@register.filter
def maanden(value: int | None) -> str:
    """An effect: ``4 maanden``, ``1 maand``, or that the card does not give it."""
    if value is None:
        return "niet vermeld"
    return f"{value} {'maand' if abs(value) == 1 else 'maanden'}".replace("-", "−")


@register.filter
def van_5(value: int | None) -> str:
    """Evidence or cost, on a scale of 1 to 5: ``3 van 5``."""
    return "niet vermeld" if value is None else f"{value} van 5"
