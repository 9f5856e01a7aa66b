"""What changed between two documents: a pure function, and its application.

``apply(diff(old, new), old) == new`` for any two documents, also when one was frozen before a field existed, and
``diff(document, document)`` is empty. Rows are recognised by their id, which they keep over versions; a need or finding
that was copied into a next scan has a new id, and is recognised by what it is about.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from programmes.document import schema, words

Key = tuple[Hashable, int]
"""What a row is recognised by, and its place among the rows that have the same."""


@dataclass(frozen=True)
class Value:
    """A value that is not looked into: a figure, a date, a sum of money, a part that came or went."""

    old: Any
    new: Any


@dataclass(frozen=True)
class Text:
    """A text, word by word."""

    pieces: words.Pieces


@dataclass(frozen=True)
class Fields:
    """The fields of one node that changed, in the order of the schema. Without any it is empty, and false."""

    changes: tuple[tuple[str, Change], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __getitem__(self, field: str) -> Change | None:
        """The change of ``field``, None when it is the same."""
        return dict(self.changes).get(field)


@dataclass(frozen=True)
class Rows:
    """The rows of a list: keys of ``before`` and ``after``, with what each row of ``after`` was called before.

    ``removed`` and ``added`` are whole rows; ``changed`` tells, by the key of after, what changed in a row that stayed.
    """

    before: tuple[Key, ...]
    after: tuple[Key, ...]
    stayed: Mapping[Key, Key]
    removed: Mapping[Key, Any]
    added: Mapping[Key, Any]
    changed: Mapping[Key, Change]

    @property
    def moved(self) -> tuple[Key, ...]:
        """The fewest rows that explain the new order, by their key of after."""
        places = {key: place for place, key in enumerate(self.before)}
        stayed = [key for key in self.after if key in self.stayed]
        still = _longest_rising([places[self.stayed[key]] for key in stayed])
        return tuple(key for place, key in enumerate(stayed) if place not in still)


@dataclass(frozen=True)
class Entries:
    """The entries of a table by name that changed; None where it is not in it."""

    changes: Mapping[str, Value]


Change = Value | Text | Fields | Rows | Entries
Diff = Fields

LEAVES = (schema.Amount, schema.InterventionNode)
"""Nodes that are told as one value."""
KEYS: dict[type, Callable[[Any], Hashable]] = {
    schema.CategoryNode: lambda row: row.letter,
    schema.InterventionNode: lambda row: (row.edition, row.code),
    schema.MeasureStaffNode: lambda row: row.post,
    schema.CostShareNode: lambda row: row.measure,
    schema.ConversionNode: lambda row: row.label,
    schema.CostPartNode: lambda row: row.label,
    schema.YearNode: lambda row: row.year,
    schema.CalendarYearNode: lambda row: row.year,
    schema.UnspentNode: lambda row: row.on,
    schema.EntryNode: lambda row: (row.year, row.post, row.cost, row.measure),
    tuple: lambda row: row[0],
}
"""What a row without an id is recognised by."""
COPIED: dict[type, Callable[[Any], Hashable]] = {
    schema.FindingNode: lambda row: (row.domain, row.group),
    schema.NeedNode: lambda row: row.title,
}
"""What a row of a scan is recognised by when its id is new: a next scan begins with a copy of the last."""


def diff(old: schema.Document, new: schema.Document) -> Diff:
    """What changed from ``old`` to ``new``; empty (false) when they are equal."""
    return _fields(old, new)


def apply(change: Change, old: Any) -> Any:
    """What ``old`` became. Raises ValueError when ``old`` is not what the change was found in."""
    match change:
        case Value():
            return _checked(old, change.old, change.new)
        case Text():
            return _checked(old, words.old_text(change.pieces), words.new_text(change.pieces))
        case Fields():
            return old.model_copy(update={name: apply(each, getattr(old, name)) for name, each in change.changes})
        case Rows():
            return _rows_after(change, old)
        case Entries():
            before = {name: each.old for name, each in change.changes.items() if each.old is not None}
            after = {name: each.new for name, each in change.changes.items() if each.new is not None}
            same = {name: value for name, value in old.items() if name not in change.changes}
            return _checked(old, same | before, same | after)


def inverse(change: Change) -> Change:
    """The change back."""
    match change:
        case Value():
            return Value(change.new, change.old)
        case Text():
            return Text(words.inverse(change.pieces))
        case Fields():
            return Fields(tuple((name, inverse(each)) for name, each in change.changes))
        case Entries():
            return Entries({name: Value(each.new, each.old) for name, each in change.changes.items()})
        case Rows():
            return Rows(
                before=change.after,
                after=change.before,
                stayed={before: after for after, before in change.stayed.items()},
                removed=change.added,
                added=change.removed,
                changed={change.stayed[key]: inverse(each) for key, each in change.changed.items()},
            )


def _checked(found: Any, old: Any, new: Any) -> Any:
    if found != old:
        raise ValueError("this change is about something else")
    return new


def _rows_after(change: Rows, old: Sequence[Any]) -> tuple[Any, ...]:
    rows = dict(zip(_keys(old), old, strict=True))
    _checked(tuple(rows), change.before, None)

    def row(key: Key) -> Any:
        if key in change.added:
            return change.added[key]
        found = rows[change.stayed[key]]
        return apply(change.changed[key], found) if key in change.changed else found

    return tuple(row(key) for key in change.after)


def _change(old: Any, new: Any) -> Change:
    """The change between two values that differ, by what they are."""
    match old, new:
        case str(), str():
            return Text(words.compare(old, new))
        case dict(), dict():
            names = [name for name in (old | new) if old.get(name) != new.get(name)]
            return Entries({name: Value(old.get(name), new.get(name)) for name in names})
        case (tuple(), tuple()) if {type(row) for row in (*old, *new)}.isdisjoint({str, int}):
            return _rows(old, new)
        case schema.Node(), schema.Node() if not isinstance(old, LEAVES):
            return _fields(old, new)
        case _:
            return Value(old, new)


def _fields(old: schema.Node, new: schema.Node) -> Fields:
    pairs = ((name, getattr(old, name), getattr(new, name)) for name in type(old).model_fields)
    return Fields(tuple((name, _change(before, after)) for name, before, after in pairs if before != after))


def _rows(old: Sequence[Any], new: Sequence[Any]) -> Rows:
    ours, theirs = dict(zip(_keys(old), old, strict=True)), dict(zip(_keys(new), new, strict=True))
    stayed = {key: key for key in theirs if key in ours}
    stayed |= _copied(
        {key: row for key, row in ours.items() if key not in theirs},
        {key: row for key, row in theirs.items() if key not in ours},
    )
    gone = ours.keys() - stayed.values()
    return Rows(
        before=tuple(ours),
        after=tuple(theirs),
        stayed=stayed,
        removed={key: row for key, row in ours.items() if key in gone},
        added={key: row for key, row in theirs.items() if key not in stayed},
        changed={key: _change(ours[was], theirs[key]) for key, was in stayed.items() if ours[was] != theirs[key]},
    )


def _keys(rows: Sequence[Any]) -> list[Key]:
    seen: Counter[Hashable] = Counter()
    found = []
    for row in rows:
        name = KEYS[type(row)](row) if type(row) in KEYS else row.id
        found.append((name, seen[name]))
        seen[name] += 1
    return found


def _copied(old: Mapping[Key, Any], new: Mapping[Key, Any]) -> dict[Key, Key]:
    """Of the rows that are only in one of both: which new one is a copy of which old one. Never when in doubt."""
    ours, theirs = _by_subject(old), _by_subject(new)
    return {key: ours[subject] for subject, key in theirs.items() if subject in ours}


def _by_subject(rows: Mapping[Key, Any]) -> dict[Hashable, Key]:
    subjects = {key: COPIED[type(row)](row) for key, row in rows.items() if type(row) in COPIED}
    often = Counter(subjects.values())
    return {subject: key for key, subject in subjects.items() if often[subject] == 1}


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The places of a longest rising run of ``numbers``, which are all different."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int | None] = []
    for place, number in enumerate(numbers):
        at = bisect_left(ends, number)
        before.append(places[at - 1] if at else None)
        ends[at : at + 1], places[at : at + 1] = [number], [place]
    found, place = set(), places[-1] if places else None
    while place is not None:
        found.add(place)
        place = before[place]
    return found
