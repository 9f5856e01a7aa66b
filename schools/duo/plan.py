"""What a file would change: its records compared with what is known. A preview shows this; applying it writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from npo_planner.money import number
from schools.constants import CountSource
from schools.duo.layouts import Layout
from schools.duo.records import (
    BOARD_FIELDS,
    COUNT_FIELDS,
    SCHOOL_FIELDS,
    BoardRecord,
    CountRecord,
    Parsed,
    Record,
    Refusal,
    SchoolRecord,
)

# A file in which more of the open schools are missing is taken for an excerpt, not for a month of closures.
LARGEST_SHARE_CLOSED = 0.10

Pair = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A known row that the file tells differently: field to (old, new)."""

    record: Record
    fields: Mapping[str, Pair]


@dataclass(frozen=True, slots=True)
class Closing:
    """An open school that is no longer in the register."""

    pk: int
    code: str
    name: str


@dataclass(frozen=True)
class Plan:
    """Everything that importing one file would do, in the order of the file."""

    layout: Layout
    file_date: date
    new: tuple[Record, ...] = ()
    changed: tuple[Change, ...] = ()
    closed: tuple[Closing, ...] = ()
    unchanged: int = 0
    refused: tuple[Refusal, ...] = ()
    new_boards: tuple[str, ...] = ()  # numbers that schools have and nobody knows yet
    seen: tuple[int, ...] = ()  # keys of unchanged schools that were last seen in another file
    not_closed: tuple[Closing, ...] = ()  # missing from the file, but left open: see ``notes``
    unknown: int = 0  # locations with counts that are not in the register
    kept: int = 0  # counts that the school gave itself, or that a better source gave
    notes: tuple[str, ...] = ()

    def with_field(self, name: str) -> tuple[Change, ...]:
        return tuple(change for change in self.changed if name in change.fields)

    @property
    def renamed(self) -> tuple[Change, ...]:
        return self.with_field("name")

    @property
    def moved(self) -> tuple[Change, ...]:
        """Schools that went to another board."""
        return self.with_field("board")

    @property
    def reopened(self) -> tuple[Change, ...]:
        return self.with_field("closed_on")


# --- schools --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class KnownSchools:
    """The schools (by code; names of the model, ``board`` as number) and the board numbers of the database."""

    schools: Mapping[str, Mapping[str, Any]]
    boards: frozenset[str]


def plan_schools(parsed: Parsed, known: KnownSchools, file_date: date, *, close_missing: bool = False) -> Plan:
    """``close_missing``: close what is missing, however much it is."""
    layout = parsed.found.layout
    records = list(_with_municipality(parsed.records, known.schools.values()))
    changes = [(record, _school_changes(record, known.schools.get(record.code))) for record in records]
    plan = Plan(
        layout=layout,
        file_date=file_date,
        new=tuple(record for record, change in changes if change is None),
        changed=tuple(Change(record, change) for record, change in changes if change),
        unchanged=sum(change == {} for _, change in changes),
        refused=parsed.refused,
        new_boards=tuple(sorted({record.board for record in records} - known.boards)),
        seen=tuple(_seen(changes, known, file_date)),
    )
    return _with_closings(plan, _missing(parsed, known), known, close_missing=close_missing)


def _school_changes(record: SchoolRecord, known: Mapping[str, Any] | None) -> dict[str, Pair] | None:
    """None: the school is new."""
    if known is None:
        return None
    changes = _differences(record, known, SCHOOL_FIELDS)
    if known["closed_on"] is not None:
        changes["closed_on"] = (known["closed_on"], None)
    return changes


def _differences(record: Record, known: Mapping[str, Any], names: Sequence[str]) -> dict[str, Pair]:
    return {name: (known[name], new) for name in names if (new := getattr(record, name)) != known[name]}


def _with_municipality(records: Iterable[SchoolRecord], known: Iterable[Mapping[str, Any]]) -> Iterator[SchoolRecord]:
    """A few rows have the number of a municipality without its name (quirk: 1948); others tell the name."""
    records = list(records)
    names = {school["municipality_code"]: school["municipality"] for school in known if school["municipality"]}
    names |= {record.municipality_code: record.municipality for record in records if record.municipality}
    for record in records:
        name = names.get(record.municipality_code)
        yield replace(record, municipality=name) if name and not record.municipality else record


def _seen(changes: Iterable[tuple], known: KnownSchools, file_date: date) -> Iterator[int]:
    for record, change in changes:
        if change == {} and known.schools[record.code]["register_date"] != file_date:
            yield known.schools[record.code]["pk"]


