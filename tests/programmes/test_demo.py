"""The demo: one account for each role, plans in every state, and never outside demo mode."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from programmes import demo
from programmes.models import Programme
from programmes.plan.constants import Status
from schools.constants import Geleding, Role
from schools.models import Membership, User

pytestmark = pytest.mark.django_db


def seed() -> str:
    out = StringIO()
    call_command("seed_demo", stdout=out)
    return out.getvalue()


@pytest.fixture
def in_demo(settings) -> None:
    settings.DEMO = True


def test_the_demo_has_every_role_and_a_plan_in_every_state_but_one(in_demo):
    said = seed()

    roles = set(Membership.objects.values_list("user__email", "role", "geleding"))
    assert roles == {
        ("schoolleider@demo.example", Role.HEAD, ""),
        ("team@demo.example", Role.TEAM, ""),
        ("mr-personeel@demo.example", Role.MR_MEMBER, Geleding.STAFF),
        ("mr-ouder@demo.example", Role.MR_MEMBER, Geleding.PARENTS),
        ("mr-leerling@demo.example", Role.MR_MEMBER, Geleding.PUPILS),
        ("mr-secretaris@demo.example", Role.MR_SECRETARY, Geleding.PARENTS),
        ("bestuur@demo.example", Role.BOARD, ""),
        ("gmr-lid@demo.example", Role.GMR_MEMBER, Geleding.STAFF),
        ("gmr-secretaris@demo.example", Role.GMR_SECRETARY, Geleding.PARENTS),
    }
    assert list(User.objects.filter(is_staff=True).values_list("email", flat=True)) == ["beheer@demo.example"]
    assert all(user.check_password(demo.PASSWORD) for user in User.objects.all())
    assert set(Programme.objects.values_list("status", flat=True)) == {Status.DRAFT, Status.AT_MR, Status.ADOPTED}
    assert all(email in said for email, _, _ in demo.ACCOUNTS)
    assert demo.PASSWORD in said


def test_seeding_again_adds_nothing(in_demo):
    seed()
    before = (User.objects.count(), Membership.objects.count(), Programme.objects.count())

    assert demo.PASSWORD in seed()
    assert (User.objects.count(), Membership.objects.count(), Programme.objects.count()) == before


def test_outside_the_demo_nothing_is_made():
    with pytest.raises(CommandError, match="only with DEMO=on"):
        seed()

    assert not User.objects.exists()
