"""One turn of a job: what its handler gets, and what becomes of the job after it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from npo_planner.errors import Refused
from npo_planner.jobs import queue, registry
from npo_planner.models import Job

logger = logging.getLogger(__name__)


class Later(Exception):  # noqa: N818 - it reads as what is asked
    """A handler has to wait for something else: the job comes back after ``seconds``, with its notes."""

    def __init__(self, seconds: float = 1) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Stopping(Exception):  # noqa: N818 - it reads as what happened
    """The worker is asked to stop: the job is given back."""


class Turn:
    """What a handler works with. ``arguments``, ``material`` and ``notes`` are those of the job."""

    def __init__(self, job: Job, is_stopping: Callable[[], bool]) -> None:
        self.job = job
        self.arguments: dict[str, Any] = job.arguments
        self.material = bytes(job.material)
        self.notes: dict[str, Any] = job.notes
        self._is_stopping = is_stopping

    def report(self, *, done: int, total: int) -> None:
        """Tell how far it is and keep the notes. Every handler that takes long calls this often.

        Raises Lost when the job was cancelled or taken over, Stopping when the worker has to stop: let both go by.
        """
        queue.write(self.job, done=done, total=total, notes=self.notes)
        if self._is_stopping():
            raise Stopping


def carry_out(job: Job, is_stopping: Callable[[], bool] = lambda: False) -> None:
    """Give ``job``, which was claimed, its turn, and store what came of it."""
    try:
        _take(Turn(job, is_stopping))
    except queue.Lost:
        logger.info("%s was cancelled or taken over", job)


def _take(turn: Turn) -> None:
    job = turn.job
    try:
        product = registry.kind(job.kind).handle(turn)
    except Later as later:
        queue.write(job, notes=turn.notes)
        queue.put_back(job, seconds=later.seconds)
    except Stopping:
        queue.put_back(job)
    except Refused as refusal:
        queue.fail(job, str(refusal))
    except queue.Lost:
        raise
    except Exception:  # whatever a handler does wrong, the worker goes on with the next job
        logger.exception("%s failed at attempt %s", job, job.attempts)
        queue.stumble(job)
    else:
        queue.finish(job, product)
