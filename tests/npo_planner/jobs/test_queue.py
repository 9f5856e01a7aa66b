"""The queue: one job for one order, one holder for one job, and an end to everything."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from npo_planner.errors import Refused
from npo_planner.jobs import clock, queue
from npo_planner.jobs.constants import AT_MOST, ATTEMPTS, GAVE_UP, LEASE, LONGEST, Priority, State
from npo_planner.jobs.queue import Lost
from npo_planner.jobs.registry import Product
from npo_planner.models import Job
from tests.factories import make_user
from tests.races import outcomes, together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("handle")]


def expire(job: Job) -> None:
    """As if the worker of ``job`` died a while ago."""
    Job.objects.filter(pk=job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))


def state(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


def test_the_same_order_twice_is_one_job_and_another_order_is_another():
    user = make_user()
    first = queue.put("test", {"a": 1, "b": 2}, by=user)

    assert queue.put("test", {"b": 2, "a": 1}, by=user) == first
    assert queue.put("test", {"a": 1}, by=user) != first
    assert queue.put("test", {"a": 1, "b": 2}, by=user, material=b"x") != first
    assert queue.put("test", {"a": 1, "b": 2}, by=make_user()) != first


def test_a_shared_kind_is_one_job_for_everybody_and_moves_up_when_somebody_waits(handle):
    handle("shared", lambda turn: None, is_shared=True)
    ahead = queue.put("shared", {"a": 1}, priority=Priority.AHEAD)

    found = queue.put("shared", {"a": 1}, by=make_user())

    assert (found, found.priority, Job.objects.get().priority) == (ahead, Priority.PEOPLE, Priority.PEOPLE)
    assert queue.put("shared", {"a": 1}, priority=Priority.AHEAD).priority == Priority.PEOPLE


def test_an_order_that_was_carried_out_can_be_put_again():
    job = queue.put("test", {})
    queue.finish(queue.claim(), None)

    assert queue.put("test", {}) != job


def test_the_same_order_that_ends_while_it_is_put_makes_way_for_a_new_one(monkeypatch):
    """Somebody put it after we looked, and it was carried out before we looked again."""
    other, looks = queue.put("test", {}), []

    def look(key: str) -> None:
        if looks:
            Job.objects.filter(pk=other.pk).update(state=State.DONE)
        looks.append(key)

    monkeypatch.setattr(queue, "_open", look)

    job = queue.put("test", {})

    assert (job != other, job.state, len(looks)) == (True, State.WAITING, 2)


def test_the_same_order_that_can_be_neither_put_nor_found_is_an_error(monkeypatch):
    queue.put("test", {})
    monkeypatch.setattr(queue, "_open", lambda key: None)

    with pytest.raises(IntegrityError):
        queue.put("test", {})


def test_people_go_before_what_nobody_waits_for_and_then_who_was_first():
    names = [("ahead", Priority.AHEAD), ("first", Priority.PEOPLE), ("second", Priority.PEOPLE)]
    for name, priority in names:
        queue.put("test", {"name": name}, priority=priority)

    assert [queue.claim().arguments["name"] for _ in names] == ["first", "second", "ahead"]
    assert queue.claim() is None


def test_a_person_has_only_so_many_jobs_and_the_product_as_many_as_it_needs():
    user = make_user()
    for number in range(AT_MOST):
        queue.put("test", {"n": number}, by=user)
        queue.put("test", {"n": number})

    with pytest.raises(Refused) as refused:
        queue.put("test", {"n": "more"}, by=user)

    assert (refused.value.code, str(refused.value)) == (
        "too_many",
        "U hebt al 20 opdrachten lopen. Wacht tot er een klaar is en probeer het dan opnieuw.",
    )
    queue.put("test", {"n": "more"})
    queue.put("test", {"n": 0}, by=user)  # that one waits already
    queue.cancel(Job.objects.filter(user=user).first())
    queue.put("test", {"n": "more"}, by=user)


def test_a_job_whose_worker_died_is_taken_over_and_the_dead_one_writes_nothing_any_more():
    queue.put("test", {})
    dead = queue.claim()
    assert queue.claim() is None

    expire(dead)
    heir = queue.claim()

    assert (heir, heir.attempts) == (dead, 2)
    for write in (
        lambda: queue.finish(dead, Product(b"x", "text/plain", "x.txt")),
        lambda: queue.fail(dead, "Mislukt."),
        lambda: queue.renew(dead),
        lambda: queue.put_back(dead),
        lambda: queue.stumble(dead),
    ):
        with pytest.raises(Lost):
            write()
    queue.finish(heir, Product(b"y", "text/plain", "y.txt"))
    assert bytes(Job.objects.get().content) == b"y"


def test_a_job_that_lost_its_worker_as_often_as_it_may_be_tried_is_told_to_have_failed():
    queue.put("test", {})
    for _ in range(ATTEMPTS):
        expire(queue.claim())

    assert queue.claim() is None
    job = Job.objects.get()
    assert (job.state, job.sentence) == (State.FAILED, GAVE_UP)


def test_a_lease_is_renewed_unless_the_turn_must_hang():
    queue.put("test", {})
    job = queue.claim()
    before = job.leased_until
    queue.renew(job)
    assert before < job.leased_until <= timezone.now() + LEASE

    Job.objects.update(leased_until=before)
    job.started_at = timezone.now() - LONGEST
    queue.renew(job)
    assert Job.objects.get().leased_until == before


def test_a_cancelled_job_is_never_taken_and_its_turn_writes_nothing_any_more():
    waiting, running = queue.put("test", {"n": 1}), queue.put("test", {"n": 2})
    assert queue.cancel(waiting)
    held = queue.claim()
    assert held == running

    assert queue.cancel(running)

    assert (state(waiting), state(running), queue.claim()) == (State.CANCELLED, State.CANCELLED, None)
    with pytest.raises(Lost):
        queue.finish(held, None)
    assert not queue.cancel(running)


def test_a_job_that_was_put_back_waits_its_time_and_counts_as_not_tried():
    queue.put("test", {})
    queue.put_back(queue.claim(), seconds=60)
    assert queue.claim() is None

    Job.objects.update(not_before=timezone.now())

    assert queue.claim().attempts == 1


def test_what_ended_a_day_ago_is_swept_away_and_what_is_open_stays():
    for number, (name, age) in enumerate([("done", 25), ("done", 23), ("failed", 25), ("open", 25)]):
        job = queue.put("test", {"n": number})
        held = queue.claim()
        {
            "done": lambda held: queue.finish(held, Product(b"x", "text/plain", "x")),
            "failed": lambda held: queue.fail(held, "Mislukt."),
            "open": queue.put_back,
        }[name](held)
        then = timezone.now() - timedelta(hours=age)
        Job.objects.filter(pk=job.pk).exclude(finished_at=None).update(finished_at=then)

    clock.sweep()

    assert [job.arguments["n"] for job in Job.objects.order_by("pk")] == [1, 3]


def claim_without_a_lock(meet: Barrier) -> Any:
    """The negative control: read, and then write what was read."""
    job = Job.objects.takeable().first()
    meet.wait(10)
    return queue.hold(job)


@pytest.mark.django_db(transaction=True)
def test_of_workers_at_one_moment_each_job_goes_to_one_and_without_the_lock_to_two():
    for number in range(12):
        queue.put("test", {"n": number})
    results = together(*[lambda: [queue.claim() for _ in range(4)]] * 4)
    held = [job.pk for jobs in results for job in jobs if job is not None]
    assert sorted(held) == sorted(Job.objects.values_list("pk", flat=True))

    meet = Barrier(2)
    one = queue.put("test", {"n": "one"})
    assert together(*[lambda: claim_without_a_lock(meet)] * 2) == [one, one]


@pytest.mark.django_db(transaction=True)
def test_the_same_order_five_times_at_once_is_one_job():
    results = together(*[lambda: queue.put("test", {})] * 5)

    assert outcomes(results) == Counter(Job=5)
    assert Job.objects.count() == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer: nothing can be locked meanwhile")
@pytest.mark.django_db(transaction=True)
def test_a_job_that_somebody_holds_is_passed_over():
    first, second = queue.put("test", {"n": 1}), queue.put("test", {"n": 2})
    with transaction.atomic():
        Job.objects.select_for_update().get(pk=first.pk)
        assert together(queue.claim) == [second]
