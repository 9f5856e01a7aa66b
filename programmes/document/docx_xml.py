"""Elements of WordprocessingML. They stand in the order of its schema: Word refuses a file with another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
MUTED = "465261"
MARKS = {"\n": "br", "\t": "tab"}

Element = etree._Element  # lxml has no public name for it


@dataclass(frozen=True)
class Look:
    """How a run of text looks; colours as RRGGBB. ``anchor`` is the bookmark that it leads to."""

    bold: bool = False
    italic: bool = False
    small: bool = False
    colour: str = ""
    fill: str = ""
    anchor: str = ""


PLAIN = Look()
Piece = tuple[str, Look]
"""Text, or one of MARKS, and how it looks."""


def add(parent: Element, tag: str, **values: str) -> Element:
    """A new ``tag`` at the end of ``parent``, with attributes."""
    return etree.SubElement(parent, W + tag, {W + name: value for name, value in values.items()})


def run(parent: Element, text: str, look: Look = PLAIN) -> Element:
    """A run of one text or mark."""
    found = add(parent, "r")
    _properties(found, look)
    if text in MARKS:
        add(found, MARKS[text])
    else:
        _text(found, "t", text)
    return found


def pieces(parent: Element, told: Iterable[Piece]) -> None:
    """The runs of ``told``; those that lead to a bookmark in a link."""
    for anchor, group in groupby(told, key=lambda piece: piece[1].anchor):
        inside = link(parent, anchor) if anchor else parent
        for text, look in group:
            run(inside, text, look)


def link(parent: Element, anchor: str) -> Element:
    """A link to a bookmark; what is added to it is the text of the link."""
    return add(parent, "hyperlink", anchor=anchor, history="1")


def field(parent: Element, instruction: str, shown: str) -> None:
    """A field that a word processor computes; ``shown`` stands there until it does."""
    open_field(parent, instruction)
    run(parent, shown)
    end_field(parent)


def open_field(parent: Element, instruction: str, *, is_old: bool = False) -> None:
    """The beginning of a field whose result is all until ``end_field``, in this paragraph or in a later one.

    ``is_old``: it is to be computed when the file is opened.
    """
    add(add(parent, "r"), "fldChar", fldCharType="begin", **({"dirty": "true"} if is_old else {}))
    _text(add(parent, "r"), "instrText", f" {instruction} ")
    add(add(parent, "r"), "fldChar", fldCharType="separate")


def end_field(parent: Element) -> None:
    add(add(parent, "r"), "fldChar", fldCharType="end")


def _text(parent: Element, tag: str, text: str) -> None:
    found = add(parent, tag)
    found.set(SPACE, "preserve")
    found.text = text


def _properties(parent: Element, look: Look) -> None:
    if look == PLAIN:
        return
    found = add(parent, "rPr")
    if look.anchor:
        add(found, "rStyle", val="Hyperlink")
    for name in ("b", "bCs") if look.bold else ():
        add(found, name)
    for name in ("i", "iCs") if look.italic else ():
        add(found, name)
    if look.colour:
        add(found, "color", val=look.colour)
    for name in ("sz", "szCs") if look.small else ():
        add(found, name, val="17")
    if look.fill:
        add(found, "shd", val="clear", color="auto", fill=look.fill)
