"""What the product does by the clock: the workers need no crontab."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from npo_planner.jobs import queue, registry
from npo_planner.jobs.constants import Priority
from npo_planner.models import Clock, Job, Worker


def daily(at: time) -> Callable[[datetime], datetime]:
    """Due every day at ``at``, local time."""

    def slot(now: datetime) -> datetime:
        local = timezone.localtime(now)
        today = timezone.make_aware(datetime.combine(local.date(), at))
        yesterday = timezone.make_aware(datetime.combine(local.date() - timedelta(days=1), at))
        return today if today <= now else yesterday

    return slot


def every(minutes: int) -> Callable[[datetime], datetime]:
    """Due every ``minutes`` of the hour."""

    def slot(now: datetime) -> datetime:
        return now.replace(minute=now.minute - now.minute % minutes, second=0, microsecond=0)

    return slot


def ring() -> list[str]:
    """Put on the queue what is due and not yet put there; one worker does it, and what was missed is made up for once.

    One read when nothing is due.
    """
    now = timezone.now()
    rang = dict(Clock.objects.values_list("name", "rang_at"))
    due = []
    for name, slot in registry.slots().items():
        moment = slot(now)
        if name not in rang:
            Clock.objects.get_or_create(name=name, defaults={"rang_at": moment - timedelta(days=1)})
        elif rang[name] >= moment:
            continue
        if _ring(name, moment, now):
            due.append(name)
    return due


@transaction.atomic
def _ring(name: str, moment: datetime, now: datetime) -> bool:
    """Both or neither: a worker that dies here has not rung."""
    rings = Clock.objects.filter(name=name, rang_at__lt=moment).update(rang_at=now)
    if rings:
        queue.put(name, {}, priority=Priority.PEOPLE)
    return bool(rings)


def sweep() -> None:
    """Remove what ended a day ago, and the workers that are gone."""
    Job.objects.overdue().delete()
    Worker.objects.filter(seen_at__lt=timezone.now() - timedelta(hours=1)).delete()
