"""Who votes: the list of the secretary, votes by hand, absence and substitutes, who comes late and who leaves."""

from __future__ import annotations

import pytest
from django.urls import reverse

from npo_planner.models import AuditEntry
from programmes.consent import seats, voting
from programmes.consent.constants import Choice, Outcome, SeatState
from programmes.models import Reglement
from schools.constants import Geleding, Role
from schools.models import Membership, User
from tests.factories import make_member, make_school
from tests.programmes.consent.cast import Cast, browser, cast_in
from tests.programmes.consent.council import absent, by_hand, counted, fresh, leave, paper, refusal, stand_in, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_in("at_mr")


# --- a vote by hand -----------------------------------------------------------------------------------------------------


def test_a_vote_by_hand_says_who_entered_it_and_how_they_knew(cast):
    ballot = by_hand(cast, cast.seat(cast.parent), reason="Goed plan.", conditions="Elk jaar een verslag.")

    assert (ballot.how, ballot.cast_by, ballot.note, ballot.sha256) == (
        "hand",
        cast.secretary,
        "op papier",
        cast.version.sha256,
    )
    detail = AuditEntry.objects.get(event="voted").detail
    assert (detail["for"], detail["note"]) == ("Peter", ["", "op papier"])


def test_the_secretary_may_mend_a_vote_by_hand(cast):
    seat = cast.seat(cast.parent)
    by_hand(cast, seat)

    by_hand(cast, seat, choice=Choice.AGAINST, note="was verkeerd overgenomen")

    assert (fresh(seat).ballot.choice, AuditEntry.objects.filter(event="vote_changed").count()) == ("tegen", 1)


def test_the_own_vote_of_a_member_replaces_the_one_by_hand_and_not_the_other_way_round(cast):
    seat = cast.seat(cast.parent)
    by_hand(cast, seat)
    cast.vote(choice=Choice.AGAINST)

    assert refusal(by_hand, cast, seat) == "voted"
    assert (fresh(seat).ballot.choice, fresh(seat).ballot.how) == ("tegen", "zelf")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"note": "  "}, "needs_note"),
        ({"choice": Choice.AGAINST, "conditions": "Meer lezen."}, "conditions_against"),
    ],
)
def test_a_vote_by_hand_is_refused(cast, fields, code):
    assert refusal(by_hand, cast, cast.seat(cast.parent), **fields) == code


def test_a_vote_by_hand_for_who_left_or_for_oneself_or_after_the_round_is_refused(cast):
    own = make_member(cast.school, Role.MR_MEMBER, Geleding.STAFF)
    mine = voting.add_seat(round_=cast.round, geleding=Geleding.STAFF, name="", user=own, by=cast.secretary)
    leave(cast.parent)

    assert refusal(by_hand, cast, mine, by=own) == "own_seat"
    assert refusal(by_hand, cast, cast.seat(cast.parent)) == "not_a_member"
    seat = cast.seat(cast.staff)
    cast.withdraw()
    assert refusal(by_hand, cast, seat) == "closed"


# --- absence and substitutes --------------------------------------------------------------------------------------------


def test_an_absent_member_is_not_waited_for_but_counts_as_a_member(cast):
    seat = absent(cast, cast.seat(cast.parent))

    assert (state(seat), seats.is_waited_for(fresh(seat)), counted(cast)["ouders"]) == (SeatState.ABSENT, False, (1, 0))


def test_the_substitute_votes_and_the_member_may_come_back(cast):
    vera = stand_in(cast, name="Vera")
    seat = absent(cast, cast.seat(cast.parent), vera)
    stood_in = state(seat)

    ballot = voting.vote(seat=seat, choice=Choice.FOR, reason="", by=vera)

    assert (stood_in, ballot.how, ballot.cast_by) == (SeatState.SUBSTITUTED, "vervanger", vera)
    assert voting.vote(seat=seat, choice=Choice.AGAINST, reason="", by=cast.parent).how == "zelf"


def test_the_substitute_has_no_vote_while_the_member_is_there(cast):
    vera = stand_in(cast)

    assert refusal(voting.vote, seat=cast.seat(cast.parent), choice=Choice.FOR, reason="", by=vera) == "not_a_member"


def test_a_substitute_who_is_none_any_more_neither_votes_nor_is_waited_for(cast):
    vera = stand_in(cast)
    seat = absent(cast, cast.seat(cast.parent), vera)
    leave(vera)

    assert refusal(voting.vote, seat=seat, choice=Choice.FOR, reason="", by=vera) == "not_a_member"
    assert (state(seat), seats.is_waited_for(fresh(seat))) == (SeatState.ABSENT, False)


