"""What a page tells while somebody types: what is left of the money, what a post amounts to, whether a goal is SMART."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from programmes.models import CostLine, Goal, Programme
from tests.browser.conftest import violations
from tests.browser.test_autosave import PATIENCE, SAVED, eventually, open_, says
from tests.factories import make_full_programme, make_goal, make_head, make_measure, years

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def programme(sign_in) -> Programme:
    programme = make_full_programme()
    sign_in(make_head(programme.school))
    return programme


def test_what_is_left_changes_while_a_cost_is_typed_that_is_not_there_yet(
    page: Page, live_server: Any, programme: Programme
) -> None:
    open_(page, live_server, "cost_add", programme)
    live = page.locator("[data-live]")
    expect(live).to_contain_text("€ 57.000,00")

    page.get_by_label("Waarvoor is het").fill("Laptops")
    page.locator("[name=year]").select_option(str(years(programme)[0].pk))
    page.get_by_label("Bedrag in euro").fill("60.000")

    expect(live).to_contain_text("−€ 3.000,00", timeout=PATIENCE)
    expect(live).to_contain_text("tekort")
    assert violations(page) == []
    assert not CostLine.objects.filter(description="Laptops").exists()


def test_only_the_fields_of_the_kind_of_cost_are_seen(page: Page, live_server: Any, programme: Programme) -> None:
    open_(page, live_server, "cost_add", programme)
    years_field, decide = page.get_by_label("Afschrijven over hoeveel jaar"), page.get_by_label("Invullen uiterlijk op")
    expect(years_field).to_be_hidden()

    page.locator("[name=kind]").select_option("investering")
    expect(years_field).to_be_visible()
    expect(decide).to_be_hidden()
    page.locator("[name=kind]").select_option("reservering")

    expect(years_field).to_be_hidden()
    expect(decide).to_be_visible()


def test_what_a_post_amounts_to_changes_while_it_is_typed(page: Page, live_server: Any, programme: Programme) -> None:
    open_(page, live_server, "post_edit", programme.staff_plan.needs.get())
    live = page.locator("[data-live]")

    page.locator("[name=unit]").select_option("dagdelen_week")
    page.locator("[name=amount]").fill("5")
    page.locator("[name=price]").fill("70.000")

    expect(live).to_contain_text("829,5", timeout=PATIENCE)  # hours a year: half of 1,659
    expect(live).to_contain_text("−€ 1.000,00", timeout=PATIENCE)


def test_a_suggestion_that_is_taken_over_is_filled_in_and_saved(
    page: Page, live_server: Any, programme: Programme
) -> None:
    measure = make_measure(programme, "A1")
    goal = make_goal(measure, deadline=None, baseline=Decimal(60), target=Decimal(75))
    open_(page, live_server, "goal_edit", goal)
    expect(page.locator("[data-live]")).to_contain_text("Tijdsgebonden")

    page.locator("[data-live] button[name=overnemen][value*=deadline]").first.click()

    says(page, SAVED)
    eventually(page, lambda: Goal.objects.get(pk=goal.pk).deadline is not None)
    assert page.locator("[name=deadline]").input_value() == f"{Goal.objects.get(pk=goal.pk).deadline:%Y-%m-%d}"
    expect(page.locator("[data-live] button[name=overnemen][value*=deadline]")).to_have_count(0)
