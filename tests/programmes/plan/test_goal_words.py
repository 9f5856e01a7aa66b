"""What a Dutch goal says: of whom, about what, how many, by when. Also when it is odd or meant to hurt."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest

from programmes.plan.goal_words import LONGEST, When, Who, mentions, plain, read

EXACT = [
    "In groep 5 halen meer leerlingen het basisniveau.",
    "Groepen 4 tot en met 8 lezen vlotter.",
    "De bovenbouw werkt zelfstandiger.",
    "Leerlingen uit leerjaar 2 plannen hun huiswerk.",
    "De brugklassers halen betere cijfers.",
    "Leerlingen met dyslexie lezen vlotter.",
    "Havo 3 haalt hogere cijfers.",
    "Alle leerlingen halen hun zwemdiploma.",
    "900 leerlingen doen mee.",
    "Twaalf kinderen lezen op niveau.",
    "Nieuwkomers spreken beter Nederlands.",
    "Iedereen voelt zich veilig.",
    "Leerlingen die thuis geen Nederlands spreken, kennen meer woorden.",
]
NOT_EXACT = [
    ("Leerlingen lezen beter.", Who.SOMEBODY),
    ("Meer kinderen halen het basisniveau.", Who.SOMEBODY),
    ("Elk kwartaal toetsen leerlingen.", Who.SOMEBODY),
    ("Het onderwijs wordt beter.", Who.NOBODY),
    ("Betere resultaten bij rekenen.", Who.NOBODY),
    ("Rekenen op niveau.", Who.NOBODY),
    ("Een fijne sfeer.", Who.NOBODY),
    ("Kindvriendelijk lezen.", Who.NOBODY),
    ("", Who.NOBODY),
]


@pytest.mark.parametrize("text", EXACT)
def test_a_text_that_names_its_pupils_is_exact(text) -> None:
    assert read(text).who == Who.EXACT


@pytest.mark.parametrize(("text", "who"), NOT_EXACT)
def test_a_text_that_names_no_group_is_not_exact(text, who) -> None:
    assert read(text).who == who


MEANS = [
    "We gaan een training volgen over directe instructie.",
    "Het team volgt een cursus.",
    "We schaffen laptops aan.",
    "Aanschaf van een nieuwe leesmethode.",
    "Er komt een onderwijsassistent in groep 5.",
    "Meer aandacht voor lezen in groep 5.",
    "Versterken van het leesonderwijs.",
    "De school zet een leesspecialist in.",
    "Inzetten op welbevinden.",
    "Invoering van formatief toetsen in de onderbouw.",
    "Wij organiseren bijles voor groep 8.",
]
RESULTS = [
    "In groep 5 haalt driekwart van de leerlingen het basisniveau.",
    "Leerlingen voelen zich veilig.",
    "Door bijles halen leerlingen van groep 8 het streefniveau.",
    "We gaan ervoor zorgen dat groep 4 beter leest en het niveau haalt.",
    "Het verzuim in de bovenbouw daalt.",
    "De achterstand met rekenen is in groep 7 ingelopen.",
    "900 leerlingen krijgen bijles.",
    "Leerlingen durven vragen te stellen.",
    "De brugklas plant het huiswerk zelf.",
    "Na de training geven alle leraren doelgerichte feedback, en leerlingen kunnen zeggen wat zij leren.",
]


@pytest.mark.parametrize("text", MEANS)
def test_what_the_school_does_is_a_means(text) -> None:
    assert read(text).is_means is True


@pytest.mark.parametrize("text", RESULTS)
def test_what_pupils_can_afterwards_is_no_means(text) -> None:
    assert read(text).is_means is False


PERCENT = [
    ("80% van groep 4 leest op niveau.", "80"),
    ("80 % haalt het", "80"),
    ("82,5 procent haalt het", "82.5"),
    ("Van 58% naar 75% haalt een voldoende.", "75"),
    ("van 58 naar 75 procent", "75"),
    ("Driekwart van de leerlingen haalt het.", "75"),
    ("De helft van havo 3 plant zelf.", "50"),
    ("Negen van de tien leerlingen lezen op niveau.", "90"),
    ("150% meer leesplezier", "150"),
    ("9 van de 10 leerlingen lezen op niveau.", "90"),
]
NO_PERCENT = [
    "Groep 5 leest beter.",
    "In 2022 leest men.",
    "Niveau 2F in leerjaar 4.",
    "NT2 in groep 3.",
    "12 keer",
    "28 van de 100",
]


@pytest.mark.parametrize(("text", "share"), PERCENT)
def test_a_part_is_read_in_digits_and_in_words(text, share) -> None:
    assert read(text).percent == Decimal(share)


@pytest.mark.parametrize("text", NO_PERCENT)
def test_groups_years_and_levels_are_no_part(text) -> None:
    assert read(text).percent is None


COUNTS = [
    ("900 leerlingen doen mee.", 900, True),
    ("1.250 leerlingen krijgen bijles.", 1250, True),
    ("Twaalf kinderen lezen op niveau.", 12, True),
    ("In groep 5, 20 leerlingen halen het niveau.", 20, True),
    ("40 extra leerlingen halen 2F.", 40, True),
    ("30 ouders komen naar de avond.", 30, False),
    ("Vijf leraren geven feedback.", 5, False),
    ("0 leerlingen blijven zitten.", 0, True),
    ("12 van de 20 leerlingen halen 2F.", 12, True),
    ("Twaalf van de twintig leerlingen lezen op niveau.", 12, True),
    ("Een op de drie leerlingen leest op niveau.", None, False),
    ("1 op de 3 leerlingen leest op niveau.", None, False),
]


@pytest.mark.parametrize(("text", "count", "pupils"), COUNTS)
def test_a_count_of_people_is_read(text, count, pupils) -> None:
    said = read(text)

    assert (said.people, said.are_pupils) == (count, pupils)


@pytest.mark.parametrize(
    "text", ["Groep 5 leerlingen lezen.", "Leerlingen van groep 8 lezen.", "In leerjaar 2 kinderen"]
)
def test_the_number_of_a_group_is_no_count(text) -> None:
    assert read(text).has_number is False


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("Alle leerlingen lezen.", 100),
        ("Elk kind leest.", 100),
        ("Geen enkele leerling wordt gepest.", 0),
        ("Niemand", 0),
    ],
)
def test_all_and_none_are_numbers(text, each) -> None:
    assert (read(text).each, read(text).has_number) == (each, True)


REACH = [
    "900 leerlingen",
    "900 leerlingen doen mee aan de zomerschool.",
    "60 leerlingen volgen bijles.",
    "30 ouders komen naar de ouderavond",
    "Minstens 40 leerlingen in groep 5.",
    "80 leerlingen per jaar",
]
LEARNING = [
    "40 leerlingen halen niveau 2F.",
    "80% doet mee",
    "Leerlingen doen mee.",
    "12 kinderen lezen een niveau hoger",
    "In groep 5 lezen 25 leerlingen op AVI M5",
    "20 leerlingen in groep 5 spellen foutloos",
    "30 leerlingen rekenen vlot tot 20",
    "25 leerlingen hebben meer zelfvertrouwen",
    "5 leerlingen spijbelen nog",
]


@pytest.mark.parametrize("text", REACH)
def test_how_many_take_part_is_a_reach_goal(text) -> None:
    assert read(text).is_reach is True


@pytest.mark.parametrize("text", LEARNING)
def test_what_they_learn_is_no_reach_goal(text) -> None:
    assert read(text).is_reach is False


WHEN = [
    ("op 1 juli 2022", "1 juli 2022", date(2022, 7, 1)),
    ("uiterlijk 31-12-2022", "31-12-2022", date(2022, 12, 31)),
    ("in juni 2022", "juni 2022", date(2022, 6, 30)),
    ("voor de zomer van 2023", "zomer van 2023", date(2023, 7, 31)),
    ("in schooljaar 2021-2022", "schooljaar 2021-2022", date(2022, 7, 31)),
    ("2021/'22 of 2021-22", "2021-22", date(2022, 7, 31)),
    ("voor de zomer", "voor de zomer", None),
    ("eind van het schooljaar", "eind van het schooljaar", None),
    ("binnen twee jaar", "binnen twee jaar", None),
    ("op 31 februari 2022", "31 februari 2022", None),
    ("op 99-99-2022", "99-99-2022", None),
]


@pytest.mark.parametrize(("text", "words", "day"), WHEN)
def test_a_moment_in_the_text_is_found(text, words, day) -> None:
    assert read(f"Groep 5 leest {text} beter.").when == When(words, day)


@pytest.mark.parametrize("text", ["Groep 5 leest beter.", "Mei leest.", "De zomerschool helpt.", "1250 boeken", ""])
def test_no_moment_is_none(text) -> None:
    assert read(text).when is None


def test_a_field_of_the_school_counts_as_subject() -> None:
    text = "In groep 8 is iedereen vaardiger met programmeerblokken."

    assert (read("Groep 8 kan programmeren.").about, read("Groep 8 kan programmeren.", ["programmeren"]).about) == (
        "",
        "programmeren",
    )
    assert read(text).about != ""


@pytest.mark.parametrize(
    ("text", "name", "named"),
    [
        ("Begrijpend lezen in groep 6", "begrijpend lezen", True),
        ("Groep 6 leest langere teksten", "groep 6", True),
        ("Groep 16", "groep 1", False),
        ("Rekenen gaat goed", "begrijpend lezen", False),
        ("Iets", "", False),
        ("Iets", "  ", False),
    ],
)
def test_a_text_names_a_field(text, name, named) -> None:
    assert mentions(text, name) is named


HOSTILE = [
    "in de " * 166 + "5 leerlingen",
    "5 leerlingen in de " + "in de " * 150,
    "minstens " * 110,
    "12 van de 20 " * 70,
    "a" * 1000,
    "leerlingen" * 100,
    "niveau" * 166,
    "groep 5, " * 111,
    "1" * 1000,
    "1.000" * 200,
    "9999999999999999999% van de leerlingen",
    "🎯🎯🎯 📚",
    "\u202e5 peorg nI",
    "groep\u00a05 haalt 80\u202f%",
    "\x00\x01\x02",
    "x" * 50_000,
    "achterstand " + "a " * 490,
    "we zetten " + "heel " * 198,
    "<script>alert(1)</script>",
    "{{ 7|add:1 }} {% now %}",
    "٥٠٪ van de leerlingen",
    "ⅣⅣ ² ½ leerlingen",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_odd_and_hostile_texts_are_read_quickly(text) -> None:
    began = time.perf_counter()

    said = read(text, [text[:200], "rekenen"])

    assert time.perf_counter() - began < 0.5
    assert said.percent is None or said.percent < 10_000


def test_accents_cases_and_spaces_do_not_matter() -> None:
    assert plain("  GROEP\u00a05\tcoöperatief\u200b ") == "groep 5 cooperatief"
    assert read("IN GROEP 5 HAALT DRIEKWART HET BASISNIVEAU").percent == 75
    assert read("y" * LONGEST + " 80%").percent is None
