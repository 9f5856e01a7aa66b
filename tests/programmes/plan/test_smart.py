"""The letters S, M and T on good and bad Dutch goals: a state, what is seen, and a tip from what the school entered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from programmes.models import Goal, Milestone
from programmes.plan.goal_facts import Facts
from programmes.plan.smart import judge
from programmes.plan.verdicts import State, Verdict
from tests.programmes.plan.smart_facts import NOTHING, SCANNED, WELLBEING, WHOLE, finding, goal

GOOD, BETTER, MISSING = State.GOOD, State.BETTER, State.MISSING


def verdict(letter: str, judged: Goal, facts: Facts = SCANNED, points: tuple[Milestone, ...] = ()) -> Verdict:
    return next(v for v in judge(judged, facts, points) if v.letter == letter)


def offered(found: Verdict) -> dict[str, str]:
    return dict(found.tip.offer) if found.tip else {}


# --- Specifiek -------------------------------------------------------------------------------------------------------

SPECIFIC = [
    "In groep 5 haalt driekwart van de leerlingen het basisniveau rekenen.",
    "Leerlingen in groep 6 begrijpen langere teksten.",
    "De brugklas plant het huiswerk zelf.",
    "Alle leerlingen van groep 1 tot en met 3 treden één keer op.",
    "900 leerlingen doen mee aan de zomerschool.",
    "Leerlingen met dyslexie lezen een AVI-niveau hoger.",
    "In de bovenbouw voelen leerlingen zich veilig.",
    "Havo 4 haalt minder onvoldoendes voor wiskunde.",
    "Nieuwkomers kennen 2.000 woorden.",
]


@pytest.mark.parametrize("statement", SPECIFIC)
def test_who_and_what_is_specific(statement) -> None:
    found = verdict("S", goal(statement))

    assert (found.state, found.tip) == (GOOD, None)


NOT_SPECIFIC = [
    ("", MISSING, "Er staat nog niet wat u wilt bereiken."),
    ("🎯", MISSING, "Er staat niet om welke leerlingen het gaat"),
    ("Het onderwijs wordt beter.", MISSING, "“Beter” zegt niet wat er verandert."),
    ("Kwaliteit omhoog!", MISSING, "Er staat niet om welke leerlingen het gaat"),
    ("We gaan een training volgen.", BETTER, "Dit zegt wat de school doet"),
    ("Aanschaf van laptops voor groep 8.", BETTER, "Dit zegt wat de school doet"),
    ("Meer aandacht voor lezen in groep 5.", BETTER, "Dit zegt wat de school doet"),
    ("Leerlingen lezen beter.", BETTER, "Er staat niet om welke groep of welke leerlingen het gaat."),
    ("Rekenen op niveau.", BETTER, "Er staat niet om welke groep of welke leerlingen het gaat."),
    ("Groep 5 gaat vooruit.", BETTER, "Er staat voor wie het is"),
    ("Iedereen doet zijn best.", BETTER, "Er staat voor wie het is"),
]


@pytest.mark.parametrize(("statement", "state", "seen"), NOT_SPECIFIC)
def test_what_is_not_specific_is_told_why(statement, state, seen) -> None:
    found = verdict("S", goal(statement))

    assert found.state == state
    assert seen in found.seen
    assert found.tip is not None


def test_an_empty_goal_is_offered_a_sentence_from_the_scan() -> None:
    tip = verdict("S", goal("")).tip

    assert tip.offer == {"statement": "In groep 5 halen meer leerlingen het verwachte niveau voor rekenen."}


def test_a_finding_that_is_not_about_a_level_is_offered_growth() -> None:
    facts = replace(SCANNED, findings=(finding(domain=WELLBEING, group="hele school"),))

    tip = verdict("S", goal(""), facts).tip

    assert tip.offer == {"statement": "In de hele school zien wij bij meer leerlingen groei in welbevinden."}


@pytest.mark.parametrize(
    ("statement", "better"),
    [
        ("Leerlingen lezen beter.", "In groep 5: leerlingen lezen beter."),
        ("Het gaat beter.", "In groep 5, rekenen: het gaat beter."),
        ("AVI omhoog", "In groep 5: AVI omhoog"),
        ("Groep 5 gaat vooruit.", "Rekenen: groep 5 gaat vooruit."),
    ],
)
def test_what_lacks_is_offered_in_front_of_what_was_typed(statement, better) -> None:
    assert offered(verdict("S", goal(statement))) == {"statement": better}


def test_the_groups_of_the_measure_come_before_those_of_the_scan() -> None:
    facts = replace(SCANNED, groups="bovenbouw")

    assert offered(verdict("S", goal("Leerlingen lezen beter."), facts)) == {
        "statement": "In de bovenbouw: leerlingen lezen beter."
    }


@pytest.mark.parametrize("group", ["Unit 2", "Unit 2, Unit 3", "de Sterren"])
def test_what_was_taken_over_is_specific_and_not_offered_again(group) -> None:
    facts = replace(SCANNED, groups=group)
    better = offered(verdict("S", goal("Het lezen gaat beter."), facts))["statement"]

    found = verdict("S", goal(better), facts)

    assert (found.state, found.tip) == (GOOD, None)


def test_pupils_in_general_are_no_group_and_are_not_put_in_front_twice() -> None:
    found = verdict("S", goal("Bij leerlingen: het lezen gaat beter."), replace(SCANNED, groups="leerlingen"))

    assert (found.state, offered(found)) == (BETTER, {})


def test_a_means_keeps_its_text_and_gets_an_example() -> None:
    tip = verdict("S", goal("We schaffen laptops aan.")).tip

    assert tip.offer == {}
    assert "“In groep 5 halen meer leerlingen het verwachte niveau voor rekenen.”" in tip.text


def test_nothing_is_offered_that_does_not_fit_or_that_nobody_entered() -> None:
    assert offered(verdict("S", goal("leerlingen " * 90))) == {}
    assert offered(verdict("S", goal("Leerlingen lezen beter."), NOTHING)) == {}
    assert offered(verdict("S", goal(""), NOTHING)) == {}


# --- Meetbaar --------------------------------------------------------------------------------------------------------

MEASURABLE: list[tuple[str, dict[str, Any]]] = [
    ("In groep 5 halen meer leerlingen het basisniveau rekenen.", {}),
    ("In groep 5 haalt 75% het basisniveau.", {}),
    ("Leerlingen in groep 6 begrijpen langere teksten.", {"unit": "punten", "baseline": "141.5", "target": 150}),
    ("900 leerlingen doen mee aan de zomerschool.", {"how_measured": "presentielijst"}),
    ("900 leerlingen", {"baseline": None, "target": None, "unit": "", "how_measured": "telling"}),
    ("Alle leerlingen treden een keer op.", {"unit": "leerlingen", "baseline": 0, "target": 84}),
    ("Het verzuim in de bovenbouw daalt.", {"baseline": 12, "target": 6}),
    ("De achterstand in groep 7 is ingelopen.", {"unit": "maanden", "baseline": 4, "target": 0}),
]


@pytest.mark.parametrize(("statement", "fields"), MEASURABLE)
def test_a_number_a_unit_and_a_way_to_measure_are_measurable(statement, fields) -> None:
    assert verdict("M", goal(statement, **WHOLE | fields)).state == GOOD


NOT_MEASURABLE: list[tuple[str, dict[str, Any], State, str]] = [
    ("Groep 5 leest beter.", {"target": None, "baseline": None, "how_measured": ""}, MISSING, "geen getal in, en ook"),
    ("Iets met rekenen.", {"target": None, "baseline": None, "how_measured": ""}, MISSING, "geen getal in, en ook"),
    ("Groep 5 voelt zich veilig.", {"target": None, "baseline": None}, BETTER, "Dat mag"),
    ("Groep 5 leest beter.", {"target": None}, BETTER, "Nog niet ingevuld: streefwaarde."),
    ("Groep 5 leest beter.", {"unit": ""}, BETTER, "Nog niet ingevuld: eenheid."),
    ("Groep 5 leest beter.", {"baseline": None}, BETTER, "Nog niet ingevuld: beginwaarde."),
    ("Groep 5 leest beter.", {"how_measured": ""}, BETTER, "Nog niet ingevuld: hoe u meet."),
    ("Groep 5 leest beter.", {"baseline_on": None}, BETTER, "Nog niet ingevuld: datum van de beginwaarde."),
    ("Groep 5 leest beter.", {"baseline_source": ""}, BETTER, "Nog niet ingevuld: bron van de beginwaarde."),
    ("De helft van groep 5 leest op niveau.", {"target": None}, BETTER, "Nog niet ingevuld: streefwaarde."),
    (
        "Groep 5 leest beter.",
        {"unit": "", "baseline": None, "how_measured": ""},
        BETTER,
        "Nog niet ingevuld: eenheid, beginwaarde en hoe u meet.",
    ),
]


@pytest.mark.parametrize(("statement", "fields", "state", "seen"), NOT_MEASURABLE)
def test_what_is_not_measurable_is_told_what_lacks(statement, fields, state, seen) -> None:
    found = verdict("M", goal(statement, **WHOLE | fields))

    assert found.state == state
    assert seen in found.seen
    assert found.tip is not None


EMPTY = {"baseline": None, "target": None, "unit": "", "baseline_on": None, "baseline_source": "", "how_measured": ""}
OFFERS: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("In groep 5 haalt driekwart het niveau.", {}, {"target": "75", "unit": "%"}),
    ("In groep 5 haalt 82,5% het niveau.", {}, {"target": "82,5", "unit": "%"}),
    ("40 leerlingen halen niveau 2F.", {}, {"target": "40", "unit": "leerlingen"}),
    ("Alle leerlingen halen het niveau.", {}, {"target": "100", "unit": "%"}),
    ("12 van de 20 leerlingen halen 2F.", {}, {"target": "12", "unit": "leerlingen"}),
    ("12 van de 20 leerlingen halen 2F.", {"unit": "leerlingen"}, {"target": "12"}),
    ("12 van de 20 leerlingen halen 2F.", {"unit": "%"}, {}),
    ("Een op de drie leerlingen leest op niveau.", {}, {}),
    ("12 leerlingen op niveau.", {"unit": "%"}, {}),
    ("80% van groep 5 leest op niveau.", {"unit": "leerlingen"}, {}),
    ("Het verzuim daalt met 20%.", {}, {}),
    ("Het verzuim daalt met ongeveer 20 procent.", {}, {}),
    ("30% minder leerlingen verzuimen in groep 5.", {}, {}),
    ("In groep 5 lezen 12 leerlingen meer op niveau.", {}, {}),
    ("20% van groep 5 leest op niveau, met 30% meer plezier.", {}, {"target": "20", "unit": "%"}),
    ("Het verzuim daalt van 12% naar 6%.", {}, {"target": "6", "unit": "%"}),
    ("Geen enkel kind wordt gepest.", {}, {"target": "0", "unit": "%"}),
    ("900 leerlingen doen mee.", {}, {"how_measured": "presentielijst"}),
    (
        "Groep 5 rekent beter.",
        {},
        {
            "baseline": "26",
            "unit": "leerlingen met grote achterstand",
            "baseline_source": "Cito M5",
            "baseline_on": "2021-04-20",
        },
    ),
    (
        "Groep 5 rekent beter.",
        {"baseline": 3, "target": 6, "unit": "punten"},
        {"baseline_source": "Cito M5", "baseline_on": "2021-04-20"},
    ),
    ("Groep 5 rekent beter.", {"target": 75, "unit": "%"}, {"baseline_source": "Cito M5", "baseline_on": "2021-04-20"}),
    ("80% van groep 5 rekent beter.", {"target": 80}, {"unit": "%"}),
    ("Groep 5 rekent beter.", WHOLE | {"how_measured": ""}, {"how_measured": "Cito M5"}),
]


@pytest.mark.parametrize(("statement", "fields", "offer"), OFFERS)
def test_what_the_school_wrote_elsewhere_is_offered(statement, fields, offer) -> None:
    assert offered(verdict("M", goal(statement, **EMPTY | fields))) == offer


@pytest.mark.parametrize("told", ["minder dan 10", "niet getoond", ""])
def test_a_number_that_may_not_be_told_is_never_offered(told) -> None:
    facts = replace(SCANNED, findings=(finding(pupils=7),), counts=lambda: {7: told})

    tip = verdict("M", goal("Groep 5 rekent beter."), facts).tip

    assert "baseline" not in tip.offer
    assert "7" not in tip.text


def test_a_source_that_nobody_noted_is_asked_and_not_offered() -> None:
    facts = replace(SCANNED, findings=(finding(source=""),), scan_held_on=None)

    tip = verdict("M", goal("Groep 5 rekent beter.", **WHOLE | {"baseline_source": ""}), facts).tip

    assert (tip.text, tip.offer) == ("Schrijf op wanneer en in welke bron u de beginwaarde zag.", {})


def test_a_reach_goal_is_measurable_and_is_told_what_it_does_not_say() -> None:
    found = verdict("M", goal("900 leerlingen doen mee aan de zomerschool."))

    assert (found.state, found.seen) == (
        GOOD,
        "Dit is een bereikdoel: het zegt hoeveel mensen meedoen, niet wat zij leren. Dat mag.",
    )


def test_the_finding_that_the_goal_is_about_is_used() -> None:
    other = finding(pk=8, domain=WELLBEING, group="groep 8", delay=1, source_note="Enquête")
    facts = replace(SCANNED, findings=(*SCANNED.findings, other))

    assert offered(verdict("M", goal("Het welbevinden stijgt.", **WHOLE | {"how_measured": ""}), facts)) == {
        "how_measured": "Enquête"
    }


# --- Tijdsgebonden ---------------------------------------------------------------------------------------------------

IN_TIME = [
    {"deadline": date(2022, 7, 1)},
    {"deadline": date(2022, 7, 31)},
    {"deadline": date(2021, 8, 2)},
    {"deadline": date(2022, 1, 1), "baseline_on": None},
    {"deadline": date(2022, 6, 30), "statement": "In juni 2022 leest groep 5 op niveau."},
    {"deadline": date(2022, 7, 1), "statement": "Eind van het schooljaar leest groep 5 op niveau."},
    {"deadline": date(2022, 7, 1), "statement": "In februari 2021 las 58% van groep 5 op niveau, nu 75%."},
    {"deadline": date(2022, 5, 1), "statement": "Voor de zomer van 2022 leest groep 5 op niveau."},
    {"deadline": date(2021, 12, 31), "statement": "In schooljaar 2021-2022 leest groep 5 op niveau."},
]


@pytest.mark.parametrize("fields", IN_TIME)
def test_a_day_within_the_measure_is_timely(fields) -> None:
    found = verdict("T", goal(**WHOLE | fields))

    assert (found.state, found.tip) == (GOOD, None)


OUT_OF_TIME: list[tuple[dict[str, Any], State, str, dict[str, str]]] = [
    ({"deadline": None}, MISSING, "Er staat niet wanneer", {"deadline": "2022-07-31"}),
    (
        {"deadline": None, "statement": "Groep 5 leest in juni 2022 beter."},
        MISSING,
        "“juni 2022”",
        {"deadline": "2022-06-30"},
    ),
    (
        {"deadline": None, "statement": "Groep 5 leest voor de zomer beter."},
        MISSING,
        "“voor de zomer”",
        {"deadline": "2022-07-31"},
    ),
    (
        {"deadline": date(2021, 8, 1)},
        BETTER,
        "niet na het begin van de maatregel op 1 augustus 2021",
        {"deadline": "2022-07-31"},
    ),
    ({"deadline": date(2021, 6, 1)}, BETTER, "niet na de beginwaarde van 1 juni 2021", {"deadline": "2022-07-31"}),
    (
        {"deadline": date(2022, 8, 1)},
        BETTER,
        "na het einde van de maatregel op 31 juli 2022",
        {"deadline": "2022-07-31"},
    ),
    ({"deadline": date(2025, 8, 1)}, BETTER, "na 31 juli 2025, de dag waarop het geld", {"deadline": "2022-07-31"}),
    ({"deadline": date(9999, 12, 31)}, BETTER, "na 31 juli 2025", {"deadline": "2022-07-31"}),
    (
        {"deadline": date(2022, 7, 1), "statement": "In juni 2024 leest groep 5 beter."},
        BETTER,
        "In uw zin staat “juni 2024”, bij Uiterlijk op staat 1 juli 2022.",
        {"deadline": "2022-07-31"},
    ),
]


@pytest.mark.parametrize(("fields", "state", "seen", "offer"), OUT_OF_TIME)
def test_a_day_that_does_not_fit_is_told_why_and_offered_another(fields, state, seen, offer) -> None:
    found = verdict("T", goal(**WHOLE | fields))

    assert found.state == state
    assert seen in found.seen
    assert offered(found) == offer


def test_nothing_is_said_of_days_that_nobody_knows() -> None:
    assert verdict("T", goal(deadline=date(1999, 1, 1)), NOTHING).state == GOOD
    assert offered(verdict("T", goal(), NOTHING)) == {}


def test_the_money_ends_before_the_measure() -> None:
    facts = replace(SCANNED, ends_on=date(2026, 7, 31))

    assert offered(verdict("T", goal(), facts)) == {"deadline": "2025-07-31"}


@pytest.mark.parametrize(
    ("statement", "offer"),
    [
        ("In juni 2022 leest groep 5 beter.", "2022-06-30"),
        ("Op 1 juli 2022 leest groep 5 beter.", "2022-07-01"),
        ("In schooljaar 2021-2022 leest groep 5 beter.", "2022-07-31"),
        ("In juni 2024 leest groep 5 beter.", None),
    ],
)
def test_the_moment_in_the_sentence_is_offered_when_the_deadline_is_in_another_year(statement, offer) -> None:
    facts = replace(SCANNED, ends_on=date(2023, 7, 31))

    found = verdict("T", goal(statement, **WHOLE | {"deadline": date(2023, 7, 31)}), facts)

    assert found.state == BETTER
    assert offered(found) == ({"deadline": offer} if offer else {})


def test_a_long_way_is_worth_a_point_on_it() -> None:
    facts = replace(SCANNED, ends_on=date(2023, 7, 31))
    long = goal(pk=9, **WHOLE | {"deadline": date(2023, 7, 1)})
    halfway = Milestone(due_on=date(2022, 7, 1), value=66)

    found = verdict("T", long, facts)

    assert (found.state, found.tip.route, found.tip.pk) == (GOOD, "milestone_add", 9)
    assert verdict("T", long, facts, (halfway,)).tip is None


def test_a_point_after_the_deadline_is_told() -> None:
    late = Milestone(pk=4, due_on=date(2022, 7, 1), value=66)

    found = verdict("T", goal(**WHOLE), points=(late,))

    assert (found.state, found.tip.route, found.tip.pk) == (BETTER, "milestone_edit", 4)
    assert found.seen == "Het tussenpunt van 01-07-2022 ligt niet voor 1 juli 2022, de datum van het doel."


# --- all together ----------------------------------------------------------------------------------------------------

HOSTILE = [
    "x" * 1000,
    "<script>alert(1)</script>",
    "🎯" * 500,
    "\u202e%57",
    "9" * 1000 + "%",
    "{{ 7|add:1 }}",
    "'\"\\\x00",
]


@pytest.mark.parametrize("facts", [NOTHING, SCANNED], ids=["nothing", "scanned"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_gets_five_letters(text, facts) -> None:
    extremes = {"baseline": "-9999999.99", "target": "9999999.99", "deadline": date(1, 1, 1), "baseline_on": date.max}

    for fields in ({}, extremes, extremes | {"deadline": date.max, "baseline_on": date.min}):
        found = judge(goal(text, unit=text[:40], indicator=text[:200], how_measured=text[:200], **fields), facts)
        assert [v.letter for v in found] == ["S", "M", "A", "R", "T"]


def test_offers_are_written_as_the_form_takes_them() -> None:
    tip = verdict("M", goal("In groep 5 haalt 82,5% het niveau.")).tip

    assert tip.query == "target=82%2C5&unit=%25"
