"""The bar of a goal: from begin to target on an axis that shows the change, in words too, never off the canvas."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.document import fitting, schema
from programmes.document.goal_bars import FONT, SIDE, WIDTH, Scale, goal_bar

D = Decimal


def goal(baseline=None, target=None, unit="%", points=()) -> schema.GoalNode:
    values = [None if value is None else D(value) for value in (baseline, target)]
    milestones = tuple(
        schema.MilestoneNode(id=n, due_on=date(2022, n, 1), value=None if value is None else D(value), note="")
        for n, value in enumerate(points, start=1)
    )
    return schema.GoalNode.model_construct(baseline=values[0], target=values[1], unit=unit, milestones=milestones)


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        ((58, 75, "%"), Scale(D(0), D(100))),
        ((58, 75, "Procent"), Scale(D(0), D(100))),
        ((58, 175, "%"), Scale(D(0), D(175))),
        ((12, 8, "keer"), Scale(D(0), D(12))),
        ((-12, 30, ""), Scale(D(-12), D(30))),
        ((-12, -3, ""), Scale(D(-12), D(0))),
        ((0, 84, "leerlingen"), Scale(D(0), D(84))),
        (("141.5", 150, "punten"), Scale(D("133.0"), D("158.5"), part=True)),
        ((95, 98, "%"), Scale(D(92), D(100), part=True)),
        ((3, 1, "%"), Scale(D(0), D(5), part=True)),
        ((6, 6, "uur"), Scale(D(0), D(6))),
        ((0, 0, ""), Scale(D(0), D(1))),
        ((None, 80, "%"), Scale(D(0), D(100))),
        ((40, None, "uur"), Scale(D(0), D(40))),
    ],
)
def test_axis_begins_at_nothing_unless_the_change_would_not_be_seen(values, scale) -> None:
    assert goal_bar(goal(*values)).scale == scale


def test_begin_target_and_milestones_stand_in_proportion() -> None:
    found = goal_bar(goal(25, 75, "%", (50, None, 50)))

    room = D(WIDTH - 2 * SIDE)
    assert (found.start, found.end, found.points) == (SIDE + room / 4, SIDE + room * 3 / 4, (SIDE + room / 2,))
    assert found.body == "M 115.00 20 H 245.00 V 28 H 115.00 Z"
    assert (found.start_label.text, found.end_label.text, found.ends) == ("begin 25%", "doel 75%", ("0", "100"))


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ((58, 75, "%"), "Omhoog van 58% naar 75%"),
        ((12, "8.50", "keer"), "Omlaag van 12 keer naar 8,5 keer"),
        ((6, 6, ""), "Gelijk blijven: 6"),
        ((None, 80, "%"), "Naar 80%; de beginwaarde is nog niet bekend"),
        ((40, None, "%"), "Van 40%; het doel is nog niet bekend"),
    ],
)
def test_drawing_is_told_in_words(values, text) -> None:
    assert goal_bar(goal(*values)).text == text


def test_notes_tell_the_milestones_and_the_axis() -> None:
    assert goal_bar(goal(141, 150, "punten", (None, 145))).notes == (
        "Tussenpunten: 1 februari 2022 145 punten. De as loopt van 132 tot 159."
    )


def test_arrow_tells_the_direction() -> None:
    assert goal_bar(goal(0, 100)).way == "M 178.00 21 l 4 3 l -4 3"
    assert goal_bar(goal(100, 0)).way == "M 182.00 21 l -4 3 l 4 3"
    assert goal_bar(goal(6, 6)).way == goal_bar(goal(None, 6)).way == goal_bar(goal(6, 6)).body == ""


def test_goal_in_words_only_is_not_drawn() -> None:
    assert goal_bar(goal(None, None, "%", (50,))) is None


def test_ends_of_the_axis_are_left_out_when_there_is_no_room() -> None:
    assert goal_bar(goal(0, 123456789)).ends == ("0", "")


values = st.none() | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=2)
units = st.sampled_from(["%", "", "leerlingen"]) | st.text(max_size=60)


@given(values, values, units, st.lists(values, max_size=4))
@settings(deadline=None)
def test_nothing_is_drawn_outside_the_canvas(baseline, target, unit, points) -> None:
    found = goal_bar(goal(baseline, target, unit, points))

    if found is None:
        assert (baseline, target) == (None, None)
        return
    known = [x for x in (found.start, found.end, *found.points) if x is not None]
    assert all(SIDE <= x <= WIDTH - SIDE for x in known)
    for label in filter(None, (found.start_label, found.end_label)):
        half = D(str(fitting.width(label.text))) * FONT / 2
        assert -D("0.01") <= label.x - half
        assert label.x + half <= WIDTH + D("0.01")


def rendered(node: schema.GoalNode) -> str:
    return render_to_string("programmes/document/_goal_bar.html", {"bar": goal_bar(node), "anchor": "doel-1"})


@pytest.mark.parametrize("node", [goal(58, 75, "%", (60,)), goal(None, 75), goal(58, None), goal(6, 6, "<script>")])
def test_drawing_has_title_and_description_and_no_inline_style(node) -> None:
    found = rendered(node)

    svg = ElementTree.fromstring(re.search(r"<svg.*?</svg>", found, re.DOTALL)[0])
    assert (svg.get("aria-labelledby"), svg.get("font-family")) == ("doel-1-titel", "Source Sans 3")
    assert svg.find("title").text == goal_bar(node).text
    assert svg.find("desc").text == goal_bar(node).notes
    assert not re.search(r"<script|\sstyle=|None", found)


def test_axis_that_begins_elsewhere_is_dashed() -> None:
    assert ["stroke-dasharray" in rendered(node) for node in (goal(58, 75), goal(95, 98))] == [False, True]
