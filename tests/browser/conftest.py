"""A real Chromium against a live server. A page that breaks the CSP or logs an error fails its test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from schools.models import User

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=nl",
]
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = os.environ.get("NPO_CHROMIUM", "/usr/bin/chromium")
    own = {} if chromium == "playwright" else {"executable_path": chromium}
    return browser_type_launch_args | own | {"args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"locale": "nl-NL", "viewport": WIDE}


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page that remembers what the browser complained about, and fails the test with it."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # A refused form or a page that is not there is a status code, not a mistake of the page.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(10_000)
    yield page
    for each in page.context.pages:
        each.goto("about:blank")  # what a page says when it closes is answered before the database is emptied
    page.wait_for_timeout(200)
    assert complaints == []


@pytest.fixture
def sign_in(context: BrowserContext, live_server: Any) -> Callable[[User], None]:
    """Be somebody else from now on, without the login page."""

    def become(user: User) -> None:
        client = Client()
        client.force_login(user)
        context.clear_cookies()
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    return become


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is now: rule and first element, sorted."""
    found = Axe().run(page, options=AXE).response["violations"]
    return sorted(f"{v['id']}: {v['nodes'][0]['target']}" for v in found)
