"""What somebody pasted or uploaded -> the text of a table, and that text -> its rows. Nothing is parsed past a cap."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass

from npo_planner.errors import Refused
from scans.lvs import workbook

SIZE, ROWS, COLUMNS, CELL = 1_000_000, 500, 30, 500
"""Bytes, rows below the heading, columns, characters in a cell."""

OLD_SET = "Dit bestand is in een oudere tekenset opgeslagen. Kijk na of letters zoals é en ë goed zijn gelezen."
DISGUISES = (
    (b"\xd0\xcf\x11\xe0", "Dit is een oud Excel-bestand (.xls) of er zit een wachtwoord op. Sla het op als .xlsx."),
    (b"%PDF", "Dit is een PDF. Exporteer de tabel als CSV of Excel, of kopieer en plak haar."),
)


@dataclass(frozen=True)
class Table:
    """The first row that holds anything, and the rows below it with their numbers (the first row of all is 1)."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def text_of_file(name: str, data: bytes) -> tuple[str, str]:
    """The table in a CSV or Excel file as text to paste, and a note for whoever reads it (or nothing).

    Raises Refused (too_large, empty, not_a_table, bomb).
    """
    if len(data) > SIZE:
        raise Refused("Dit bestand is groter dan 1 MB. Neem alleen de rijen die u nodig hebt.", code="too_large")
    if not data.strip():
        raise Refused("Dit bestand is leeg.", code="empty")
    for start, reason in DISGUISES:
        if data.startswith(start):
            raise Refused(reason, code="not_a_table")
    if data.startswith(b"PK"):
        return workbook.text(data, rows=ROWS, columns=COLUMNS), ""
    if name.lower().endswith((".xlsx", ".xlsm")):
        raise Refused("Dit bestand heet .xlsx, maar is geen Excel-bestand.", code="not_a_table")
    return _decoded(data)


def _decoded(data: bytes) -> tuple[str, str]:
    no_text = Refused("Dit is geen tekstbestand. Sla de tabel op als CSV of als Excel (.xlsx).", code="not_a_table")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return _without_nul(data.decode("utf-16"), no_text), ""
        except UnicodeDecodeError as error:
            raise no_text from error
    try:
        return _without_nul(data.decode("utf-8-sig"), no_text), ""
    except UnicodeDecodeError:
        pass
    try:
        return _without_nul(data.decode("cp1252"), no_text), OLD_SET
    except UnicodeDecodeError as error:
        raise no_text from error


def _without_nul(text: str, refusal: Refused) -> str:
    if "\0" in text:
        raise refusal
    return text


def table(text: str) -> Table:
    """The rows of ``text``: cells with tabs, semicolons or commas between them, as the first row has.

    Raises Refused (too_large, empty, quotes).
    """
    if len(text.encode("utf-8", "replace")) > SIZE:
        raise Refused("De tabel is groter dan 1 MB. Neem alleen de rijen die u nodig hebt.", code="too_large")
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(len(line) > CELL * COLUMNS for line in lines.split("\n")):
        raise Refused(f"Een rij is te lang. Een cel mag hoogstens {CELL} tekens hebben.", code="too_large")
    first = next((line for line in lines.split("\n") if line.strip()), "")
    delimiter = next((sign for sign in "\t;" if sign in first), ",")
    rows = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(lines), delimiter=delimiter, strict=True), start=1):
            if any(cell.strip() for cell in cells):
                rows.append((number, _checked(number, cells)))
            if len(rows) > ROWS + 1:
                raise Refused(f"De tabel heeft meer dan {ROWS} rijen. Deel haar op.", code="too_large")
    except csv.Error as error:
        text = f"Rond rij {len(rows) + 1} staat een aanhalingsteken dat niet sluit. Haal het weg."
        raise Refused(text, code="quotes") from error
    if len(rows) < 2:
        raise Refused("De tabel heeft een rij met namen van kolommen nodig, en daaronder rijen.", code="empty")
    return Table(rows[0][1], tuple(rows[1:]))


def _checked(number: int, cells: list[str]) -> tuple[str, ...]:
    clean = [" ".join(cell.split()) for cell in cells]
    while clean and not clean[-1]:
        clean.pop()
    if len(clean) > COLUMNS:
        raise Refused(f"Rij {number} heeft meer dan {COLUMNS} kolommen.", code="too_large")
    if any(len(cell) > CELL for cell in clean):
        raise Refused(f"Rij {number} heeft een cel met meer dan {CELL} tekens. Maak die korter.", code="too_large")
    return tuple(clean)
