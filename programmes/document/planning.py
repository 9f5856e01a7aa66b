"""The planning as a strip per measure over the months of the round, as plain geometry for SVG rows of a table.

Pure functions of a ``schema.Document``. A school year runs from 1 August to 31 July; every month is equally wide.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from programmes.document import sections, shown
from programmes.document.charts import COLOURS
from programmes.document.schema import Document, MeasureNode
from programmes.document.sections import Section

WIDTH, PAD, HEIGHT, HEAD = 360, 8, 24, 36
"""Units of all the months together, of the margin at both sides of them, and how high a strip and its head are."""
TALL, LOW = (5, 14), (9, 6)
"""Where a bar begins and how high it is: the low one when a day of begin or end is not known."""
MOST_YEARS = 8
"""More school years would make a month too narrow to see; a bar that goes on gets an arrow."""
SCHOOL_YEAR = re.compile(r"((?:19|20|21)\d\d)-\d{4}")
AUGUST, MONTHS = 8, 12
STEP = Decimal("0.01")

Side = tuple[Decimal, Decimal]
"""The left and the right edge of a bar."""


@dataclass(frozen=True)
class Axis:
    """The months of ``count`` school years from 1 August of ``first``."""

    first: int
    count: int

    @property
    def right(self) -> Decimal:
        return Decimal(PAD + WIDTH)

    def x(self, day: date, *, after: bool = False) -> Decimal:
        """Where ``day`` begins, or with ``after`` ends; outside PAD and ``right`` when it is not on the axis."""
        length = monthrange(day.year, day.month)[1]
        months = (day.year - self.first) * MONTHS + day.month - AUGUST
        part = Decimal(day.day - (0 if after else 1)) / length
        return (PAD + (months + part) * WIDTH / (MONTHS * self.count)).quantize(STEP)

    def has(self, day: date) -> bool:
        return self.first <= _school_year(day) < self.first + self.count

    @property
    def edges(self) -> tuple[Decimal, ...]:
        """Where the school years begin, and where the last of them ends."""
        return tuple((PAD + Decimal(WIDTH) * n / self.count).quantize(STEP) for n in range(self.count + 1))

    @property
    def bands(self) -> str:
        """The path of every second school year."""
        pairs = list(zip(self.edges, self.edges[1:], strict=False))[1::2]
        return " ".join(f"M {left} 0 H {right} V {HEIGHT} H {left} Z" for left, right in pairs)

    @property
    def lines(self) -> str:
        """The path of the begin of each school year and of the end."""
        return " ".join(f"M {x} 0 V {HEIGHT}" for x in self.edges)

    @property
    def names(self) -> tuple[tuple[Decimal, str], ...]:
        """The middle of each school year with its name, short when it is narrow."""
        step = Decimal(WIDTH) / self.count
        return tuple(
            ((left + step / 2).quantize(STEP), self._name(self.first + n)) for n, left in enumerate(self.edges[:-1])
        )

    def _name(self, year: int) -> str:
        return f"{year}-{year + 1}" if self.count <= 5 else f"{year % 100:02}-{(year + 1) % 100:02}"

    @property
    def months(self) -> tuple[tuple[Decimal, str], ...]:
        """Where August and, when there is room, January begins."""
        names = ((AUGUST, "aug"), (1, "jan")) if self.count <= 5 else ((AUGUST, "aug"),)
        years = range(self.first, self.first + self.count)
        return tuple((self.x(date(year + (month < AUGUST), month, 1)), name) for year in years for month, name in names)

    @property
    def text(self) -> str:
        first, last = (f"{year}-{year + 1}" for year in (self.first, self.first + self.count - 1))
        return f"schooljaar {first}" if self.count == 1 else f"schooljaren {first} tot en met {last}"


@dataclass(frozen=True)
class Span:
    """A bar from ``x`` to ``x + width``; ``before`` and ``after``: it goes on outside the axis."""

    x: Decimal
    width: Decimal
    exact: bool
    before: bool = False
    after: bool = False

    @property
    def y(self) -> int:
        return (TALL if self.exact else LOW)[0]

    @property
    def height(self) -> int:
        return (TALL if self.exact else LOW)[1]


@dataclass(frozen=True)
class Row:
    """One measure: ``when`` tells its time in words, ``notes`` its marks. No ``spans``: nothing to draw a bar of."""

    place: Section
    measure: MeasureNode
    when: str
    notes: str
    spans: tuple[Span, ...]
    milestones: tuple[Decimal, ...]
    deadlines: tuple[Decimal, ...]

    @property
    def colour(self) -> str:
        return COLOURS.get(self.measure.category, COLOURS[""])

    @property
    def arrows(self) -> str:
        """The path of a point at each side where a bar goes on."""
        middle, right = HEIGHT // 2, PAD + WIDTH
        left = f"M {PAD} {middle - 5} L 1 {middle} L {PAD} {middle + 5} Z"
        paths = [left] if any(span.before for span in self.spans) else []
        if any(span.after for span in self.spans):
            paths.append(f"M {right} {middle - 5} L {right + PAD - 1} {middle} L {right} {middle + 5} Z")
        return " ".join(paths)

    @property
    def circles(self) -> str:
        middle = HEIGHT // 2
        return " ".join(f"M {x - 4} {middle} a 4 4 0 1 0 8 0 a 4 4 0 1 0 -8 0 Z" for x in self.milestones)

    @property
    def diamonds(self) -> str:
        return " ".join(f"M {x} {HEIGHT // 2 - 7} l 7 7 l -7 7 l -7 -7 Z" for x in self.deadlines)


@dataclass(frozen=True)
class Planning:
    """A strip of ``width`` × ``height`` units per row, under a head of ``head``. ``limit``: the end of the money."""

    axis: Axis
    rows: tuple[Row, ...]
    limit: Decimal | None
    width: int = WIDTH + 2 * PAD
    height: int = HEIGHT
    head: int = HEAD

    @property
    def has_low(self) -> bool:
        return any(not span.exact for row in self.rows for span in row.spans)

    @property
    def has_milestones(self) -> bool:
        return any(row.milestones for row in self.rows)

    @property
    def has_deadlines(self) -> bool:
        return any(row.deadlines for row in self.rows)

    @property
    def goes_on(self) -> bool:
        return any(row.arrows for row in self.rows)


def planning(document: Document) -> Planning | None:
    """The planning of ``document``; None without measures, or when no school year is known at all."""
    axis = _axis(document) if document.measures else None
    if axis is None:
        return None
    limit = document.round.spending_deadline
    return Planning(
        axis=axis,
        rows=tuple(_row(measure, axis) for measure in document.measures),
        limit=axis.x(limit, after=True) if limit and axis.has(limit) else None,
    )


def _axis(document: Document) -> Axis | None:
    """The school years of the round, and those around them in which a measure runs or a goal is due."""
    of_round = [year for year in map(_begin, document.round.years) if year]
    used = [_school_year(day) for measure in document.measures for day in _days(measure)]
    used += [year for measure in document.measures for year in map(_begin, measure.years) if year]
    core = of_round or used[:1]
    if not core:
        return None
    first, last = min(core), min(max(core), min(core) + MOST_YEARS - 1)
    for year in sorted(year for year in used if year > last):
        last = max(last, year) if year - first < MOST_YEARS else last
    for year in sorted((year for year in used if year < first), reverse=True):
        first = year if last - year < MOST_YEARS else first
    return Axis(first, last - first + 1)


def _days(measure: MeasureNode) -> Iterable[date]:
    goals = (day for goal in measure.goals for day in (goal.deadline, *(point.due_on for point in goal.milestones)))
    return (day for day in (measure.starts_on, measure.ends_on, *goals) if day)


def _begin(label: str) -> int | None:
    """``2021-2022`` -> 2021; None for what is no school year."""
    found = SCHOOL_YEAR.fullmatch(label)
    return int(found[1]) if found else None


def _school_year(day: date) -> int:
    return day.year if day.month >= AUGUST else day.year - 1


def _row(measure: MeasureNode, axis: Axis) -> Row:
    points = sorted({point.due_on for goal in measure.goals for point in goal.milestones})
    ends = sorted({goal.deadline for goal in measure.goals if goal.deadline})
    notes = [f"tussenpunt {shown.day(day)}" for day in points] + [f"doel uiterlijk {shown.day(day)}" for day in ends]
    return Row(
        place=sections.of_measure(measure),
        measure=measure,
        when=_when(measure),
        notes="; ".join(notes),
        spans=tuple(_spans(measure, axis)),
        milestones=tuple(axis.x(day) for day in points if axis.has(day)),
        deadlines=tuple(axis.x(day) for day in ends if axis.has(day)),
    )


def _when(measure: MeasureNode) -> str:
    start, end = measure.starts_on, measure.ends_on
    if start and end:
        told = f"{shown.day(start)} tot en met {shown.day(end)}"
        return told if start <= end else f"{told}: het einde ligt voor het begin"
    years = f"schooljaar {measure.years[0]}" if len(measure.years) == 1 else f"schooljaren {', '.join(measure.years)}"
    days = f"vanaf {shown.day(start)}" if start else f"tot en met {shown.day(end)}" if end else ""
    if days or measure.years:
        return ", ".join(filter(None, (days, years if measure.years else "")))
    return "nog geen data, wel een planning in woorden" if measure.planning else "nog geen planning"


def _spans(measure: MeasureNode, axis: Axis) -> Iterable[Span]:
    low = axis.x(measure.starts_on) if measure.starts_on else None
    high = axis.x(measure.ends_on, after=True) if measure.ends_on else None
    runs = [
        (axis.x(date(a, AUGUST, 1)), axis.x(date(b + 1, AUGUST, 1)))
        for a, b in _runs(sorted({year for year in map(_begin, measure.years) if year}))
    ]
    exact = low is not None and high is not None
    return (_span(left, right, axis, exact) for left, right in _between(low, high, runs, axis) if left < right)


def _between(low: Decimal | None, high: Decimal | None, runs: list[Side], axis: Axis) -> list[Side]:
    """One bar for two known days; else one for each run of school years, the outer one to the day that is known."""
    if low is not None and high is not None:
        return [(low, high)]
    if low is not None:
        runs = [run for run in runs if run[1] > low] or [(low, axis.right)]
        return [(low, runs[0][1]), *runs[1:]]
    if high is not None:
        runs = [run for run in runs if run[0] < high] or [(Decimal(PAD), high)]
        return [*runs[:-1], (runs[-1][0], high)]
    return runs


def _runs(years: list[int]) -> list[tuple[int, int]]:
    """Years after each other as one: ``[2021, 2022, 2024]`` -> ``[(2021, 2022), (2024, 2024)]``."""
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs


def _span(left: Decimal, right: Decimal, axis: Axis, exact: bool) -> Span:
    """Cut at the axis; what lies wholly outside keeps no width."""
    x, to = (min(max(side, Decimal(PAD)), axis.right) for side in (left, right))
    return Span(x, to - x, exact, before=left < PAD, after=right > axis.right)
