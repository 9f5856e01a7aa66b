"""The drawing of a goal: from the value at the begin to the target, as plain geometry for an SVG template.

Pure functions of a ``schema.GoalNode``. The same values always stand in words beside the drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from npo_planner import money
from programmes.document import shown
from programmes.document.fitting import fit, width
from programmes.document.schema import GoalNode

WIDTH, SIDE, HEIGHT, MIDDLE = 360, 50, 48, 24
"""Units of the drawing, of the room at both sides of the axis for its ends, and where the axis is."""
FONT, SMALL = 13, 11
LEAST = 6
"""A change of less than a sixth of the axis is drawn on a part of it: else nobody sees it."""
PERCENT = ("%", "procent")
STEP = Decimal("0.01")


@dataclass(frozen=True)
class Scale:
    """An axis from ``low`` to ``high``, which is more; ``part``: it does not begin where the values begin."""

    low: Decimal
    high: Decimal
    part: bool = False

    def x(self, value: Decimal) -> Decimal:
        return (SIDE + (value - self.low) / (self.high - self.low) * (WIDTH - 2 * SIDE)).quantize(STEP)


@dataclass(frozen=True)
class Label:
    """Text centred on ``x``, wholly on the canvas."""

    x: Decimal
    text: str


@dataclass(frozen=True)
class GoalBar:
    """``start`` and ``end`` are where the first value and the target are, None when not known. Told by ``text``."""

    scale: Scale
    start: Decimal | None
    end: Decimal | None
    points: tuple[Decimal, ...]
    start_label: Label | None
    end_label: Label | None
    text: str
    notes: str
    width: int = WIDTH
    height: int = HEIGHT
    middle: int = MIDDLE

    @property
    def left(self) -> int:
        return SIDE

    @property
    def right(self) -> int:
        return WIDTH - SIDE

    @property
    def ends(self) -> tuple[str, str]:
        """The numbers at both ends of the axis; empty when there is no room for one."""
        room = (SIDE - 12) / SMALL
        low, high = (money.number(value) for value in (self.scale.low, self.scale.high))
        return low if width(low) <= room else "", high if width(high) <= room else ""

    @property
    def body(self) -> str:
        """The path of the change; empty when there is none."""
        if self.start is None or self.end is None or self.start == self.end:
            return ""
        return f"M {self.start} {MIDDLE - 4} H {self.end} V {MIDDLE + 4} H {self.start} Z"

    @property
    def way(self) -> str:
        """The path of an arrow in the change that tells its direction; empty when there is no room for it."""
        if self.start is None or self.end is None or abs(self.end - self.start) < 24:
            return ""
        middle, tip = (self.start + self.end) / 2, 4 if self.end > self.start else -4
        return f"M {(middle - tip // 2).quantize(STEP)} {MIDDLE - 3} l {tip} 3 l {-tip} 3"

    @property
    def circles(self) -> str:
        return " ".join(f"M {x - 4} {MIDDLE} a 4 4 0 1 0 8 0 a 4 4 0 1 0 -8 0 Z" for x in self.points)


def goal_bar(goal: GoalNode) -> GoalBar | None:
    """The drawing of ``goal``; None when it is in words only."""
    if goal.baseline is None and goal.target is None:
        return None
    scale = _scale(goal)
    start, end = (None if value is None else scale.x(value) for value in (goal.baseline, goal.target))
    points = [point for point in goal.milestones if point.value is not None]
    return GoalBar(
        scale=scale,
        start=start,
        end=end,
        points=tuple(sorted({scale.x(point.value) for point in points})),
        start_label=_label(start, f"begin {_value(goal.baseline, goal)}") if start is not None else None,
        end_label=_label(end, f"doel {_value(goal.target, goal)}") if end is not None else None,
        text=_text(goal),
        notes=_notes(goal, scale),
    )


def _scale(goal: GoalNode) -> Scale:
    """From 0 to the largest value, or to 100 for percentages, unless the change would be too small to see."""
    found = [value for value in (goal.baseline, goal.target, *(p.value for p in goal.milestones)) if value is not None]
    least, most = min(found), max(found)
    low, high = min(least, Decimal(0)), max(most, Decimal(0))
    if goal.unit.strip().lower() in PERCENT and least >= 0 and most <= 100:
        low, high = Decimal(0), Decimal(100)
    change = most - least
    if not change or change * LEAST >= high - low:
        return Scale(low, high if high > low else low + 1)
    return Scale(max(least - change, low), most + change if high == most else min(most + change, high), part=True)


def _label(x: Decimal, text: str) -> Label:
    (line,) = fit(text, WIDTH / FONT, 1)
    half = Decimal(str(width(line))) * FONT / 2
    return Label(min(max(x, half), WIDTH - half).quantize(STEP), line)


def _value(value: Decimal, goal: GoalNode) -> str:
    unit = goal.unit.strip()
    return money.number(value) + (unit if unit == "%" else f" {unit}" if unit else "")


def _text(goal: GoalNode) -> str:
    if goal.baseline is None:
        return f"Naar {_value(goal.target, goal)}; de beginwaarde is nog niet bekend"
    if goal.target is None:
        return f"Van {_value(goal.baseline, goal)}; het doel is nog niet bekend"
    if goal.baseline == goal.target:
        return f"Gelijk blijven: {_value(goal.target, goal)}"
    way = "Omhoog" if goal.target > goal.baseline else "Omlaag"
    return f"{way} van {_value(goal.baseline, goal)} naar {_value(goal.target, goal)}"


def _notes(goal: GoalNode, scale: Scale) -> str:
    points = [f"{shown.day(p.due_on)} {_value(p.value, goal)}" for p in goal.milestones if p.value is not None]
    told = [f"Tussenpunten: {'; '.join(points)}."] if points else []
    axis = f"De as loopt van {money.number(scale.low)} tot {money.number(scale.high)}."
    return " ".join([*told, axis])
