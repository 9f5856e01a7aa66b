"""A measure off the menu in two steps: describe it, then choose the nearest category. Asking writes nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from menukaart.models import Category
from npo_planner.models import AuditEntry
from programmes.models import Measure, Programme
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return make.make_full_programme()


@pytest.fixture
def screen(programme) -> Client:
    client = Client()
    client.force_login(make.make_head(programme.school))
    return client


@pytest.fixture
def address(programme) -> str:
    return reverse("measure_add_own", args=[programme.pk])


def letters(response) -> list[str]:
    return [proposal.category.letter for proposal in response.context["proposals"]]


MUSIC = {"title": "Muziek in de klas", "description": "Een muziekleraar geeft acht weken muziekles en toneel."}


def test_page_asks_for_the_words_first_and_offers_all_six_letters(screen, address) -> None:
    page = screen.get(address)

    text = page.content.decode()
    assert text.index("1. Beschrijf de maatregel") < text.index("2. Kies de dichtstbijzijnde categorie")
    labels = [str(label) for _, label in page.context["form"].fields["category"].choices]
    assert [label[0] for label in labels] == list("ABCDEF")
    assert 'id="dichtstbij"' not in text


def test_search_proposes_with_a_reason_and_writes_nothing(screen, programme, address) -> None:
    before = (Measure.objects.count(), AuditEntry.objects.count())

    response = screen.post(address, MUSIC | {"zoek": "1"})

    assert (response.status_code, letters(response)[0]) == (200, "C")
    assert escape(response.context["proposals"][0].reason) in response.content.decode()
    assert (Measure.objects.count(), AuditEntry.objects.count()) == before


@pytest.mark.parametrize("button", ["zoek", "kies"])
def test_everything_typed_is_still_there_and_nothing_is_called_wrong(button, screen, programme, address) -> None:
    need, year = programme.scan.needs.get(), make.years(programme)[1]
    typed = MUSIC | {
        "reason": "Onze leerlingen vragen erom.",
        "groups": "groep 3",
        "responsible": "cultuurcoördinator",
        "lasting": "blijvend",
        "starts_on": "2021-09-01",
        "ends_on": "geen idee",
        "planning": "Na de herfst.",
    }

    response = screen.post(address, typed | {"needs": [need.pk], "years": [year.pk], button: "3"})

    form = response.context["form"]
    assert (form.errors, {name: form[name].value() for name in typed}) == ({}, typed)
    assert (form["needs"].value(), form["years"].value()) == ([str(need.pk)], [str(year.pk)])
    assert "geen idee" in response.content.decode()


def test_one_click_chooses_the_proposed_category_and_saving_takes_it(screen, programme, address) -> None:
    category = Category.objects.get(letter="C")

    page = screen.post(address, MUSIC | {"kies": category.pk})
    assert page.context["form"]["category"].value() == str(category.pk)
    assert "Gekozen" in page.content.decode()
    screen.post(address, MUSIC | {"category": page.context["form"]["category"].value(), "reason": "Past."})

    made = Measure.objects.get(title=MUSIC["title"])
    assert (made.category, made.is_off_menu, made.reason) == (category, True, "Past.")


def test_letter_that_was_chosen_before_stays_when_searching_again(screen, address) -> None:
    chosen = str(Category.objects.get(letter="E").pk)

    response = screen.post(address, MUSIC | {"category": chosen, "zoek": "1"})

    assert response.context["form"]["category"].value() == chosen


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Schrijf eerst op wat de school gaat doen."),
        ("  ", "Schrijf eerst op wat de school gaat doen."),
        ("xqz wvv", "We herkennen in uw beschrijving geen categorie."),
    ],
)
def test_nothing_to_go_by_says_what_to_do(text, said, screen, address) -> None:
    response = screen.post(address, {"title": text, "zoek": "1"})

    assert (letters(response), said in response.content.decode()) == ([], True)


def test_facilities_are_proposed_with_their_condition(screen, address) -> None:
    response = screen.post(address, {"title": "Scholing van het team", "description": "Nascholing", "zoek": "1"})

    found = {proposal.category.letter: proposal.reason for proposal in response.context["proposals"]}
    assert "Mag alleen samen met een maatregel uit A tot en met E." in found["F"]


HOSTILE = [
    "<script>alert(1)</script> muziekles",
    "muziek\0les",
    "muziek " * 20_000,
    "\u202emuziekles 😀",
    "{{ 7|add:1 }}",
]


@pytest.mark.parametrize("text", HOSTILE, ids=["script", "nul", "long", "turned", "template"])
@pytest.mark.parametrize("pick", ["", "9" * 40, "x", "-1"])
def test_hostile_words_and_picks_are_shown_as_text(text, pick, screen, address) -> None:
    response = screen.post(
        address, {"title": text, "description": text, "zoek": "1", "kies": pick, "needs": ["x", pick]}
    )

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_search_costs_the_same_for_few_and_for_many_words(screen, address, django_assert_num_queries) -> None:
    with django_assert_num_queries(36) as few:
        screen.post(address, MUSIC | {"zoek": "1"})
    with django_assert_num_queries(len(few)):
        screen.post(
            address, {"title": "Muziek", "description": "muziekles toneel sport zomerschool " * 50, "zoek": "1"}
        )


def test_edit_page_of_an_own_measure_has_no_search_and_all_letters(screen, programme) -> None:
    own = make.make_measure(programme, None, letter="C")

    page = screen.get(reverse("measure_edit", args=[own.pk]))

    assert 'name="zoek"' not in page.content.decode()
    assert len(page.context["form"].fields["category"].choices) == 6
