"""A file as it was given: its name, what is in it, and which layout that is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from npo_planner.errors import Refused
from schools.duo import layouts, reading, rows
from schools.duo.records import Parsed

YEAR_IN_NAME = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:-(?:19|20)[0-9]{2})?(?![0-9])")
YEARS = re.compile(r"(?P<first>[0-9]{4})(?P<open>-(?P<last>[0-9]{4})?)?")
LAST_YEAR = 9999


@dataclass(frozen=True)
class RegisterFile:
    """An opened DUO file. ``year``: of its counts, when only its name tells."""

    name: str
    sheet: reading.Sheet
    found: layouts.Found
    year: int | None

    @property
    def layout(self) -> layouts.Layout:
        return self.found.layout

    def parse(
        self,
        room: Mapping[str, int],
        *,
        years: tuple[int, int] | None = None,
        progress: rows.Progress | None = None,
    ) -> Parsed:
        options = rows.Options(room=room, year=self.year, years=years, progress=progress)
        return rows.parse(self.sheet, self.found, options)


def open_file(name: str, data: bytes, limits: reading.Limits) -> RegisterFile:
    """Raises Refused (too_large, empty, not_csv, unknown_header, double_column, no_year)."""
    sheet = reading.sheet(data, limits)
    found = layouts.recognise(sheet.header)
    year = year_in_name(name) if found.layout.year_in_name else None
    if found.layout.year_in_name and year is None:
        raise Refused(
            "In dit bestand staat niet van welk jaar de aantallen zijn. Zet het jaar in de bestandsnaam, "
            "bijvoorbeeld leerlingen-vo-2025.csv.",
            code="no_year",
        )
    return RegisterFile(name, sheet, found, year)


def year_in_name(name: str) -> int | None:
    """The last year in a file name; of a school year (2019-2020) the first half, because pupils count in October."""
    years = YEAR_IN_NAME.findall(name)
    return int(years[-1]) if years else None


def parse_years(text: str) -> tuple[int, int]:
    """``"2015-"`` -> (2015, 9999), ``"2015-2020"`` -> (2015, 2020), ``"2019"`` -> (2019, 2019). Raises ValueError."""
    match = YEARS.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a range of years")
    first = int(match["first"])
    last = int(match["last"]) if match["last"] else LAST_YEAR if match["open"] else first
    if last < first:
        raise ValueError(f"{text!r} ends before it begins")
    return first, last
