"""What a school describes in Dutch gets the nearest category, with the words that were recognised."""

from __future__ import annotations

import time

import pytest

from menukaart.models import Category, Intervention
from menukaart.nearest import ONLY_TOGETHER, nearest
from menukaart.words import GROUPS, LONGEST_TEXT, stem, tokens
from tests.menukaart.cards import CATEGORIES, deck

DESCRIPTIONS = [
    ("A", "In de zomervakantie organiseren we twee weken zomerschool voor kinderen uit groep 5 tot en met 7."),
    ("A", "Leerlingen krijgen na schooltijd drie extra uren les in rekenen en taal."),
    ("A", "Op zaterdag is er een weekendschool met bijspijkerlessen wiskunde."),
    ("A", "Met de peuterspeelzaal werken we aan woordenschat, zodat kleuters beter beginnen."),
    ("B", "Een tutor geeft één-op-één bijles aan leerlingen die achterlopen met lezen."),
    ("B", "De leerkracht geeft verlengde instructie aan kleine groepjes van vier leerlingen, buiten de klas."),
    ("B", "Leerlingen uit groep 8 lezen als leesmaatje met leerlingen uit groep 4."),
    ("B", "We zetten een logopedist in voor de woordenschat en mondelinge taal van nieuwkomers."),
    ("B", "Docenten geven meer formatieve feedback op het werk van leerlingen."),
    ("C", "Muzieklessen met een eigen koor en een optreden voor ouders."),
    ("C", "Rots en Water-training voor leerlingen die gepest worden of weinig zelfvertrouwen hebben."),
    ("C", "Elke dag een half uur extra sporten en bewegen op het schoolplein met een vakleerkracht gym."),
    ("D", "Mentoruren waarin leerlingen leren plannen en hun huiswerk organiseren."),
    ("D", "Training executieve functies: werkgeheugen, concentratie en emotieregulatie."),
    ("D", "Coöperatieve werkvormen: leerlingen leren samenwerken in tweetallen."),
    ("E", "We stellen een onderwijsassistent aan voor drie dagen per week in de onderbouw."),
    ("E", "De grote groep 6 splitsen we in twee kleinere klassen."),
    ("E", "Extra handen in de klas door studenten van de pabo."),
    ("F", "We kopen laptops en licenties voor adaptieve rekensoftware."),
    ("F", "Nascholing van het team over het leerlingvolgsysteem."),
    ("F", "Ouderavonden en thuisbezoeken om ouders te betrekken."),
]


def letters(text: str, code: str = "2021", **kwargs: int) -> list[str]:
    return [proposal.category.letter for proposal in nearest(text, deck(code), **kwargs)]


@pytest.mark.parametrize("code", ["2021", "2022"])
@pytest.mark.parametrize(("expected", "text"), DESCRIPTIONS)
def test_what_schools_write_gets_the_category_that_a_reader_would_choose(code, expected, text):
    assert letters(text, code)[:1] == [expected]


def test_the_reason_names_the_words_as_they_were_typed_and_the_card_that_is_alike():
    (proposal,) = nearest("Muzieklessen met een eigen KOOR", deck("2021"))

    assert proposal.reason == "U schrijft “koor” en “muzieklessen”. Dat lijkt op “Cultuureducatie” van de menukaart."
    assert [card.code for card in proposal.cards] == ["C3"]


def test_accents_are_told_as_typed():
    (proposal,) = nearest("Coöperatieve lessen", deck("2021"))

    assert proposal.reason == "U schrijft “coöperatieve”. Dat lijkt op “Samenwerkend leren” van de menukaart."


def test_a_measure_of_two_kinds_gets_two_proposals_best_first_each_category_once():
    text = "Een onderwijsassistent begeleidt een kleine groep met verlengde instructie, een tutor geeft bijles."

    proposals = nearest(text, deck("2021"))

    assert [proposal.category.letter for proposal in proposals] == ["B", "E"]
    assert proposals[1].reason.startswith("U schrijft “onderwijsassistent”.")


