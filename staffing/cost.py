"""What a post amounts to and costs: pure functions of one staffing need.

Units: fte is a share of a full-time year of 1,659 hours; money is euros as Decimal with two places; a school year is
given by its first and last day. What cannot be computed is None, never 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

from npo_planner.money import cents, split
from staffing.constants import (
    HOURS_OF_PRICE,
    HOURS_OF_TOTAL,
    HOURS_OF_WEEKLY,
    HOURS_PER_WEEK,
    HOURS_PER_YEAR,
    CostBasis,
    Unit,
)
from staffing.models import StaffingNeed

Period = tuple[date, date]
THREE_PLACES = Decimal("0.001")
ONE_PLACE = Decimal("0.1")
EXACT = Decimal("1e-30")


def months(start: date, end: date) -> Decimal:
    """Months from ``start`` to ``end``, both included: whole months count 1, a part of a month by its days."""
    if end < start:
        return Decimal(0)
    total = Decimal(0)
    year, month = start.year, start.month
    while (year, month) <= (end.year, end.month):
        first = date(year, month, 1)
        after = date(year + month // 12, month % 12 + 1, 1)
        days = (after - first).days
        lost_before = max((start - first).days, 0)
        lost_after = max((after - end).days - 1, 0)
        total += Decimal(days - lost_before - lost_after) / days
        year, month = after.year, after.month
    return total


def months_within(need: StaffingNeed, period: Period) -> Decimal:
    """Months of the post that fall in ``period``."""
    return months(max(need.start, period[0]), min(need.end, period[1]))


def fte(need: StaffingNeed) -> Decimal | None:
    """The post as a share of full time while it lasts; None when the amount is unknown."""
    if need.amount is None:
        return None
    unit = Unit(need.unit)
    if unit == Unit.FTE:
        return need.amount
    if unit in HOURS_OF_TOTAL:
        length = months(need.start, need.end)
        return need.amount * HOURS_OF_TOTAL[unit] / HOURS_PER_YEAR * 12 / length if length else None
    return need.amount * HOURS_OF_WEEKLY[unit] / HOURS_PER_WEEK


def hours(need: StaffingNeed) -> Decimal | None:
    """All hours of the post over its whole period, with 1,659 hours for a full-time year."""
    if need.amount is None:
        return None
    unit = Unit(need.unit)
    if unit in HOURS_OF_TOTAL:
        return need.amount * HOURS_OF_TOTAL[unit]
    return fte(need) * HOURS_PER_YEAR * months(need.start, need.end) / 12


def shown(value: Decimal) -> Decimal:
    """A figure in three places, as pages and documents tell it."""
    return value.quantize(THREE_PLACES, ROUND_HALF_UP)


def shown_total(value: Decimal) -> Decimal:
    """Hours or days over a year or a period in one place."""
    return value.quantize(ONE_PLACE, ROUND_HALF_UP)


def shown_fte(need: StaffingNeed) -> Decimal | None:
    """``fte`` in three places, as pages and documents tell it."""
    share = fte(need)
    return None if share is None else shown(share)


def shown_hours(need: StaffingNeed) -> Decimal | None:
    """``hours`` in one place, as pages and documents tell them."""
    worked = hours(need)
    return None if worked is None else shown_total(worked)


@dataclass(frozen=True)
class Parts:
    """What a post costs, in euros to the cent, each None when it cannot be computed.

    ``bare`` is the price alone, ``employer`` what is added for employer costs, ``vat`` the VAT on both. When all are
    known they sum to ``total``.
    """

    bare: Decimal | None
    employer: Decimal | None
    vat: Decimal | None
    total: Decimal | None


def parts(need: StaffingNeed) -> Parts:
    """The cost of the whole post in parts. The total is rounded once; each part is what it adds, so they always sum."""
    # A third of a month has no end: in 28 digits it would turn half a cent into just less.
    with localcontext(prec=50):
        exact = _bare_cost(need)
        bare = _cents(exact)
        if bare is None or (employer := _employer_percent(need)) is None:
            return Parts(bare, None, None, None)
        exact = exact * (100 + employer) / 100
        before_vat, total = _cents(exact), _cents(exact * (100 + need.vat_percent) / 100)
    return Parts(bare, before_vat - bare, total - before_vat, total)


def total_cost(need: StaffingNeed) -> Decimal | None:
    """The whole post in euros, employer costs and VAT included; None when something of it is unknown."""
    return parts(need).total


def cost_per_period(need: StaffingNeed, periods: Sequence[Period]) -> list[Decimal | None]:
    """``total_cost`` split over ``periods`` by the months worked in each, to the cent; the parts sum to the whole.

    Months outside all periods cost nothing here, so a post must lie within them (the form sees to it).
    """
    total = total_cost(need)
    weights = [months_within(need, period) for period in periods]
    if total is None:
        return [None if weight else Decimal("0.00") for weight in weights]
    if not any(weights):
        return [Decimal("0.00") for _ in periods]
    return split(total, weights)


def _cents(exact: Decimal | None) -> Decimal | None:
    return None if exact is None else cents(exact.quantize(EXACT))


def _employer_percent(need: StaffingNeed) -> Decimal | None:
    """What comes on top of the price. No source gives it for a month's pay: unknown until the school says."""
    if need.cost_basis == CostBasis.FREE:
        return Decimal(0)
    if need.employer_percent is None and need.cost_basis != CostBasis.MONTHLY:
        return Decimal(0)
    return need.employer_percent


def _bare_cost(need: StaffingNeed) -> Decimal | None:
    basis = CostBasis(need.cost_basis)
    if basis == CostBasis.FREE:
        return Decimal(0)
    if need.price is None or basis == CostBasis.FIXED:
        return need.price
    if basis in HOURS_OF_PRICE:
        worked = hours(need)
        return None if worked is None else worked / HOURS_OF_PRICE[basis] * need.price
    share = fte(need)
    if share is None:
        return None
    worked_months = share * months(need.start, need.end)
    return worked_months * need.price if basis == CostBasis.MONTHLY else worked_months * need.price / 12
