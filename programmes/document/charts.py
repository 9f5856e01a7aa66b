"""The drawing of a budget: bars per school year, as plain geometry for an SVG template.

Pure functions of a ``schema.Document``. The same numbers always stand in a table beside the drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from npo_planner.money import ZERO, euro
from programmes.document.schema import Amount, BudgetNode, CategoryNode, Document, YearNode

WIDTH, LABEL, ROW, BAR = 420, 96, 44, 24
"""The drawing is 420 units wide, of which 96 for the year; each year is a row of 44 with a bar of 24 in it."""
COLOURS = {"A": "#122c54", "B": "#1f5f4a", "C": "#96589c", "D": "#d98c33", "E": "#93c4e4", "F": "#f6e9c4", "": "#fff"}
"""As in docs/design.md. They stand in the drawing itself: neither a PDF nor a saved file brings its stylesheet."""
STEP = Decimal("0.01")
LIGHT = ("A", "B", "C")
"""The categories with white text on them; the others have dark text."""
LETTER = 14
"""A part that is at least this wide has its letter in it."""
NO_CATEGORY = CategoryNode(letter="", name="zonder categorie", short_name="zonder categorie")


@dataclass(frozen=True)
class Segment:
    """A part of a bar: what one category takes of one year."""

    category: CategoryNode
    x: Decimal
    width: Decimal

    @property
    def colour(self) -> str:
        return COLOURS[self.category.letter]

    @property
    def ink(self) -> str:
        return ink(self.category.letter)

    @property
    def letter(self) -> str:
        """Empty when there is no room for it."""
        return self.category.letter if self.width >= LETTER else ""

    @property
    def middle(self) -> Decimal:
        return (self.x + self.width / 2).quantize(STEP)


@dataclass(frozen=True)
class Bar:
    """One school year: its spending in parts, and at ``limit`` the money that there is; ``over``: what is too much."""

    year: str
    y: int
    segments: tuple[Segment, ...]
    limit: Decimal
    spent: str
    available: str
    over: str = ""

    @property
    def end(self) -> Decimal:
        """Where the spending ends."""
        last = self.segments[-1] if self.segments else None
        return last.x + last.width if last else Decimal(LABEL)

    @property
    def free(self) -> Decimal:
        """How wide the money is that is not in the plan; 0 when there is none."""
        return max(self.limit - self.end, Decimal(0))

    @property
    def letter_y(self) -> int:
        return self.y + 17

    @property
    def year_y(self) -> int:
        return self.y + 10

    @property
    def spent_y(self) -> int:
        return self.y + 26

    @property
    def limit_from(self) -> int:
        return self.y - 5

    @property
    def limit_to(self) -> int:
        return self.y + BAR + 5


@dataclass(frozen=True)
class Chart:
    """A drawing of ``width`` × ``height`` units; ``legend`` are the categories in it. Told in words by ``text``."""

    bars: tuple[Bar, ...]
    legend: tuple[CategoryNode, ...]
    text: str
    width: int = WIDTH
    label: int = LABEL
    bar: int = BAR

    @property
    def height(self) -> int:
        return ROW * len(self.bars)

    @property
    def has_free(self) -> bool:
        return any(bar.free for bar in self.bars)

    @property
    def drawing_width(self) -> int:
        """With room for half a line at the right edge."""
        return self.width + 2


@dataclass(frozen=True)
class CategoryRow:
    """What one category costs: an amount per school year, with the name of that year, and in all."""

    category: CategoryNode
    years: tuple[tuple[str, Amount], ...]
    total: Amount


def budget_chart(document: Document) -> Chart | None:
    """Bars of the school years in which money comes or goes; None when there is nothing to draw."""
    years = [y for y in document.budget.years if y.spent.amount or y.funding.amount]
    most = max((max(y.spent.amount, y.available.amount) for y in years), default=ZERO)
    if most <= 0:
        return None
    scale = Decimal(WIDTH - LABEL) / most
    bars = tuple(_bar(document, year, ROW * place + 8, scale) for place, year in enumerate(years))
    return Chart(bars, tuple(row.category for row in category_rows(document)), "; ".join(map(_told, bars)))


def ink(letter: str) -> str:
    """The colour of text on that of a category."""
    return "#ffffff" if letter in LIGHT else "#141c26"


def category_rows(document: Document) -> tuple[CategoryRow, ...]:
    """A row for each category that something is spent on, and one for what has no category yet."""
    budget = document.budget
    rows = [_row(c, budget) for c in document.categories if c.letter in budget.by_category]
    if budget.uncategorised.amount or not budget.uncategorised.complete:
        years = tuple((y.year, y.uncategorised) for y in budget.years)
        rows.append(CategoryRow(NO_CATEGORY, years, budget.uncategorised))
    return tuple(rows)


def ribbon(document: Document, width: int = 1000) -> tuple[Segment, ...]:
    """What each category takes of all that is planned, as a strip of ``width``; empty when nothing is."""
    rows = [row for row in category_rows(document) if row.total.amount > 0]
    total = sum((row.total.amount for row in rows), ZERO)
    segments: list[Segment] = []
    x = Decimal(0)
    for row in rows:
        part = (row.total.amount / total * width).quantize(Decimal("0.01"))
        segments.append(Segment(row.category, x, part))
        x += part
    return tuple(segments)


def _row(category: CategoryNode, budget: BudgetNode) -> CategoryRow:
    nothing = Amount(amount=ZERO, complete=True)
    years = tuple((year.year, year.by_category.get(category.letter, nothing)) for year in budget.years)
    return CategoryRow(category, years, budget.by_category[category.letter])


def _bar(document: Document, year: YearNode, y: int, scale: Decimal) -> Bar:
    segments: list[Segment] = []
    x = Decimal(LABEL)
    parts = [(c, year.by_category[c.letter]) for c in document.categories if c.letter in year.by_category]
    for category, amount in [*parts, (NO_CATEGORY, year.uncategorised)]:
        width = (amount.amount * scale).quantize(STEP)
        if width > 0:
            segments.append(Segment(category, x, width))
            x += width
    limit = (LABEL + max(year.available.amount, ZERO) * scale).quantize(STEP)
    spent, available = year.spent.amount, year.available.amount
    over = euro(spent - available) if spent > available else ""
    return Bar(year.year, y, tuple(segments), limit, euro(spent), euro(available), over)


def _told(bar: Bar) -> str:
    over = f", {bar.over} te veel" if bar.over else ""
    return f"{bar.year}: uitgaven {bar.spent} van {bar.available} beschikbaar{over}"
