"""How an app orders something: now, for somebody who waits, or ahead of who will come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from npo_planner.jobs import queue, turn
from npo_planner.jobs.constants import ATTEMPTS, Priority, State
from npo_planner.models import Job


def order(kind: str, arguments: Mapping[str, Any], *, priority: Priority = Priority.PEOPLE, **fields: Any) -> Job:
    """Put an order (``queue.put``); with JOBS_AT_ONCE it is carried out before this returns. Raises Refused.

    Then too it may come back open: somebody else is at it, or it waits for something that somebody else is at.
    """
    job = queue.put(kind, arguments, priority=priority, **fields)
    idle = 0  # turns since it last got further
    while settings.JOBS_AT_ONCE and job.is_open and idle < ATTEMPTS:
        held = queue.claim_this(job)
        if held:
            turn.carry_out(held)
        before, job = job.done, Job.objects.get(pk=job.pk)
        if not held:
            break
        idle = 0 if job.done > before else idle + 1
    return job


def prepare(kind: str, arguments: Mapping[str, Any]) -> None:
    """Have something made that somebody will want. Without workers it is made when they ask."""
    if not settings.JOBS_AT_ONCE:
        queue.put(kind, arguments, priority=Priority.AHEAD)


def made(kind: str, arguments: Mapping[str, Any], *, by: Any, material: bytes) -> Job | None:
    """What came of the same order of ``by`` before, as long as it is kept."""
    key = queue.key_of(kind, arguments, material, by)
    return Job.objects.light().filter(key=key, state=State.DONE).order_by("-pk").first()
