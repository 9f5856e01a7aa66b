"""Documents made without a database: needs, measures and money of any number and any name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from npo_planner.money import ZERO, Sum, split
from programmes.document import schema

YEARS = ("2021-2022", "2022-2023")
LETTERS = "ABCDEF"


@dataclass(frozen=True)
class Plan:
    """``measures``: (places of its needs, letter, amount, or None for not known); ``loose``: (letter or "", amount)."""

    needs: Sequence[str]
    measures: Sequence[tuple[Sequence[int], str, Decimal | None]]
    loose: Sequence[tuple[str, Decimal]] = ()
    name: str = "Maatregel"


def tree(plan: Plan) -> schema.Document:
    """The document of ``plan``: every amount divided over two school years, one part against two."""
    money = [(letter, amount) for _, letter, amount in plan.measures] + list(plan.loose)
    parts = [(letter, (None, None) if amount is None else tuple(split(amount, (1, 2)))) for letter, amount in money]
    years = tuple(_year(year, [(letter, both[place]) for letter, both in parts]) for place, year in enumerate(YEARS))
    return schema.Document.model_construct(
        categories=tuple(schema.CategoryNode(letter=c, name=f"Soort {c}", short_name=f"Soort {c}") for c in LETTERS),
        needs=tuple(
            schema.NeedNode(id=i + 1, rank=i + 1, title=title, explanation="", domains=(), findings=())
            for i, title in enumerate(plan.needs)
        ),
        measures=tuple(_measure(i + 1, plan.name, *values) for i, values in enumerate(plan.measures)),
        budget=schema.BudgetNode.model_construct(
            years=years,
            spent=_amount(amount for _, amount in money),
            by_category=_by_letter(money),
            uncategorised=_amount(amount for letter, amount in money if not letter),
        ),
    )


def _measure(pk: int, name: str, needs: Sequence[int], letter: str, amount: Decimal | None) -> schema.MeasureNode:
    return schema.MeasureNode.model_construct(
        id=pk,
        rank=pk,
        title=name,
        category=letter,
        needs=tuple(place + 1 for place in needs),
        total=_amount([amount]),
        staff=(),
        costs=(),
    )


def _year(year: str, money: Sequence[tuple[str, Decimal | None]]) -> schema.YearNode:
    uncategorised = _amount(amount for letter, amount in money if not letter)
    return schema.YearNode.model_construct(year=year, by_category=_by_letter(money), uncategorised=uncategorised)


def _by_letter(money: Sequence[tuple[str, Decimal | None]]) -> dict[str, schema.Amount]:
    letters = sorted({letter for letter, _ in money if letter})
    return {letter: _amount(amount for other, amount in money if other == letter) for letter in letters}


def _amount(amounts) -> schema.Amount:
    return schema.Amount.of(Sum(ZERO) + Sum.of(amounts))
