"""The money of a plan -> its part of the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from npo_planner.money import Sum
from programmes.document import schema
from programmes.models import BoardShare, Funding, Programme
from programmes.plan import budget as budgets
from programmes.plan.constants import FundingKind


def budget_node(programme: Programme, budget: budgets.Budget) -> schema.BudgetNode:
    return schema.BudgetNode(
        years=tuple(
            _year(year, [f for f in programme.funding.all() if f.year_id == year.year.pk]) for year in budget.years
        ),
        funding=schema.Amount.of(budget.funding),
        spent=schema.Amount.of(budget.spent),
        balance=schema.Amount.of(budget.balance),
        by_category=_amounts(budget.by_category),
        uncategorised=schema.Amount.of(budget.uncategorised),
        pnil=schema.Amount.of(budget.pnil),
        pnil_percent=budget.pnil_percent,
        spent_percent=budget.spent_percent,
        available=_amount(budget.available) if programme.board_shares.all() else None,
        later=_amount(budget.later),
        board_shares=tuple(map(_board_share, programme.board_shares.all())),
        calendar=tuple(map(_calendar_year, budget.calendar)),
        unspent=tuple(schema.UnspentNode(on=each.on, amount=each.amount) for each in budget.unspent),
        without_measure=by_year(budget, budget.without_measure),
        ledger=tuple(_ledger(budget)),
    )


def _ledger(budget: budgets.Budget) -> Iterable[schema.EntryNode]:
    """Each part in each school year that it takes something of, also when nobody knows yet how much."""
    for part in budget.parts:
        for year, slice_ in zip(budget.years, part.years, strict=True):
            if slice_.amount != 0:
                yield schema.EntryNode(
                    year=year.year.label,
                    post=part.source.pk if part.is_staff else None,
                    cost=None if part.is_staff else part.source.pk,
                    measure=part.measure.pk if part.measure else None,
                    category=part.letter,
                    amount=slice_.amount,
                    autumn=slice_.halves[0],
                )


def _amount(total: Sum) -> schema.Amount | None:
    """None when there is nothing to tell."""
    return schema.Amount.of(total) if total.amount or not total.complete else None


def _board_share(share: BoardShare) -> schema.BoardShareNode:
    return schema.BoardShareNode(
        id=share.pk,
        year=share.year.label,
        purpose=share.purpose,
        amount=share.amount,
        agreed_on=share.agreed_on,
        note=share.note,
    )


def _calendar_year(year: budgets.CalendarYear) -> schema.CalendarYearNode:
    return schema.CalendarYearNode(
        year=year.year,
        funding=schema.Amount.of(year.funding),
        board=_amount(year.board),
        staff=schema.Amount.of(year.staff),
        other=schema.Amount.of(year.other),
        spent=schema.Amount.of(year.spent),
        by_category=_amounts(year.by_category),
        uncategorised=schema.Amount.of(year.uncategorised),
    )


def _funding(line: Funding) -> schema.FundingNode:
    return schema.FundingNode(
        id=line.pk,
        label=line.label,
        rate=line.rate.amount if line.rate else None,
        units=line.units,
        basis_label=line.rate.get_basis_display() if line.rate else "",
        own_amount=line.amount is not None,
        amount=budgets.funding_amount(line),
        note=line.note,
        kind_label="" if line.kind == FundingKind.ROUND else line.get_kind_display(),
        certainty_label=line.get_certainty_display(),
        spend_by=line.spend_by,
    )


def _year(year: budgets.YearBudget, funding: list[Funding]) -> schema.YearNode:
    return schema.YearNode(
        year=year.year.label,
        funding_lines=tuple(map(_funding, funding)),
        funding=schema.Amount.of(year.funding),
        carry_in=schema.Amount.of(year.carry_in),
        available=schema.Amount.of(year.available),
        staff=schema.Amount.of(year.staff),
        other=schema.Amount.of(year.other),
        spent=schema.Amount.of(year.spent),
        balance=schema.Amount.of(year.balance),
        by_category=_amounts(year.by_category),
        uncategorised=schema.Amount.of(year.uncategorised),
        board=_amount(year.board),
        provisional=_amount(year.provisional),
    )


def _amounts(sums: dict[str, Sum]) -> dict[str, schema.Amount]:
    return {letter: schema.Amount.of(total) for letter, total in sorted(sums.items())}


def by_year(budget: budgets.Budget, sums: Sequence[Sum]) -> tuple[tuple[str, schema.Amount], ...]:
    """The school years with an amount in them."""
    pairs = [(year.year.label, schema.Amount.of(total)) for year, total in zip(budget.years, sums, strict=True)]
    return tuple(pair for pair in pairs if pair[1].amount or not pair[1].complete)
