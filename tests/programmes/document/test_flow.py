"""From need to euro: every column is all the money, to the cent, and the drawing is in proportion and legible."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.conf import settings as django_settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.cases import PRIMARY, write_plan
from programmes.document import fitting
from programmes.document import flow as flows
from programmes.document.build import build
from programmes.document.flow_drawing import BETWEEN, WIDTHS, Drawing, draw
from programmes.models import Measure, Programme
from tests import factories as make
from tests.programmes.document.plans import any_plan
from tests.programmes.document.trees import LETTERS, Plan, tree

D = Decimal
HOSTILE = (
    "<script>alert(1)</script> & \"'",
    "Ongelooflijkverschrikkelijklangwoord" * 30,
    "😀🧑🏽‍🏫" * 40,
    "\u202eomgekeerd \u2067اللغة العربية",
    "a\u0300\u0301\u0302" * 200,
    "]]></svg><svg onload=alert(1)>",
    "\u0000\u0007\u200b",
    "",
)

amounts = st.none() | st.decimals(min_value=0, max_value=10**6, places=2)
names = st.sampled_from(HOSTILE) | st.text(max_size=80)
plans = st.integers(0, 8).flatmap(
    lambda n: st.builds(
        Plan,
        needs=st.lists(names, min_size=n, max_size=n),
        measures=st.lists(
            st.tuples(
                st.lists(st.integers(0, n - 1), max_size=n, unique=True) if n else st.just([]),
                st.sampled_from(LETTERS),
                amounts,
            ),
            max_size=12,
        ),
        loose=st.lists(st.tuples(st.sampled_from(["", *LETTERS]), st.decimals(0, 10**5, places=2)), max_size=4),
        name=names,
    )
)


@given(plans)
@settings(deadline=None)
def test_every_column_and_every_step_sums_to_what_is_spent_and_nothing_is_negative(plan: Plan) -> None:
    document = tree(plan)

    flow = flows.flow(document)

    spent = document.budget.spent.amount
    if not spent:
        assert flow is None
        return
    assert flow.total == sum(row.amount for row in flow.rows) == spent
    assert [sum(p.amount for p in flow.column(column)) for column in range(4)] == [spent] * 4
    assert [sum(link.amount for link in flow.links if link.column == column) for column in range(3)] == [spent] * 3
    assert min(part.amount for part in (*flow.rows, *flow.places, *flow.links)) > 0


@given(plans)
@settings(deadline=None)
def test_what_goes_into_a_place_comes_out_of_it(plan: Plan) -> None:
    flow = flows.flow(tree(plan))

    for place in flow.places if flow else ():
        out = [link.amount for link in flow.links if (link.column, link.source) == (place.column, place.key)]
        into = [link.amount for link in flow.links if (link.column + 1, link.target) == (place.column, place.key)]
        assert {sum(side) for side in (out, into) if side} == {place.amount}


def assert_sound(drawing: Drawing, flow: flows.Flow) -> None:
    """Boxes do not overlap nor leave the drawing, bars and bands are in proportion and lie in their box."""
    scale = max(box.bar for box in drawing.boxes) / max(box.place.amount for box in drawing.boxes)
    for column in WIDTHS:
        boxes = [box for box in drawing.boxes if box.place.column == column]
        assert all(lower.y - (upper.y + upper.height) >= BETWEEN for upper, lower in pairwise(boxes))
    for box in drawing.boxes:
        assert 0 <= box.x < box.right <= drawing.width
        assert box.y >= 0
        assert box.y + box.height <= drawing.height
        assert box.y <= box.bar_y
        assert box.bar_y + box.bar <= box.y + box.height + D("0.01")
        assert abs(box.bar - box.place.amount * scale) < D("0.02")
        baselines = [y for y, _ in box.texts] + [box.amount_y]
        assert all(later - earlier >= 15 for earlier, later in pairwise(baselines))
        assert box.y + 12 <= baselines[0]
        assert baselines[-1] + 4 <= box.y + box.height
        room = (box.right - box.text_x - (0 if box.place.column == flows.YEAR else 5)) / drawing.font
        assert max(fitting.width(line) for line in box.lines) <= room + 1e-9
    for band in drawing.bands:
        assert abs(band.height - band.link.amount * scale) < D("0.02")


@given(plans)
@settings(deadline=None)
def test_drawing_is_in_proportion_and_nothing_overlaps(plan: Plan) -> None:
    flow = flows.flow(tree(plan))

    if flow:
        assert_sound(draw(flow), flow)


@pytest.mark.parametrize("count", [1, 2, 12, 40])
@pytest.mark.parametrize("first", ["0.01", "999999.99"])
def test_one_to_forty_measures_do_not_overlap(count: int, first: str) -> None:
    measures = [([place], LETTERS[place % 6], D(place + 1) if place else D(first)) for place in range(count)]
    flow = flows.flow(tree(Plan(needs=["Lezen en rekenen"] * count, measures=measures, name="Onderwijs" * 9)))

    drawing = draw(flow)

    assert_sound(drawing, flow)
    assert len(drawing.boxes) == 2 * count + min(count, 6) + len(
        {link.target for link in flow.links if link.column == 2}
    )


def test_bands_stack_without_gap_or_overlap_along_both_bars() -> None:
    measures = [([0, 1, 2], "A", D("100.00")), ([1], "B", D("33.33")), ([], "A", D("0.05"))]
    drawing = draw(flows.flow(tree(Plan(["Een", "Twee", "Drie"], measures, [("", D("12.00"))]))))

    for box in drawing.boxes:
        for side in ("start", "end"):
            column, key = box.place.column, box.place.key
            bands = [
                (getattr(b, side), b.height)
                for b in drawing.bands
                if (b.link.column, b.link.source, "start") == (column, key, side)
                or (b.link.column + 1, b.link.target, "end") == (column, key, side)
            ]
            for (upper, height), (lower, _) in pairwise(sorted(bands)):
                assert abs(upper + height - lower) <= D("0.02")
            if bands:
                assert min(bands)[0] == box.bar_y


def test_measure_for_three_needs_is_divided_equally_to_the_cent() -> None:
    flow = flows.flow(tree(Plan(["Een", "Twee", "Drie"], [([0, 1, 2], "B", D("100.00"))])))

    assert [(row.need.title, row.amount) for row in flow.rows] == [
        ("Behoefte 1: Een", D("33.34")),
        ("Behoefte 2: Twee", D("33.33")),
        ("Behoefte 3: Drie", D("33.33")),
    ]
    assert flow.shared
    assert not flows.flow(tree(Plan(["Een"], [([0], "B", D("100.00"))]))).shared


def test_no_need_and_no_measure_have_their_own_place() -> None:
    plan = Plan(["Een"], [([], "A", D("10.00")), ([0], "A", D("20.00"))], [("", D("5.00")), ("C", D("7.00"))])

    flow = flows.flow(tree(plan))

    assert [(row.need.title, row.measure.title, row.category.letter, row.amount) for row in flow.rows] == [
        ("Behoefte 1: Een", "Maatregel 2: Maatregel", "A", D("20.00")),
        ("zonder behoefte", "Maatregel 1: Maatregel", "A", D("10.00")),
        ("zonder behoefte", "zonder maatregel", "C", D("7.00")),
        ("zonder behoefte", "zonder maatregel", "", D("5.00")),
    ]
    assert flow.text == (
        "Behoeften: 1. Een €\u00a020,00; Zonder behoefte €\u00a022,00. "
        "Maatregelen: 1. Maatregel €\u00a010,00; 2. Maatregel €\u00a020,00; Zonder maatregel €\u00a012,00. "
        "Categorieën: A. Soort A €\u00a030,00; C. Soort C €\u00a07,00; Zonder categorie €\u00a05,00. "
        "Schooljaren: 2021-2022 €\u00a014,00; 2022-2023 €\u00a028,00."
    )


def test_unknown_amounts_do_not_flow_and_are_named() -> None:
    flow = flows.flow(tree(Plan(["Een", "Twee"], [([0], "A", D("10.00")), ([1], "B", None)])))

    assert (flow.total, flow.complete) == (D("10.00"), False)
    assert [place.title for place in (*flow.dry_needs, *flow.dry_measures)] == [
        "Behoefte 2: Twee",
        "Maatregel 2: Maatregel",
    ]


@pytest.mark.parametrize("measures", [[], [([0], "A", None)], [([0], "A", D("0.00"))]])
def test_without_known_money_there_is_no_flow(measures) -> None:
    assert flows.flow(tree(Plan(["Een"], measures))) is None


# --- names on lines --------------------------------------------------------------------------------------------------


@given(names, st.floats(3, 20), st.integers(1, 4))
def test_lines_of_a_name_fit_and_never_run_the_wrong_way(name: str, room: float, lines: int) -> None:
    found = fitting.fit(name, room, lines)

    assert 1 <= len(found) <= lines
    assert all(fitting.width(line) <= room + 1e-9 for line in found)
    assert not re.search(r"[\x00-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "".join(found))


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("C. Sociaal-emotioneel en fysiek", ("C. Sociaal-", "emotioneel en", "fysiek")),
        ("Rekenen", ("Rekenen",)),
        ("Leerlingen in groep vijf rekenen weer op niveau", ("Leerlingen in", "groep vijf", "rekenen weer…")),
        ("Meervoudigepersoonlijkheid", ("Meervoudigeper", "soonlijkheid")),
        ("  \n ", ("",)),
    ],
)
def test_names_break_where_a_reader_expects(name: str, lines: tuple[str, ...]) -> None:
    assert fitting.fit(name, 8.2, 3) == lines


@pytest.mark.parametrize("style", ["Regular", "Semibold"])
def test_estimated_width_is_never_less_than_that_of_the_font(style: str) -> None:
    font = TTFont(django_settings.BASE_DIR / "static" / "fonts" / "pdf" / f"SourceSans3-{style}.ttf")
    glyphs, units = font.getBestCmap(), font["head"].unitsPerEm

    too_wide = [
        chr(code)
        for code in range(0x20, 0x250)
        if code in glyphs and font["hmtx"][glyphs[code]][0] / units > fitting.width(chr(code))
    ]

    assert too_wide == []


# --- on the page -----------------------------------------------------------------------------------------------------


def rendered(plan: Plan) -> str:
    flow = flows.flow(tree(plan))
    return render_to_string("programmes/document/_flow.html", {"flow": flow, "flow_drawing": draw(flow)})


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_leave_well_formed_svg_without_script_or_style(name: str) -> None:
    found = rendered(Plan([name] * 3, [([0, 1], "A", D("5.00")), ([2], "B", D("7.00"))], name=name))

    svg = ElementTree.fromstring(
        re.search(r"<svg.*?</svg>", found, re.DOTALL)[0].replace("\x00", "").replace("\x07", "")
    )
    assert {element.tag for element in svg.iter()} == {"svg", "title", "desc", "path", "rect", "text"}
    assert not re.search(r"<script|\sstyle=|\son\w+=", re.sub(r"&lt;.*?&gt;", "", found))


def test_picture_has_a_title_a_text_and_a_table_with_the_same_numbers() -> None:
    found = rendered(Plan(["Rekenen", "Lezen"], [([0, 1], "A", D("35678.81"))]))

    assert 'role="img" aria-labelledby="stroom-titel" aria-describedby="stroom-tekst"' in found
    assert '<title id="stroom-titel">Van behoefte naar euro: €\u00a035.678,81 aan uitgaven.</title>' in found
    table = found.split("<table")[1]
    assert re.findall(r"€\u00a0[\d.,]+", table) == ["€\u00a017.839,41", "€\u00a017.839,40", "€\u00a035.678,81"]
    assert re.findall(r'href="([^"]+)"', table) == ["#behoefte-1", "#maatregel-1", "#behoefte-2", "#maatregel-1"]
    assert "in gelijke delen over die behoeften verdeeld" in found


@pytest.fixture
def case() -> Programme:
    school = make.make_school()
    return write_plan(school=school, case=PRIMARY, by=make.make_head(school))


@pytest.mark.django_db
def test_real_case_flows_from_three_needs_to_one_year(case: Programme) -> None:
    flow = flows.flow(build(Programme.objects.with_plan().get(pk=case.pk)))

    assert [(place.name, place.amount) for place in flow.column(flows.NEED)] == [
        ("1. Leerlingen in groep 5 rekenen weer op niveau", D("35678.80")),
        ("2. Leerlingen lezen meer en begrijpen wat ze lezen", D("27519.20")),
        ("3. Leerlingen voelen zich veilig in de groep", D("4050.00")),
        ("Zonder behoefte", D("500.00")),
    ]
    assert [(place.name, place.amount) for place in flow.column(flows.YEAR)] == [("2021-2022", D("67748.00"))]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_plan_with_shared_costs_and_write_offs_flows_to_the_cent(seed: int) -> None:
    document = build(Programme.objects.with_plan().get(pk=any_plan(seed).pk))

    flow = flows.flow(document)

    spent = document.budget.spent.amount
    assert [sum(p.amount for p in flow.column(column)) for column in range(4)] == [spent] * 4
    assert {p.key: p.amount for p in flow.column(flows.YEAR)} == {
        year.year: year.spent.amount for year in document.budget.years if year.spent.amount
    }
    assert_sound(draw(flow), flow)


def page(programme: Programme, route: str, client: Client) -> str:
    client.force_login(make.make_head(programme.school))
    return client.get(reverse(route, args=[programme.pk])).content.decode()


@pytest.mark.django_db
def test_live_budget_page_links_the_picture_to_where_things_are_written(case: Programme, client: Client) -> None:
    found = page(case, "budget", client)

    measure = Measure.objects.filter(programme=case).first()
    need = measure.needs.first()
    assert f'href="{reverse("measures", args=[case.pk])}#maatregel-{measure.pk}"' in found
    assert f'href="{reverse("needs", args=[case.scan_id])}#behoefte-{need.pk}"' in found
    assert found.count("<svg viewBox=") == 1


@pytest.mark.django_db
def test_budget_page_without_money_says_when_the_picture_comes(client: Client) -> None:
    found = page(make.make_programme(), "budget", client)

    assert "Die verschijnt zodra er een bedrag bij een maatregel of bij andere kosten staat." in found
