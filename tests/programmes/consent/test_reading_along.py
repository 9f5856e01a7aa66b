"""The MR reads along with the draft: who opens it, what it opens, and what stays closed."""

from __future__ import annotations

import logging
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from programmes.consent.reading_along import close_draft, open_draft
from programmes.models import Measure, Programme
from scans.models import Finding
from schools import log_lines
from schools.constants import MR_ROLES, Geleding, Role
from schools.models import Membership, User
from tests.factories import make_head, make_member, make_mr, make_school
from tests.programmes.consent.cast import Cast, cast_in, today
from tests.races import outcomes, together

pytestmark = pytest.mark.django_db

DRAFT_PAGES = ("draft", "draft_pdf")
WORKING_PAGES = ("step_school", "measures", "menu", "menu_compare", "goals", "budget", "checks", "draft_xlsx")


def opened(state: str = "draft") -> Cast:
    cast = cast_in(state)
    open_draft(programme=cast.programme, by=cast.head)
    cast.programme.refresh_from_db()
    return cast


def status(user: User, route: str, *args: int) -> int:
    client = Client()
    client.force_login(user)
    return client.get(reverse(route, args=args)).status_code


def read(user: User, route: str, *args: int) -> str:
    client = Client()
    client.force_login(user)
    return " ".join(client.get(reverse(route, args=args)).content.decode().split())


# --- opening and closing ----------------------------------------------------------------------------------------------


def test_opening_is_remembered_and_logged():
    cast = opened()

    found = cast.programme
    assert (found.reads_along_since, found.reads_along_until, found.reads_along_by) == (today(), None, cast.head)
    entry = AuditEntry.objects.get(event="draft_opened")
    assert (entry.actor, entry.school) == (cast.head, cast.school)
    assert log_lines.line(entry, writer=True).what == "liet de MR meelezen met het concept"


def test_opening_twice_changes_nothing_and_mails_once(mailoutbox, django_capture_on_commit_callbacks):
    cast = Cast()

    with django_capture_on_commit_callbacks(execute=True):
        open_draft(programme=cast.programme, by=cast.head)
        open_draft(programme=cast.programme, by=make_head(cast.school))

    assert AuditEntry.objects.filter(event="draft_opened").count() == 1
    assert len(mailoutbox) == 3


def test_mail_goes_to_the_mr_alone_and_links_to_the_draft(mailoutbox, django_capture_on_commit_callbacks):
    cast = Cast()
    make_mr(make_school())
    gone = make_member(cast.school, Role.MR_MEMBER, Geleding.PARENTS)
    Membership.objects.filter(user=gone).update(ended_on=today())

    with django_capture_on_commit_callbacks(execute=True):
        open_draft(programme=cast.programme, by=cast.head)

    subject = "U kunt meelezen met het schoolprogramma van 't Palet & Co"
    assert sorted((m.to, m.subject) for m in mailoutbox) == sorted(
        ([user.email], subject) for user in (cast.staff, cast.parent, cast.secretary)
    )
    assert f"{settings.SITE_URL}{reverse('draft', args=[cast.programme.pk])}" in mailoutbox[0].body
    assert "Karin laat de MR meelezen" in mailoutbox[0].body


