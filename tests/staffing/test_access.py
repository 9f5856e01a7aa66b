"""Who may open and write what of the staff of a school."""

from __future__ import annotations

import pytest
from django.urls import reverse

from staffing.models import StaffingNeed
from tests.people import EVERYBODY, WRITERS, expected_status, person
from tests.staffing.pages import ROUTES, add, typed, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
@pytest.mark.parametrize("route", ROUTES)
def test_who_may_what(client, programme, addresses, route, method):
    _, _, allowed, methods = ROUTES[route]
    success = 200 if method in {"GET", "HEAD"} else 302 if method in methods else 405
    people = [name for name in EVERYBODY if success != 302 or name not in WRITERS]
    before = list(StaffingNeed.objects.values())

    found = {}
    for name in people:
        client.force_login(person(name, programme.school))
        found[name] = client.generic(method, addresses[route]).status_code

    assert found == {name: expected_status(name, allowed, success) for name in people}
    assert list(StaffingNeed.objects.values()) == before


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("route", ["post_add", "post_edit", "post_delete"])
def test_school_writes(client, programme, addresses, route, name):
    client.force_login(person(name, programme.school))
    before = list(StaffingNeed.objects.values())

    response = client.post(addresses[route], typed())

    assert (response.status_code, response.url) == (302, url("staff", programme.staff_plan))
    assert list(StaffingNeed.objects.values()) != before


@pytest.mark.parametrize("route", ROUTES)
def test_who_did_not_sign_in_signs_in_first(client, addresses, route):
    for response in (client.get(addresses[route]), client.post(addresses[route])):
        assert (response.status_code, response.url) == (302, f"{reverse('login')}?next={addresses[route]}")


def test_what_does_not_exist_is_404(client, head, plan):
    for route in ("staff", "post_kinds", "post_edit", "post_delete"):
        assert [client.get(url(route, key)).status_code for key in (999_999, 10**30)] == [404, 404]
    assert client.get(add(plan, "tovenaar")).status_code == 404
    assert client.post(add(plan, "tovenaar"), typed()).status_code == 404
