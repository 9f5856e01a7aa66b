"""What follows a refusal, and a decision without consent: steps that people record, with their day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from npo_planner import audit
from npo_planner.errors import Refused
from programmes.consent import lock, proof, states
from programmes.consent.clocks import Clock, clocks
from programmes.consent.constants import StepKind
from programmes.consent.states import DEED_OF_STEP
from programmes.models import Step, Version
from schools.models import User


def refused_on(version: Version) -> date | None:
    """The day on which the MR withheld its consent from ``version``; None when it did not."""
    decision = version.answer
    return decision.decided_on if decision is not None and not decision.is_consent else None


def clocks_of(version: Version) -> tuple[Clock, ...]:
    """The terms that run or ran for ``version``, which comes from ``with_answers()``: no query."""
    return clocks(refused_on(version), version.steps.all())


def open_kinds(version: Version, deeds: Collection[str]) -> tuple[StepKind, ...]:
    """The steps that can be recorded now about ``version`` by somebody with these ``deeds``."""
    taken = {step.kind for step in version.steps.all()}
    open_now = (kind for kind, deed in DEED_OF_STEP.items() if deed in deeds and kind not in taken)
    too_soon = set() if StepKind.ACTED in taken else {StepKind.VOID}
    too_soon |= set() if _is_over(version, timezone.localdate()) else {StepKind.LAPSED}
    return tuple(kind for kind in open_now if kind not in too_soon)


WITHOUT_CONSENT = (StepKind.ACTED, StepKind.VOID)


def _may_be_older(version: Version, kind: StepKind) -> bool:
    """Whether ``kind`` may be recorded about a version that is not the newest: it has no consent and no ruling."""
    return kind in WITHOUT_CONSENT and not version.has_consent and not hasattr(version, "adoption")


def older_kinds(version: Version, deeds: Collection[str]) -> tuple[StepKind, ...]:
    """The steps that can be recorded about an older ``version`` by somebody with these ``deeds``."""
    return tuple(kind for kind in open_kinds(version, deeds) if _may_be_older(version, kind))


def _is_over(version: Version, day: date) -> bool:
    """Whether a term of the board after a refusal is over on ``day``, or what it asks was done too late."""
    terms = [clock for clock in clocks_of(version) if clock.code != "nietig"]
    return any(clock.is_over(day) or clock.is_late for clock in terms)


@transaction.atomic
def record(*, version: Version, kind: StepKind, on: date, note: str, by: User) -> Step:
    """Record one step about the newest version. A step that is too late is recorded too: what that means, the law says.

    That a version was carried out without consent, and that the MR calls this void, may be about an older one too: a
    next version takes no right away. Raises Refused (old_version, wrong_state, date_wrong, too_early, no_act, twice).
    """
    locked = lock.plan(version.programme)
    history = list(Version.objects.history(locked))
    newest = next(each for each in history if each.pk == version.pk)
    if newest != history[0] and not _may_be_older(newest, StepKind(kind)):
        raise Refused("Er is al een nieuwere versie. Dit gaat over de laatste versie.", code="old_version")
    if newest == history[0]:
        states.after(states.TABLE, states.state_of(locked, newest), DEED_OF_STEP[StepKind(kind)])
    taken = {StepKind(step.kind): step.on for step in newest.steps.all()}
    _must_fit(StepKind(kind), taken)
    first = _not_before(newest, StepKind(kind), taken)
    if not first <= on <= timezone.localdate():
        raise Refused(f"Kies een datum van {first:%d-%m-%Y} tot en met vandaag.", code="date_wrong")
    if kind == StepKind.LAPSED and not _is_over(newest, on):
        raise Refused("De termijn loopt nog. Als die voorbij is, kunt u dit vastleggen.", code="too_early")
    step = Step.objects.create(version=newest, kind=kind, on=on, note=note, recorded_by=by)
    detail = {"step": ["", step.get_kind_display()], "on": ["", f"{on:%d-%m-%Y}"], "note": ["", note]}
    audit.log(by=by, event="step_recorded", subject=newest, school=locked.school, detail=detail | proof.of(newest))
    return step


def _must_fit(kind: StepKind, taken: dict[StepKind, date]) -> None:
    """Raises Refused (no_act, twice)."""
    if kind in taken:
        raise Refused("Dit is al vastgelegd.", code="twice")
    if kind == StepKind.VOID and StepKind.ACTED not in taken:
        text = "Leg eerst vast wanneer de MR hoorde dat het plan zonder instemming wordt uitgevoerd."
        raise Refused(text, code="no_act")


def _not_before(version: Version, kind: StepKind, taken: dict[StepKind, date]) -> date:
    """The first day on which a step of ``kind`` can have happened."""
    if kind == StepKind.VOID:
        return taken[StepKind.ACTED]
    if kind == StepKind.ACTED:
        return timezone.localdate(version.frozen_at)
    before = [day for known, day in taken.items() if known not in (StepKind.ACTED, StepKind.VOID)]
    return max([refused_on(version), *before])
