"""Every address × role × tenant × method. A route that ``TABLE`` does not know fails the suite.

For each route: which object its key names, its methods, and who may use it. Everybody else who sees the object gets a
403, who does not see it a 404, who did not sign in the login page, and a method that the page does not have a 405.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import product

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import serializers
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from schools.models import FailedLogin
from tests.world import (
    ADMIN,
    BOARD,
    CANARY,
    GMR_SECRETARY,
    HEAD,
    HIDDEN,
    MEMBER,
    PUBLIC,
    ROLES,
    SISTER,
    STRANGER,
    TABLE,
    World,
    make_world,
    seen_by,
)

pytestmark = pytest.mark.django_db

METHODS = ("GET", "POST", "PUT")


@pytest.fixture
def world() -> World:
    return make_world()


def routes() -> Iterator[URLPattern]:
    """All routes of the product itself; those of Django's admin have their own test."""

    def walk(resolver: URLResolver) -> Iterator[URLPattern]:
        for pattern in resolver.url_patterns:
            if not isinstance(pattern, URLResolver):
                yield pattern
            elif pattern.namespace != "admin":
                yield from walk(pattern)

    yield from walk(get_resolver())


def expected(name: str, role: str | None, method: str) -> int | str:
    """The status that ``role`` must get; "ok" for a page or a redirect within the product."""
    key, methods, allowed = TABLE[name]
    if allowed == PUBLIC:
        return "ok" if method in methods else 405
    if role is None:
        return "login"
    if role not in allowed:
        by_role = not key or ADMIN in allowed and key not in HIDDEN
        seen = by_role or role in seen_by(key)
        return 404 if not seen or key in HIDDEN else 403
    return "ok" if method in methods else 405


def call(client: Client, world: World, name: str, method: str) -> int | str:
    """The status of one request; whatever it wrote is taken back."""
    with transaction.atomic():
        response = client.generic(method, world.url(name), content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    target = response.headers.get("Location", "")
    if response.status_code == 302 and target.startswith(reverse("login")):
        return "ok" if name == "logout" else "login"
    return "ok" if response.status_code in (200, 302) else response.status_code


def fingerprint() -> str:
    """One hash of every row of the database, but for sessions and wrong guesses."""
    digest = hashlib.sha256()
    for model in apps.get_models():
        if model not in (Session, FailedLogin):
            digest.update(serializers.serialize("json", model._default_manager.order_by("pk")).encode())
    return digest.hexdigest()


def test_every_route_declares_who_may_use_it() -> None:
    undeclared = [str(p.pattern) for p in routes() if not hasattr(p.callback, "access")]

    assert undeclared == []


def test_the_table_knows_every_route_and_its_methods() -> None:
    declared = {p.name: p.callback.access.methods for p in routes()}

    assert declared == {name: methods for name, (_, methods, _) in TABLE.items()}


@pytest.mark.parametrize("role", [None, *ROLES])
def test_every_route_answers_each_role_as_the_table_says(role: str | None, world: World) -> None:
    client = Client()
    if role is not None:
        client.force_login(world.people[role])
    signed_in = client.cookies.copy()

    answers = {}
    for name, method in product(TABLE, METHODS):
        client.cookies = signed_in.copy()  # the page before may have signed out
        answers[name, method] = call(client, world, name, method)

    assert answers == {(name, method): expected(name, role, method) for name, method in product(TABLE, METHODS)}


@pytest.mark.parametrize("role", [None, SISTER, STRANGER])
def test_refused_requests_change_nothing_and_tell_nothing(role: str | None, world: World) -> None:
    client = Client()
    if role is not None:
        client.force_login(world.people[role])
    before = fingerprint()

    told = []
    for name, (key, _, allowed) in TABLE.items():
        if not key or allowed == PUBLIC:
            continue
        for method in METHODS:
            response = client.generic(method, world.url(name), content_type="application/x-www-form-urlencoded")
            if CANARY in response.content.decode(errors="replace"):
                told.append((name, method))

    assert (told, fingerprint()) == ([], before)


def test_no_get_changes_the_database(world: World) -> None:
    for role in (HEAD, MEMBER, BOARD, GMR_SECRETARY, ADMIN):
        client = Client()
        client.force_login(world.people[role])
        before = fingerprint()
        for name, (_, methods, _) in TABLE.items():
            if "GET" in methods and name not in ORDERS_A_PDF:
                client.get(world.url(name))
        assert fingerprint() == before


ORDERS_A_PDF = {
    *("draft_pdf", "draft_length_pdf", "version_pdf", "version_length_pdf"),
    *("version_pack", "ruling_pdf", "gmr_version_pdf", "public_pdf"),
}
"""Their first download makes the PDF and keeps it for a day, or for ever: a cache, which says nothing new."""
