"""Sheets of a spreadsheet file. The only module that writes with openpyxl; ``xlsx`` says what stands in them.

Text can never run, unknown is an empty cell with a note, and the same sheets give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from npo_planner import sheets
from programmes.document.office import Archive, legible, moment

HEAD = 6
"""The row with the names of the columns; above it what the file is, under it the rows."""
FIRST = HEAD + 1
EURO = '"€"\\ #,##0.00;"€"\\ \\-#,##0.00'
NUMBER, PERCENT, TEXT = "#,##0.##", '0.00"%"', "@"
"""Formats of cells. The spreadsheet itself writes the separators of its reader's language: in Dutch 1.234,56."""
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
INK, PAPER, OPEN, LINE = "14315A", "EEF2F8", "FDF2DA", "DCD8CF"
LINE_HEIGHT, MOST_LINES = 15, 20
"""Points of a line, and how many a row shows at most."""
LONGEST = 32_000
"""Characters in a cell: a spreadsheet stops at 32,767 of its own."""


class Formula(str):
    """A formula, from its ``=``. Only a Formula runs: every other text is text."""


@dataclass(frozen=True)
class Unknown:
    """An amount that nobody knows yet: an empty cell, with ``note`` on it."""

    note: str = "Dit bedrag is nog niet bekend. Daarom is het vak leeg."


@dataclass(frozen=True)
class Provisional:
    """A sum of which a part is not known yet, with ``note`` on it."""

    formula: Formula
    note: str = "Voorlopig: in het plan was nog niet alles bekend."


Value = Provisional | str | Formula | Decimal | int | Unknown | None


@dataclass(frozen=True)
class Column:
    """``width`` in characters."""

    head: str
    width: int
    format: str = TEXT


def letter_of(place: int) -> str:
    """The letter of the column at ``place``, which begins at 1."""
    return get_column_letter(place)


@dataclass(frozen=True)
class Sheet:
    """A sheet: rows under named columns, and ``total`` under a line of its own. ``name`` has no quote in it."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] = ()

    @property
    def last(self) -> int:
        """The number of the last row that a formula must look at; one empty row when there are none."""
        return FIRST + max(len(self.rows), 1) - 1

    def span(self, head: str) -> str:
        """The cells of the column called ``head``, for a formula on any sheet."""
        letter = self.letter(head)
        return f"'{self.name}'!${letter}${FIRST}:${letter}${self.last}"

    def without(self, *heads: str) -> Sheet:
        """The same without some columns, which no formula may look at."""
        kept = [place for place, column in enumerate(self.columns) if column.head not in heads]
        rows = tuple(tuple(row[place] for place in kept) for row in self.rows)
        return Sheet(self.name, tuple(self.columns[place] for place in kept), rows)

    def letter(self, head: str) -> str:
        """The letter of the column called ``head``."""
        return letter_of([column.head for column in self.columns].index(head) + 1)


@dataclass(frozen=True)
class Book:
    """A whole file. ``lines`` stand above every sheet, ``mark`` at the foot of every page of paper."""

    title: str
    mark: str
    made: datetime
    sheets: tuple[Sheet, ...]
    lines: tuple[str, ...] = field(default=())


def dumps(book: Book) -> bytes:
    """The bytes of an XLSX file; a spreadsheet computes the formulas when it opens it."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    made = moment(book.made)
    properties = workbook.properties
    properties.title, properties.creator, properties.language = _text(book.title), "NPO Planner", "nl"
    properties.created = properties.modified = made
    workbook.calculation.fullCalcOnLoad = True
    for sheet in book.sheets:
        _fill(workbook.create_sheet(sheet.name), sheet, book)
    out = io.BytesIO()
    # Not Workbook.save: that writes the time of today into the file.
    ExcelWriter(workbook, Archive(out, made)).save()
    return out.getvalue()


