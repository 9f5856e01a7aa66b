"""What every part of the document tree is made of."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer

from npo_planner import money

Money = Annotated[Decimal, PlainSerializer(lambda value: f"{value:.2f}", return_type=str, when_used="json")]
Number = Annotated[Decimal, PlainSerializer(lambda value: f"{value.normalize():f}", return_type=str, when_used="json")]


class Node(BaseModel):
    """An immutable part of the tree; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Amount(Node):
    """A sum of euros; not ``complete`` when a part of it is not known yet."""

    amount: Money
    complete: bool

    @classmethod
    def of(cls, total: money.Sum) -> Amount:
        return cls(amount=money.cents(total.amount), complete=total.complete)
