"""Money in and out per school year, calendar year, category and measure: sums over one ledger, read by every page.

Pure functions of a programme loaded with ``Programme.objects.with_plan()``; they run no queries. Euros are Decimal
with two places. A ``Sum`` that is not ``complete`` misses an amount that the school still has to give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from npo_planner.money import ZERO, Sum, cents, percent
from programmes.models import CostLine, Funding, Measure, Programme, RoundYear
from programmes.plan import ledger
from programmes.plan.constants import Certainty
from programmes.plan.ledger import Inputs, Part
from staffing.models import StaffingNeed


@dataclass(frozen=True)
class Spending:
    """What is spent in some period. ``by_category`` maps A to F to a Sum; ``uncategorised`` is what none claims."""

    staff: Sum
    other: Sum
    by_category: dict[str, Sum]
    uncategorised: Sum
    pnil: Sum

    @property
    def spent(self) -> Sum:
        return self.staff + self.other

    @classmethod
    def of(cls, amounts: Iterable[tuple[Part, Decimal | None]]) -> Spending:
        """Add what each part takes."""
        staff, other, pnil, uncategorised = Sum(), Sum(), Sum(), Sum()
        by_category: dict[str, Sum] = {}
        for part, amount in amounts:
            if amount == 0:
                continue
            staff, other = (staff + amount, other) if part.is_staff else (staff, other + amount)
            if part.is_pnil:
                pnil += amount
            if part.letter is None:
                uncategorised += amount
            else:
                by_category[part.letter] = by_category.get(part.letter, Sum()) + amount
        return cls(staff, other, dict(sorted(by_category.items())), uncategorised, pnil)


@dataclass(frozen=True)
class YearBudget(Spending):
    """One school year. ``provisional`` is the part of ``funding`` that may still change; ``board`` goes to the board
    for several schools. ``carry_out`` is what goes on to the next year: the balance, short or over.
    """

    year: RoundYear
    funding: Sum
    provisional: Sum
    board: Sum
    carry_in: Sum

    @property
    def available(self) -> Sum:
        return self.funding + self.carry_in - self.board

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
class CalendarYear(Spending):
    """One calendar year, as the annual accounts count: of each school year the months that lie in it."""

    year: int
    funding: Sum
    board: Sum


@dataclass(frozen=True)
class Unspent:
    """Money that must be spent on ``on`` at the latest, and that the plan does not spend by then."""

    on: date
    amount: Decimal


@dataclass(frozen=True)
class Budget:
    """The whole round: by school year, by calendar year, and the ledger that both are sums of."""

    years: tuple[YearBudget, ...]
    calendar: tuple[CalendarYear, ...]
    parts: tuple[Part, ...]
    unspent: tuple[Unspent, ...]

    @property
    def funding(self) -> Sum:
        return Sum.of(y.funding for y in self.years)

    @property
    def board(self) -> Sum:
        return Sum.of(y.board for y in self.years)

    @property
    def available(self) -> Sum:
        return self.funding - self.board

    @property
    def spent(self) -> Sum:
        return Sum.of(y.spent for y in self.years)

    @property
    def balance(self) -> Sum:
        return self.available - self.spent

    @property
    def has_board(self) -> bool:
        """Whether something goes to the board, be it not known yet how much."""
        return bool(self.board.amount) or not self.board.complete

    @property
    def later(self) -> Sum:
        """What investments leave to write off after the round."""
        return Sum.of(part.later for part in self.parts)

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

    @property
    def spent_percent(self) -> Decimal | None:
        """Spent as a percentage of all money that the school has, one place; None as in a year."""
        return percent(self.spent, self.available) if self.available.amount > 0 and self.spent.amount else None

    @cached_property
    def _of_measures(self) -> dict[int, list[Part]]:
        found: dict[int, list[Part]] = {}
        for part in self.parts:
            if part.measure is not None:
                found.setdefault(part.measure.pk, []).append(part)
        return found

    def parts_of(self, measure: Measure) -> list[Part]:
        """What ``measure`` takes of each post and cost."""
        return self._of_measures.get(measure.pk, [])

    @cached_property
    def _of_sources(self) -> dict[tuple[bool, int], list[Part]]:
        found: dict[tuple[bool, int], list[Part]] = {}
        for part in self.parts:
            found.setdefault((part.is_staff, part.source.pk), []).append(part)
        return found

    def parts_of_post(self, post: StaffingNeed) -> list[Part]:
        """What each measure takes of ``post``, and what none takes."""
        return self._of_sources.get((True, post.pk), [])

    def parts_of_cost(self, line: CostLine) -> list[Part]:
        """What each measure takes of ``line``, and what none takes."""
        return self._of_sources.get((False, line.pk), [])

    def of_measure(self, measure: Measure) -> Sum:
        """What ``measure`` costs in the whole round."""
        return Sum.of(part.total for part in self.parts_of(measure))

    def measure_years(self, measure: Measure) -> tuple[Sum, ...]:
        """What ``measure`` costs in each school year."""
        return tuple(Sum.of(p.cost[i] for p in self.parts_of(measure)) for i in range(len(self.years)))

    @property
    def without_measure(self) -> tuple[Sum, ...]:
        """What no measure takes, in each school year."""
        free = [part for part in self.parts if part.measure is None]
        return tuple(Sum.of(part.cost[i] for part in free) for i in range(len(self.years)))

    @property
    def without_measure_total(self) -> Sum:
        return Sum.of(self.without_measure)

    @property
    def has_staff(self) -> bool:
        return any(part.is_staff for part in self.parts)


def funding_amount(line: Funding) -> Decimal | None:
    """What a funding line brings: the school's own amount, else rate × units; None while neither is known."""
    if line.amount is not None:
        return line.amount
    if line.rate is None or line.rate.amount is None or line.units is None:
        return None
    return cents(line.rate.amount * line.units)


