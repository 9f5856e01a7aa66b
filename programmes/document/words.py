"""What changed in a text, word by word. Pure, and bounded in time for texts of any size."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*\s*|[.!?\n]+\s*")
WORD = re.compile(r"\w+|\s+|[^\w\s]")
FULL_STOPS = ".!?"
MOST_PAIRS = 100_000
"""How many pairs of equal words (or sentences) one text may have before the rest of it is told as rewritten.

Comparing takes time in proportion to them. A text of 5,000 characters, the longest in a plan, with a change in every
sentence has some 40,000; only the same few words over and over reach the bound.
"""
LEAST_KEPT = 0.3
"""A passage of which less is kept is told as rewritten: loose words that happen to be the same only confuse."""


class Kind(Enum):
    KEEP = "keep"
    DELETE = "delete"
    INSERT = "insert"


@dataclass(frozen=True)
class Piece:
    """A part of a text: the deleted and kept pieces join to the old text, the inserted and kept ones to the new."""

    kind: Kind
    text: str


Pieces = tuple[Piece, ...]


def compare(old: str, new: str) -> Pieces:
    """The pieces that turn ``old`` into ``new``: what is equal stays one piece, a deletion comes before an insertion.

    Sentences are matched first, words within those that differ. Equal texts give no deletion and no insertion.
    """
    return _joined(_by_sentence(SENTENCE.findall(old), SENTENCE.findall(new)))


def old_text(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != Kind.INSERT)


def new_text(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != Kind.DELETE)


def inverse(pieces: Iterable[Piece]) -> Pieces:
    """The pieces that turn the new text into the old one."""
    turned = {Kind.DELETE: Kind.INSERT, Kind.INSERT: Kind.DELETE, Kind.KEEP: Kind.KEEP}
    return _joined(Piece(turned[piece.kind], piece.text) for piece in pieces)


def _by_sentence(old: Sequence[str], new: Sequence[str]) -> Iterable[Piece]:
    left = MOST_PAIRS - _pairs(old, new)
    for equal, ours, theirs in _blocks(old, new, left >= 0):
        if equal:
            yield Piece(Kind.KEEP, "".join(ours))
            continue
        before, after = WORD.findall("".join(ours)), WORD.findall("".join(theirs))
        left -= _pairs(before, after)
        yield from _by_word(before, after, left >= 0)


def _by_word(old: Sequence[str], new: Sequence[str], may_look: bool) -> Iterable[Piece]:
    """The pieces of one passage; rewritten as a whole when almost nothing of it was kept."""
    blocks = list(_blocks(old, new, may_look))
    kept = sum(len("".join(ours).strip()) for equal, ours, _ in blocks if equal)
    if kept < LEAST_KEPT * max(len("".join(old)), len("".join(new))):
        blocks = [(False, old, new)]
    for equal, ours, theirs in blocks:
        if equal:
            yield Piece(Kind.KEEP, "".join(ours))
        else:
            yield Piece(Kind.DELETE, "".join(ours))
            yield Piece(Kind.INSERT, "".join(theirs))


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    """White space is not compared: it goes with the words next to it."""
    theirs = Counter(new)
    return sum(number * theirs[part] for part, number in Counter(old).items() if not part.isspace())


def _blocks(
    old: Sequence[str], new: Sequence[str], may_look: bool
) -> Iterable[tuple[bool, Sequence[str], Sequence[str]]]:
    """(equal, part of old, part of new), in order. The equal start and end are found even when it may not look."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if start:
        yield True, old[:start], new[:start]
    if may_look and before and after:
        for tag, i, j, k, m in SequenceMatcher(str.isspace, before, after, autojunk=False).get_opcodes():
            yield tag == "equal", before[i:j], after[k:m]
    elif before or after:
        yield False, before, after
    if end:
        yield True, old[len(old) - end :], new[len(new) - end :]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many parts both begin with."""
    return next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _joined(pieces: Iterable[Piece]) -> Pieces:
    """The same with neighbours of one kind as one piece, and a space between two changes as a part of both."""
    made: list[Piece] = []
    gone = came = ""
    for piece in (*pieces, Piece(Kind.KEEP, "")):
        if piece.kind == Kind.DELETE:
            gone += piece.text
        elif piece.kind == Kind.INSERT:
            came += piece.text
        elif gone and came and piece.text.isspace():
            gone, came = gone + piece.text, came + piece.text
        else:
            space = _shared_space(gone, came)
            for kind, text in ((Kind.DELETE, gone), (Kind.INSERT, came)):
                made.append(Piece(kind, text[: len(text) - len(space)]))
            made.append(Piece(Kind.KEEP, space + piece.text))
            gone = came = ""
    return tuple(_after_full_stops(list(_without_gaps(made))))


def _shared_space(gone: str, came: str) -> str:
    """The white space with which both end: that did not change."""
    space = gone[len(gone.rstrip()) :]
    while not came.endswith(space):
        space = space[1:]
    return space


def _without_gaps(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """No empty pieces, and what is kept in one piece."""
    kept = ""
    for piece in pieces:
        if piece.kind == Kind.KEEP:
            kept += piece.text
        elif piece.text:
            if kept:
                yield Piece(Kind.KEEP, kept)
            kept = ""
            yield piece
    if kept:
        yield Piece(Kind.KEEP, kept)


def _after_full_stops(pieces: list[Piece]) -> list[Piece]:
    """The same with a sentence that came or went told from its first letter to its full stop.

    Between "lezen." and "lezen. Elke dag." the full stop that is new can be the first or the last: people see the last.
    """
    for place in range(1, len(pieces) - 1):
        before, change, after = pieces[place - 1 : place + 2]
        if before.kind != Kind.KEEP or after.kind != Kind.KEEP or change.text[0] not in FULL_STOPS:
            continue
        mark, is_last = change.text[0], place == len(pieces) - 2
        if after.text[0] == mark and (len(after.text) > 1 or is_last):
            moved = change.text[1:] + mark
            texts = before.text + mark, moved, after.text[1:]
            kinds = Kind.KEEP, change.kind, Kind.KEEP
            pieces[place - 1 : place + 2] = map(Piece, kinds, texts)
    return [piece for piece in pieces if piece.text]
