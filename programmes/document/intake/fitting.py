"""What is made while a document is fitted to a school: rows that are not saved, and what stays behind.

Rows point at each other and belong to no programme yet. What a document names and this installation does not know is
never guessed at: the row, or that field of it, stays behind and is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Choices, Model

from programmes.document.intake.checks import checked, short
from programmes.document.intake.constants import CODES
from programmes.document.intake.known import Known
from programmes.document.schema import Document
from programmes.models import (
    BoardShare,
    CostLine,
    CostShare,
    Deployment,
    Funding,
    FundingRate,
    Goal,
    Measure,
    Milestone,
    NotChosen,
)
from scans.models import Consultation, Finding, Need
from staffing.models import StaffingNeed

SomeRow = TypeVar("SomeRow", bound=Model)

ORDER: tuple[type[Model], ...] = (
    Consultation,
    Finding,
    Finding.consultations.through,
    Need,
    Need.findings.through,
    Measure,
    Measure.needs.through,
    Measure.years.through,
    Measure.also.through,
    Goal,
    Milestone,
    StaffingNeed,
    Deployment,
    CostLine,
    CostShare,
    Funding,
    BoardShare,
    NotChosen,
)
"""The order in which rows can be saved: each after what it points at."""


@dataclass(frozen=True)
class Lost:
    """Something of the file that does not come along, and why; both in Dutch."""

    what: str
    why: str


@dataclass
class Fitting:
    """A fit while it is made."""

    document: Document
    known: Known
    rows: dict[type[Model], list[Model]] = field(default_factory=lambda: {model: [] for model in ORDER})
    rates: dict[FundingRate, Funding] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)

    def lose(self, what: str, why: str) -> None:
        self.lost.append(Lost(short(what), why))

    def add(self, row: SomeRow, what: str) -> SomeRow:
        """``row`` will be written, if it is right. Raises Refused (bad_value)."""
        self.rows[type(row)].append(checked(row, what))
        return row

    def tie(self, model: type[Model], **ends: Model) -> None:
        """A row of a many-to-many relation, whose ends are rows in their own right."""
        self.rows[model].append(model(**ends))

    def code(self, choices: type[Choices], label: str, what: str) -> str | None:
        """The code of ``label``, which must be there: None when the row of ``what`` stays behind, and why is told."""
        found = CODES[choices].get(label)
        if found is None:
            self.lose(what, f"De keuze “{short(label)}” kent deze planner niet.")
        return found

    def code_or_empty(self, choices: type[Choices], label: str, what: str, name: str) -> str:
        """The code of ``label``, which may be left empty: so it is when nobody knows it, and that is told."""
        if not label:
            return ""
        return self.code(choices, label, f"{name} bij {what}") or ""
