"""The list of threads, drafts of what was not sent, and the same button twice."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from npo_planner.models import Sitting
from programmes.consent import operations
from programmes.models import Comment, Version
from schools.models import User
from tests.programmes.consent.cast import Cast, cast_in
from tests.races import outcomes, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_in("at_mr")


def listed(client, cast: Cast, who: str = "head", **query: str) -> list[tuple[int, str, list[str]]]:
    """What the list shows: version, section, texts."""
    client.force_login(getattr(cast, who))
    context = client.get(reverse("threads", args=[cast.programme.pk]), query).context
    return [
        (group.version.number, section, [thread.root.text for thread in threads])
        for group in context["versions"]
        for section, threads in group.sections
    ]


def test_list_shows_what_waits_in_reading_order_with_the_oldest_first(client, cast):
    cost = f"kosten-{cast.programme.cost_lines.get().pk}"
    for text, section in (("A", cost), ("B", "visie"), ("C", "begroting"), ("D", cast.measure_section)):
        cast.comment(text, section=section)
    done = cast.comment("E", section="visie")
    cast.comment("Ja.", parent=done, by=cast.head)

    title = f"Maatregel 1: {cast.programme.measures.get().title}"
    assert listed(client, cast) == [
        (1, "School en visie", ["B"]),
        (1, title, ["D"]),
        (1, "Begroting", ["A", "C"]),
    ]


def test_list_filters_and_counts(client, cast):
    asked = {name: cast.comment(name) for name in ("open", "beantwoord", "afgehandeld", "heropend")}
    for name in ("beantwoord", "heropend"):
        cast.comment("Ja.", parent=asked[name], by=cast.head)
    cast.comment("Nee.", parent=asked["heropend"], reopens=True)
    operations.resolve(thread=asked["afgehandeld"], by=cast.parent)

    found = {
        shown: listed(client, cast, "parent", toon=shown)[0][2]
        for shown in ("open", "beantwoord", "afgehandeld", "alles")
    }

    assert found == {
        "open": ["open", "heropend"],
        "beantwoord": ["beantwoord"],
        "afgehandeld": ["afgehandeld"],
        "alles": ["open", "beantwoord", "afgehandeld", "heropend"],
    }
    context = client.get(reverse("threads", args=[cast.programme.pk])).context
    assert context["filters"] == [
        ("open", "Open", 2),
        ("beantwoord", "Beantwoord", 1),
        ("afgehandeld", "Afgehandeld", 1),
        ("alles", "Alles", 4),
    ]


@pytest.mark.parametrize("query", ["", "<script>", "OPEN", "x" * 5000, "open\x00"])
def test_list_shows_what_is_open_for_a_filter_it_does_not_know(client, cast, query):
    cast.comment("Waarom?")

    assert listed(client, cast, toon=query) == [(1, "Begroting", ["Waarom?"])]


def test_list_keeps_versions_apart_and_tells_which_is_old(client, cast):
    cast.comment("Eerst.")
    cast.withdraw()
    cast.submit()
    cast.comment("Nu.", section="visie")

    assert listed(client, cast) == [(2, "School en visie", ["Nu."]), (1, "Begroting", ["Eerst."])]
    page = client.get(reverse("threads", args=[cast.programme.pk])).content.decode()
    assert page.count("Dit ging over versie") == 1
    assert "Dit ging over versie 1. Nu is er versie 2." in page


def test_list_of_a_plan_that_was_never_submitted_is_empty(client):
    cast = Cast()
    client.force_login(cast.parent)

    response = client.get(reverse("threads", args=[cast.programme.pk]))

    assert "Nog niets voorgelegd" in response.content.decode()


def test_list_of_a_plan_that_came_back_tells_when_one_can_answer(client, cast):
    thread = cast.comment()
    cast.withdraw()
    client.force_login(cast.head)

    page = client.get(reverse("threads", args=[cast.programme.pk])).content.decode()

    assert "Antwoorden kan weer als het opnieuw is voorgelegd." in page
    assert [reverse(name, args=[thread.pk]) in page for name in ("reply", "resolve")] == [False, False]


def test_answer_from_the_list_comes_back_to_the_list(client, cast):
    thread = cast.comment()
    client.force_login(cast.head)
    page = client.get(reverse("threads", args=[cast.programme.pk])).content.decode()
    url = f"{reverse('reply', args=[thread.pk])}?terug=vragen"

    response = client.post(url, {"text": "Daarom."})

    assert f'href="{url}"' in page
    answer = Comment.objects.get(parent=thread)
    assert response.url == f"{reverse('threads', args=[cast.programme.pk])}#reactie-{answer.pk}"


def test_private_answer_never_goes_to_the_list(client, cast):
    thread = cast.comment("Onder ons.", audience="mr")
    client.force_login(cast.staff)

    response = client.post(f"{reverse('reply', args=[thread.pk])}?terug=vragen", {"text": "Eens."})

    assert response.url.startswith(cast.version.get_absolute_url())


@pytest.mark.parametrize("target", ["https://elders.nl", "//elders.nl", "vragen/../x"])
def test_page_goes_back_to_no_other_address(client, cast, target):
    thread = cast.comment()
    client.force_login(cast.head)

    response = client.post(f"{reverse('reply', args=[thread.pk])}?terug={target}", {"text": "Daarom."})

    assert response.url.startswith(cast.version.get_absolute_url())


# Who may ask on the list, answer, resolve and reopen an answered question of the parent.
MAY = {
    "head": {"comment", "reply"},
    "team": {"comment", "reply"},
    "staff": {"comment", "reply", "reopen"},
    "parent": {"comment", "reply", "reopen", "resolve"},
    "secretary": {"comment", "reply", "reopen", "resolve"},
    "board": set(),
}


@pytest.mark.parametrize("who", MAY)
def test_list_offers_each_role_what_it_may(client, cast, who):
    thread = cast.comment()
    cast.comment("Daarom.", parent=thread, by=cast.head)
    client.force_login(getattr(cast, who))

    page = client.get(reverse("threads", args=[cast.programme.pk]), {"toon": "alles"}).content.decode()

    urls = {"comment": cast.version.pk, "reply": thread.pk, "reopen": thread.pk, "resolve": thread.pk}
    assert {name for name, pk in urls.items() if reverse(name, args=[pk]) in page} == MAY[who]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "é😀‮", "x" * 3000, "{{ 7|add:1 }}"])
def test_hostile_text_is_text_on_every_page_with_threads(client, cast, text):
    thread = cast.comment(text)
    cast.comment(text, by=cast.head, parent=thread)
    cast.comment(text, audience="mr")
    old = cast.version
    client.force_login(cast.parent)
    first = client.get(old.get_absolute_url()).content.decode()
    cast.comment(text, parent=thread, reopens=True)
    cast.withdraw()
    cast.submit()

    pages = [
        client.get(url).content.decode()
        for url in (
            cast.version.get_absolute_url(),
            reverse("threads", args=[cast.programme.pk]),
            reverse("reply", args=[thread.pk]),
        )
    ]
    assert [page for page in (first, *pages) if "<script>alert" in page] == []
    assert first.count("{{ 7|add:1 }}") == (3 if "7|add" in text else 0)


# --- drafts ----------------------------------------------------------------------------------------------------------


def save(client, url: str, **typed: str) -> None:
    """What the page sends by itself while somebody types, and when the tab closes."""
    token = re.search(r'name="sitting" value="([^"]+)"', client.get(url).content.decode())[1]
    for number, what in enumerate(("save", "leave"), 1):
        headers = {"X-Autosave": what, "X-Autosave-Number": str(number)}
        assert client.post(url, {"sitting": token} | typed, headers=headers).status_code == 200


def shown(client, url: str) -> str:
    return client.get(url).context["form"]["text"].value() or ""


def test_each_place_and_each_thread_keeps_a_draft_of_its_own(client, cast):
    thread = cast.comment()
    pk = cast.version.pk
    urls = [
        reverse("comment", args=[pk]),
        reverse("comment_on", args=[pk, "visie"]),
        reverse("comment_on", args=[pk, "begroting"]),
        reverse("deliberate_on", args=[pk, "visie"]),
        reverse("deliberate", args=[pk]),
        reverse("reply", args=[thread.pk]),
    ]
    client.force_login(cast.parent)

    for url in urls:
        save(client, url, text=f"Klad van {url}")

    assert [shown(client, url) for url in urls] == [f"Klad van {url}" for url in urls]
    assert shown(client, reverse("comment_on", args=[pk, "menskracht"])) == ""
    page = client.get(cast.version.get_absolute_url()).content.decode()
    assert page.count("Verder met uw klad") == 4
    client.force_login(cast.staff)
    assert [shown(client, url) for url in urls] == [""] * 6
    assert "Verder met uw klad" not in client.get(cast.version.get_absolute_url()).content.decode()
    assert Comment.objects.count() == 1


def test_draft_is_gone_when_it_was_sent(client, cast):
    client.force_login(cast.parent)
    url = reverse("comment_on", args=[cast.version.pk, "visie"])
    save(client, url, text="Een vraag.")
    page = client.get(url).content.decode()
    token = re.search(r'name="sitting" value="([^"]+)"', page)[1]

    client.post(url, {"sitting": token, "kind": "vraag", "text": "Een vraag."})

    assert (Comment.objects.get().text, shown(client, url)) == ("Een vraag.", "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("route", ["comment_on", "deliberate_on", "reply"])
def test_same_form_twenty_times_at_once_is_said_once(route):
    cast = cast_in("at_mr")
    thread = cast.comment()
    args = [thread.pk] if route == "reply" else [cast.version.pk, "visie"]
    url, first = reverse(route, args=args), Client()
    first.force_login(cast.parent)
    token = re.search(r'name="sitting" value="([^"]+)"', first.get(url).content.decode())[1]

    def press() -> object:
        client = Client()
        client.cookies = first.cookies.copy()
        return client.post(url, {"sitting": token, "kind": "vraag", "text": "Waarom?"})

    results = together(*[press] * 20)

    assert outcomes(results) == {302: 20}
    assert Comment.objects.exclude(pk=thread.pk).count() == 1
    assert Sitting.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_resolved_and_answered_at_once_end_in_one_truth():
    cast = cast_in("at_mr")
    thread = cast.comment()

    def clicks(who: User, route: str, **data: str) -> object:
        client = Client()
        client.force_login(who)
        return lambda: client.post(reverse(route, args=[thread.pk]), data)

    results = together(
        clicks(cast.head, "reply", text="Daarom."),
        clicks(cast.team, "reply", text="Ook daarom."),
        clicks(cast.parent, "resolve"),
        clicks(cast.secretary, "resolve"),
    )

    assert outcomes(results) == {302: 4}
    thread.refresh_from_db()
    assert (thread.state, thread.moves.filter(state="afgehandeld").count()) == ("afgehandeld", 1)
    assert thread.moves.filter(state="beantwoord").count() <= 1
    assert thread.replies.count() == 2


# --- queries ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 20])
def test_list_query_count_is_constant(client, number, django_assert_num_queries):
    cast = cast_in("at_mr")
    for _ in range(2):
        for _ in range(number):
            thread = cast.comment()
            cast.comment("Ja.", parent=thread, by=cast.head)
        cast.withdraw()
        cast.submit()
    client.force_login(cast.parent)

    with django_assert_num_queries(32):  # the walk, versions with their text, threads, answers, moves, drafts
        response = client.get(reverse("threads", args=[cast.programme.pk]), {"toon": "alles"})

    assert len(response.context["versions"]) == 2


@pytest.mark.parametrize("number", [1, 20])
def test_version_page_query_count_does_not_grow_with_what_is_left_open(client, number, django_assert_num_queries):
    cast = cast_in("at_mr")
    for _ in range(number):
        cast.comment()
        cast.comment("Onder ons.", audience="mr")
    cast.withdraw()
    cast.submit()
    for _ in range(number):
        cast.comment(parent=cast.comment("Onder ons.", audience="mr"), by=cast.staff)
    client.force_login(cast.parent)

    with django_assert_num_queries(16):
        client.get(Version.objects.latest("pk").get_absolute_url())
