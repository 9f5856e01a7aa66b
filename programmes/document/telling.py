"""Two documents -> what changed between them, as people are told it.

What is computed from the rest is told once, at the start: the money per category and the totals of the budget. Where
somebody types one amount, forty computed ones change with it, and they would drown it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from npo_planner.money import ZERO
from programmes.document import schema, sections, shown
from programmes.document.changes import Block, Change, Changes, Chapter, How
from programmes.document.diff import Change as Found
from programmes.document.diff import Fields, Key, Rows, Text, diff
from programmes.document.fields import FIELDS, As, Field
from programmes.document.places import place_of
from programmes.document.schema import Amount, Document, Node
from programmes.document.sections import Section
from programmes.document.shown import Names

CHAPTERS: tuple[tuple[Section, tuple[str, ...]], ...] = (
    (sections.SUMMARY, ("summary",)),
    (sections.VISION, ("title", "school", "round", "edition", "categories", "vision", "ambition", "involvement")),
    (sections.SCAN, ("scan",)),
    (sections.NEEDS, ("needs",)),
    (sections.MEASURES, ("measures",)),
    (sections.NOT_CHOSEN, ("not_chosen",)),
    (sections.STAFF, ("staff", "staff_end")),
    (sections.BUDGET, ("budget", "costs")),
)
"""The fields of a document by the chapter in which they are read."""
RANKED = (schema.NeedNode, schema.MeasureNode)
"""Rows that the school puts in order. The order of other rows follows from what is in them."""
MONEY = (schema.BudgetNode, schema.YearNode)
"""The totals of these are told at the start."""
TOTALS = ("funding", "spent", "balance", "pnil", "later")
MANY = (As.WORDS, As.CARDS, As.NEEDS, As.FINDINGS, As.TALKS)
QUIET = (As.SILENT, As.COMPUTED)
NOTHING = Amount(amount=ZERO, complete=True)
WHOLE_ROUND, NO_CATEGORY = "alle schooljaren", "Zonder categorie"


def tell(old: Document, new: Document) -> Changes:
    """What changed from ``old`` to ``new``; false when they are equal, or differ only in what nobody reads."""
    found = diff(old, new)
    teller = Teller(Names(old), Names(new))
    chapters = []
    for section, names in CHAPTERS:
        block = teller.block(Block(), Fields(tuple((n, each) for n, each in found.changes if n in names)), old, new)
        own = replace(block, blocks=())
        chapters.append(Chapter(section, tuple(filter(None, (own, *block.blocks)))))
    return Changes(
        chapters=tuple(chapter for chapter in chapters if chapter.blocks),
        money=tuple(_money(old, new, teller)),
        totals=tuple(_totals(old, new)),
        recomputed=_recomputed(found, old),
    )


@dataclass(frozen=True)
class Teller:
    """Tells rows and fields with the names of both documents."""

    old: Names
    new: Names

    def block(self, begun: Block, found: Fields, old: Node, new: Node) -> Block:
        """``begun`` with what changed in the fields of a node that stayed."""
        changes, blocks = [], []
        for name, each in found.changes:
            field = FIELDS[type(new)][name]
            before, after = getattr(old, name), getattr(new, name)
            if isinstance(each, Rows) and field.shown == As.ROWS:
                blocks.extend(self.rows(each, before, after))
            elif isinstance(each, Fields) and field.shown == As.PART:
                inside = self.block(begun, each, before, after)
                changes.extend(inside.changes)
                blocks.extend(inside.blocks)
            elif field.shown == As.PART:
                blocks.append(self.whole(after or before, How.ADDED if after else How.REMOVED))
            elif field.shown not in QUIET and not (field.shown == As.TOTAL and isinstance(new, MONEY)):
                changes.append(self.change(name, each, old, new, begun.title))
        return replace(begun, changes=tuple(filter(None, changes)), blocks=tuple(blocks))

    def rows(self, found: Rows, old: tuple[Node, ...], new: tuple[Node, ...]) -> Iterator[Block]:
        """The rows that changed, in the order of the new document; those that went are last."""
        before, after = dict(zip(found.before, old, strict=True)), dict(zip(found.after, new, strict=True))
        for key, row in after.items():
            if key in found.added:
                yield self.whole(row, How.ADDED)
            elif block := self.kept(found, key, before[found.stayed[key]], row):
                yield block
        for row in found.removed.values():
            yield self.whole(row, How.REMOVED)

    def kept(self, found: Rows, key: Key, old: Node, new: Node) -> Block:
        """A row that stayed: what changed in it, and whether it moved."""
        place = place_of(new, self.new)
        moved = None
        if isinstance(new, RANKED) and key in found.moved:
            moved = Change(type(new), "", How.MOVED, place.title, old=str(old.rank), new=str(new.rank))
        begun = Block(type(new), place.title, place.anchor, moved)
        return self.block(begun, found.changed.get(key, Fields()), old, new)

    def whole(self, row: Node, how: How) -> Block:
        """A row that came or went, with all that stands in it."""
        names = self.new if how == How.ADDED else self.old
        place = place_of(row, names)
        fields = FIELDS[type(row)].items()
        inside = [each for name, field in fields if field.shown == As.ROWS for each in getattr(row, name)]
        return Block(
            node=type(row),
            title=place.title,
            anchor=place.anchor,
            row=Change(type(row), "", how, place.title),
            facts=tuple(filter(None, (_fact(field, name, row, names) for name, field in fields))),
            blocks=tuple(self.whole(each, how) for each in inside),
        )

    def change(self, name: str, found: Found, old: Node, new: Node, subject: str) -> Change | None:
        """One field; None when it reads the same, as the ids of a need that was copied into a next scan do."""
        field, before, after = FIELDS[type(new)][name], getattr(old, name), getattr(new, name)
        made = partial(Change, type(new), name, subject=subject, label=field.label)
        if field.shown in MANY:
            was, now = shown.several(field.shown, before, self.old), shown.several(field.shown, after, self.new)
            gone, came = _without(was, now), _without(now, was)
            return made(how=How.WORDS, gone=gone, came=came) if gone or came else None
        if field.shown == As.TEXT and isinstance(found, Text):
            return made(how=How.TEXT, pieces=found.pieces)
        was = shown.one(field.shown, before, self.old, shown.unit(name, old))
        now = shown.one(field.shown, after, self.new, shown.unit(name, new))
        if was == now:
            return None
        return made(how=How.FIGURE, old=was, new=now, difference=shown.difference(field.shown, before, after))


def _without(words: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in others)


def _fact(field: Field, name: str, row: Node, names: Names) -> tuple[str, str] | None:
    value = getattr(row, name)
    if field.shown in (*QUIET, As.ROWS, As.PART) or value in (None, "", ()) or isinstance(row, MONEY):
        return None
    if field.shown in MANY:
        return field.label, "; ".join(shown.several(field.shown, value, names))
    return field.label, shown.one(field.shown, value, names, shown.unit(name, row))


def _money(old: Document, new: Document, teller: Teller) -> Iterator[Change]:
    """The money of each category that has another amount: per school year, and in all when more than one did."""
    years = dict.fromkeys(year.year for document in (old, new) for year in document.budget.years)
    befores, afters = _by_part(old), _by_part(new)
    letters = {letter for amounts in (*befores.values(), *afters.values()) for letter in amounts}
    for letter in sorted(letters, key=lambda each: (each == "", each)):
        name = "by_category" if letter else "uncategorised"
        label = teller.new.of(As.CATEGORY).get(letter) or teller.old.of(As.CATEGORY).get(letter) or letter
        rows = [
            _figure(node, name, label or NO_CATEGORY, was, now, subject=part)
            for part, node in [*((year, schema.YearNode) for year in years), (WHOLE_ROUND, schema.BudgetNode)]
            for was, now in [(befores.get(part, {}).get(letter, NOTHING), afters.get(part, {}).get(letter, NOTHING))]
            if was != now
        ]
        only_one_year = [row.node for row in rows] == [schema.YearNode, schema.BudgetNode]
        yield from rows[:1] if only_one_year else rows


def _by_part(document: Document) -> dict[str, dict[str, Amount]]:
    """Per school year, and for the whole round, the amount of each letter; the empty letter has no category."""
    budget = document.budget
    parts: dict[str, Any] = {WHOLE_ROUND: budget} | {year.year: year for year in budget.years}
    return {name: part.by_category | {"": part.uncategorised} for name, part in parts.items()}


def _totals(old: Document, new: Document) -> Iterator[Change]:
    for name in TOTALS:
        was, now = getattr(old.budget, name), getattr(new.budget, name)
        if was != now:
            label = FIELDS[schema.BudgetNode][name].label
            yield _figure(schema.BudgetNode, name, label, was or NOTHING, now or NOTHING, subject="Begroting")


def _figure(node: type[Node], name: str, label: str, old: Amount, new: Amount, *, subject: str) -> Change:
    return Change(
        node,
        name,
        How.FIGURE,
        subject,
        label,
        old=shown.euro(old),
        new=shown.euro(new),
        difference=shown.difference(As.TOTAL, old, new),
    )


def _recomputed(found: Fields, old: Document) -> bool:
    """Whether a computed field changed that was there: one that the old document did not have yet is no change."""
    return any(_recomputed_in(each, getattr(old, name), Document, name) for name, each in found.changes)


def _recomputed_in(found: Found, old: Any, node: type[Node], name: str) -> bool:
    shown_as = FIELDS[node][name].shown
    if shown_as in (As.COMPUTED, As.TOTAL):
        return old != node.model_fields[name].default
    if isinstance(found, Fields):
        return any(_recomputed_in(each, getattr(old, field), type(old), field) for field, each in found.changes)
    if isinstance(found, Rows) and shown_as == As.ROWS:
        rows = dict(zip(found.before, old, strict=True))
        return any(
            _recomputed_in(each, getattr(rows[found.stayed[key]], field), type(rows[found.stayed[key]]), field)
            for key, change in found.changed.items()
            for field, each in change.changes
        )
    return False
