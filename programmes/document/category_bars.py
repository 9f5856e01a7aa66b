"""What goes to people and what to other costs in each category, as plain geometry for SVG rows of a table.

Pure functions of a ``schema.Document``. Only amounts that are known are drawn; the cells beside a bar tell the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from npo_planner.money import ZERO, cents, euro, number, percentage
from programmes.document import ledger
from programmes.document.charts import COLOURS, CategoryRow, category_rows
from programmes.document.schema import CategoryNode, Document

WIDTH, HEIGHT, EDGE, GAP = 200, 18, 1, 5
"""Units of the largest bar and of the height of a drawing, of the margin around it, and between lines of a hatch."""
STEP = Decimal("0.01")


@dataclass(frozen=True)
class CategoryBar:
    """A bar: the solid part (people) from EDGE, then the hatched part (other costs). ``percent`` of what is known."""

    category: CategoryNode
    staff: Decimal
    other: Decimal
    percent: Decimal
    complete: bool
    solid: Decimal
    rest: Decimal
    colour: str
    width: int = WIDTH + 2 * EDGE
    height: int = HEIGHT
    left: int = EDGE

    @property
    def rest_x(self) -> Decimal:
        return EDGE + self.solid

    @property
    def bar(self) -> int:
        return HEIGHT - 2 * EDGE

    @property
    def hatch(self) -> str:
        return hatch(self.rest_x, Decimal(EDGE), self.rest, self.bar)

    @property
    def text(self) -> str:
        told = f"personeel {euro(self.staff)}, andere kosten {euro(self.other)}"
        return f"{told}, samen {number(self.percent)}% van de uitgaven{'' if self.complete else ' (voorlopig)'}"


def category_bars(document: Document) -> tuple[CategoryBar, ...]:
    """A bar for each category that something known is spent on, in the order of the menukaart."""
    rows = category_rows(document)
    most = max((row.total.amount for row in rows), default=ZERO)
    if most <= 0:
        return ()
    staff = _staff(document)
    spent = sum((row.total.amount for row in rows), ZERO)
    return tuple(_bar(row, staff, WIDTH / most, spent) for row in rows if row.total.amount > 0)


def _bar(row: CategoryRow, staff: dict[str, Decimal], scale: Decimal, spent: Decimal) -> CategoryBar:
    total = row.total.amount
    people = min(max(cents(staff.get(row.category.letter, ZERO)), ZERO), total)
    solid, whole = (people * scale).quantize(STEP), (total * scale).quantize(STEP)
    return CategoryBar(
        category=row.category,
        staff=people,
        other=total - people,
        percent=percentage(total, spent),
        complete=row.total.complete,
        solid=solid,
        rest=whole - solid,
        colour=COLOURS.get(row.category.letter, COLOURS[""]),
    )


def _staff(document: Document) -> dict[str, Decimal]:
    """Per letter ("" for none) what goes to people."""
    found: dict[str, Decimal] = {}
    for entry in ledger.entries(document):
        if entry.is_staff and entry.amount is not None:
            found[entry.category or ""] = found.get(entry.category or "", ZERO) + entry.amount
    return found


def hatch(x: Decimal, y: Decimal, width: Decimal, height: int) -> str:
    """The path of slanting lines inside a box, GAP from each other: shade that every printer keeps."""
    return " ".join(_slants(x, y, width, height))


def _slants(x: Decimal, y: Decimal, width: Decimal, height: int) -> Iterable[str]:
    for offset in range(GAP - height, int(width) + 1, GAP):
        start, end = max(Decimal(offset), Decimal(0)), min(Decimal(offset + height), width)
        if start < end:
            bottom, top = y + height - (start - offset), y + height - (end - offset)
            yield f"M {x + start} {bottom} L {x + end} {top}"
