"""The pages of the public link and the logo as a browser shows them: axe finds nothing, nothing sticks out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Page

from programmes.document.public import open_link
from schools.models import User
from schools.operations.logos import set_logo
from tests import factories as make
from tests.browser.conftest import NARROW, WIDE
from tests.browser.test_axe import look, look_again
from tests.schools.pictures import picture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="a page looks the same on both engines"),
]


def test_public_pages_and_their_switch_are_in_order(
    page: Page, live_server: Any, sign_in: Callable[[User], None], tmp_path: Path
) -> None:
    name = "Samenwerkingsschool voor Gereformeerd Praktijkonderwijsvernieuwingsexperimenten"
    programme = make.make_full_programme(make.make_school(name=name))
    other = make.make_full_programme()
    make.make_adopted(programme)
    head = make.make_head(programme.school)
    set_logo(place=programme.school, data=picture(size=(800, 200)), by=head)
    tokens = [open_link(programme=each, by=head).token for each in (programme, other)]
    drawing = tmp_path / "logo.svg"
    drawing.write_text("<svg/>")

    wrong = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        for token in (*tokens, "x" * 24):
            wrong += look(page, live_server.url + reverse("public_summary", args=[token]))
    cookies = page.context.cookies()
    sign_in(head)
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        wrong += look(page, live_server.url + reverse("public_link", args=[programme.pk]))
        page.goto(live_server.url + reverse("school_logo", args=[programme.school_id]))
        page.set_input_files("[name=file]", drawing)
        page.get_by_role("button", name="Plaats dit logo").click()
        page.wait_for_selector(".error-summary")
        wrong += look_again(page, "logo with a mistake")

    assert (wrong, cookies) == ([], [])


def test_the_link_is_copied_with_one_press(page: Page, live_server: Any, sign_in: Callable[[User], None]) -> None:
    programme = make.make_full_programme()
    head = make.make_head(programme.school)
    link = open_link(programme=programme, by=head)
    sign_in(head)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(live_server.url + reverse("public_link", args=[programme.pk]))

    page.get_by_role("button", name="Kopieer de link").click()

    page.get_by_text("De link is gekopieerd.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"/openbaar/{link.token}/")
