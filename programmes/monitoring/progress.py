"""What became of the goals: frozen measures and goals, joined by id with what was measured and decided since.

Pure functions of documents and rows; they run no queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from npo_planner.money import number
from programmes.document.schema import Document, GoalNode, MeasureNode
from programmes.models import Evaluation, Measurement


@dataclass(frozen=True)
class GoalProgress:
    """A goal as it was adopted, with its measurements, oldest first, as seen ``today``."""

    node: GoalNode
    measurements: tuple[Measurement, ...]
    today: date

    @property
    def anchor(self) -> str:
        return f"doel-{self.node.id}"

    @property
    def latest(self) -> Measurement | None:
        """The last measurement with a number."""
        return next((m for m in reversed(self.measurements) if m.value is not None), None)

    @property
    def is_reached(self) -> bool | None:
        """None when numbers cannot tell: there is no number, or no direction to go in."""
        start, target, latest = self.node.baseline, self.node.target, self.latest
        if latest is None or target is None:
            return None
        if latest.value == target:
            return True
        if start is None or start == target:
            return None
        return latest.value > target if target > start else latest.value < target

    @property
    def line(self) -> str:
        """From baseline over every value to the target: ``60 → 66 → 71 (streefwaarde 75) %``."""
        values = [self.node.baseline, *(m.value for m in self.measurements)]
        way = " → ".join(number(value) for value in values if value is not None)
        target = f"(streefwaarde {number(self.node.target)})" if self.node.target is not None else ""
        return " ".join(part for part in (way, target, self.node.unit) if part)

    @property
    def words(self) -> str:
        """One sentence on how far the goal is."""
        if not self.measurements:
            return "Nog niet gemeten."
        if self.is_reached:
            return "De streefwaarde is gehaald."
        late = self.node.deadline is not None and self.node.deadline < self.today
        return f"{self._way()}{' De datum van het doel is voorbij.' if late else ''}"

    def _way(self) -> str:
        start, target, latest = self.node.baseline, self.node.target, self.latest
        if latest is None:
            return "In woorden bijgehouden."
        if start is None or target is None or start == target:
            return "Gemeten. Of dit op weg is, ziet u aan de getallen hieronder."
        percent = (latest.value - start) * 100 / (target - start)
        if percent < 0:
            return "De laatste meting is verder van het doel dan het begin."
        if percent == 0:
            return "Nog geen verschil met het begin."
        return f"Op weg: {number(percent.quantize(Decimal(1)))}% van begin naar streefwaarde."


@dataclass(frozen=True)
class MeasureProgress:
    """A measure as it was adopted, with its goals and evaluations, oldest first."""

    node: MeasureNode
    goals: tuple[GoalProgress, ...]
    evaluations: tuple[Evaluation, ...]

    @property
    def anchor(self) -> str:
        return f"maatregel-{self.node.id}"

    @property
    def verdict(self) -> Evaluation | None:
        return self.evaluations[-1] if self.evaluations else None


@dataclass(frozen=True)
class Progress:
    """All measures in force; ``dropped`` are those of earlier versions about which something was written."""

    measures: tuple[MeasureProgress, ...]
    dropped: tuple[MeasureProgress, ...]

    @property
    def goals(self) -> list[GoalProgress]:
        return [goal for measure in self.measures for goal in measure.goals]

    @property
    def measured(self) -> int:
        return sum(bool(goal.measurements) for goal in self.goals)

    @property
    def reached(self) -> int:
        return sum(goal.is_reached is True for goal in self.goals)

    @property
    def evaluated(self) -> int:
        return sum(bool(measure.evaluations) for measure in self.measures)


@dataclass(frozen=True)
class _Rows:
    """What was written, and the day on which it is read."""

    measurements: tuple[Measurement, ...]
    evaluations: tuple[Evaluation, ...]
    today: date

    def of(self, node: MeasureNode) -> MeasureProgress:
        goals = tuple(
            GoalProgress(g, tuple(m for m in self.measurements if m.goal == g.id), self.today) for g in node.goals
        )
        return MeasureProgress(node, goals, tuple(e for e in self.evaluations if e.measure == node.id))

    def without(self, document: Document) -> _Rows:
        """What is about goals and measures that ``document`` does not have."""
        goals = {g.id for m in document.measures for g in m.goals}
        measures = {m.id for m in document.measures}
        return _Rows(
            tuple(m for m in self.measurements if m.goal not in goals),
            tuple(e for e in self.evaluations if e.measure not in measures),
            self.today,
        )


def build(
    documents: Sequence[Document],
    measurements: Iterable[Measurement],
    evaluations: Iterable[Evaluation],
    *,
    today: date,
) -> Progress:
    """The progress of one programme: ``documents`` are those of its adopted versions, the one in force last."""
    rows = _Rows(tuple(measurements), tuple(evaluations), today)
    current = documents[-1]
    return Progress(
        tuple(rows.of(node) for node in current.measures),
        tuple(_dropped(documents[:-1], rows.without(current))),
    )


def _dropped(earlier: Sequence[Document], rows: _Rows) -> Iterator[MeasureProgress]:
    """What was written about goals and measures that are no longer there, in the words of their last version."""
    for document in reversed(earlier):
        for node in document.measures:
            found = rows.of(node)
            goals = tuple(g for g in found.goals if g.measurements)
            if goals or found.evaluations:
                yield MeasureProgress(node, goals, found.evaluations)
        rows = rows.without(document)
