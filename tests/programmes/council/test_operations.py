"""The proposal of a board between the board and its GMR: states, deeds, refusals, and what is frozen."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from npo_planner.rows import delete_row, save_row
from programmes.consent import voting
from programmes.consent.constants import Choice, Outcome
from programmes.consent.states import Deed
from programmes.council import document, operations, states
from programmes.document import canonical
from programmes.models import GmrBallot, GmrDecision, GmrRound, GmrVersion, Reglement
from schools.constants import Geleding, Role
from schools.models import Membership
from tests.factories import make_board, make_member, make_school
from tests.programmes.council.cast import STATES, Council, council_in, line, npo, set_apart, today

pytestmark = pytest.mark.django_db
D = Decimal

DEEDS = {
    Deed.SUBMIT: lambda c: c.submit(),
    Deed.WITHDRAW: lambda c: c.withdraw(),
    Deed.VOTE: lambda c: c.vote(),
    Deed.CONSENT: lambda c: c.decide(),
    Deed.CONDITION: lambda c: c.decide(Outcome.CONDITIONAL, "Eerst een evaluatie."),
    Deed.WITHHOLD: lambda c: c.decide(Outcome.WITHHELD, "Te duur."),
    Deed.REVISE: lambda c: c.revise(),
}


def state(council: Council) -> str:
    council.proposal.refresh_from_db()
    return states.state_of(council.proposal, GmrVersion.objects.history(council.proposal).first())


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("start", STATES)
def test_every_deed_in_every_state_does_what_the_table_says(start, deed):
    council = council_in(start)
    assert state(council) == start
    if start == "draft" and deed not in (Deed.SUBMIT, Deed.REVISE):
        return  # there is no round to do it to
    to = states.TABLE[states.State(start)].get(deed)

    if to is None:
        before = AuditEntry.objects.count()
        with pytest.raises(Refused) as refused:
            DEEDS[deed](council)
        assert refused.value.code in {"wrong_state", "closed"}
        assert (state(council), AuditEntry.objects.count()) == (start, before)
    else:
        DEEDS[deed](council)
        assert state(council) == to
        assert council.proposal.is_frozen == (to in states.FROZEN)


def test_what_is_frozen_is_the_proposal_and_what_the_mrs_consented_to():
    council = Council()
    set_apart(make_school(board=council.board, name="Aan Zee"), D("900.00"), consent=False)
    line(council.proposal, None, purpose="Vervoer")

    version = council.submit(note="Graag voor de vakantie.")

    assert canonical.is_intact(version)
    assert canonical.dumps(document.loads(version)) == version.document
    found = document.loads(version)
    assert (found.title, found.board_name) == ("Zomerschool", "Stichting 't Veer & Co")
    assert [(x.purpose, x.amount, [s.name for s in x.schools]) for x in found.lines] == [
        ("Leraren voor een week", D("4000.00"), ["De Brug"]),
        ("Vervoer", None, []),
    ]
    assert [(p.school.name, p.amount, p.version, p.decided_on) for p in found.pointed] == [
        ("De Brug", D("5000.00"), 1, today())
    ]
    assert [s.name for s in found.waiting] == ["Aan Zee"]
    assert "900" not in version.document
    year = found.years[0]
    assert (year.pointed.amount, year.spent.amount, year.spent.complete) == (D("5000.00"), D("4000.00"), False)
    assert (year.left.complete, year.is_short) == (False, False)


def test_every_member_gets_a_seat_and_a_mail(mailoutbox, django_capture_on_commit_callbacks):
    council = Council()
    with django_capture_on_commit_callbacks(execute=True):
        council.submit()

    assert [(s.name, s.geleding) for s in council.round.seats.all()] == [("Piet", "ouders"), ("Sofie", "personeel")]
    assert sorted(m.to[0] for m in mailoutbox) == sorted(
        u.email for u in (council.staff, council.parent, council.secretary)
    )
    assert council.version.get_absolute_url() in mailoutbox[0].body
    assert mailoutbox[0].subject == "Een voorstel van Stichting 't Veer & Co ligt klaar voor de GMR"


def test_withdrawing_and_deciding_are_mailed(mailoutbox, django_capture_on_commit_callbacks):
    council = council_in("at_mr")
    with django_capture_on_commit_callbacks(execute=True):
        council.withdraw()
    council.submit()
    with django_capture_on_commit_callbacks(execute=True):
        council.decide(Outcome.WITHHELD, "Te duur.")

    assert [m.subject for m in mailoutbox] == [
        "Stichting 't Veer & Co heeft een voorstel aan de GMR teruggehaald"
    ] * 3 + ["Besluit van de GMR van Stichting 't Veer & Co"] * 5
    assert "Een bedrag klopt niet." in mailoutbox[0].body
    assert "Te duur." in mailoutbox[-1].body


def test_submit_is_refused_without_lines_without_a_gmr_and_for_a_day_that_passed():
    council = Council()
    with pytest.raises(Refused) as past:
        council.submit(respond_by=today() - timedelta(days=1))
    Membership.objects.filter(board=council.board, role=Role.GMR_MEMBER).update(ended_on=today())
    with pytest.raises(Refused) as nobody:
        council.submit()
    council.proposal.lines.all().delete()
    with pytest.raises(Refused) as empty:
        council.submit()

    assert [r.value.code for r in (past, nobody, empty)] == ["date_past", "no_gmr", "no_lines"]
    assert not GmrVersion.objects.exists()


def test_one_proposal_for_each_regeling():
    council = Council()
    with pytest.raises(Refused) as refused:
        operations.propose(board=council.board, round_=npo(), title="Nog een", use="", reason="", by=council.rob)

    assert refused.value.code == "exists"


def test_a_proposal_at_the_gmr_cannot_be_written_in_or_deleted():
    council = council_in("at_mr")
    row = council.proposal.lines.get()
    codes = []
    for deed in (
        lambda: save_row(row=row, values={"amount": D("1.00")}, by=council.rob),
        lambda: delete_row(row=row, by=council.rob),
        lambda: delete_row(row=council.proposal, by=council.rob),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        codes.append((refused.value.code, "GMR" in str(refused.value)))

    assert codes == [("frozen", True)] * 3


def test_a_proposal_that_was_put_to_the_gmr_stays():
    council = council_in("withdrawn")
    council.proposal.refresh_from_db()
    with pytest.raises(Refused) as refused:
        delete_row(row=council.proposal, by=council.rob)

    assert refused.value.code == "in_use"


def test_a_vote_carries_the_fingerprint_of_the_version_and_may_change_until_the_decision():
    council = council_in("at_mr")
    council.vote(council.staff)
    council.vote(council.parent, Choice.AGAINST)
    council.vote(council.parent, Choice.ABSTAIN)
    council.vote(council.parent, Choice.ABSTAIN)

    assert sorted(GmrBallot.objects.values_list("seat__name", "choice", "sha256")) == [
        ("Piet", "onthouding", council.version.sha256),
        ("Sofie", "voor", council.version.sha256),
    ]
    decision = council.decide()
    assert decision.sha256 == council.version.sha256
    assert decision.votes == {
        "personeel": {"voor": 1, "tegen": 0, "onthouding": 0},
        "ouders": {"voor": 0, "tegen": 0, "onthouding": 1},
    }
    assert [(r["name"], r["choice"], r["how"]) for r in decision.roll] == [
        ("Piet", "onthouding", "zelf"),
        ("Sofie", "voor", "zelf"),
    ]
    with pytest.raises(Refused) as refused:
        council.vote(council.staff, Choice.AGAINST)
    assert refused.value.code == "closed"


def test_nobody_votes_from_the_seat_of_somebody_else_or_after_leaving():
    council = council_in("at_mr")
    other = make_member(make_board(), Role.GMR_MEMBER, Geleding.PARENTS)
    codes = []
    for user in (council.staff, council.rob, council.secretary, other):
        with pytest.raises(Refused) as refused:
            council.vote(user, seat=council.seat(council.parent))
        codes.append(refused.value.code)
    council.parent.memberships.update(ended_on=today())
    with pytest.raises(Refused) as left:
        council.vote(council.parent)

    assert [*codes, left.value.code] == ["not_a_member"] * 5
    assert not GmrBallot.objects.exists()


def test_the_secretary_enters_a_vote_by_hand_but_never_over_one_that_a_member_cast():
    council = council_in("at_mr")
    seat = council.seat(council.staff)
    voting.vote_by_hand(seat=seat, choice=Choice.FOR, reason="", note="op papier", by=council.secretary)
    assert GmrBallot.objects.values_list("how", "note", "cast_by").get() == ("hand", "op papier", council.secretary.pk)
    council.vote(council.parent)

    codes = []
    for who, note in ((council.parent, "op papier"), (council.staff, " ")):
        with pytest.raises(Refused) as refused:
            voting.vote_by_hand(
                seat=council.seat(who), choice=Choice.AGAINST, reason="", note=note, by=council.secretary
            )
        codes.append(refused.value.code)
    assert codes == ["voted", "needs_note"]


def test_a_late_member_and_somebody_without_an_account_get_a_seat():
    council = council_in("at_mr")
    late = make_member(council.board, Role.GMR_MEMBER, Geleding.STAFF, name="Laat")
    voting.add_seat(round_=council.round, user=late, name="", geleding=Geleding.STAFF, by=council.secretary)
    voting.add_seat(round_=council.round, name="Oma Toos", geleding=Geleding.PARENTS, by=council.secretary)
    council.vote(late)

    codes = []
    for user, name, geleding in (
        (late, "", Geleding.STAFF),
        (council.rob, "", Geleding.STAFF),
        (None, "oma toos", Geleding.PARENTS),
        (None, "Kind", Geleding.PUPILS),  # a board of primary schools
    ):
        with pytest.raises(Refused) as refused:
            voting.add_seat(round_=council.round, user=user, name=name, geleding=geleding, by=council.secretary)
        codes.append(refused.value.code)
    assert codes == ["seated", "not_a_member", "seated", "wrong_geleding"]
    assert council.round.seats.count() == 4


def test_the_reglement_of_the_gmr_counts_and_a_deviation_needs_a_reason():
    council = council_in("at_mr")
    Reglement.objects.create(board=council.board, majority="samen", abstentions="niet", quorum="alle")
    council.vote(council.staff, Choice.AGAINST)
    council.vote(council.parent, Choice.AGAINST)
    with pytest.raises(Refused) as refused:
        council.decide()
    assert refused.value.code == "needs_deviation"
    assert "GMR" in str(refused.value)

    decision = council.decide(deviation="De leden herzagen hun stem in de vergadering.")

    assert decision.counted["verdict"] == "onthouden"
    assert decision.deviation == "De leden herzagen hun stem in de vergadering."


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"outcome": Outcome.WITHHELD}, "needs_reasons"),
        ({"outcome": Outcome.CONDITIONAL, "reasons": " "}, "needs_reasons"),
        ({"decided_on": today() + timedelta(days=1)}, "date_wrong"),
        ({"decided_on": today() - timedelta(days=1)}, "date_wrong"),
    ],
)
def test_a_decision_is_refused(fields, code):
    council = council_in("at_mr")
    with pytest.raises(Refused) as refused:
        council.decide(**fields)

    assert refused.value.code == code
    assert (GmrDecision.objects.exists(), council.round.is_open) == (False, True)


@pytest.mark.parametrize("table", ["programmes_gmrversion", "programmes_gmrdecision"])
def test_the_database_refuses_to_change_what_was_frozen_and_decided(table):
    council = council_in("consented")
    model = GmrVersion if table.endswith("version") else GmrDecision
    for change in (lambda: model.objects.update(sha256="0" * 64), lambda: model.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    assert council.version.decision.sha256 == council.version.sha256


def test_on_a_damaged_text_nobody_votes_or_decides(monkeypatch):
    council = council_in("at_mr")
    monkeypatch.setattr(canonical, "is_intact", lambda version: False)
    codes = []
    for deed in (council.vote, council.decide):
        with pytest.raises(Refused) as refused:
            deed()
        codes.append(refused.value.code)

    assert codes == ["damaged", "damaged"]


def test_each_event_is_one_line_at_the_board_and_votes_are_secret():
    council = council_in("at_mr")
    council.vote()
    council.decide()

    events = list(AuditEntry.objects.filter(board=council.board, school=None).values_list("event", flat=True))
    found = [e for e in events if e in {"submitted_to_gmr", "voted", "gmr_decided"}]
    assert sorted(found) == ["gmr_decided", "submitted_to_gmr", "voted"]
    detail = AuditEntry.objects.get(event="gmr_decided").detail
    assert (detail["outcome"], detail["sha256"]) == ("instemming", council.version.sha256)


def test_hostile_text_is_frozen_as_it_is():
    council = Council()
    hostile = "<script>alert(1)</script> 🦊 \u202eomgekeerd " + "x" * 150
    save_row(row=council.proposal, values={"title": hostile, "use": hostile * 20}, by=council.rob)

    version = council.submit(note=hostile)

    assert document.loads(version).title == hostile
    assert json.loads(version.document)["use"] == hostile * 20
    assert GmrRound.objects.get().is_open
