"""Which measure answers which need: every tie is a line, what is missing is said in words, nothing is off the canvas."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.document import fitting, schema
from programmes.document.needs_map import BOX, FONT, GAP, HEAD, MOST, PAD, WIDTH, Drawing, needs_map

D = Decimal


def need(pk: int, title: str = "Rekenen") -> schema.NeedNode:
    return schema.NeedNode.model_construct(id=pk, rank=pk, title=title)


def measure(pk: int, *needs: int, title: str = "Hulp", category: str = "B", goals: int = 1) -> schema.MeasureNode:
    known = {"id": pk, "rank": pk, "title": title, "category": category, "needs": needs, "goals": (None,) * goals}
    return schema.MeasureNode.model_construct(**known)


def tree(needs, measures) -> schema.Document:
    return schema.Document.model_construct(needs=tuple(needs), measures=tuple(measures))


def names(drawing: Drawing) -> list[list[str]]:
    """Of the boxes at the left and of those at the right."""
    return [[" ".join(box.lines) for box in drawing.boxes if (box.x > 0) == right] for right in (False, True)]


def test_one_need_with_one_measure_is_a_straight_line_between_two_boxes() -> None:
    (found,) = needs_map(tree([need(1)], [measure(1, 1)]))

    left, right = found.boxes
    assert [(box.x, box.y, box.height, box.lines, box.note, box.letter) for box in (left, right)] == [
        (0, D("32.00"), 32, ("1. Rekenen",), "", ""),
        (228, D("26.00"), 44, ("1. Hulp",), "1 doel", "B"),
    ]
    assert found.lines == "M 172 48.00 C 200 48.00 200 48.00 228 48.00"
    assert (found.missing, found.height) == ("", D(71))


def test_each_tie_is_a_line_and_a_measure_of_two_needs_has_one_box() -> None:
    (found,) = needs_map(tree([need(1), need(2, "Lezen")], [measure(1, 1, 2), measure(2, 2, goals=2)]))

    assert names(found) == [["1. Rekenen", "2. Lezen"], ["1. Hulp", "2. Hulp"]]
    assert (found.lines.count("M"), found.missing) == (3, "")
    assert found.text == (
        "Behoefte 1. Rekenen: 1. Hulp (categorie B, 1 doel). "
        "Behoefte 2. Lezen: 1. Hulp (categorie B, 1 doel); 2. Hulp (categorie B, 2 doelen)."
    )


def test_need_without_answer_and_measure_without_need_stand_out_in_words() -> None:
    (found,) = needs_map(tree([need(1), need(2), need(3)], [measure(1, 1), measure(2, goals=0), measure(3, 99)]))

    assert names(found) == [
        ["1. Rekenen", "2. Rekenen", "3. Rekenen", "Bij geen behoefte"],
        ["1. Hulp", "2. Hulp", "3. Hulp", "Nog geen maatregel"],
    ]
    assert [" ".join(box.lines) for box in found.boxes if box.open] == ["Bij geen behoefte", "Nog geen maatregel"]
    assert (found.lines.count("M"), found.missing.count("M")) == (1, 4)
    assert found.text == (
        "Behoefte 1. Rekenen: 1. Hulp (categorie B, 1 doel). Behoefte 2. Rekenen: nog geen maatregel. "
        "Behoefte 3. Rekenen: nog geen maatregel. "
        "Maatregelen bij geen behoefte: 2. Hulp (categorie B, nog geen doel); 3. Hulp (categorie B, 1 doel)."
    )


@pytest.mark.parametrize(("needs", "measures"), [([], []), ([need(1)], []), ([], [measure(1)])])
def test_without_needs_or_measures_there_is_no_drawing(needs, measures) -> None:
    assert needs_map(tree(needs, measures)) == ()


def test_more_measures_than_fit_go_into_a_next_drawing_with_their_need() -> None:
    many = [measure(n, 1) for n in range(1, 24)]

    found = needs_map(tree([need(1), need(2), need(3)], [*many, measure(24, 2)]))

    assert [len(names(drawing)[1]) for drawing in found] == [10, 10, 5]
    assert [names(drawing)[0] for drawing in found] == [
        ["1. Rekenen"],
        ["1. Rekenen"],
        ["1. Rekenen", "2. Rekenen", "3. Rekenen"],
    ]
    assert sum(drawing.lines.count("M") for drawing in found) == 24


texts = st.text(max_size=90) | st.sampled_from(["Onderwijsachterstandenbeleid" * 9, "😀" * 60, "\u202eomgekeerd"])
plans = st.integers(0, 14).flatmap(
    lambda n: st.tuples(
        st.lists(texts, min_size=n, max_size=n),
        st.lists(st.tuples(texts, st.sets(st.integers(1, n + 1), max_size=4), st.integers(0, 3)), max_size=30),
    )
)


@given(plans)
@settings(deadline=None)
def test_boxes_do_not_overlap_and_every_tie_is_drawn_once(plan) -> None:
    titles, rows = plan
    needs = [need(pk, title) for pk, title in enumerate(titles, start=1)]
    measures = [measure(pk, *on, title=title, goals=goals) for pk, (title, on, goals) in enumerate(rows, start=1)]

    found = needs_map(tree(needs, measures))

    if not needs or not measures:
        assert found == ()
        return
    for drawing in found:
        for x in (0, BOX + GAP):
            boxes = [box for box in drawing.boxes if box.x == x]
            assert 1 <= len(boxes) <= MOST
            assert all(lower.y >= upper.y + upper.height for upper, lower in pairwise(boxes))
            assert boxes[0].y >= HEAD
            assert boxes[-1].y + boxes[-1].height <= drawing.height
        for box in drawing.boxes:
            room = box.x + BOX - PAD - box.text_x
            assert all(fitting.width(line) * FONT <= room + 1e-6 for line in box.lines)
            last = box.note_y if box.note else box.texts[-1][0]
            assert last + 4 <= box.y + box.height
            assert box.y <= box.badge_y
    ties = sum(len([pk for pk in on if pk <= len(needs)]) for _, on, _ in rows)
    assert sum(drawing.lines.count("M") for drawing in found) == ties


def rendered(document: schema.Document) -> str:
    return render_to_string("programmes/document/_needs_map.html", {"needs_map": needs_map(document)})


def test_drawings_have_their_own_title_and_description_and_no_inline_style() -> None:
    hostile = "]]></svg><script>alert(1)</script>"
    found = rendered(tree([need(1, hostile), need(2)], [measure(n, 1, title=hostile) for n in range(12)]))

    drawings = [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", found, re.DOTALL)]
    assert [svg.find("title").text for svg in drawings] == [
        "Van behoefte naar maatregel, deel 1 van 2",
        "Van behoefte naar maatregel, deel 2 van 2",
    ]
    assert [svg.get("aria-describedby") for svg in drawings] == ["kaart-1-tekst", "kaart-2-tekst"]
    assert all(hostile in svg.find("desc").text for svg in drawings)
    assert all(svg.get("font-family") == "Source Sans 3" and svg.get("width") is None for svg in drawings)
    assert f'viewBox="0 0 {WIDTH} ' in found
    assert not re.search(r"<script|\sstyle=", found)
