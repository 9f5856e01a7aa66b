"""From need to euro: which money flows from which need through which measure and category to which school year.

Pure functions of a ``schema.Document``; ``flow_drawing`` draws what stands here. Only amounts that are known flow.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from npo_planner.money import ZERO, euro, split
from programmes.document import sections
from programmes.document.charts import NO_CATEGORY
from programmes.document.schema import CategoryNode, Document, MeasureNode
from programmes.document.sections import Section

NO_NEED = Section("", "zonder behoefte")
NO_MEASURE = Section("", "zonder maatregel")
NEED, MEASURE, CATEGORY, YEAR = range(4)
"""The columns, from left to right."""
PLURALS = {NEED: "Behoeften", MEASURE: "Maatregelen", CATEGORY: "Categorieën", YEAR: "Schooljaren"}


@dataclass(frozen=True)
class Row:
    """One way of money: the part of ``measure`` (NO_MEASURE: of nobody's costs) for ``need``. ``amount`` is above 0."""

    need: Section
    measure: Section
    category: CategoryNode
    amount: Decimal


@dataclass(frozen=True)
class Place:
    """A place that money flows through; ``key`` is its own within its column. ``amount`` is all that does."""

    column: int
    key: str
    name: str
    amount: Decimal


@dataclass(frozen=True)
class Link:
    """Money from a place to one in the next column; ``letter`` is the category that it falls under ("" for none)."""

    column: int
    source: str
    target: str
    letter: str
    amount: Decimal


@dataclass(frozen=True)
class Flow:
    """All the money that is planned. Each column of ``places`` sums to ``total``, and so do the links after it.

    ``shared``: some measure serves more needs than one. ``complete`` is False when an amount is not known yet.
    No known euro goes to ``dry_needs`` and ``dry_measures``.
    """

    rows: tuple[Row, ...]
    places: tuple[Place, ...]
    links: tuple[Link, ...]
    total: Decimal
    complete: bool
    shared: bool
    dry_needs: tuple[Section, ...]
    dry_measures: tuple[Section, ...]

    def column(self, column: int) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.column == column)

    @property
    def text(self) -> str:
        """The drawing in words, column by column."""
        told = (
            f"{plural}: " + "; ".join(f"{place.name} {euro(place.amount)}" for place in self.column(column)) + "."
            for column, plural in PLURALS.items()
        )
        return " ".join(told)


def flow(document: Document) -> Flow | None:
    """The money of ``document``; None when there is none that is known."""
    rows = _rows(document)
    if not rows:
        return None
    links = (*_first_links(rows), *_second_links(rows), *_third_links(document))
    fed = {place for row in rows for place in (row.need, row.measure)}
    return Flow(
        rows=rows,
        places=tuple(_places(document, links)),
        links=links,
        total=sum((row.amount for row in rows), ZERO),
        complete=document.budget.spent.complete,
        shared=any(len(measure.needs) > 1 for measure in document.measures if measure.total.amount),
        dry_needs=tuple(p for p in map(sections.of_need, document.needs) if p not in fed),
        dry_measures=tuple(p for p in map(sections.of_measure, document.measures) if p not in fed),
    )


def _rows(document: Document) -> tuple[Row, ...]:
    """In the order of the needs and, in each, of the measures; what has no need or no measure comes last."""
    categories = {c.letter: c for c in document.categories} | {"": NO_CATEGORY}
    order = [*(sections.of_need(need) for need in document.needs), NO_NEED]
    rows = [row for measure in document.measures for row in _rows_of(measure, document, categories)]
    rows += [
        Row(NO_NEED, NO_MEASURE, categories[letter], amount) for letter, amount in _without_measure(document).items()
    ]
    return tuple(sorted((row for row in rows if row.amount > 0), key=lambda row: order.index(row.need)))


def _rows_of(measure: MeasureNode, document: Document, categories: dict[str, CategoryNode]) -> Iterable[Row]:
    """A measure for several needs is divided equally over them, to the cent: nobody says what each of them takes."""
    needs = [sections.of_need(need) for need in document.needs if need.id in measure.needs] or [NO_NEED]
    parts = split(measure.total.amount, [1] * len(needs))
    place, category = sections.of_measure(measure), categories[measure.category]
    return (Row(need, place, category, part) for need, part in zip(needs, parts, strict=True))


def _without_measure(document: Document) -> dict[str, Decimal]:
    """Per letter ("" for none) what is spent in it and not by a measure."""
    budget = document.budget
    left = {letter: total.amount for letter, total in budget.by_category.items()} | {"": budget.uncategorised.amount}
    for measure in document.measures:
        left[measure.category] = left.get(measure.category, ZERO) - measure.total.amount
    return left


def _first_links(rows: Iterable[Row]) -> Iterable[Link]:
    return (Link(NEED, r.need.anchor, r.measure.anchor, r.category.letter, r.amount) for r in rows)


def _second_links(rows: Iterable[Row]) -> Iterable[Link]:
    sums: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        key = (row.measure.anchor, row.category.letter)
        sums[key] = sums.get(key, ZERO) + row.amount
    return (Link(MEASURE, anchor, letter, letter, amount) for (anchor, letter), amount in sums.items())


def _third_links(document: Document) -> Iterable[Link]:
    for year in document.budget.years:
        for letter, total in [*year.by_category.items(), ("", year.uncategorised)]:
            if total.amount > 0:
                yield Link(CATEGORY, letter, year.year, letter, total.amount)


def _places(document: Document, links: Iterable[Link]) -> Iterable[Place]:
    """Every place that money flows through, in reading order."""
    through: dict[tuple[int, str], Decimal] = {}
    for link in links:
        ends = [(link.column, link.source), *([(YEAR, link.target)] if link.column == CATEGORY else [])]
        for end in ends:
            through[end] = through.get(end, ZERO) + link.amount
    for column, key, name in _names(document):
        if (column, key) in through:
            yield Place(column, key, name, through[column, key])


def _names(document: Document) -> Iterable[tuple[int, str, str]]:
    for need in document.needs:
        yield NEED, sections.of_need(need).anchor, f"{need.rank}. {need.title}"
    yield NEED, NO_NEED.anchor, NO_NEED.title.capitalize()
    for measure in document.measures:
        yield MEASURE, sections.of_measure(measure).anchor, f"{measure.rank}. {measure.title}"
    yield MEASURE, NO_MEASURE.anchor, NO_MEASURE.title.capitalize()
    for category in document.categories:
        yield CATEGORY, category.letter, f"{category.letter}. {category.short_name}"
    yield CATEGORY, NO_CATEGORY.letter, NO_CATEGORY.name.capitalize()
    for year in document.budget.years:
        yield YEAR, year.year, year.year
