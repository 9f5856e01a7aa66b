"""The tree: one text for the same rows, money to the cent, small numbers hidden, and nothing that changes later."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from pydantic import ValidationError

from menukaart.models import Intervention
from programmes.document import canonical, charts, lines, schema
from programmes.document.build import build
from programmes.models import CostLine, Measure, Programme
from tests import factories as make

pytestmark = pytest.mark.django_db
SCHEMA_FILE = Path(settings.BASE_DIR) / "docs" / "document.schema.json"
FROZEN_FILE = Path(__file__).parent / "frozen_before_0005.json"
"""A version of the demo as it was stored by the code before programmes.0005: it must be read for ever."""


def tree(programme: Programme) -> schema.Document:
    return build(Programme.objects.with_plan().get(pk=programme.pk))


def test_same_rows_give_the_same_text_and_fingerprint() -> None:
    programme = make.make_full_programme()

    first, second = canonical.dumps(tree(programme)), canonical.dumps(tree(programme))

    assert first == second
    assert canonical.fingerprint(first) == canonical.fingerprint(second)


def test_canonical_text_has_sorted_keys_no_spaces_and_no_floats() -> None:
    text = canonical.dumps(tree(make.make_full_programme()))

    parsed = json.loads(text, parse_float=lambda number: pytest.fail(f"a float: {number}"))
    assert text == json.dumps(parsed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def test_canonical_text_is_nfc() -> None:
    programme = make.make_full_programme()
    Programme.objects.filter(pk=programme.pk).update(vision="e\u0301e\u0301n school")

    assert json.loads(canonical.dumps(tree(programme)))["vision"] == "één school"


def test_loads_gives_back_the_same_document() -> None:
    document = tree(make.make_full_programme())

    assert canonical.loads(canonical.dumps(document)) == document


@pytest.mark.parametrize("change", [{"extra": 1}, {"schema_version": 2}, {"title": None}])
def test_loads_refuses_what_is_not_this_schema(change: dict[str, object]) -> None:
    parsed = json.loads(canonical.dumps(tree(make.make_full_programme())))

    with pytest.raises(ValidationError):
        canonical.loads(json.dumps(parsed | change))


def test_document_cannot_be_changed() -> None:
    document = tree(make.make_full_programme())

    with pytest.raises(ValidationError):
        document.title = "anders"


def test_build_costs_one_query_however_much_is_in_the_plan(django_assert_num_queries) -> None:
    programme = make.make_full_programme()
    for _ in range(5):
        make.make_cost(programme, measure=Measure.objects.get())
    loaded = Programme.objects.with_plan().get(pk=programme.pk)

    with django_assert_num_queries(1):
        build(loaded)


def test_sums_are_those_of_the_rows_to_the_cent() -> None:
    programme = make.make_full_programme()  # 12.000 for a post and 1.000 for books
    CostLine.objects.update(amount=Decimal("1000.05"))

    budget = tree(programme).budget

    assert (budget.funding.amount, budget.spent.amount, budget.balance.amount) == (
        Decimal("70000.00"),
        Decimal("13000.05"),
        Decimal("56999.95"),
    )
    assert [y.carry_in.amount for y in budget.years] == [Decimal("0.00"), *[Decimal("56999.95")] * 3]


@pytest.mark.parametrize(("pupils", "told"), [(9, "minder dan 10"), (10, "10"), (0, "minder dan 10"), (None, "")])
def test_small_numbers_of_pupils_never_reach_the_document(pupils: int | None, told: str) -> None:
    programme = make.make_programme()
    make.make_finding(programme, pupils=pupils)

    shown = tree(programme).scan.findings[0].pupils

    assert shown == told or (pupils is not None and pupils < 10 and str(pupils) not in shown.replace("10", ""))


def test_line_runs_both_ways_from_finding_to_euro() -> None:
    document = tree(make.make_full_programme())

    drawn = lines.draw(document)

    finding, need, measure, post = drawn.findings[0], drawn.needs[0], drawn.measures[0], drawn.posts[0]
    assert (finding.needs, need.findings) == ((need.place,), (finding.place,))
    assert (need.measures, measure.needs) == ((measure.place,), (need.place,))
    assert ([s.other for s in measure.staff], [s.other for s in post.shares]) == ([post.place], [measure.place])
    assert [c.measure for c in drawn.costs] == [measure.place]


def test_chart_has_a_part_for_each_category_and_the_money_as_limit() -> None:
    chart = charts.budget_chart(tree(make.make_full_programme()))

    bar = chart.bars[0]
    width = chart.width - chart.label
    assert [part.category.letter for part in bar.segments] == ["B"]
    assert bar.segments[0].width == (Decimal(width) * 13000 / 70000).quantize(Decimal("0.01"))
    assert (bar.limit, bar.spent, bar.available) == (Decimal(chart.width), "€\u00a013.000,00", "€\u00a070.000,00")


def test_chart_of_a_plan_without_money_is_not_drawn() -> None:
    assert charts.budget_chart(tree(make.make_programme(make.make_school(pupils=None)))) is None


def test_schema_file_is_that_of_the_code() -> None:
    """When this fails: write docs/document.schema.json anew with the text that is compared here."""
    text = json.dumps(schema.Document.model_json_schema(mode="serialization"), indent=1, ensure_ascii=False) + "\n"

    assert SCHEMA_FILE.read_text() == text


def test_document_that_was_frozen_before_fields_were_added_is_read_and_keeps_its_fingerprint() -> None:
    text = FROZEN_FILE.read_text()

    document = canonical.loads(text)

    assert canonical.fingerprint(text) == "67352ff24d41653c3c7caef7d60c3cf1493087a3eb47c9e7c5925826347223ca"
    assert canonical.dumps(document) == text
    assert {(m.also, m.lasting_label, m.starts_on, m.ends_on, m.planning) for m in document.measures} == {
        ((), "", None, None, "")
    }


def test_planning_and_the_other_cards_of_a_measure_are_in_the_document() -> None:
    programme = make.make_full_programme()
    Measure.objects.update(
        lasting="blijvend", starts_on=date(2021, 9, 1), ends_on=date(2022, 7, 1), planning="Mei: toets."
    )
    Measure.objects.get().also.set(Intervention.objects.filter(edition=programme.edition, code__in=["C1", "A2"]))

    document = tree(programme)

    node = document.measures[0]
    assert (node.lasting_label, node.starts_on, node.ends_on, node.planning) == (
        "blijvend",
        date(2021, 9, 1),
        date(2022, 7, 1),
        "Mei: toets.",
    )
    assert [(card.code, card.effect_months) for card in node.also] == [("A2", 2), ("C1", None)]
    assert (node.category, canonical.loads(canonical.dumps(document))) == ("B", document)
