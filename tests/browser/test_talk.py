"""Asking on a phone: quick, back at the same place, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from programmes.consent import operations
from programmes.models import Comment
from tests.browser.conftest import NARROW, WIDE, violations
from tests.browser.test_autosave import DRAFT, PATIENCE, close, says, state
from tests.programmes.consent.cast import Cast, cast_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUESTION = "Waarom krijgt groep 5 een assistent en groep 6 niet? Wij horen van ouders dat het daar ook nodig is."


@pytest.fixture
def cast() -> Cast:
    return cast_in("at_mr")


def link(page: Page, anchor: str, place: str = "reactie") -> Any:
    """The link under a section to the page on which one writes about it."""
    return page.locator(f'.talk-link[href$="/{place}/{anchor}/"]')


def ask(page: Page, live_server: Any, cast: Cast, anchor: str = "begroting") -> None:
    """From the plan to the place where one asks about a section."""
    page.goto(live_server.url + cast.version.get_absolute_url())
    link(page, anchor).click()
    expect(page.locator(".save-state")).not_to_have_attribute("hidden", "")


def text(page: Page) -> Any:
    return page.locator("textarea[name=text]")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_question_is_asked_in_three_steps_and_one_is_back_at_it(page, live_server, cast, sign_in, size):
    page.set_viewport_size(size)
    sign_in(cast.parent)
    ask(page, live_server, cast)

    text(page).fill(QUESTION)
    page.get_by_role("button", name="Plaats uw vraag of opmerking").click()

    page.wait_for_url("**/versie/*/#reactie-*")
    expect(page.locator(f"#reactie-{Comment.objects.get().pk}")).to_be_in_viewport()
    expect(page.locator("#begroting .section-comments").first).to_contain_text(QUESTION)


def test_closed_tab_loses_nothing_and_the_plan_tells_that_a_draft_waits(page, live_server, cast, sign_in):
    sign_in(cast.parent)
    ask(page, live_server, cast)
    page.get_by_label("Voorstel").check()
    text(page).fill(QUESTION)  # no pause at all
    close(page)

    page.goto(live_server.url + cast.version.get_absolute_url())
    expect(link(page, "begroting")).to_contain_text("Verder met uw klad")
    link(page, "begroting").click()

    expect(page.locator("main")).to_contain_text("Het staat weer in de velden")
    expect(text(page)).to_have_value(QUESTION)
    expect(page.get_by_label("Voorstel")).to_be_checked()
    page.get_by_role("button", name="Plaats uw vraag of opmerking").click()
    page.wait_for_url("**/versie/*/#reactie-*")
    assert Comment.objects.values_list("text", "kind").get() == (QUESTION, "voorstel")
    expect(link(page, "begroting")).to_contain_text("Vraag of opmerking")


def test_two_places_never_mix_their_drafts(page, live_server, cast, sign_in):
    sign_in(cast.parent)
    ask(page, live_server, cast)
    text(page).fill("Over het geld.")
    says(page, DRAFT)
    close(page)

    ask(page, live_server, cast, "menskracht")

    expect(text(page)).to_have_value("")
    expect(page.locator("main")).not_to_contain_text("in een ander tabblad open")


def test_expired_session_keeps_the_answer(page, live_server, cast, sign_in):
    thread = cast.comment()
    sign_in(cast.head)
    page.goto(live_server.url + reverse("reply", args=[thread.pk]))
    text(page).fill("Dat leggen we uit.")
    says(page, DRAFT)
    Session.objects.all().delete()
    text(page).fill("Dat leggen we op dinsdag uit.")
    expect(state(page)).to_contain_text("u bent uitgelogd", timeout=PATIENCE)

    sign_in(cast.head)
    expect(state(page)).to_have_text(DRAFT, timeout=12_000)
    page.get_by_role("button", name="Plaats uw antwoord").click()

    page.wait_for_url("**/versie/*/#reactie-*")
    assert Comment.objects.get(parent=thread).text == "Dat leggen we op dinsdag uit."


def test_double_click_asks_once(page, live_server, cast, sign_in):
    sign_in(cast.parent)
    ask(page, live_server, cast)
    text(page).fill(QUESTION)

    page.get_by_role("button", name="Plaats uw vraag of opmerking").dblclick()
    page.wait_for_url("**/versie/*/#reactie-*")

    assert Comment.objects.count() == 1


def test_school_works_through_its_list_and_the_mr_resolves(page, live_server, cast, sign_in):
    thread = cast.comment(QUESTION)
    sign_in(cast.head)
    page.goto(live_server.url + reverse("threads", args=[cast.programme.pk]))
    page.get_by_role("link", name="Geef antwoord").click()
    text(page).fill("Dat komt in januari.")
    page.get_by_role("button", name="Plaats uw antwoord").click()
    page.wait_for_url("**/vragen/#reactie-*")
    expect(page.locator("main")).to_contain_text("Geen open vragen")

    sign_in(cast.parent)
    page.goto(live_server.url + cast.version.get_absolute_url())
    page.get_by_role("button", name="Zet op afgehandeld").click()
    page.wait_for_url(f"**/versie/*/#reactie-{thread.pk}")

    expect(page.locator(f"#reactie-{thread.pk}")).to_contain_text("Afgehandeld door Peter op")


def test_without_javascript_one_asks_and_deliberates(browser, live_server, cast, sign_in, context):
    sign_in(cast.parent)
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    for place, button in (("reactie", "Plaats uw vraag of opmerking"), ("onder-ons", "Plaats voor de MR")):
        page.goto(live_server.url + cast.version.get_absolute_url())
        link(page, "begroting", place).click()
        text(page).fill(QUESTION)
        page.get_by_role("button", name=button).click()

    assert list(Comment.objects.values_list("audience", flat=True)) == ["school", "mr"]
    plain.close()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("who", ["parent", "head"])
def test_pages_with_threads_are_accessible_and_nothing_sticks_out(page, live_server, cast, sign_in, who, size):
    long = "Donaudampfschifffahrtsgesellschaft" * 5
    thread = cast.comment(f"{QUESTION} {long}", section=f"kosten-{cast.programme.cost_lines.get().pk}")
    cast.comment(long, by=cast.head, parent=thread)
    done = cast.comment(QUESTION, kind="voorstel", section="visie")
    operations.resolve(thread=done, by=cast.parent)
    private = cast.comment("Onder ons.", audience="mr", section="hele-plan")
    cast.comment("Eens.", audience="mr", parent=private, by=cast.staff)
    sign_in(getattr(cast, who))
    page.set_viewport_size(size)
    pages = [
        cast.version.get_absolute_url(),
        f"{reverse('threads', args=[cast.programme.pk])}?toon=alles",
        reverse("comment", args=[cast.version.pk]),
        reverse("reply", args=[thread.pk]),
    ]
    if who == "parent":
        pages += [reverse("deliberate_on", args=[cast.version.pk, "visie"]), reverse("reopen", args=[thread.pk])]

    for address in pages:
        page.goto(live_server.url + address)
        sticks_out = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert (address, violations(page), sticks_out) == (address, [], False)
