"""The worker: it empties the queue, is seen, survives a fault, stops when asked; and the clock that it keeps."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone

from npo_planner.jobs import clock, queue, registry, waiting, working
from npo_planner.jobs.constants import State
from npo_planner.management.commands import work
from npo_planner.models import Clock, Job, Worker

pytestmark = pytest.mark.django_db


def test_work_once_empties_the_queue_and_is_gone(handle):
    seen = []
    handle("test", lambda turn: seen.append((turn.arguments["n"], Worker.objects.alive().count())))
    for number in range(3):
        queue.put("test", {"n": number})
    out = StringIO()

    call_command("work", "--once", stdout=out)

    assert (seen, out.getvalue()) == ([(0, 1), (1, 1), (2, 1)], "3 turns\n")
    assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}
    assert not Worker.objects.exists()


def test_a_job_that_nobody_knows_is_told_to_have_failed_and_the_worker_goes_on(handle, caplog):
    handle("gone", lambda turn: None)
    queue.put("gone", {})
    queue.put("test", {})
    del registry._kinds["gone"]

    call_command("work", "--once", stdout=StringIO())

    assert [job.state for job in Job.objects.order_by("pk")] == [State.FAILED, State.DONE]
    assert len(caplog.records) == 2


def test_a_worker_that_is_asked_to_stop_takes_no_other_job(handle):
    worker = working.Working()
    handle("test", lambda turn: worker.stopping.set())
    queue.put("test", {"n": 1})
    queue.put("test", {"n": 2})

    assert worker.run() == 1
    assert [job.state for job in Job.objects.order_by("pk")] == [State.DONE, State.WAITING]


@pytest.fixture
def signals() -> Iterator[None]:
    """As they were; and a test that stands still fails."""
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGALRM)
    before = [signal.getsignal(number) for number in numbers]

    def late(*_: object) -> None:
        pytest.fail("it stands still")  # no Exception: a turn would catch that

    signal.signal(signal.SIGALRM, late)
    signal.alarm(10)
    yield
    signal.alarm(0)
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_a_worker_also_while_it_holds_the_lock_of_what_tells_it(handle, signals, monkeypatch, number):
    worker = working.Working()
    monkeypatch.setattr(work, "Working", lambda: worker)

    def called(turn) -> None:
        with worker.stopping._cond:
            signal.raise_signal(number)
        assert worker.stopping.wait(5)

    handle("test", called)
    queue.put("test", {"n": 1})
    queue.put("test", {"n": 2})

    call_command("work")

    assert [job.state for job in Job.objects.order_by("pk")] == [State.DONE, State.WAITING]


def test_a_worker_that_says_nothing_for_a_minute_is_not_there():
    assert not waiting.is_manned()
    worker = Worker.objects.create(key="9f6f1a54-4bb1-4a1c-8a0e-0d2b7f5c1c11", seen_at=timezone.now())
    assert waiting.is_manned()

    Worker.objects.filter(pk=worker.pk).update(seen_at=timezone.now() - timedelta(minutes=1))

    assert not waiting.is_manned()


def test_with_jobs_at_once_no_worker_is_missed(settings):
    settings.JOBS_AT_ONCE = True

    assert waiting.is_manned()


@pytest.mark.parametrize(
    ("slot", "now", "due"),
    [
        (clock.daily(time(8)), "2022-06-01 05:59", "2022-05-31 06:00"),  # 07:59 in the Dutch summer
        (clock.daily(time(8)), "2022-06-01 06:00", "2022-06-01 06:00"),
        (clock.daily(time(8)), "2022-01-10 06:30", "2022-01-09 07:00"),
        (clock.daily(time(8)), "2022-03-27 06:00", "2022-03-27 06:00"),  # the clocks went forward that night
        (clock.every(15), "2022-06-01 05:59", "2022-06-01 05:45"),
        (clock.every(15), "2022-06-01 06:00", "2022-06-01 06:00"),
        (clock.every(60), "2022-06-01 06:59", "2022-06-01 06:00"),
    ],
)
def test_a_slot_is_the_last_moment_at_which_something_was_due(slot, now, due):
    def at(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    assert slot(at(now)) == at(due)


def test_the_clock_rings_once_for_each_slot_and_once_for_all_that_was_missed(handle):
    moment = timezone.now()
    registry._slots["test"] = lambda now: moment

    assert [clock.ring(), clock.ring()] == [["test"], []]
    queue.finish(queue.claim(), None)

    moment = timezone.now()
    assert [clock.ring(), clock.ring()] == [["test"], []]
    assert Job.objects.filter(state=State.WAITING).count() == 1
    assert Clock.objects.get().rang_at >= moment


def test_a_clock_whose_job_was_not_put_has_not_rung(handle, monkeypatch):
    moment = timezone.now()
    registry._slots["test"] = lambda now: moment

    def broken(*args: object, **fields: object) -> None:
        raise DatabaseError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(queue, "put", broken)
        with pytest.raises(DatabaseError):
            clock.ring()

    assert clock.ring() == ["test"]


def test_a_clock_with_nothing_to_do_costs_one_read(handle, django_assert_num_queries):
    registry._slots["test"] = clock.every(60)
    clock.ring()

    with django_assert_num_queries(1):
        clock.ring()


def test_the_product_rings_for_its_own_commands():
    assert set(registry.slots()) == {"sweep", "remind", "mail_talk"}
