"""Who may open and write what of a scan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from programmes.models import Programme
from tests.factories import make_need
from tests.people import EVERYBODY, READERS, WRITERS, expected_status, person
from tests.scans.pages import (
    BUTTONS,
    FORMS,
    READ,
    url,
    values_of,
    written,
)

pytestmark = pytest.mark.django_db


def statuses(client: Client, programme: Programme, ask: Callable[[], Any], names: Any = EVERYBODY) -> dict[str, int]:
    """What each of ``names`` is answered."""
    found = {}
    for name in names:
        client.force_login(person(name, programme.school))
        found[name] = ask().status_code
    return found


def expected(allowed: tuple[str, ...], success: int) -> dict[str, int]:
    return {name: expected_status(name, allowed, success) for name in EVERYBODY}


@pytest.mark.parametrize("route", READ)
def test_school_and_board_read_the_scan_and_nobody_else(client, programme, rows, route):
    address = url(route, programme.scan)

    for method, success in ((client.get, 200), (client.head, 200), (client.post, 405)):
        assert statuses(client, programme, lambda method=method: method(address)) == expected(READERS, success)


@pytest.mark.parametrize("route", FORMS)
def test_only_the_school_opens_a_form(client, programme, rows, route):
    address = url(route, rows[FORMS[route]])

    assert statuses(client, programme, lambda: client.get(address)) == expected(WRITERS, 200)
    assert statuses(client, programme, lambda: client.put(address)) == expected(WRITERS, 405)


@pytest.mark.parametrize("route", FORMS | BUTTONS)
def test_who_may_not_write_changes_nothing(client, programme, rows, route):
    make_need(programme, title="Tweede")
    address, before = url(route, rows[(FORMS | BUTTONS)[route]]), written()
    others = [name for name in EVERYBODY if name not in WRITERS]

    found = statuses(client, programme, lambda: client.post(address, values_of(route)), others)

    assert found == {name: status for name, status in expected(WRITERS, 302).items() if name in others}
    assert written() == before


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("route", [route for route in FORMS | BUTTONS if route != "domain_add"])
def test_school_writes(client, programme, rows, route, name):
    make_need(programme, rank=0)
    make_need(programme, rank=9)
    client.force_login(person(name, programme.school))
    before = written()

    response = client.post(url(route, rows[(FORMS | BUTTONS)[route]]), values_of(route))

    assert response.status_code == 302
    assert written() != before


@pytest.mark.parametrize("route", BUTTONS)
def test_button_is_never_a_link(client, programme, rows, route):
    address, before = url(route, rows["need"]), written()

    for method in (client.get, client.head):
        assert statuses(client, programme, lambda method=method: method(address)) == expected(WRITERS, 405)
    assert written() == before


@pytest.mark.parametrize("route", [*READ, *FORMS, *BUTTONS])
def test_who_did_not_sign_in_signs_in_first(client, rows, route):
    address = url(route, rows[(FORMS | BUTTONS).get(route, "scan")])

    for response in (client.get(address), client.post(address, values_of(route))):
        assert (response.status_code, response.url) == (302, f"{reverse('login')}?next={address}")


@pytest.mark.parametrize("route", [*READ, *FORMS, *BUTTONS])
def test_row_that_does_not_exist_is_404(client, head, route):
    for key in (999_999, 10**30):
        assert client.get(url(route, key)).status_code == 404
        assert client.post(url(route, key)).status_code == 404