@pytest.mark.parametrize(("limit", "expected"), [(0, []), (-1, []), (1, ["A"]), (2, ["A", "C"]), (6, ["A", "C", "D"])])
def test_never_more_than_the_limit_and_equals_in_the_order_of_the_letters(limit, expected):
    assert letters("Zomerschool, muziek, werkhouding", limit=limit) == expected


def test_category_f_always_says_that_it_never_stands_alone():
    for _, text in DESCRIPTIONS:
        for proposal in nearest(text, deck("2021"), limit=6):
            assert proposal.reason.endswith(ONLY_TOGETHER) == (proposal.category.letter == "F")


def test_words_without_a_card_on_this_edition_still_tell_the_category():
    (proposal,) = nearest("Nascholing", deck("2022"))

    assert (proposal.category.letter, proposal.cards) == ("F", ())
    assert (
        proposal.reason == f"U schrijft “nascholing”. Dat hoort bij “Faciliteiten en randvoorwaarden”. {ONLY_TOGETHER}"
    )


def test_a_new_card_is_recognised_by_its_name_without_a_word_list():
    cards = [*deck("2021"), Intervention(code="C9", category=CATEGORIES["C"], name="Natuurbeleving en tuinieren")]

    (proposal,) = nearest("Wij gaan tuinieren", cards)

    assert (proposal.category.letter, [card.code for card in proposal.cards]) == ("C", ["C9"])


def test_a_category_that_the_edition_does_not_have_is_not_proposed():
    assert nearest("Muzieklessen", [card for card in deck("2021") if card.category.letter != "C"]) == []
    assert nearest("Muzieklessen", []) == []


def test_the_order_of_the_cards_does_not_matter():
    for _, text in DESCRIPTIONS:
        cards = deck("2021")
        assert nearest(text, cards) == nearest(text, list(reversed(cards)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\n\t",
        "\x00\x07\x1b",
        "😀🎉👩‍🏫",
        "de het een",
        "leerlingen op school",
        "asdf qwer",
        "extra",
        "...",
        "123 456",
        "学校",
    ],
)
def test_what_means_nothing_gets_no_proposal(text):
    assert letters(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "muziek " * 15_000,
        "é" * 100_000,
        "e\u0301" * 50_000,
        "a b " * 25_000,
        "\x00" * 100_000,
        "<b>" * 33_000,
    ],
    ids=["one word", "one word again and again", "accents", "loose accents", "short", "null", "tags"],
)
def test_a_text_of_100_kb_is_read_in_a_moment(text):
    started = time.monotonic()

    letters(text)

    assert time.monotonic() - started < 2


def test_only_the_beginning_of_a_very_long_text_is_read():
    assert letters("x" * LONGEST_TEXT + " muziek koor") == []


def test_control_characters_and_emoji_between_words_do_no_harm():
    assert letters("🎵\x00muziek\x07🎵 in een koor\u202e") == ["C"]


def test_a_long_word_is_told_short():
    (proposal,) = nearest("muziek" + "x" * 5000, deck("2021"))

    assert len(proposal.reason) < 120


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lessen les lesje lesjes", "les"),
        ("lezen leest lees", "lees"),
        ("scholen school schooltje", "school"),
        ("groepen groep groepje groepjes", "groep"),
        ("klassen klas klasje", "klas"),
        ("begeleiding begeleiden begeleidingen", "begeleid"),
        ("schrijven schrijft", "schrijf"),
        ("leraren leraar", "leraar"),
        ("assistenten assistent", "assisten"),
    ],
)
def test_forms_of_one_word_have_one_stem(words, expected):
    assert {stem(word) for word in tokens(words)} == {expected}


def test_every_group_of_words_belongs_to_a_category_and_most_to_a_card():
    names = " ".join(" ".join(tokens(card.name)) for code in ("2021", "2022") for card in deck(code))

    assert {group.category for group in GROUPS} == set(CATEGORIES)
    assert [group.names for group in GROUPS if not any(piece in names for piece in group.names)] == []
    assert all(isinstance(category, Category) for category in CATEGORIES.values())
