"""A document with exactly one of every kind of row, and the same with one field of it another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from programmes.document.schema import Document, InterventionNode, Node

DAY = date(2021, 9, 1)


def full(text: Callable[[str], str] = lambda field: "A") -> Document:
    """Every field filled, every list with one row, every id 1; the words of a field (``MeasureNode.title``) by it."""
    return _value(Document, "", text)


def _value(hint: Any, field: str, text: Callable[[str], str]) -> Any:
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Literal:
        return inside[0]
    if origin in (Union, UnionType):
        return _value(next(each for each in inside if each is not NoneType), field, text)
    if origin is dict:
        return {"A": _value(inside[1], field, text)}
    if origin is tuple:
        one = inside[:1] if inside[-1] is Ellipsis else inside
        return tuple(_value(each, field, text) for each in one)
    if isinstance(hint, type) and issubclass(hint, Node):
        hints = get_type_hints(hint)
        names = {name: f"{hint.__name__}.{name}" for name in hint.model_fields}
        return hint(**{name: _value(hints[name], where, text) for name, where in names.items()})
    return {str: text(field), int: 1, bool: True, date: DAY, Decimal: Decimal("10.00")}[hint]


def edited(document: Document, kind: type[Node], field: str, value: Any = None) -> Document:
    """The same with ``field`` of the first ``kind`` in it as ``value``, or as something else than it was."""
    found = _edited(document, kind, field, value)
    assert found != document
    return found


def _edited(node: Any, kind: type[Node], field: str, value: Any) -> Any:
    if type(node) is kind:
        return node.model_copy(update={field: other(getattr(node, field)) if value is None else value})
    if isinstance(node, tuple):
        for place, each in enumerate(node):
            changed = _edited(each, kind, field, value)
            if changed != each:
                return (*node[:place], changed, *node[place + 1 :])
    if isinstance(node, Node):
        for name in type(node).model_fields:
            # The costs of a measure are told where the costs are.
            if (type(node).__name__, name) == ("MeasureNode", "costs"):
                continue
            changed = _edited(getattr(node, name), kind, field, value)
            if changed != getattr(node, name):
                return node.model_copy(update={name: changed})
    return node


def other(value: Any) -> Any:
    """Something else of the same type."""
    match value:
        case bool():
            return not value
        case str():
            return f"{value} anders"
        case date():
            return value + timedelta(days=3)
        case int() | Decimal():
            return value + 1
        case dict():
            return {name: other(each) for name, each in value.items()}
        case tuple() if value and isinstance(value[0], InterventionNode):
            return tuple(each.model_copy(update={"code": "B1"}) for each in value)
        case tuple():
            return ()
        case InterventionNode():
            return value.model_copy(update={"code": "B1"})
        case Node():
            return value.model_copy(update={"amount": value.amount + 1})
