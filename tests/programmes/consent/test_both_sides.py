"""Nobody answers to themselves: who leads the school or works for its board has no voice in its councils."""

from __future__ import annotations

import pytest
from django.urls import reverse

from npo_planner.errors import Refused
from programmes.consent.constants import Choice
from programmes.models import Ballot, Decision
from schools.constants import Geleding, Role
from schools.models import Membership, User
from schools.operations import people
from tests.factories import make_member
from tests.programmes.consent.cast import PASSWORD, Cast, cast_in, today

pytestmark = pytest.mark.django_db

COUNCIL = [(Role.MR_SECRETARY, ""), (Role.MR_MEMBER, Geleding.PARENTS), (Role.MR_SUBSTITUTE, Geleding.PARENTS)]


@pytest.mark.parametrize(("role", "geleding"), COUNCIL)
@pytest.mark.parametrize("who", ["head", "board"])
def test_they_are_not_invited_to_it(who, role, geleding):
    cast = Cast()
    person = getattr(cast, who)

    with pytest.raises(Refused) as refused:
        people.invite(
            place=cast.school, email=person.email, name=person.name, role=role, geleding=geleding, by=cast.head
        )

    assert (refused.value.code, person.memberships.count()) == ("both_sides", 1)


@pytest.mark.parametrize(("who", "role"), [("parent", Role.HEAD), ("secretary", Role.HEAD), ("parent", Role.BOARD)])
def test_who_sits_in_it_does_not_get_to_lead(who, role):
    cast = Cast()
    place = cast.school.board if role == Role.BOARD else cast.school
    person = getattr(cast, who)

    with pytest.raises(Refused) as refused:
        people.invite(place=place, email=person.email, name=person.name, role=role, by=cast.board)

    assert refused.value.code == "both_sides"


def test_nobody_who_works_for_a_board_sits_in_its_gmr():
    cast = Cast()

    with pytest.raises(Refused) as refused:
        people.invite(
            place=cast.school.board, email=cast.board.email, name="Rob", role=Role.GMR_SECRETARY, by=cast.board
        )

    assert refused.value.code == "both_sides"


@pytest.mark.parametrize(("role", "geleding"), COUNCIL)
@pytest.mark.parametrize("who", ["head", "board"])
def test_an_old_row_that_says_so_gives_them_nothing(client, who, role, geleding):
    cast = cast_in("at_mr")
    cast.vote(reason="Alleen voor ons.")
    person: User = getattr(cast, who)
    Membership.objects.create(user=person, school=cast.school, role=role, geleding=geleding)
    client.force_login(person)

    vote = client.post(reverse("vote", args=[cast.round.pk]), {"choice_ouders": "voor", "password": PASSWORD})
    besluit = {"outcome": "instemming", "decided_on": today().isoformat(), "password": PASSWORD}
    decide = client.post(reverse("decide", args=[cast.round.pk]), besluit)
    page = client.get(reverse("mr", args=[cast.programme.pk])).content.decode()

    assert (vote.status_code, decide.status_code) == (403, 403)
    assert (Ballot.objects.count(), Decision.objects.count()) == (1, 0)
    assert "Alleen voor ons." not in page


@pytest.mark.parametrize(("who", "sees"), [("parent", True), ("secretary", True), ("head", False), ("team", False)])
def test_until_the_besluit_only_the_mr_sees_how_there_is_voted(client, who, sees):
    cast = cast_in("at_mr")
    cast.vote(choice=Choice.AGAINST)
    url = reverse("mr", args=[cast.programme.pk])
    client.force_login(getattr(cast, who))

    during = client.get(url).content.decode()
    assert ("Stemmen per geleding" in during, "ouders: 1 van 1 lid stemde" in during) == (sees, not sees)

    cast.decide(deviation="De ouders trokken hun bezwaar in.")
    assert "Stemmen per geleding" in client.get(url).content.decode()


def test_without_a_reglement_a_besluit_against_the_votes_tells_why():
    cast = cast_in("at_mr")
    cast.vote(choice=Choice.AGAINST)

    with pytest.raises(Refused) as refused:
        cast.decide()

    assert refused.value.code == "needs_deviation"
    assert cast.decide(deviation="De vergadering besloot anders.").deviation == "De vergadering besloot anders."


def test_the_last_secretary_stays_until_somebody_follows():
    cast = Cast()
    last = Membership.objects.get(user=cast.secretary)

    with pytest.raises(Refused) as refused:
        people.end(membership=last, by=cast.head)
    assert refused.value.code == "last"

    make_member(cast.school, Role.MR_SECRETARY, password=PASSWORD)
    people.end(membership=last, by=cast.head)
