"""All schools of a board in one table. Pure functions of plans that were loaded with their versions; no queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from npo_planner.money import Sum
from programmes.document import stamp
from programmes.document.stamp import Stamp
from programmes.models import Programme, Version
from programmes.oversight.constants import NO_PLAN, Sort
from programmes.plan import budget as budgets
from programmes.plan import checks, steps
from programmes.plan.constants import Status
from schools.models import School


@dataclass(frozen=True)
class Line:
    """One school: how far it is, its money, and what the MR said. ``programme`` None: no plan yet in this round."""

    school: School
    today: date
    programme: Programme | None = None
    done: int = 0
    step: str = ""
    funding: Sum | None = None
    planned: Sum | None = None
    balance: Sum | None = None
    version: Version | None = None
    stamp: Stamp | None = None
    changed_at: datetime | None = None

    @property
    def status(self) -> str:
        return self.programme.status if self.programme else NO_PLAN

    @property
    def is_complete(self) -> bool:
        return self.balance is not None and self.balance.complete

    @property
    def deadline(self) -> date | None:
        """Until when the MR may answer; None when nothing lies with the MR."""
        return self.stamp.respond_by if self.stamp and self.stamp.stage == stamp.SUBMITTED else None

    @property
    def is_late(self) -> bool:
        return self.deadline is not None and self.deadline < self.today

    @property
    def mr_label(self) -> str:
        """What the MR said about the newest version."""
        if self.stamp is None:
            return "nog niet voorgelegd"
        if self.stamp.outcome_label:
            return self.stamp.outcome_label
        return "teruggehaald" if self.stamp.stage == stamp.WITHDRAWN else "ligt bij de MR"

    @property
    def mr_on(self) -> date | None:
        """The day of the decision or of the withdrawal."""
        return (self.stamp.decided_on or self.stamp.withdrawn_on) if self.stamp else None


@dataclass(frozen=True)
class Totals:
    """The sums of the lines shown; schools without a plan have no money in them."""

    schools: int
    without_plan: int
    at_mr: int
    adopted: int
    funding: Sum
    planned: Sum
    balance: Sum


def line(school: School, programme: Programme | None, today: date) -> Line:
    """The line of ``school``; ``programme`` comes from ``with_plan().with_versions()``."""
    if programme is None:
        return Line(school, today)
    budget = budgets.build(programme)
    states = steps.states(programme, checks.check(programme))
    open_step = next((number for number in sorted(states) if states[number] != steps.DONE), None)
    version = next(iter(programme.versions.all()), None)
    return Line(
        school,
        today,
        programme,
        done=sum(state == steps.DONE for state in states.values()),
        step=next((name for number, name, *_ in steps.STEPS if number == open_step), ""),
        funding=budget.funding,
        planned=budget.spent,
        balance=budget.balance,
        version=version,
        stamp=stamp.of_version(version) if version else None,
        changed_at=_changed_at(programme, version),
    )


def totals(lines: Sequence[Line]) -> Totals:
    """The totals of ``lines``."""
    planned = [found for found in lines if found.programme]
    return Totals(
        schools=len(lines),
        without_plan=len(lines) - len(planned),
        at_mr=sum(found.status == Status.AT_MR for found in planned),
        adopted=sum(found.status == Status.ADOPTED for found in planned),
        funding=Sum.of(found.funding for found in planned),
        planned=Sum.of(found.planned for found in planned),
        balance=Sum.of(found.balance for found in planned),
    )


FAR = date.max
ORDER = {
    Sort.NAME: lambda found: (),
    Sort.STEP: lambda found: (found.done,),
    Sort.BALANCE: lambda found: (found.balance is None, found.balance.amount if found.balance else 0),
    Sort.DEADLINE: lambda found: (found.deadline or FAR,),
    Sort.CHANGED: lambda found: (-found.changed_at.timestamp() if found.changed_at else 0,),
}


def arrange(lines: Iterable[Line], *, status: str, sort: Sort) -> list[Line]:
    """The lines with ``status`` (all when empty) in order of ``sort``; equals stay in order of name."""
    return sorted((found for found in lines if status in ("", found.status)), key=ORDER[sort])


def _changed_at(programme: Programme, version: Version | None) -> datetime:
    """The newest change of anything written in the plan."""
    measures = list(programme.measures.all())
    rows = [
        programme,
        programme.scan,
        *programme.scan.findings.all(),
        *programme.scan.consultations.all(),
        *programme.scan.needs.all(),
        *measures,
        *(goal for measure in measures for goal in measure.goals.all()),
        *programme.staff_plan.needs.all(),
        *programme.cost_lines.all(),
        *programme.funding.all(),
        *programme.board_shares.all(),
    ]
    frozen = [version.frozen_at] if version else []
    return max([*(row.changed_at for row in rows), *frozen])
