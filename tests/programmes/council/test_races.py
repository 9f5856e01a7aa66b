"""Many people of a board and its GMR at one moment: exactly one record. Real connections."""

from __future__ import annotations

from threading import Event

import pytest
from django.db import connection

from npo_planner.models import AuditEntry
from programmes.consent import lock, voting
from programmes.consent.constants import Choice, Outcome
from programmes.council import operations
from programmes.models import BoardProposal, GmrBallot, GmrDecision, GmrRound, GmrSeat, GmrVersion
from tests.programmes.consent.cast import today
from tests.programmes.council.cast import Council, council_in, npo
from tests.races import outcomes, together

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20

needs_row_locks = pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite serialises writers itself (BEGIN IMMEDIATE): with our lock off the race still cannot happen",
)


def submits(council: Council):
    return lambda: operations.submit(
        proposal=BoardProposal.objects.get(pk=council.proposal.pk), respond_by=today(), note="", by=council.rob
    )


def votes(council: Council, choice: Choice = Choice.FOR):
    return lambda: voting.vote(
        seat=GmrSeat.objects.get(user=council.parent), choice=choice, reason="", by=council.parent
    )


def decides(council: Council, outcome: Outcome = Outcome.CONSENT):
    return lambda: operations.decide(
        round_=GmrRound.objects.get(), outcome=outcome, reasons="Zo.", decided_on=today(), by=council.secretary
    )


def withdraws(council: Council):
    return lambda: operations.withdraw(round_=GmrRound.objects.get(), reason="Fout.", by=council.rob)


def test_twenty_submits_make_one_version():
    council = Council()

    results = outcomes(together(*[submits(council)] * MANY, patience=60))

    assert results == {"GmrVersion": 1, "wrong_state": MANY - 1}
    assert (GmrVersion.objects.count(), GmrRound.objects.count()) == (1, 1)
    assert AuditEntry.objects.filter(event="submitted_to_gmr").count() == 1


def test_twenty_votes_from_one_seat_are_one_vote():
    council = council_in("at_mr")

    results = outcomes(
        together(*[votes(council, Choice.FOR), votes(council, Choice.AGAINST)] * (MANY // 2), patience=60)
    )

    assert results == {"GmrBallot": MANY}
    assert GmrBallot.objects.count() == 1
    assert AuditEntry.objects.filter(event="voted").count() == 1


def test_votes_and_decisions_together_give_one_decision_with_the_votes_it_counted():
    council = council_in("at_mr")

    results = outcomes(
        together(*[votes(council)] * 10, *[decides(council)] * 5, *[withdraws(council)] * 5, patience=60)
    )

    closing = results["GmrDecision"] + results["NoneType"]
    assert closing == 1
    assert results["GmrBallot"] + results["closed"] + closing == MANY
    decision = GmrDecision.objects.first()
    assert (decision is not None) == (results["GmrDecision"] == 1)
    if decision is not None:
        assert len(decision.roll) == decision.votes["ouders"]["voor"] == GmrBallot.objects.count()


def test_ten_proposals_for_one_regeling_are_one():
    council = Council()
    BoardProposal.objects.all().delete()

    def propose():
        return operations.propose(board=council.board, round_=npo(), title="x", use="", reason="", by=council.rob)

    assert outcomes(together(*[propose] * 10, patience=60)) == {"BoardProposal": 1, "exists": 9}


@needs_row_locks
def test_without_the_lock_a_vote_would_come_after_the_decision(monkeypatch):
    """The control: the lock is what makes the round closed for a vote that began before the decision."""
    council = council_in("at_mr")

    looked, decided = Event(), Event()
    is_open = lock.must_be_open

    def read(version):
        return version.subject

    def slow(round_):
        is_open(round_)
        looked.set()
        decided.wait(10)

    def vote_slowly():
        return votes(council)()

    def decide_after():
        looked.wait(10)
        GmrRound.objects.update(closed_at=council.version.frozen_at)
        decided.set()

    monkeypatch.setattr(lock, "subject", read)
    monkeypatch.setattr(lock, "must_be_open", slow)

    assert outcomes(together(vote_slowly, decide_after)) == {"GmrBallot": 1, "NoneType": 1}
