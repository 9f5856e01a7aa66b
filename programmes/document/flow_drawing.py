"""The drawing of a flow: boxes with names in four columns and bands between them, as plain geometry for SVG.

Names stand in boxes that are as high as their text needs; the bars at the sides of a box, and the bands between two
bars, are as high as the money. So a small amount keeps a legible name and never looks larger than it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from npo_planner.money import euro
from programmes.document.charts import COLOURS
from programmes.document.fitting import fit
from programmes.document.flow import CATEGORY, MEASURE, NEED, YEAR, Flow, Link, Place

WIDTHS = {NEED: 168, MEASURE: 168, CATEGORY: 144, YEAR: 108}
GAP, BAR, PAD = 50, 5, 7
"""Units between two columns, of a bar at the side of a box, and between that and the text."""
FONT, LINE, ABOVE, BETWEEN, HEAD = 13, 16, 5, 10, 26
"""Units of the text, of a line of it, above and under the text in a box, between boxes, and of the column heads."""
LINES = {NEED: 3, MEASURE: 3, CATEGORY: 3, YEAR: 1}
HEADS = {NEED: "Behoefte", MEASURE: "Maatregel", CATEGORY: "Categorie", YEAR: "Schooljaar"}
MONEY = 300
"""How high all the money is together, at least; more when the names need a higher drawing."""
STEP = Decimal("0.01")


@dataclass(frozen=True)
class Box:
    """A place with its name. The bars are ``bar`` high from ``bar_y``; ``texts`` are lines with their baseline."""

    place: Place
    x: int
    y: Decimal
    width: int
    height: Decimal
    bar_y: Decimal
    bar: Decimal
    lines: tuple[str, ...]

    @property
    def colour(self) -> str:
        """Of its bars: the category's own, else ink."""
        return COLOURS[self.place.key] if self.place.column == CATEGORY else "#14315a"

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bars(self) -> tuple[int, ...]:
        """Where its bars begin: none at the outside of the drawing."""
        left, right = self.x, self.right - BAR
        return {NEED: (right,), YEAR: (left,)}.get(self.place.column, (left, right))

    @property
    def text_x(self) -> int:
        return self.x + PAD + (0 if self.place.column == NEED else BAR)

    @property
    def texts(self) -> tuple[tuple[Decimal, str], ...]:
        top = self.y + (self.height - LINE * (len(self.lines) + 1)) / 2
        return tuple((_step(top + LINE * place + 12), line) for place, line in enumerate(self.lines))

    @property
    def amount_y(self) -> Decimal:
        return _step(self.y + (self.height + LINE * (len(self.lines) + 1)) / 2 - 4)

    @property
    def amount(self) -> str:
        return euro(self.place.amount)


@dataclass(frozen=True)
class Band:
    """Money between two boxes: from ``start`` at the left to ``end`` at the right, ``height`` high at both."""

    link: Link
    x: int
    to: int
    start: Decimal
    end: Decimal
    height: Decimal

    @property
    def colour(self) -> str:
        return COLOURS[self.link.letter]

    @property
    def path(self) -> str:
        middle = (self.x + self.to) // 2
        start, end = self.start + self.height, self.end + self.height
        there = f"M {self.x} {self.start} C {middle} {self.start} {middle} {self.end} {self.to} {self.end}"
        return f"{there} L {self.to} {end} C {middle} {end} {middle} {start} {self.x} {start} Z"


@dataclass(frozen=True)
class Drawing:
    """``width`` × ``height`` units; ``heads`` are the names of the columns with where they begin."""

    boxes: tuple[Box, ...]
    bands: tuple[Band, ...]
    heads: tuple[tuple[int, str], ...]
    width: int
    height: Decimal
    bar: int = BAR
    font: int = FONT


def draw(flow: Flow) -> Drawing:
    """The drawing of ``flow``."""
    columns = [flow.column(column) for column in WIDTHS]
    names = {place: _lines(place) for place in flow.places}
    tallest = max(sum(_text_height(names[place]) for place in column) for column in columns)
    scale = max(Decimal(MONEY), Decimal(tallest) / 2) / flow.total
    stacks = [_stack(column, names, scale) for column in columns]
    height = max(stack[-1].y + stack[-1].height for stack in stacks) if stacks else Decimal(HEAD)
    boxes = tuple(_moved(box, (height - _bottom(stack)) / 2) for stack in stacks for box in stack)
    heads = tuple((_left(column) + (PAD if column == NEED else BAR + PAD), head) for column, head in HEADS.items())
    return Drawing(boxes, _bands(flow, boxes, scale), heads, _left(YEAR) + WIDTHS[YEAR], _step(height + 1))


def _left(column: int) -> int:
    return sum(WIDTHS[other] + GAP for other in WIDTHS if other < column)


def _lines(place: Place) -> tuple[str, ...]:
    room = WIDTHS[place.column] - 2 * PAD - BAR * (1 if place.column in (NEED, YEAR) else 2)
    return fit(place.name, room / FONT, LINES[place.column])


def _text_height(lines: Sequence[str]) -> int:
    """Of a name with its amount under it."""
    return LINE * (len(lines) + 1) + 2 * ABOVE


def _stack(column: Sequence[Place], names: dict[Place, tuple[str, ...]], scale: Decimal) -> list[Box]:
    """The boxes of one column under each other, under its head."""
    boxes: list[Box] = []
    y = Decimal(HEAD)
    for place in column:
        bar = _step(place.amount * scale)
        height = max(Decimal(_text_height(names[place])), bar)
        bar_y = y + _step((height - bar) / 2)
        boxes.append(Box(place, _left(place.column), y, WIDTHS[place.column], height, bar_y, bar, names[place]))
        y += height + BETWEEN
    return boxes


def _bottom(stack: Sequence[Box]) -> Decimal:
    return stack[-1].y + stack[-1].height


def _moved(box: Box, by: Decimal) -> Box:
    down = _step(by)
    return Box(box.place, box.x, box.y + down, box.width, box.height, box.bar_y + down, box.bar, box.lines)


def _bands(flow: Flow, boxes: Iterable[Box], scale: Decimal) -> tuple[Band, ...]:
    """Bands leave and reach a bar in the order of the boxes at their other end, so that few of them cross."""
    at = {(box.place.column, box.place.key): (order, box) for order, box in enumerate(boxes)}

    def ends(link: Link) -> tuple[int, int]:
        return at[link.column, link.source][0], at[link.column + 1, link.target][0]

    # What went out of each box and into it so far. Money is added, not heights: rounding must not add up.
    out: dict[Box, Decimal] = {}
    into: dict[Box, Decimal] = {}
    bands = []
    for link in sorted(flow.links, key=lambda link: (ends(link), link.letter)):
        source, target = at[link.column, link.source][1], at[link.column + 1, link.target][1]
        start, end = out.get(source, Decimal(0)), into.get(target, Decimal(0))
        out[source], into[target] = start + link.amount, end + link.amount
        bands.append(
            Band(
                link,
                source.right,
                target.x,
                source.bar_y + _step(start * scale),
                target.bar_y + _step(end * scale),
                _step(link.amount * scale),
            )
        )
    return tuple(bands)


def _step(value: Decimal) -> Decimal:
    """To hundredths of a unit: enough to draw, and the same text on every machine."""
    return value.quantize(STEP)
