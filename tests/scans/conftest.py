"""One school with a scan, and its schoolleider signed in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from programmes.models import Programme
from scans.models import Consultation, Finding, Need, Scan
from tests.factories import make_finding, make_head, make_need, make_programme, make_school


@pytest.fixture
def programme() -> Programme:
    return make_programme(make_school(name="De Wilg"))


@pytest.fixture
def scan(programme) -> Scan:
    return programme.scan


@pytest.fixture
def head(client, programme):
    """The schoolleider, signed in."""
    user = make_head(programme.school, name="Karin")
    client.force_login(user)
    return user


@pytest.fixture
def finding(programme) -> Finding:
    return make_finding(programme)


@pytest.fixture
def talk(scan) -> Consultation:
    return Consultation.objects.create(scan=scan, held_on=date(2021, 5, 3), party="team", outcome="Rekenen.")


@pytest.fixture
def need(programme, finding) -> Need:
    return make_need(programme, finding, title="Lezen op niveau")


@pytest.fixture
def rows(scan, finding, talk, need) -> dict[str, Any]:
    return {"scan": scan, "finding": finding, "talk": talk, "need": need}
