"""Bytes of a DUO file -> its header and its numbered lines.

DUO's files differ in encoding, separator, quoting and line ends, sometimes from month to month (README, quirks 1, 4
and 5). Every line is parsed by itself: no field holds a line break, so a stray quote can spoil one row, never the rest.
"""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import dataclass

from npo_planner.errors import Refused

DAMAGED = "\ufffd"
LONGEST_LINE = 20_000
# Everything that is neither text nor a line end. NUL does not come this far.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

AS_CSV = "Open het in Excel, kies Opslaan als en dan “CSV (gescheiden door puntkomma's)”, en lees dat bestand in."
DISGUISES = (
    (b"PK\x03\x04", f"Dit is een Excel- of zipbestand, geen CSV-bestand. {AS_CSV}"),
    (b"\xd0\xcf\x11\xe0", f"Dit is een Excel-bestand, geen CSV-bestand. {AS_CSV}"),
    (b"%PDF", "Dit is een PDF. Download bij DUO het CSV-bestand."),
    (codecs.BOM_UTF16_LE, "Dit bestand is opgeslagen als UTF-16 (“Unicode-tekst”). Sla het op als CSV UTF-8."),
    (codecs.BOM_UTF16_BE, "Dit bestand is opgeslagen als UTF-16 (“Unicode-tekst”). Sla het op als CSV UTF-8."),
)


@dataclass(frozen=True)
class Limits:
    """How large a file may be: in bytes, rows and columns."""

    size: int
    rows: int
    columns: int = 200


# The largest file that DUO publishes here has 24,243 rows and 3 MB.
UPLOAD = Limits(size=10_000_000, rows=30_000)
COMMAND = Limits(size=200_000_000, rows=1_000_000)


@dataclass(frozen=True)
class Sheet:
    """A header and the lines below it, each with its physical line number (header = 1). Empty lines are left out."""

    delimiter: str
    header: tuple[str, ...]
    lines: tuple[tuple[int, str], ...]


def sheet(data: bytes, limits: Limits) -> Sheet:
    """Raises Refused (too_large, empty, not_csv, utf16) with a sentence that says what to do."""
    if len(data) > limits.size:
        raise Refused(
            f"Dit bestand is groter dan {limits.size // 1_000_000} MB. Zo groot is geen bestand van DUO.",
            code="too_large",
        )
    lines = numbered_lines(decode(data))
    if not lines:
        raise Refused("Dit bestand is leeg.", code="empty")
    (_, first), rows = lines[0], lines[1:]
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    header = tuple(cells(first[:LONGEST_LINE], delimiter))
    if len(header) > limits.columns or len(rows) > limits.rows:
        raise Refused(
            f"Dit bestand heeft {len(rows)} regels en {len(header)} kolommen. Er passen hoogstens {limits.rows} "
            f"regels en {limits.columns} kolommen.",
            code="too_large",
        )
    return Sheet(delimiter, header, tuple(rows))


def decode(data: bytes) -> str:
    """Text of a file in UTF-8 (with or without BOM) or cp1252; a byte that means nothing becomes U+FFFD.

    Raises Refused (not_csv) for what is no text file at all.
    """
    for start, reason in DISGUISES:
        if data.startswith(start):
            raise Refused(reason, code="not_csv")
    if b"\0" in data:
        raise Refused(f"Dit is geen CSV-bestand: er staan tekens in die geen tekst zijn. {AS_CSV}", code="not_csv")
    if data.startswith(codecs.BOM_UTF8):
        return data.decode("utf-8-sig", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def numbered_lines(text: str) -> list[tuple[int, str]]:
    """The lines that hold anything, with their physical numbers. Only CR and LF end a line."""
    whole = CONTROL.sub(DAMAGED, text.replace("\r\n", "\n").replace("\r", "\n"))
    return [(n, line) for n, line in enumerate(whole.split("\n"), start=1) if line.strip(' ;,"\t')]


def cells(line: str, delimiter: str) -> list[str]:
    """The stripped fields of one line. Quotes may be doubled once, doubled twice, raw, or absent (quirk 4)."""
    parts = next(csv.reader([line], delimiter=delimiter)) if '"' in line else line.split(delimiter)
    return [part.strip().replace('""', '"') for part in parts]
