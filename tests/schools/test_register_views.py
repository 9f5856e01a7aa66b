"""Administrators upload a register file, look at what it changes, and apply or cancel it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from schools.models import RegisterImport, School, User
from schools.operations import register
from tests.schools import duo_files
from tests.schools.duo_files import BOARDS

pytestmark = pytest.mark.django_db

AUGUST = date(2026, 8, 4)
CODES = [f"{n:02d}AA00" for n in range(20)]


@pytest.fixture
def administrator() -> User:
    return User.objects.create_user("beheer@example.nl", "Bea Heer", is_staff=True)


@pytest.fixture
def page(client: Client, administrator: User) -> Client:
    """The browser of an administrator."""
    client.force_login(administrator)
    return client


def waiting(by: User, data: bytes | None = None) -> RegisterImport:
    """An upload that was not applied yet."""
    return register.upload(file_name="po.csv", data=data or duo_files.bo(CODES), file_date=AUGUST, by=by)


def send(page: Client, data: bytes, *, name: str = "po.csv", on: date | str = AUGUST):
    file = SimpleUploadedFile(name, data, content_type="text/csv")
    return page.post(reverse("register_upload"), {"file": file, "file_date": str(on)})


def shown(response) -> str:
    """The text of a page with its spaces made one, for reading across tags."""
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("get", "register"),
        ("post", "register_upload"),
        ("get", "register_preview"),
        ("post", "register_apply"),
        ("post", "register_cancel"),
    ],
)
def test_only_administrators_come_in(client, administrator, method, name):
    found = waiting(administrator)
    about_one = name not in ("register", "register_upload")
    url = reverse(name, kwargs={"pk": found.pk} if about_one else {})

    anonymous = getattr(client, method)(url)
    client.force_login(User.objects.create_user("leider@example.nl", "Lia Leider"))
    head = getattr(client, method)(url)

    assert (anonymous.status_code, anonymous.url) == (302, f"{reverse('login')}?next={url}")
    assert head.status_code == (404 if about_one else 403)
    found.refresh_from_db()
    assert (found.applied_at, School.objects.count()) == (None, 0)


@pytest.mark.parametrize("name", ["register_upload", "register_apply", "register_cancel"])
def test_writing_needs_a_post(page, administrator, name):
    found = waiting(administrator)

    response = page.get(reverse(name, kwargs={} if name == "register_upload" else {"pk": found.pk}))

    assert response.status_code == 405


def test_an_upload_leads_to_its_preview_and_writes_no_school(page, administrator):
    response = send(page, duo_files.bo(CODES))

    found = RegisterImport.objects.get()
    assert response.url == reverse("register_preview", kwargs={"pk": found.pk})
    assert (found.by, found.file_name, found.file_date) == (administrator, "po.csv", AUGUST)
    assert School.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"PK\x03\x04", "po.xlsx", "Dit is een Excel- of zipbestand, geen CSV-bestand."),
        ("PROVINCIE".encode("utf-16"), "po.csv", "Dit bestand is opgeslagen als UTF-16"),
        (b"naam;plaats\n", "po.csv", "De eerste regel hoort niet bij een bestand dat de planner kent."),
        (b"x" * 10_000_001, "po.csv", "Dit bestand is groter dan 10 MB."),
        (duo_files.data(duo_files.VO_COUNTS), "leerlingen.csv", "Zet het jaar in de bestandsnaam"),
    ],
    ids=["excel", "utf-16", "unknown", "large", "no year"],
)
def test_a_file_that_cannot_be_read_is_told_at_its_field(page, data, name, error):
    response = send(page, data, name=name)

    (told,) = response.context["form"].errors["file"]
    assert told.startswith(error) or error in told
    assert response.status_code == 200
    assert not RegisterImport.objects.exists()


def test_a_date_in_the_future_is_refused(page):
    response = send(page, duo_files.bo(CODES), on=localdate() + timedelta(days=1))

    assert response.context["form"].errors == {"file_date": ["Deze datum ligt in de toekomst."]}


def test_the_list_asks_for_a_file_and_offers_today(page):
    response = page.get(reverse("register"))

    assert f'value="{localdate():%Y-%m-%d}"' in shown(response)
    assert 'enctype="multipart/form-data"' in shown(response)
    assert "Er is nog geen bestand ingelezen." in shown(response)


def test_the_list_tells_what_waits_and_what_was_done(page, administrator):
    register.apply_upload(found=waiting(administrator), close_missing=False, by=administrator)
    waiting(administrator)

    text = shown(page.get(reverse("register")))

    assert "verwerkt: nieuw 20 · gewijzigd 0 · gesloten 0 · ongewijzigd 0 · geweigerd 0" in text
    assert "<strong>wacht op verwerking:</strong> nieuw 0 · gewijzigd 0 · gesloten 0 · ongewijzigd 20" in text


@pytest.mark.parametrize("n", [1, 3])
def test_list_query_count_is_constant(page, administrator, n, django_assert_num_queries):
    for _ in range(n):
        waiting(administrator)

    with django_assert_num_queries(3):  # session, user, imports with their people
        response = page.get(reverse("register"))

    assert len(response.context["imports"]) == n


def test_the_preview_shows_counts_changes_and_refused_lines(page, administrator):
    register.apply_upload(found=waiting(administrator), close_missing=False, by=administrator)
    cells = {"01AA00": {"VESTIGINGSNAAM": "Het <b>Avontuur</b>"}, "02AA00": {"VESTIGINGSNAAM": " "}}

    found = waiting(administrator, duo_files.bo([*CODES[1:], "99AA00"], cells))
    text = shown(page.get(reverse("register_preview", kwargs={"pk": found.pk})))

    assert "Er is nog niets gewijzigd." in text
    assert "<dt>Geweigerde regels</dt><dd>1</dd>" in text
    assert "VESTIGINGSNAAM is leeg" in text
    assert "naam: <del>De Eik</del> → <ins>Het &lt;b&gt;Avontuur&lt;/b&gt;</ins>" in text
    assert "<h2>Gesloten (1)</h2>" in text
    assert "<h2>Andere naam (1)</h2>" in text
    assert "<h2>Nieuw (1)</h2>" in text
    assert School.objects.filter(name="De Eik", closed_on=None).count() == 20


def test_applying_writes_the_file_and_shows_what_it_did(page, administrator):
    found = waiting(administrator)

    response = page.post(reverse("register_apply", kwargs={"pk": found.pk}), follow=True)

    assert School.objects.count() == 20
    assert [str(message) for message in response.context["messages"]] == ["Het bestand is verwerkt."]
    assert "Verwerkt op" in shown(response)
    assert ">Annuleren<" not in shown(response)


def test_applying_twice_writes_once_and_says_so(page, administrator):
    found = waiting(administrator)
    url = reverse("register_apply", kwargs={"pk": found.pk})
    page.post(url, follow=True)

    response = page.post(url, follow=True)

    assert [str(message) for message in response.context["messages"]] == ["Dit bestand is al verwerkt."]


@pytest.mark.parametrize(("data", "still_open"), [({}, 20), ({"close_missing": "on"}, 5)])
def test_missing_schools_of_an_excerpt_are_closed_only_when_ticked(page, administrator, data, still_open):
    register.apply_upload(found=waiting(administrator), close_missing=False, by=administrator)
    found = waiting(administrator, duo_files.bo(CODES[:5]))

    preview = shown(page.get(reverse("register_preview", kwargs={"pk": found.pk})))
    page.post(reverse("register_apply", kwargs={"pk": found.pk}), data)

    assert "Sluit ook de 15 scholen die niet in dit bestand staan" in preview
    assert School.objects.open().count() == still_open


def test_the_choice_to_close_is_not_offered_when_nothing_is_missing(page, administrator):
    found = waiting(administrator)

    assert "close_missing" not in shown(page.get(reverse("register_preview", kwargs={"pk": found.pk})))


def test_cancelling_throws_the_upload_away(page, administrator):
    found = waiting(administrator)

    response = page.post(reverse("register_cancel", kwargs={"pk": found.pk}))

    assert response.url == reverse("register")
    assert (RegisterImport.objects.count(), School.objects.count()) == (0, 0)


def test_an_applied_import_cannot_be_cancelled(page, administrator):
    found = waiting(administrator)
    register.apply_upload(found=found, close_missing=False, by=administrator)

    response = page.post(reverse("register_cancel", kwargs={"pk": found.pk}), follow=True)

    assert [str(message) for message in response.context["messages"]] == ["Dit bestand is al verwerkt."]
    assert RegisterImport.objects.count() == 1


def test_a_board_file_can_be_uploaded_too(page):
    row = duo_files.line(BOARDS, {"BEVOEGD GEZAG NUMMER": "41001", "BEVOEGD GEZAG NAAM": "Stichting A"})
    response = send(page, duo_files.data(BOARDS, row), name="besturen.csv")

    assert "besturen (03.-bevoegde-gezagen-vo.csv, besturenbo.csv)" in shown(page.get(response.url))
