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
from schools.models import Logo

STYLE = "document-pdf.css"
LOGO = "image:logo"
"""The address of the logo in a paper."""


def render(document: Document, stamp: Stamp, length: Length = Length.FULL, logo: Logo | None = None) -> bytes:
    """The PDF of ``document`` with the facts of ``stamp``: the same ones give the same bytes."""
    identifier = f"{stamp.sha256 or 'concept'}-{length.slug}"
    return write(length.paper, html.context(document, stamp), identifier=identifier, logo=logo)


def write(
    template: str, context: dict[str, Any], *, identifier: str, extra: str = "", logo: Logo | None = None
) -> bytes:
    """The PDF of ``template`` in the style of the schoolprogramma; ``extra`` is a stylesheet beside that one."""
    styles = (STYLE, extra) if extra else (STYLE,)
    markup = render_to_string(template, context | {"logo": logo})
    images = {LOGO: bytes(logo.content)} if logo else {}
    return press(Order(html=markup, styles=styles, identifier=identifier, images=images))
