"""The planning as strips: where bars and marks are, what is told in words, and nothing outside the canvas."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.document import schema
from programmes.document.planning import HEIGHT, PAD, WIDTH, Axis, Planning, Row, planning

D = Decimal
ROUND = ("2021-2022", "2022-2023")
MONTH = D(WIDTH) / 24
"""Of a round of two years."""


def measure(**values) -> schema.MeasureNode:
    known = {"id": 1, "rank": 1, "title": "Rekenhulp", "category": "B", "years": (), "goals": ()}
    return schema.MeasureNode.model_construct(**known | values)


def goal(deadline: date | None, *points: date) -> schema.GoalNode:
    milestones = (schema.MilestoneNode(id=n, due_on=day, value=None, note="") for n, day in enumerate(points))
    return schema.GoalNode.model_construct(deadline=deadline, milestones=tuple(milestones))


def plan(*measures: schema.MeasureNode, years: tuple[str, ...] = ROUND, until: date | None = None) -> schema.Document:
    of_round = schema.RoundNode(code="npo", name="NPO", years=years, spending_deadline=until)
    return schema.Document.model_construct(round=of_round, measures=measures)


def row(**values) -> Row:
    return planning(plan(measure(**values))).rows[0]


def bars(found: Row) -> list[tuple[D, D, bool]]:
    return [(span.x, span.x + span.width, span.exact) for span in found.spans]


def after(months: D | int) -> D:
    return (PAD + months * MONTH).quantize(D("0.01"))


def test_measure_with_days_is_a_tall_bar_from_day_to_day() -> None:
    found = row(starts_on=date(2021, 9, 16), ends_on=date(2022, 7, 31), years=("2021-2022",))

    assert bars(found) == [(after(D("1.5")), after(12), True)]
    assert found.when == "16 september 2021 tot en met 31 juli 2022"
    assert (found.arrows, found.notes, found.milestones, found.deadlines) == ("", "", (), ())


@pytest.mark.parametrize(
    ("values", "expected", "words"),
    [
        ({"years": ("2022-2023",)}, [(12, 24)], "schooljaar 2022-2023"),
        ({"years": ("2022-2023", "2021-2022")}, [(0, 24)], "schooljaren 2022-2023, 2021-2022"),
        ({"starts_on": date(2022, 1, 1)}, [(5, 24)], "vanaf 1 januari 2022"),
        ({"ends_on": date(2021, 12, 31)}, [(0, 5)], "tot en met 31 december 2021"),
        (
            {"starts_on": date(2022, 1, 1), "years": ("2021-2022",)},
            [(5, 12)],
            "vanaf 1 januari 2022, schooljaar 2021-2022",
        ),
        (
            {"ends_on": date(2022, 12, 31), "years": ("2021-2022",)},
            [(0, 17)],
            "tot en met 31 december 2022, schooljaar 2021-2022",
        ),
        ({}, [], "nog geen planning"),
        ({"planning": "Na de zomer."}, [], "nog geen data, wel een planning in woorden"),
        ({"years": ("ooit",)}, [], "schooljaar ooit"),
        (
            {"starts_on": date(2022, 1, 1), "ends_on": date(2021, 9, 1)},
            [],
            "1 januari 2022 tot en met 1 september 2021: het einde ligt voor het begin",
        ),
    ],
)
def test_measure_without_both_days_is_a_low_bar_as_far_as_is_known(values, expected, words) -> None:
    found = row(**values)

    assert bars(found) == [(after(left), after(right), False) for left, right in expected]
    assert found.when == words


def test_school_years_with_one_between_are_two_bars() -> None:
    years = ("2021-2022", "2022-2023", "2023-2024")

    found = planning(plan(measure(years=("2021-2022", "2023-2024")), years=years)).rows[0]

    assert bars(found) == [(D(8), D(128), False), (D(248), D(368), False)]


def test_milestones_and_deadlines_are_marks_told_in_words_once_a_day() -> None:
    goals = (goal(date(2022, 7, 1), date(2022, 1, 1)), goal(date(2022, 7, 1), date(2022, 1, 1), date(2022, 4, 1)))

    found = row(goals=goals)

    assert (found.milestones, found.deadlines) == ((after(5), after(8)), (after(11),))
    assert found.notes == "tussenpunt 1 januari 2022; tussenpunt 1 april 2022; doel uiterlijk 1 juli 2022"


def test_axis_grows_to_the_years_in_which_something_happens_but_stays_legible() -> None:
    late = measure(starts_on=date(2020, 8, 1), ends_on=date(2023, 10, 1))
    absurd = measure(starts_on=date(1901, 1, 1), ends_on=date(9999, 12, 31), goals=(goal(date(9999, 12, 31)),))

    assert planning(plan(late)).axis == Axis(2020, 4)
    found = planning(plan(absurd))
    assert found.axis == Axis(2021, 2)
    assert bars(found.rows[0]) == [(D(PAD), D(PAD + WIDTH), True)]
    assert found.rows[0].arrows == "M 8 7 L 1 12 L 8 17 Z M 368 7 L 375 12 L 368 17 Z"
    assert (found.goes_on, found.rows[0].deadlines) == (True, ())
    assert found.rows[0].notes == "doel uiterlijk 31 december 9999"


def test_axis_without_years_of_the_round_is_that_of_the_measures() -> None:
    found = planning(plan(measure(starts_on=date(2022, 9, 1)), years=("doorlopend",)))

    assert (found.axis, found.axis.text) == (Axis(2022, 1), "schooljaar 2022-2023")


def test_head_names_school_years_and_months_shorter_when_there_are_many() -> None:
    two, eight = Axis(2021, 2), Axis(2021, 8)

    assert two.names == ((D(98), "2021-2022"), (D(278), "2022-2023"))
    assert two.months == ((after(0), "aug"), (after(5), "jan"), (after(12), "aug"), (after(17), "jan"))
    assert (eight.names[0], len(eight.months)) == ((D("30.50"), "21-22"), 8)
    assert two.bands == "M 188.00 0 H 368.00 V 24 H 188.00 Z"


def test_last_day_for_the_money_is_a_line_at_its_end() -> None:
    assert planning(plan(measure(), until=date(2022, 7, 31))).limit == after(12)
    assert planning(plan(measure(), until=date(2031, 7, 31))).limit is None


@pytest.mark.parametrize("measures", [(), (measure(years=("ooit",)),)])
def test_without_measure_or_any_school_year_there_is_no_planning(measures) -> None:
    assert planning(plan(*measures, years=())) is None


def numbers(path: str) -> list[D]:
    return [D(each) for each in re.findall(r"-?\d+(?:\.\d+)?", path)]


days = st.none() | st.dates()
labels = st.lists(st.sampled_from(["2019-2020", *ROUND, "2023-2024", "2199-2200", "0000-0001", "ooit"]), max_size=4)
goals = st.lists(st.builds(lambda due, on: goal(due, *on), days, st.lists(st.dates(), max_size=2)), max_size=2)
measures = st.builds(measure, starts_on=days, ends_on=days, years=labels.map(tuple), goals=goals.map(tuple))
plans = st.builds(
    lambda many, years, until: plan(*many, years=tuple(years), until=until),
    st.lists(measures, max_size=4),
    labels,
    days,
)


@given(plans)
@settings(deadline=None)
def test_nothing_is_drawn_outside_the_canvas(document: schema.Document) -> None:
    found = planning(document)

    for each in found.rows if found else ():
        assert all(s.x >= PAD and s.width >= 0 and s.x + s.width <= PAD + WIDTH for s in each.spans)
        assert all(s.y >= 0 and s.y + s.height <= HEIGHT for s in each.spans)
        assert all(PAD <= x <= PAD + WIDTH for x in (*each.milestones, *each.deadlines))
        assert all(0 <= value <= found.width for value in numbers(each.arrows))
        assert each.when


def rendered(document: schema.Document) -> str:
    context = {"planning": planning(document), "document": document}
    return render_to_string("programmes/document/_gantt.html", context)


def test_strip_has_a_title_and_a_description_and_no_inline_style() -> None:
    hostile = '"><script>alert(1)</script>'
    found = rendered(plan(measure(title=hostile, starts_on=date(2022, 1, 1), goals=(goal(date(2022, 7, 1)),))))

    drawings = [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", found, re.DOTALL)]
    assert [svg.find("title").text for svg in drawings] == [
        "Looptijd, schooljaren 2021-2022 tot en met 2022-2023",
        "Vanaf 1 januari 2022",
    ]
    assert drawings[1].find("desc").text == "Doel uiterlijk 1 juli 2022"
    assert {svg.get("font-family") for svg in drawings} == {"Source Sans 3"}
    assert not re.search(r"<script|\sstyle=", found)
    assert 'href="#maatregel-1"' in found


def test_sixty_measures_are_sixty_rows_under_one_head() -> None:
    found = rendered(plan(*(measure(id=n, rank=n, years=("2021-2022",)) for n in range(60))))

    assert (found.count("<thead>"), found.count('<th scope="row">'), found.count("<svg")) == (1, 60, 61)


def test_legend_tells_only_what_is_in_the_picture() -> None:
    short = rendered(plan(measure(starts_on=date(2021, 9, 1), ends_on=date(2022, 6, 1))))
    full = rendered(
        plan(
            measure(starts_on=date(1990, 9, 1), goals=(goal(date(2022, 6, 1), date(2022, 1, 1)),)),
            until=date(2023, 7, 31),
        )
    )

    words = ("Lage balk", "Ruit", "Rondje", "Stippellijn: het geld besteden tot en met 31 juli 2023", "Pijl")
    assert [word in short for word in words] == [False] * 5
    assert [word in full for word in words] == [True] * 5


def test_planning_is_plain_data() -> None:
    assert isinstance(planning(plan(measure())), Planning)
    assert planning(plan(measure())) == planning(plan(measure()))
