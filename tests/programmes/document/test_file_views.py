"""Word, CSV and JSON: who gets them, under which name, and what happens to a damaged version."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from programmes.consent.reading_along import open_draft
from programmes.document import canonical
from programmes.models import Programme
from schools.constants import Geleding, Role
from schools.models import User
from tests import factories as make
from tests.programmes.document.test_views import _damage

pytestmark = pytest.mark.django_db
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def get(user: User, route: str, *args: object) -> HttpResponse:
    client = Client()
    client.force_login(user)
    return client.get(reverse(route, args=args))


@pytest.fixture
def programme() -> Programme:
    return make.make_full_programme()


@pytest.fixture
def head(programme: Programme) -> User:
    return make.make_head(programme.school)


def kind(answer: HttpResponse) -> tuple[str, str]:
    return answer.headers["Content-Type"], answer.headers["Content-Disposition"].split("filename=")[1].strip('"')


def test_files_of_draft_and_version_have_names_that_tell_them_apart(programme: Programme, head: User) -> None:
    version, code = make.put_to_mr(programme), programme.school.code

    assert kind(get(head, "version_docx", version.pk, "mr")) == (WORD, f"mr-stuk-{code}-versie-1.docx")
    assert kind(get(head, "draft_docx", programme.pk, "volledig")) == (WORD, f"schoolprogramma-{code}-concept.docx")
    assert kind(get(head, "version_csv", version.pk)) == ("application/zip", f"gegevens-{code}-versie-1.zip")
    assert kind(get(head, "draft_csv", programme.pk)) == ("application/zip", f"gegevens-{code}-concept.zip")
    assert kind(get(head, "draft_json", programme.pk)) == ("application/json", f"schoolprogramma-{code}-concept.json")


def test_draft_as_data_is_what_a_version_of_it_freezes(programme: Programme, head: User) -> None:
    told = get(head, "draft_json", programme.pk).content.decode()
    names = zipfile.ZipFile(io.BytesIO(get(head, "draft_csv", programme.pk).content)).namelist()

    assert told == make.put_to_mr(programme).document
    assert canonical.loads(told).school.code == programme.school.code
    assert names[0] == f"uitgaven-{programme.school.code}-concept.csv"


def test_mr_that_reads_along_gets_the_draft_to_read_and_not_its_data(programme: Programme, head: User) -> None:
    parent = make.make_member(programme.school, Role.MR_MEMBER, Geleding.PARENTS)
    assert get(parent, "draft_docx", programme.pk, "mr").status_code == 403

    open_draft(programme=programme, by=head)

    assert get(parent, "draft_docx", programme.pk, "mr").status_code == 200
    assert [get(parent, route, programme.pk).status_code for route in ("draft_csv", "draft_json")] == [403, 403]
    page = get(parent, "draft", programme.pk).content.decode()
    assert reverse("draft_docx", args=[programme.pk, "mr"]) in page
    assert [reverse(route, args=[programme.pk]) in page for route in ("draft_csv", "draft_json")] == [False, False]


def test_unknown_length_is_no_page(programme: Programme, head: User) -> None:
    version = make.put_to_mr(programme)

    assert get(head, "version_docx", version.pk, "lang").status_code == 404
    assert get(head, "draft_docx", programme.pk, "lang").status_code == 404


def test_damaged_version_is_not_handed_out(programme: Programme, head: User) -> None:
    version = make.put_to_mr(programme)
    _damage(version)

    for answer in (get(head, "version_docx", version.pk, "mr"), get(head, "version_csv", version.pk)):
        assert (answer.status_code, answer.url) == (302, version.get_absolute_url())


@pytest.mark.parametrize("route", ["document", "draft"])
def test_page_offers_each_length_as_pdf_and_word_and_the_data(programme: Programme, head: User, route: str) -> None:
    version = make.put_to_mr(programme)
    kind, pk = ("version", version.pk) if route == "document" else ("draft", programme.pk)

    page = get(head, route, programme.pk).content.decode()
    offered = page.split("doc-files")[1].split("</details>")[0]

    lengths = [
        (f"{kind}_{name}", pk, slug) for name in ("length_pdf", "docx") for slug in ("samenvatting", "mr", "volledig")
    ]
    data = [(f"{kind}_{name}", pk) for name in ("xlsx", "csv", "json")]
    asked = [reverse(name, args=args) for name, *args in (*lengths, *data)]
    assert [offered.count(f'"{address}"') for address in asked] == [1] * len(asked)
