"""Where a place of a document is: further on the same page, or on a page of its own."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def address(context: Any, anchor: str, page: str = "") -> str:
    """The address of ``anchor``: on ``page``, else where ``homes`` of the context says, else on this page."""
    if page:
        return f"{page}#{anchor}"
    return context.get("homes", {}).get(anchor, f"#{anchor}")
