"""Prices that a source gives, ready to be taken over in the form of a post."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from npo_planner.money import number
from staffing.constants import CostBasis
from staffing.models import Tariff


@dataclass(frozen=True)
class Offer:
    """One price of a tariff: ``value`` is what a button named ``OFFER`` sends to fill in basis, price and source."""

    tariff: Tariff
    step: str
    amount: Decimal
    value: str


def offers(tariffs: list[Tariff]) -> list[Offer]:
    """Each tariff as one price, a scale as its lowest and its highest step."""
    found = []
    for tariff in tariffs:
        if tariff.highest is None:
            found.append(_offer(tariff, "", tariff.amount))
        else:
            found += [
                _offer(tariff, "laagste trede", tariff.amount),
                _offer(tariff, "hoogste trede", tariff.highest),
            ]
    return found


def _offer(tariff: Tariff, step: str, amount: Decimal) -> Offer:
    source = ", ".join(part for part in (tariff.label, step) if part)
    fields = {"cost_basis": tariff.basis, "price": _typed(amount), "price_source": source[:200]}
    if tariff.basis == CostBasis.YEARLY:
        fields["employer_percent"] = ""  # GPL is what it costs the employer: nothing comes on top
    return Offer(tariff, step, amount, urlencode(fields))


def _typed(amount: Decimal) -> str:
    """As people write it: whole euros without cents, else both of them."""
    return number(amount) if amount == amount.to_integral_value() else f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
