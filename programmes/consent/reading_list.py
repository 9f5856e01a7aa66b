"""The sections of a version as one reader goes through them: which are read, and where to read on."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from programmes.document.lines import Lines
from programmes.document.pages import Page, pages
from programmes.models import Reading, Version
from schools.models import User


@dataclass(frozen=True)
class Item:
    """One section on a page of its own; ``number`` counts from 1."""

    number: int
    page: Page
    url: str
    is_read: bool

    @property
    def title(self) -> str:
        return self.page.place.title

    @property
    def anchor(self) -> str:
        return self.page.place.anchor


@dataclass(frozen=True)
class ReadingList:
    """All sections in reading order."""

    items: tuple[Item, ...]

    @property
    def read(self) -> int:
        return sum(item.is_read for item in self.items)

    @property
    def unread(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if not item.is_read)

    @property
    def resume(self) -> Item | None:
        """Where to read on: the first section without a mark after the last one with it, else the first without."""
        last = max((item.number for item in self.items if item.is_read), default=0)
        return next((item for item in self.unread if item.number > last), next(iter(self.unread), None))

    def at(self, anchor: str) -> Item | None:
        """The section of which ``anchor`` is the page."""
        return next((item for item in self.items if item.anchor == anchor), None)

    def before(self, item: Item) -> Item | None:
        return self.items[item.number - 2] if item.number > 1 else None

    def after(self, item: Item) -> Item | None:
        return self.items[item.number] if item.number < len(self.items) else None

    def onward(self, item: Item) -> Item | None:
        """Where to go when ``item`` is read: the next section, after the last one what was left unread."""
        return self.after(item) or next((other for other in self.unread if other != item), None)

    @property
    def homes(self) -> dict[str, str]:
        """The address of every place in the document, each on the page of its section."""
        return {
            anchor: item.url if anchor == item.anchor else f"{item.url}#{anchor}"
            for item in self.items
            for anchor in item.page.anchors
        }

    @property
    def chapters(self) -> dict[str, str]:
        """How much of each chapter is read, in words; chapters of which nothing is read are not in it."""
        parts: dict[str, list[Item]] = {}
        for item in self.items:
            parts.setdefault((item.page.within or item.page.place).anchor, []).append(item)
        told = ((anchor, _told(found)) for anchor, found in parts.items())
        return {anchor: words for anchor, words in told if words}


def of(version: Version, lines: Lines, user: User) -> ReadingList:
    """What ``user`` read of ``version``, of which ``lines`` are drawn: one query."""
    read = Reading.objects.anchors(version, user)
    return ReadingList(
        tuple(
            Item(number, page, url_of(version, page.place.anchor), page.place.anchor in read)
            for number, page in enumerate(pages(lines), start=1)
        )
    )


def url_of(version: Version, anchor: str) -> str:
    return reverse("version_section", kwargs={"pk": version.pk, "anchor": anchor})


def _told(items: list[Item]) -> str:
    read = sum(item.is_read for item in items)
    if read == len(items):
        return "gelezen"
    return f"{read} van {len(items)} gelezen" if read else ""
