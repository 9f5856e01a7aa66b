"""The pages of steps 1, 4, 5 and 7: what is typed is kept, and what does not belong is refused beside its field."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from menukaart.models import Category, Edition, Intervention
from programmes.models import CostLine, Funding, Goal, Measure, Programme
from programmes.plan.constants import Status
from programmes.plan.operations import move
from schools.models import PupilCount, User
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return make.make_full_programme()


@pytest.fixture
def head(programme) -> User:
    return make.make_head(programme.school)


@pytest.fixture
def screen(head) -> Client:
    client = Client()
    client.force_login(head)
    return client


def url(route: str, *args: object) -> str:
    return reverse(route, args=args)


def errors(response) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


MEASURE = {"title": "Rekenhulp", "reason": "Past.", "description": "", "groups": "groep 5", "responsible": "ib"}


def test_vision_is_saved_and_logged_who_changed_it(screen, programme, head) -> None:
    response = screen.post(url("vision", programme.pk), {"vision": "Nieuw", "ambition": "Meer"})

    programme.refresh_from_db()
    assert (response.status_code, programme.vision, programme.ambition, programme.changed_by) == (
        302,
        "Nieuw",
        "Meer",
        head,
    )


def test_vision_ignores_fields_that_are_not_on_the_page(screen, programme) -> None:
    other = make.make_school()

    screen.post(
        url("vision", programme.pk), {"vision": "Nieuw", "status": "adopted", "school": other.pk, "version": 99}
    )

    found = Programme.objects.get(pk=programme.pk)
    assert (found.status, found.school, found.version) == (Status.DRAFT, programme.school, programme.version + 1)


def test_own_amount_overrides_the_computation_and_units_are_kept(screen, programme) -> None:
    line = programme.funding.get(rate__code="bao", year__label="2022-2023")

    screen.post(url("funding_edit", line.pk), {"units": "222", "amount": "112.345,67", "note": "Beschikking"})

    line.refresh_from_db()
    assert (line.units, line.amount, line.note) == (Decimal(222), Decimal("112345.67"), "Beschikking")


def test_wrong_amount_gets_a_sentence_and_stays_in_the_field(screen, programme) -> None:
    line = programme.funding.first()

    response = screen.post(url("funding_edit", line.pk), {"units": "12", "amount": "veel", "note": "Van DUO"})

    assert errors(response) == {"amount": ["Vul een bedrag in, bijvoorbeeld 2.250 of 2.250,50."]}
    assert [response.context["form"][name].value() for name in ("units", "amount", "note")] == ["12", "veel", "Van DUO"]


def test_other_money_can_be_added_and_taken_away_but_not_money_of_the_regeling(screen, programme) -> None:
    year = make.years(programme)[0]
    screen.post(
        url("funding_add", programme.pk), {"label": "Gemeente", "kind": "gemeente", "year": year.pk, "amount": "5.000"}
    )
    added = Funding.objects.get(kind="gemeente")

    refused = screen.post(url("funding_delete", programme.funding.filter(kind="regeling").first().pk))
    screen.post(url("funding_delete", added.pk))

    assert (added.amount, refused.status_code, Funding.objects.filter(kind="gemeente").count()) == (
        Decimal(5000),
        404,
        0,
    )
    assert programme.funding.filter(kind="regeling").count() == 4


def test_pupils_per_group_keep_empty_as_unknown_and_0_as_none(screen, programme) -> None:
    screen.post(url("pupils", programme.pk, 2021), {"g0": "26", "g1": "0", "g2": ""})

    counts = PupilCount.objects.filter(school=programme.school, year=2021).exclude(group="")
    assert dict(counts.values_list("group", "number")) == {"groep 1": 26, "groep 2": 0}


def test_measure_of_the_menukaart_takes_its_category_from_the_card(screen, programme) -> None:
    card = Intervention.objects.get(edition=programme.edition, code="A1")
    wrong = Category.objects.get(letter="F")

    screen.post(url("measure_add", programme.pk, "A1"), MEASURE | {"intervention": card.pk, "category": wrong.pk})

    made = Measure.objects.get(title="Rekenhulp")
    assert (made.intervention, made.category.letter, made.rank, made.programme) == (card, "A", 2, programme)


def test_measure_off_the_menu_needs_the_nearest_category(screen, programme) -> None:
    response = screen.post(url("measure_add_own", programme.pk), MEASURE)
    assert errors(response) == {"category": ["Dit veld is verplicht."]}
    assert response.context["form"]["reason"].value() == "Past."

    screen.post(url("measure_add_own", programme.pk), MEASURE | {"category": Category.objects.get(letter="C").pk})

    assert Measure.objects.get(title="Rekenhulp").is_off_menu


def test_card_of_another_edition_is_neither_listed_nor_accepted(screen, programme) -> None:
    other = Intervention.objects.filter(edition=Edition.objects.exclude(pk=programme.edition_id).first()).first()

    page = screen.get(url("measure_add", programme.pk, "A1"))
    response = screen.post(url("measure_add", programme.pk, "A1"), MEASURE | {"intervention": other.pk})

    assert other not in page.context["form"].fields["intervention"].queryset
    assert list(errors(response)) == ["intervention"]
    assert not Measure.objects.filter(title="Rekenhulp").exists()


def test_needs_and_measures_of_another_school_are_neither_listed_nor_accepted(screen, programme) -> None:
    theirs = make.make_full_programme()
    need, measure = theirs.scan.needs.get(), theirs.measures.get()
    card = Intervention.objects.get(edition=programme.edition, code="A1")

    with_need = screen.post(
        url("measure_add", programme.pk, "A1"), MEASURE | {"intervention": card.pk, "needs": [need.pk]}
    )
    year = make.years(programme)[0]
    values = {"description": "Boeken", "kind": "materiaal", "year": year.pk, "measures": [measure.pk]}
    with_measure = screen.post(url("cost_add", programme.pk), values)

    assert (list(errors(with_need)), list(errors(with_measure))) == (["needs"], ["measures"])
    assert need.title not in with_need.content.decode().replace(programme.scan.needs.get().title, "")


def test_goal_without_a_number_is_allowed(screen, programme) -> None:
    screen.post(url("goal_add", programme.measures.get().pk), {"statement": "Iedereen voelt zich veilig."})

    made = Goal.objects.get(statement="Iedereen voelt zich veilig.")
    assert (made.baseline, made.target) == (None, None)


def test_cost_has_the_category_of_its_measure_or_its_own_never_both(screen, programme) -> None:
    year, measure = make.years(programme)[0], programme.measures.get()
    values = {
        "description": "Boeken",
        "kind": "materiaal",
        "year": year.pk,
        "amount": "1.000,50",
        "measures": [measure.pk],
    }

    response = screen.post(
        url("cost_add", programme.pk), values | {"own_category": Category.objects.get(letter="C").pk}
    )
    assert errors(response) == {
        "own_category": ["De categorie volgt uit de maatregel (B). Maak dit veld leeg of kies geen maatregel."]
    }
    screen.post(url("cost_add", programme.pk), values)

    assert CostLine.objects.get(description="Boeken").amount == Decimal("1000.50")


def test_shares_over_100_are_refused_with_the_sum(screen, programme) -> None:
    post, first = programme.staff_plan.needs.get(), programme.measures.get()
    second = make.make_measure(programme, "A1")

    response = screen.post(url("post_shares", post.pk), {f"m{first.pk}": "60", f"m{second.pk}": "50,5"})

    assert response.context["form"].non_field_errors() == [
        "Samen is het 110,5%. Verlaag een van de delen tot 100% of minder."
    ]
    assert [d.share for d in post.deployments.all()] == [Decimal("100.00")]


@pytest.mark.parametrize("step", [-1, 1])
def test_measures_change_places_with_buttons(step, screen, programme) -> None:
    first, second = programme.measures.get(), make.make_measure(programme, "A1")

    screen.post(url("measure_up", second.pk) if step == -1 else url("measure_down", first.pk))

    assert list(programme.measures.order_by("rank")) == [second, first]


@pytest.mark.parametrize(
    ("route", "values"),
    [
        ("vision", {"vision": "Toch anders"}),
        ("measure_add_own", MEASURE | {"category": 1}),
        ("cost_add", {"description": "Boeken", "kind": "materiaal"}),
        ("funding_add", {"label": "Gemeente", "kind": "gemeente"}),
    ],
)
def test_frozen_plan_refuses_and_keeps_what_was_typed(route, values, screen, programme, head) -> None:
    move(programme, Status.AT_MR, by=head)
    year = make.years(programme)[0]
    values = values | {"year": year.pk, "category": Category.objects.get(letter="B").pk}
    before = (Measure.objects.count(), CostLine.objects.count(), Funding.objects.count(), programme.vision)

    response = screen.post(url(route, programme.pk), values)

    form = response.context["form"]
    programme.refresh_from_db()
    assert form.non_field_errors()[0].startswith("Dit plan ligt vast")
    assert (Measure.objects.count(), CostLine.objects.count(), Funding.objects.count(), programme.vision) == before
    typed = next(name for name in ("vision", "title", "description", "label") if name in values)
    assert form[typed].value() == values[typed]


HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:1 }}", "=HYPERLINK(1)"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text_on_every_page(text, screen, programme) -> None:
    Programme.objects.update(vision=text, ambition=text, summary=text)
    Measure.objects.update(title=text, reason=text, groups=text)
    Goal.objects.update(statement=text, unit=text)
    CostLine.objects.update(description=text, note=text)
    Funding.objects.update(label=text, note=text)

    for route in ("walk", "step_school", "measures", "goals", "budget", "checks", "document"):
        page = screen.get(url(route, programme.pk)).content.decode()
        assert text == escape(text) or text not in page, route
    assert escape(text) in screen.get(url("measures", programme.pk)).content.decode()


COSTS = {"walk": 25, "step_school": 26, "measures": 26, "menu": 30, "goals": 26, "budget": 28, "checks": 26}


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("route", list(COSTS))
def test_page_costs_the_same_for_more_rows(route, rows, screen, programme, django_assert_num_queries) -> None:
    for _ in range(rows):
        measure = make.make_measure(programme, "A1", needs=(programme.scan.needs.get(),))
        make.make_milestone(make.make_goal(measure))
        make.make_cost(programme, measure=measure)
        make.make_share(make.make_post(programme), measure)

    with django_assert_num_queries(COSTS[route]):
        screen.get(url(route, programme.pk))
