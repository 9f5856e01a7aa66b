"""The pictures of the budget: bars per school year, and people and other costs in each category; legible in grey."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from npo_planner.money import ZERO
from programmes.document import schema
from programmes.document.category_bars import GAP, category_bars, hatch
from programmes.document.charts import BAR, COLOURS, LABEL, LETTER, WIDTH, budget_chart, ink

D = Decimal
LETTERS = "ABCDEF"
CATEGORIES = tuple(schema.CategoryNode(letter=c, name=f"Soort {c}", short_name=f"soort {c}") for c in LETTERS)


def amount(value: D | int, complete: bool = True) -> schema.Amount:
    return schema.Amount(amount=D(value), complete=complete)


def entry(letter: str, value: D | int | None, *, post: int | None) -> schema.EntryNode:
    known = {"year": "2021-2022", "measure": None, "autumn": None, "amount": None if value is None else D(value)}
    return schema.EntryNode(category=letter or None, post=post, cost=None if post else 1, **known)


def document(spent: dict[str, D | int], available: D | int = 0, ledger=()) -> schema.Document:
    """One school year in which ``spent`` (letter, or "" for none, to euros) is spent; ``ledger`` divides it."""
    letters = {letter: amount(value) for letter, value in spent.items() if letter}
    total = amount(sum(map(D, spent.values()), ZERO))
    loose = amount(spent.get("", 0))
    year = schema.YearNode.model_construct(
        year="2021-2022",
        by_category=letters,
        uncategorised=loose,
        spent=total,
        available=amount(available),
        funding=amount(available),
    )
    budget = schema.BudgetNode.model_construct(
        years=(year,), by_category=letters, uncategorised=loose, spent=total, ledger=tuple(ledger)
    )
    return schema.Document.model_construct(categories=CATEGORIES, budget=budget, costs=())


def test_part_has_its_letter_when_there_is_room_and_what_is_left_has_an_outline() -> None:
    chart = budget_chart(document({"A": 97, "D": 1, "": 20}, 162))

    (bar,) = chart.bars
    assert [(part.x, part.width, part.letter) for part in bar.segments] == [
        (D(96), D("194.00"), "A"),
        (D("290.00"), D("2.00"), ""),
        (D("292.00"), D("40.00"), ""),
    ]
    assert (bar.segments[0].middle, bar.segments[0].ink) == (D("193.00"), "#ffffff")
    assert (bar.end, bar.free, bar.over) == (D("332.00"), D("88.00"), "")
    assert chart.has_free


def test_spending_more_than_there_is_is_told() -> None:
    chart = budget_chart(document({"A": 150}, 100))

    assert (chart.bars[0].free, chart.has_free) == (D(0), False)
    assert chart.text == ("2021-2022: uitgaven €\u00a0150,00 van €\u00a0100,00 beschikbaar, €\u00a050,00 te veel")
    assert "2021-2022: €\u00a050,00 te veel gepland" in drawn(document({"A": 150}, 100))


def test_year_without_spending_is_all_outline() -> None:
    (bar,) = budget_chart(document({}, 100)).bars

    assert (bar.segments, bar.end, bar.free) == ((), D(LABEL), D(WIDTH - LABEL))


money = st.decimals(0, 10**9, places=2)
budgets = st.dictionaries(st.sampled_from(["", *LETTERS]), money)


@given(budgets, money)
def test_bars_stay_on_the_canvas(spent, available) -> None:
    chart = budget_chart(document(spent, available))

    for bar in chart.bars if chart else ():
        assert LABEL <= bar.end + bar.free <= WIDTH + D("0.05")
        assert bar.y + BAR <= chart.height
        assert all(part.letter == "" or part.width >= LETTER for part in bar.segments)


def drawn(found: schema.Document) -> str:
    return render_to_string("programmes/document/_chart.html", {"chart": budget_chart(found)})


def test_drawing_names_its_parts_with_letters() -> None:
    svg = ElementTree.fromstring(re.search(r"<svg.*?</svg>", drawn(document({"A": 60, "E": 40}, 200)), re.DOTALL)[0])

    assert [text.text for text in svg.iter("text")] == ["2021-2022", "€\u00a0100,00", "A", "E"]
    assert [text.get("fill") for text in svg.iter("text")][2:] == ["#ffffff", "#141c26"]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("letter", LETTERS)
def test_letter_can_be_read_on_its_colour(letter: str) -> None:
    light, dark = sorted((luminance(COLOURS[letter]), luminance(ink(letter))), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5


# --- people and other costs ------------------------------------------------------------------------------------------


def test_category_is_divided_into_people_and_other_costs() -> None:
    ledger = (entry("A", 60, post=1), entry("A", 15, post=2), entry("A", 25, post=None), entry("", 50, post=None))

    found = category_bars(document({"A": 100, "": 50}, ledger=ledger))

    assert [(b.category.letter, b.staff, b.other, b.percent, b.solid, b.rest) for b in found] == [
        ("A", D(75), D(25), D("66.7"), D("150.00"), D("50.00")),
        ("", D(0), D(50), D("33.3"), D("0.00"), D("100.00")),
    ]
    assert found[0].text == "personeel €\u00a075,00, andere kosten €\u00a025,00, samen 66,7% van de uitgaven"


def test_unknown_amount_makes_a_category_provisional() -> None:
    plan = document({"A": 100}, ledger=(entry("A", 100, post=1), entry("A", None, post=2)))
    budget = plan.budget.model_copy(update={"by_category": {"A": amount(100, complete=False)}})

    (bar,) = category_bars(plan.model_copy(update={"budget": budget}))

    assert (bar.staff, bar.other, bar.complete) == (D(100), D(0), False)
    assert bar.text.endswith("samen 100% van de uitgaven (voorlopig)")


@pytest.mark.parametrize("spent", [{}, {"A": 0}, {"": 0}])
def test_without_known_spending_there_are_no_bars(spent) -> None:
    assert category_bars(document(spent)) == ()


def test_hatch_stays_inside_its_box_and_covers_it() -> None:
    assert hatch(D(10), D(1), D(12), 10) == ("M 10 6 L 15 1 M 10 11 L 20 1 M 15 11 L 22 4 M 20 11 L 22 9")
    assert hatch(D(10), D(1), D(0), 10) == ""


@given(st.decimals(0, 200, places=2))
def test_hatch_never_leaves_its_box(width) -> None:
    path = hatch(D(1), D(1), width, 16)

    points = re.findall(r"([\d.]+) ([\d.]+)", path)
    assert all(1 <= D(x) <= 1 + width and 1 <= D(y) <= 17 for x, y in points)
    assert len(points) == 0 or len(points) >= 2 * int(width // GAP)


def test_bars_stand_in_a_table_with_the_same_numbers() -> None:
    ledger = (entry("A", 75, post=1), entry("A", 25, post=None))
    found = render_to_string(
        "programmes/document/_category_bars.html", {"category_bars": category_bars(document({"A": 100}, ledger=ledger))}
    )

    assert re.findall(r'<td class="num"[^>]*>(.*?)</td>', found) == ["€\u00a075,00", "€\u00a025,00", "100%"]
    svg = ElementTree.fromstring(re.search(r"<svg.*?</svg>", found, re.DOTALL)[0])
    assert svg.find("title").text.startswith("Soort A: personeel €\u00a075,00, andere kosten €\u00a025,00")
    assert [rect.get("fill") for rect in svg.iter("rect")] == ["#122c54", "#ffffff"]
    assert not re.search(r"\sstyle=", found)
