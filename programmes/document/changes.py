"""What changed between two documents, as people read it: a summary, then row by row in the order of the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from programmes.document import words
from programmes.document.fields import FIELDS, As
from programmes.document.schema import GoalNode, MeasureNode, Node
from programmes.document.sections import Section

LONG, CONTEXT = 400, 150
"""Of kept text with more characters than the first, only so many next to a change are shown as the second."""
COUNTED: dict[type[Node], tuple[str, str]] = {
    MeasureNode: ("maatregel", "maatregelen"),
    GoalNode: ("doel", "doelen"),
}


class How(Enum):
    ADDED = "nieuw"
    REMOVED = "vervallen"
    MOVED = "verplaatst"
    TEXT = "tekst"
    FIGURE = "waarde"
    WORDS = "woorden"


@dataclass(frozen=True)
class Change:
    """One thing that changed: ``field`` of a ``node``, or a whole row when ``field`` is empty.

    ``subject`` is the row that it is about, ``label`` what the field is called. ``old`` and ``new`` are written for
    people, ``difference`` is empty when there is none to tell. A TEXT has ``pieces``; of WORDS some are ``gone``, some
    ``came``.
    """

    node: type[Node]
    field: str
    how: How
    subject: str
    label: str = ""
    old: str = ""
    new: str = ""
    difference: str = ""
    pieces: words.Pieces = ()
    gone: tuple[str, ...] = ()
    came: tuple[str, ...] = ()

    @property
    def is_row(self) -> bool:
        return not self.field

    @property
    def named(self) -> str:
        """The change in a few words, for a list."""
        if self.is_row:
            return f"{self.subject}: {self.how.value}"
        if self.is_money:
            return f"{self.label}, {self.subject}: {self.difference or f'is nu {self.new}'}"
        return f"{self.subject}: {self.label}" if self.subject else self.label

    @property
    def is_money(self) -> bool:
        """Whether it is the money of a category: computed, but what the MR is asked about."""
        return self.field in ("by_category", "uncategorised")

    @property
    def is_consequence(self) -> bool:
        """Whether it follows from other changes, and says nothing by itself."""
        return not self.is_row and not self.is_money and FIELDS[self.node][self.field].shown == As.TOTAL

    @property
    def shown_pieces(self) -> list[tuple[str, str]]:
        """The kind and text of each piece; of a long kept text only what stands next to a change."""
        last = len(self.pieces) - 1
        return [
            (piece.kind.value, _context(piece.text, place > 0, place < last) if _is_kept(piece) else _seen(piece.text))
            for place, piece in enumerate(self.pieces)
        ]


def _is_kept(piece: words.Piece) -> bool:
    return piece.kind == words.Kind.KEEP


def _context(text: str, after_change: bool, before_change: bool) -> str:
    if len(text) <= LONG:
        return text
    start = text[:CONTEXT].rpartition(" ")[0] if after_change else ""
    end = text[-CONTEXT:].partition(" ")[2] if before_change else ""
    return f"{start} […] {end}"


def _seen(text: str) -> str:
    """White space that came or went, in words: it cannot be seen."""
    if text.strip():
        return text
    return "[nieuwe regel]\n" if "\n" in text else "[spatie]"


@dataclass(frozen=True)
class Block:
    """One row of the document, or the fields that a chapter has of its own (then without ``node`` and title).

    ``row`` tells that it came, went or moved; ``facts`` are what stands in a row that came or went. ``anchor`` is its
    place in the document, empty when it has none.
    """

    node: type[Node] | None = None
    title: str = ""
    anchor: str = ""
    row: Change | None = None
    changes: tuple[Change, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    blocks: tuple[Block, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.row or self.changes or self.blocks)

    def __iter__(self) -> Iterator[Change]:
        """Its changes and those of its blocks; a row that came or went is one change, with all that is in it."""
        if self.row:
            yield self.row
        if not self.is_whole:
            yield from self.changes
            for block in self.blocks:
                yield from block

    @property
    def is_whole(self) -> bool:
        """Whether the whole row came or went."""
        return self.row is not None and self.row.how in (How.ADDED, How.REMOVED)

    @property
    def is_gone(self) -> bool:
        return self.row is not None and self.row.how == How.REMOVED

    def all_blocks(self) -> Iterator[Block]:
        """This one and those inside it, at any depth."""
        yield self
        for block in self.blocks:
            yield from block.all_blocks()


@dataclass(frozen=True)
class Chapter:
    """A chapter of the document with what changed in it."""

    section: Section
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Changes:
    """Everything that changed, false when that is nothing.

    ``money`` is the money per category, with a line for each school year; ``totals`` are those of the budget.
    ``recomputed`` tells that a figure which the old document had too, and which is computed, is another one.
    """

    chapters: tuple[Chapter, ...] = ()
    money: tuple[Change, ...] = ()
    totals: tuple[Change, ...] = ()
    recomputed: bool = False

    def __bool__(self) -> bool:
        return bool(self.chapters or self.money or self.totals or self.recomputed)

    def __iter__(self) -> Iterator[Change]:
        yield from self.money
        yield from self.totals
        for chapter in self.chapters:
            for block in chapter.blocks:
                yield from block

    @property
    def counts(self) -> list[str]:
        """In a few words how many measures and goals came, went, changed and moved."""
        rows = [row for chapter in self.chapters for block in chapter.blocks for row in block.all_blocks()]
        return [
            f"{number} {names[number != 1]} {word}"
            for node, names in COUNTED.items()
            for word, number in _tally([row for row in rows if row.node == node])
            if number
        ]


def _tally(rows: list[Block]) -> list[tuple[str, int]]:
    states = [row.row.how if row.row else None for row in rows]
    return [
        ("nieuw", states.count(How.ADDED)),
        ("vervallen", states.count(How.REMOVED)),
        ("gewijzigd", sum(bool(row.changes or row.blocks) and not row.is_whole for row in rows)),
        ("verplaatst", states.count(How.MOVED)),
    ]
