"""The besluit on paper: what stands in it, for whom, and when there is none."""

from __future__ import annotations

import subprocess

import pytest
from django.urls import reverse

from programmes.consent import operations
from programmes.consent.constants import Choice, ConditionState, Outcome
from programmes.models import Reglement
from tests.programmes.consent.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = Cast()
    cast.submit()
    cast.vote()
    cast.vote(cast.staff, Choice.AGAINST, "Te druk.")
    return cast


def text(client, cast: Cast, who: str, path) -> str:
    client.force_login(getattr(cast, who))
    response = client.get(reverse("ruling_pdf", args=[cast.version.pk]))
    assert response["Content-Type"] == "application/pdf"
    path.write_bytes(response.content)
    told = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return told.stdout


def test_it_tells_the_outcome_the_bytes_the_conditions_and_the_count(client, cast, tmp_path):
    decision = cast.decide(Outcome.CONDITIONAL, "Eerst een proef.\n\nToets in januari.")

    told = " ".join(text(client, cast, "head", tmp_path / "a.pdf").split())

    for part in ("Instemming met voorwaarden", decision.sha256[:20], "Eerst een proef.", "Toets in januari.", "Ineke"):
        assert part in told
    assert "Personeel 0 1 0" in told
    assert "Ouders 1 0 0" in told
    assert "Het reglement van de MR was niet ingevuld." in told


@pytest.mark.parametrize(("who", "names"), [("parent", True), ("secretary", True), ("head", False), ("board", False)])
def test_only_the_mr_reads_who_voted_what(client, cast, tmp_path, who, names):
    cast.decide()

    told = text(client, cast, who, tmp_path / "a.pdf")

    assert ("Wie stemde" in told, "Peter" in told, "Te druk." in told) == (names, names, False)


def test_a_decision_that_differs_from_the_count_tells_why(client, cast, tmp_path):
    Reglement.objects.create(school=cast.school, majority="elk", abstentions="niet", quorum="helft")
    cast.decide(Outcome.CONSENT, deviation="De geleding personeel trok haar bezwaar in.")

    told = " ".join(text(client, cast, "head", tmp_path / "a.pdf").split())

    assert "Uitslag volgens het reglement van de MR: de raad stemt niet in." in told
    assert "De geleding personeel trok haar bezwaar in." in told


def test_the_same_facts_are_the_same_bytes(client, cast):
    cast.decide()
    client.force_login(cast.head)
    url = reverse("ruling_pdf", args=[cast.version.pk])

    assert client.get(url).content == client.get(url).content


def test_without_a_decision_the_page_says_so(client, cast):
    client.force_login(cast.head)

    response = client.get(reverse("ruling_pdf", args=[cast.version.pk]), follow=True)

    assert "De MR heeft over deze versie nog niet besloten." in response.content.decode()


def test_a_condition_is_followed_also_while_the_next_version_lies_with_the_mr(client, cast):
    cast.decide(Outcome.CONDITIONAL, "Eerst een proef.\nToets in januari.", deviation="Zo besloot de MR.")
    trial, test = cast.version.decision.conditions.all()
    operations.change_condition(condition=test, state=ConditionState.MET, note="Gezien.", by=cast.secretary)
    cast.revise()
    cast.submit()
    client.force_login(cast.secretary)

    page = client.get(reverse("mr", args=[cast.programme.pk])).content.decode()

    assert f'id="voorwaarde-{trial.pk}"' in page
    assert reverse("condition", args=[trial.pk]) in page
    assert f'id="voorwaarde-{test.pk}"' not in page
