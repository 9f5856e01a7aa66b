"""What ``manage.py seed_demo`` leaves behind, school by school; who may do it is in test_demo.py."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from npo_planner.models import AuditEntry
from programmes import demo
from programmes.management.commands.seed_demo import KOMPAS, LYCEUM, REGENWULP, VUURVOGEL
from programmes.models import Ballot, Comment, Evaluation, Measurement, Programme, Realisation, Version
from programmes.plan import budget as budgets
from programmes.plan.checks import Severity, check
from programmes.plan.constants import Status
from schools.models import School, User

pytestmark = pytest.mark.django_db
D = Decimal
EVERYTHING = (User, School, Programme, Version, Comment, Ballot, Measurement, Evaluation, Realisation, AuditEntry)


def seed() -> None:
    call_command("seed_demo", stdout=StringIO())


@pytest.fixture
def seeded(settings) -> None:
    settings.DEMO = True
    seed()


def plan_of(code: str) -> Programme:
    return Programme.objects.with_plan().get(school__code=code)


def test_each_school_has_one_plan_at_its_own_place(seeded) -> None:
    assert dict(Programme.objects.values_list("school__code", "status")) == {
        VUURVOGEL: Status.DRAFT,
        REGENWULP: Status.AT_MR,
        LYCEUM: Status.AT_MR,
        KOMPAS: Status.ADOPTED,
    }
    assert Programme.objects.count() == 4


def test_each_account_is_there_once_under_its_own_name(seeded) -> None:
    assert sorted(User.objects.values_list("email", "name")) == sorted(
        (email, name) for email, name, _ in demo.ACCOUNTS
    )


def test_draft_has_goals_missing_and_money_to_ask(seeded) -> None:
    plan = plan_of(VUURVOGEL)

    missing = {c.step for c in check(plan) if c.severity == Severity.MISSING}

    assert missing == {1, 5}
    assert (len(plan.staff_plan.needs.all()), len(plan.cost_lines.all()), plan.versions.count()) == (0, 3, 0)


@pytest.mark.parametrize("code", [REGENWULP, LYCEUM])
def test_plan_at_the_mr_has_one_version_with_talk_of_every_kind(code, seeded) -> None:
    version = plan_of(code).versions.get()

    said = [
        (c.author.email.split("@")[0], c.kind, c.audience, c.state, c.parent is not None)
        for c in version.comments.order_by("pk")
    ]

    assert (version.number, version.consent_round.is_open) == (1, True)
    assert said == [
        ("mr-ouder", "vraag", "school", "beantwoord", False),
        ("schoolleider", "", "school", "open", True),
        ("mr-secretaris", "voorstel", "school", "open", False),
        ("mr-personeel", "", "mr", "open", False),
    ]


def test_adopted_plan_has_votes_and_a_year_of_carrying_out(seeded) -> None:
    plan = plan_of(KOMPAS)
    version = plan.versions.get()

    votes = sorted(Ballot.objects.values_list("seat__geleding", "choice"))

    assert votes == [("ouders", "voor"), ("personeel", "voor")]
    assert version.adoption.adopted_by.email == "bestuur@demo.example"
    assert (version.measurements.count(), version.evaluations.count()) == (3, 1)
    assert sorted(Realisation.objects.values_list("category__letter", "spent", "pnil")) == [
        ("B", D("61250.40"), None),
        ("C", D("5100.00"), D("0.00")),
    ]
    assert budgets.build(plan).balance.amount == D("10252.00")


def test_seeding_twice_leaves_every_row_as_it_was(seeded) -> None:
    before = {model: model.objects.count() for model in EVERYTHING}

    seed()

    assert {model: model.objects.count() for model in EVERYTHING} == before


def test_login_page_lists_exactly_the_demo_accounts_and_their_password(seeded) -> None:
    page = unescape(Client().get(reverse("login")).content.decode())

    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td><code>(.*?)</code></td></tr>', page)
    assert [(email, role.lower()) for role, email in rows] == [
        (email, role.lower()) for email, _, role in demo.ACCOUNTS
    ]
    assert f"<code>{demo.PASSWORD}</code>" in page


def test_login_page_outside_the_demo_tells_no_account(settings) -> None:
    settings.DEMO = False

    page = Client().get(reverse("login")).content.decode()

    assert "demo.example" not in page
    assert demo.PASSWORD not in page


@pytest.mark.parametrize("email", [email for email, _, _ in demo.ACCOUNTS])
def test_each_account_can_sign_in_and_sees_its_first_page(email, seeded) -> None:
    client = Client()

    response = client.post(reverse("login"), {"username": email, "password": demo.PASSWORD}, follow=True)

    assert response.status_code == 200
    assert response.wsgi_request.user.email == email


def test_each_plan_began_with_its_mr_and_the_draft_is_read_along(seeded) -> None:
    assert dict(Programme.objects.values_list("school__code").annotate(Count("agreements", distinct=True))) == {
        VUURVOGEL: 3,
        REGENWULP: 3,
        LYCEUM: 3,
        KOMPAS: 3,
    }
    client = Client()
    client.force_login(User.objects.get(email="mr-ouder@demo.example"))
    found = {}
    for code in (VUURVOGEL, LYCEUM, KOMPAS):
        page = client.get(reverse("mr_start", args=[plan_of(code).pk]))
        found[code] = [step.advice.state.value for step in page.context["steps"]]

    assert found == {
        VUURVOGEL: ["done", "busy", "busy", "done", "todo", "todo"],
        LYCEUM: ["done", "busy", "done", "busy", "todo", "todo"],
        KOMPAS: ["done", "busy", "busy", "busy", "done", "busy"],
    }
    assert client.get(reverse("draft", args=[plan_of(VUURVOGEL).pk])).status_code == 200
