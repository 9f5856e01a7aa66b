"""How much of each kind a file has, and how much of it comes along."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from programmes.document.intake.checks import short
from programmes.document.intake.constants import SHOWN
from programmes.document.intake.fit import TEXTS, Fit
from programmes.document.schema import Document
from programmes.models import BoardShare, CostLine, Funding, Goal, Measure, Milestone, NotChosen
from scans.models import Consultation, Finding, Need
from staffing.models import StaffingNeed

TEXT_NAMES = {
    "vision": "Visie van de school",
    "ambition": "Wat de school wil bereiken",
    "involvement": "Wie betrokken is",
    "summary": "Korte samenvatting voor ouders",
}


@dataclass(frozen=True)
class Tally:
    """``told`` are in the file, ``comes`` come along; ``titles`` names the first ``SHOWN`` of those."""

    label: str
    told: int
    comes: int
    titles: tuple[str, ...]

    @property
    def more(self) -> int:
        """How many come along that ``titles`` does not name."""
        return self.comes - len(self.titles)


def _goals(document: Document) -> list[Any]:
    return [goal for measure in document.measures for goal in measure.goals]


def _funding(document: Document) -> list[Any]:
    return [line for year in document.budget.years for line in year.funding_lines]


KINDS: tuple[tuple[str, type[Model], Callable[[Document], Iterable[Any]]], ...] = (
    ("Bevindingen", Finding, lambda document: document.scan.findings),
    ("Gesprekken", Consultation, lambda document: document.scan.consultations),
    ("Behoeften", Need, lambda document: document.needs),
    ("Maatregelen", Measure, lambda document: document.measures),
    ("Niet gekozen kaarten", NotChosen, lambda document: document.not_chosen),
    ("Doelen", Goal, _goals),
    ("Tussenpunten", Milestone, lambda document: [p for goal in _goals(document) for p in goal.milestones]),
    ("Menskracht", StaffingNeed, lambda document: document.staff),
    ("Andere kosten", CostLine, lambda document: document.costs),
    ("Inkomsten", Funding, _funding),
    ("Delen voor het bestuur", BoardShare, lambda document: document.budget.board_shares),
)


def tally(document: Document, found: Fit) -> list[Tally]:
    """One for each kind of row, the texts first."""
    texts = [TEXT_NAMES[name] for name in TEXTS if found.texts[name]]
    made = [Tally("Teksten", len(texts), len(texts), tuple(texts))]
    for label, model, told in KINDS:
        rows = [*found.rates.values(), *found.rows[model]] if model is Funding else found.rows[model]
        titles = tuple(short(_title(row)) for row in rows[:SHOWN])
        made.append(Tally(label, len(list(told(document))), len(rows), titles))
    return made


def _title(row: Model) -> str:
    return f"{row}, {row.year}" if isinstance(row, Funding) else str(row)
