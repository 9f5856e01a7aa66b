"""Nothing typed is ever lost: every disaster of an evening, in a real browser, with what the page says about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Route, expect

from npo_planner.models import FieldEdit, Sitting
from programmes.models import Programme
from scans.models import Finding, Need
from schools.models import Membership, User
from tests.browser.conftest import violations
from tests.factories import make_finding, make_head, make_programme

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATIENCE = 6_000  # the page needs two seconds; a machine that runs other tests too may need more
SAVED, DRAFT = re.compile(r"^Opgeslagen om \d\d:\d\d\.$"), re.compile(r"^Bewaard als klad om \d\d:\d\d\.")
LONG = "Leerlingen in groep 5 lezen woord voor woord en raken de draad kwijt. " * 3


@pytest.fixture
def programme() -> Programme:
    return make_programme()


@pytest.fixture
def finding(programme) -> Finding:
    return make_finding(programme, explanation="Eerst.")


@pytest.fixture
def fatima(programme, sign_in) -> User:
    user = make_head(programme.school, name="Fatima")
    sign_in(user)
    return user


def open_(page: Page, live_server: Any, route: str, row: Any) -> None:
    page.goto(live_server.url + reverse(route, args=[row.pk]))
    expect(page.locator(".save-state")).not_to_have_attribute("hidden", "")


def state(page: Page) -> Any:
    return page.locator("[data-state]:not(.save-state)")


def says(page: Page, what: Any) -> None:
    """The page tells ``what`` about the text."""
    expect(state(page)).to_have_text(what, timeout=PATIENCE)


def eventually(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until something holds in the database."""
    for _ in range(PATIENCE // 100):
        if holds():
            return
        page.wait_for_timeout(100)
    assert holds()


def close(page: Page) -> None:
    """Leave, and wait until the server heard so."""
    page.goto("about:blank")
    eventually(page, lambda: Sitting.objects.filter(left=True).exists())


def stored(finding: Finding) -> str:
    return Finding.objects.values_list("explanation", flat=True).get(pk=finding.pk)


# --- the truth about every key ---------------------------------------------------------------------------------------


def test_row_saves_itself_while_typing_and_says_so(page, live_server, finding, fatima):
    open_(page, live_server, "finding_edit", finding)

    at_once = page.locator("[name=explanation]").evaluate(
        """field => {
            field.value = "Meer.";
            field.dispatchEvent(new Event("input", { bubbles: true }));
            return document.querySelector("p[data-state]").textContent;
        }"""
    )
    assert (at_once, stored(finding)) == ("Nog niet opgeslagen…", "Eerst.")

    says(page, SAVED)
    assert "Meer." in stored(finding)
    assert Finding.objects.get().changed_by == fatima


def test_typing_on_and_on_is_saved_every_two_seconds(page, live_server, finding, fatima):
    open_(page, live_server, "finding_edit", finding)

    page.locator("[name=explanation]").press_sequentially("x" * 40, delay=100)

    assert stored(finding).count("x") >= 15


def test_leaving_a_field_saves_at_once(page, live_server, finding, fatima):
    open_(page, live_server, "finding_edit", finding)
    page.locator("[name=source_note]").fill("Cito M5")

    # Sooner than the pause after a key (a second), however long a busy server takes to answer.
    with page.expect_request(lambda r: r.headers.get("x-autosave") == "save", timeout=800):
        page.keyboard.press("Tab")

    says(page, SAVED)
    assert Finding.objects.get().source_note == "Cito M5"


def test_mistake_is_told_beside_the_field_while_the_rest_is_saved(page, live_server, finding, fatima):
    open_(page, live_server, "finding_edit", finding)

    page.locator("[name=pupils]").fill("twintig")
    page.locator("[name=explanation]").fill("Nieuw.")
    says(page, re.compile("behalve wat nog niet klopt: dat is als klad bewaard"))
    expect(page.locator("#div_id_pupils .field-error")).to_have_text("Vul een heel getal in, bijvoorbeeld 12.")
    eventually(page, lambda: (stored(finding), Finding.objects.get().pupils) == ("Nieuw.", None))

    page.locator("[name=pupils]").fill("20")
    says(page, SAVED)
    expect(page.locator(".field-error")).to_have_count(0)
    assert Finding.objects.get().pupils == 20


def test_state_is_told_politely_and_the_page_stays_accessible(page, live_server, finding, fatima):
    open_(page, live_server, "finding_edit", finding)
    page.locator("[name=explanation]").fill("Nieuw.")
    says(page, SAVED)

    expect(page.locator(".save-state [role=status]")).to_have_text(SAVED)
    assert violations(page) == []


def test_without_javascript_the_button_saves(browser, live_server, finding, fatima, context):
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(live_server.url + reverse("finding_edit", args=[finding.pk]))

    page.locator("[name=explanation]").fill("Zonder script.")
    page.get_by_role("button", name="Bewaren").click()

    assert (stored(finding), page.locator(".save-state").count()) == ("Zonder script.", 0)
    plain.close()


# --- disasters -------------------------------------------------------------------------------------------------------


def test_closed_tab_loses_nothing_of_a_row(page, live_server, finding, fatima):
    open_(page, live_server, "finding_edit", finding)
    page.locator("[name=explanation]").fill(LONG)

    page.goto("about:blank")  # no pause at all

    eventually(page, lambda: stored(finding) == LONG.strip())


def test_closed_tab_loses_nothing_of_a_row_that_does_not_exist_yet(page, live_server, programme, fatima):
    open_(page, live_server, "need_add", programme.scan)
    page.locator("[name=title]").fill("Lezen op niveau")
    says(page, DRAFT)
    page.locator("[name=explanation]").fill(LONG)
    close(page)

    open_(page, live_server, "need_add", programme.scan)

    expect(page.locator("main")).to_contain_text("Het staat weer in de velden")
    expect(page.locator("[name=title]")).to_have_value("Lezen op niveau")
    expect(page.locator("[name=explanation]")).to_have_value(LONG)
    page.get_by_role("button", name="Bewaren").click()
    page.wait_for_url("**/behoeften/")
    assert (Need.objects.get().title, Sitting.objects.drafts(fatima, "").count()) == ("Lezen op niveau", 0)
    open_(page, live_server, "need_add", programme.scan)
    expect(page.locator("[name=title]")).to_have_value("")


def test_page_loaded_again_has_the_text_at_once(page, live_server, programme, fatima):
    open_(page, live_server, "need_add", programme.scan)
    page.locator("[name=title]").fill("Lezen op niveau")
    says(page, DRAFT)

    for text in (LONG, LONG + "En meer."):
        page.locator("[name=explanation]").fill(text)
        says(page, DRAFT)
        page.reload()
        expect(page.locator("[name=explanation]")).to_have_value(text)

    expect(page.locator("[name=title]")).to_have_value("Lezen op niveau")


def test_draft_can_be_thrown_away(page, live_server, programme, fatima):
    open_(page, live_server, "need_add", programme.scan)
    page.locator("[name=title]").fill("Toch niet")
    says(page, DRAFT)
    close(page)
    open_(page, live_server, "need_add", programme.scan)

    page.get_by_role("button", name="Gooi deze tekst weg").click()

    expect(page.locator("[name=title]")).to_have_value("")
    expect(page.locator("main")).not_to_contain_text("Het staat weer in de velden")


def test_expired_session_is_told_and_saved_after_signing_in_elsewhere(
    page, context: BrowserContext, live_server, finding, fatima, sign_in
):
    open_(page, live_server, "finding_edit", finding)
    Session.objects.all().delete()
    page.locator("[name=explanation]").fill(LONG)
    expect(state(page)).to_contain_text("Niet opgeslagen: u bent uitgelogd.", timeout=PATIENCE)
    expect(page.get_by_role("link", name="Log in (nieuw tabblad)")).to_be_visible()

    page.get_by_role("button", name="Bewaren").click()  # does not go to the login page with the text
    page.wait_for_timeout(300)
    expect(page.locator("[name=explanation]")).to_have_value(LONG)

    sign_in(fatima)  # as in another tab: also with another CSRF token
    says_within(page, SAVED, 12_000)
    assert stored(finding) == LONG.strip()


def says_within(page: Page, what: Any, timeout: int) -> None:
    expect(state(page)).to_have_text(what, timeout=timeout)


def test_expired_session_without_javascript_keeps_what_was_sent(browser, live_server, finding, programme):
    fatima = make_head(programme.school, name="Fatima")
    fatima.set_password("een-lang-wachtwoord")
    fatima.save()
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    address = live_server.url + reverse("finding_edit", args=[finding.pk])

    def sign_in_by_hand() -> None:
        page.locator("[name=username]").fill(fatima.email)
        page.locator("[name=password]").fill("een-lang-wachtwoord")
        page.locator("main").get_by_role("button", name="Inloggen").click()

    page.goto(address)
    sign_in_by_hand()
    page.locator("[name=explanation]").fill(LONG)
    Session.objects.all().delete()
    page.get_by_role("button", name="Bewaren").click()
    sign_in_by_hand()

    expect(page.locator("main")).to_contain_text("Het staat hieronder: druk nog een keer.")
    expect(page.locator("[name=explanation]")).to_have_value(LONG)
    page.get_by_role("button", name="Bewaren").click()
    assert stored(finding) == LONG.strip()
    plain.close()


def test_lost_network_is_told_and_saved_when_it_is_back(page, context, live_server, finding, fatima):
    open_(page, live_server, "finding_edit", finding)
    context.set_offline(True)
    page.locator("[name=explanation]").fill(LONG)
    expect(state(page)).to_contain_text("Niet opgeslagen: geen verbinding", timeout=PATIENCE)

    page.get_by_role("button", name="Bewaren").click()  # would be the browser's own error page
    page.wait_for_timeout(300)
    expect(page.locator("[name=explanation]")).to_have_value(LONG)
    context.set_offline(False)

    says_within(page, SAVED, 12_000)
    assert stored(finding) == LONG.strip()


def test_server_restart_is_told_and_survived(page, live_server, finding, fatima):
    """While a server starts again, nobody answers: here the requests are cut off between browser and server."""
    open_(page, live_server, "finding_edit", finding)

    def cut(route: Route) -> None:
        route.abort("connectionrefused")

    page.route("**/*", cut)
    page.locator("[name=explanation]").fill(LONG)
    expect(state(page)).to_contain_text("Niet opgeslagen: de server antwoordt niet", timeout=PATIENCE)
    page.unroute("**/*", cut)

    says_within(page, SAVED, 12_000)
    assert stored(finding) == LONG.strip()


def test_double_click_saves_once(page, live_server, programme, fatima):
    open_(page, live_server, "need_add", programme.scan)
    page.locator("[name=title]").fill("Lezen")

    page.get_by_role("button", name="Bewaren").dblclick()
    page.wait_for_url("**/behoeften/")

    assert Need.objects.count() == 1


def test_second_tab_with_other_fields_merges_and_shows_what_the_first_saved(
    page, context, live_server, finding, fatima
):
    open_(page, live_server, "finding_edit", finding)
    second = context.new_page()
    open_(second, live_server, "finding_edit", finding)

    page.locator("[name=explanation]").fill("Tab een.")
    says(page, SAVED)
    second.locator("[name=source_note]").fill("Tab twee.")
    says(second, SAVED)

    assert Finding.objects.values_list("explanation", "source_note").get() == ("Tab een.", "Tab twee.")
    expect(second.locator("[name=explanation]")).to_have_value("Tab een.")


def test_second_tab_on_a_new_row_starts_empty_and_says_why(page, context, live_server, programme, fatima):
    open_(page, live_server, "need_add", programme.scan)
    page.locator("[name=title]").fill("Tab een")
    says(page, DRAFT)

    second = context.new_page()
    open_(second, live_server, "need_add", programme.scan)
    expect(second.locator("main")).to_contain_text("ook in een ander tabblad open")
    second.locator("[name=title]").fill("Tab twee")
    for tab in (second, page):
        tab.get_by_role("button", name="Bewaren").click()
        tab.wait_for_url("**/behoeften/")

    assert sorted(Need.objects.values_list("title", flat=True)) == ["Tab een", "Tab twee"]


def test_right_that_was_taken_away_is_told_and_the_text_stays_on_the_page(page, live_server, finding, fatima):
    open_(page, live_server, "finding_edit", finding)
    Membership.objects.all().delete()

    page.locator("[name=explanation]").fill(LONG)

    says(page, "Niet opgeslagen: u kunt dit niet meer wijzigen. Kopieer wat u typte.")
    expect(page.locator("[name=explanation]")).to_have_value(LONG)


# --- two people ------------------------------------------------------------------------------------------------------


@pytest.fixture
def mo(programme, browser, live_server) -> Any:
    """A colleague with a browser of his own: ``mo(address)`` opens a page there."""
    user = make_head(programme.school, name="Mo")
    client = Client()
    client.force_login(user)
    context = browser.new_context()
    [(name, cookie)] = client.cookies.items()
    context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture
def both(page, mo, live_server, finding, fatima) -> tuple[Page, Page]:
    """Fatima and Mo, with the same finding open; Mo just saved another text."""
    open_(page, live_server, "finding_edit", finding)
    open_(mo, live_server, "finding_edit", finding)
    mo.locator("[name=explanation]").fill("Van Mo.")
    says(mo, SAVED)
    page.locator("[name=explanation]").fill("Van Fatima.")
    expect(page.locator(".collision")).to_contain_text("Mo wijzigde dit op")
    expect(page.locator(".collision blockquote")).to_have_text("Van Mo.")
    return page, mo


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("Mijn tekst", "Van Fatima."), ("De andere tekst", "Van Mo."), ("Beide", "Van Mo.\n\nVan Fatima.")],
)
def test_two_texts_are_both_shown_and_the_person_chooses(both, finding, choice, kept):
    page, _ = both
    assert stored(finding) == "Van Mo."
    assert violations(page) == []

    page.get_by_label(choice).check()

    says(page, SAVED)
    expect(page.locator(".collision")).to_have_count(0)
    expect(page.locator("[name=explanation]")).to_have_value(kept)
    assert stored(finding).replace("\r\n", "\n") == kept


