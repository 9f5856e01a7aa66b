"""Which change needs a next round of the MR: what it is asked about always does, what explains the plan does not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.consent import material
from programmes.consent.material import RULES, judge
from programmes.document import schema
from programmes.document.changes import How
from programmes.document.fields import FIELDS, As
from programmes.document.places import PLACES
from programmes.document.schema import Amount
from programmes.document.telling import RANKED, tell
from tests.programmes.document.any_document import DOCUMENTS, pairs
from tests.programmes.document.one_of_each import edited, full
from tests.programmes.document.test_changes import TOLD
from tests.programmes.document.test_diff import SLOWLY

D = Decimal
PER_CATEGORY = {"by_category", "uncategorised"}


def reasons(old, new) -> list[str]:
    verdict = judge(old, new)
    return [each.reason.text for each in (*verdict.material, *verdict.clerical)]


def test_every_field_that_is_told_has_a_rule_and_no_other():
    for node, fields in FIELDS.items():
        told = {name for name, field in fields.items() if (node, name) in TOLD and field.shown != As.TOTAL}
        rows = {material.ROW} if node in PLACES else set()
        moved = {material.MOVED} if node in RANKED else set()
        money = PER_CATEGORY & set(fields)

        assert set(RULES.get(node, {})) == told | rows | moved | money, node


def test_every_reason_is_a_sentence():
    for rules in RULES.values():
        for reason in rules.values():
            assert reason.text[0].isupper()
            assert reason.text.endswith(".")


@SLOWLY
@given(document=DOCUMENTS)
def test_nothing_changed_is_nothing_to_judge(document):
    verdict = judge(document, document)

    assert (verdict.material, verdict.clerical, verdict.needs_round) == ((), (), False)


@SLOWLY
@given(both=pairs())
def test_every_change_is_judged_once(both):
    changes = tell(*both)

    verdict = material.judge_changes(changes)

    judged = [each.change for each in (*verdict.material, *verdict.clerical) if each.change != material.UNEXPLAINED]
    assert sorted(map(str, judged)) == sorted(str(each) for each in changes if not each.is_consequence)


@SLOWLY
@given(document=DOCUMENTS, letter=st.sampled_from("ABCDEF"), cents=st.integers(1, 10**9), data=st.data())
def test_any_change_of_an_amount_per_category_is_material(document, letter, cents, data):
    budget = document.budget
    parts = [budget, *budget.years, *budget.calendar]
    part = data.draw(st.sampled_from(parts))
    was = part.by_category.get(letter)
    amount = Amount(amount=(was.amount if was else D(0)) + D(cents) / 100, complete=True)
    changed = part.model_copy(update={"by_category": part.by_category | {letter: amount}})

    def put(each):
        return changed if each is part else each

    new = put(budget).model_copy(
        update={"years": tuple(map(put, budget.years)), "calendar": tuple(map(put, budget.calendar))}
    )

    assert judge(document, document.model_copy(update={"budget": new})).needs_round


MATERIAL = [
    (schema.MeasureNode, "description"),
    (schema.MeasureNode, "category"),
    (schema.MeasureNode, "years"),
    (schema.GoalNode, "target"),
    (schema.GoalNode, "statement"),
    (schema.MilestoneNode, "due_on"),
    (schema.BoardShareNode, "amount"),
    (schema.BoardShareNode, "purpose"),
    (schema.PostNode, "end"),
    (schema.CostNode, "amount"),
    (schema.CostShareNode, "share"),
    (schema.FundingNode, "amount"),
    (schema.Document, "vision"),
    (schema.NeedNode, "title"),
]
CLERICAL = [
    (schema.Document, "summary"),
    (schema.Document, "involvement"),
    (schema.MeasureNode, "reason"),
    (schema.MeasureNode, "responsible"),
    (schema.GoalNode, "baseline_source"),
    (schema.CostNode, "note"),
    (schema.BoardShareNode, "agreed_on"),
    (schema.BoardShareNode, "note"),
    (schema.FundingNode, "certainty_label"),
    (schema.FindingNode, "explanation"),
    (schema.PostNode, "vacancy_label"),
    (schema.SchoolNode, "pupils"),
]


@pytest.mark.parametrize(("node", "name"), MATERIAL)
def test_what_the_mr_is_asked_about_is_material(node, name):
    verdict = judge(full(), edited(full(), node, name))

    assert [each.change.field for each in verdict.material] == [name]
    assert (verdict.needs_round, verdict.clerical) == (True, ())


@pytest.mark.parametrize(("node", "name"), CLERICAL)
def test_what_explains_or_proves_the_plan_is_clerical(node, name):
    verdict = judge(full(), edited(full(), node, name))

    assert [each.change.field for each in verdict.clerical] == [name]
    assert (verdict.needs_round, verdict.material) == (False, ())


@pytest.mark.parametrize(
    ("new", "is_material"),
    [
        ("wij lezen 'elke dag' met groep 5.", False),
        ("Wij  lezen elke dag\nmet “groep” 5.", False),
        ("Wij lezen niet elke dag met groep 5.", True),
        ("Wij lezen elke dag met groep 6.", True),
        ("Wij lezen elke dag met groep 5", True),
        ("Wij lezen, elke dag met groep 5.", True),
        ("Wijlezen elke dag met groep 5.", True),
        ("Wij lezen elke dag met groep 5'.", True),
    ],
)
def test_only_capitals_spaces_and_quotes_are_spelling(new, is_material):
    old = edited(full(), schema.MeasureNode, "description", "Wij lezen elke dag met groep 5.")

    verdict = judge(old, edited(old, schema.MeasureNode, "description", new))

    assert verdict.needs_round is is_material
    assert is_material or [each.reason for each in verdict.clerical] == [material.SPELLING]


@pytest.mark.parametrize("name", ["measures", "needs", "staff", "costs"])
@pytest.mark.parametrize("back", [False, True])
def test_row_that_came_or_went_is_one_material_change(name, back):
    both = full(), full().model_copy(update={name: ()})

    verdict = judge(*(reversed(both) if back else both))

    rows = [each.change.how for each in verdict.material if each.change.is_row]
    assert rows == [How.ADDED if back else How.REMOVED]


def test_order_of_measures_is_clerical_and_that_of_needs_is_not():
    document = full()

    def two(name):
        row = getattr(document, name)[0]
        return (row, row.model_copy(update={"id": 2, "rank": 2}))

    old = document.model_copy(update={"measures": two("measures"), "needs": two("needs")})
    measures = old.model_copy(update={"measures": old.measures[::-1]})
    needs = old.model_copy(update={"needs": old.needs[::-1]})

    assert reasons(old, measures) == [material.ORDER.text]
    assert reasons(old, needs) == [material.NEEDS.text]
    assert (judge(old, measures).needs_round, judge(old, needs).needs_round) == (False, True)


def test_computed_figure_without_a_cause_in_the_plan_is_material_by_doubt():
    old = full()
    new = edited(old, schema.BudgetNode, "pnil_percent")

    verdict = judge(old, new)

    assert [(each.change.label, each.reason) for each in verdict.material] == [("Berekende bedragen", material.DOUBT)]


def test_computed_figure_that_the_old_document_did_not_have_yet_is_no_change():
    new = full()
    old = new.model_copy(
        update={"budget": new.budget.model_copy(update={"calendar": (), "ledger": (), "spent_percent": None})}
    )

    verdict = judge(old, new)

    assert (verdict.material, verdict.clerical) == ((), ())


def test_reasons_are_told_once_each_with_their_changes():
    document = edited(edited(full(), schema.GoalNode, "target"), schema.GoalNode, "deadline")

    verdict = judge(full(), document)

    assert {text: [each.label for each in changes] for text, changes in verdict.because.items()} == {
        material.GOALS.text: ["Streefwaarde", "Uiterlijk"]
    }
    assert set(verdict.reasons.values()) == {material.GOALS}
