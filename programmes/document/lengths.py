"""The lengths in which one document is told: all from the same tree."""

from __future__ import annotations

from enum import Enum

from django.http import Http404

from programmes.document.html import Details


class Length(Enum):
    """``slug`` is in addresses and in the stored rendering, ``label`` is what people call it, ``file`` its name."""

    SUMMARY = ("samenvatting", "Samenvatting", "samenvatting")
    MR = ("mr", "Stuk voor de MR", "mr-stuk")
    FULL = ("volledig", "Hele programma", "schoolprogramma")

    def __init__(self, slug: str, label: str, file: str) -> None:
        self.slug = slug
        self.label = label
        self.file = file

    @property
    def paper(self) -> str:
        """The template of the PDF."""
        return f"programmes/document/paper_{self.slug}.html"

    @property
    def body(self) -> str:
        """The template of what is told, in every rendering."""
        return f"programmes/document/_body_{self.slug}.html"

    @property
    def details(self) -> Details:
        """Where this length has the rows behind the plan, on paper."""
        return Details.ANNEX if self is Length.FULL else Details.ELSEWHERE

    @property
    def details_on_screen(self) -> Details:
        """The same on a page, where nobody has to turn to an annex."""
        return Details.HERE if self is Length.FULL else Details.ELSEWHERE


BY_SLUG = {length.slug: length for length in Length}


def of_slug(slug: str) -> Length:
    """The length that an address names. Raises Http404 for another word."""
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]
