"""Every operation in every state, and each reason why one says no."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from programmes.consent import operations, voting
from programmes.consent.constants import Choice, Outcome
from programmes.models import Adoption, Ballot, Comment, ConsentRound, Decision, Programme, Version
from programmes.plan.constants import Status
from schools.constants import Geleding, Role
from schools.models import Membership
from tests.factories import make_finding, make_head, make_member, make_programme, make_school
from tests.programmes.consent.cast import STATES, Cast, cast_in, today

pytestmark = pytest.mark.django_db

DEEDS = {
    "submit": Cast.submit,
    "withdraw": Cast.withdraw,
    "comment": Cast.comment,
    "vote": Cast.vote,
    "decide": Cast.decide,
    "withhold": lambda cast: cast.decide(Outcome.WITHHELD, "Nee."),
    "adopt": Cast.adopt,
    "revise": Cast.revise,
}
# The status afterwards, or the code of the refusal. No version yet: there is nothing to do it to (None).
TABLE = {
    #            submit         withdraw   comment      vote      decide       withhold  adopt            revise
    "draft": ("at_mr", None, None, None, None, None, None, "wrong_state"),
    "at_mr": ("wrong_state", "draft", "at_mr", "at_mr", "consented", "draft", "no_mr_consent", "wrong_state"),
    "consented": ("wrong_state", "closed", "consented", "closed", "closed", "closed", "adopted", "draft"),
    "adopted": ("wrong_state", "closed", "closed", "closed", "closed", "closed", "wrong_state", "draft"),
    "refused": ("at_mr", "closed", "closed", "closed", "closed", "closed", "no_mr_consent", "wrong_state"),
    "withdrawn": ("at_mr", "closed", "closed", "closed", "closed", "closed", "no_mr_consent", "wrong_state"),
    "revised": ("at_mr", "closed", "closed", "closed", "closed", "closed", "wrong_state", "wrong_state"),
}
CELLS = [
    (state, deed, expected)
    for state, row in TABLE.items()
    for deed, expected in zip(DEEDS, row, strict=True)
    if expected is not None
]


def rows() -> tuple[int, ...]:
    """How many rows of each kind there are: a refusal adds none."""
    kinds = (Version, ConsentRound, Comment, Ballot, Decision, Adoption, AuditEntry)
    return tuple(kind.objects.count() for kind in kinds)


def code_of(deed: object, *args: object, **fields: object) -> str:
    """The code with which ``deed`` refuses; it changes nothing."""
    before = rows()
    with pytest.raises(Refused) as refused:
        deed(*args, **fields)
    assert rows() == before
    return refused.value.code


def test_table_knows_every_state():
    assert list(TABLE) == list(STATES)


@pytest.mark.parametrize(("state", "deed", "expected"), CELLS)
def test_deed_in_state(state, deed, expected):
    cast = cast_in(state)
    status = cast.status()

    if expected in Status.values:
        DEEDS[deed](cast)
        assert cast.status() == expected
    else:
        assert code_of(DEEDS[deed], cast) == expected
        assert cast.status() == status


@pytest.mark.parametrize("deed", ["withdraw", "comment", "vote", "decide", "adopt"])
@pytest.mark.parametrize("state", ["refused", "withdrawn", "revised"])
def test_old_version_is_closed_while_the_next_lies_with_the_mr(state, deed):
    cast = cast_in(state)
    old = cast.version
    round_ = old.consent_round
    cast.submit()
    attempts = {
        "withdraw": lambda: operations.withdraw(round_=round_, reason="x", by=cast.head),
        "comment": lambda: cast.comment(version=old),
        "vote": lambda: cast.vote(seat=round_.seats.get(user=cast.parent)),
        "decide": lambda: cast.decide(round_=round_),
        "adopt": lambda: cast.adopt(version=old),
    }

    assert code_of(attempts[deed]) == ("old_version" if deed == "adopt" else "closed")
    assert cast.status() == "at_mr"


# --- submit ----------------------------------------------------------------------------------------------------------


def test_submit_freezes_the_plan_with_its_fingerprint_and_opens_a_round():
    cast = Cast()

    version = cast.submit(respond_by=today(), note="Lees blz. 3.")

    assert version.sha256 == hashlib.sha256(version.document.encode()).hexdigest()
    assert (version.number, version.frozen_by, version.note) == (1, cast.head, "Lees blz. 3.")
    assert (version.consent_round.respond_by, version.consent_round.is_open) == (today(), True)
    cast.programme.refresh_from_db()
    assert (cast.programme.is_frozen, cast.programme.scan.is_frozen, cast.programme.staff_plan.is_frozen) == (True,) * 3
    entry = AuditEntry.objects.get(event="submitted_to_mr")
    assert (entry.actor, entry.detail) == (cast.head, {"version": 1, "sha256": version.sha256})


def test_submit_freezes_what_is_stored_now_and_not_what_the_caller_loaded():
    cast = Cast()
    stale = Programme.objects.with_plan().get(pk=cast.programme.pk)
    make_finding(cast.programme, explanation="Net bewaard.")

    version = operations.submit_to_mr(programme=stale, respond_by=today(), note="", by=cast.head)

    assert "Net bewaard." in version.document


def test_submit_without_a_measure_is_refused():
    cast = Cast()
    cast.programme.cost_lines.all().delete()
    cast.programme.measures.all().delete()

    assert code_of(cast.submit) == "no_measures"
    assert cast.status() == "draft"


def test_submit_without_an_mr_is_refused_also_when_all_members_left():
    cast = Cast()
    Membership.objects.filter(user__in=[cast.staff, cast.parent, cast.secretary]).update(ended_on=today())

    assert code_of(cast.submit) == "no_mr"


def test_submit_with_a_past_date_is_refused():
    assert code_of(Cast().submit, respond_by=today() - timedelta(days=1)) == "date_past"


def test_submit_with_open_points_is_allowed():
    cast = Cast()
    Programme.objects.filter(pk=cast.programme.pk).update(vision="")

    assert cast.submit().number == 1


# --- comment ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_empty_comment_is_refused(text):
    assert code_of(cast_in("at_mr").comment, text) == "empty"


@pytest.mark.parametrize("section", ["", "samenvatting", "maatregel-999999", "<script>", "instemming"])
def test_comment_outside_the_sections_of_the_version_is_refused(section):
    assert code_of(cast_in("at_mr").comment, section=section) == "no_section"


def test_comment_on_a_measure_is_kept_with_the_role_of_its_author():
    cast = cast_in("at_mr")

    said = cast.comment("Wie doet dit?", section=cast.measure_section)
    answer = operations.comment(version=cast.version, section="begroting", text="De IB'er.", by=cast.head, parent=said)
    more = operations.comment(version=cast.version, section="", text="Dank.", by=cast.staff, parent=answer)

    assert (said.section, said.role) == (cast.measure_section, "MR, ouders")
    assert (answer.section, answer.parent, answer.role) == (cast.measure_section, said, "schoolleider")
    assert (more.parent, more.role) == (said, "MR, personeel")
    assert AuditEntry.objects.filter(event="commented").count() == 3


def test_reply_to_a_question_about_another_plan_is_refused():
    elsewhere = cast_in("at_mr").comment()

    assert code_of(cast_in("at_mr").comment, parent=elsewhere) == "other_version"


def test_secretary_without_geleding_comments_as_secretary():
    cast = cast_in("at_mr")

    assert cast.comment(by=cast.secretary).role == "secretaris van de MR"


# --- vote ------------------------------------------------------------------------------------------------------------


def test_vote_keeps_who_in_which_geleding_when_and_on_which_bytes():
    cast = cast_in("at_mr")

    ballot = cast.vote(reason="Goed plan.")

    assert (ballot.cast_by, ballot.seat.geleding, ballot.choice, ballot.reason) == (
        cast.parent,
        "ouders",
        "voor",
        "Goed plan.",
    )
    assert ballot.sha256 == cast.version.sha256
    assert timezone.now() - ballot.cast_at < timedelta(minutes=1)
    entry = AuditEntry.objects.get(event="voted")
    assert entry.detail == {
        "geleding": "ouders",
        "choice": ["", "voor"],
        "reason": ["", "Goed plan."],
        "version": 1,
        "sha256": cast.version.sha256,
    }


def test_vote_may_change_and_the_log_keeps_both():
    cast = cast_in("at_mr")
    cast.vote(reason="Goed plan.")

    cast.vote(choice=Choice.AGAINST)

    ballot = Ballot.objects.get()
    assert (ballot.choice, ballot.reason) == ("tegen", "")
    detail = AuditEntry.objects.get(event="vote_changed").detail
    assert (detail["choice"], detail["reason"]) == (["voor", "tegen"], ["Goed plan.", ""])


def test_same_vote_again_changes_and_logs_nothing():
    cast = cast_in("at_mr")
    first = cast.vote()
    before = rows()

    again = cast.vote()

    assert (again.pk, again.cast_at, rows()) == (first.pk, Ballot.objects.get().cast_at, before)


def test_vote_from_the_seat_of_somebody_else_is_refused():
    cast = cast_in("at_mr")

    assert code_of(cast.vote, by=cast.parent, seat=cast.seat(cast.staff)) == "not_a_member"


def test_vote_after_leaving_the_mr_is_refused_though_the_person_still_has_the_page_open():
    cast = cast_in("at_mr")
    assert cast.parent.roles.geledingen  # loaded, as at the start of a request
    Membership.objects.filter(user=cast.parent).update(ended_on=today())

    assert code_of(cast.vote) == "not_a_member"


def test_vote_of_somebody_of_another_schools_mr_is_refused():
    stranger, cast = make_member(make_school(), Role.MR_MEMBER, Geleding.PARENTS), cast_in("at_mr")

    assert code_of(cast.vote, by=stranger, seat=cast.seat(cast.parent)) == "not_a_member"


def test_votes_for_two_geledingen_are_cast_together_or_not_at_all():
    cast = Cast()
    Membership.objects.create(user=cast.parent, school=cast.school, role=Role.MR_MEMBER, geleding=Geleding.STAFF)
    cast.submit()
    parents, staff = (cast.round.seats.get(user=cast.parent, geleding=g) for g in ("ouders", "personeel"))
    both = {parents: (Choice.FOR, "", ""), staff: (Choice.ABSTAIN, "Ik werk hier.", "")}

    voting.vote_all(votes=both, by=cast.parent)

    cast_votes = [(b.seat.geleding, b.choice) for b in Ballot.objects.all()]
    assert cast_votes == [("ouders", "voor"), ("personeel", "onthouding")]
    wrong = {parents: (Choice.AGAINST, "", ""), cast.seat(cast.staff): (Choice.FOR, "", "")}
    assert code_of(voting.vote_all, votes=wrong, by=cast.parent) == "not_a_member"
    assert Ballot.objects.get(seat=parents).choice == "voor"


# --- decide ----------------------------------------------------------------------------------------------------------


def test_decide_keeps_the_count_of_every_geleding_and_the_fingerprint():
    cast = cast_in("at_mr")
    cast.vote()
    cast.vote(cast.staff, Choice.AGAINST)

    decision = cast.decide(Outcome.CONDITIONAL, "Alleen met toetsing in januari.")

    assert decision.votes == {
        "personeel": {"voor": 0, "tegen": 1, "onthouding": 0},
        "ouders": {"voor": 1, "tegen": 0, "onthouding": 0},
    }
    assert (decision.sha256, decision.recorded_by, decision.is_consent) == (
        cast.version.sha256,
        cast.secretary,
        True,
    )
    assert cast.round.is_open is False


@pytest.mark.parametrize("outcome", [Outcome.CONDITIONAL, Outcome.WITHHELD])
@pytest.mark.parametrize("reasons", ["", " \n"])
def test_decide_without_reasons_is_refused(outcome, reasons):
    assert code_of(cast_in("at_mr").decide, outcome, reasons) == "needs_reasons"


@pytest.mark.parametrize("days", [-1, 1])
def test_decide_before_the_round_or_in_the_future_is_refused(days):
    assert code_of(cast_in("at_mr").decide, decided_on=today() + timedelta(days=days)) == "date_wrong"


# --- adopt and revise ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [-1, 1])
def test_adopt_before_the_consent_or_in_the_future_is_refused(days):
    cast = cast_in("consented")

    assert code_of(cast.adopt, adopted_on=today() + timedelta(days=days)) == "date_wrong"
    assert cast.status() == "consented"


def test_adopt_after_conditional_consent_keeps_who_and_when():
    cast = cast_in("at_mr")
    cast.decide(Outcome.CONDITIONAL, "Met toetsing.")

    adoption = cast.adopt()

    assert (adoption.version, adoption.adopted_on, adoption.adopted_by) == (cast.version, today(), cast.board)


def test_revise_makes_the_plan_writable_again_and_leaves_the_adopted_version_in_force():
    cast = cast_in("revised")

    assert (cast.programme.is_frozen, Programme.objects.get().scan.is_frozen) == (False, False)
    assert list(Version.objects.in_force()) == [cast.version]


# --- the text of a version --------------------------------------------------------------------------------------------


def test_submitting_two_schools_gives_each_its_own_number_one():
    first, second = cast_in("at_mr"), cast_in("at_mr")

    assert (first.version.number, second.version.number) == (1, 1)
    assert first.version.sha256 != second.version.sha256


def test_empty_programme_of_another_head_is_not_touched():
    other = make_programme(make_school(), by=make_head(make_school()))
    cast_in("adopted")

    other.refresh_from_db()
    assert other.status == "draft"
