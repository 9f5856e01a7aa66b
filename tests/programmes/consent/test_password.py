"""A vote, the besluit and adopting bind: they ask for the password again, and nothing keeps what was typed there."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from npo_planner.models import Sitting
from programmes.models import Adoption, Ballot, Decision
from schools.models import FailedLogin
from schools.operations import accounts
from tests.programmes.consent.cast import PASSWORD, Cast, cast_in, today

pytestmark = pytest.mark.django_db

DEEDS = {
    "vote": ("parent", "at_mr", {"choice_ouders": "voor", "reason_ouders": "Goed plan."}),
    "decide": ("secretary", "at_mr", {"outcome": "instemming", "decided_on": today().isoformat()}),
    "adopt": ("board", "consented", {"adopted_on": today().isoformat()}),
}


def address(cast: Cast, route: str) -> str:
    return reverse(route, args=[cast.version.pk if route == "adopt" else cast.round.pk])


def done() -> int:
    return Ballot.objects.count() + Decision.objects.count() + Adoption.objects.count()


@pytest.mark.parametrize("route", DEEDS)
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Vul uw wachtwoord in."),
        ({"password": ""}, "Vul uw wachtwoord in."),
        ({"password": "raad maar"}, "Dit is niet uw wachtwoord. Probeer het opnieuw."),
        ({"password": f" {PASSWORD}"}, "Dit is niet uw wachtwoord. Probeer het opnieuw."),
    ],
)
def test_without_the_password_nothing_is_done_and_all_else_is_still_there(client, route, given, said):
    who, state, data = DEEDS[route]
    cast = cast_in(state)
    before = done()
    client.force_login(getattr(cast, who))

    page = client.post(address(cast, route), data | given)

    assert (page.status_code, page.context["form"].errors) == (200, {"password": [said]})
    assert done() == before
    assert {name: page.context["form"][name].value() for name in data} == data
    assert "raad maar" not in page.content.decode()


def test_guessing_has_the_brake_of_signing_in(client):
    cast = cast_in("at_mr")
    client.force_login(cast.parent)
    data = DEEDS["vote"][2]
    for _ in range(accounts.TRIES["by_both"]):
        client.post(address(cast, "vote"), data | {"password": "raad maar"})
    assert FailedLogin.objects.count() == accounts.TRIES["by_both"]

    page = client.post(address(cast, "vote"), data | {"password": PASSWORD})

    assert "Wacht een kwartier" in page.context["form"].errors["password"][0]
    assert Ballot.objects.count() == 0


def test_what_was_typed_there_is_in_no_draft(client):
    cast = cast_in("at_mr")
    client.force_login(cast.parent)
    url = address(cast, "vote")
    sitting = client.get(url).context["sitting"]
    typed = DEEDS["vote"][2] | {"password": PASSWORD, "sitting": sitting}

    saved = client.post(url, typed, headers={"X-Autosave": "save", "X-Autosave-Number": "1"})

    assert saved.status_code == 200
    kept = Sitting.objects.get().typed
    assert (kept["reason_ouders"], "password" in kept, PASSWORD in str(kept)) == (["Goed plan."], False, False)
    again = client.get(url, {"klad": "1"})
    assert again.context["form"]["reason_ouders"].value() == "Goed plan."
    assert PASSWORD not in again.content.decode()


def test_what_was_typed_there_is_in_no_session_of_somebody_who_was_signed_out(client):
    cast = cast_in("at_mr")
    client.force_login(cast.parent)
    url = address(cast, "vote")
    sitting = client.get(url).context["sitting"]
    client.logout()

    client.post(url, DEEDS["vote"][2] | {"password": PASSWORD, "sitting": sitting})

    kept = Session.objects.get().get_decoded()["parked"]["posted"]
    assert (kept["reason_ouders"], PASSWORD in str(kept)) == (["Goed plan."], False)