def test_mail_server_that_is_down_changes_nothing(settings, caplog, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    cast = Cast()

    with caplog.at_level(logging.WARNING), django_capture_on_commit_callbacks(execute=True):
        open_draft(programme=cast.programme, by=cast.head)

    cast.programme.refresh_from_db()
    assert cast.programme.mr_reads_along
    assert [r.getMessage() for r in caplog.records] == [
        f"mail reads_along about programme {cast.programme.pk}: 0 of 3 sent"
    ]


@pytest.mark.parametrize("state", ["at_mr", "consented", "adopted"])
def test_only_a_draft_can_be_opened(state):
    cast = cast_in(state)

    with pytest.raises(Refused) as refused:
        open_draft(programme=cast.programme, by=cast.head)

    cast.programme.refresh_from_db()
    assert (refused.value.code, cast.programme.reads_along_since) == ("wrong_state", None)


def test_without_an_mr_there_is_nobody_to_open_it_for():
    cast = Cast()
    Membership.objects.filter(school=cast.school, role__in=MR_ROLES).update(ended_on=today())

    with pytest.raises(Refused) as refused:
        open_draft(programme=cast.programme, by=cast.head)

    assert refused.value.code == "no_mr"


def test_closing_keeps_since_when_and_opening_again_begins_anew():
    cast = opened()
    Programme.objects.update(reads_along_since=date(2021, 4, 12))

    close_draft(programme=cast.programme, by=cast.head)
    close_draft(programme=cast.programme, by=cast.head)

    cast.programme.refresh_from_db()
    assert (cast.programme.reads_along_since, cast.programme.reads_along_until) == (date(2021, 4, 12), today())
    assert not cast.programme.mr_reads_along
    assert AuditEntry.objects.filter(event="draft_closed").count() == 1

    open_draft(programme=cast.programme, by=cast.head)
    cast.programme.refresh_from_db()
    assert (cast.programme.reads_along_since, cast.programme.reads_along_until) == (today(), None)


@pytest.mark.django_db(transaction=True)
def test_four_clicks_at_once_open_once():
    cast = Cast()

    results = together(*[lambda: open_draft(programme=cast.programme, by=cast.head)] * 4)

    assert outcomes(results) == {"Programme": 4}
    assert AuditEntry.objects.filter(event="draft_opened").count() == 1


# --- what it opens ----------------------------------------------------------------------------------------------------


def test_the_mr_reads_the_draft_while_it_is_open_and_no_longer():
    cast = Cast()
    people = (cast.staff, cast.parent, cast.secretary)

    def statuses() -> set[int]:
        return {status(user, page, cast.programme.pk) for user in people for page in DRAFT_PAGES}

    before = statuses()
    open_draft(programme=cast.programme, by=cast.head)
    during = statuses()
    close_draft(programme=cast.programme, by=cast.head)

    assert (before, during, statuses()) == ({403}, {200}, {403})


def test_the_working_pages_stay_with_the_school():
    cast = opened()
    plan = cast.programme

    for user in (cast.staff, cast.parent, cast.secretary):
        assert {page: status(user, page, plan.pk) for page in WORKING_PAGES} == dict.fromkeys(WORKING_PAGES, 403)
        assert [status(user, page, plan.scan_id) for page in ("scan", "needs")] == [403, 403]
        assert [status(user, page, plan.staff_plan_id) for page in ("staff", "scenarios")] == [403, 403]


def test_nobody_of_another_school_reads_along():
    cast = opened()
    sister = make_school(board=cast.school.board)

    assert [
        status(user, "draft", cast.programme.pk)
        for user in (make_mr(sister)["ouders"], make_mr(make_school())["ouders"], make_head(sister))
    ] == [404, 404, 404]


def test_who_left_the_mr_reads_along_no_longer():
    cast = opened()
    Membership.objects.filter(user=cast.parent).update(ended_on=today())

    assert status(cast.parent, "draft", cast.programme.pk) == 404


def test_the_page_says_that_it_is_a_draft_and_leads_nowhere_closed():
    cast = opened()

    page = read(cast.parent, "draft", cast.programme.pk)

    assert "U leest mee met een concept van vandaag; het kan nog veranderen." in page
    assert Measure.objects.get().title in page
    assert reverse("draft_xlsx", args=[cast.programme.pk]) not in page
    addresses = {part.split('"')[0] for part in page.split('href="')[1:]}
    assert [a for a in addresses if a.startswith("/programma/") and _is_closed(cast.parent, a)] == []


def _is_closed(user: User, address: str) -> bool:
    client = Client()
    client.force_login(user)
    return client.get(address).status_code != 200


def test_step_ten_shows_the_draft_to_who_reads_along():
    cast = opened()

    assert "U leest mee met een concept" in read(cast.parent, "document", cast.programme.pk)
    assert "Nog geen programma om te lezen" not in read(cast.parent, "document", cast.programme.pk)


@pytest.mark.parametrize("state", ["draft", "withdrawn", "refused", "revised"])
def test_the_mr_page_leads_to_the_draft_while_there_is_one(state):
    cast = cast_in(state)
    link = f'href="{reverse("draft", args=[cast.programme.pk])}"'

    before = read(cast.parent, "mr", cast.programme.pk)
    open_draft(programme=cast.programme, by=cast.head)
    during = read(cast.parent, "mr", cast.programme.pk)
    cast.submit()

    assert (link in before, link in during, link in read(cast.parent, "mr", cast.programme.pk)) == (False, True, False)


def test_the_school_sees_that_the_mr_reads_along():
    cast = opened()

    page = read(cast.team, "draft", cast.programme.pk)

    assert "De MR leest mee met dit concept, sinds" in page
    assert "U leest mee" not in page


def test_what_was_submitted_is_read_as_a_version_and_the_next_draft_again_as_a_draft():
    cast = opened()
    cast.submit()
    Measure.objects.update(title="Later veranderd")  # past every form, so that a live row would be seen

    assert "Later veranderd" not in read(cast.parent, "document", cast.programme.pk)

    cast.withdraw()
    assert "Later veranderd" in read(cast.parent, "document", cast.programme.pk)


def test_small_numbers_stay_hidden_for_who_reads_along():
    cast = opened()
    Finding.objects.update(pupils=3)

    page = read(cast.parent, "draft", cast.programme.pk)

    assert "minder dan 10" in page
    assert "leerlingen: 3" not in page


# --- the pages --------------------------------------------------------------------------------------------------------


def test_head_opens_and_closes_with_a_confirmation(client):
    cast = Cast()
    client.force_login(cast.head)

    asked = client.get(reverse("reading_along_open", args=[cast.programme.pk])).content.decode()
    response = client.post(reverse("reading_along_open", args=[cast.programme.pk]), follow=True)

    assert "Laat de MR meelezen" in asked
    assert "De MR kan meelezen met het concept." in response.content.decode()
    assert "Stop het meelezen" in response.content.decode()

    response = client.post(reverse("reading_along_close", args=[cast.programme.pk]), follow=True)
    assert "De MR leest niet meer mee met het concept." in response.content.decode()


def test_refusal_is_told_in_words(client):
    cast = cast_in("at_mr")
    client.force_login(cast.head)

    response = client.post(reverse("reading_along_open", args=[cast.programme.pk]), follow=True)

    assert "Het plan is nu geen concept." in response.content.decode()
