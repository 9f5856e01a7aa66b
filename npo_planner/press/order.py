"""What is to be printed, as plain data: it goes to a process that has no database, no network and no settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Attachment:
    """A file that goes inside the PDF. ``relationship`` is the word of PDF/A-3 for what it is to the document."""

    name: str
    content: bytes
    media_type: str
    description: str
    relationship: str = "Data"  # or "Source"


@dataclass(frozen=True)
class Order:
    """One PDF: ``html`` in the style of ``styles``, names of files in static/css.

    ``images`` are all pictures that ``html`` may show, by the address that it uses (``image:logo``): PNG, checked
    before. ``identifier`` makes the PDF its own: the same order gives the same bytes.
    """

    html: str
    styles: tuple[str, ...]
    identifier: str
    images: Mapping[str, bytes] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
