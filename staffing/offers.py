"""Prices that a source gives, ready to be taken over in the form of a post."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from npo_planner.money import euro, number
from staffing.constants import CostBasis
from staffing.models import Tariff


@dataclass(frozen=True)
class Price:
    """One amount of a tariff: ``value`` is what a button named ``OFFER`` sends to fill in basis, price and source."""

    step: str
    amount: Decimal
    value: str


@dataclass(frozen=True)
class Offer:
    tariff: Tariff
    prices: tuple[Price, ...]


def offers(tariffs: list[Tariff]) -> list[Offer]:
    """Each tariff with its price; a scale with its lowest and its highest step."""
    return [Offer(tariff, tuple(_prices(tariff))) for tariff in tariffs]


def _prices(tariff: Tariff) -> Iterator[Price]:
    if tariff.highest is None:
        yield _price(tariff, "", tariff.amount)
    else:
        yield _price(tariff, "laagste trede", tariff.amount)
        yield _price(tariff, "hoogste trede", tariff.highest)


def _price(tariff: Tariff, step: str, amount: Decimal) -> Price:
    source = ", ".join(part for part in (tariff.label, step) if part)
    fields = {"cost_basis": tariff.basis, "price": _typed(amount), "price_source": source[:200]}
    if tariff.basis == CostBasis.YEARLY:
        fields["employer_percent"] = ""  # GPL is what it costs the employer: nothing comes on top
    return Price(step, amount, urlencode(fields))


def _typed(amount: Decimal) -> str:
    """As people write it: whole euros without cents, else both of them."""
    return number(amount) if amount == amount.to_integral_value() else euro(amount).removeprefix("€\u00a0")
