"""The page of a measure: several interventions with one main one, when it runs, and whether it stays."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from menukaart.models import Intervention
from menukaart.usage import is_pointed_at
from npo_planner.models import AuditEntry
from programmes.models import Measure, Programme
from programmes.plan.constants import Status
from programmes.plan.operations import move
from schools.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db
HUGE = "9" * 40


@pytest.fixture
def programme() -> Programme:
    return make.make_full_programme()


@pytest.fixture
def measure(programme) -> Measure:
    """A measure with B3."""
    return programme.measures.get()


@pytest.fixture
def head(programme) -> User:
    return make.make_head(programme.school)


@pytest.fixture
def screen(head) -> Client:
    client = Client()
    client.force_login(head)
    return client


def card(programme: Programme, code: str) -> Intervention:
    return Intervention.objects.get(edition=programme.edition, code=code)


def write(screen: Client, measure: Measure, **values: object):
    """Post the page of ``measure`` with what it has, but for ``values``."""
    kept = {"title": measure.title, "reason": measure.reason, "intervention": measure.intervention_id or ""}
    return screen.post(reverse("measure_edit", args=[measure.pk]), kept | values)


def errors(response) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_measure_uses_several_interventions_and_keeps_the_category_of_the_main_one(screen, programme, measure) -> None:
    also = [card(programme, "C1"), card(programme, "A2")]

    response = write(screen, measure, also=[c.pk for c in also])

    measure.refresh_from_db()
    assert (response.status_code, measure.category.letter, measure.intervention.code) == (302, "B", "B3")
    assert set(measure.also.all()) == set(also)
    assert AuditEntry.objects.get(event="row_changed").detail["also"][1] == "A2 Uitbreiding onderwijs, " + str(also[0])


def test_other_main_intervention_brings_its_own_category(screen, programme, measure) -> None:
    write(screen, measure, intervention=card(programme, "C1").pk, also=[card(programme, "B3").pk])

    measure.refresh_from_db()
    assert (measure.category.letter, [c.code for c in measure.also.all()]) == ("C", ["B3"])


def test_main_intervention_is_not_also_one_of_the_others(screen, measure) -> None:
    response = write(screen, measure, also=[measure.intervention_id])

    name = measure.intervention.name
    assert errors(response) == {"also": [f"{name} is al de hoofdinterventie. Haal het vinkje hier weg."]}
    assert measure.also.count() == 0


@pytest.mark.parametrize("kind", ["other edition", "huge", "text"])
def test_card_that_is_not_of_this_edition_is_no_choice(kind, screen, programme, measure) -> None:
    other = Intervention.objects.exclude(edition=programme.edition).first()

    response = write(screen, measure, also=[{"other edition": other.pk, "huge": HUGE, "text": "B3; DROP"}[kind]])

    assert list(errors(response)) == ["also"]
    assert other not in response.context["form"].fields["also"].queryset
    assert measure.also.count() == 0


def test_measure_off_the_menu_has_no_list_of_cards(screen, programme) -> None:
    own = make.make_measure(programme, None, letter="C")

    page = screen.get(reverse("measure_edit", args=[own.pk]))
    write(screen, own, category=own.category_id, also=[card(programme, "A2").pk])

    assert {"also", "intervention"} & set(page.context["form"].fields) == set()
    assert own.also.count() == 0


def test_planning_is_kept_and_shown(screen, programme, measure) -> None:
    write(
        screen,
        measure,
        lasting="blijvend",
        starts_on="2021-09-01",
        ends_on="31-12-2021",
        planning="September toetsen.\nOktober starten.",
    )

    measure.refresh_from_db()
    assert (measure.lasting, measure.starts_on, measure.ends_on) == ("blijvend", date(2021, 9, 1), date(2021, 12, 31))
    page = screen.get(reverse("measures", args=[programme.pk])).content.decode()
    assert "Blijvend, vanaf 1 september 2021, tot en met 31 december 2021" in page
    assert "September toetsen.<br>Oktober starten." in page


def test_end_before_the_begin_is_refused_with_both_still_there(screen, measure) -> None:
    response = write(screen, measure, starts_on="2021-09-02", ends_on="2021-09-01")

    form = response.context["form"]
    assert errors(response) == {"ends_on": ["Het einde ligt voor het begin. Pas een van de twee datums aan."]}
    assert (form["starts_on"].value(), form["ends_on"].value()) == ("2021-09-02", "2021-09-01")


def test_measure_of_one_day_is_allowed(screen, measure) -> None:
    assert write(screen, measure, starts_on="2021-09-01", ends_on="2021-09-01").status_code == 302


def test_database_refuses_an_end_before_the_begin(measure) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(starts_on=date(2021, 9, 2), ends_on=date(2021, 9, 1))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lasting", "altijd"),
        ("starts_on", "morgen"),
        ("ends_on", "2021-02-30"),
        ("planning", "x" * 3001),
        ("planning", "nul\0teken"),
    ],
)
def test_what_does_not_belong_in_a_field_is_refused_beside_it(field, value, screen, measure) -> None:
    response = write(screen, measure, **{field: value})

    assert list(errors(response)) == [field]
    assert response.context["form"][field].value() == value


def test_frozen_plan_refuses_the_planning_and_keeps_what_was_typed(screen, programme, measure, head) -> None:
    move(programme, Status.AT_MR, by=head)

    response = write(screen, measure, planning="Later", also=[card(programme, "C1").pk])

    measure.refresh_from_db()
    assert (measure.planning, measure.also.count()) == ("", 0)
    assert response.context["form"]["planning"].value() == "Later"


def test_two_people_change_the_cards_and_the_planning_at_once_and_both_stay(screen, programme, measure) -> None:
    page = screen.get(reverse("measure_edit", args=[measure.pk]))
    seen = page.context["form"]["seen"].value()
    write(screen, measure, also=[card(programme, "C1").pk])

    response = write(screen, measure, seen=seen, planning="September toetsen.")

    measure.refresh_from_db()
    assert response.status_code == 302
    assert ([c.code for c in measure.also.all()], measure.planning) == (["C1"], "September toetsen.")


def test_list_of_other_cards_is_folded_until_one_is_ticked(screen, programme, measure) -> None:
    address = reverse("measure_edit", args=[measure.pk])
    folded = screen.get(address).content.decode()
    measure.also.add(card(programme, "C1"))
    unfolded = screen.get(address).content.decode()

    assert ('<details class="also">' in folded, '<details class="also" open>' in unfolded) == (True, True)


@pytest.mark.parametrize("code", ["F1", None])
def test_category_f_says_where_it_is_chosen_that_it_cannot_stand_alone(code, screen, programme) -> None:
    route = (
        reverse("measure_add", args=[programme.pk, code]) if code else reverse("measure_add_own", args=[programme.pk])
    )

    page = screen.get(route)

    rule = "alleen samen met een maatregel uit A tot en met E"
    labels = [str(label) for _, label in page.context["form"].fields["intervention" if code else "category"].choices]
    assert [label for label in labels if rule in label] == [label for label in labels if label.startswith("F")] != []
    assert rule in page.content.decode()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:1 }}"])
def test_hostile_planning_is_shown_as_text(text, screen, programme, measure) -> None:
    Measure.objects.update(planning=text)

    for route in ("measures", "draft"):
        page = screen.get(reverse(route, args=[programme.pk])).content.decode()
        assert escape(text) in page
        assert text == escape(text) or text not in page


def test_card_that_a_measure_only_also_uses_is_in_use(programme, measure) -> None:
    other = Intervention.objects.filter(pk=card(programme, "C1").pk)
    before = is_pointed_at(other)

    measure.also.set(other)

    assert (before, is_pointed_at(other)) == (False, True)
