"""A document on A4, in each of its lengths."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from npo_planner.press.client import press
from npo_planner.press.order import Order
from programmes.document import html
from programmes.document.lengths import Length
from programmes.document.schema import Document
from programmes.document.stamp import Stamp

STYLE = "document-pdf.css"


def render(document: Document, stamp: Stamp, length: Length = Length.FULL) -> bytes:
    """The PDF of ``document`` with the facts of ``stamp``: the same ones give the same bytes. Raises PressFailed."""
    return press(order(document, stamp, length))


def order(document: Document, stamp: Stamp, length: Length = Length.FULL) -> Order:
    """What goes to the press for ``document``; making it runs no query."""
    identifier = f"{stamp.sha256 or 'concept'}-{length.slug}"
    return paper(length.paper, html.context(document, stamp), identifier=identifier)


def paper(template: str, context: dict[str, Any], *, identifier: str, extra: str = "") -> Order:
    """``template`` in the style of the schoolprogramma; ``extra`` is a stylesheet beside that one."""
    styles = (STYLE, extra) if extra else (STYLE,)
    return Order(html=render_to_string(template, context), styles=styles, identifier=identifier)
