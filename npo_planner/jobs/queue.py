"""Every write to the queue. A job has one holder at a time; who lost it can write nothing any more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from npo_planner.errors import Refused
from npo_planner.jobs import registry
from npo_planner.jobs.constants import AT_MOST, ATTEMPTS, GAVE_UP, LEASE, LONGEST, Priority, State
from npo_planner.jobs.querysets import JobQuerySet
from npo_planner.jobs.registry import Product
from npo_planner.models import Job

PUTS = 3
"""So often an order is put that keeps meeting the same order of somebody else."""


class Lost(Exception):  # noqa: N818 - it reads as what happened
    """This turn does not hold the job any more: it was cancelled, or another worker took it over."""


def key_of(kind: str, arguments: Mapping[str, Any], material: bytes = b"", user: Any = None) -> str:
    """The fingerprint of an order: that of everybody for a shared kind, else of one person."""
    whose = None if registry.kind(kind).is_shared else getattr(user, "pk", None)
    text = json.dumps([kind, arguments, whose], sort_keys=True)
    return hashlib.sha256(text.encode() + b"\0" + material).hexdigest()


def put(
    kind: str,
    arguments: Mapping[str, Any],
    *,
    by: Any = None,
    material: bytes = b"",
    place: str = "",
    priority: Priority = Priority.PEOPLE,
) -> Job:
    """The open job for this order; a new one if there is none. What is wanted sooner now moves up.

    Raises Refused (too_many) when ``by`` has too much waiting.
    """
    key = key_of(kind, arguments, material, by)
    fields = {"arguments": dict(arguments), "material": material, "user": by, "place": place, "priority": priority}
    found = _open(key) or _create(kind, key, fields)
    if priority < found.priority:
        Job.objects.filter(pk=found.pk).update(priority=priority)
        found.priority = priority
    return found


def _open(key: str) -> Job | None:
    return Job.objects.light().open().filter(key=key).first()


def _create(kind: str, key: str, fields: dict[str, Any]) -> Job:
    """A new job, or the one that somebody put at this moment; that one may have ended again before we look."""
    _must_have_room(fields["user"])
    for _ in range(PUTS):
        try:
            with transaction.atomic():
                return Job.objects.create(kind=kind, key=key, **fields)
        except IntegrityError as error:
            refused = error
        if found := _open(key):
            return found
    raise refused


def _must_have_room(by: Any) -> None:
    if by is not None and Job.objects.open().filter(user=by).count() >= AT_MOST:
        raise Refused(
            f"U hebt al {AT_MOST} opdrachten lopen. Wacht tot er een klaar is en probeer het dan opnieuw.",
            code="too_many",
        )


def claim() -> Job | None:
    """The next job, now held by who asked; None when there is nothing to do.

    A job whose workers died as often as it may be tried is told to have failed.
    """
    return _claim(Job.objects.takeable())


def claim_this(job: Job) -> Job | None:
    """The same for ``job`` alone, also before it was to come back; None when somebody else holds it, or it ended."""
    return _claim(Job.objects.free().filter(pk=job.pk))


def _claim(jobs: JobQuerySet) -> Job | None:
    while jobs.exists():  # only a read: a worker with nothing to do locks nothing
        with transaction.atomic():
            job = jobs.select_for_update(skip_locked=True).first()
            if job is None:
                return None
            if job.attempts >= ATTEMPTS:
                _end(job, State.FAILED, sentence=GAVE_UP)
                continue
            return hold(job)
    return None


def hold(job: Job) -> Job:
    """Take ``job``, which is locked or known to nobody else, for one turn."""
    now = timezone.now()
    job.state, job.attempts, job.token = State.RUNNING, job.attempts + 1, uuid4()
    job.started_at, job.leased_until = now, now + LEASE
    job.save(update_fields=["state", "attempts", "token", "started_at", "leased_until"])
    return job


def write(job: Job, **fields: Any) -> None:
    """Write ``fields`` of the job that this turn holds. Raises Lost."""
    held = Job.objects.filter(pk=job.pk, token=job.token, state=State.RUNNING)
    if not held.update(**fields):
        raise Lost(str(job))
    for name, value in fields.items():
        setattr(job, name, value)


def renew(job: Job) -> None:
    """Keep ``job``, unless its turn takes so long that it must hang. Raises Lost."""
    now = timezone.now()
    if job.started_at > now - LONGEST:
        write(job, leased_until=now + LEASE)


def finish(job: Job, product: Product | None) -> None:
    """``job`` is done. Raises Lost."""
    made = {}
    if product is not None:
        made = {"content": product.content, "content_type": product.content_type, "file_name": product.file_name}
    write(job, state=State.DONE, finished_at=timezone.now(), material=b"", **made)


def fail(job: Job, sentence: str) -> None:
    """``job`` failed for good, as ``sentence`` tells people. Raises Lost."""
    write(job, state=State.FAILED, finished_at=timezone.now(), sentence=sentence, material=b"")


def stumble(job: Job) -> None:
    """The turn failed for a reason that nobody foresaw: once more, or not again. Raises Lost."""
    if job.attempts >= ATTEMPTS:
        fail(job, GAVE_UP)
    else:
        write(job, state=State.WAITING)


def put_back(job: Job, *, seconds: float = 0) -> None:
    """Nothing went wrong, but ``job`` goes on later, in a turn that counts as its first. Raises Lost."""
    write(job, state=State.WAITING, attempts=0, not_before=timezone.now() + timedelta(seconds=seconds))


def cancel(job: Job) -> bool:
    """Stop ``job``, whether it waits or runs; False when it had ended already."""
    return bool(
        Job.objects.open().filter(pk=job.pk).update(state=State.CANCELLED, finished_at=timezone.now(), material=b"")
    )


def _end(job: Job, state: State, *, sentence: str) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, sentence=sentence, finished_at=timezone.now(), material=b"")
