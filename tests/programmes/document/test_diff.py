"""What changed between two documents: applied to the old it gives the new, and equal documents give nothing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from programmes.document import canonical
from programmes.document.diff import Fields, Rows, Text, Value, apply, diff, inverse
from programmes.document.schema import Amount, Document, MeasureNode, NeedNode
from tests.programmes.document.any_document import DOCUMENTS, pairs

FROZEN_FILE = Path(__file__).parent / "frozen_before_0005.json"
SLOWLY = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # making a whole document smaller takes minutes
)


@pytest.fixture
def frozen() -> Document:
    """A real document, frozen before many fields existed."""
    return canonical.loads(FROZEN_FILE.read_text())


@SLOWLY
@given(both=pairs() | st.tuples(DOCUMENTS, DOCUMENTS))
def test_difference_applied_to_the_old_gives_the_new(both):
    old, new = both

    found = diff(old, new)

    assert apply(found, old) == new
    assert bool(found) is (old != new)


@SLOWLY
@given(both=pairs())
def test_inverse_applied_to_the_new_gives_the_old(both):
    old, new = both

    assert apply(inverse(diff(old, new)), new) == old


@SLOWLY
@given(document=DOCUMENTS)
def test_equal_documents_have_an_empty_difference(document):
    assert diff(document, document) == Fields()
    assert diff(document, canonical.loads(document.model_dump_json())) == Fields()


def needs(*names: str | tuple[int, str]) -> tuple[NeedNode, ...]:
    """Needs with these ids and titles; a name alone has the id of its first letter."""
    pairs = [name if isinstance(name, tuple) else (ord(name[0]), name) for name in names]
    return tuple(
        NeedNode(id=pk, rank=rank, title=title, explanation="", domains=(), findings=())
        for rank, (pk, title) in enumerate(pairs, start=1)
    )


def rows(frozen: Document, old: tuple[NeedNode, ...], new: tuple[NeedNode, ...]) -> Rows:
    found = diff(frozen.model_copy(update={"needs": old}), frozen.model_copy(update={"needs": new}))
    assert found.changes[0][0] == "needs"
    return found["needs"]


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ("abcd", "bacd", ["a", "b"]),
        ("abcd", "dabc", ["d"]),
        ("abcd", "bcda", ["a"]),
        ("abcd", "acd", []),
        ("abcd", "abxcd", []),
        ("abcdef", "acbdfx", ["b", "c"]),
    ],
)
def test_fewest_rows_that_explain_the_order_have_moved(frozen, before, after, moved):
    """One row of ``moved`` did: which of two neighbours passed the other cannot be told."""
    found = rows(frozen, needs(*before), needs(*after)).moved

    assert len(found) == min(len(moved), 1)
    assert {chr(key[0]) for key in found} <= set(moved)


@given(order=st.permutations("abcdefgh"))
def test_rows_that_did_not_move_keep_their_order(order):
    frozen = canonical.loads(FROZEN_FILE.read_text())
    if list(order) == sorted(order):
        return

    found = rows(frozen, needs(*"abcdefgh"), needs(*order))

    still = [key for key in found.after if key not in found.moved]
    assert still == [key for key in found.before if key in still]
    assert 0 < len(found.moved) < 8


def test_added_removed_and_changed_rows_are_told_apart(frozen):
    found = rows(frozen, needs("aap", "boot", "citroen"), needs("aap", "citroenen", "duif"))

    assert [row.title for row in found.removed.values()] == ["boot"]
    assert [row.title for row in found.added.values()] == ["duif"]
    assert {chr(key[0]): [name for name, _ in change.changes] for key, change in found.changed.items()} == {
        "c": ["rank", "title"]
    }


def test_need_of_a_next_scan_is_the_copied_one(frozen):
    found = rows(frozen, needs((1, "lezen"), (2, "rekenen")), needs((8, "lezen"), (9, "spelling")))

    assert found.stayed == {(8, 0): (1, 0)}
    assert [row.title for row in found.removed.values()] == ["rekenen"]
    assert [row.title for row in found.added.values()] == ["spelling"]


def test_copies_are_not_guessed_when_two_are_called_the_same(frozen):
    found = rows(frozen, needs((1, "lezen"), (2, "lezen")), needs((8, "lezen")))

    assert found.stayed == {}


def test_two_rows_with_one_id_are_both_kept(frozen):
    found = rows(frozen, needs((1, "lezen")), needs((1, "lezen"), (1, "lezen")))

    assert len(found.added) == 1


def test_figures_texts_and_rows_each_have_their_own_change(frozen):
    measure = frozen.measures[0]
    other = measure.model_copy(
        update={
            "description": f"{measure.description} Ook op vrijdag.",
            "total": Amount(amount=Decimal("1.00"), complete=True),
            "lasting_label": "tijdelijk",
        }
    )
    new = frozen.model_copy(update={"measures": (other, *frozen.measures[1:])})

    (change,) = diff(frozen, new)["measures"].changed.values()

    assert isinstance(change, Fields)
    assert {name: type(each) for name, each in change.changes} == {
        "description": Text,
        "total": Value,
        "lasting_label": Text,
    }
    assert change["reason"] is None


def test_change_of_another_document_is_refused(frozen):
    new = frozen.model_copy(update={"vision": "Anders.", "measures": frozen.measures[1:]})
    other = frozen.model_copy(update={"vision": "Iets heel anders."})

    for wrong in (other, other.model_copy(update={"vision": frozen.vision, "measures": ()})):
        with pytest.raises(ValueError, match="about something else"):
            apply(diff(frozen, new), wrong)


def test_document_of_before_a_field_existed_differs_only_in_what_was_filled_in(frozen):
    first: MeasureNode = frozen.measures[0]
    new = frozen.model_copy(
        update={"measures": (first.model_copy(update={"planning": "Voor de kerst."}), *frozen.measures[1:])}
    )

    found = diff(frozen, canonical.loads(canonical.dumps(new)))

    assert [name for name, _ in found.changes] == ["measures"]
    (change,) = found["measures"].changed.values()
    assert [name for name, _ in change.changes] == ["planning"]
