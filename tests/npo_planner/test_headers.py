"""The headers that every response has, and the pages for when something is wrong."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from schools.constants import Role
from tests.factories import make_adopted, make_full_programme, make_head, make_member, make_school, make_user

pytestmark = pytest.mark.django_db

CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def safe(response) -> tuple:
    """The headers that matter, as (policy, nosniff, referrer)."""
    policy = {part.strip() for part in response["Content-Security-Policy"].split(";")}
    return policy, response["X-Content-Type-Options"], response["Referrer-Policy"]


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAFE = (CSP, "nosniff", "same-origin")


def test_pages_files_redirects_and_refusals_have_the_headers(client):
    public = [client.get(path) for path in ("/inloggen/", "/robots.txt", "/", "/nergens/", "/uitloggen/")]
    static = client.get("/static/css/theme.css")
    static.close()
    wrong_host = client.get("/inloggen/", headers={"Host": "kwaad.nl"})

    assert [r.status_code for r in (*public, static, wrong_host)] == [200, 200, 302, 404, 405, 200, 400]
    assert [safe(r) for r in (*public, static, wrong_host)] == [SAFE] * 7


def test_pages_and_downloads_of_who_signed_in_are_kept_in_no_cache(client):
    school = make_school()
    head = make_head(school)
    programme = make_full_programme(school, by=head)
    client.force_login(head)
    pages = [reverse("home"), reverse("walk", args=[programme.pk]), reverse("budget", args=[programme.pk]), "/nergens/"]

    responses = [client.get(page) for page in pages]

    assert [safe(r) for r in responses] == [SAFE] * 4
    assert all("no-store" in r["Cache-Control"] for r in responses)


@pytest.mark.pdf
def test_pdf_json_xlsx_and_csv_have_the_headers_and_no_shared_cache_keeps_them(client):
    programme = make_full_programme()
    version = make_adopted(programme)
    board = programme.school.board
    client.force_login(make_member(board, Role.BOARD))
    downloads = {
        "draft_pdf": (programme.pk, "application/pdf"),
        "version_pdf": (version.pk, "application/pdf"),
        "version_json": (version.pk, "application/json"),
        "draft_xlsx": (programme.pk, XLSX),
        "version_xlsx": (version.pk, XLSX),
        "accounting_csv": (programme.pk, "text/csv; charset=utf-8"),
        "board_csv": (board.pk, "text/csv; charset=utf-8"),
    }

    responses = {name: client.get(reverse(name, args=[key])) for name, (key, _) in downloads.items()}

    assert {name: r["Content-Type"] for name, r in responses.items()} == {n: kind for n, (_, kind) in downloads.items()}
    assert [safe(r) for r in responses.values()] == [SAFE] * 7
    kept = responses.pop("version_pdf")  # never changes: its reader may keep it, and asks each time whether it may be
    assert kept["Cache-Control"] == "private, no-cache"
    assert all("no-store" in r["Cache-Control"] for r in responses.values())


def test_refusals_and_redirects_of_who_signed_in_are_kept_in_no_cache(client):
    school, other = make_school(), make_school()
    client.force_login(make_head(school))
    invite = {"name": "Nel", "email": "nel@school.nl", "role": "teamlid"}

    responses = [
        client.get(reverse("administration")),
        client.get("/beheer/gegevens/menukaart/category/", follow=True),
        client.get(reverse("school", args=[other.pk])),
        client.post(reverse("school_people", args=[school.pk])),
        client.post(reverse("school_invite", args=[school.pk]), invite),
    ]

    assert [r.status_code for r in responses] == [403, 403, 404, 405, 302]
    assert [safe(r) for r in responses] == [SAFE] * 5
    assert all("no-store" in r["Cache-Control"] for r in responses)


def test_pages_of_the_admin_have_the_headers_too(client):
    client.force_login(make_user(is_staff=True))

    responses = [client.get(f"/beheer/gegevens/{path}") for path in ("", "scans/domain/", "jsi18n/")]

    assert [(r.status_code, safe(r)) for r in responses] == [(200, SAFE)] * 3
    assert all("no-store" in r["Cache-Control"] for r in responses)


@pytest.mark.urls("tests.npo_planner.broken_urls")
def test_a_fault_of_ours_shows_a_dutch_page_without_the_fault(caplog):
    response = Client(raise_request_exception=False).get("/stuk/")

    text = response.content.decode()
    assert (response.status_code, safe(response)) == (500, SAFE)
    assert "Er ging iets mis bij ons" in text
    assert "geheim" not in text
    assert "RuntimeError" not in text
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_error_pages_are_in_dutch(client):
    school = make_school()
    client.force_login(make_head(school))
    other = make_school()

    wrong_host = client.get("/", headers={"Host": "kwaad.nl"})
    forbidden = client.get(reverse("administration"))
    missing = client.get(reverse("school", args=[other.pk]))

    assert [
        (r.status_code, heading in r.content.decode())
        for r, heading in (
            (wrong_host, "Deze vraag begrijpen we niet"),
            (forbidden, "Dit hoort niet bij uw rol"),
            (missing, "Deze pagina is er niet, of niet voor u"),
        )
    ] == [(400, True), (403, True), (404, True)]
    assert "DEBUG" not in missing.content.decode()


def test_a_form_without_its_token_is_not_taken_and_says_so():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/inloggen/", {"username": "a@b.nl", "password": "x"})

    assert (response.status_code, safe(response)) == (403, SAFE)
    assert "Uw formulier is niet verstuurd" in response.content.decode()


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "X"])
def test_odd_methods_are_refused(client, method):
    assert client.generic(method, "/inloggen/").status_code == 405
