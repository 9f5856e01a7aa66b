"""Writes paragraphs of a Word document: styles, bookmarks, captions, lists and the contents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from programmes.document import docx_xml as xml
from programmes.document.docx_xml import PLAIN, Element, Look, Piece, add

SPACES = re.compile("[ \t\n\r\f]+")
NUMBERED = "2"
"""The list with numbers in word/numbering.xml."""
LONGEST_NAME = 40
"""Characters of a bookmark's name in Word."""
DEEPEST = 2
"""The deepest level of a list in word/numbering.xml, from 0."""


@dataclass
class Line:
    """Inline text on its way to a paragraph, with white space as a browser shows it.

    ``waits``: it holds a term, which the next text joins, also when that stands in a block of its own.
    """

    pieces: list[Piece] = field(default_factory=list)
    waits: bool = False
    turns: bool = False

    def say(self, raw: str, look: Look = PLAIN) -> None:
        text = SPACES.sub(" ", raw)
        if text.strip(" ") and self.turns:
            self.mark("\n")
        if self._ends_in_space():
            text = text.removeprefix(" ")
        if text:
            self.pieces.append((text, look))
            self.waits = self.waits and not text.strip(" ")

    def mark(self, mark: str, look: Look = PLAIN) -> None:
        """A new line or a tab."""
        self.turns = False
        self.pieces.append((mark, look))

    def turn(self) -> None:
        """Let what comes begin on a new line, when something stands on this one."""
        self.turns = self.has_text and not self.waits

    @property
    def has_text(self) -> bool:
        return any(text.strip(" \n\t") for text, _ in self.pieces)

    def _ends_in_space(self) -> bool:
        return not self.pieces or self.pieces[-1][0][-1] in " \n\t"


@dataclass
class Column:
    """Where text goes: ``into`` an element, in paragraphs of ``style``, and of ``then`` after the first.

    ``width`` in twentieths of a point; ``num`` (list, level) marks the next paragraph only.
    """

    into: Element
    style: str
    width: int
    then: str = ""
    num: tuple[str, int] | None = None
    level: int = 0
    is_right: bool = False
    line: Line = field(default_factory=Line)

    def inside(self, style: str, then: str = "") -> Column:
        """The same place for paragraphs of another style."""
        return replace(self, style=style, then=then, num=None, line=Line())


@dataclass(frozen=True)
class Heading:
    level: int
    pieces: tuple[Piece, ...]
    bookmark: str


class Pen:
    """Writes into a document and keeps what it must know of it: names, numbers and headings."""

    def __init__(self, numbering: Element, anchors: set[str]) -> None:
        self.numbering = numbering
        self.anchors = anchors
        self.headings: list[Heading] = []
        self.breaks = False
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()
        self._pending: list[str] = []
        self._placed: set[str] = set()
        self._captions = {"Tabel": 0, "Figuur": 0}

    def end(self, column: Column) -> None:
        """Finish the paragraph that is being written in ``column``, if anything stands in it."""
        if not column.line.has_text:
            column.line = Line()
            return
        self._write(self._paragraph(column), column.line.pieces)
        column.line = Line()
        column.style = column.then or column.style

    def heading(self, column: Column, level: int) -> None:
        """Finish what is being written as a heading."""
        if column.line.has_text:
            name = f"_Toc{len(self.headings) + 1:08d}"
            self.headings.append(Heading(level, tuple(column.line.pieces), name))
            self._pending.append(name)
        self.end(column)

    def caption(self, column: Column, kind: str) -> None:
        """Finish what is being written as the caption of the next Tabel, or of the Figuur before it."""
        if not column.line.has_text:
            return self.end(column)
        self._captions[kind] += 1
        number = self._captions[kind]
        self._pending.append(f"{kind}_{number}")
        found = self._paragraph(column, keep_next=kind == "Tabel")
        xml.run(found, f"{kind} ")
        xml.field(found, f"SEQ {kind} \\* ARABIC", str(number))
        xml.run(found, ". ")
        self._write(found, column.line.pieces)
        column.line = Line()
        return None

    def empty(self, column: Column, style: str) -> None:
        """A paragraph without text: a cell must have one, and so must the place between two tables."""
        add(add(add(column.into, "p"), "pPr"), "pStyle", val=style)

    def place(self, anchor: str) -> None:
        """Give the next paragraph the bookmark of ``anchor``."""
        self._pending.append(self.name(anchor))

    def name(self, anchor: str) -> str:
        """The name of the bookmark of ``anchor``: letters, digits and underscores, and no other's."""
        if anchor not in self._names:
            name = re.sub(r"\W", "_", anchor)[:LONGEST_NAME]
            if name in self._taken:
                number = str(len(self._taken))
                name = name[: LONGEST_NAME - len(number)] + number
            self._names[anchor] = name
            self._taken.add(name)
        return self._names[anchor]

    def numbered(self) -> str:
        """A new list with numbers, which begins at 1."""
        number = str(len(self.numbering.findall(f"{xml.W}num")) + 1)
        found = add(self.numbering, "num", numId=number)
        add(found, "abstractNumId", val=NUMBERED)
        add(add(found, "lvlOverride", ilvl="0"), "startOverride", val="1")
        return number

    def contents(self, after: Element, depth: int) -> None:
        """The contents ``after`` their heading. Comes last: it needs all.

        Only a word processor knows the pages, so they are a field that asks to be renewed; until then they are links.
        """
        told = [each for each in self.headings if each.level <= depth]
        for place, each in enumerate(told):
            found = after.makeelement(f"{xml.W}p")
            after.addnext(found)
            after = found
            add(add(found, "pPr"), "pStyle", val=f"TOC{each.level}")
            if place == 0:
                xml.open_field(found, f'TOC \\o "1-{depth}" \\h \\z \\u', is_old=True)
            inside = xml.link(found, each.bookmark)
            for text, _ in each.pieces:
                xml.run(inside, text)
            if place == len(told) - 1:
                xml.end_field(found)

    def _paragraph(self, column: Column, *, keep_next: bool = False) -> Element:
        found = add(column.into, "p")
        properties = add(found, "pPr")
        add(properties, "pStyle", val=column.style)
        if keep_next:
            add(properties, "keepNext")
        if self.breaks:
            self.breaks = False
            add(properties, "pageBreakBefore")
        if column.num:
            number, level = column.num
            column.num = None
            kept = add(properties, "numPr")
            add(kept, "ilvl", val=str(min(level, DEEPEST)))
            add(kept, "numId", val=number)
        if column.is_right:
            add(properties, "jc", val="right")
        return found

    def _write(self, paragraph: Element, told: Sequence[Piece]) -> None:
        """The bookmarks that wait, around the text."""
        names = [name for name in dict.fromkeys(self._pending) if name not in self._placed]
        first = len(self._placed)
        self._placed.update(names)
        self._pending = []
        properties = paragraph.find(f"{xml.W}pPr")
        for number, name in reversed(list(enumerate(names, start=first))):
            start = add(paragraph, "bookmarkStart", id=str(number), name=name)
            properties.addnext(start)
        xml.pieces(paragraph, _trimmed(told))
        for number, _ in enumerate(names, start=first):
            add(paragraph, "bookmarkEnd", id=str(number))


def _trimmed(told: Sequence[Piece]) -> list[Piece]:
    """Without the space and the new lines at the end."""
    found = list(told)
    while found and found[-1][0] == "\n":
        found.pop()
    if found and found[-1][0] not in xml.MARKS:
        text, look = found.pop()
        found += [(text.removesuffix(" "), look)] if text != " " else []
    return found
