"""The first sheet of an Excel file as text: openpyxl reads it row by row, defusedxml keeps hostile XML out."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from npo_planner.errors import Refused

UNPACKED, FILES, EMPTY_ROWS = 10_000_000, 300, 2000
"""Bytes and files in the zip that an Excel file is; a sheet of 500 rows is far below. Rows that hold nothing."""


def text(data: bytes, *, rows: int, columns: int) -> str:
    """The first visible sheet, cells with tabs between them; one row and one column more than allowed, so that the
    reader of the text can say so.

    Raises Refused (not_a_table, bomb, too_large).
    """
    _check_zip(data)
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of openpyxl, about styles and extensions that it does not read
            for cells in _rows(data, columns):
                writer.writerow(cells)
                rows -= bool(cells)
                if rows < -1:
                    break
    except Refused:
        raise
    except Exception as error:  # openpyxl passes on whatever its parsers meet in a file that is not what it says
        raise _no_workbook() from error
    return out.getvalue()


def _no_workbook() -> Refused:
    return Refused(
        "Dit is geen Excel-bestand dat wij kunnen lezen. Sla de tabel op als .xlsx of CSV.", code="not_a_table"
    )


def _check_zip(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _no_workbook() from error
    if len(files) > FILES or sum(file.file_size for file in files) > UNPACKED:
        raise Refused(
            "Dit Excel-bestand is uitgepakt te groot. Kopieer alleen de tabel naar een nieuw bestand.", code="bomb"
        )
    if "xl/workbook.xml" not in {file.filename for file in files}:
        raise _no_workbook()


def _rows(data: bytes, columns: int) -> Iterator[list[str]]:
    """Each row without the empty cells at its end. Rows that hold nothing keep their place, up to a limit."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = next((s for s in book.worksheets if s.sheet_state == "visible"), None)
        if sheet is None:
            raise _no_workbook()
        sheet.reset_dimensions()  # what the file says of its own size may be untrue
        empty = 0
        for row in sheet.iter_rows(max_col=columns + 1):
            cells = [_text(cell) for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            empty += not cells
            if empty > EMPTY_ROWS:
                raise Refused("Dit blad heeft te veel lege rijen. Kopieer alleen de tabel.", code="too_large")
            yield cells
    finally:
        book.close()


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if "%" in str(cell.number_format or ""):
            return f"{_plain(number * 100)}%"
        return _plain(number)
    if isinstance(value, date):
        return value.isoformat()[:10]
    return " ".join(str(value).replace("\0", "").split())


def _plain(number: Decimal) -> str:
    """At most two decimals, with a comma, as people in the Netherlands write it."""
    return f"{round(number, 2).normalize():f}".replace(".", ",")
