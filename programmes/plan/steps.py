"""The twelve steps of the walk: their names, their addresses, what is done and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from programmes.models import Programme
from programmes.plan import rules
from programmes.plan.checks import Check, Severity, check
from programmes.plan.constants import Status
from scans.models import Scan
from schools.models import User

DONE, BUSY, TODO = "done", "busy", "todo"
STATE_LABELS = {DONE: "klaar", BUSY: "nog niet compleet", TODO: "nog te doen"}

STEPS = (
    # number, name, route, which row the route takes, whether it shows live rows
    (1, "School en visie", "step_school", "programme", True),
    (2, "Schoolscan", "scan", "scan", True),
    (3, "Behoeften", "needs", "scan", True),
    (4, "Interventies", "measures", "programme", True),
    (5, "Doelen", "goals", "programme", True),
    (6, "Menskracht", "staff", "staff_plan", True),
    (7, "Begroting", "budget", "programme", True),
    (8, "Controle", "checks", "programme", True),
    (9, "MR", "mr", "programme", False),
    (10, "Schoolprogramma", "document", "programme", False),
    (11, "Uitvoering", "monitoring", "programme", False),
    (12, "Verantwoording", "accounting", "programme", False),
)


@dataclass(frozen=True)
class Step:
    """One step as a person sees it: ``url`` is empty when they may not open it, ``told`` says what is in it."""

    number: int
    name: str
    route: str
    url: str
    state: str
    checks: tuple[Check, ...]
    told: str = ""
    current: bool = False

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.state]

    @property
    def missing(self) -> list[str]:
        return [c.text for c in self.checks]


@dataclass(frozen=True)
class Walk:
    """The whole walk of one programme for one person; ``previous`` and ``next`` surround the current step."""

    programme: Programme
    steps: tuple[Step, ...]
    previous: Step | None
    next: Step | None

    @property
    def programme_title(self) -> str:
        return f"Schoolprogramma {self.programme.round.name}"

    @property
    def school_name(self) -> str:
        return self.programme.school.name

    @property
    def status_label(self) -> str:
        return self.programme.get_status_display()

    @property
    def status_code(self) -> str:
        return self.programme.status

    @property
    def done(self) -> int:
        return sum(step.state == DONE for step in self.steps)

    @property
    def first_open(self) -> Step | None:
        """Where this person can go on: the first step that is not done and that they may open."""
        return next((s for s in self.steps if s.state != DONE and s.url), None)


def states(programme: Programme, checks: Sequence[Check]) -> dict[int, str]:
    """The state of each step: done when there is something and nothing is missing. Runs no queries."""
    missing = {c.step for c in checks if c.severity == Severity.MISSING}
    begun = {
        1: bool(programme.vision or programme.ambition) or any(f.amount for f in programme.funding.all()),
        2: bool(programme.scan.findings.all()),
        3: bool(programme.scan.needs.all()),
        4: bool(programme.measures.all()),
        5: any(m.goals.all() for m in programme.measures.all()),
        6: bool(programme.staff_plan.needs.all()),
        7: bool(programme.cost_lines.all() or programme.staff_plan.needs.all()),
    }
    found = {number: (BUSY if number in missing else DONE) if begun[number] else TODO for number in begun}
    found[8] = DONE if not missing else BUSY if any(begun.values()) else TODO
    status = Status(programme.status)
    found[9] = {Status.DRAFT: TODO, Status.AT_MR: BUSY}.get(status, DONE)
    found[10] = DONE if status == Status.ADOPTED else BUSY if status == Status.CONSENTED else TODO
    found[11] = BUSY if status == Status.ADOPTED else TODO
    found[12] = BUSY if status == Status.ADOPTED else TODO
    return found


def contents(programme: Programme) -> dict[int, str]:
    """What is in each step that holds rows: "4 bevindingen, 2 gesprekken". Runs no queries."""
    goals = [goal for measure in programme.measures.all() for goal in measure.goals.all()]
    counted = {
        2: [_count(programme.scan.findings, "bevinding", "en"), _count(programme.scan.consultations, "gesprek", "ken")],
        3: [_count(programme.scan.needs, "behoefte", "n")],
        4: [_count(programme.measures, "maatregel", "en")],
        5: [f"{len(goals)} {'doel' if len(goals) == 1 else 'doelen'}" if goals else ""],
        6: [_count(programme.staff_plan.needs, "keer extra inzet", "")],
        7: [_count(programme.cost_lines, "andere kostenpost", "en")],
    }
    return {number: ", ".join(filter(None, parts)) for number, parts in counted.items()}


def _count(rows: Any, noun: str, plural: str) -> str:
    number = len(rows.all())
    return f"{number} {noun if number == 1 else noun + plural}" if number else ""


def walk(programme: Programme, user: User, *, current: str = "") -> Walk:
    """The walk of ``programme`` (loaded ``with_plan``) as ``user`` sees it, at the step with route ``current``."""
    checks = check(programme)
    state = states(programme, checks)
    told = contents(programme)
    drafts = rules.can_read_draft(user, programme)
    rows = {"programme": programme.pk, "scan": programme.scan_id, "staff_plan": programme.staff_plan_id}
    steps = tuple(
        Step(
            number=number,
            name=name,
            route=route,
            url=reverse(route, kwargs={"pk": rows[row]}) if drafts or not live else "",
            state=state[number],
            checks=tuple(c for c in checks if c.step == number) if drafts else (),
            told=told.get(number, "") if drafts else "",
            current=route == current,
        )
        for number, name, route, row, live in STEPS
    )
    open_steps = [s for s in steps if s.url]
    place = next((i for i, s in enumerate(open_steps) if s.current), None)
    return Walk(
        programme,
        steps,
        previous=open_steps[place - 1] if place else None,
        next=open_steps[place + 1] if place is not None and place + 1 < len(open_steps) else None,
    )


def walk_around(row: Any, user: User, current: str) -> Walk | None:
    """The walk of the programme that ``row`` is, or is part of (a scan or a staff plan); None when there is none.

    Loads the whole plan, unless ``row`` is a programme that already has it.
    """
    if isinstance(row, Programme) and "measures" in getattr(row, "_prefetched_objects_cache", {}):
        return walk(row, user, current=current)
    plans = Programme.objects.visible_to(user).with_plan()
    if isinstance(row, Programme):
        found = plans.filter(pk=row.pk).first()
    elif isinstance(row, Scan):
        found = plans.filter(scan=row).order_by("-pk").first()
    else:
        found = plans.filter(staff_plan=row).first()
    return walk(found, user, current=current) if found else None
