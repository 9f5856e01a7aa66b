"""axe finds nothing on any page, wide or narrow, full, empty or with mistakes; and nothing sticks out sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Page

from programmes.models import Programme
from schools.constants import Role
from schools.models import User
from tests import factories as make
from tests.browser.conftest import NARROW, WIDE, violations
from tests.world import ADMIN, BOARD, GMR_SECRETARY, HEAD, PUBLIC, SECRETARY, TABLE, make_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="a page looks the same on both engines: axe reads it in the SQLite run"
    ),
]

FILES = {
    "draft_pdf",
    "draft_length_pdf",
    "version_pack",
    "gmr_version_pdf",
    "meeting_ics",
    "ruling_pdf",
    "version_pdf",
    "version_length_pdf",
    "version_json",
    "draft_json",
    "schema",
    "draft_xlsx",
    "version_xlsx",
    "draft_docx",
    "version_docx",
    "draft_csv",
    "version_csv",
    "accounting_csv",
    "edition_csv",
    "edition_json",
    "board_csv",
    "board_bundle_file",
    "robots",
    "logo_png",
    "public_pdf",
    "public_logo",
}
STEPS = (
    "walk",
    "step_school",
    "measures",
    "menu",
    "goals",
    "budget",
    "checks",
    "mr",
    "mr_start",
    "document",
    "monitoring",
    "accounting",
)


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def sized(request: pytest.FixtureRequest, page: Page) -> Page:
    """The page at each of both widths."""
    page.set_viewport_size(request.param)
    return page


def look(page: Page, address: str) -> list[str]:
    """What is wrong with the page at ``address``."""
    page.goto(address)
    return look_again(page, address)


def look_again(page: Page, name: str) -> list[str]:
    """What is wrong with the page as it is now: what axe finds, and what sticks out sideways."""
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    sideways = [f"{name} is {wide} wide at {screen}"] if wide > screen else []
    return sideways + [f"{name}: {found}" for found in violations(page)]


def test_axe_finds_nothing_on_any_page(sized: Page, live_server: Any, sign_in: Callable[[User], None]) -> None:
    world = make_world()
    seen: set[str] = set()
    wrong = []
    for role in (None, HEAD, SECRETARY, BOARD, GMR_SECRETARY, ADMIN):
        if role:
            sign_in(world.people[role])
        for name, (_, methods, allowed) in TABLE.items():
            mine = allowed == PUBLIC if role is None else role in allowed
            if mine and "GET" in methods and name not in FILES | seen:
                seen.add(name)
                wrong += look(sized, live_server.url + world.url(name))

    assert wrong == []
    assert seen == {name for name, (_, methods, _) in TABLE.items() if "GET" in methods} - FILES


def test_axe_finds_nothing_on_empty_pages(sized: Page, live_server: Any, sign_in: Callable[[User], None]) -> None:
    school = make.make_school()
    head = make.make_head(school)
    programme = make.make_programme(school, by=head)
    keys = {"scan": programme.scan_id, "needs": programme.scan_id, "staff": programme.staff_plan_id}
    sign_in(head)

    wrong = []
    for name in (*STEPS, *keys):
        wrong += look(sized, live_server.url + reverse(name, args=[keys.get(name, programme.pk)]))
    sign_in(make.make_user())
    wrong += look(sized, live_server.url + reverse("home"))
    sign_in(make.make_member(school.board, Role.BOARD))
    wrong += look(sized, live_server.url + reverse("board", args=[school.board_id]))
    wrong += look(sized, f"{live_server.url}/geen-pagina/")

    assert wrong == []


def test_axe_finds_nothing_on_forms_with_mistakes(
    sized: Page, live_server: Any, sign_in: Callable[[User], None]
) -> None:
    school = make.make_school()
    head = make.make_head(school)
    make.make_mr(school)
    programme = Programme.objects.get(pk=make.make_full_programme(school, by=head).pk)
    sign_in(head)
    forms = {
        "finding_add": programme.scan_id,
        "consultation_add": programme.scan_id,
        "need_add": programme.scan_id,
        "measure_add_own": programme.pk,
        "cost_add": programme.pk,
        "funding_add": programme.pk,
        "goal_add": programme.measures.get().pk,
        "agreement_add": programme.pk,
        "moment_add": programme.pk,
        "submit": programme.pk,
        "school_invite": school.pk,
    }

    wrong = []
    for name, pk in forms.items():
        sized.goto(live_server.url + reverse(name, args=[pk]))
        sized.locator("main form button[type=submit]").last.click()
        sized.wait_for_selector(".error-summary")
        wrong += look_again(sized, f"{name} with mistakes")

    assert wrong == []
