"""The public link: nothing beyond the summary, of nothing but the programme in force, as long as it is on."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from npo_planner.append_only import drop_triggers
from npo_planner.errors import Refused
from npo_planner.models import AuditEntry, Job
from programmes.consent import operations as consent
from programmes.document.public import close_link, open_link
from programmes.models import Measure, Programme, PublicLink, Rendering, Version
from schools.constants import Role
from schools.models import User
from schools.operations.logos import set_logo
from tests import factories as make
from tests.people import person
from tests.programmes.document.canaries import Canaries, text_of, version_in_force
from tests.schools.pictures import picture

pytestmark = pytest.mark.django_db

SUMMARY = {
    "Document.title",
    "Document.summary",
    "SchoolNode.name",
    "SchoolNode.town",
    "SchoolNode.kind_label",
    "SchoolNode.code",
    "SchoolNode.board_name",
    "RoundNode.name",
    "CategoryNode.name",
    "CategoryNode.short_name",
    "NeedNode.title",
    "MeasureNode.title",
    "MeasureNode.groups",
    "MeasureNode.lasting_label",
    "GoalNode.statement",
    "GoalNode.unit",
}
"""What a summary may tell, and so what anybody may read. A field that is not here is not public."""


@pytest.fixture
def programme() -> Programme:
    return make.make_full_programme(make.make_school(name="De Regenboog"))


@pytest.fixture
def head(programme: Programme) -> User:
    return make.make_head(programme.school)


@pytest.fixture
def link(programme: Programme, head: User) -> PublicLink:
    return open_link(programme=programme, by=head)


def url(name: str, link: PublicLink) -> str:
    return reverse(name, args=[link.token])


# --- switching ------------------------------------------------------------------------------------------------------


def test_opening_twice_is_one_link_and_opening_again_another(programme: Programme, head: User) -> None:
    first, same = open_link(programme=programme, by=head), open_link(programme=programme, by=head)
    close_link(programme=programme, by=head)
    second = open_link(programme=programme, by=head)

    assert (first.pk, len(first.token)) == (same.pk, 24)  # 144 bits
    assert first.token != second.token
    assert list(PublicLink.objects.open()) == [second]


def test_switching_is_in_the_audit_trail_without_the_address(programme: Programme, head: User) -> None:
    link = open_link(programme=programme, by=head)
    close_link(programme=programme, by=head)

    told = AuditEntry.objects.filter(event__startswith="public_link").order_by("pk")
    assert [(each.event, each.actor, each.school) for each in told] == [
        ("public_link_opened", head, programme.school),
        ("public_link_closed", head, programme.school),
    ]
    assert not any(link.token in f"{each.label}{each.detail}{each.subject}" for each in told)


def test_closing_what_is_closed_is_refused(programme: Programme, head: User) -> None:
    with pytest.raises(Refused) as refused:
        close_link(programme=programme, by=head)

    assert refused.value.code == "closed"


def test_the_database_keeps_one_open_link_for_each_programme(link: PublicLink, head: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicLink.objects.create(programme=link.programme, token="x" * 24, opened_by=head)


def test_the_head_switches_it_on_and_off(client: Client, programme: Programme, head: User, settings: Any) -> None:
    settings.SITE_URL = "https://planner.example.nl"
    client.force_login(head)
    page = reverse("public_link", args=[programme.pk])
    off = client.get(page).content.decode()

    on = client.post(reverse("public_link_open", args=[programme.pk]), follow=True).content.decode()
    link = PublicLink.objects.get()
    asked = client.get(reverse("public_link_close", args=[programme.pk])).content.decode()
    closed = client.post(reverse("public_link_close", args=[programme.pk]), follow=True).content.decode()

    address = f"https://planner.example.nl/openbaar/{link.token}/"
    assert "De samenvatting is niet openbaar." in off
    assert f'<code id="public-address">{address}</code>' in on
    assert "Het bestuur heeft het programma nog niet vastgesteld." in on
    assert "dan krijgt u een nieuwe link" in asked
    assert (address in closed, "De oude link werkt niet meer." in closed) == (False, True)


@pytest.mark.parametrize("who", ["team", "mr_ouders", "secretary", "board"])
def test_others_see_whether_it_is_public_and_switch_nothing(client: Client, link: PublicLink, who: str) -> None:
    programme = link.programme
    client.force_login(person(who, programme.school))

    page = client.get(reverse("public_link", args=[programme.pk])).content.decode()
    codes = [client.post(reverse(f"public_link_{deed}", args=[programme.pk])).status_code for deed in ("open", "close")]

    assert (link.token in page, reverse("public_link_close", args=[programme.pk]) in page) == (True, False)
    assert (codes, PublicLink.objects.open().count()) == ([403, 403], 1)


def test_the_document_page_leads_to_it(client: Client, programme: Programme, head: User) -> None:
    client.force_login(head)

    page = client.get(reverse("document", args=[programme.pk])).content.decode()

    assert f'href="{reverse("public_link", args=[programme.pk])}"' in page


# --- reading --------------------------------------------------------------------------------------------------------


def test_anybody_reads_the_summary_of_the_programme_in_force(client: Client, link: PublicLink) -> None:
    make.make_adopted(link.programme)

    response = client.get(url("public_summary", link))

    page = response.content.decode()
    assert response.status_code == 200
    assert "Het schoolprogramma van De Regenboog" in page
    assert Measure.objects.get().title in page
    assert f'href="{url("public_pdf", link)}"' in page
    assert 'lang="nl"' in page
    assert '<meta name="robots" content="noindex, nofollow">' in page


@pytest.mark.pdf
def test_nothing_beyond_the_summary_is_on_the_page_in_the_pdf_or_in_a_header(client: Client) -> None:
    canaries = Canaries()
    version = version_in_force(canaries)
    link = open_link(programme=version.programme, by=make.make_user(name=canaries.word("opened_by")))

    page, pdf = client.get(url("public_summary", link)), client.get(url("public_pdf", link))

    headers = "".join(f"{response.headers.items()}" for response in (page, pdf))
    on_page, on_paper = canaries.told(page.content.decode()), canaries.told(text_of(pdf.content))
    assert (page.status_code, pdf.status_code, canaries.told(headers)) == (200, 200, set())
    assert on_page - SUMMARY == on_paper - SUMMARY == set()
    assert {"Document.summary", "MeasureNode.title"} <= on_page & on_paper  # what is told is found
    assert text_of(pdf.content).count("/EmbeddedFile") == 0
    assert list(Rendering.objects.values_list("length", flat=True)) == ["samenvatting"]
    assert pdf["Content-Disposition"] == f'attachment; filename="samenvatting-{version.school.code}-versie-1.pdf"'
    assert client.get(url("public_pdf", link)).content == pdf.content


NAMES = ("public_summary", "public_pdf", "public_logo")


def test_a_page_for_everybody_asks_nobody_who_they_are(
    client: Client, link: PublicLink, head: User, django_assert_num_queries: Any
) -> None:
    """No cookie, no session, and the same for who signed in: so it may be kept, for a minute."""
    make.make_adopted(link.programme)
    strange = client.get(url("public_summary", link))
    client.force_login(head)

    with django_assert_num_queries(4):  # link, version, its steps, logo; no session, no person
        known = client.get(url("public_summary", link))

    assert known.content == strange.content
    assert (strange.cookies, known.cookies, strange.headers == known.headers) == ({}, {}, True)
    assert "Vary" not in strange.headers
    assert (strange["Cache-Control"], strange["X-Robots-Tag"], strange["X-Content-Type-Options"]) == (
        "public, max-age=60",
        "noindex, nofollow",
        "nosniff",
    )


@pytest.mark.parametrize("state", ["draft", "at the mr", "consented"])
def test_before_adoption_it_tells_only_that_there_is_none(client: Client, state: str) -> None:
    canaries = Canaries()
    programme = make.make_full_programme(make.make_school(name="De Regenboog"))
    Programme.objects.update(**{name: canaries.word(name) for name in ("vision", "summary", "ambition")})
    Measure.objects.update(title=canaries.word("title"))
    link = open_link(programme=programme, by=make.make_head(programme.school))
    if state != "draft":
        version = make.put_to_mr(programme)
    if state == "consented":
        secretary = User.objects.get(memberships__role=Role.MR_SECRETARY)
        consent.decide(
            round_=version.consent_round,
            outcome="instemming",
            reasons="",
            decided_on=timezone.localdate(),
            by=secretary,
        )

    page, pdf = client.get(url("public_summary", link)), client.get(url("public_pdf", link))

    text = page.content.decode()
    assert (page.status_code, pdf.status_code) == (200, 404)
    assert ("Het programma is nog niet vastgesteld." in text, "De Regenboog" in text) == (True, True)
    assert canaries.told(text) == set()
    assert not any(word in text for word in ("ligt bij de MR", "instemming", "versie", "concept"))


def test_a_next_version_is_not_public_until_it_is_adopted(client: Client, link: PublicLink, head: User) -> None:
    make.make_adopted(link.programme)
    before = client.get(url("public_summary", link)).content
    consent.revise(programme=link.programme, by=head)
    Measure.objects.update(title="Een heel ander plan")
    make.put_to_mr(link.programme)

    assert client.get(url("public_summary", link)).content == before


def test_switched_off_and_never_there_answer_the_same(
    client: Client, link: PublicLink, head: User, django_assert_num_queries: Any
) -> None:
    make.make_adopted(link.programme)
    set_logo(place=link.programme.school, data=picture(), by=head)
    close_link(programme=link.programme, by=head)

    for name in NAMES:
        with django_assert_num_queries(1):
            off = client.get(url(name, link))
        with django_assert_num_queries(1):
            never = client.get(reverse(name, args=["x" * 24]))

        assert (off.status_code, off.content, dict(off.headers)) == (404, never.content, dict(never.headers))
        assert "Vraag de school om de nieuwe link." in off.content.decode()
        assert "De Regenboog" not in off.content.decode()


@pytest.mark.parametrize("token", ["x", "x" * 5000, "a%00b", "%F0%9F%98%80", "..%2F..%2Fbeheer", "'%20OR%201=1"])
def test_an_odd_address_is_a_404(client: Client, token: str) -> None:
    assert client.get(f"/openbaar/{token}/").status_code == 404


def test_switching_off_works_at_once_and_the_new_address_is_another(
    client: Client, link: PublicLink, head: User
) -> None:
    close_link(programme=link.programme, by=head)
    again = open_link(programme=link.programme, by=head)

    assert [client.get(url("public_summary", each)).status_code for each in (link, again)] == [404, 200]


def test_of_a_text_that_was_changed_nothing_is_shown(client: Client) -> None:
    canaries = Canaries()
    version = version_in_force(canaries)
    link = open_link(programme=version.programme, by=make.make_user())
    damage(version)

    responses = [client.get(url(name, link)) for name in ("public_summary", "public_pdf")]

    assert [(r.status_code, canaries.told(r.content.decode()), r["Cache-Control"]) for r in responses] == [
        (503, set(), "public, max-age=60")
    ] * 2
    assert Rendering.objects.count() == 0


def damage(version: Version) -> None:
    """Change the frozen text, past the database that refuses it."""
    with connection.cursor() as cursor:
        editor = type("Editor", (), {"connection": connection, "execute": lambda self, sql: cursor.execute(sql)})()
        drop_triggers(editor, "programmes_version")
    Version.objects.filter(pk=version.pk).update(document=version.document.replace("Zq", "Zq ", 1))


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_it_is_only_read(client: Client, link: PublicLink, method: str) -> None:
    assert [getattr(client, method)(url(name, link)).status_code for name in NAMES] == [405] * 3


def test_the_logo_is_public_while_the_link_is_on(client: Client, link: PublicLink, head: User) -> None:
    make.make_adopted(link.programme)
    without = client.get(url("public_logo", link))
    logo = set_logo(place=link.programme.school.board, data=picture(), by=head)

    shown, page = client.get(url("public_logo", link)), client.get(url("public_summary", link)).content.decode()

    assert without.status_code == 404
    assert (shown.content, shown["Content-Type"], shown["Cache-Control"], shown["X-Content-Type-Options"]) == (
        bytes(logo.content),
        "image/png",
        "public, max-age=60",
        "nosniff",
    )
    assert f'<img src="{url("public_logo", link)}" width="60" height="20" alt="{logo}">' in page
    assert client.get(reverse("logo_png", args=[logo.pk])).status_code == 302  # the other address asks for a login


def test_a_pdf_that_nobody_made_yet_is_put_on_the_queue_once(client: Client, settings: Any) -> None:
    settings.JOBS_AT_ONCE = False
    version = version_in_force(Canaries())
    link = open_link(programme=version.programme, by=make.make_user())
    Job.objects.all().delete()

    answers = [client.get(url("public_pdf", link)) for _ in range(2)]

    assert [(each.status_code, each["Cache-Control"], each["Retry-After"]) for each in answers] == [
        (503, "no-store", "30")
    ] * 2
    assert Job.objects.get().arguments["length"] == "samenvatting"
    assert "De PDF wordt gemaakt" in answers[0].content.decode()
