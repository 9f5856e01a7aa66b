"""Waiting for a PDF in a real browser: the page goes to the file by itself, and without scripts by a link."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from npo_planner.jobs import queue, turn
from npo_planner.jobs.registry import Product
from npo_planner.models import Job, Worker
from programmes.document.lengths import Length
from programmes.models import Programme, Round
from programmes.oversight import bundles
from programmes.oversight.constants import Binding
from schools.constants import Role
from schools.models import User
from tests import factories as make
from tests.browser.conftest import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PDF = Product(b"%PDF-1.7 klaar", "application/pdf", "klaar.pdf")


@pytest.fixture(autouse=True)
def queued(settings: Any) -> None:
    settings.JOBS_AT_ONCE = False
    Worker.objects.create(key="9f6f1a54-4bb1-4a1c-8a0e-0d2b7f5c1c11", seen_at=timezone.now())


@pytest.fixture
def programme() -> Programme:
    return make.make_full_programme()


def test_a_page_that_waits_says_how_far_it_is_and_downloads_the_file(
    page: Page, live_server: Any, sign_in: Callable[[User], None], programme: Programme
) -> None:
    sign_in(make.make_head(programme.school))
    page.goto(live_server.url + reverse("draft_pdf", args=[programme.pk]))
    status = page.get_by_role("status")
    expect(status).to_have_text("U bent als eerste aan de beurt.")
    assert violations(page) == []

    job = queue.claim()
    expect(status).to_have_text("Er wordt nu aan gewerkt.")
    with page.expect_download() as found:
        queue.finish(job, PDF)

    assert found.value.suggested_filename == "klaar.pdf"
    expect(status).to_have_text("De PDF is klaar. Het downloaden begint vanzelf.")
    expect(page.get_by_role("link", name="Download de PDF")).to_be_visible()


def test_a_failure_is_shown_by_itself(
    page: Page, live_server: Any, sign_in: Callable[[User], None], programme: Programme
) -> None:
    sign_in(make.make_head(programme.school))
    page.goto(live_server.url + reverse("draft_pdf", args=[programme.pk]))

    queue.fail(queue.claim(), "Dit document is te groot.")

    expect(page.get_by_role("heading", name="De PDF is er niet")).to_be_visible()
    expect(page.get_by_text("Dit document is te groot.")).to_be_visible()
    assert violations(page) == []


def test_without_scripts_a_link_looks_again(
    browser: Browser, live_server: Any, context: Any, sign_in: Callable[[User], None], programme: Programme
) -> None:
    sign_in(make.make_head(programme.school))
    bare = browser.new_context(java_script_enabled=False, locale="nl-NL")
    bare.add_cookies(context.cookies())
    page = bare.new_page()
    page.goto(live_server.url + reverse("draft_pdf", args=[programme.pk]))

    queue.finish(queue.claim(), PDF)
    with page.expect_download() as found:
        page.get_by_role("link", name="Kijk of de PDF klaar is").click()

    assert found.value.suggested_filename == "klaar.pdf"
    bare.close()


def test_a_bundle_shows_its_progress_and_its_end(
    page: Page, live_server: Any, sign_in: Callable[[User], None], programme: Programme
) -> None:
    board = programme.school.board
    version = make.put_to_mr(programme)
    make.make_school(board=board, name="Zonder plan")
    Job.objects.all().delete()
    by = make.make_member(board, Role.BOARD)
    sign_in(by)
    page.goto(live_server.url + reverse("board_bundles", args=[board.pk]))
    assert violations(page) == []
    page.get_by_label("Een zip met een PDF van elke school").check()
    page.get_by_role("button", name="Maak het bestand").click()
    turn.carry_out(queue.claim())

    expect(page.get_by_role("status")).to_have_text("1 van 2 scholen")
    assert violations(page) == []
    job = Job.objects.get(kind=bundles.BUNDLE)
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now() + timedelta(hours=1))
    queue.fail(queue.claim(), "Dit document is te groot.")
    assert job.arguments == {
        "board": board.pk,
        "round": Round.objects.get().pk,
        "length": Length.FULL.slug,
        "binding": Binding.ZIP,
    }
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now())
    turn.carry_out(queue.claim())

    expect(page.get_by_text("Van geen enkele school is een PDF te maken.")).to_be_visible()
    expect(page.get_by_role("row", name=version.school.name)).to_contain_text("Dit document is te groot.")
    expect(page.get_by_role("row", name="Zonder plan")).to_contain_text("nog geen versie")
    assert violations(page) == []
