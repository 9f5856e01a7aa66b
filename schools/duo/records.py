"""What rows of DUO files become: typed records, and refusals that name the line."""

from __future__ import annotations

from dataclasses import dataclass, fields

from schools.duo.layouts import Found


@dataclass(frozen=True, slots=True)
class SchoolRecord:
    """One location of an address file. Names are those of the model ``School``; ``board`` is a number."""

    line: int
    code: str
    brin: str
    name: str
    kind: str
    board: str
    structure: str
    education: str
    cluster: str
    street: str
    house_number: str
    postcode: str
    town: str
    municipality_code: str
    municipality: str
    province: str
    denomination: str
    phone: str
    website: str

    @property
    def key(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class BoardRecord:
    """One board. ``town`` and ``kvk`` are None when the file has no such column."""

    line: int
    number: str
    name: str
    town: str | None
    kvk: str | None

    @property
    def key(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True)
class CountRecord:
    """The pupils of one location on 1 October of ``year``; ``number`` is None when DUO masks it (``<5``)."""

    line: int
    code: str
    year: int
    number: int | None
    masked: bool

    @property
    def key(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        return f"leerlingen {self.year}"


Record = SchoolRecord | BoardRecord | CountRecord
SCHOOL_FIELDS = tuple(f.name for f in fields(SchoolRecord) if f.name not in {"line", "code", "brin"})
BOARD_FIELDS = ("name", "town", "kvk")
COUNT_FIELDS = ("number", "masked")


@dataclass(frozen=True)
class Refusal:
    """A row that stays out.

    ``code``: its location, when readable. ``brins``: every institution that the line may be about. ``is_row``: the
    line looks like a row of this file, so it may hide a school even if no code can be read.
    """

    line: int
    reason: str
    code: str = ""
    brins: frozenset[str] = frozenset()
    is_row: bool = True


@dataclass(frozen=True)
class Parsed:
    """All rows of one file."""

    found: Found
    records: tuple[Record, ...]
    refused: tuple[Refusal, ...]
