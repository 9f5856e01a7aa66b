"""Money: euros as Decimal with two places, and sums that know whether they are complete."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def cents(amount: Decimal) -> Decimal:
    """``amount`` in euros rounded half up to whole cents."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def percentage(part: Decimal, whole: Decimal) -> Decimal:
    """``part`` as a percentage of ``whole`` (not 0), rounded half up to one place."""
    return (part * 100 / whole).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def split(total: Decimal, weights: Sequence[Decimal | int]) -> list[Decimal]:
    """Split ``total`` (euros, two places) in proportion to ``weights``, to the cent, by largest remainder.

    The parts always sum to ``total``. Weights are 0 or more and not all 0; else ValueError.
    """
    whole = sum((Decimal(w) for w in weights), Decimal(0))
    if whole <= 0 or any(Decimal(w) < 0 for w in weights):
        raise ValueError("weights must be 0 or more and not all 0")
    in_cents = int((cents(total) / CENT).to_integral_value())
    sign = -1 if in_cents < 0 else 1
    exact = [Decimal(abs(in_cents)) * Decimal(w) / whole for w in weights]
    parts = [int(e) for e in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: abs(in_cents) - sum(parts)]:
        parts[i] += 1
    return [sign * part * CENT for part in parts]


@dataclass(frozen=True)
class Sum:
    """An amount in euros and whether all of it is known.

    ``complete`` is False when a part could not be computed: then ``amount`` is the sum of the known parts and must
    be shown as provisional, never as the whole.
    """

    amount: Decimal = ZERO
    complete: bool = True

    @classmethod
    def of(cls, parts: Iterable[Decimal | Sum | None]) -> Sum:
        """Add parts; None is an amount that nobody knows yet."""
        total = cls()
        for part in parts:
            total = total + part
        return total

    def __add__(self, other: Decimal | Sum | None) -> Sum:
        if other is None:
            return Sum(self.amount, False)
        if isinstance(other, Sum):
            return Sum(self.amount + other.amount, self.complete and other.complete)
        return Sum(self.amount + other, self.complete)

    def __sub__(self, other: Sum) -> Sum:
        return Sum(self.amount - other.amount, self.complete and other.complete)


def percent(part: Sum, whole: Sum) -> Decimal | None:
    """``part`` as a percentage of ``whole``; None when one of them is not known in full, or there is nothing."""
    return percentage(part.amount, whole.amount) if whole.amount and part.complete and whole.complete else None


def euro(amount: Decimal) -> str:
    """``Decimal('67748.5')`` -> ``'€ 67.748,50'``, with a no-break space and a real minus sign."""
    rounded = cents(amount)
    digits = f"{abs(rounded):,.2f}".translate(str.maketrans(",.", ".,"))
    return f"{'−' if rounded < 0 else ''}€\u00a0{digits}"


def number(value: Decimal | int) -> str:
    """A number as Dutch readers write it, without trailing zeros: ``Decimal('0.80')`` -> ``'0,8'``."""
    text = f"{value:,f}".translate(str.maketrans(",.", ".,"))
    return text.rstrip("0").rstrip(",") if "," in text else text
