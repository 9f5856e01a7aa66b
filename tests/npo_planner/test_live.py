"""What a page tells of what is being typed, and the buttons that fill in a field and save nothing."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils.html import format_html

from npo_planner import sittings
from npo_planner.money import number
from npo_planner.pages import OFFER, row_page
from programmes.models import CostLine, Programme
from programmes.plan.forms import GoalForm, MeasureForm
from schools.models import User
from tests.factories import make_goal, make_head, make_measure, make_need, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return make_programme()


@pytest.fixture
def head(programme) -> User:
    return make_head(programme.school)


def told(form: Any) -> str:
    goal, _ = form.as_typed()
    start, end = ("?" if value is None else number(value) for value in (goal.baseline, goal.target))
    return format_html("<p>van {} naar {}</p>", start, end)


def posted(head: User, goal: Any, data: dict[str, Any], **headers: str) -> Any:
    token = sittings.new_token(head)
    request = RequestFactory().post("/pad/", {"sitting": token} | data, headers=headers)
    request.user, request.session = head, {}
    form = GoalForm(request.POST, instance=goal)
    walk_row = goal.measure.programme
    return row_page(request, form, title="Doel", back="/", step="goals", walk_row=walk_row, live=told)


def test_a_page_tells_what_follows_from_the_stored_row(programme, head):
    goal = make_goal(make_measure(programme))
    request = RequestFactory().get("/pad/")
    request.user, request.session = head, {}

    page = row_page(
        request, GoalForm(instance=goal), title="Doel", back="/", step="goals", walk_row=programme, live=told
    )

    assert "<p>van 60 naar 75</p>" in page.content.decode()


def test_a_page_that_saves_itself_is_told_what_follows_from_what_is_right_in_it(programme, head):
    goal = make_goal(make_measure(programme))

    answer = posted(
        head,
        goal,
        {"statement": "Meer", "baseline": "12,5", "target": "veel"},
        **{"X-Autosave": "save", "X-Autosave-Number": "5"},
    )

    assert json.loads(answer.content)["live"] == "<p>van 12,5 naar 75</p>"


def test_a_page_that_only_says_that_it_is_there_is_told_nothing(programme, head):
    goal = make_goal(make_measure(programme))

    answer = posted(head, goal, {"target": "1"}, **{"X-Autosave": "beat", "X-Autosave-Number": "5"})

    assert json.loads(answer.content) == {"others": []}


def test_an_offer_fills_in_fields_keeps_what_was_typed_and_saves_nothing(programme, head):
    goal = make_goal(make_measure(programme))

    page = posted(
        head, goal, {"statement": "Nieuw", "target": "80", OFFER: "baseline=41%2C5&unit=%25&seen=x&csrf=x"}
    ).content.decode()

    goal.refresh_from_db()
    assert (goal.statement, goal.baseline) == ("Meer leerlingen halen het basisniveau.", Decimal(60))
    assert 'value="41,5"' in page
    assert "Nieuw</textarea>" in page
    assert "<p>van 41,5 naar 80</p>" in page


@pytest.mark.parametrize("offer", ["", "nonsens", "baseline", "onbekend=1", "baseline=%00", "%ff=%ff"])
def test_an_offer_that_nobody_made_breaks_nothing(programme, head, offer):
    goal = make_goal(make_measure(programme))

    assert posted(head, goal, {"statement": "Nieuw", OFFER: offer}).status_code == 200


def test_a_form_tells_its_rows_apart_from_its_fields(programme):
    need = make_need(programme)
    measure = make_measure(programme, needs=(need,))

    row, many = MeasureForm(instance=measure).as_typed()

    assert row is not measure
    assert row.title == measure.title
    assert many == {"also": [], "needs": [need], "years": list(measure.years.all())}
    assert not CostLine.objects.exists()
