"""Signing in and out, forgotten passwords, and the brake on guessing."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from npo_planner.models import AuditEntry
from schools.constants import Role
from schools.models import FailedLogin, Membership, User
from schools.operations import accounts, people
from tests.factories import make_head, make_member, make_school, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "een-lang-wachtwoord"
LOGIN = "/inloggen/"
WRONG = "Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het opnieuw, of kies “Wachtwoord vergeten”."
WAIT = "Er is te vaak een verkeerd wachtwoord ingevuld. Wacht een kwartier en probeer het opnieuw."


@pytest.fixture
def owner() -> User:
    return make_user(email="karin@school.nl", name="Karin", password=PASSWORD)


def sign_in(
    client: Client, email: str = "karin@school.nl", password: str = PASSWORD, address: str = "10.0.0.1", **data
):
    return client.post(LOGIN, {"username": email, "password": password} | data, REMOTE_ADDR=address)


def errors(response) -> list[str]:
    return response.context["form"].non_field_errors()


# --- in and out ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("email", ["karin@school.nl", "Karin@School.NL", " karin@school.nl "])
def test_login_takes_the_address_in_any_case(client, owner, email):
    response = sign_in(client, email)

    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    assert AuditEntry.objects.values_list("event", "actor").get() == ("login", owner.pk)


def test_login_gives_a_new_session(client, owner):
    before = client.session
    before["canary"] = "1"
    before.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before.session_key

    sign_in(client)

    assert client.session.session_key != before.session_key
    assert not Session.objects.filter(pk=before.session_key).exists()


def test_logout_kills_the_session_and_keeps_nothing_in_the_browser(client, owner):
    client.force_login(owner)
    old = client.cookies[settings.SESSION_COOKIE_NAME].value

    response = client.post(reverse("logout"))

    assert (response["Location"], response["Clear-Site-Data"]) == (LOGIN, '"cache"')
    assert "no-store" in response["Cache-Control"]
    client.cookies[settings.SESSION_COOKIE_NAME] = old
    assert client.get(reverse("password_change")).status_code == 302
    assert client.get(reverse("logout")).status_code == 405


def test_wrong_password_says_the_same_for_a_known_and_an_unknown_account(client, owner):
    User.objects.create_user("uit@school.nl", "Uit", PASSWORD, is_active=False)

    answers = [
        sign_in(client, "karin@school.nl", "fout"),
        sign_in(client, "niemand@school.nl", "fout"),
        sign_in(client, "uit@school.nl", PASSWORD),
    ]

    assert [(answer.status_code, errors(answer)) for answer in answers] == [(200, [WRONG])] * 3
    assert all("fout" not in answer.content.decode() for answer in answers[:2])
    assert sorted(AuditEntry.objects.values_list("event", "label")) == [
        ("login_failed", "Karin"),
        ("login_failed", "Uit"),
    ]


def test_empty_login_form_says_what_is_missing_and_counts_nothing(client):
    response = client.post(LOGIN, {"username": "", "password": ""})

    assert sorted(response.context["form"].errors) == ["password", "username"]
    assert not FailedLogin.objects.exists()


AWAY = [
    "//kwaad.nl",
    "///kwaad.nl",
    "////kwaad.nl",
    "/\\kwaad.nl",
    "\\\\kwaad.nl",
    "\\/kwaad.nl",
    "https://kwaad.nl",
    "http://kwaad.nl/beheer/",
    "HTTPS://KWAAD.NL",
    "https:kwaad.nl",
    "https:/kwaad.nl",
    "https:///kwaad.nl",
    "http:///kwaad.nl",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://kwaad.nl",
    "//testserver@kwaad.nl",
    "https://testserver@kwaad.nl",
    "https://testserver:pw@kwaad.nl",
    "https://testserver.kwaad.nl",
    "https://kwaad.nl#testserver",
    "https://kwaad.nl?testserver",
    "//kwaad.nl/testserver",
    "//kwaad%2enl",
    "\thttps://kwaad.nl",
    "\n//kwaad.nl",
    " //kwaad.nl",
    "/\t/kwaad.nl",
    "/\n/kwaad.nl",
    "\x00//kwaad.nl",
    "\x1f//kwaad.nl",
    "//[::1]",
    "//[kwaad",
    "https://[kwaad.nl",
    "http://kwaad。nl",
    "//kwaad。nl",
    "ws://kwaad.nl",
    "file:///etc/passwd",
]


@pytest.mark.parametrize("target", AWAY)
def test_next_never_leaves_the_product(client, owner, target):
    response = sign_in(client, next=target)

    assert response["Location"] == reverse("home")


def test_next_on_the_own_host_is_followed(client, owner):
    assert sign_in(client, next="/privacy/?a=1")["Location"] == "/privacy/?a=1"


# --- the brake -------------------------------------------------------------------------------------------------------


def guess(client: Client, times: int, email: str = "karin@school.nl", address: str = "10.0.0.1") -> list[str]:
    """What the last of ``times`` wrong guesses was told."""
    for n in range(times):
        response = sign_in(client, email, f"fout-{n}", address)
    return errors(response)


def test_the_ninth_guess_waits_even_with_the_right_password(client, owner):
    assert guess(client, 8) == [WRONG]

    assert errors(sign_in(client)) == [WAIT]
    assert FailedLogin.objects.count() == 8


def test_an_unknown_account_waits_with_the_same_words(client):
    guess(client, 8, "niemand@school.nl")

    assert errors(sign_in(client, "niemand@school.nl")) == [WAIT]


def test_the_owner_gets_in_from_elsewhere_while_somebody_guesses(client, owner):
    guess(client, 20)

    assert sign_in(client, address="10.0.0.2").status_code == 302
    assert errors(sign_in(Client())) == [WAIT]


def test_many_addresses_together_must_wait_too(client, owner):
    for n in range(5):
        guess(client, 8, address=f"10.0.1.{n}")

    assert errors(sign_in(client, address="10.0.2.1")) == [WAIT]


def test_one_address_that_tries_many_accounts_must_wait(client, owner):
    for n in range(80):
        FailedLogin.objects.create(account=f"{n}", address=accounts._mark("10.0.0.1"))

    assert errors(sign_in(client)) == [WAIT]


@pytest.mark.parametrize(
    ("account", "address", "limit"),
    [("karin@school.nl", "10.0.0.1", 8), ("karin@school.nl", "10.9.9.9", 40), ("ander@school.nl", "10.0.0.1", 80)],
)
def test_the_last_guess_below_each_limit_gets_in_and_the_next_waits(client, owner, account, address, limit):
    def row() -> FailedLogin:
        return FailedLogin(account=accounts._mark(account), address=accounts._mark(address))

    FailedLogin.objects.bulk_create(row() for _ in range(limit - 1))
    assert not accounts.must_wait(email="karin@school.nl", address="10.0.0.1")

    row().save()

    assert accounts.must_wait(email="karin@school.nl", address="10.0.0.1")
    assert errors(sign_in(client)) == [WAIT]


def test_after_a_quarter_of_an_hour_the_guesses_are_forgotten(client, owner):
    guess(client, 8)
    FailedLogin.objects.update(at=timezone.now() - timedelta(minutes=16))

    assert errors(sign_in(client, password="fout")) == [WRONG]
    assert FailedLogin.objects.count() == 1
    assert sign_in(client).status_code == 302


def test_getting_in_forgets_the_guesses_from_there_and_no_others(client, owner):
    guess(client, 7)
    guess(client, 3, address="10.0.0.9")
    guess(client, 2, "ander@school.nl")

    sign_in(client)

    assert FailedLogin.objects.count() == 5


def test_who_is_kept_out_by_guessing_gets_in_by_a_link(client, owner):
    for n in range(5):
        guess(client, 8, address=f"10.0.1.{n}")
    page = client.get(urlsplit(people.password_link(owner)).path, follow=True)

    done = client.post(page.request["PATH_INFO"], {"new_password1": "nog-langer-nu", "new_password2": "nog-langer-nu"})

    assert done["Location"] == reverse("password_reset_complete")
    assert client.get(reverse("password_change")).status_code == 200


def test_wrong_guesses_are_kept_without_names(client, owner):
    guess(client, 1)

    row = FailedLogin.objects.get()

    assert (len(row.account), len(row.address)) == (64, 64)
    assert "karin" not in row.account
    assert "10.0.0.1" not in row.address


@pytest.mark.parametrize(
    ("proxy", "forwarded", "remote", "expected"),
    [
        (False, "1.2.3.4", "10.0.0.1", "10.0.0.1"),
        (True, "1.2.3.4, 5.6.7.8", "10.0.0.1", "5.6.7.8"),
        (True, "", "10.0.0.1", "10.0.0.1"),
        (True, "x:y", "10.0.0.1", "x:y"),
        (False, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_the_address_is_what_our_own_proxy_saw(rf, settings, proxy, forwarded, remote, expected):
    settings.BEHIND_PROXY = proxy

    request = rf.get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded})

    assert accounts.client_address(request) == expected


# --- passwords -------------------------------------------------------------------------------------------------------


def test_forgotten_password_says_the_same_for_known_and_unknown(client, owner, mailoutbox):
    known = client.post(reverse("password_reset"), {"email": "KARIN@school.nl"}, follow=True)
    unknown = client.post(reverse("password_reset"), {"email": "niemand@school.nl"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain == [(reverse("password_reset_done"), 302)]
    assert known.content == unknown.content
    assert [message.to for message in mailoutbox] == [["karin@school.nl"]]


def test_forgotten_password_mail_has_the_address_of_the_site_and_not_of_the_request(client, owner, mailoutbox):
    client.post(reverse("password_reset"), {"email": "karin@school.nl"}, headers={"Host": "localhost"})

    (message,) = mailoutbox
    link = next(line for line in message.body.splitlines() if line.startswith("http"))
    assert message.subject == "Nieuw wachtwoord voor de NPO Planner"
    assert link.startswith(f"{settings.SITE_URL}/wachtwoord/nieuw/")


def test_forgotten_password_also_helps_who_was_invited(client, mailoutbox):
    make_user(email="nieuw@school.nl")
    make_user(email="weg@school.nl", is_active=False)

    for email in ("nieuw@school.nl", "weg@school.nl"):
        client.post(reverse("password_reset"), {"email": email})

    assert [message.to for message in mailoutbox] == [["nieuw@school.nl"]]


def test_a_link_works_once(client, owner):
    link = urlsplit(people.password_link(owner)).path
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"new_password1": "nog-langer-nu", "new_password2": "nog-langer-nu"})

    again = Client().get(link, follow=True)

    assert again.context["validlink"] is False
    assert "Deze link werkt niet meer" in again.content.decode()


def test_a_link_expires_after_a_week(client, owner, monkeypatch):
    link = urlsplit(people.password_link(owner)).path
    later = timezone.datetime.now() + timedelta(days=7, minutes=1)
    monkeypatch.setattr("django.contrib.auth.tokens.PasswordResetTokenGenerator._now", lambda self: later)

    assert client.get(link, follow=True).context["validlink"] is False


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        ("kort", "kort", "new_password2"),
        ("een-goed-wachtwoord", "een-ander-wachtwoord", "new_password2"),
        ("wachtwoord", "", "new_password2"),
        ("karin@school.nl", "karin@school.nl", "new_password2"),
        ("password123", "password123", "new_password2"),
    ],
)
def test_a_bad_new_password_is_refused_beside_the_field(client, owner, first, second, field):
    page = client.get(urlsplit(people.password_link(owner)).path, follow=True)

    response = client.post(page.request["PATH_INFO"], {"new_password1": first, "new_password2": second})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


def test_changing_a_password_ends_the_other_sessions(client, owner):
    client.force_login(owner)
    elsewhere = Client()
    elsewhere.force_login(owner)

    data = {"old_password": PASSWORD, "new_password1": "nog-langer-nu", "new_password2": "nog-langer-nu"}
    response = client.post(reverse("password_change"), data)

    assert response["Location"] == reverse("password_change_done")
    assert client.get(reverse("password_change")).status_code == 200
    assert elsewhere.get(reverse("password_change")).status_code == 302


def test_changing_a_password_asks_for_the_old_one(client, owner):
    client.force_login(owner)

    data = {"old_password": "fout", "new_password1": "nog-langer-nu", "new_password2": "nog-langer-nu"}
    response = client.post(reverse("password_change"), data)

    owner.refresh_from_db()
    assert list(response.context["form"].errors) == ["old_password"]
    assert owner.check_password(PASSWORD)


# --- rights end at once ----------------------------------------------------------------------------------------------


def test_an_ended_role_and_a_closed_account_stop_an_open_session(client):
    school = make_school()
    make_head(school)
    second = make_member(school, Role.HEAD)
    client.force_login(second)
    page = reverse("school_people", args=[school.pk])
    assert client.get(page).status_code == 200

    Membership.objects.filter(user=second).update(ended_on=timezone.localdate())
    assert client.get(page).status_code == 404

    Membership.objects.filter(user=second).update(ended_on=None)
    User.objects.filter(pk=second.pk).update(is_active=False)
    assert client.get(page)["Location"].startswith(LOGIN)


@pytest.mark.parametrize("name", ["login", "password_reset", "accessibility", "privacy"])
def test_public_pages_show_without_signing_in(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert '<html lang="nl">' in response.content.decode()


def test_robots_are_kept_out(client):
    response = client.get("/robots.txt")

    assert (response["Content-Type"], response.content) == ("text/plain", b"User-agent: *\nDisallow: /\n")
