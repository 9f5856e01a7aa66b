"""What a school wrote elsewhere that tells something about its goals. Pure functions of a loaded plan: no queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from programmes.models import Measure, Programme
from programmes.plan.goal_words import mentions
from scans.constants import Party
from scans.models import Consultation, Finding
from scans.small_numbers import shown_counts

IN_THE = ("onderbouw", "middenbouw", "bovenbouw", "hele school")
IN = ("groep", "leerjaar", "klas", "vmbo", "havo", "vwo", "mavo", "praktijkonderwijs", "brugklas")


@dataclass(frozen=True)
class Facts:
    """What is known around the goals of one measure.

    ``findings``: those that its needs rest on, the largest delay first. ``counts()`` tells of their pupils (by key)
    what may be told: a goal ends in the document, so a small number never becomes its baseline. ``starts_on`` and
    ``ends_on``: of the measure, else of its school years. ``effect_months`` None: the menukaart gives none, or the
    measure is not on it (``on_menu``).
    """

    programme: int
    scan: int
    measure: int
    groups: str
    responsible: str
    findings: tuple[Finding, ...]
    counts: Callable[[], Mapping[Any, str]]
    talks: tuple[Consultation, ...]
    scan_held_on: date | None
    on_menu: bool
    effect_months: int | None
    starts_on: date | None
    ends_on: date | None
    round_start: date | None
    spending_deadline: date | None
    pupils: int | None
    pupils_year: int | None

    @property
    def last_day(self) -> date | None:
        """The last day on which a goal makes sense: the measure has ended, or the money must be spent."""
        return min((day for day in (self.ends_on, self.spending_deadline) if day), default=None)

    @property
    def begins_on(self) -> date | None:
        return self.starts_on or self.round_start

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(finding.domain.name for finding in self.findings)

    def finding_of(self, statement: str) -> Finding | None:
        """The finding that ``statement`` is about: it names its field, or its group; else the largest delay."""
        return max(self.findings, key=lambda f: self._nearness(f, statement), default=None)

    @staticmethod
    def _nearness(finding: Finding, statement: str) -> int:
        return 2 * mentions(statement, finding.domain.name) + mentions(statement, finding.group)

    def pupils_of(self, finding: Finding) -> str:
        """How many pupils the finding is about, when that may be told as a number; else empty."""
        told = self.counts().get(finding.pk, "")
        return told if told.isdecimal() else ""

    @property
    def team_talks(self) -> tuple[Consultation, ...]:
        return tuple(talk for talk in self.talks if talk.party == Party.TEAM)

    def rests_on(self, talk: Consultation) -> bool:
        """Whether a finding behind the measure rests on ``talk``."""
        return any(talk in finding.consultations.all() for finding in self.findings)


def of_plan(programme: Programme) -> dict[int, Facts]:
    """The facts around each measure (by key) of ``programme``, which comes from ``with_plan()``."""
    school, scan = programme.school, programme.scan
    counts = cache(lambda: shown_counts(scan.findings.all(), school.board.small_number_threshold, school.groups))
    return {measure.pk: _of_measure(programme, measure, counts) for measure in programme.measures.all()}


def _of_measure(programme: Programme, measure: Measure, counts: Callable[[], Mapping[Any, str]]) -> Facts:
    years = sorted(measure.years.all(), key=lambda year: year.start)
    all_years = list(programme.round.years.all())
    pupils_year, pupils = _pupils(programme)
    return Facts(
        programme=programme.pk,
        scan=programme.scan_id,
        measure=measure.pk,
        groups=measure.groups,
        responsible=measure.responsible,
        findings=_findings(programme, measure),
        counts=counts,
        talks=tuple(programme.scan.consultations.all()),
        scan_held_on=programme.scan.held_on,
        on_menu=not measure.is_off_menu,
        effect_months=measure.intervention.effect_months if measure.intervention else None,
        starts_on=measure.starts_on or (years[0].start if years else None),
        ends_on=measure.ends_on or (years[-1].end if years else None),
        round_start=all_years[0].start if all_years else None,
        spending_deadline=programme.round.spending_deadline,
        pupils=pupils,
        pupils_year=pupils_year,
    )


def _pupils(programme: Programme) -> tuple[int, int] | tuple[None, None]:
    """The newest year and its pupils of the whole school; without a total, the sum of a year with all its groups."""
    school = programme.school
    known = [c for c in school.pupil_counts.all() if c.number is not None]
    totals = {c.year: c.number for c in known if c.group == ""}
    if not totals:
        groups: dict[int, dict[str, int]] = defaultdict(dict)
        for count in known:
            groups[count.year][count.group] = count.number
        totals = {year: sum(per.values()) for year, per in groups.items() if per.keys() >= set(school.groups)}
    return max(totals.items(), default=(None, None))


def _findings(programme: Programme, measure: Measure) -> tuple[Finding, ...]:
    """The findings behind ``measure``, as the scan loaded them (with their talks); the largest delay first."""
    needs = {need.pk for need in measure.needs.all()}
    behind = {f.pk for need in programme.scan.needs.all() if need.pk in needs for f in need.findings.all()}
    found = [f for f in programme.scan.findings.all() if f.pk in behind]
    return tuple(sorted(found, key=lambda f: -1 if f.delay is None else f.delay, reverse=True))


def in_group(group: str) -> str:
    """``groep 5`` -> ``in groep 5``, ``bovenbouw`` -> ``in de bovenbouw``, ``meisjes`` -> ``bij meisjes``."""
    name = " ".join(group.split())
    if name.lower() in IN_THE:
        return f"in de {name}"
    return f"in {name}" if name.lower().startswith(IN) else f"bij {name}"


def source_of(finding: Finding) -> str:
    """The source of a finding as a goal names it: the school's own words, else the kind of source."""
    return finding.source_note or finding.get_source_display()