def test_coming_back_takes_the_substitute_away(cast):
    seat = absent(cast, cast.seat(cast.parent), stand_in(cast))

    back = voting.set_absence(seat=seat, is_absent=False, substitute=seat.substitute, note="", by=cast.secretary)

    assert (back.is_absent, back.substitute, state(seat)) == (False, None, SeatState.WAITING)


def test_the_same_absence_again_changes_nothing(cast):
    seat = cast.seat(cast.parent)
    absent(cast, seat)
    absent(cast, seat)

    assert AuditEntry.objects.filter(event="absence_set").count() == 1


def test_without_the_reglement_nobody_stands_in(cast):
    vera = make_member(cast.school, Role.MR_SUBSTITUTE, Geleding.PARENTS)

    assert refusal(absent, cast, cast.seat(cast.parent), vera) == "no_substitutes"


def test_a_wrong_substitute_is_refused(cast):
    of_staff = stand_in(cast, Geleding.STAFF)
    elsewhere = make_member(make_school(), Role.MR_SUBSTITUTE, Geleding.PARENTS)
    gone, vera = stand_in(cast), stand_in(cast)
    leave(gone)
    both = stand_in(cast)
    Membership.objects.create(user=both, school=cast.school, role=Role.MR_MEMBER, geleding=Geleding.PARENTS)
    voting.add_seat(round_=cast.round, geleding=Geleding.PARENTS, name="", user=both, by=cast.secretary)
    absent(cast, paper(cast), vera)

    wrong = (of_staff, elsewhere, gone, cast.team, both, vera)
    assert {refusal(absent, cast, cast.seat(cast.parent), person) for person in wrong} == {"wrong_substitute"}


def test_who_voted_or_left_is_not_absent_and_after_the_round_nobody(cast):
    cast.vote()
    leave(cast.staff)

    assert refusal(absent, cast, cast.seat(cast.parent)) == "voted"
    assert refusal(absent, cast, cast.seat(cast.staff)) == "not_a_member"
    cast.withdraw()
    assert refusal(absent, cast, cast.seat(cast.parent)) == "closed"


# --- who comes later, and who has no account ----------------------------------------------------------------------------


def test_a_late_member_votes_once_the_secretary_lets_them(cast):
    late = make_member(cast.school, Role.MR_MEMBER, Geleding.PARENTS, name="Lars")
    membership = Membership.objects.get(user=late)
    client = browser(cast.secretary)
    listed = client.get(reverse("seats", args=[cast.round.pk])).context["late"]

    response = client.post(reverse("seat_member", args=[cast.round.pk, membership.pk]), follow=True)

    assert (listed, response.context["late"]) == ([membership], [])
    assert [str(message) for message in response.context["messages"]] == ["Lars kan nu stemmen in deze ronde."]
    assert cast.vote(late).how == "zelf"


def test_a_late_member_reads_on_the_page_what_to_do(cast):
    late = make_member(cast.school, Role.MR_MEMBER, Geleding.PARENTS)
    address = reverse("mr", args=[cast.programme.pk])

    mine, others = (browser(who).get(address).content.decode() for who in (late, cast.parent))

    words = "Vraag de secretaris van de MR om u bij de stemmers te zetten."
    assert (words in mine, words in others) == (True, False)
    assert "Bepaal wie meestemt" in browser(cast.secretary).get(address).content.decode()


def test_who_may_not_be_added(cast):
    add = voting.add_seat
    known = {"round_": cast.round, "by": cast.secretary}
    gone = make_member(cast.school, Role.MR_MEMBER, Geleding.PARENTS)
    leave(gone)
    paper(cast, "Henk")

    assert refusal(add, geleding="leerlingen", name="Noor", **known) == "wrong_geleding"
    assert refusal(add, geleding="ouders", name=" ", **known) == "needs_name"
    assert refusal(add, geleding="ouders", name=" hENK ", **known) == "seated"
    assert refusal(add, geleding="ouders", name="", user=cast.parent, **known) == "seated"
    for person in (gone, cast.team, stand_in(cast)):
        assert refusal(add, geleding="ouders", name="", user=person, **known) == "not_a_member"
    cast.withdraw()
    assert refusal(add, geleding="ouders", name="Jan", **known) == "closed"


def test_the_button_knows_only_members_of_this_school(cast):
    other = Membership.objects.get(user=make_member(make_school(), Role.MR_MEMBER, Geleding.PARENTS))
    client = browser(cast.secretary)

    assert client.post(reverse("seat_member", args=[cast.round.pk, other.pk])).status_code == 404
    team = Membership.objects.get(user=cast.team)
    assert client.post(reverse("seat_member", args=[cast.round.pk, team.pk])).status_code == 302
    assert cast.round.seats.count() == 2


