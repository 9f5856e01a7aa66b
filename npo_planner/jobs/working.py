"""A worker: takes job after job, says that it is there, and stops when it is asked to."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from uuid import uuid4

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from npo_planner.jobs import clock, queue, turn
from npo_planner.jobs.constants import BEAT
from npo_planner.models import Job, Worker

logger = logging.getLogger(__name__)

PAUSE = 0.5
"""Seconds between two looks at an empty queue."""
REST = 5
"""Seconds before the next try when the database does not answer."""


class Working:
    """One process that works. ``stopping`` is set from outside, by a signal."""

    def __init__(self) -> None:
        self.key = uuid4()
        self.stopping = Event()
        self.job: Job | None = None

    def run(self, *, once: bool = False) -> int:
        """Work until it is stopped, or (``once``) until the queue is empty. How many turns it gave."""
        turns = 0
        with self._beating():
            while not self.stopping.is_set():
                try:
                    worked = self._next()
                except DatabaseError:
                    logger.warning("The database does not answer", exc_info=True)
                    close_old_connections()
                    self.stopping.wait(REST)
                    continue
                turns += worked
                if not worked and once:
                    break
                if not worked:
                    close_old_connections()
                    self.stopping.wait(PAUSE)
        return turns

    def _next(self) -> bool:
        """Give one job its turn; False when there is none."""
        clock.ring()
        job = self.job = queue.claim()
        if job is None:
            return False
        try:
            turn.carry_out(job, self.stopping.is_set)
        finally:
            self.job = None
        return True

    @contextmanager
    def _beating(self) -> Iterator[None]:
        """Be known as a worker, and keep the lease of the job at hand."""
        over = Event()
        beating = Thread(target=self._beat, args=[over], daemon=True)
        with suppress(DatabaseError):
            self._show()
        beating.start()
        try:
            yield
        finally:
            over.set()
            beating.join(BEAT)
            with suppress(DatabaseError):
                Worker.objects.filter(key=self.key).delete()

    def _beat(self, over: Event) -> None:
        while not over.wait(BEAT):
            try:
                self._show()
                if job := self.job:
                    queue.renew(job)
            except (DatabaseError, queue.Lost):
                close_old_connections()
        connection.close()

    def _show(self) -> None:
        Worker.objects.update_or_create(key=self.key, defaults={"seen_at": timezone.now()})
