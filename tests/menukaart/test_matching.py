"""Which interventions answer which needs: an order with reasons, that unknown figures cannot bend."""

from __future__ import annotations

import random

import pytest

from menukaart.matching import rank
from menukaart.models import Category, Edition, Intervention
from scans.models import Domain, Need
from schools.constants import Sector
from tests import factories as make

pytestmark = pytest.mark.django_db


def domain(name: str) -> Domain:
    return Domain.objects.get(name=name, school=None)


@pytest.fixture
def edition() -> Edition:
    return Edition.objects.create(code="proef", name="Proef")


def card(edition: Edition, code: str, *names: str, letter: str = "B", **figures: object) -> Intervention:
    made = Intervention.objects.create(
        edition=edition, code=code, category=Category.objects.get(letter=letter), name=f"Kaart {code}", **figures
    )
    made.domains.set([domain(name) for name in names])
    return made


@pytest.fixture
def needs() -> list[Need]:
    """Two needs: first reckoning, then reading."""
    programme = make.make_programme()
    sums = make.make_need(programme, make.make_finding(programme), title="Rekenen")
    reading = make.make_need(programme, make.make_finding(programme, domain=domain("begrijpend lezen")), title="Lezen")
    return [sums, reading]


def order(edition: Edition, needs: list[Need], sector: str = Sector.PO) -> list[str]:
    return [m.intervention.code for m in rank(Intervention.objects.of_edition(edition), needs, sector)]


def test_first_need_weighs_more_than_the_second_and_both_more_than_one(edition, needs) -> None:
    card(edition, "X1", "begrijpend lezen", effect_months=8)
    card(edition, "X2", "rekenen", effect_months=1)
    card(edition, "X3", "rekenen", "begrijpend lezen", effect_months=1)
    card(edition, "X4", "motivatie", effect_months=12)

    assert order(edition, needs) == ["X3", "X2", "X1", "X4"]


def test_equal_answers_are_ordered_by_effect_then_evidence_then_cost_then_code(edition, needs) -> None:
    card(edition, "X1", "rekenen", effect_months=4, evidence=2, cost=1)
    card(edition, "X2", "rekenen", effect_months=4, evidence=3, cost=5)
    card(edition, "X3", "rekenen", effect_months=4, evidence=3, cost=2)
    card(edition, "X4", "rekenen", effect_months=5, evidence=1, cost=5)
    card(edition, "X10", "rekenen", effect_months=4, evidence=3, cost=2)

    assert order(edition, needs) == ["X4", "X3", "X10", "X2", "X1"]


def test_unknown_effect_stands_at_the_middle_of_the_known_ones(edition, needs) -> None:
    for code, months in (("X1", 8), ("X2", None), ("X3", 1), ("X4", 4)):
        card(edition, code, "rekenen", effect_months=months)

    assert order(edition, needs) == ["X1", "X2", "X4", "X3"]  # the unknown counts as 4, and equals X4


def test_cards_for_another_sector_come_last_and_say_so(edition, needs) -> None:
    card(edition, "X1", "rekenen", effect_months=9, sectors="vo")
    card(edition, "X2", "motivatie", effect_months=1, sectors="po vo")

    matches = rank(Intervention.objects.of_edition(edition), needs, Sector.PO)

    assert [(m.intervention.code, m.fits_sector) for m in matches] == [("X2", True), ("X1", False)]
    assert matches[1].reasons[-1] == "Volgens de kaart niet voor uw soort onderwijs."
    assert matches[0].above == "Staat boven “Kaart X1”, want dat is volgens de kaart niet voor uw soort onderwijs."


def test_match_tells_which_needs_it_answers_and_what_the_card_does_not_tell(edition, needs) -> None:
    card(edition, "X1", "rekenen", "begrijpend lezen", effect_months=1, cost=None, evidence=3)

    match = rank(Intervention.objects.of_edition(edition), needs, Sector.PO)[0]

    assert match.reasons == (
        "Past bij uw behoeften “Rekenen” en “Lezen”.",
        "Het effect is klein: gemiddeld 1 maand extra groei. Dat is een indicatie.",
        "Het bewijs is redelijk: 3 van 5.",
    )
    assert match.unknown == ("de kosten",)
    assert (match.place, match.above) == (1, "")  # the last of the list stands above nothing


