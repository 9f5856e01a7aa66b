"""A schoolleider begins with the plan of another school: choose, look, apply; and axe reads what they see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Page

from programmes.models import Programme
from tests import factories as make
from tests.browser.conftest import NARROW, violations
from tests.programmes.document.intake.files import export

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="a page looks the same on both engines"),
]


def test_plan_of_another_school_becomes_a_draft(page: Page, live_server, sign_in) -> None:
    source = make.make_full_programme()
    make.make_finding(source, pupils=3)
    school = make.make_school()
    sign_in(make.make_head(school))
    file = {"name": "plan.json", "mimeType": "application/json", "buffer": export(source).encode()}

    page.goto(live_server.url + reverse("school", args=[school.pk]))
    page.get_by_role("link", name="Begin met een bestaand programma").click()
    page.get_by_label("Bestand").set_input_files(file)
    page.get_by_role("button", name="Inlezen en bekijken").click()
    page.locator("summary", has_text="Maatregelen").click()

    assert page.get_by_text("Maatregel 1").is_visible()
    assert violations(page) == []
    page.set_viewport_size(NARROW)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Inlezen als concept").click()
    page.wait_for_url("**/programma/**")
    assert Programme.objects.filter(school=school).count() == 1
