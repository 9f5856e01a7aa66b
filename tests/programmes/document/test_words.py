"""Texts word by word: the pieces join back to both texts, read well, and take little time whatever people typed."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.document import words
from programmes.document.words import Kind, Piece

LIKE_TEXT = st.lists(
    st.sampled_from(["de", "les", "!", "Rekenen", "niet", " ", " ", "\n", ".", ",", "8,5", "😀", "<b>", "é"])
)
TEXTS = LIKE_TEXT.map("".join) | st.text(max_size=60)


def told(old: str, new: str) -> str:
    """The comparison as a line: deleted between square brackets, inserted between braces."""
    marks = {Kind.KEEP: "{}", Kind.DELETE: "[{}]", Kind.INSERT: "{{{}}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in words.compare(old, new))


@given(old=TEXTS, new=TEXTS)
@settings(max_examples=300, deadline=None)
def test_pieces_join_back_to_both_texts(old, new):
    pieces = words.compare(old, new)

    assert (words.old_text(pieces), words.new_text(pieces)) == (old, new)
    assert all(piece.text for piece in pieces)
    assert all(a.kind != b.kind for a, b in zip(pieces, pieces[1:], strict=False))


@given(text=TEXTS)
def test_equal_texts_have_nothing_deleted_or_inserted(text):
    assert words.compare(text, text) == ((Piece(Kind.KEEP, text),) if text else ())


@given(old=TEXTS, new=TEXTS)
@settings(deadline=None)
def test_inverse_turns_the_new_text_into_the_old(old, new):
    back = words.inverse(words.compare(old, new))

    assert (words.old_text(back), words.new_text(back)) == (new, old)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Wij lezen elke dag.", "Wij rekenen elke dag.", "Wij [lezen]{rekenen} elke dag."),
        ("Drie keer per week.", "Vier keer per week.", "[Drie]{Vier} keer per week."),
        ("Elke dag lezen.", "Elke dag samen lezen.", "Elke dag {samen }lezen."),
        ("Elke dag samen lezen.", "Elke dag lezen.", "Elke dag [samen ]lezen."),
        ("Eerst dit. Dan dat.", "Dan dat.", "[Eerst dit. ]Dan dat."),
        ("Dan dat.", "Eerst dit. Dan dat.", "{Eerst dit. }Dan dat."),
        ("vier kleine groepen", "acht grote groepen", "[vier kleine]{acht grote} groepen"),
        ("Bedrag 8,5 is veel.", "Bedrag 85 is veel.", "Bedrag [8,5]{85} is veel."),
        ("Wij lezen.", "Wij lezen. Elke dag.", "Wij lezen.{ Elke dag.}"),
        ("Wij lezen. Elke dag.", "Wij lezen.", "Wij lezen.[ Elke dag.]"),
        ("Ga! Nu", "Ga! Snel! Nu", "Ga! {Snel! }Nu"),
        ("", "Nieuw.", "{Nieuw.}"),
        ("Oud.", "", "[Oud.]"),
        (
            "Wij lezen samen met ouders.",
            "De gemeente betaalt het vervoer.",
            "[Wij lezen samen met ouders.]{De gemeente betaalt het vervoer.}",
        ),
        ("a\nb", "a\n\nb", "a{\n}\nb"),
    ],
)
def test_comparison_reads_as_people_would_mark_it(old, new, line):
    assert told(old, new) == line


def hostile(kind: str, chance: random.Random) -> str:
    if kind == "prose":
        vocabulary = [f"woord{number}" for number in range(2000)]
        weights = [1 / (place + 1) for place in range(2000)]
        return " ".join(chance.choices(vocabulary, weights, k=13_000))
    if kind == "sentences":
        return " ".join(chance.choice(["Ja.", "Nee.", "Wij lezen.", "De les gaat door."]) for _ in range(12_000))
    if kind == "two words":
        return " ".join(chance.choice("ab") for _ in range(50_000))
    return chance.choice(" \n") * 100_000 if kind == "spaces" else "".join(chance.choices("ab. \n!", k=100_000))


@pytest.mark.parametrize("kind", ["prose", "sentences", "two words", "spaces", "letters"])
def test_texts_of_100_kb_take_little_time(kind):
    chance = random.Random(5)
    old, new = hostile(kind, chance), hostile(kind, chance)
    began = time.process_time()

    pieces = words.compare(old, new)

    assert time.process_time() - began < 5
    assert (words.old_text(pieces), words.new_text(pieces)) == (old, new)


def test_one_word_in_a_text_of_100_kb_is_found():
    text = hostile("prose", random.Random(5))
    middle = text.index(" ", 50_000)

    pieces = words.compare(text, f"{text[:middle]} nieuw{text[middle:]}")

    assert [piece.kind for piece in pieces] == [Kind.KEEP, Kind.INSERT, Kind.KEEP]
    assert pieces[1].text.strip() == "nieuw"


def test_change_in_every_sentence_of_the_longest_text_of_a_plan_is_found():
    vocabulary = ["de", "het", "van", "groep", "lezen", "rekenen", "kind", "leraar", "school", "ouders", "samen"]
    chance = random.Random(5)
    sentences = [" ".join(chance.choices(vocabulary, k=10)) for _ in range(75)]
    old, new = (". ".join(f"Zin {mark}{number} {each}" for number, each in enumerate(sentences)) for mark in "ab")

    pieces = words.compare(old, new)

    assert 4_700 < len(new) < 5_300
    assert [piece.text for piece in pieces if piece.kind == Kind.INSERT] == [f"b{number}" for number in range(75)]
