"""The grid of an HTML table: which cell stands where, and how wide each column is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from programmes.document.docx_xml import Element, add

CHARACTER = 100
"""Twentieths of a point that a character of a table takes."""
LONGEST_WORD, LONGEST_TEXT = 22, 48
"""Characters of a word, and of a text, that a column is made wide for."""

MARGIN = 85
"""Twentieths of a point left and right in a cell, as in the style Rows."""
LONG = 1_200
"""Characters from which a row may break over two pages."""
LONGEST_TITLE = 250
FILLS = {"heat-0": "EEF5EF", "heat-1": "FBF0D9", "heat-2": "F3CF9E", "heat-3": "DD9468"}
"""The colour of a cell by its class, as in document-pdf.css."""
INK = "14315A"


@dataclass(frozen=True)
class Cell:
    """``element`` None: the cell above goes on here."""

    element: Element | None
    column: int
    span: int
    goes_on: bool = False

    @property
    def classes(self) -> set[str]:
        return set() if self.element is None else _classes(self.element)


@dataclass(frozen=True)
class Row:
    element: Element
    is_head: bool
    cells: tuple[Cell, ...]

    @property
    def is_total(self) -> bool:
        return "total" in _classes(self.element)

    @property
    def is_long(self) -> bool:
        return sum(map(len, self.element.itertext())) > LONG


def rows(table: Element) -> list[Row]:
    """The rows of ``table`` that have cells, each as wide as the grid asks."""
    found: list[Row] = []
    above: dict[int, tuple[int, int]] = {}
    for element in table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr"):
        cells = _row(element.xpath("./th | ./td"), above)
        if cells:
            found.append(Row(element, element.getparent().tag == "thead", tuple(cells)))
    return found


def _row(elements: Sequence[Element], above: dict[int, tuple[int, int]]) -> list[Cell]:
    """``above``: column to (rows that its cell still covers, columns that it spans)."""
    found: list[Cell] = []
    column = 0
    todo = list(elements)
    while todo or column in above:
        if column in above:
            left, span = above.pop(column)
            found.append(Cell(None, column, span))
            if left > 1:
                above[column] = (left - 1, span)
            column += span
            continue
        element = todo.pop(0)
        span, down = _count(element, "colspan"), _count(element, "rowspan")
        found.append(Cell(element, column, span, goes_on=down > 1))
        if down > 1:
            above[column] = (down - 1, span)
        column += span
    return found


def _count(element: Element, name: str) -> int:
    text = element.get(name, "1")
    return max(int(text), 1) if text.isdecimal() else 1


def widths(told: Iterable[Row], width: int) -> list[int]:
    """The width of each column, together ``width``: room for its longest word first, then for its text."""
    needs: dict[int, tuple[int, int]] = {}
    for row in told:
        for cell in row.cells:
            last = cell.column + cell.span - 1
            needs.setdefault(last, (3, 3))
            if cell.element is not None and cell.span == 1:
                word, text = needs[last]
                needs[last] = (max(word, _word(cell.element)), max(text, _text(cell.element)))
    count = max(needs, default=-1) + 1
    words, texts = zip(*(needs.get(place, (3, 3)) for place in range(count)), strict=True)
    return _shared(words, texts, width)


def _shared(words: Sequence[int], texts: Sequence[int], width: int) -> list[int]:
    least = [CHARACTER * word for word in words]
    left = width - sum(least)
    wants = [max(text - word, 1) for text, word in zip(texts, words, strict=True)]
    if left < 0:
        least, left, wants = [0] * len(words), width, list(words)
    found = [each + left * want // sum(wants) for each, want in zip(least, wants, strict=True)]
    return [*found[:-1], width - sum(found[:-1])]


def _text(element: Element) -> int:
    return min(sum(map(len, element.itertext())), LONGEST_TEXT)


def _word(element: Element) -> int:
    words = (len(word) for text in element.itertext() for word in text.split(" "))
    return min(max(words, default=0) + 2, LONGEST_WORD)


def _classes(element: Element) -> set[str]:
    return set(element.get("class", "").split())


def start(into: Element, title: str, widths: Sequence[int]) -> Element:
    """A table with its name, which a screen reader tells, and its columns."""
    found = add(into, "tbl")
    properties = add(found, "tblPr")
    add(properties, "tblStyle", val="Rows")
    add(properties, "tblW", w=str(sum(widths)), type="dxa")
    add(properties, "tblLayout", type="fixed")
    look = {"firstRow": "1", "lastRow": "0", "firstColumn": "1", "lastColumn": "0", "noHBand": "1", "noVBand": "1"}
    add(properties, "tblLook", val="06A0", **look)
    if title:
        add(properties, "tblCaption", val=title[:LONGEST_TITLE])
    grid = add(found, "tblGrid")
    for width in widths:
        add(grid, "gridCol", w=str(width))
    return found


def start_row(table: Element, row: Row) -> Element:
    """A row that stays on one page unless it is long; a head comes back on every page."""
    found = add(table, "tr")
    properties = add(found, "trPr")
    if not row.is_long:
        add(properties, "cantSplit")
    if row.is_head:
        add(properties, "tblHeader")
    return found


def start_cell(into: Element, row: Row, cell: Cell, width: int) -> Element:
    """A cell without its text. Under the head and above a total runs a strong line."""
    found = add(into, "tc")
    properties = add(found, "tcPr")
    add(properties, "tcW", w=str(width), type="dxa")
    if cell.span > 1:
        add(properties, "gridSpan", val=str(cell.span))
    if cell.element is None:
        add(properties, "vMerge")
    elif cell.goes_on:
        add(properties, "vMerge", val="restart")
    if row.is_head or row.is_total:
        borders = add(properties, "tcBorders")
        add(borders, "bottom" if row.is_head else "top", val="single", sz="8", space="0", color=INK)
    fill = next((FILLS[name] for name in FILLS if name in cell.classes), "")
    if fill:
        add(properties, "shd", val="clear", color="auto", fill=fill)
    if row.is_head:
        add(properties, "vAlign", val="bottom")
    return found
