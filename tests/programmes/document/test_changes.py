"""What people are told about two documents: everything that people wrote, and nothing twice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import get_args, get_type_hints

import pytest
from hypothesis import given

from programmes.document import canonical, schema
from programmes.document.changes import Change, Changes, How
from programmes.document.fields import FIELDS, As
from programmes.document.places import PLACES
from programmes.document.schema import Amount, Document, Node
from programmes.document.telling import CHAPTERS, MONEY, QUIET, tell
from tests.programmes.document.any_document import DOCUMENTS, pairs
from tests.programmes.document.one_of_each import edited, full
from tests.programmes.document.test_diff import FROZEN_FILE, SLOWLY

D = Decimal
TOLD = [
    (node, name)
    for node, fields in FIELDS.items()
    for name, field in fields.items()
    if field.shown not in (*QUIET, As.ROWS, As.PART) and not (node in MONEY and field.shown == As.TOTAL)
]
QUIETLY = [(node, name) for node, fields in FIELDS.items() for name, field in fields.items() if field.shown in QUIET]


def rows_of(node: type[Node], name: str) -> type[Node]:
    """What the rows of a field are, or what its part is."""
    hint = get_type_hints(node)[name]
    return next(each for each in (hint, *get_args(hint)) if isinstance(each, type) and issubclass(each, Node))


def test_every_field_of_every_node_that_is_told_is_in_the_table():
    told = {schema.Document}
    for node, fields in FIELDS.items():
        assert set(fields) == set(node.model_fields), node
        told |= {rows_of(node, name) for name, field in fields.items() if field.shown in (As.ROWS, As.PART)}

    assert set(FIELDS) == told


def test_every_row_has_a_place():
    rows = {
        rows_of(node, name)
        for node, fields in FIELDS.items()
        for name, field in fields.items()
        if field.shown == As.ROWS
    }

    assert rows <= set(PLACES)


def test_every_field_of_a_document_that_is_told_is_in_one_chapter():
    names = [name for _, fields in CHAPTERS for name in fields]

    assert sorted(names) == sorted(set(Document.model_fields) - {"schema_version"})


@pytest.mark.parametrize(("node", "name"), TOLD, ids=lambda each: getattr(each, "__name__", each))
def test_change_of_one_field_is_told_as_that_field_and_nothing_else(node, name):
    document = full()

    told = tell(document, edited(document, node, name))

    assert [(change.node, change.field) for change in told] == [(node, name)]


@pytest.mark.parametrize(("node", "name"), QUIETLY, ids=lambda each: getattr(each, "__name__", each))
def test_what_follows_from_another_field_is_not_told_by_itself(node, name):
    if name in ("schema_version", "id", "letter", "year", "post", "measure"):
        return  # another id is another row
    document = full()

    assert [change.field for change in tell(document, edited(document, node, name))] == []


@SLOWLY
@given(document=DOCUMENTS)
def test_nothing_is_told_about_equal_documents(document):
    assert tell(document, document) == Changes()
    assert not tell(document, document)


@SLOWLY
@given(both=pairs())
def test_any_two_documents_can_be_told(both):
    told = tell(*both)

    assert all(change.named and (change.is_row or change.label) for change in told)
    assert bool(told) or list(told) == []


@pytest.fixture
def frozen() -> Document:
    return canonical.loads(FROZEN_FILE.read_text())


def with_measures(document: Document, *measures: schema.MeasureNode) -> Document:
    ranked = (each.model_copy(update={"rank": rank}) for rank, each in enumerate(measures, start=1))
    return document.model_copy(update={"measures": tuple(ranked)})


def test_measures_are_counted_as_new_gone_changed_and_moved(frozen):
    first, second, *rest = frozen.measures
    new = with_measures(
        frozen,
        second,
        first.model_copy(update={"id": 999, "title": "Zwemles", "goals": ()}),
        *[each.model_copy(update={"description": "Anders."}) for each in rest[:1]],
        *rest[1:],
    )

    assert tell(frozen, new).counts == [
        "1 maatregel nieuw",
        "1 maatregel vervallen",
        "1 maatregel gewijzigd",
        *([f"{len(first.goals)} doel vervallen"] if first.goals else []),
    ]


def test_removing_a_measure_is_no_move_of_the_others(frozen):
    told = tell(frozen, with_measures(frozen, *frozen.measures[1:]))

    assert [(change.how, change.subject) for change in told] == [
        (How.REMOVED, f"Maatregel 1: {frozen.measures[0].title}")
    ]


def test_moved_measure_tells_its_places(frozen):
    told = list(tell(frozen, with_measures(frozen, *frozen.measures[1:], frozen.measures[0])))

    assert [(change.how, change.old, change.new) for change in told] == [(How.MOVED, "1", str(len(frozen.measures)))]


def test_row_that_came_tells_what_is_in_it(frozen):
    told = tell(with_measures(frozen, *frozen.measures[1:]), frozen)

    (block,) = told.chapters[0].blocks
    assert block.is_whole
    assert ("Naam van de maatregel", frozen.measures[0].title) in block.facts
    assert [each.node for each in block.blocks][: len(frozen.measures[0].goals)] == [schema.GoalNode] * len(
        frozen.measures[0].goals
    )


def only(document: Document, node: type[Node], name: str, value: object) -> Change:
    (change,) = tell(document, edited(document, node, name, value))
    return change


@pytest.mark.parametrize(
    ("node", "name", "value", "told"),
    [
        (schema.CostNode, "amount", D("3010.00"), ("€\u00a010,00", "€\u00a03.010,00", "€\u00a03.000,00 meer")),
        (schema.CostNode, "amount", D("9.50"), ("€\u00a010,00", "€\u00a09,50", "€\u00a00,50 minder")),
        (schema.GoalNode, "target", D("12.5"), ("10 A", "12,5 A", "2,5 meer")),
        (schema.MeasureStaffNode, "share", D("25"), ("10%", "25%", "15% erbij")),
        (schema.GoalNode, "deadline", date(2021, 8, 31), ("1 september 2021", "31 augustus 2021", "1 dag eerder")),
        (schema.GoalNode, "deadline", date(2021, 9, 3), ("1 september 2021", "3 september 2021", "2 dagen later")),
        (schema.PostNode, "is_pnil", False, ("ja", "nee", "")),
        (schema.CostNode, "category", "Z", ("A: A", "Z", "")),
        (schema.MeasureNode, "groups", "", ("A", "niet ingevuld", "")),
    ],
)
def test_figures_are_told_with_their_difference(node, name, value, told):
    change = only(full(), node, name, value)

    assert (change.old, change.new, change.difference) == told


def test_amount_that_became_known_has_no_difference():
    document = edited(full(), schema.CostNode, "amount")
    unknown = document.model_copy(update={"costs": (document.costs[0].model_copy(update={"amount": None}),)})

    (change,) = tell(unknown, document)

    assert (change.old, change.new, change.difference) == ("niet ingevuld", "€\u00a011,00", "")


def test_words_that_came_and_went_are_told_apart():
    change = only(full(), schema.MeasureNode, "years", ("A", "2022-2023"))

    assert (change.how, change.gone, change.came) == (How.WORDS, (), ("2022-2023",))


def test_text_is_told_word_by_word_and_its_kept_part_shortly():
    document = full()
    long = " ".join(f"woord{number}" for number in range(300))
    old = document.model_copy(update={"vision": f"Eerst. {long} slot."})
    new = document.model_copy(update={"vision": f"Eerst. {long} einde."})

    (change,) = tell(old, new)

    kinds, texts = zip(*change.shown_pieces, strict=True)
    assert kinds == ("keep", "delete", "insert", "keep")
    assert texts[0].startswith(" […] woord")
    assert texts[1:] == ("slot", "einde", ".")
    assert len(texts[0]) < 160


@pytest.mark.parametrize(("new", "seen"), [("A B", "[spatie]"), ("A\n B", "[nieuwe regel]\n")])
def test_white_space_is_told_in_words(new, seen):
    old = edited(full(), schema.Document, "vision", "A  B")

    (change,) = tell(old, edited(old, schema.Document, "vision", new))

    assert seen in [text for _, text in change.shown_pieces]


def money(document: Document, *parts: dict[str, str]) -> Document:
    """The money per category in the first two school years and in the whole round."""

    def amounts(told: dict[str, str]) -> dict[str, Amount]:
        return {letter: Amount(amount=D(amount), complete=True) for letter, amount in told.items()}

    first, second, whole = map(amounts, parts)
    years = [document.budget.years[0]] * 2
    years = [
        year.model_copy(update={"year": label, "by_category": by_category})
        for year, label, by_category in zip(years, ("2021-2022", "2022-2023"), (first, second), strict=True)
    ]
    budget = document.budget.model_copy(update={"years": tuple(years), "by_category": whole})
    return document.model_copy(update={"budget": budget})


def test_money_per_category_is_told_per_school_year_and_in_all_when_more_years_changed(frozen):
    old = money(frozen, {"B": "12000", "C": "500"}, {"B": "100"}, {"B": "12100", "C": "500"})
    new = money(frozen, {"B": "15000", "D": "500"}, {"B": "50"}, {"B": "15050", "D": "500"})

    told = [(each.label[:1], each.subject, each.old, each.new, each.difference) for each in tell(old, new).money]

    assert told == [
        ("B", "2021-2022", "€\u00a012.000,00", "€\u00a015.000,00", "€\u00a03.000,00 meer"),
        ("B", "2022-2023", "€\u00a0100,00", "€\u00a050,00", "€\u00a050,00 minder"),
        ("B", "alle schooljaren", "€\u00a012.100,00", "€\u00a015.050,00", "€\u00a02.950,00 meer"),
        ("C", "2021-2022", "€\u00a0500,00", "€\u00a00,00", "€\u00a0500,00 minder"),
        ("D", "2021-2022", "€\u00a00,00", "€\u00a0500,00", "€\u00a0500,00 meer"),
    ]


def test_money_that_moves_from_year_to_year_within_a_category_is_told(frozen):
    old = money(frozen, {"B": "300"}, {"B": "100"}, {"B": "400"})
    new = money(frozen, {"B": "100"}, {"B": "300"}, {"B": "400"})

    assert [(each.subject, each.difference) for each in tell(old, new).money] == [
        ("2021-2022", "€\u00a0200,00 minder"),
        ("2022-2023", "€\u00a0200,00 meer"),
    ]


def test_need_copied_into_a_next_scan_changes_nothing_for_the_measure_that_answers_it(frozen):
    def renewed(need: schema.NeedNode) -> schema.NeedNode:
        return need.model_copy(update={"id": need.id + 900, "findings": tuple(pk + 900 for pk in need.findings)})

    scan = frozen.scan.model_copy(
        update={"findings": tuple(each.model_copy(update={"id": each.id + 900}) for each in frozen.scan.findings)}
    )
    measures = (each.model_copy(update={"needs": tuple(pk + 900 for pk in each.needs)}) for each in frozen.measures)
    new = frozen.model_copy(
        update={"scan": scan, "needs": tuple(map(renewed, frozen.needs)), "measures": tuple(measures)}
    )

    assert list(tell(frozen, new)) == []


def test_cost_that_goes_to_another_measure_with_the_same_name_is_told():
    document = full()
    measure = document.measures[0]
    old = document.model_copy(update={"measures": (measure, measure.model_copy(update={"id": 2, "rank": 2}))})

    change = only(old, schema.CostNode, "measure", 2)

    assert (change.old, change.new) == ("A (nr. 1)", "A (nr. 2)")