def test_every_place_says_why_it_stands_above_the_next(edition, needs) -> None:
    figures = {"effect_months": 4, "evidence": 3, "cost": 3}
    card(edition, "X1", "rekenen", "begrijpend lezen", **figures)
    card(edition, "X2", "rekenen", **figures | {"effect_months": 5})
    card(edition, "X3", "rekenen", **figures | {"evidence": 4})
    card(edition, "X4", "rekenen", **figures | {"cost": 2})
    card(edition, "X5", "rekenen", **figures)
    card(edition, "X6", "rekenen", **figures | {"effect_months": None})
    card(edition, "X7", "begrijpend lezen", **figures | {"effect_months": 8})
    card(edition, "X8", "begrijpend lezen", **figures | {"effect_months": None})
    card(edition, "X9", "motivatie", **figures)

    matches = rank(Intervention.objects.of_edition(edition), needs, Sector.PO)

    assert [(match.intervention.code, match.above) for match in matches] == [
        ("X1", "Staat boven “Kaart X2”, want dat past niet bij “Lezen” en dit wel."),
        ("X2", "Staat boven “Kaart X3”, want het effect is groter: 5 maanden tegen 4 maanden."),
        ("X3", "Staat boven “Kaart X4”, want het bewijs is sterker: 4 van 5 tegen 3 van 5."),
        ("X4", "Staat boven “Kaart X5”, want de kosten zijn lager: 2 van 5 tegen 3 van 5."),
        ("X5", "Staat gelijk met “Kaart X6”; tussen deze twee is de volgorde die van de kaart."),
        ("X6", "Staat boven “Kaart X7”, want dat past niet bij “Rekenen” en dit wel."),
        (
            "X7",
            "Staat boven “Kaart X8”, want het effect is groter: 8 maanden tegen 4 maanden (niet vermeld, telt als het "
            "midden van de lijst).",
        ),
        ("X8", "Staat boven “Kaart X9”, want dat past niet bij “Lezen” en dit wel."),
        ("X9", ""),
    ]
    assert all(match.reasons[-1] == match.above for match in matches[:-1])
    assert [match.place for match in matches] == list(range(1, 10))


@pytest.mark.parametrize("code", ["2021", "2022"])
def test_order_of_a_real_edition_does_not_depend_on_the_order_of_the_cards(code, needs) -> None:
    cards = list(Intervention.objects.of_edition(Edition.objects.get(code=code)))
    expected = [m.intervention.code for m in rank(cards, needs, Sector.PO)]

    for seed in range(5):
        random.Random(seed).shuffle(cards)
        assert [m.intervention.code for m in rank(cards, needs, Sector.PO)] == expected


@pytest.mark.parametrize("code", ["2021", "2022"])
def test_more_effect_never_ranks_a_real_card_lower(code, needs) -> None:
    cards = list(Intervention.objects.of_edition(Edition.objects.get(code=code)))
    before = {m.intervention.code: place for place, m in enumerate(rank(cards, needs, Sector.PO))}

    for chosen in cards:
        if chosen.effect_months is None:
            continue
        chosen.effect_months += 3
        after = [m.intervention.code for m in rank(cards, needs, Sector.PO)].index(chosen.code)
        chosen.effect_months -= 3
        assert after <= before[chosen.code], chosen


def test_ranking_runs_two_queries_for_the_cards_and_none_for_prefetched_needs(needs, django_assert_num_queries) -> None:
    loaded = list(needs[0].scan.needs.with_findings())
    edition = Edition.objects.get(code="2021")

    with django_assert_num_queries(2):
        rank(Intervention.objects.of_edition(edition), loaded, Sector.PO)
