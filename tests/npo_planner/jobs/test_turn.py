"""What becomes of a job after its turn."""

from __future__ import annotations

import pytest
from django.utils import timezone

from npo_planner.errors import Refused
from npo_planner.jobs import ordering, queue, turn
from npo_planner.jobs.constants import ATTEMPTS, GAVE_UP, LEASE, State
from npo_planner.jobs.registry import Product
from npo_planner.jobs.turn import Later
from npo_planner.models import Job
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def work(is_stopping=lambda: False) -> Job:
    """Give the next job its turn."""
    turn.carry_out(queue.claim(), is_stopping)
    return Job.objects.order_by("pk").last()


def test_a_product_is_kept_and_what_it_was_made_of_is_not(handle):
    handle("test", lambda turn: Product(turn.material.upper(), "text/plain", f"{turn.arguments['name']}.txt"))
    queue.put("test", {"name": "a"}, material=b"abc")

    job = work()

    made = (job.state, bytes(job.content), job.content_type, job.file_name, bytes(job.material))
    assert made == (State.DONE, b"ABC", "text/plain", "a.txt", b"")
    assert job.finished_at is not None


def test_a_fault_is_tried_once_more_and_then_told(handle, caplog):
    calls = []

    def break_down(turn):
        calls.append(turn.job.attempts)
        raise RuntimeError("no")

    handle("test", break_down)
    queue.put("test", {})

    assert work().state == State.WAITING
    job = work()

    assert (calls, job.state, job.sentence) == ([1, 2], State.FAILED, GAVE_UP)
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]


def test_a_fault_that_goes_away_costs_nothing(handle, caplog):
    def once(turn):
        if turn.job.attempts == 1:
            raise RuntimeError("no")

    handle("test", once)
    queue.put("test", {})
    work()

    assert work().state == State.DONE
    assert len(caplog.records) == 1


def test_a_refusal_is_told_at_once_in_its_own_words(handle):
    def refuse(turn):
        raise Refused("Dat gaat niet.", code="no")

    handle("test", refuse)
    queue.put("test", {})

    job = work()

    assert (job.state, job.attempts, job.sentence) == (State.FAILED, 1, "Dat gaat niet.")


def test_progress_and_notes_are_there_for_the_next_turn(handle):
    def in_two(turn):
        turn.notes["seen"] = turn.notes.get("seen", 0) + 1
        turn.report(done=turn.notes["seen"], total=2)
        if turn.notes["seen"] < 2:
            raise Later(0)

    handle("test", in_two)
    queue.put("test", {})

    first = work()
    assert (first.state, first.done, first.total, first.notes) == (State.WAITING, 1, 2, {"seen": 1})
    second = work()
    assert (second.state, second.done, second.attempts) == (State.DONE, 2, 1)


def test_a_job_that_is_cancelled_meanwhile_stops_at_its_next_report(handle):
    after = []

    def long(turn):
        queue.cancel(turn.job)
        turn.report(done=1, total=2)
        after.append("went on")

    handle("test", long)
    queue.put("test", {})

    assert (work().state, after) == (State.CANCELLED, [])


def test_a_worker_that_must_stop_gives_its_job_back_as_it_was(handle):
    handle("test", lambda turn: turn.report(done=1, total=2))
    queue.put("test", {})

    job = work(is_stopping=lambda: True)

    assert (job.state, job.attempts, job.done) == (State.WAITING, 0, 1)


def test_with_jobs_at_once_an_order_is_carried_out_before_it_returns(handle, settings):
    settings.JOBS_AT_ONCE = True
    handle("test", lambda turn: Product(b"x", "text/plain", "x.txt"))

    job = ordering.order("test", {}, by=make_user())

    assert (job.state, bytes(job.content)) == (State.DONE, b"x")


def test_with_jobs_at_once_a_job_that_another_request_is_at_is_left_to_it(handle, settings):
    settings.JOBS_AT_ONCE = True
    turns = []
    handle("test", turns.append)
    held = queue.hold(queue.put("test", {}))

    job = ordering.order("test", {})

    assert (job, job.state, job.attempts, turns) == (held, State.RUNNING, 1, [])
    queue.finish(held, None)


def test_with_jobs_at_once_a_job_whose_request_died_is_taken_over_only_so_often(handle, settings):
    settings.JOBS_AT_ONCE = True
    turns = []
    handle("test", turns.append)
    for _ in range(ATTEMPTS):
        job = queue.hold(queue.put("test", {}))
        Job.objects.update(leased_until=timezone.now() - LEASE)

    assert ordering.order("test", {}).state == State.FAILED
    assert (turns, Job.objects.get(pk=job.pk).sentence) == ([], GAVE_UP)


def test_with_jobs_at_once_a_job_that_comes_back_later_goes_on_as_long_as_it_gets_further(handle, settings):
    settings.JOBS_AT_ONCE = True

    def until(steps: int, turn) -> None:
        turn.report(done=min(turn.job.done + 1, steps), total=4)
        if turn.job.done < 4:
            raise Later(60)

    handle("whole", lambda turn: until(4, turn))
    handle("stuck", lambda turn: until(2, turn))

    jobs = [ordering.order(kind, {}) for kind in ("whole", "stuck")]

    assert [(job.state, job.done) for job in jobs] == [(State.DONE, 4), (State.WAITING, 2)]


def test_what_nobody_asked_for_yet_is_put_on_the_queue_only_when_there_are_workers(handle, settings):
    handle("test", lambda turn: None)
    settings.JOBS_AT_ONCE = True
    ordering.prepare("test", {})
    assert not Job.objects.exists()

    settings.JOBS_AT_ONCE = False
    ordering.prepare("test", {})
    assert Job.objects.get().state == State.WAITING