def _missing(parsed: Parsed, known: KnownSchools) -> list[Closing]:
    """Open schools of the file's kinds without a row; a school that a refused row may be about is not missing."""
    codes = {record.code for record in parsed.records}
    doubtful = frozenset().union(*(refusal.brins for refusal in parsed.refused))
    return [
        Closing(school["pk"], code, school["name"])
        for code, school in known.schools.items()
        if school["kind"] in parsed.found.layout.kinds
        and school["closed_on"] is None
        and code not in codes
        and code[:4] not in doubtful
    ]


def _with_closings(plan: Plan, missing: list[Closing], known: KnownSchools, *, close_missing: bool) -> Plan:
    open_ones = [s for s in known.schools.values() if s["kind"] in plan.layout.kinds and s["closed_on"] is None]
    newest = max((s["register_date"] for s in open_ones if s["register_date"]), default=plan.file_date)
    notes = (_older_note(plan, newest),) if plan.file_date < newest else ()
    reason = None if close_missing or not missing else _why_not_close(plan, len(missing), len(open_ones), newest)
    if reason is None:
        return replace(plan, closed=tuple(missing), notes=notes)
    told = f"Niet in dit bestand: {number(len(missing))} van de {number(len(open_ones))} open scholen. {reason}"
    return replace(plan, not_closed=tuple(missing), notes=(*notes, told))


def _older_note(plan: Plan, newest: date) -> str:
    return (
        f"Dit bestand is van {plan.file_date:%d-%m-%Y}, ouder dan het register van {newest:%d-%m-%Y} dat er al in "
        "staat."
    )


def _why_not_close(plan: Plan, missing: int, n_open: int, newest: date) -> str | None:
    if plan.file_date < newest:
        return "In een ouder bestand ontbreken nieuwe scholen, dus geen school is gesloten."
    if missing > LARGEST_SHARE_CLOSED * n_open:
        return "Dat is meer dan 10 %, dus het lijkt een uittreksel: geen school is gesloten."
    if any(refusal.is_row and not refusal.brins for refusal in plan.refused):
        return "Van een geweigerde regel is niet te lezen over welke school die gaat, dus geen school is gesloten."
    return None


# --- boards ---------------------------------------------------------------------------------------------------------


def plan_boards(parsed: Parsed, known: Mapping[str, Mapping[str, Any]], file_date: date) -> Plan:
    """``known``: boards by number. A column that the file does not have changes nothing."""
    new, changed = [], []
    for record in parsed.records:
        board = known.get(record.number)
        whole = _complete(record, board or {})
        if board is None:
            new.append(whole)
        elif fields := _differences(whole, board, BOARD_FIELDS):
            changed.append(Change(whole, fields))
    return Plan(
        layout=parsed.found.layout,
        file_date=file_date,
        new=tuple(new),
        changed=tuple(changed),
        unchanged=len(parsed.records) - len(new) - len(changed),
        refused=parsed.refused,
    )


def _complete(record: BoardRecord, known: Mapping[str, Any]) -> BoardRecord:
    town = known.get("town", "") if record.town is None else record.town
    kvk = known.get("kvk", "") if record.kvk is None else record.kvk
    return replace(record, town=town, kvk=kvk)


# --- pupil counts ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class KnownCounts:
    """The codes of all schools, and the whole-school counts by (code, year) with the names of the model."""

    codes: frozenset[str]
    counts: Mapping[tuple[str, int], Mapping[str, Any]]


def plan_counts(parsed: Parsed, known: KnownCounts, file_date: date) -> Plan:
    """Counts of schools that are not in the register are left out: a number without a school says nothing."""
    layout = parsed.found.layout
    new, changed, unchanged, kept = [], [], 0, 0
    ours = [record for record in parsed.records if record.code in known.codes]
    for record in ours:
        count = known.counts.get((record.code, record.year))
        fields = _differences(record, count, COUNT_FIELDS) if count else None
        if fields is None:
            new.append(record)
        elif not fields:
            unchanged += 1
        elif layout.fills_gaps or count["source"] == CountSource.SCHOOL:
            kept += 1
        else:
            changed.append(Change(record, fields))
    return Plan(
        layout=layout,
        file_date=file_date,
        new=tuple(new),
        changed=tuple(changed),
        unchanged=unchanged,
        refused=parsed.refused,
        unknown=_unknown(parsed.records, known.codes),
        kept=kept,
    )


def _unknown(records: Iterable[CountRecord], codes: frozenset[str]) -> int:
    return len({record.code for record in records} - codes)
