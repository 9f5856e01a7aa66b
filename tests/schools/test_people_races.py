"""Two people at the same moment: one membership, one account, and always somebody who leads."""

from __future__ import annotations

from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse

from schools.constants import Role
from schools.models import FailedLogin, Membership, User
from schools.operations import people
from tests.factories import make_board, make_head, make_member, make_school, make_user
from tests.races import outcomes, together

pytestmark = pytest.mark.django_db(transaction=True)


def deed(place, email: str = "nel@school.nl", role: Role = Role.TEAM):
    return lambda: people.invite(place=place, email=email, name="Nel", role=role, by=None)


def test_the_same_invitation_five_times_makes_one_membership():
    school = make_school()

    results = together(*[deed(school)] * 5)

    assert outcomes(results) == Counter(already=4, Membership=1)
    assert (User.objects.count(), Membership.objects.count()) == (1, 1)


def test_a_double_click_makes_one_membership():
    school = make_school()
    clients = [Client(), Client()]
    head = make_head(school)
    for client in clients:
        client.force_login(head)
    page, data = (
        reverse("school_invite", args=[school.pk]),
        {"name": "Nel", "email": "nel@school.nl", "role": "teamlid"},
    )

    answers = together(*[lambda c=client: c.post(page, data).status_code for client in clients])

    assert sorted(answers) == [200, 302]
    assert Membership.objects.filter(user__email="nel@school.nl").count() == 1


def test_two_schools_that_invite_the_same_new_person_share_one_account():
    results = together(*[deed(make_school(), email) for email in ("nel@school.nl", "NEL@School.nl", "Nel@school.nl")])

    assert outcomes(results) == Counter(Membership=3)
    assert User.objects.get().memberships.count() == 3


@pytest.mark.parametrize("role", [Role.HEAD, Role.BOARD])
def test_two_who_end_each_other_leave_one(role):
    place = make_board() if role == Role.BOARD else make_school()
    first, second = (make_member(place, role) for _ in range(2))
    mine, theirs = (Membership.objects.get(user=user) for user in (first, second))

    results = together(lambda: people.end(membership=theirs, by=first), lambda: people.end(membership=mine, by=second))

    assert outcomes(results) == Counter(NoneType=1, last=1)
    assert Membership.objects.current().count() == 1


def test_two_administrators_cannot_both_bring_in_a_first_person_with_a_password():
    school = make_school()
    administrators = [make_user(is_staff=True) for _ in range(2)]
    known = [make_user(password="een-lang-wachtwoord") for _ in range(2)]

    results = together(
        *[
            lambda a=administrator, k=who: people.invite_first(
                place=school, email=k.email, name="", role=Role.HEAD, by=a
            )
            for administrator, who in zip(administrators, known, strict=True)
        ]
    )

    assert outcomes(results) == Counter(Membership=1, not_first=1)


def test_guesses_of_several_processes_count_together():
    make_user(email="karin@school.nl", password="een-lang-wachtwoord")

    def guess():
        return Client().post(reverse("login"), {"username": "karin@school.nl", "password": "fout"}).status_code

    for _ in range(3):
        together(*[guess] * 4)

    assert 8 <= FailedLogin.objects.count() <= 11
