"""Two people, two tabs, one moment: exactly one record. Real connections, and the same races with the lock off.

The controls need PostgreSQL: SQLite's IMMEDIATE transactions let one writer in at a time, whatever this code does.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from npo_planner.models import AuditEntry
from programmes.consent import lock, operations, voting
from programmes.consent.constants import Choice, Outcome
from programmes.models import Ballot, ConsentRound, Decision, Programme, Seat, Version
from schools.constants import Geleding, Role
from schools.models import User
from tests.factories import make_member
from tests.programmes.consent.cast import PASSWORD, Cast, cast_in, today
from tests.races import PATIENCE, outcomes, together

pytestmark = pytest.mark.django_db(transaction=True)

needs_row_locks = pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite serialises writers itself (BEGIN IMMEDIATE): with our lock off the race still cannot happen",
)


@pytest.fixture
def lock_off(monkeypatch):
    """The lock of the operations replaced by a plain read, after which both wait until the other has read too."""

    def switch(parties: int = 2) -> None:
        both_read = Barrier(parties)

        def read(programme: Programme) -> Programme:
            found = Programme.objects.with_school().get(pk=programme.pk)
            both_read.wait(PATIENCE)
            return found

        monkeypatch.setattr(lock, "plan", read)
        monkeypatch.setattr(lock, "subject", lambda version: read(version.subject))

    return switch


def submits(cast: Cast) -> Callable[[], Any]:
    return lambda: operations.submit_to_mr(
        programme=Programme.objects.get(pk=cast.programme.pk), respond_by=today(), note="", by=cast.head
    )


def votes(cast: Cast, choice: Choice = Choice.FOR) -> Callable[[], Any]:
    return lambda: voting.vote(seat=Seat.objects.get(user=cast.parent), choice=choice, reason="", by=cast.parent)


def decides(cast: Cast) -> Callable[[], Any]:
    return lambda: operations.decide(
        round_=ConsentRound.objects.get(), outcome=Outcome.CONSENT, reasons="", decided_on=today(), by=cast.secretary
    )


def adopts(cast: Cast) -> Callable[[], Any]:
    return lambda: operations.adopt(version=Version.objects.get(), adopted_on=today(), by=cast.board)


def test_submit_four_times_at_once_makes_one_version():
    cast = Cast()

    results = together(*[submits(cast)] * 4)

    assert outcomes(results) == {"Version": 1, "wrong_state": 3}
    assert (Version.objects.count(), ConsentRound.objects.count(), cast.status()) == (1, 1, "at_mr")


MANY = 50


def test_fifty_submits_at_once_make_one_version_and_one_seat_each():
    cast = Cast()

    results = together(*[submits(cast)] * MANY, patience=120)

    assert outcomes(results) == {"Version": 1, "wrong_state": MANY - 1}
    assert (Version.objects.count(), ConsentRound.objects.count(), Seat.objects.count()) == (1, 1, 2)


def test_fifty_votes_of_one_member_at_once_are_one_ballot_and_one_line_in_the_log():
    cast = cast_in("at_mr")

    results = together(*[votes(cast)] * MANY, patience=120)

    assert outcomes(results) == {"Ballot": MANY}
    assert (Ballot.objects.count(), AuditEntry.objects.filter(event="voted").count()) == (1, 1)


def test_fifty_members_at_once_are_fifty_ballots_of_which_the_decision_counts_each():
    cast = Cast()
    members = [make_member(cast.school, Role.MR_MEMBER, Geleding.PARENTS) for _ in range(MANY - 1)]
    cast.submit()

    def votes_of(member: User) -> Callable[[], Any]:
        seat = Seat.objects.get(user=member)
        return lambda: voting.vote(seat=seat, choice=Choice.FOR, reason="", by=member)

    results = together(*map(votes_of, [cast.parent, *members]), patience=120)

    assert outcomes(results) == {"Ballot": MANY}
    assert cast.decide().votes["ouders"] == {"voor": MANY, "tegen": 0, "onthouding": 0}


@needs_row_locks
def test_many_votes_of_one_member_at_once_without_the_lock_are_more_than_one_first_vote(lock_off):
    """The control of the test with fifty: ten is enough to lose."""
    cast = cast_in("at_mr")
    lock_off(10)

    together(*[votes(cast)] * 10)

    assert AuditEntry.objects.filter(event="voted").count() > 1 or Ballot.objects.count() != 1


def test_a_vote_and_the_same_vote_by_hand_at_once_leave_one_ballot():
    cast = cast_in("at_mr")
    by_hand = lambda: voting.vote_by_hand(  # noqa: E731
        seat=Seat.objects.get(user=cast.parent), choice=Choice.AGAINST, reason="", note="op papier", by=cast.secretary
    )

    results = together(votes(cast), by_hand)

    assert set(outcomes(results)) <= {"Ballot", "voted"}
    assert (Ballot.objects.count(), Ballot.objects.get().how) == (1, "zelf")


@pytest.mark.parametrize("deed", ["vote", "hand", "absence", "seat", "decide", "withdraw"])
def test_nothing_is_done_to_a_round_that_closed(deed):
    cast = cast_in("at_mr")
    round_, seat = cast.round, cast.seat(cast.parent)
    cast.decide()
    deeds = {
        "vote": votes(cast),
        "hand": lambda: voting.vote_by_hand(seat=seat, choice="voor", reason="", note="x", by=cast.secretary),
        "absence": lambda: voting.set_absence(seat=seat, is_absent=True, substitute=None, note="", by=cast.secretary),
        "seat": lambda: voting.add_seat(round_=round_, geleding="ouders", name="Jo", by=cast.secretary),
        "decide": decides(cast),
        "withdraw": lambda: operations.withdraw(round_=round_, reason="x", by=cast.head),
    }

    assert outcomes(together(deeds[deed])) == {"closed": 1}
    assert (Ballot.objects.count(), Seat.objects.count()) == (0, 2)


@needs_row_locks
def test_submit_twice_at_once_without_the_lock_makes_two_versions(lock_off):
    cast = Cast()
    lock_off()

    results = together(*[submits(cast)] * 2)

    assert outcomes(results) == {"Version": 2}
    assert Version.objects.count() == 2


def test_same_vote_four_times_at_once_is_one_ballot_and_one_line_in_the_log():
    cast = cast_in("at_mr")

    results = together(*[votes(cast)] * 4)

    assert outcomes(results) == {"Ballot": 4}
    assert (Ballot.objects.count(), AuditEntry.objects.filter(event="voted").count()) == (1, 1)


def test_two_votes_from_two_tabs_leave_one_ballot_and_the_log_tells_both():
    cast = cast_in("at_mr")

    together(votes(cast, Choice.FOR), votes(cast, Choice.AGAINST))

    last = AuditEntry.objects.get(event="vote_changed").detail["choice"]
    assert sorted(last) == ["tegen", "voor"]
    assert Ballot.objects.get().choice == last[1]


@needs_row_locks
def test_same_vote_twice_at_once_without_the_lock_is_logged_as_two_first_votes(lock_off):
    cast = cast_in("at_mr")
    lock_off()

    together(*[votes(cast)] * 2)

    assert AuditEntry.objects.filter(event="voted").count() == 2


def test_two_secretaries_at_once_make_one_decision():
    cast = cast_in("at_mr")

    results = together(*[decides(cast)] * 4)

    assert outcomes(results) == {"Decision": 1, "closed": 3}
    assert (Decision.objects.count(), cast.status()) == (1, "consented")


@needs_row_locks
def test_two_secretaries_at_once_without_the_lock_meet_an_error_of_the_database(lock_off):
    cast = cast_in("at_mr")
    lock_off()

    results = together(*[decides(cast)] * 2)

    assert outcomes(results) == {"Decision": 1, IntegrityError.__name__: 1}


def test_two_board_employees_at_once_make_one_adoption():
    cast = cast_in("consented")

    results = together(*[adopts(cast)] * 2)

    assert outcomes(results) == {"Adoption": 1, "wrong_state": 1}


def test_withdrawal_and_decision_at_once_are_never_both():
    cast = cast_in("at_mr")
    withdraws = lambda: operations.withdraw(round_=ConsentRound.objects.get(), reason="x", by=cast.head)  # noqa: E731

    results = together(withdraws, decides(cast))

    assert outcomes(results)["closed"] == 1
    round_ = ConsentRound.objects.get()
    assert (round_.withdrawn_by is None) is Decision.objects.exists()


def vote_arrives_while_the_secretary_decides(cast: Cast, monkeypatch) -> tuple[int, int]:
    """A vote that was let in just before the round closed; how many were counted, and how many there are."""
    let_in, decided = Event(), Event()
    check = lock.must_be_intact

    def pause(version: Version) -> None:
        check(version)
        if not let_in.is_set():
            let_in.set()
            decided.wait(1)  # with the lock the secretary waits for us, and we go on after a second

    def decide() -> Any:
        let_in.wait(PATIENCE)
        try:
            return decides(cast)()
        finally:
            decided.set()

    monkeypatch.setattr(lock, "must_be_intact", pause)
    together(votes(cast), decide)
    return sum(sum(part.values()) for part in Decision.objects.get().votes.values()), Ballot.objects.count()


def test_decision_counts_every_vote_that_was_let_in(monkeypatch):
    assert vote_arrives_while_the_secretary_decides(cast_in("at_mr"), monkeypatch) == (1, 1)


@needs_row_locks
def test_decision_without_the_lock_misses_a_vote_that_was_let_in(monkeypatch):
    cast = cast_in("at_mr")
    monkeypatch.setattr(lock, "plan", lambda p: Programme.objects.with_school().get(pk=p.pk))

    assert vote_arrives_while_the_secretary_decides(cast, monkeypatch) == (0, 1)


@pytest.mark.parametrize("state", ["at_mr", "consented"])
def test_everybody_clicking_at_once_never_waits_for_each_other_for_ever(state):
    cast = cast_in(state)
    version, round_ = cast.version, cast.round
    question = cast.comment()
    day = today().isoformat()

    def click(who: User, route: str, pk: int, **data: object) -> Callable[[], int]:
        client = Client()
        client.force_login(who)
        return lambda: client.post(reverse(route, kwargs={"pk": pk}), {"password": PASSWORD} | data).status_code

    statuses = together(
        click(cast.parent, "vote", round_.pk, choice_ouders="voor"),
        click(cast.staff, "comment", version.pk, section="begroting", text="Waarom?"),
        click(cast.team, "reply", question.pk, text="Daarom."),
        click(cast.secretary, "decide", round_.pk, outcome="instemming", decided_on=day),
        click(cast.board, "adopt", version.pk, adopted_on=day),
        click(cast.head, "withdraw", round_.pk, reason="Toch niet."),
    )

    assert set(statuses) <= {200, 302}
    assert 302 in statuses
