"""A server that is killed while somebody types, and starts again: a real process on the database of the test."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Page, expect

from scans.models import Finding
from tests.factories import make_finding, make_head, make_programme

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def address() -> str:
    """The database of the test, as a server of its own names it."""
    of = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{of['NAME']}"
    return f"postgres://{of['USER']}:{of['PASSWORD']}@{of['HOST']}:{of['PORT']}/{of['NAME']}"


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def start(port: int) -> Iterator[Callable[[], subprocess.Popen]]:
    """Start the server; whatever still runs at the end is stopped."""
    started = []
    mode = {"DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "npo_planner.settings_test"}

    def begin() -> subprocess.Popen:
        command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ | mode, **quiet)
        started.append(process)
        for _ in range(100):
            try:
                urlopen(f"http://127.0.0.1:{port}/inloggen/").close()
                return process
            except HTTPError:
                return process
            except OSError:
                time.sleep(0.2)
        raise AssertionError("the server did not start")

    yield begin
    for process in started:
        process.kill()
        process.wait()


def test_text_typed_while_the_server_is_down_is_saved_when_it_is_up(page: Page, context, start, port) -> None:
    programme = make_programme()
    finding, head = make_finding(programme, explanation="Eerst."), make_head(programme.school)
    client = Client()
    client.force_login(head)
    base = f"http://127.0.0.1:{port}"
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": base}])
    server = start()
    page.goto(f"{base}/bevinding/{finding.pk}/")
    page.locator("[name=explanation]").fill("Voor de val.")
    expect(page.locator(".save-state [data-state]")).to_have_text(re.compile("^Opgeslagen om"), timeout=5_000)

    server.send_signal(signal.SIGKILL)
    server.wait()
    page.locator("[name=explanation]").fill("Getypt terwijl niemand antwoordt.")
    expect(page.locator(".save-state [data-state]")).to_contain_text("Niet opgeslagen: de server antwoordt niet")
    assert Finding.objects.get().explanation == "Voor de val."
    start()

    expect(page.locator(".save-state [data-state]")).to_have_text(re.compile("^Opgeslagen om"), timeout=20_000)
    assert Finding.objects.get().explanation == "Getypt terwijl niemand antwoordt."