def build(programme: Programme, inputs: Inputs | None = None) -> Budget:
    """The budget of ``programme``, or of ``inputs`` when somebody is typing."""
    inputs = inputs or Inputs.of(programme)
    parts = ledger.parts(inputs)
    years: list[YearBudget] = []
    carry = Sum()
    for place in range(len(inputs.years)):
        years.append(_year(inputs, place, parts, carry))
        carry = years[-1].carry_out
    deadline = programme.round.spending_deadline
    return Budget(tuple(years), _calendar(inputs, parts), parts, _unspent(inputs, years, deadline))


def _year(inputs: Inputs, place: int, parts: Sequence[Part], carry_in: Sum) -> YearBudget:
    year = inputs.years[place]
    lines = [line for line in inputs.funding if line.year_id == year.pk]
    return YearBudget(
        **vars(Spending.of((part, part.years[place].amount) for part in parts)),
        year=year,
        funding=Sum.of(map(funding_amount, lines)),
        provisional=Sum.of(funding_amount(line) for line in lines if line.certainty == Certainty.PROVISIONAL),
        board=Sum.of(share.amount for share in inputs.board if share.year_id == year.pk),
        carry_in=carry_in,
    )


def _calendar(inputs: Inputs, parts: Sequence[Part]) -> tuple[CalendarYear, ...]:
    numbers = sorted({half[0].year for year in inputs.years for half in ledger.halves_of(year) if half[0] <= half[1]})
    return tuple(_calendar_year(inputs, number, parts) for number in numbers)


def _calendar_year(inputs: Inputs, number: int, parts: Sequence[Part]) -> CalendarYear:
    places = [
        (place, half)
        for place, year in enumerate(inputs.years)
        for half, period in enumerate(ledger.halves_of(year))
        if period[0].year == number
    ]

    def within(rows: Iterable, amount: Callable) -> Sum:
        return Sum.of(
            ledger.even_halves(amount(row))[half]
            for row in rows
            for place, half in places
            if row.year_id == inputs.years[place].pk
        )

    return CalendarYear(
        **vars(Spending.of((part, part.years[place].halves[half]) for part in parts for place, half in places)),
        year=number,
        funding=within(inputs.funding, funding_amount),
        board=within(inputs.board, lambda share: share.amount),
    )


def _unspent(inputs: Inputs, years: Sequence[YearBudget], deadline: date | None) -> tuple[Unspent, ...]:
    """For each deadline what the plan does not spend in time, money with the first deadline being spent first.

    A year spends what has come by then, and a shortage is made up from what comes later. All spending of the school
    year in which a deadline falls counts as in time. Nothing is told while a cost or the board's share is not known.
    """
    if not all(year.spent.complete and year.board.complete for year in years):
        return ()
    left: dict[date, Decimal] = {}
    short = ZERO
    for year in years:
        short += year.spent.amount + year.board.amount
        for line in inputs.funding:
            day, amount = line.spend_by or deadline, funding_amount(line)
            if line.year_id == year.year.pk and day and amount:
                left[day] = left.get(day, ZERO) + amount
        for day in sorted(day for day in left if day >= year.year.start):
            used = min(left[day], short)
            left[day], short = left[day] - used, short - used
    return tuple(Unspent(day, amount) for day, amount in sorted(left.items()) if amount)