def test_a_member_without_an_account_counts_until_taken_away(cast):
    seat = paper(cast)
    before = (state(seat), counted(cast)["ouders"])
    browser(cast.secretary).post(reverse("seat_remove", args=[seat.pk]))

    assert before == (SeatState.BY_HAND, (2, 0))
    assert (counted(cast)["ouders"], AuditEntry.objects.get(event="seat_removed").detail["name"]) == (
        (1, 0),
        ["Henk", ""],
    )


def test_who_has_an_account_or_a_vote_is_not_taken_away(cast):
    seat = paper(cast)
    by_hand(cast, seat)

    assert refusal(voting.remove_seat, seat=cast.seat(cast.parent), by=cast.secretary) == "has_account"
    assert refusal(voting.remove_seat, seat=seat, by=cast.secretary) == "voted"
    cast.withdraw()
    assert refusal(voting.remove_seat, seat=seat, by=cast.secretary) == "closed"


# --- whole stories, up to the count of the decision -----------------------------------------------------------------------


def story(cast: Cast, **rule: object) -> None:
    values = {"majority": "samen", "abstentions": "niet", "quorum": "meer", "substitutes": True} | rule
    Reglement.objects.update_or_create(school=cast.school, defaults=values)


def test_a_late_an_absent_and_a_paper_member_end_in_one_count(cast):
    story(cast)
    late = make_member(cast.school, Role.MR_MEMBER, Geleding.STAFF, name="Lars")
    voting.add_seat(round_=cast.round, geleding="personeel", name="", user=late, by=cast.secretary)
    absent(cast, cast.seat(cast.parent), stand_in(cast, name="Vera"))
    voting.vote(seat=cast.seat(cast.parent), choice=Choice.FOR, reason="", by=User.objects.get(name="Vera"))
    by_hand(cast, paper(cast), choice=Choice.AGAINST)
    cast.vote(cast.staff)
    cast.vote(late)

    decision = cast.decide()

    assert decision.votes == {
        "personeel": {"voor": 2, "tegen": 0, "onthouding": 0},
        "ouders": {"voor": 1, "tegen": 1, "onthouding": 0},
    }
    assert (decision.counted["verdict"], decision.deviation) == ("instemming", "")
    assert {(line["name"], line["how"], line["cast_by"]) for line in decision.roll} == {
        ("Sanne", "zelf", "Sanne"),
        ("Lars", "zelf", "Lars"),
        ("Peter", "vervanger", "Vera"),
        ("Henk", "hand", "Ineke"),
    }


def test_a_member_in_two_geledingen_has_two_votes_and_may_use_them_apart():
    cast = Cast()
    Membership.objects.create(user=cast.parent, school=cast.school, role=Role.MR_MEMBER, geleding=Geleding.STAFF)
    cast.submit()
    story(cast, quorum="alle")
    first, second = cast.round.seats.filter(user=cast.parent)
    voting.vote(seat=first, choice=Choice.FOR, reason="", by=cast.parent)
    voting.vote(seat=second, choice=Choice.AGAINST, reason="", by=cast.parent)
    cast.vote(cast.staff)

    decision = cast.decide()

    assert decision.votes["ouders"] == {"voor": 1, "tegen": 0, "onthouding": 0}
    assert decision.votes["personeel"] == {"voor": 1, "tegen": 1, "onthouding": 0}
    assert decision.counted["verdict"] == "instemming"


def test_who_leaves_half_way_without_a_vote_is_out_of_the_count_and_the_quorum(cast):
    story(cast, quorum="alle")
    cast.vote(cast.staff)
    before = seats.result(cast.round).verdict
    leave(cast.parent)

    decision = cast.decide()

    assert (before, decision.counted["verdict"]) == ("te_weinig", "instemming")
    assert decision.counted["parts"][0]["members"] == 1


def test_who_leaves_after_voting_stays_in_the_count(cast):
    story(cast, quorum="alle")
    cast.vote(cast.parent)
    cast.vote(cast.staff)
    leave(cast.parent)

    decision = cast.decide()

    assert (state(cast.seat(cast.parent)), decision.counted["parts"][0]["members"]) == (SeatState.VOTED, 2)


def test_who_comes_back_after_leaving_may_vote_again(cast):
    leave(cast.parent)
    gone = state(cast.seat(cast.parent))
    Membership.objects.create(user=cast.parent, school=cast.school, role=Role.MR_MEMBER, geleding=Geleding.PARENTS)

    assert (gone, cast.vote().how) == (SeatState.LEFT, "zelf")


def test_a_late_member_without_a_seat_changes_no_quorum(cast):
    story(cast, quorum="alle")
    make_member(cast.school, Role.MR_MEMBER, Geleding.PARENTS)
    cast.vote(cast.parent)
    cast.vote(cast.staff)

    assert cast.decide(Outcome.CONSENT).counted["verdict"] == "instemming"