def test_third_save_meanwhile_is_shown_before_anything_is_kept(both, finding):
    page, mo = both
    mo.locator("[name=explanation]").fill("Weer Mo.")
    says(mo, SAVED)

    page.get_by_label("Mijn tekst").check()

    expect(page.locator(".collision blockquote")).to_have_text("Weer Mo.")
    assert stored(finding) == "Weer Mo."
    page.get_by_label("Mijn tekst").check()
    says(page, SAVED)
    assert stored(finding) == "Van Fatima."


def test_text_in_dispute_waits_for_its_writer_and_overwrites_nothing(both, live_server, finding):
    page, _ = both
    close(page)

    open_(page, live_server, "finding_edit", finding)

    expect(page.locator("[name=explanation]")).to_have_value("Van Fatima.")
    expect(page.locator(".collision blockquote")).to_have_text("Van Mo.")
    page.locator("[name=source_note]").fill("Cito")
    expect(state(page)).to_contain_text("Kies welke tekst blijft", timeout=PATIENCE)
    assert Finding.objects.values_list("explanation", "source_note").get() == ("Van Mo.", "Cito")
    page.get_by_label("Beide").check()
    says(page, SAVED)
    assert stored(finding).replace("\r\n", "\n") == "Van Mo.\n\nVan Fatima."


