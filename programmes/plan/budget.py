"""Money in and out per school year and per category: one computation, read by every page and document.

Pure functions of a programme loaded with ``Programme.objects.with_plan()``; they run no queries. Euros are Decimal
with two places. A ``Sum`` that is not ``complete`` misses an amount that the school still has to give.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from npo_planner.money import ZERO, Sum, cents, percent, split
from programmes.models import CostLine, Funding, Measure, Programme, RoundYear
from staffing import cost
from staffing.models import StaffingNeed

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class StaffPart:
    """The part of one post that works for one measure, or (``measure`` None) that is not placed yet.

    ``cost`` has one amount per school year of the round, None where it cannot be computed.
    """

    post: StaffingNeed
    measure: Measure | None
    share: Decimal
    cost: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class YearBudget:
    """One school year. ``carry_out`` is what goes on to the next year: the balance, short or over.

    ``by_category`` maps the letters A to F to a Sum; ``uncategorised`` is what no measure or category claims.
    """

    year: RoundYear
    funding: Sum
    carry_in: Sum
    staff: Sum
    other: Sum
    by_category: dict[str, Sum]
    uncategorised: Sum
    pnil: Sum

    @property
    def available(self) -> Sum:
        return self.funding + self.carry_in

    @property
    def spent(self) -> Sum:
        return self.staff + self.other

    @property
    def balance(self) -> Sum:
        return self.available - self.spent

    @property
    def carry_out(self) -> Sum:
        return self.balance

    @property
    def spent_percent(self) -> Decimal | None:
        """Spent as a percentage of what is available, one place; None when either is nothing, short or incomplete."""
        return percent(self.spent, self.available) if self.available.amount > 0 and self.spent.amount else None


@dataclass(frozen=True)
class Budget:
    """The whole round, year by year; ``per_measure`` is keyed by the measure's primary key."""

    years: tuple[YearBudget, ...]
    staff_parts: tuple[StaffPart, ...]
    per_measure: dict[int, Sum]

    @property
    def funding(self) -> Sum:
        return Sum.of(y.funding for y in self.years)

    @property
    def spent(self) -> Sum:
        return Sum.of(y.spent for y in self.years)

    @property
    def balance(self) -> Sum:
        return self.funding - self.spent

    @property
    def pnil(self) -> Sum:
        return Sum.of(y.pnil for y in self.years)

    @property
    def by_category(self) -> dict[str, Sum]:
        letters = sorted({letter for y in self.years for letter in y.by_category})
        return {letter: Sum.of(y.by_category.get(letter, ZERO) for y in self.years) for letter in letters}

    @property
    def uncategorised(self) -> Sum:
        return Sum.of(y.uncategorised for y in self.years)

    @property
    def pnil_percent(self) -> Decimal | None:
        """PNIL as a percentage of all spending, one place: the annual report asks it."""
        return percent(self.pnil, self.spent)


def funding_amount(line: Funding) -> Decimal | None:
    """What one funding line brings: the school's own amount, else rate × units, else None (unknown)."""
    if line.amount is not None:
        return line.amount
    if line.rate is None or line.rate.amount is None or line.units is None:
        return None
    return cents(line.rate.amount * line.units)


def staff_parts(programme: Programme) -> list[StaffPart]:
    """Every post split over its measures by share; what no measure uses is a part of its own."""
    periods = [(year.start, year.end) for year in programme.round.years.all()]
    parts: list[StaffPart] = []
    for post in programme.staff_plan.needs.all():
        parts += _parts_of(post, cost.cost_per_period(post, periods))
    return parts


def build(programme: Programme) -> Budget:
    """The budget of ``programme``."""
    years = list(programme.round.years.all())
    parts = staff_parts(programme)
    lines = list(programme.cost_lines.all())
    budgets: list[YearBudget] = []
    carry = Sum()
    for index, year in enumerate(years):
        budget = _year(programme, year, index, carry, parts, [line for line in lines if line.year_id == year.pk])
        budgets.append(budget)
        carry = budget.carry_out
    return Budget(tuple(budgets), tuple(parts), _per_measure(programme, parts, lines))


def _parts_of(post: StaffingNeed, yearly: list[Decimal | None]) -> list[StaffPart]:
    deployments = list(post.deployments.all())
    shares = [d.share for d in deployments]
    placed = sum(shares, Decimal(0))
    measures: list[Measure | None] = [d.measure for d in deployments]
    if placed < HUNDRED:
        shares.append(HUNDRED - placed)
        measures.append(None)
    per_year = [[None] * len(shares) if amount is None else split(amount, shares) for amount in yearly]
    return [
        StaffPart(post, measure, share, tuple(amounts[i] for amounts in per_year))
        for i, (measure, share) in enumerate(zip(measures, shares, strict=True))
    ]


def _year(
    programme: Programme,
    year: RoundYear,
    index: int,
    carry_in: Sum,
    parts: Iterable[StaffPart],
    lines: Iterable[CostLine],
) -> YearBudget:
    by_category: dict[str, Sum] = {}
    uncategorised, staff, other, pnil = Sum(), Sum(), Sum(), Sum()
    for part in parts:
        amount = part.cost[index]
        staff += amount
        if part.post.is_pnil:
            pnil += amount
        letter = part.measure.category.letter if part.measure else None
        uncategorised = _add(by_category, letter, amount, uncategorised)
    for line in lines:
        other += line.amount
        letter = line.category.letter if line.category else None
        uncategorised = _add(by_category, letter, line.amount, uncategorised)
    funding = Sum.of(funding_amount(f) for f in programme.funding.all() if f.year_id == year.pk)
    return YearBudget(year, funding, carry_in, staff, other, by_category, uncategorised, pnil)


def _add(by_category: dict[str, Sum], letter: str | None, amount: Decimal | None, uncategorised: Sum) -> Sum:
    if letter is None:
        return uncategorised + amount
    by_category[letter] = by_category.get(letter, Sum()) + amount
    return uncategorised


def _per_measure(programme: Programme, parts: Iterable[StaffPart], lines: Iterable[CostLine]) -> dict[int, Sum]:
    sums = {measure.pk: Sum() for measure in programme.measures.all()}
    for part in parts:
        if part.measure is not None:
            sums[part.measure.pk] = sums[part.measure.pk] + Sum.of(part.cost)
    for line in lines:
        if line.measure_id is not None:
            sums[line.measure_id] = sums[line.measure_id] + line.amount
    return sums
