"""The menukaart of a plan: narrowed, told in full, beside other editions, and cards side by side."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from menukaart.constants import EditionStatus
from menukaart.models import Category, Edition, Intervention
from programmes.models import Programme
from programmes.plan import menu as menus
from programmes.plan.menu import Wish
from scans.models import Domain
from schools.constants import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    """A plan with one need, reckoning, and a measure with B3."""
    return make.make_full_programme()


@pytest.fixture
def screen(programme) -> Client:
    client = Client()
    client.force_login(make.make_head(programme.school))
    return client


def card(programme: Programme, code: str) -> Intervention:
    return Intervention.objects.get(edition=programme.edition, code=code)


def look(screen: Client, programme: Programme, **asked: object):
    return screen.get(reverse("menu", args=[programme.pk]), asked)


def codes(response) -> list[str]:
    return [line.card.code for line in response.context["shown"].lines]


def compare(screen: Client, programme: Programme, *cards: str):
    return screen.get(reverse("menu_compare", args=[programme.pk]), {"kaart": cards})


def text(response) -> str:
    return " ".join(response.content.decode().split())


# --- narrowed --------------------------------------------------------------------------------------------------------


def test_all_cards_are_shown_and_counted_when_nothing_is_asked(screen, programme) -> None:
    response = look(screen, programme)

    assert len(codes(response)) == Intervention.objects.filter(edition=programme.edition).count() == 26
    assert "26 van 26 interventies." in text(response)


def test_category_shows_that_letter_only(screen, programme) -> None:
    assert sorted(codes(look(screen, programme, category="C"))) == ["C1", "C2", "C3"]


def test_domain_shows_what_aims_at_it(screen, programme) -> None:
    domain = Domain.objects.get(name="rekenen", school=None)

    found = codes(look(screen, programme, domain=domain.pk))

    aiming = Intervention.objects.filter(edition=programme.edition, domains=domain)
    assert sorted(found) == sorted(aiming.values_list("code", flat=True)) != []


def test_cost_is_at_most_and_evidence_at_least_and_unknown_is_neither(screen, programme) -> None:
    response = look(screen, programme, cost=3, evidence=3)

    known = Intervention.objects.filter(edition=programme.edition, cost__lte=3, evidence__gte=3)
    assert sorted(codes(response)) == sorted(known.values_list("code", flat=True)) != []
    untold = {line.card.code for line in response.context["shown"].untold}
    assert {"B4", "B6"} <= untold  # no figures at all; strong evidence, cost unknown
    assert "E2" not in untold  # evidence 2 is too little, whatever it costs
    assert "interventies staan er niet bij, omdat de kaart het gevraagde cijfer niet vermeldt." in text(response)


def test_only_what_answers_a_need(screen, programme) -> None:
    response = look(screen, programme, needed="on")

    assert codes(response) == [line.card.code for line in response.context["lines"] if line.match.needs] != []


def test_wishes_together_narrow_further(screen, programme) -> None:
    assert codes(look(screen, programme, category="B", evidence=2, cost=3, needed="on")) == ["B3"]


def test_place_is_that_on_the_whole_list(screen, programme) -> None:
    whole = {line.card.code: line.match.place for line in look(screen, programme).context["lines"]}

    response = look(screen, programme, category="C")

    assert f"Waarom op plaats {whole['C2']} van 26:" in text(response)


def test_empty_result_says_what_to_do(screen, programme) -> None:
    response = look(screen, programme, category="A", evidence=5)

    assert (codes(response), "0 van 26 interventies." in text(response)) == ([], True)
    assert "Maak een van de keuzes ruimer" in text(response)
    assert f'href="{reverse("menu", args=[programme.pk])}">Alle interventies</a>' in text(response)


@pytest.mark.parametrize(
    "asked",
    [
        {"category": "Z"},
        {"category": "<script>alert(1)</script>"},
        {"domain": "9" * 40},
        {"domain": "rekenen"},
        {"cost": "-1"},
        {"cost": "٣"},
        {"evidence": "3; DROP TABLE"},
        {"evidence": "6"},
        {"category": "B\0"},
        {"needed": ""},
    ],
)
def test_what_is_no_choice_counts_as_left_out(asked, screen, programme) -> None:
    response = look(screen, programme, **asked)

    assert (response.status_code, len(codes(response))) == (200, 26)
    assert "<script>alert" not in response.content.decode()


def test_wish_keeps_cards_with_an_unknown_figure_apart() -> None:
    assert (Wish().is_narrowed, Wish(cost=5).is_narrowed) == (False, True)


# --- told in full ----------------------------------------------------------------------------------------------------


def test_card_tells_all_its_reasons_and_what_it_does_not_say(screen, programme) -> None:
    response = look(screen, programme, category="B")

    for line in response.context["shown"].lines:
        assert [r for r in line.match.reasons if escape(r) not in response.content.decode()] == []
        assert len(line.match.reasons) > 1 or line.match.unknown
    assert "De kaart vermeldt niet: het effect, de sterkte van het bewijs, de kosten." in text(response)
    assert "Het effect is een gemiddelde uit onderzoek" in text(response)


def test_card_in_a_measure_is_marked_also_when_it_is_not_the_main_one(screen, programme) -> None:
    measure = programme.measures.get()
    measure.also.add(card(programme, "C1"))

    chosen = {line.card.code: line.measures for line in look(screen, programme).context["lines"] if line.measures}

    assert chosen == {"B3": (measure,), "C1": (measure,)}


def test_facilities_say_on_their_card_that_they_cannot_stand_alone(screen, programme) -> None:
    page = text(look(screen, programme, category="F"))

    assert page.count("Faciliteiten en randvoorwaarden: alleen samen met een maatregel uit A tot en met E") == 7


def test_figures_of_the_other_edition_are_told_only_where_they_differ(screen, programme) -> None:
    lines = {line.card.code: line for line in look(screen, programme).context["lines"]}

    told = {code: [(e.edition.code, e.text) for e in lines[code].elsewhere] for code in ("A2", "B8", "F7")}
    assert told == {
        "A2": [("2022", "effect +3 maanden (gemiddeld), bewijs beperkt (2 van 5)")],
        "B8": [],
        "F7": [("2022", "staat daar niet op")],
    }
    address = reverse("edition", args=["2022"])
    assert f'<a href="{address}">Menukaart april 2022</a>: effect' in text(look(screen, programme, category="A"))


def test_edition_that_is_not_published_is_not_told(screen, programme) -> None:
    Edition.objects.filter(code="2022").update(status=EditionStatus.DRAFT)

    assert "april 2022" not in text(look(screen, programme))


# --- side by side ----------------------------------------------------------------------------------------------------


def test_two_to_four_cards_lie_side_by_side_in_the_order_of_the_list(screen, programme) -> None:
    response = compare(screen, programme, "C1", "B3", "F1", "A2")

    found = response.context["compared"]
    assert sorted(line.card.code for line in found) == ["A2", "B3", "C1", "F1"]
    assert [line.match.place for line in found] == sorted(line.match.place for line in found)
    page = text(response)
    for row in (
        "Past bij uw behoeften",
        "Effect, gemiddeld",
        "Bewijs",
        "Kosten",
        "Soort onderwijs",
        "Andere editie",
        "Opmerking",
    ):
        assert f'<th scope="row">{row}</th>' in page
    assert page.count("Effectiever onderwijs") == 1
    assert "ja, in <a" in page
    assert card(programme, "C1").note in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([], "U hebt nog geen kaart aangevinkt."),
        (["B3"], "U hebt één kaart aangevinkt. Vink er nog een aan."),
        (["B3", "B3"], "U hebt één kaart aangevinkt. Vink er nog een aan."),
        (["A1", "A2", "A3", "B1", "B2"], "U hebt 5 kaarten aangevinkt. Vergelijk er hoogstens 4 tegelijk."),
        (["B3", "X9"], "“X9” staat niet op deze menukaart."),
        (["B3", "B10"], "“B10” staat niet op deze menukaart."),  # only on the edition of 2022
        (["B3", "<script>alert(1)</script>"], "“<script>alert(1)</script>” staat niet op deze menukaart."),
        (["B3", "b3\0"], "staat niet op deze menukaart."),
    ],
)
def test_other_numbers_and_unknown_cards_get_one_clear_sentence(asked, said, screen, programme) -> None:
    response = compare(screen, programme, *asked)

    assert (response.status_code, response.context["compared"]) == (200, [])
    assert escape(said) in response.content.decode()
    assert "<script>alert" not in response.content.decode()


def test_need_with_hostile_words_is_shown_as_text_beside_its_card(screen, programme) -> None:
    hostile = '"><img src=x onerror=alert(1)>'
    programme.scan.needs.update(title=hostile)

    for response in (look(screen, programme), compare(screen, programme, "B3", "C1")):
        assert escape(hostile) in response.content.decode()
        assert hostile not in response.content.decode()


def test_who_only_reads_is_not_offered_to_choose(programme) -> None:
    client = Client()
    client.force_login(make.make_member(programme.school.board, Role.BOARD))

    assert ">Kiezen<" not in look(client, programme).content.decode()
    assert ">Kiezen<" not in compare(client, programme, "B3", "C1").content.decode()


@pytest.mark.parametrize("editions", [1, 3])
def test_pages_cost_the_same_for_more_editions_and_needs(
    editions, screen, programme, django_assert_num_queries
) -> None:
    for n in range(editions):
        edition = Edition.objects.create(code=f"proef{n}", name="Proef", status=EditionStatus.PUBLISHED)
        Intervention.objects.create(edition=edition, code="B3", category=Category.objects.get(letter="B"), name="Proef")
        make.make_need(programme, make.make_finding(programme))

    for route in ("menu", "menu_compare"):
        with django_assert_num_queries(28):
            screen.get(reverse(route, args=[programme.pk]), {"kaart": ["B3", "C1"], "needed": "on"})


def test_lines_run_no_query_on_loaded_rows(programme, django_assert_num_queries) -> None:
    plan = Programme.objects.with_plan().get(pk=programme.pk)
    cards, others = list(Intervention.objects.of_edition(plan.edition)), menus.elsewhere(plan.edition)

    with django_assert_num_queries(0):
        menus.narrow(menus.lines(plan, cards, others), Wish(cost=3, needed=True))
