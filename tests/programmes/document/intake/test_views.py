"""The pages: choose a file, look, apply; and the JSON with its schema."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from npo_planner.models import AuditEntry
from programmes.document import canonical, published
from programmes.document.intake.constants import LARGEST_FILE
from programmes.document.intake.preview import sign, unsign
from programmes.document.schema import Document
from programmes.models import Measure, Programme
from schools.models import School, User
from tests import factories as make
from tests.programmes.document.intake.files import changed, export

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return make.make_school()


@pytest.fixture
def head(school) -> User:
    return make.make_head(school)


@pytest.fixture
def signed_in(client, head) -> Client:
    client.force_login(head)
    return client


def choose(client: Client, school: School, data: bytes | str) -> Any:
    content = data if isinstance(data, bytes) else data.encode()
    file = SimpleUploadedFile("plan.json", content, content_type="application/json")
    return client.post(reverse("intake", args=[school.pk]), {"file": file})


def apply(client: Client, school: School, plan: str) -> Any:
    return client.post(reverse("intake_apply", args=[school.pk]), {"plan": plan}, follow=True)


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_file_is_looked_at_first_and_then_written(signed_in, school) -> None:
    text = export(make.make_full_programme())

    looked = choose(signed_in, school, text)

    assert not Programme.objects.filter(school=school).exists()
    counts = {each.label: (each.told, each.comes) for each in looked.context["preview"].tallies}
    assert (counts["Maatregelen"], counts["Teksten"]) == ((1, 1), (2, 2))
    page = unescape(looked.content.decode())
    assert "Er is nog niets bewaard" in page
    assert "Maak daarna alles van uw eigen school." in page

    response = apply(signed_in, school, looked.context["form"].initial["plan"])

    assert said(response) == ["Het plan is ingelezen als concept. Loop alle stappen na."]
    assert Measure.objects.filter(programme__school=school).count() == 1


def test_log_of_the_school_tells_it(signed_in, school) -> None:
    source = make.make_full_programme()
    apply(signed_in, school, choose(signed_in, school, export(source)).context["form"].initial["plan"])

    page = unescape(signed_in.get(reverse("school_log", args=[school.pk])).content.decode())

    assert "las een schoolprogramma in uit een bestand" in page
    assert source.school.code in page


def test_plan_of_the_school_itself_needs_no_warning(signed_in, head, school) -> None:
    programme = make.make_full_programme(school, by=head)
    text = export(programme)
    Programme.objects.filter(pk=programme.pk).update(school=make.make_school())

    looked = choose(signed_in, school, text)

    assert looked.context["preview"].notes == ()


def test_empty_plan_is_named_and_a_filled_one_refuses_before_the_preview(signed_in, head, school) -> None:
    text = export(make.make_full_programme())
    begun = make.make_programme(school, by=head)

    assert "Het komt daarin." in choose(signed_in, school, text).content.decode()

    make.make_measure(begun)
    refused = choose(signed_in, school, text)
    assert "al een plan waarin iets staat" in refused.context["form"].errors["file"][0]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"{}", "staat geen schoolprogramma"),
        (b" " * (LARGEST_FILE + 1), "groter dan 2 MB"),
        (b"", "leeg"),
        (b"\xff\xfe{\x00", "UTF-16"),
    ],
)
def test_file_that_is_refused_stands_at_the_field(data, text, signed_in, school) -> None:
    response = choose(signed_in, school, data)

    assert response.status_code == 200
    assert text in response.context["form"].errors["file"][0]
    assert not AuditEntry.objects.filter(school=school).exists()


def test_no_file_is_asked_for(signed_in, school) -> None:
    response = signed_in.post(reverse("intake", args=[school.pk]))

    assert list(response.context["form"].errors) == ["file"]


def test_preview_names_what_stays_behind_and_escapes_it(signed_in, school) -> None:
    def change(tree: dict[str, Any]) -> None:
        tree["scan"]["findings"][0]["domain"] = "<script>alert(1)</script>"
        tree["measures"][0]["title"] = "<img src=x onerror=alert(1)>"

    page = choose(signed_in, school, changed(export(make.make_full_programme()), change)).content.decode()

    assert "De bevinding “&lt;script&gt;alert(1)&lt;/script&gt;, groep 5”" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_preview_of_very_much_shows_the_first_and_counts_the_rest(signed_in, school) -> None:
    def change(tree: dict[str, Any]) -> None:
        finding = tree["scan"]["findings"][0]
        tree["scan"]["findings"] = [finding | {"id": i, "domain": "x" if i < 200 else "rekenen"} for i in range(400)]
        tree["needs"][0]["findings"] = []

    looked = choose(signed_in, school, changed(export(make.make_full_programme()), change))

    told = looked.context["preview"]
    findings = next(each for each in told.tallies if each.label == "Bevindingen")
    assert (findings.told, findings.comes, len(findings.titles), findings.more) == (400, 200, 100, 100)
    assert (len(told.lost), len(told.shown), told.more) == (200, 100, 100)
    assert "En nog 100 andere." in looked.content.decode()


@pytest.mark.parametrize("broken", ["nothing", "changed", "other person", "other school"])
def test_preview_comes_back_unchanged_and_from_the_same_person_or_not_at_all(broken, signed_in, school, head) -> None:
    text = export(make.make_full_programme())
    plan = {
        "nothing": "",
        "changed": sign(text, school, head.pk)[:-2] + "xx",
        "other person": sign(text, school, head.pk + 1),
        "other school": sign(text, make.make_school(), head.pk),
    }[broken]

    response = apply(signed_in, school, plan)

    assert said(response)[0].startswith("Dit voorbeeld is ")
    assert not Programme.objects.filter(school=school).exists()


def test_old_preview_is_refused(signed_in, school, head, monkeypatch) -> None:
    plan = sign(export(make.make_full_programme()), school, head.pk)
    monkeypatch.setattr("programmes.document.intake.preview.PREVIEW_LASTS", -1)

    assert said(apply(signed_in, school, plan)) == ["Dit voorbeeld is niet meer geldig. Kies het bestand opnieuw."]


def test_plan_that_was_written_between_preview_and_apply_stays(signed_in, school, head) -> None:
    plan = choose(signed_in, school, export(make.make_full_programme())).context["form"].initial["plan"]
    own = make.make_measure(make.make_programme(school, by=head))

    response = apply(signed_in, school, plan)

    assert "al een plan waarin iets staat" in said(response)[0]
    assert list(Measure.objects.filter(programme__school=school)) == [own]


def test_largest_file_fits_in_what_a_preview_sends_back(school) -> None:
    """Whatever is in it: what no compression makes smaller is at its largest in the form."""
    letters = "".join(chr(0x4E00 + i * 7919 % 20_000) for i in range(LARGEST_FILE // 3))

    signed = sign(letters, school, 1)

    assert len(signed) < settings.DATA_UPLOAD_MAX_MEMORY_SIZE - 10_000
    assert unsign(signed, school, 1) == letters


@pytest.mark.parametrize("closed", [False, True])
def test_page_of_the_school_leads_there_for_its_schoolleider(closed, signed_in, school) -> None:
    if closed:
        School.objects.filter(pk=school.pk).update(closed_on="2022-08-01")

    page = signed_in.get(reverse("school", args=[school.pk])).content.decode()

    assert (reverse("intake", args=[school.pk]) in page) is not closed


# --- the JSON and its schema -----------------------------------------------------------------------------------------


def test_schema_is_public_and_the_file_in_docs(client) -> None:
    response = client.get("/schema/schoolprogramma-1.json")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/schema+json"
    assert response.headers["Cache-Control"] == "public, max-age=86400"
    assert response.content == (Path(settings.BASE_DIR) / "docs" / "document.schema.json").read_bytes()


def test_schema_stays_cacheable_for_who_signed_in(signed_in) -> None:
    assert signed_in.get(reverse("schema")).headers["Cache-Control"] == "public, max-age=86400"


def test_draft_is_exported_as_canonical_json_that_names_its_schema(signed_in, school, head) -> None:
    programme = make.make_full_programme(school, by=head)

    response = signed_in.get(reverse("draft_json", args=[programme.pk]))

    assert response.content.decode() == export(programme)
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="schoolprogramma-{school.code}-concept.json"'
    )
    assert response.headers["Link"] == (
        '</schema/schoolprogramma-1.json>; rel="describedby"; type="application/schema+json"'
    )
    assert canonical.dumps(Document.model_validate_json(response.content)) == export(programme)


def test_version_names_its_schema_too(signed_in, school, head) -> None:
    version = make.put_to_mr(make.make_full_programme(school, by=head))

    response = signed_in.get(reverse("version_json", args=[version.pk]))

    assert response.content.decode() == version.document
    assert reverse("schema") in response.headers["Link"]


def test_every_key_of_an_export_is_in_the_schema() -> None:
    """The schema allows no other key; what has a default may be left out."""
    schema = json.loads(published.text())
    tree = json.loads(export(make.make_full_programme()))

    assert tree.keys() <= schema["properties"].keys()
    assert schema["additionalProperties"] is False
    needed = {name for name, field in Document.model_fields.items() if field.is_required()}
    assert needed <= tree.keys()
