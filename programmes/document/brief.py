"""What the summary for parents tells: as much as two pages hold, and in words how much it leaves out.

Pure functions of a ``schema.Document``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from math import ceil
from typing import TypeVar

from django.utils.text import get_text_list

from programmes.document.fitting import width
from programmes.document.schema import Document, MeasureNode


class Size(Enum):
    """How large the text is set: ``line`` in em of it, ``room`` in lines for the school's text, needs and measures.

    The sizes stand in document-pdf.css; a test fills two pages with each.
    """

    LARGE = ("large", 38.0, 26, 1.0)
    NORMAL = ("normal", 44.0, 38, 1.2)
    SMALL = ("small", 49.0, 50, 1.0)

    def __init__(self, slug: str, line: float, room: int, lead: float) -> None:
        self.slug = slug
        self.line = line
        self.room = room
        self.lead = lead  # how much more room the text of the school takes, which is set larger

    def lines(self, text: str) -> int:
        """How many lines ``text`` takes at most, an empty one between paragraphs included; 0 when there is none."""
        paragraphs = [part for part in text.splitlines() if part.strip()]
        # A line that breaks before a long word is not full: a tenth more than the letters need.
        return sum(ceil(width(part) * 1.1 / self.line) for part in paragraphs) + max(len(paragraphs) - 1, 0)


LEAST = 8
"""Lines that the measures always get, however much the other two take."""

Row = TypeVar("Row")


@dataclass(frozen=True)
class Deed:
    """A measure in plain words. ``when`` and ``goal`` are empty when not known, or when there is no room."""

    title: str
    when: str = ""
    goal: str = ""


@dataclass(frozen=True)
class Brief:
    """``more_needs`` and ``more_deeds``: how many there are beside those that are told."""

    needs: tuple[str, ...]
    more_needs: int
    deeds: tuple[Deed, ...]
    more_deeds: int
    size: Size


def brief(document: Document) -> Brief:
    """The brief of ``document``, as large as all of it fits; in the smallest size it may leave things out."""
    needs = [need.title for need in document.needs]
    full = [_deed(measure) for measure in document.measures]
    for size in (Size.LARGE, Size.NORMAL):
        told = _fit(document.summary, needs, full, size)
        if told.deeds == tuple(full) and not told.more_needs:
            return told
    return _fit(document.summary, needs, full, Size.SMALL)


def _fit(summary: str, titles: Sequence[str], full: Sequence[Deed], size: Size) -> Brief:
    """First the titles of all needs and measures, then what else there is room for."""
    left = size.room - ceil(size.lines(summary) * size.lead)
    needs = _fitting(titles, size.lines, max((left - LEAST) // 2, 3))
    left = max(left - sum(map(size.lines, needs)), LEAST)
    for told in (full, [replace(deed, goal="") for deed in full], [Deed(deed.title) for deed in full]):
        deeds = _fitting(told, lambda deed: _lines_of(deed, size), left)
        if len(deeds) == len(full):
            break
    return Brief(needs, len(titles) - len(needs), deeds, len(full) - len(deeds), size)


def _deed(measure: MeasureNode) -> Deed:
    when = " · ".join(part for part in (measure.groups, _years(measure.years)) if part)
    return Deed(measure.title, when, measure.goals[0].statement if measure.goals else "")


def _years(years: Sequence[str]) -> str:
    """``2021-2022 tot en met 2023-2024``; years that do not follow each other one by one."""
    ends = [year[-4:] for year in years]
    if len(years) > 2 and all(year.startswith(end) for end, year in zip(ends, years[1:], strict=False)):
        return f"{years[0]} tot en met {years[-1]}"
    return get_text_list(list(years), "en")


def _lines_of(deed: Deed, size: Size) -> int:
    return size.lines(f"{deed.title} {deed.when}") + size.lines(deed.goal) + 1


def _fitting(rows: Sequence[Row], lines_of: Callable[[Row], int], room: int) -> tuple[Row, ...]:
    """The first of ``rows`` that fit in ``room`` lines, and never none of them."""
    told: list[Row] = []
    for row in rows:
        room -= lines_of(row)
        if room < 0 and told:
            break
        told.append(row)
    return tuple(told)
