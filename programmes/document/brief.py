"""What the summary for parents tells: as much as two pages hold, and in words how much it leaves out.

Pure functions of a ``schema.Document``. A line is what fits beside each other in the column of the summary.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TypeVar

from programmes.document.fitting import width
from programmes.document.schema import Document, MeasureNode

LINE = 62.0
"""How wide a line is, in em of its text."""
ROOM = 64
"""How many lines two pages have for the text of the school, its needs and its measures."""
LEAST = 8
"""Lines that the measures always get, however much the other two take."""
PAGE = 22
"""How many lines one page has beside what always stands on it."""

Row = TypeVar("Row")


@dataclass(frozen=True)
class Deed:
    """A measure in plain words. ``when`` and ``goal`` are empty when not known, or when there is no room."""

    title: str
    when: str = ""
    goal: str = ""


@dataclass(frozen=True)
class Brief:
    """``more_needs`` and ``more_deeds``: how many there are beside those that are told.

    ``is_short``: on paper the measures begin a page of their own.
    """

    needs: tuple[str, ...]
    more_needs: int
    deeds: tuple[Deed, ...]
    more_deeds: int
    is_short: bool


def brief(document: Document) -> Brief:
    """The brief of ``document``: first the titles of all needs and measures, then what else there is room for."""
    left = ROOM - lines(document.summary)
    needs = _fitting([need.title for need in document.needs], lines, max((left - LEAST) // 2, 3))
    left = max(left - sum(map(lines, needs)), LEAST)
    full = [_deed(measure) for measure in document.measures]
    for told in (full, [replace(deed, goal="") for deed in full], [Deed(deed.title) for deed in full]):
        deeds = _fitting(told, _lines_of, left)
        if len(deeds) == len(full):
            break
    return Brief(
        needs,
        len(document.needs) - len(needs),
        deeds,
        len(full) - len(deeds),
        is_short=ROOM - left <= PAGE and sum(map(_lines_of, deeds)) <= PAGE,
    )


def lines(text: str) -> int:
    """How many lines ``text`` takes at most, an empty one after each paragraph included; 0 when there is none."""
    paragraphs = [part for part in text.splitlines() if part.strip()]
    # A line that breaks before a long word is not full: a tenth more than the letters need.
    return sum(ceil(width(part) * 1.1 / LINE) for part in paragraphs) + max(len(paragraphs) - 1, 0)


def _deed(measure: MeasureNode) -> Deed:
    when = " · ".join(part for part in (measure.groups, _years(measure.years)) if part)
    return Deed(measure.title, when, measure.goals[0].statement if measure.goals else "")


def _years(years: Sequence[str]) -> str:
    """``2021-2022`` or ``2021-2022 tot en met 2023-2024``."""
    return years[0] if len(years) == 1 else f"{years[0]} tot en met {years[-1]}" if years else ""


def _lines_of(deed: Deed) -> int:
    return lines(deed.title) + lines(deed.when) + lines(deed.goal) + 1


def _fitting(rows: Sequence[Row], lines_of: Callable[[Row], int], room: int) -> tuple[Row, ...]:
    """The first of ``rows`` that fit in ``room`` lines, and never none of them."""
    told: list[Row] = []
    for row in rows:
        room -= lines_of(row)
        if room < 0 and told:
            break
        told.append(row)
    return tuple(told)
