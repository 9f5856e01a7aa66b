"""What of a document a file carries over: the one definition of "equal" that the round trip is tested with.

``left_behind`` says in Dutch what ``comparable`` leaves out, so that a preview promises no more than a test holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from programmes.document import schema
from programmes.document.intake.reading import nodes
from programmes.document.nodes import Node
from programmes.document.schema import Document


class Left(NamedTuple):
    """A field that is not carried over while ``is_left(value)``; it then counts as ``becomes``. ``why`` is Dutch."""

    is_left: Callable[[Any], bool]
    becomes: Any
    why: str


def is_count(pupils: str) -> bool:
    """Whether a number of pupils is told; otherwise it was a small number, or follows from one."""
    return pupils.isascii() and pupils.isdigit() and len(pupils) < 10


LEFT: dict[tuple[type[Node], str], Left] = {
    (Document, "school"): Left(
        bool, None, "De gegevens van de school zelf. Die komen uit het register, van de school die inleest."
    ),
    (schema.ScanNode, "previous_title"): Left(
        bool, "", "De vergelijking met een vorige schoolscan. Die scan staat niet in het bestand."
    ),
    (schema.FindingNode, "was_label"): Left(bool, "", "De achterstand in een vorige schoolscan."),
    (schema.FindingNode, "pupils"): Left(
        lambda pupils: bool(pupils) and not is_count(pupils),
        "",
        "Aantallen leerlingen die zo klein zijn dat het bestand ze niet noemt.",
    ),
    (schema.BoardShareNode, "agreed_on"): Left(
        bool, None, "Dat de MR op papier akkoord was met een deel voor het bestuur. Dat vraagt u aan uw eigen MR."
    ),
}

POINTS: dict[tuple[type[Node], str], type[Node]] = {
    (schema.FindingNode, "consultations"): schema.ConsultationNode,
    (schema.NeedNode, "findings"): schema.FindingNode,
    (schema.MeasureNode, "needs"): schema.NeedNode,
    (schema.MeasureStaffNode, "post"): schema.PostNode,
    (schema.CostNode, "measure"): schema.MeasureNode,
    (schema.CostShareNode, "measure"): schema.MeasureNode,
    (schema.EntryNode, "post"): schema.PostNode,
    (schema.EntryNode, "cost"): schema.CostNode,
    (schema.EntryNode, "measure"): schema.MeasureNode,
}
"""Fields that hold the id, or the ids, of another row."""


def comparable(document: Document) -> dict[str, Any]:
    """``document`` without what is left behind, with the rows of each kind numbered in the order in which they come."""
    numbers: dict[type[Node], dict[int, int]] = defaultdict(dict)
    return _plain(document, numbers)


def left_behind(document: Document) -> list[str]:
    """What ``comparable`` leaves out of ``document``, each thing said once. The school itself always is."""
    found = {
        key: left.why
        for node in nodes(document)
        for key, left in ((key, LEFT[key]) for key in LEFT if key[0] is type(node))
        if left.is_left(getattr(node, key[1]))
    }
    return [found[key] for key in LEFT if key in found]


def _plain(node: Node, numbers: dict[type[Node], dict[int, int]]) -> dict[str, Any]:
    return {name: _value(node, name, numbers) for name in type(node).model_fields}


def _value(node: Node, name: str, numbers: dict[type[Node], dict[int, int]]) -> Any:
    value, key = getattr(node, name), (type(node), name)
    if key in LEFT and LEFT[key].is_left(value):
        return LEFT[key].becomes
    kind = type(node) if name == "id" else POINTS.get(key)
    return _told(value, numbers) if kind is None else _numbered(value, numbers[kind])


def _numbered(value: Any, numbers: dict[int, int]) -> Any:
    if isinstance(value, tuple):
        return [_numbered(each, numbers) for each in value]
    return None if value is None else numbers.setdefault(value, len(numbers) + 1)


def _told(value: Any, numbers: dict[type[Node], dict[int, int]]) -> Any:
    if isinstance(value, Node):
        return _plain(value, numbers)
    if isinstance(value, tuple):
        return [_told(each, numbers) for each in value]
    return value