def test_who_else_is_on_the_page_is_shown_and_leaves(page, mo, live_server, finding, fatima):
    open_(mo, live_server, "finding_edit", finding)
    expect(mo.locator("[data-others]")).to_have_text("")
    open_(page, live_server, "finding_edit", finding)
    expect(page.locator("[data-others]")).to_have_text("Ook op deze pagina: Mo.")

    mo.goto("about:blank")
    page.locator("[name=source_note]").fill("Cito")

    expect(page.locator("[data-others]")).to_have_text("", timeout=PATIENCE)


# --- history ---------------------------------------------------------------------------------------------------------


def test_earlier_text_is_found_and_restored(page, live_server, finding, fatima):
    open_(page, live_server, "finding_edit", finding)
    page.locator("[name=explanation]").fill("Per ongeluk alles weg.")
    says(page, SAVED)

    page.get_by_role("link", name="Eerdere teksten").click()
    expect(page.locator(".field-history")).to_contain_text("toen Fatima dit wijzigde")
    assert violations(page) == []
    page.get_by_role("button", name="Zet terug").click()

    page.wait_for_url("**/scan/*/")
    assert stored(finding) == "Eerst."
    assert FieldEdit.objects.of(finding).values_list("before", "after").first() == ("Eerst.", "Eerst.")
