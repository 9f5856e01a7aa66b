"""How many pupils a school may expect: cohort survival, learnt from the counts of the school itself.

Pure functions. A school is a row of cohorts, first year first. From one year to the next the last cohort leaves, every
other moves up and gains or loses some pupils (``drift``), and new pupils come in the first (``inflow``).

A register knows only the total of a school. ``fit`` follows those totals year by year: it predicts the next one and
divides what it missed over the newest cohort, the others, the inflow and the drift. How much each gets are the gains
below. They were chosen on primary schools, on counts up to 2022, and tested once on 2023-2025: see bench/README.md and
docs/decisions/0010-forecast.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

ONE = Decimal(1)
YEARS_AHEAD = 5
ENOUGH = 3
"""So many counts in consecutive years are needed to learn from totals alone."""

TO_NEWEST = Decimal("0.35")
"""The part of a surprise that is pupils of the newest cohort; the rest came or left in the other cohorts."""
TO_INFLOW = Decimal("0.25")
"""The part of a surprise (pupils) that the inflow of every later year gains."""
TO_DRIFT = Decimal("0.2")
"""The part of a surprise (as a part of the school) that the drift of the next year gains."""
DAMPING = Decimal("0.9")
"""What is left of the drift after a year: no school shrinks or grows for ever."""
LARGEST_SURPRISE = Decimal("0.1")
"""More than this part of the school in one year is a merger, a split or a move: all cohorts are scaled instead."""
TO_SHAPE = Decimal("0.08")
"""The part by which cohorts go back to the usual shape each year: what is learnt from totals fades."""
INFLOW_TO_SHAPE = Decimal("0.1")
"""The same for the inflow."""
MOST_STAYS = Decimal("1.5")


@dataclass(frozen=True)
class Fit:
    """What was learnt of a school up to 1 October of ``year``: pupils, all exact.

    ``stays[i]``: the usual part of cohort i that is in cohort i + 1 a year later. ``drift``: the part of all cohorts
    that comes (+) or goes (-) besides. ``known``: the number of consecutive counts. ``counted``: the cohorts of
    ``year`` were counted, not estimated.
    """

    year: int
    cohorts: tuple[Decimal, ...]
    inflow: Decimal
    drift: Decimal
    stays: tuple[Decimal, ...]
    known: int
    counted: bool

    @property
    def total(self) -> Decimal:
        return sum(self.cohorts, Decimal(0))


@dataclass(frozen=True)
class Knobs:
    """What somebody expects instead of what was learnt; None leaves that as it is.

    ``inflow``: pupils a year. ``inflow_percent``: more or less (-) than learnt, when ``inflow`` is None. ``flow``: of
    every 100 pupils that do not finish, how many are there a year later.
    """

    inflow: Decimal | None = None
    inflow_percent: Decimal | None = None
    flow: Decimal | None = None


def fit(
    totals: Mapping[int, int | None],
    cohorts: int,
    groups: Mapping[int, Sequence[int]] | None = None,
    *,
    uneven: bool = False,
) -> Fit | None:
    """Learn from ``totals`` (year to pupils; None is unknown) and ``groups`` (the cohorts of a year, all known).

    Only the years up to the newest, without a gap, count. ``uneven``: pupils finish in several years (vo), so the
    usual flow is taken from ``groups``. None when the newest year has no pupils, or too little is known.
    """
    groups = {year: counts for year, counts in (groups or {}).items() if sum(counts) > 0}
    known = dict(totals) | {year: sum(counts) for year, counts in groups.items()}
    run = consecutive(known)
    if not run or len(run) < ENOUGH and run[-1] not in groups:
        return None
    stays = _stays(groups, cohorts) if uneven else (ONE,) * (cohorts - 1)
    state = _begin(known[run[0]], groups.get(run[0]), stays, known=len(run), year=run[0])
    for year in run[1:]:
        state = _next(state, Decimal(known[year]), groups.get(year))
    return state


def consecutive(totals: Mapping[int, int | None]) -> list[int]:
    """The newest years in ``totals`` with pupils, without a gap, oldest first.

    Empty when the newest has none or is unknown: what came before is then too old to forecast from.
    """
    years, year = [], max(totals, default=0)
    while totals.get(year):
        years.append(year)
        year -= 1
    return years[::-1]


def project(learnt: Fit, knobs: Knobs, years: int = YEARS_AHEAD) -> list[tuple[Decimal, ...]]:
    """The cohorts of each of the next ``years`` years, exact, never negative."""
    coming, cohorts, drift = inflow(learnt, knobs), learnt.cohorts, learnt.drift
    found = []
    for _ in range(years):
        drift *= DAMPING
        flow = ONE + drift if knobs.flow is None else knobs.flow / 100
        cohorts = (coming, *_moved(cohorts, learnt.stays, max(flow, Decimal(0))))
        found.append(cohorts)
    return found


def inflow(learnt: Fit, knobs: Knobs) -> Decimal:
    """The new pupils of every year ahead."""
    if knobs.inflow is not None:
        return max(knobs.inflow, Decimal(0))
    return max(learnt.inflow * (1 + (knobs.inflow_percent or Decimal(0)) / 100), Decimal(0))


def whole(parts: Sequence[Decimal]) -> list[int]:
    """``parts`` (0 or more) in whole pupils that sum to the rounded total, by largest remainder."""
    total = int(sum(parts, Decimal(0)).quantize(ONE, rounding=ROUND_HALF_UP))
    found = [int(part) for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda i: (found[i] - parts[i], i))
    for i in by_remainder[: total - sum(found)]:
        found[i] += 1
    return found


def _moved(cohorts: Sequence[Decimal], stays: Sequence[Decimal], flow: Decimal) -> list[Decimal]:
    """Every cohort but the last, a year later."""
    return [cohort * stay * flow for cohort, stay in zip(cohorts, stays, strict=False)]


def _stays(groups: Mapping[int, Sequence[int]], cohorts: int) -> tuple[Decimal, ...]:
    """The part of each cohort that is in the next a year later; of a single year, in the next that same year."""
    pairs = [(groups[year], groups[year + 1]) for year in groups if year + 1 in groups]
    pairs = pairs or [(counts, counts) for counts in groups.values()]
    found = []
    for i in range(cohorts - 1):
        before, after = sum(was[i] for was, _ in pairs), sum(now[i + 1] for _, now in pairs)
        found.append(min(Decimal(after) / before, MOST_STAYS) if before else ONE)
    return tuple(found)


def _shape(stays: Sequence[Decimal]) -> list[Decimal]:
    """The part of the school that each cohort is when the inflow is always the same."""
    weights = [ONE]
    for stay in stays:
        weights.append(weights[-1] * stay)
    whole_school = sum(weights)
    return [weight / whole_school for weight in weights]


def _begin(total: int, counts: Sequence[int] | None, stays: tuple[Decimal, ...], *, known: int, year: int) -> Fit:
    shape = _shape(stays)
    cohorts = tuple(map(Decimal, counts)) if counts else tuple(total * part for part in shape)
    level = shape[0] * sum(cohorts[:3]) / sum(shape[:3])
    return Fit(year, cohorts, level, Decimal(0), stays, known, counted=bool(counts))


def _next(was: Fit, total: Decimal, counts: Sequence[int] | None) -> Fit:
    """What is known a year later, when ``total`` pupils were counted, and perhaps ``counts`` of each cohort."""
    expected = [was.inflow, *_moved(was.cohorts, was.stays, ONE + was.drift)]
    surprise, scale = _surprise(total, sum(expected), was.total)
    shape = _shape(was.stays)
    level = was.inflow * scale + TO_INFLOW * surprise
    level = (1 - INFLOW_TO_SHAPE) * level + INFLOW_TO_SHAPE * total * shape[0]
    drift = DAMPING * was.drift + TO_DRIFT * surprise / was.total
    if counts:
        cohorts = tuple(map(Decimal, counts))
    else:
        cohorts = _spread([cohort * scale for cohort in expected], surprise, total, shape)
    return Fit(was.year + 1, cohorts, max(level, Decimal(0)), drift, was.stays, was.known, counted=bool(counts))


def _surprise(total: Decimal, expected: Decimal, before: Decimal) -> tuple[Decimal, Decimal]:
    """By how many pupils the count differs from what was expected, and by what to scale the school first."""
    missed, most = total - expected, LARGEST_SURPRISE * before
    small = min(max(missed, -most), most)
    scale = 1 + (missed - small) / expected if expected > 0 else ONE
    return small, max(scale, Decimal("0.05"))


def _spread(
    expected: Sequence[Decimal], surprise: Decimal, total: Decimal, shape: Sequence[Decimal]
) -> tuple[Decimal, ...]:
    """``expected`` with the surprise in it, a step nearer to the usual shape, scaled to ``total``."""
    rest = sum(expected[1:])
    others = 1 + (1 - TO_NEWEST) * surprise / rest if rest > 0 else ONE
    found = [expected[0] + TO_NEWEST * surprise, *(cohort * others for cohort in expected[1:])]
    found = [
        (1 - TO_SHAPE) * max(c, Decimal(0)) + TO_SHAPE * total * part for c, part in zip(found, shape, strict=True)
    ]
    scale = total / sum(found)
    return tuple(cohort * scale for cohort in found)
