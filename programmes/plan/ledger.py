"""The ledger: every amount of money out, split as finely as any page or document needs it.

A post or a cost falls apart in its school years, those in the measures that it is for, and those in two calendar years;
each time by largest remainder, so the parts sum to the whole to the cent. Every other figure is a sum of these parts.
Pure functions that run no queries. Euros are Decimal with two places; None is an amount that nobody knows yet, never 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from npo_planner.money import ZERO, Sum, split
from programmes.models import BoardShare, CostLine, Funding, Measure, Programme, RoundYear
from programmes.plan.constants import MONTHS_OF_YEAR, CostKind
from staffing import cost
from staffing.cost import Period
from staffing.models import StaffingNeed

HUNDRED = Decimal(100)
DAY = timedelta(days=1)

Shares = Sequence[tuple[Measure, Decimal | None]]
"""Measures with percents; None: an equal part of what the others leave."""
Halves = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True)
class Slice:
    """What falls in one school year, and of that in its first (until December) and its second calendar year."""

    amount: Decimal | None
    halves: Halves


@dataclass(frozen=True)
class Part:
    """What one post or cost takes for one measure, or (``measure`` None) for none that was chosen yet.

    ``letter`` is the category that it counts for, None while nobody chose one; ``share`` is in percent; ``years`` are
    those of the round; ``later`` is what an investment leaves to write off when the round is over.
    """

    source: StaffingNeed | CostLine
    measure: Measure | None
    letter: str | None
    share: Decimal
    years: tuple[Slice, ...]
    later: Decimal | None = ZERO

    @property
    def cost(self) -> tuple[Decimal | None, ...]:
        return tuple(each.amount for each in self.years)

    @property
    def total(self) -> Sum:
        """What it takes in the school years of the round."""
        return Sum.of(self.cost)

    @property
    def percent(self) -> Decimal:
        """``share`` in two places, as pages and documents tell it."""
        return self.share.quantize(Decimal("0.01"))

    @property
    def is_staff(self) -> bool:
        return isinstance(self.source, StaffingNeed)

    @property
    def is_pnil(self) -> bool:
        return self.is_staff and self.source.is_pnil


@dataclass(frozen=True)
class Inputs:
    """What a budget is made of. A page on which somebody types puts its own row in."""

    years: tuple[RoundYear, ...]
    funding: tuple[Funding, ...]
    board: tuple[BoardShare, ...]
    posts: tuple[tuple[StaffingNeed, Shares], ...]
    costs: tuple[tuple[CostLine, Shares], ...]

    @classmethod
    def of(cls, programme: Programme) -> Inputs:
        """All rows of ``programme``, which must come from ``Programme.objects.with_plan()``."""
        return cls(
            years=tuple(programme.round.years.all()),
            funding=tuple(programme.funding.all()),
            board=tuple(programme.board_shares.all()),
            posts=tuple(
                (post, [(d.measure, d.share) for d in post.deployments.all()])
                for post in programme.staff_plan.needs.all()
            ),
            costs=tuple((line, line.shares) for line in programme.cost_lines.all()),
        )

    def with_cost(self, line: CostLine, shares: Shares) -> Inputs:
        """The same with ``line`` as it is now, whether it was there or not."""
        return replace(self, costs=(*(pair for pair in self.costs if pair[0].pk != line.pk), (line, shares)))

    def with_post(self, post: StaffingNeed) -> Inputs:
        shares = next((shares for each, shares in self.posts if each.pk == post.pk), [])
        return replace(self, posts=(*(pair for pair in self.posts if pair[0].pk != post.pk), (post, shares)))

    def with_funding(self, line: Funding) -> Inputs:
        return replace(self, funding=(*(each for each in self.funding if each.pk != line.pk), line))

    def with_board_share(self, share: BoardShare) -> Inputs:
        return replace(self, board=(*(each for each in self.board if each.pk != share.pk), share))


def parts(inputs: Inputs) -> tuple[Part, ...]:
    """The whole ledger: the posts and then the costs, each in their own order."""
    posts = [part for post, shares in inputs.posts for part in _of_post(post, shares, inputs.years)]
    costs = [part for line, shares in inputs.costs for part in _of_cost(line, shares, inputs.years)]
    return (*posts, *costs)


def halves_of(year: RoundYear) -> tuple[Period, Period]:
    """The two calendar years that a school year lies in, as far as they are in it."""
    turn = date(year.start.year, 12, 31)
    return (year.start, min(turn, year.end)), (turn + DAY, year.end)


def even_halves(amount: Decimal | None) -> Halves:
    """An amount of a whole school year in its two calendar years: 5 and 7 months of 12."""
    return _split(amount, MONTHS_OF_YEAR)


def divided(shares: Shares) -> list[tuple[Measure | None, Decimal]]:
    """Each measure with its percent; what no measure takes goes to None."""
    given = sum((share for _, share in shares if share is not None), Decimal(0))
    left = max(HUNDRED - given, Decimal(0))
    waiting = sum(share is None for _, share in shares)
    pairs = [(measure, left / waiting if share is None else share) for measure, share in shares]
    return pairs if waiting or not left else [*pairs, (None, left)]


def write_off_ends(line: CostLine) -> date:
    """The last day that an investment with ``write_off_years`` is written off on."""
    start = line.starts_on or line.year.start
    day = 28 if (start.month, start.day) == (2, 29) else start.day
    return date(start.year + line.write_off_years, start.month, day) - DAY


def _of_post(post: StaffingNeed, shares: Shares, years: Sequence[RoundYear]) -> list[Part]:
    yearly = cost.cost_per_period(post, [(year.start, year.end) for year in years])
    weights = [tuple(cost.months_within(post, half) for half in halves_of(year)) for year in years]
    return _parts(post, shares, yearly, weights, None, ZERO)


def _of_cost(line: CostLine, shares: Shares, years: Sequence[RoundYear]) -> list[Part]:
    own = line.own_category.letter if line.own_category else None
    if line.kind == CostKind.INVESTMENT and line.write_off_years:
        start, end = line.starts_on or line.year.start, write_off_ends(line)
        periods = [*((year.start, year.end) for year in years), (years[-1].end + DAY, end)]
        *yearly, later = _split(line.amount, [_months(start, end, period) for period in periods])
        weights = [tuple(_months(start, end, half) for half in halves_of(year)) for year in years]
    else:
        yearly = [line.amount if year.pk == line.year_id else ZERO for year in years]
        weights, later = [MONTHS_OF_YEAR for _ in years], ZERO
    return _parts(line, shares, yearly, weights, own, later)


def _months(start: date, end: date, period: Period) -> Decimal:
    return cost.months(max(start, period[0]), min(end, period[1]))


def _parts(
    source: StaffingNeed | CostLine,
    shares: Shares,
    yearly: Sequence[Decimal | None],
    weights: Sequence[Sequence[Decimal | int]],
    own: str | None,
    later: Decimal | None,
) -> list[Part]:
    pairs = divided(shares)
    percents = [percent for _, percent in pairs]
    per_year = [_split(amount, percents) for amount in yearly]
    after = _split(later, percents)
    return [
        Part(
            source,
            measure,
            measure.category.letter if measure else own,
            percent,
            tuple(Slice(amounts[i], _split(amounts[i], w)) for amounts, w in zip(per_year, weights, strict=True)),
            after[i],
        )
        for i, (measure, percent) in enumerate(pairs)
    ]


def _split(amount: Decimal | None, weights: Sequence[Decimal | int]) -> tuple[Decimal | None, ...]:
    """``money.split`` that knows what is not known: None where there is a weight, nothing where there is none."""
    if amount is None:
        return tuple(None if weight else ZERO for weight in weights)
    if not any(weights):
        return tuple(ZERO for _ in weights)
    return tuple(split(amount, weights))
