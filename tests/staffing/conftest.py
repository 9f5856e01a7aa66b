"""One school with a staff plan and a post, and its schoolleider signed in."""

from __future__ import annotations

import pytest

from programmes.models import Programme
from staffing.models import StaffingNeed, StaffPlan
from tests.factories import make_head, make_post, make_programme, make_school
from tests.staffing.pages import ROUTES, url


@pytest.fixture
def programme() -> Programme:
    return make_programme(make_school(name="De Wilg"))


@pytest.fixture
def plan(programme) -> StaffPlan:
    return programme.staff_plan


@pytest.fixture
def head(client, programme):
    """The schoolleider, signed in."""
    user = make_head(programme.school, name="Karin")
    client.force_login(user)
    return user


@pytest.fixture
def post(programme) -> StaffingNeed:
    return make_post(programme, description="Assistent groep 5")


@pytest.fixture
def addresses(plan, post) -> dict[str, str]:
    rows = {"plan": plan, "post": post}
    return {route: url(route, rows[row], *more) for route, (row, more, _, _) in ROUTES.items()}
