"""Real workers on the database of the test: one is killed in the middle of a bundle, others go on with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from npo_planner.jobs.constants import State
from npo_planner.models import Job, Worker
from programmes.document.lengths import Length
from programmes.models import Rendering, Round
from programmes.oversight import bundles
from programmes.oversight.constants import Binding
from schools.constants import Role
from tests import factories as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.pdf]

PATIENCE = 120  # seconds: the machine may be busy


def address() -> str:
    """The database of the test, as a process of its own names it."""
    of = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{of['NAME']}"
    return f"postgres://{of['USER']}:{of['PASSWORD']}@{of['HOST']}:{of['PORT']}/{of['NAME']}"


@pytest.fixture
def start() -> Iterator[Callable[[], subprocess.Popen]]:
    """Start a worker; what still runs at the end is killed."""
    started: list[subprocess.Popen] = []
    env = os.environ | {"DATABASE_URL": address(), "DEBUG": "on", "DJANGO_SETTINGS_MODULE": "npo_planner.settings"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

    def begin() -> subprocess.Popen:
        command = [sys.executable, "manage.py", "work"]
        started.append(subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, **quiet))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()


def wait_until(what: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < ends
        time.sleep(0.1)


def test_a_bundle_whose_worker_is_killed_is_finished_by_others_without_rendering_twice(start) -> None:
    board = make.make_board()
    for _ in range(3):
        make.put_to_mr(make.make_full_programme(make.make_school(board=board)))
    Job.objects.all().delete()  # what was put ahead, and the commands of the clock
    by = make.make_member(board, Role.BOARD)
    order = {"board": board, "round": Round.objects.get(), "length": Length.SUMMARY, "binding": Binding.ZIP}
    job = bundles.order(**order, by=by)

    victim = start()
    wait_until(Rendering.objects.exists)
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    before = set(Rendering.objects.values_list("pk", "made_at"))
    job.refresh_from_db()
    assert job.is_open
    Job.objects.filter(state=State.RUNNING).update(leased_until=timezone.now() - timedelta(seconds=1))
    heirs = [start(), start()]
    wait_until(lambda: Job.objects.get(pk=job.pk).state == State.DONE)

    assert before <= set(Rendering.objects.values_list("pk", "made_at"))
    assert [bool(entry.rendering) for entry in bundles.entries_of(Job.objects.get(pk=job.pk))] == [True] * 3
    for heir in heirs:
        heir.terminate()
    assert [heir.wait(PATIENCE) for heir in heirs] == [0, 0]
    assert Worker.objects.count() == 1  # the one that was killed said no goodbye
