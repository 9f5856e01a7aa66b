"""The drawing of a pupil forecast: lines over the years, as plain geometry for an SVG template.

Pure functions. The same numbers always stand in a table beside the drawing. Lines differ in dash and in the label at
their end, not in colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from staffing.scenarios import Basis, Outlook

WIDTH, HEIGHT = 500, 310
LEFT, RIGHT, TOP, BOTTOM = 46, 140, 12, 32
"""Room for the numbers of the axis, for the names at the ends of the lines, and for the years."""
LINE = 19
"""The least distance between two names."""
YEARS_BACK = 10
STEPS = (5, 10, 20, 25, 50, 100, 200, 250, 500)
DASHES = {1: "2 4", 2: "9 4", 3: "14 4 2 4"}
COLOURS = {1: "#96589c", 2: "#14315a", 3: "#1f5f4a"}
"""As in docs/design.md. They stand in the drawing itself: a saved file does not bring its stylesheet."""


@dataclass(frozen=True)
class Line:
    """What one scenario expects: ``path`` of an SVG, and its name with the last number at ``label_y``."""

    rank: int
    name: str
    pupils: int
    path: str
    end_y: Decimal
    label_y: Decimal

    @property
    def short_name(self) -> str:
        return self.name if len(self.name) <= 11 else f"{self.name[:10]}…"

    @property
    def dash(self) -> str:
        return DASHES[self.rank]

    @property
    def colour(self) -> str:
        return COLOURS[self.rank]


@dataclass(frozen=True)
class Chart:
    """A drawing of ``WIDTH`` × ``HEIGHT`` units, told in words by ``text``."""

    history: str
    lines: tuple[Line, ...]
    levels: tuple[tuple[int, Decimal], ...]
    years: tuple[tuple[int, Decimal], ...]
    now_x: Decimal
    text: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    label_x: int = WIDTH - RIGHT + 8
    bottom: int = HEIGHT - BOTTOM
    year_y: int = HEIGHT - 8


@dataclass(frozen=True)
class Scale:
    """From years and pupils to places in the drawing."""

    years: tuple[int, int]
    low: int
    high: int

    def x(self, year: int) -> Decimal:
        part = Decimal(year - self.years[0]) / (self.years[1] - self.years[0])
        return (LEFT + part * (WIDTH - LEFT - RIGHT)).quantize(Decimal("0.1"))

    def y(self, pupils: int) -> Decimal:
        part = Decimal(self.high - pupils) / (self.high - self.low)
        return (TOP + part * (HEIGHT - TOP - BOTTOM)).quantize(Decimal("0.1"))

    def path(self, points: Sequence[tuple[int, int]]) -> str:
        return "M " + " L ".join(f"{self.x(year)} {self.y(pupils)}" for year, pupils in points)


def chart(basis: Basis, outlooks: Sequence[Outlook]) -> Chart:
    """The last years of ``basis`` and what each of ``outlooks`` expects."""
    past = basis.history[-YEARS_BACK - 1 :]
    ahead = [[(each.year, each.pupils) for each in outlook.all_years] for outlook in outlooks]
    scale, levels = _scale([*past, *(point for points in ahead for point in points)])
    ends = [scale.y(points[-1][1]) for points in ahead]
    lines = tuple(
        Line(outlook.scenario.rank, outlook.scenario.name, points[-1][1], scale.path(points), end, label)
        for outlook, points, end, label in zip(outlooks, ahead, ends, _apart(ends), strict=True)
    )
    return Chart(
        history=scale.path(past),
        lines=lines,
        levels=tuple((level, scale.y(level)) for level in levels),
        years=tuple((year, scale.x(year)) for year in _some_years(*scale.years)),
        now_x=scale.x(past[-1][0]),
        text=_text(past, outlooks),
    )


def _scale(points: Sequence[tuple[int, int]]) -> tuple[Scale, list[int]]:
    """A scale in round steps, at most six of them; the axis begins at 0 only when the counts come near it."""
    years, pupils = [year for year, _ in points], [number for _, number in points]
    spread = max(pupils) - min(pupils)
    step = next((step for step in STEPS if step * 4 >= spread), -(-spread // 4000) * 1000)
    low = max((min(pupils) // step) * step - (step if min(pupils) % step == 0 else 0), 0)
    high = max(-(-max(pupils) // step) * step, low + step)
    return Scale((min(years), max(years)), low, high), list(range(low, high + 1, step))


def _some_years(first: int, last: int) -> list[int]:
    """Every third year back from the last, so that their names do not touch."""
    return list(range(last, first - 1, -3))[::-1]


def _apart(ends: Sequence[Decimal]) -> list[Decimal]:
    """Places for the names near ``ends``, a line apart, inside the drawing."""
    order = sorted(range(len(ends)), key=lambda i: (ends[i], -i))
    places = [ends[i] for i in order]
    for i, _ in enumerate(pairwise(places)):
        places[i + 1] = max(places[i + 1], places[i] + LINE)
    over = max(places[-1] - (HEIGHT - BOTTOM), Decimal(0))
    found = dict(zip(order, (max(place - over, Decimal(TOP)) for place in places), strict=True))
    return [found[i] for i in range(len(ends))]


def _text(past: Sequence[tuple[int, int]], outlooks: Sequence[Outlook]) -> str:
    first, last = past[0], past[-1]
    said = [f"{o.scenario.name}: {o.last.pupils} leerlingen in {o.last.year}" for o in outlooks]
    return f"Van {first[1]} leerlingen in {first[0]} naar {last[1]} in {last[0]}. " + "; ".join(said)
