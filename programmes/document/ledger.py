"""The money out of a document, entry by entry."""

from __future__ import annotations

from collections.abc import Iterable

from npo_planner.money import ZERO
from programmes.document.schema import Document, EntryNode


def entries(document: Document) -> tuple[EntryNode, ...]:
    """What is spent, as finely as ``document`` tells it. The entries of a year sum to what is spent in it.

    A document that was frozen before it had a ledger tells of its staff only what each category and year takes.
    """
    if document.budget.ledger or document.budget.calendar:
        return document.budget.ledger
    return (*_staff_before(document), *_costs_before(document))


def has_ledger(document: Document) -> bool:
    """Whether every entry tells the measure that it is for."""
    # A plan of which every amount is 0 has an empty ledger; calendar years came with the ledger and are never empty.
    return bool(document.budget.ledger or document.budget.calendar) or not document.staff


def _costs_before(document: Document) -> Iterable[EntryNode]:
    return (
        EntryNode(
            year=cost.year,
            post=None,
            cost=cost.id,
            measure=cost.measure,
            category=cost.category,
            amount=cost.amount,
            autumn=None,
        )
        for cost in document.costs
    )


def _staff_before(document: Document) -> Iterable[EntryNode]:
    """Staff is what the categories take and the costs do not."""
    for year in document.budget.years:
        left = {letter: total.amount for letter, total in year.by_category.items()} | {None: year.uncategorised.amount}
        for cost in document.costs:
            if cost.year == year.year and cost.amount is not None:
                left[cost.category] = left.get(cost.category, ZERO) - cost.amount
        for letter, amount in left.items():
            if amount != ZERO:
                yield EntryNode(
                    year=year.year, post=None, cost=None, measure=None, category=letter, amount=amount, autumn=None
                )
