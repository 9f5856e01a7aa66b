"""Planned next to spent, per school year and category: what the annual report and the XBRL portal ask of a school.

Planned is what the version in force froze; spent is what the school or its board filled in. Source: domain.md 6,
nponderwijs.nl/po-en-vo/bekostiging/verantwoording. Pure functions; euros are Decimal with two places.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from npo_planner.money import ZERO, Sum, percent, percentage
from programmes.document.schema import Amount, CategoryNode, Document, YearNode
from programmes.models import Realisation


@dataclass(frozen=True)
class Line:
    """One category in one school year. ``spent`` and ``pnil`` None: nobody filled them in yet."""

    letter: str
    name: str
    planned: Sum
    spent: Decimal | None
    pnil: Decimal | None

    @property
    def difference(self) -> Sum | None:
        """Spent minus planned."""
        return None if self.spent is None else Sum(self.spent) - self.planned

    @property
    def pnil_percent(self) -> Decimal | None:
        return None if not self.spent or self.pnil is None else percentage(self.pnil, self.spent)


@dataclass(frozen=True)
class YearAccounts:
    """One school year; ``uncategorised`` is what the plan placed under no category."""

    year: str
    lines: tuple[Line, ...]
    uncategorised: Sum

    @property
    def planned(self) -> Sum:
        return Sum.of(line.planned for line in self.lines) + self.uncategorised

    @property
    def spent(self) -> Sum:
        return Sum.of(line.spent for line in self.lines)

    @property
    def pnil(self) -> Sum:
        return Sum.of(line.pnil for line in self.lines)

    @property
    def difference(self) -> Sum:
        return self.spent - self.planned

    @property
    def pnil_percent(self) -> Decimal | None:
        return percent(self.pnil, self.spent)

    @property
    def is_begun(self) -> bool:
        return any(line.spent is not None for line in self.lines)


@dataclass(frozen=True)
class Accounts:
    """The whole round. ``planned_pnil`` is the PNIL that the plan foresaw over all years."""

    years: tuple[YearAccounts, ...]
    planned_pnil: Sum

    @property
    def planned(self) -> Sum:
        return Sum.of(year.planned for year in self.years)

    @property
    def spent(self) -> Sum:
        return Sum.of(year.spent for year in self.years)

    @property
    def pnil(self) -> Sum:
        return Sum.of(year.pnil for year in self.years)

    @property
    def difference(self) -> Sum:
        return self.spent - self.planned

    @property
    def pnil_percent(self) -> Decimal | None:
        return percent(self.pnil, self.spent)

    @property
    def planned_pnil_percent(self) -> Decimal | None:
        return percent(self.planned_pnil, self.planned)

    @property
    def is_begun(self) -> bool:
        return any(year.is_begun for year in self.years)


def build(document: Document, realisations: Iterable[Realisation]) -> Accounts:
    """The accounts of the programme whose version in force is ``document``."""
    spent = {(r.year.label, r.category.letter): r for r in realisations}
    years = tuple(
        YearAccounts(
            year.year,
            tuple(_line(category, year, spent.get((year.year, category.letter))) for category in document.categories),
            _sum(year.uncategorised),
        )
        for year in document.budget.years
    )
    return Accounts(years, _sum(document.budget.pnil))


def _line(category: CategoryNode, year: YearNode, row: Realisation | None) -> Line:
    amount = year.by_category.get(category.letter)
    planned = _sum(amount) if amount else Sum()
    if row is None:
        return Line(category.letter, category.short_name, planned, None, None)
    # Of nothing, nothing went to PNIL: nobody has to type that.
    pnil = ZERO if row.spent == 0 else row.pnil
    return Line(category.letter, category.short_name, planned, row.spent, pnil)


def _sum(amount: Amount) -> Sum:
    return Sum(amount.amount, amount.complete)
