"""Where a place of a document is: further on the same page, or on a page of its own."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def address(context: Any, anchor: str, page: str = "") -> str:
    """The address of ``anchor``: on ``page``, else where ``homes`` of the context says, else on this page."""
    if page:
        return f"{page}#{anchor}"
    return context.get("homes", {}).get(anchor, f"#{anchor}")


@register.simple_tag(takes_context=True)
def tie(context: Any, anchor: str, title: str, page: str = "") -> SafeString:
    """``title`` as a link to ``anchor``; as plain text when the length that is shown does not have that place."""
    if not anchor or anchor in context.get("missing", ()):
        return format_html("{}", title)
    return format_html('<a href="{}">{}</a>', address(context, anchor, page), title)
