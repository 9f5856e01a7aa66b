"""A document on A4, in each of its lengths."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from npo_planner.press.client import press
from npo_planner.press.order import Attachment, Order
from programmes.document import html
from programmes.document.inside import attachments
from programmes.document.lengths import Length
from programmes.document.schema import Document
from programmes.document.stamp import Stamp
from schools.models import Logo

STYLES = ("document-pdf.css", "pictures-pdf.css")
LOGO = "image:logo"
"""The address of the logo in a paper."""


def render(document: Document, stamp: Stamp, length: Length = Length.FULL, logo: Logo | None = None) -> bytes:
    """The PDF of ``document`` with the facts of ``stamp``: the same ones give the same bytes. Raises PressFailed."""
    return press(order(document, stamp, length, logo))


def order(document: Document, stamp: Stamp, length: Length = Length.FULL, logo: Logo | None = None) -> Order:
    """What goes to the press for ``document``; making it runs no query."""
    return paper(
        length.paper,
        html.context(document, stamp, length.details),
        identifier=f"{stamp.sha256 or 'concept'}-{length.slug}",
        inside=attachments(document, stamp, length),
        logo=logo,
    )


def paper(
    template: str,
    context: dict[str, Any],
    *,
    identifier: str,
    extra: str = "",
    inside: tuple[Attachment, ...] = (),
    logo: Logo | None = None,
) -> Order:
    """``template`` in the style of the schoolprogramma; ``extra`` is a stylesheet beside that one.

    ``inside`` are the files that the PDF carries, ``logo`` stands on its cover.
    """
    return Order(
        html=render_to_string(template, context | {"logo": logo}),
        styles=(*STYLES, extra) if extra else STYLES,
        identifier=identifier,
        images={LOGO: bytes(logo.content)} if logo else {},
        attachments=inside,
    )