def _fill(page: Worksheet, sheet: Sheet, book: Book) -> None:
    for row, line in enumerate((book.title, *book.lines), start=1):
        _write(page.cell(row, 1), line)
        page.cell(row, 1).font = _font(bold=row == 1, size=14 if row == 1 else 11, color=INK)
    for place, column in enumerate(sheet.columns, start=1):
        _head(page.cell(HEAD, place, column.head), column)
        page.column_dimensions[letter_of(place)].width = column.width
    page.row_dimensions[HEAD].height = 2 * LINE_HEIGHT
    for row, values in enumerate(sheet.rows or (_nothing(sheet),), start=FIRST):
        _row(page, row, sheet, values)
    if sheet.total:
        _row(page, sheet.last + 1, sheet, sheet.total, is_total=True)
    page.freeze_panes = page.cell(FIRST, 2)
    _paper(page, book)


def _nothing(sheet: Sheet) -> tuple[Value, ...]:
    return (None, "nog niets ingevuld", *[None] * (len(sheet.columns) - 2))


def _head(cell: Cell, column: Column) -> None:
    is_text = column.format == TEXT
    cell.font, cell.fill = _font(bold=True, color=INK), PatternFill("solid", start_color=PAPER)
    cell.alignment = Alignment("left" if is_text else "right", "bottom", wrap_text=True, indent=1 if is_text else 0)
    cell.border = Border(bottom=Side("medium", color=INK))


def _row(page: Worksheet, row: int, sheet: Sheet, values: Sequence[Value], *, is_total: bool = False) -> None:
    line = Side("medium", color=INK) if is_total else Side("thin", color=LINE)
    for place, (value, column) in enumerate(zip(values, sheet.columns, strict=True), start=1):
        cell = page.cell(row, place)
        cell.number_format = column.format
        is_text = column.format == TEXT
        cell.alignment = Alignment("left" if is_text else "right", "top", wrap_text=is_text, indent=1 if is_text else 0)
        cell.border = Border(top=line) if is_total else Border(bottom=line)
        cell.font = _font(bold=is_total)
        _write(cell, value)
    page.row_dimensions[row].height = LINE_HEIGHT * max(map(_lines, values, sheet.columns))


def _font(**kwargs: Any) -> Font:
    return Font(name="Calibri", **{"size": 11} | kwargs)


def _lines(value: Value, column: Column) -> int:
    """How many lines a text takes at most in its column: not every program makes a row as high as its text."""
    is_text = isinstance(value, str) and not isinstance(value, Formula)
    if not is_text:
        return 1
    # A line ends at a word, so it does not fill all of the width.
    return min(sum(1 + int(len(line) / (column.width * 0.9)) for line in value.split("\n")), MOST_LINES)


def _write(cell: Cell, value: Value) -> None:
    if isinstance(value, Unknown | Provisional):
        cell.fill = PatternFill("solid", start_color=OPEN)
        cell.comment = Comment(value.note, "NPO Planner", height=60, width=240)
    if isinstance(value, Unknown):
        return
    if isinstance(value, Provisional):
        cell.value = str(value.formula)
    elif isinstance(value, Formula):
        cell.value = str(value)
    elif isinstance(value, str):
        cell.value = _text(value)
        cell.data_type = "s"  # openpyxl takes a text that begins with = for a formula
        cell.quotePrefix = sheets.would_run(value)  # so that it stays text when somebody edits the cell
    else:
        cell.value = value


def _text(value: str) -> str:
    """What XML cannot hold becomes a replacement character; what a spreadsheet would decode is escaped."""
    return ESCAPE.sub("_x005F_", legible(value))[:LONGEST]


def _paper(page: Worksheet, book: Book) -> None:
    """A4 on its side, as wide as the paper, with the columns named on every page."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{HEAD}:{HEAD}"
    page.oddFooter.left.text = book.mark.replace("&", "&&")
    page.oddFooter.right.text = "&A, &P van &N"
