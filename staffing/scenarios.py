"""What a school may expect of the next five years: pupils, staff and money, in three scenarios.

Computes and reads; it stores nothing. Pupils are shown whole, and staff and money follow from the pupils as shown, so
that a reader can check them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from npo_planner.money import CENT, cents
from schools.constants import CountSource, Kind
from schools.models import School
from staffing import forecast
from staffing.models import Scenario, StaffPlan

PROPOSED = {1: ("Laag", Decimal(-25)), 2: ("Midden", None), 3: ("Hoog", Decimal(25))}
"""Name and inflow (% more or less) of a scenario that nobody changed. Of the primary schools about half ended between
25% less and 25% more inflow after two and three years (bench/README.md)."""
MIDDLE = 2
SHARED = ("ratio", "euro_per_pupil", "euro_per_fte")
"""What is filled in once: a scenario in which it is empty follows the middle one."""

STAY = 4
"""Cohorts of a school whose groups are not years of age (sbo, so, vso): pupils come and go at every age. Four did best
on those schools, yet no better than "as now": the page says so."""
TRIED = (("1", "3,77", "4,01"), ("2", "5,78", "6,38"), ("3", "7,67", "8,25"))
"""Years ahead, and the median error in % of the forecast and of "as now", of all primary schools (bench/README.md)."""


@dataclass(frozen=True)
class Basis:
    """Where a forecast starts: the counts of a school, and what was learnt of them (None: too little is known).

    ``history``: the counts in consecutive years up to the newest. ``groups``: the names of the cohorts, when they have.
    ``newest_known``: False when the number of the newest count is masked or unknown.
    ``own``: the years of ``history`` that the school counted itself, wholly or in part.
    """

    history: tuple[tuple[int, int], ...]
    newest: int | None
    newest_known: bool
    groups: tuple[str, ...]
    own: tuple[int, ...]
    learnt: forecast.Fit | None

    @property
    def source(self) -> str:
        """Where the counts of ``history`` come from, in words."""
        if not self.own:
            return "DUO, open onderwijsdata"
        if len(self.own) == len(self.history):
            return "telling van de school"
        return f"DUO, open onderwijsdata, en de telling van de school ({', '.join(map(str, self.own))})"


@dataclass(frozen=True)
class Year:
    """One 1 October. ``groups``: pupils of each cohort, which sum to ``pupils``. What is unknown is None.

    ``fte`` to two places; ``funding`` and ``cost`` in euros a year; the differences are with the newest count.
    """

    year: int
    groups: tuple[int, ...]
    pupils: int
    fte: Decimal | None
    funding: Decimal | None
    cost: Decimal | None
    pupils_more: int = 0
    fte_more: Decimal | None = None
    funding_more: Decimal | None = None

    @property
    def left(self) -> Decimal | None:
        """What is left of the funding after the staff (euro); None when one of them is unknown."""
        return None if self.funding is None or self.cost is None else self.funding - self.cost


@dataclass(frozen=True)
class Outlook:
    """One scenario worked out: ``now`` is the newest count. ``values``: what holds for ``SHARED``.

    ``inflow``: the new pupils a year that it expects, to one place. ``flow``: of every 100 pupils; None is as learnt.
    """

    scenario: Scenario
    inflow: Decimal
    flow: Decimal | None
    values: Mapping[str, Decimal | None]
    now: Year
    years: tuple[Year, ...]

    @property
    def last(self) -> Year:
        return self.years[-1]

    @property
    def all_years(self) -> tuple[Year, ...]:
        return (self.now, *self.years)


def basis(school: School) -> Basis:
    """The counts of ``school`` and what they teach: one query."""
    totals, groups, own = _counts(school)
    known = totals | {year: sum(counts) for year, counts in groups.items()}
    run = forecast.consecutive(known)
    newest = max(known, default=None)
    return Basis(
        history=tuple((year, known[year]) for year in run),
        newest=newest,
        newest_known=newest is not None and known[newest] is not None,
        groups=school.groups if _has_years(school) else (),
        own=tuple(year for year in run if (year, year in groups) in own),
        learnt=_learn(school, known, groups),
    )


def of_plan(plan: StaffPlan) -> list[Scenario]:
    """The three scenarios of ``plan``, in order; what nobody changed is proposed and not stored. One query."""
    stored = {scenario.rank: scenario for scenario in plan.scenarios.all()}
    return [stored.get(rank) or proposal(plan, rank) for rank in Scenario.RANKS]


def proposal(plan: StaffPlan, rank: int) -> Scenario:
    name, percent = PROPOSED[rank]
    return Scenario(plan=plan, rank=rank, name=name, inflow_percent=percent)


def outlooks(learnt: forecast.Fit, scenarios: Sequence[Scenario]) -> list[Outlook]:
    """Each of ``scenarios`` (the three of a plan) worked out."""
    middle = next(scenario for scenario in scenarios if scenario.rank == MIDDLE)
    return [outlook(learnt, scenario, middle) for scenario in scenarios]


def outlook(learnt: forecast.Fit, scenario: Scenario, middle: Scenario) -> Outlook:
    values = {name: _either(getattr(scenario, name), getattr(middle, name)) for name in SHARED}
    now = _year(learnt.year, learnt.cohorts, values)
    knobs = knobs_of(learnt, scenario, middle)
    ahead = enumerate(forecast.project(learnt, knobs), start=learnt.year + 1)
    inflow = _one_place(forecast.inflow(learnt, knobs))
    years = tuple(_year(year, cohorts, values, now) for year, cohorts in ahead)
    return Outlook(scenario, inflow, knobs.flow, values, now, years)


def knobs_of(learnt: forecast.Fit, scenario: Scenario, middle: Scenario) -> forecast.Knobs:
    """What ``scenario`` expects; low and high follow the middle where they have no number of their own."""
    if scenario.rank == MIDDLE:
        return forecast.Knobs(scenario.inflow, scenario.inflow_percent, scenario.flow)
    inflow = scenario.inflow
    if inflow is None:
        usual = forecast.inflow(learnt, forecast.Knobs(middle.inflow, middle.inflow_percent))
        inflow = usual * (1 + (scenario.inflow_percent or Decimal(0)) / 100)
    return forecast.Knobs(inflow, flow=_either(scenario.flow, middle.flow))


def proposed_inflow(learnt: forecast.Fit) -> Decimal:
    """New pupils a year, to one place."""
    return _one_place(learnt.inflow)


def proposed_flow(learnt: forecast.Fit) -> Decimal:
    """Of every 100 pupils, how many are there next year, to one place."""
    return _one_place(100 * (1 + learnt.drift * forecast.DAMPING))


def _counts(
    school: School,
) -> tuple[dict[int, int | None], dict[int, tuple[int, ...]], set[tuple[int, bool]]]:
    """The totals of ``school`` by year, and the counts of its groups in the years in which all of them are known.

    Last: (year, whether of groups) of what the school counted itself.
    """
    own: set[tuple[int, bool]] = set()
    totals: dict[int, int | None] = {}
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for year, group, number, source in school.pupil_counts.values_list("year", "group", "number", "source"):
        if source == CountSource.SCHOOL:
            own.add((year, bool(group)))
        if not group:
            totals[year] = number
        elif number is not None:
            found[year][group] = number
    whole = {year: counts for year, counts in found.items() if set(school.groups) <= counts.keys()}
    return totals, {year: tuple(counts[group] for group in school.groups) for year, counts in whole.items()}, own


def _has_years(school: School) -> bool:
    """Whether the groups of ``school`` are years that follow each other."""
    return school.kind in {Kind.BO, Kind.VO}


def _learn(
    school: School, totals: Mapping[int, int | None], groups: Mapping[int, Sequence[int]]
) -> forecast.Fit | None:
    if not _has_years(school):
        return forecast.fit(totals, STAY)
    return forecast.fit(totals, len(school.groups), groups, uneven=school.kind == Kind.VO)


def _year(year: int, cohorts: Sequence[Decimal], values: Mapping[str, Decimal | None], now: Year | None = None) -> Year:
    groups = tuple(forecast.whole(cohorts))
    pupils = sum(groups)
    fte = (pupils / values["ratio"]).quantize(CENT, rounding=ROUND_HALF_UP) if values["ratio"] else None
    funding = _times(values["euro_per_pupil"], pupils)
    cost = _times(values["euro_per_fte"], fte)
    if now is None:
        return Year(year, groups, pupils, fte, funding, cost)
    more = (pupils - now.pupils, _minus(fte, now.fte), _minus(funding, now.funding))
    return Year(year, groups, pupils, fte, funding, cost, *more)


def _one_place(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _times(price: Decimal | None, amount: Decimal | int | None) -> Decimal | None:
    return None if price is None or amount is None else cents(price * amount)


def _minus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other


def _either(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return other if one is None else one
