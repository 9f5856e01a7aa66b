"""The letter R: the step against the time, the menukaart, the past and the size of the school. Unknown asks nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from programmes.plan.goal_facts import Facts
from programmes.plan.goal_words import read
from programmes.plan.realistic import realistic
from programmes.plan.verdicts import State, Verdict
from tests.programmes.plan.smart_facts import NOTHING, SCANNED, WHOLE, finding, goal

GOOD, BETTER, MISSING = State.GOOD, State.BETTER, State.MISSING
WORSE = replace(SCANNED, findings=(finding(trend="slechter"),))
TWO_YEARS = {"deadline": date(2023, 7, 1)}


def verdict(facts: Facts = SCANNED, statement: str = "Groep 5 rekent beter.", **fields: Any) -> Verdict:
    judged = goal(statement, **WHOLE | fields)
    return realistic(judged, facts, read(statement))


CAN_BE: list[tuple[Facts, dict[str, Any]]] = [
    (SCANNED, {}),
    (SCANNED, {"baseline": 60, "target": 90}),
    (SCANNED, {"baseline": 90, "target": 60}),
    (SCANNED, {"baseline": 40, "target": 100} | TWO_YEARS),
    (SCANNED, {"baseline": "141.5", "target": 150, "unit": "punten"}),
    (SCANNED, {"baseline": 0, "target": 4, "unit": "maanden"}),
    (SCANNED, {"baseline": 8, "target": 0, "unit": "maanden leerachterstand"} | TWO_YEARS),
    (SCANNED, {"baseline": 0, "target": 200, "unit": "leerlingen"}),
    (replace(SCANNED, effect_months=None), {"baseline": 0, "target": 12, "unit": "maanden"}),
    (WORSE, {"baseline": 60, "target": 75}),
    (replace(SCANNED, effect_months=2), {"statement": "De achterstand in groep 5 wordt kleiner."}),
    (SCANNED, {"statement": "De achterstand in groep 5 is ingelopen."}),
    (SCANNED, {"statement": "180 leerlingen doen mee.", "baseline": None, "target": None, "unit": ""}),
]


@pytest.mark.parametrize(("facts", "fields"), CAN_BE)
def test_a_step_that_can_be_made_asks_nothing(facts, fields) -> None:
    found = verdict(facts, **fields)

    assert (found.state, found.tip) == (GOOD, None)


HARD: list[tuple[Facts, dict[str, Any], str, dict[str, str]]] = [
    (SCANNED, {"baseline": 60, "target": 93}, "33 procentpunt verder in 1,1 jaar: dat is veel.", {"target": "92"}),
    (SCANNED, {"target": 101}, "101% van een groep kan niet", {}),
    (SCANNED, {"target": -5}, "-5% van een groep kan niet", {}),
    (SCANNED, {"target": 60}, "gelijk aan de beginwaarde", {}),
    (SCANNED, {"baseline": 0, "target": 9, "unit": "maanden"}, "U wilt 9 maanden inhalen", {"target": "4"}),
    (
        replace(SCANNED, effect_months=5),
        {"baseline": 10, "target": 2, "unit": "maanden achterstand", "deadline": date(2022, 12, 1)},
        "U wilt 8 maanden inhalen in 1,5 jaar.",
        {"target": "3"},
    ),
    (SCANNED, {"baseline": 9, "target": 0, "unit": "maanden"}, "U wilt 9 maanden inhalen", {"target": "5"}),
    (
        SCANNED,
        {"target": 900, "unit": "leerlingen"},
        "De school heeft 200 leerlingen (1 oktober 2021); u noemt er 900.",
        {},
    ),
    (SCANNED, {"statement": "900 leerlingen doen mee.", "unit": ""}, "u noemt er 900", {}),
    (
        WORSE,
        {"baseline": 60, "target": 80},
        "Sinds de vorige scan ging het achteruit. U wilt 20 procentpunt",
        {"target": "75"},
    ),
    (replace(SCANNED, effect_months=0), {}, "geen extra groei: 0 maanden", {}),
    (replace(SCANNED, effect_months=-3), {}, "geen extra groei: −3 maanden", {}),
    (
        replace(SCANNED, effect_months=2),
        {"statement": "De achterstand in groep 5 is helemaal ingelopen."},
        "De scan ziet een grote achterstand, en u wilt die helemaal inhalen.",
        {},
    ),
]


@pytest.mark.parametrize(("facts", "fields", "seen", "offer"), HARD)
def test_a_step_that_is_hard_to_make_asks_a_question(facts, fields, seen, offer) -> None:
    fields = {"deadline": date(2022, 6, 1)} | fields if "1,1" not in seen else fields

    found = verdict(facts, **fields)

    assert found.state == BETTER
    assert seen in found.seen
    assert dict(found.tip.offer if found.tip else {}) == offer


@pytest.mark.parametrize("fields", [{"baseline": None}, {"target": None}, {"baseline": None, "target": None}])
def test_without_numbers_the_step_is_not_known(fields) -> None:
    assert verdict(**fields).state == MISSING


@pytest.mark.parametrize("effect", [0, -2])
def test_no_extra_growth_is_not_told_as_growth(effect) -> None:
    seen = verdict(replace(SCANNED, effect_months=effect), baseline=None).seen

    assert seen.endswith("De menukaart noemt bij deze interventie geen extra groei.")


def test_what_the_menukaart_does_not_say_is_called_unknown() -> None:
    silent = verdict(replace(SCANNED, effect_months=None)).seen
    own = verdict(replace(SCANNED, effect_months=None, on_menu=False)).seen

    assert "De menukaart vermeldt bij deze interventie geen effect in maanden." in silent
    assert "Deze maatregel staat niet op de menukaart" in own


def test_what_speaks_for_it_is_said_with_the_past() -> None:
    before = finding(delay=2)
    facts = replace(SCANNED, findings=(finding(previous=before, delay=1),))

    assert verdict(facts, deadline=date(2022, 6, 1)).seen == (
        "Een stap van 15 procentpunt in een jaar. De menukaart noemt gemiddeld 4 maanden extra groei in een schooljaar, "
        "als indicatie. Sinds de vorige scan ging het al vooruit (toen: matige achterstand)."
    )


def test_a_school_of_unknown_size_is_asked_for_its_pupils() -> None:
    found = verdict(NOTHING, statement="900 leerlingen doen mee.", baseline=None, target=None, unit="")

    assert (found.state, found.tip.route) == (BETTER, "step_school")


def test_a_count_of_others_is_left_to_the_school() -> None:
    found = verdict(statement="900 ouders komen naar de avond.", baseline=None, target=None, unit="")

    assert (found.state, found.tip) == (GOOD, None)
