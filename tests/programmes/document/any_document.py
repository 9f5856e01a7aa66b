"""Documents of any shape, derived from the schema: a field that is added is in them at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from programmes.document.schema import Amount, Document, Node

WORDS = st.lists(st.sampled_from(["de", "les", "Rekenen", " ", ". ", "8,5", "\n", "<i>", "😀"]), max_size=6).map(
    "".join
)
SCALARS: dict[Any, st.SearchStrategy] = {
    str: WORDS | st.sampled_from("ABCDEF"),
    int: st.integers(1, 4),
    bool: st.booleans(),
    date: st.dates(date(2021, 1, 1), date(2021, 1, 9)),
    Decimal: st.integers(0, 300).map(lambda cents: Decimal(cents) / 100),
    NoneType: st.none(),
}


def a_value(hint: Any) -> st.SearchStrategy:
    """A value that a field with this type may have."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.just(inside[0])
    if origin in (Union, UnionType):
        return st.one_of(*map(a_value, inside))
    if origin is dict:
        return st.dictionaries(st.sampled_from("ABCDEF"), a_value(inside[1]), max_size=3)
    if origin is tuple and inside[-1] is Ellipsis:
        return st.lists(a_value(inside[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*map(a_value, inside))
    return SCALARS[hint] if hint in SCALARS else nodes(hint)


def nodes(kind: type[Node]) -> st.SearchStrategy:
    """Any node of this kind."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{name: st.deferred(lambda h=hints[name]: a_value(h)) for name in kind.model_fields})


DOCUMENTS = nodes(Document)


@st.composite
def edits(draw: Any, node: Any, hint: Any) -> Any:
    """``node`` with one thing in it another: a field, a row, or the order of rows."""
    if isinstance(node, Node) and not isinstance(node, Amount):
        hints = get_type_hints(type(node))
        name = draw(st.sampled_from(list(hints.keys() & type(node).model_fields.keys())))
        return node.model_copy(update={name: draw(edits(getattr(node, name), hints[name]))})
    if isinstance(node, tuple) and node and isinstance(node[0], Node) and draw(st.booleans()):
        place = draw(st.integers(0, len(node) - 1))
        changed = draw(edits(node[place], type(node[place])))
        return (*node[:place], changed, *node[place + 1 :])
    if isinstance(node, tuple) and len(node) > 1 and draw(st.booleans()):
        return tuple(draw(st.permutations(node)))
    return draw(a_value(hint))


@st.composite
def pairs(draw: Any) -> tuple[Document, Document]:
    """A document and the same after a few edits."""
    old = draw(DOCUMENTS)
    new = old
    for _ in range(draw(st.integers(0, 4))):
        new = draw(edits(new, Document))
    return old, new
