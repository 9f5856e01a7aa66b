"""A document cut into pages, to read one section at a time. Each page shows the template that the whole shows too.

What is known around a version (the chapter about the MR) is not in the frozen text, and has no page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.document import sections
from programmes.document.lines import Lines, Measure
from programmes.document.sections import Section


@dataclass(frozen=True)
class Page:
    """``template`` shows ``place``; ``anchors`` are all the places on it. A part of a chapter is ``within`` it.

    ``measure`` is the one that the page is about, if it is about one.
    """

    place: Section
    template: str
    anchors: tuple[str, ...]
    within: Section | None = None
    measure: Measure | None = None


def pages(lines: Lines) -> tuple[Page, ...]:
    """The pages of a document in reading order: a page for each chapter, but one for each measure."""
    return (
        _chapter(sections.SUMMARY, "_summary"),
        _chapter(sections.VISION, "_vision"),
        _chapter(sections.SCAN, "_scan", (each.place.anchor for each in (*lines.findings, *lines.talks))),
        _chapter(sections.NEEDS, "_needs", (need.place.anchor for need in lines.needs)),
        *_of_measures(lines),
        _chapter(sections.STAFF, "_staff", (post.place.anchor for post in lines.posts)),
        _chapter(sections.BUDGET, "_budget", (cost.anchor for cost in lines.costs)),
    )


def _of_measures(lines: Lines) -> Iterable[Page]:
    """The first of them is where the chapter itself begins."""
    chapter = sections.MEASURES
    for place, measure in enumerate(lines.measures):
        goals = tuple(goal.anchor for goal in measure.goals)
        anchors = (measure.place.anchor, *goals, *(() if place else (chapter.anchor,)))
        yield Page(measure.place, _template("_measure"), anchors, chapter, measure)
    if not lines.measures:
        yield _chapter(chapter, "_measures")
    elif lines.not_chosen:
        left = sections.NOT_CHOSEN
        yield Page(left, _template("_not_chosen"), (left.anchor,), chapter)


def _chapter(place: Section, name: str, within: Iterable[str] = ()) -> Page:
    return Page(place, _template(name), (place.anchor, *within))


def _template(name: str) -> str:
    return f"programmes/document/{name}.html"
