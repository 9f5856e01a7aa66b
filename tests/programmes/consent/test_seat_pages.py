"""The pages of who votes: who opens them, what they say, and what bad input does."""

from __future__ import annotations

import pytest
from django.urls import reverse

from programmes.consent.constants import Choice
from schools.constants import Geleding, Role
from schools.models import Membership
from tests.factories import make_member, make_school
from tests.programmes.consent.cast import PASSWORD, Cast, browser, cast_in
from tests.programmes.consent.council import absent, by_hand, fresh, paper, stand_in

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script> 🏫 \u202eRTL"


@pytest.fixture
def cast() -> Cast:
    return cast_in("at_mr")


PAGES = ("hand_vote", "absence", "seat_remove")


@pytest.mark.parametrize("who", ["head", "team", "staff", "parent", "secretary", "board"])
def test_only_the_secretary_opens_the_pages_about_who_votes(cast, who):
    seat = cast.seat(cast.parent)
    client = browser(getattr(cast, who))
    addresses = [reverse(name, args=[cast.round.pk]) for name in ("seats", "seat_add")]
    addresses += [reverse(name, args=[seat.pk]) for name in PAGES]

    statuses = {client.get(address).status_code for address in addresses}

    assert statuses == ({200} if who == "secretary" else {403})


@pytest.mark.parametrize("name", ["seats", *PAGES])
def test_another_school_does_not_see_them(cast, name):
    stranger = make_member(make_school(board=cast.school.board), Role.MR_SECRETARY)
    key = cast.round.pk if name == "seats" else cast.seat(cast.parent).pk

    assert browser(stranger).get(reverse(name, args=[key])).status_code == 404


def test_the_school_and_the_board_see_no_names_of_who_voted(cast):
    by_hand(cast, paper(cast, "Kanarie"))
    address = reverse("mr", args=[cast.programme.pk])

    shown = {
        who: "Kanarie" in browser(getattr(cast, who)).get(address).content.decode()
        for who in ("head", "team", "board", "parent", "secretary")
    }

    assert shown == {"head": False, "team": False, "board": False, "parent": True, "secretary": True}


def test_the_form_by_hand_asks_for_the_password_and_the_note(cast):
    client = browser(cast.secretary)
    address = reverse("hand_vote", args=[cast.seat(cast.parent).pk])

    wrong = client.post(address, {"choice": "voor", "note": "op papier", "password": "fout"})
    empty = client.post(address, {"choice": "voor", "password": PASSWORD})
    right = client.post(address, {"choice": "voor", "note": HOSTILE, "password": PASSWORD})

    assert dict(wrong.context["form"].errors) == {"password": ["Dit is niet uw wachtwoord. Probeer het opnieuw."]}
    assert list(empty.context["form"].errors) == ["note"]
    assert right.url == reverse("seats", args=[cast.round.pk])
    text = client.get(right.url).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 🏫" in text
    assert "<script>alert" not in text


def test_the_form_by_hand_shows_a_vote_by_hand_and_not_the_own_vote_of_a_member(cast):
    by_hand(cast, cast.seat(cast.parent), choice=Choice.AGAINST)
    cast.vote(cast.staff)
    client = browser(cast.secretary)

    pages = [client.get(reverse("hand_vote", args=[cast.seat(who).pk])) for who in (cast.parent, cast.staff)]

    assert [page.context["form"]["choice"].value() for page in pages] == ["tegen", None]
    assert "heeft zelf gestemd" in pages[1].content.decode()


def test_the_form_of_absence_offers_the_substitutes_of_the_geleding(cast):
    vera = stand_in(cast, name="Vera")
    stand_in(cast, Geleding.STAFF, name="Niet deze")
    client, seat = browser(cast.secretary), cast.seat(cast.parent)
    address = reverse("absence", args=[seat.pk])
    chosen = Membership.objects.get(user=vera)

    offered = [label for _, label in client.get(address).context["form"].fields["substitute"].choices]
    half = client.post(address, {"substitute": chosen.pk})
    client.post(address, {"is_absent": "on", "substitute": chosen.pk, "note": HOSTILE})

    assert offered == ["Niemand", "Vera"]
    assert list(half.context["form"].errors) == ["is_absent"]
    assert (fresh(seat).is_absent, fresh(seat).substitute, fresh(seat).note) == (True, vera, HOSTILE)
    assert client.get(address).context["form"].initial["substitute"] == chosen


def test_the_form_to_add_a_member_without_an_account(cast):
    client, address = browser(cast.secretary), reverse("seat_add", args=[cast.round.pk])

    wrong = client.post(address, {"name": "n" * 121, "geleding": "leerlingen"})
    client.post(address, {"name": HOSTILE, "geleding": "ouders"})
    again = client.post(address, {"name": HOSTILE, "geleding": "ouders"})

    assert sorted(wrong.context["form"].errors) == ["geleding", "name"]
    assert list(again.context["form"].errors) == ["name"]
    text = client.get(reverse("seats", args=[cast.round.pk])).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 🏫" in text
    assert "<script>alert" not in text


def test_the_list_of_a_closed_round_offers_nothing(cast):
    cast.withdraw()

    text = browser(cast.secretary).get(reverse("seats", args=[cast.version.consent_round.pk])).content.decode()

    assert "Deze ronde is gesloten." in text
    assert "Stem invoeren" not in text
    assert "Meld afwezig" not in text


@pytest.mark.parametrize("more", [1, 5])
def test_the_list_costs_the_same_for_every_number_of_members(cast, more, django_assert_num_queries):
    for number in range(more):
        by_hand(cast, paper(cast, f"Henk {number}"))
        absent(cast, paper(cast, f"Jan {number}"), stand_in(cast))
        make_member(cast.school, Role.MR_MEMBER, Geleding.STAFF)
    client, address = browser(cast.secretary), reverse("seats", args=[cast.round.pk])

    with django_assert_num_queries(QUERIES):
        client.get(address)


QUERIES = 31
"""Session, user, roles, round, version, plan, school, seats, people, reglement, and the frame of the walk."""
