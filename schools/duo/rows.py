"""Rows of a DUO file -> records, or a refusal that names the line.

A bad row is refused as a whole and never stops the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from schools.duo import reading
from schools.duo.layouts import SPECIAL_KINDS, Found, Target
from schools.duo.places import readable_municipality, readable_place
from schools.duo.records import (
    SCHOOL_FIELDS,
    BoardRecord,
    CountRecord,
    Parsed,
    Record,
    Refusal,
    SchoolRecord,
)

BRIN = re.compile(r"[0-9]{2}[A-Z]{2}")
CODE = re.compile(r"[0-9]{2}[A-Z]{2}[0-9]{2}")
BOARD = re.compile(r"[0-9]{5}")
BRIN_IN_LINE = re.compile(r"\b([0-9]{2}[A-Z]{2})(?:[0-9]{2})?\b")
POSTCODE = re.compile(r"([0-9]{4}) ?([A-Z]{2})")
NUMBER = re.compile(r"[0-9]{1,5}")
MASKED = re.compile(r"< ?5")
YEARS_BY_DEFAULT = 12
PROGRESS_EVERY = 1000

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Options:
    """What a file does not say itself.

    ``room``: longest text per field of the model that is filled. ``year``: of counts in a file that names its year in
    the file name only. ``years``: first and last year to take from the history; None is the newest twelve.
    """

    room: Mapping[str, int]
    year: int | None = None
    years: tuple[int, int] | None = None
    progress: Progress | None = None


class BadRow(Exception):  # noqa: N818 - private to this module: becomes a Refusal
    """Why a row is refused, in Dutch."""


@dataclass(frozen=True)
class Row:
    """One line cut into cells."""

    line: int
    cells: Sequence[str]
    found: Found
    options: Options

    def text(self, name: str) -> str:
        place = self.found.places.get(name)
        return "" if place is None else self.cells[place]

    def fitting(self, name: str, value: str) -> str:
        """``value`` if the database has room for it. Cutting it off would make two names of one school."""
        room = self.options.room.get(name)
        if room is not None and len(value) > room:
            column = self.found.layout.columns[name][0]
            raise BadRow(f"{column} is {len(value)} tekens lang; er passen er {room}")
        return value


def parse(sheet: reading.Sheet, found: Found, options: Options) -> Parsed:
    """Every row of ``sheet`` as records or as a refusal, in the order of the file."""
    records: list[Record] = []
    refused: list[Refusal] = []
    first_line: dict[str, int] = {}
    for done, (line, text) in enumerate(sheet.lines, start=1):
        try:
            made = _records(_row(line, text, sheet.delimiter, found, options))
            if not found.layout.sums:
                _refuse_double(made, first_line)
            records.extend(made)
        except BadRow as bad:
            refused.append(_refusal(line, text, sheet.delimiter, found, options, str(bad)))
        if options.progress and done % PROGRESS_EVERY == 0:
            options.progress(done)
    return Parsed(found, tuple(_summed(records, refused) if found.layout.sums else records), tuple(refused))


def _row(line: int, text: str, delimiter: str, found: Found, options: Options) -> Row:
    if len(text) > reading.LONGEST_LINE:
        raise BadRow("deze regel is te lang")
    cells = reading.cells(text, delimiter)
    if len(cells) != found.width:
        raise BadRow(f"{len(cells)} kolommen in plaats van {found.width}")
    return Row(line, cells, found, options)


def _refusal(line: int, text: str, delimiter: str, found: Found, options: Options, reason: str) -> Refusal:
    brins = frozenset(BRIN_IN_LINE.findall(text[: reading.LONGEST_LINE].upper()))
    try:
        row = _row(line, text, delimiter, found, options)
    except BadRow:
        return Refusal(line, reason, brins=brins, is_row=False)
    try:
        return Refusal(line, reason, _code(row), brins)
    except BadRow:
        return Refusal(line, reason, brins=brins)


def _refuse_double(made: Sequence[Record], first_line: dict[str, int]) -> None:
    """Which of two rows about the same school is right, nobody knows; the first stays."""
    for record in made[:1]:
        if record.key in first_line:
            raise BadRow(f"{record.key} staat al op regel {first_line[record.key]}")
        first_line[record.key] = record.line


def _records(row: Row) -> Sequence[Record]:
    return MAKERS[row.found.layout.target](row)


def _school(row: Row) -> Sequence[SchoolRecord]:
    code = _code(row)
    number = _padded(row.text("municipality_code"), 4)
    values = {name: row.text(name) for name in SCHOOL_FIELDS} | {
        "name": _required(row, "name"),
        "kind": _kind(row),
        "board": _board_number(row, "board"),
        "postcode": POSTCODE.sub(r"\1 \2", row.text("postcode")),
        "town": readable_place(row.text("town")),
        "municipality_code": number,
        "municipality": readable_municipality(number, row.text("municipality")),
    }
    for name, value in values.items():
        row.fitting(name, value)
    return [SchoolRecord(line=row.line, code=code, brin=code[:4], **values)]


def _board(row: Row) -> Sequence[BoardRecord]:
    has = row.found.places.keys()
    town = row.fitting("town", readable_place(row.text("town")))
    return [
        BoardRecord(
            line=row.line,
            number=_board_number(row, "number"),
            name=row.fitting("name", _required(row, "name")),
            town=town if "town" in has else None,
            kvk=row.fitting("kvk", _padded(row.text("kvk"), 8)) if "kvk" in has else None,
        )
    ]


def _counts(row: Row) -> Sequence[CountRecord]:
    """One count per year that the row tells. A blank cell tells nothing; 0 is a count (README: never mix them)."""
    code = _code(row)
    layout = row.found.layout
    if layout.sums and layout.numbered:
        pairs = [(_year(row), row.cells[place]) for _, place in row.found.numbered]
    elif layout.numbered:
        pairs = [(year, row.cells[place]) for year, place in _wanted(row.found.numbered, row.options.years)]
    else:
        pairs = [(_year(row), row.text("number"))]
    made = [CountRecord(row.line, code, year, *_number(text)) for year, text in pairs if text]
    if layout.sums and any(count.masked for count in made):
        raise BadRow("een afgeschermd aantal (<5): het totaal van deze vestiging is niet te berekenen")
    return made


def _summed(records: Iterable[CountRecord], refused: Iterable[Refusal]) -> list[CountRecord]:
    """One count per location and year. A location with a refused row stays out: its total would be too low."""
    totals: dict[tuple[str, int], CountRecord] = {}
    incomplete = {refusal.code for refusal in refused}
    for record in records:
        if record.code in incomplete:
            continue
        key = (record.code, record.year)
        earlier = totals.get(key)
        totals[key] = replace(earlier, number=earlier.number + record.number) if earlier else record
    return list(totals.values())


def _wanted(numbered: Sequence[tuple[int, int]], years: tuple[int, int] | None) -> Sequence[tuple[int, int]]:
    if years is None:
        last = max(year for year, _ in numbered)
        years = (last - YEARS_BY_DEFAULT + 1, last)
    return [(year, place) for year, place in numbered if years[0] <= year <= years[1]]


def _year(row: Row) -> int:
    """The year of a count: from its reference date (1 October) or, without one, from the file name."""
    date = row.text("reference_date")
    if "reference_date" not in row.found.places:
        return row.options.year
    if not re.fullmatch(r"(19|20)[0-9]{6}", date):
        raise BadRow(f"PEILDATUM “{date}” is geen datum zoals 20191001")
    return int(date[:4])


def _number(text: str) -> tuple[int | None, bool]:
    """(number, masked) of a count."""
    if MASKED.fullmatch(text):
        return None, True
    if not NUMBER.fullmatch(text):
        raise BadRow(f"“{text[:20]}” is geen aantal leerlingen")
    return int(text), False


def _code(row: Row) -> str:
    """The location's code of six characters; in some files its number has two digits and no BRIN (README, joins)."""
    brin, number = row.text("brin").upper(), row.text("code").upper()
    code = brin + number.zfill(2) if number and len(number) <= 2 else number
    if not CODE.fullmatch(code) or not BRIN.fullmatch(brin):
        raise BadRow(f"“{(code or brin)[:20]}” is geen vestigingscode zoals 00DX01")
    if not code.startswith(brin):
        raise BadRow(f"vestiging {code} hoort niet bij instelling {brin}")
    return code


def _board_number(row: Row, name: str) -> str:
    number = row.text(name)
    if not BOARD.fullmatch(number):
        raise BadRow(f"“{number[:20]}” is geen nummer van een bevoegd gezag (vijf cijfers)")
    return number


def _kind(row: Row) -> str:
    kinds = row.found.layout.kinds
    if len(kinds) == 1:
        return str(kinds[0])
    text = row.text("kind").upper()
    if text not in SPECIAL_KINDS:
        raise BadRow(f"“{text[:20]}” is geen soort onderwijs die de planner kent")
    return str(SPECIAL_KINDS[text])


def _padded(number: str, width: int) -> str:
    """Some files lost the leading zeros of municipalities and KvK numbers (quirk 3)."""
    return number.zfill(width) if number.isdigit() else number


def _required(row: Row, name: str) -> str:
    if not row.text(name):
        raise BadRow(f"{row.found.layout.columns[name][0]} is leeg")
    return row.text(name)


MAKERS: Mapping[Target, Callable[[Row], Sequence[Record]]] = {
    Target.BOARDS: _board,
    Target.SCHOOLS: _school,
    Target.COUNTS: _counts,
}
