"""Step 10 and the downloads: which document whom, under which name, at what cost."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from menukaart.models import Intervention
from npo_planner.append_only import create_triggers, drop_triggers
from programmes.consent import operations as consent
from programmes.models import Measure, Programme, Version
from schools.constants import Geleding, Role
from schools.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return make.make_full_programme()


@pytest.fixture
def head(programme: Programme) -> User:
    return make.make_head(programme.school)


@pytest.fixture
def parent(programme: Programme) -> User:
    return make.make_member(programme.school, Role.MR_MEMBER, Geleding.PARENTS)


def page(user: User, programme: Programme | Version, route: str = "document") -> str:
    client = Client()
    client.force_login(user)
    response = client.get(reverse(route, args=[programme.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_head_reads_the_draft_and_the_mr_reads_that_there_is_nothing_yet(programme, head, parent) -> None:
    assert "Zo ziet het programma er nu uit. Dit is een concept." in page(head, programme)
    assert "Nog geen programma om te lezen" in page(parent, programme)
    assert Measure.objects.get().title not in page(parent, programme)


def test_submitted_version_is_shown_and_never_the_live_rows(programme, head, parent) -> None:
    title = Measure.objects.get().title
    make.put_to_mr(programme)
    Measure.objects.update(title="Later veranderd")

    for user in (head, parent):
        found = page(user, programme)
        assert title in found
        assert "Later veranderd" not in found


def test_version_in_force_stays_while_the_next_is_written(programme, head) -> None:
    make.make_adopted(programme)
    consent.revise(programme=Programme.objects.get(pk=programme.pk), by=head)
    Measure.objects.update(title="In de volgende versie")

    assert "In de volgende versie" not in page(head, programme)
    assert "Er wordt gewerkt aan een volgende versie" in page(head, programme)
    assert "In de volgende versie" in page(head, programme, "draft")


def test_damaged_version_raises_the_alarm_and_is_not_shown(programme, head) -> None:
    version = make.put_to_mr(programme)
    _damage(version)

    found = page(head, programme)

    assert "De vingerafdruk klopt niet" in found
    assert "90000" not in found
    assert "De vingerafdruk klopt niet" in page(head, version, "version_xlsx")


def _damage(version: Version) -> None:
    """Change a stored text past the trigger that forbids it, as somebody with the database could."""

    class Editor:
        connection = connection

        @staticmethod
        def execute(sql: str, params: object = ()) -> None:
            with connection.cursor() as cursor:
                cursor.execute(sql)

    drop_triggers(Editor, "programmes_version")
    Version.objects.filter(pk=version.pk).update(document=version.document.replace("70000.00", "90000.00"))
    create_triggers(Editor, "programmes_version")


def test_downloads_are_attachments_with_safe_names(programme, head) -> None:
    version = make.put_to_mr(programme)
    client = Client()
    client.force_login(head)
    code = programme.school.code

    answers = {
        name: client.get(reverse(name, args=[pk]))
        for name, pk in (("version_pdf", version.pk), ("version_json", version.pk), ("draft_pdf", programme.pk))
    }

    assert {name: (r.headers["Content-Type"], r.headers["Content-Disposition"]) for name, r in answers.items()} == {
        "version_pdf": ("application/pdf", f'attachment; filename="schoolprogramma-{code}-versie-1.pdf"'),
        "version_json": ("application/json", f'attachment; filename="schoolprogramma-{code}-versie-1.json"'),
        "draft_pdf": ("application/pdf", f'attachment; filename="schoolprogramma-{code}-concept.pdf"'),
    }
    assert answers["version_json"].content.decode() == version.document
    assert answers["version_pdf"].content.startswith(b"%PDF")


@pytest.mark.parametrize("rounds", [1, 3])
def test_document_page_costs_the_same_for_more_versions(programme, head, rounds, django_assert_num_queries) -> None:
    for _ in range(rounds):
        version = make.put_to_mr(Programme.objects.get(pk=programme.pk))
        consent.withdraw(round_=version.consent_round, reason="Nog iets vergeten.", by=head)
    make.put_to_mr(Programme.objects.get(pk=programme.pk))
    client = Client()
    client.force_login(head)

    with django_assert_num_queries(28):
        client.get(reverse("document", args=[programme.pk]))


def test_every_tie_of_the_document_leads_to_a_place_in_it(programme, head) -> None:
    found = page(head, programme)

    places = set(re.findall(r'id="([^"]+)"', found))
    assert set(re.findall(r'href="#([^"]+)"', found)) <= places


def test_document_shows_the_planning_of_a_measure_and_its_other_cards(programme, head) -> None:
    Measure.objects.update(starts_on=date(2021, 9, 1), planning="Mei: toets.")
    Measure.objects.get().also.set(Intervention.objects.filter(edition=programme.edition, code="A2"))

    found = page(head, programme)

    assert "Tijdelijk, vanaf 1 september 2021" in found
    assert "Ook: Uitbreiding onderwijs (effect 2 maanden, bewijs 3 van 5, kosten 3 van 5)." in found
    assert "<p>Mei: toets.</p>" in found
