"""What the schools set apart, read from what their MR consented to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from programmes.consent import operations as consent
from programmes.consent.constants import Outcome
from programmes.council import facts
from programmes.document import canonical
from programmes.models import BoardProposal, BoardShare, Programme
from tests.factories import make_adopted, make_board, make_school, put_to_mr, years
from tests.programmes.council.cast import line, npo, set_apart

pytestmark = pytest.mark.django_db
D = Decimal


def first_year(board, lines=()):
    return facts.of(board, npo(), lines).years[0]


def test_only_what_an_mr_consented_to_may_be_used():
    board = make_board()
    set_apart(make_school(board=board, name="B"), D("900.00"), consent=False)
    set_apart(make_school(board=board, name="A"), D("5000.00"))
    set_apart(make_school(), D("70.00"))  # of another board

    found = facts.of(board, npo())

    assert [
        (s.school.name, [p.share.amount for p in s.pointed], [w.amount for w in s.waiting]) for s in found.schools
    ] == [
        ("A", [D("5000.00")], []),
        ("B", [], [D("900.00")]),
    ]
    year = found.years[0]
    assert (year.pointed.amount, year.waiting.amount) == (D("5000.00"), D("900.00"))
    assert found.total.pointed == year.pointed


def test_the_draft_changes_nothing_about_what_was_consented_to():
    share = set_apart(make_school(), D("5000.00"))
    board = share.programme.school.board
    consent.revise(programme=share.programme, by=None)
    BoardShare.objects.update(amount=D("9999.00"))

    [school] = facts.of(board, npo()).schools
    assert [p.share.amount for p in school.pointed] == [D("5000.00")]
    assert [w.amount for w in school.waiting] == [D("9999.00")]

    BoardShare.objects.all().delete()
    assert first_year(board).pointed.amount == D("5000.00")


def test_the_newest_consent_counts_and_a_refusal_or_an_open_round_changes_nothing():
    share = set_apart(make_school(), D("5000.00"))
    programme = share.programme
    consent.revise(programme=programme, by=None)
    BoardShare.objects.update(amount=D("6000.00"))
    version = put_to_mr(Programme.objects.get(pk=programme.pk))
    board = programme.school.board
    assert first_year(board).pointed.amount == D("5000.00")

    consent.decide(
        round_=version.consent_round,
        outcome=Outcome.WITHHELD,
        reasons="Nee.",
        decided_on=version.frozen_at.date(),
        by=version.frozen_by,
    )
    assert first_year(board).pointed.amount == D("5000.00")

    make_adopted(Programme.objects.get(pk=programme.pk), outcome=Outcome.CONDITIONAL, reasons="Eerst een evaluatie.")
    [part] = facts.of(board, npo()).schools[0].pointed
    assert (part.share.amount, part.version.number, part.with_conditions) == (D("6000.00"), 3, True)


def test_what_is_unknown_stays_unknown():
    share = set_apart(make_school(), None)
    board = share.programme.school.board
    proposal = BoardProposal.objects.create(board=board, round=npo(), title="x")

    year = first_year(board, [line(proposal, D("100.00"))])

    assert (year.pointed.complete, year.left.complete, year.is_short) == (False, False, False)


def test_a_proposal_that_spends_more_than_was_set_apart_is_short():
    share = set_apart(make_school(), D("100.00"))
    board = share.programme.school.board
    proposal = BoardProposal.objects.create(board=board, round=npo(), title="x")
    second = years(share.programme)[1]

    found = facts.of(board, npo(), [line(proposal, D("150.00")), line(proposal, D("1.00"), year=second)])

    assert [(y.left.amount, y.is_short) for y in found.years[:2]] == [(D("-50.00"), True), (D("-1.00"), True)]
    assert found.total.left.amount == D("-51.00")


def test_a_text_that_is_not_what_was_frozen_says_nothing(monkeypatch, caplog):
    share = set_apart(make_school(), D("5000.00"))
    monkeypatch.setattr(canonical, "fingerprint", lambda text: "0" * 64)

    [school] = facts.of(share.programme.school.board, npo()).schools

    assert (school.pointed, len(school.waiting)) == ((), 1)
    assert "does not have the text" in caplog.text


def test_the_facts_of_three_and_of_thirty_schools_take_the_same_queries(django_assert_num_queries):
    board = make_board()
    for _ in range(3):
        set_apart(make_school(board=board), D("1.00"))
    round_ = npo()
    with django_assert_num_queries(4):
        facts.of(board, round_)
    for _ in range(27):
        set_apart(make_school(board=board), D("1.00"))
    with django_assert_num_queries(4):
        assert len(facts.of(board, round_).schools) == 30
