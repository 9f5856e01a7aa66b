"""Reads of the queue."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from npo_planner.jobs.constants import KEPT, OPEN, SEEN, State


class JobQuerySet(models.QuerySet):
    def light(self) -> JobQuerySet:
        """Without what a job is made of and what it made: that may be megabytes."""
        return self.defer("material", "content")

    def open(self) -> JobQuerySet:
        return self.filter(state__in=OPEN)

    def of(self, user: Any) -> JobQuerySet:
        """What ``user`` ordered, newest first."""
        return self.light().filter(user=user).order_by("-ordered_at", "-pk")

    def takeable(self) -> JobQuerySet:
        """What a worker may take now: it waits its turn, or its worker died. First who was first, people before all."""
        now = timezone.now()
        waits = Q(state=State.WAITING, not_before__lte=now)
        orphaned = Q(state=State.RUNNING, leased_until__lt=now)
        return self.filter(waits | orphaned).order_by("priority", "ordered_at", "pk")

    def free(self) -> JobQuerySet:
        """What nobody holds: it waits, be it for later, or its worker died."""
        return self.filter(Q(state=State.WAITING) | Q(state=State.RUNNING, leased_until__lt=timezone.now()))

    def before(self, job: Any) -> JobQuerySet:
        """What is carried out before ``job`` or with it, as far as is known now."""
        earlier = Q(priority__lt=job.priority) | Q(priority=job.priority, pk__lt=job.pk)
        return self.open().filter(earlier, not_before__lte=timezone.now())

    def overdue(self) -> JobQuerySet:
        """What ended so long ago that it goes, with its file."""
        return self.exclude(state__in=OPEN).filter(finished_at__lt=timezone.now() - KEPT)


class WorkerQuerySet(models.QuerySet):
    def alive(self) -> WorkerQuerySet:
        """Those that were there a moment ago."""
        return self.filter(seen_at__gt=timezone.now() - SEEN)
