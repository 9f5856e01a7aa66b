"""Import of the DUO register: the only place that writes schools, boards and their pupil counts from a file.

A file is applied whole or not at all, in one transaction, with its plan made inside that transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from npo_planner import audit
from npo_planner.errors import Refused
from schools.constants import CountSource
from schools.duo import reading, report
from schools.duo.files import RegisterFile, open_file
from schools.duo.layouts import Target
from schools.duo.plan import (
    KnownCounts,
    KnownSchools,
    Plan,
    plan_boards,
    plan_counts,
    plan_schools,
)
from schools.duo.records import BOARD_FIELDS, COUNT_FIELDS, SCHOOL_FIELDS, Parsed, SchoolRecord
from schools.duo.rows import Progress
from schools.models import Board, PupilCount, RegisterImport, School, User

BATCH = 2000
MODELS = {Target.BOARDS: Board, Target.SCHOOLS: School, Target.COUNTS: PupilCount}


@dataclass(frozen=True)
class Choices:
    """What the person who imports decides. ``years``: see ``duo.files.parse_years``."""

    file_date: date
    close_missing: bool = False
    years: tuple[int, int] | None = None


def make_plan(file: RegisterFile, choices: Choices, *, lock: bool = False, progress: Progress | None = None) -> Plan:
    """What applying ``file`` now would do. At most two queries; ``lock`` locks the schools that it may change."""
    model = MODELS[file.layout.target]
    parsed = file.parse(_room(model), years=choices.years, progress=progress)
    if file.layout.target == Target.BOARDS:
        return plan_boards(parsed, _known_boards(), choices.file_date)
    if file.layout.target == Target.SCHOOLS:
        known = _known_schools(lock=lock)
        return plan_schools(parsed, known, choices.file_date, close_missing=choices.close_missing)
    return plan_counts(parsed, _known_counts(parsed), choices.file_date)


def describe(plan: Plan) -> dict[str, Any]:
    """The report of ``plan`` for people, as it is kept with the import."""
    model = MODELS[plan.layout.target]
    return report.as_json(plan, {f.name: str(f.verbose_name) for f in model._meta.concrete_fields})


# --- the events -----------------------------------------------------------------------------------------------------


@transaction.atomic
def import_file(*, file: RegisterFile, choices: Choices, by: User | None, progress: Progress | None = None) -> Plan:
    """Apply a file at once, without a preview. ``by`` is None for the management command."""
    done = RegisterImport(by=by, file_name=file.name[:200], file_date=choices.file_date)
    return _apply(done, file, choices, by, progress)


@transaction.atomic
def upload(*, file_name: str, data: bytes, file_date: date, by: User) -> RegisterImport:
    """Keep a file with the report of what it would do, to be applied or cancelled.

    Raises Refused with the codes of ``duo.files.open_file``.
    """
    file = open_file(file_name, data, reading.UPLOAD)
    plan = make_plan(file, Choices(file_date))
    return RegisterImport.objects.create(
        by=by, file_name=file_name[:200], file_date=file_date, content=data, report=describe(plan)
    )


@transaction.atomic
def apply_upload(*, found: RegisterImport, close_missing: bool, by: User) -> Plan:
    """Apply an upload. Its plan is made again, so it may differ from the preview when others imported meanwhile.

    Raises Refused (applied).
    """
    locked = _lock_waiting(found)
    file = open_file(locked.file_name, bytes(locked.content), reading.UPLOAD)
    return _apply(locked, file, Choices(locked.file_date, close_missing), by)


@transaction.atomic
def cancel_upload(*, found: RegisterImport, by: User) -> None:
    """Throw an upload away. Raises Refused (applied)."""
    locked = _lock_waiting(found)
    audit.log(by=by, event="register_cancelled", subject=locked, detail={"file_date": str(locked.file_date)})
    locked.delete()


def _lock_waiting(found: RegisterImport) -> RegisterImport:
    locked = RegisterImport.objects.select_for_update().get(pk=found.pk)
    if locked.applied_at is not None:
        raise Refused("Dit bestand is al verwerkt.", code="applied")
    return locked


def _apply(
    done: RegisterImport, file: RegisterFile, choices: Choices, by: User | None, progress: Progress | None = None
) -> Plan:
    plan = make_plan(file, choices, lock=True, progress=progress)
    WRITERS[file.layout.target](plan, by)
    done.report, done.content, done.applied_at = describe(plan), None, timezone.now()
    done.save()
    audit.log(by=by, event="register_applied", subject=done, detail={"counts": report.counts(plan)})
    return plan


# --- what is known --------------------------------------------------------------------------------------------------


def _room(model: type[models.Model]) -> dict[str, int]:
    return {f.name: f.max_length for f in model._meta.concrete_fields if f.max_length}


def _known_boards() -> dict[str, dict[str, Any]]:
    return {row["number"]: row for row in Board.objects.values("number", *BOARD_FIELDS)}


def _known_schools(*, lock: bool) -> KnownSchools:
    rows = School.objects.order_by("pk")
    if lock:
        rows = rows.select_for_update()
    names = [name for name in SCHOOL_FIELDS if name != "board"]
    numbers = dict(Board.objects.values_list("pk", "number"))
    schools = {
        row["code"]: row | {"board": numbers[row["board_id"]]}
        for row in rows.values("pk", "code", "board_id", "closed_on", "register_date", *names)
    }
    return KnownSchools(schools, frozenset(numbers.values()))


def _known_counts(parsed: Parsed) -> KnownCounts:
    codes = frozenset(School.objects.values_list("code", flat=True))
    years = {record.year for record in parsed.records}
    rows = (
        PupilCount.objects.totals()
        .filter(year__in=years)
        .values_list("school__code", "year", "number", "masked", "source")
    )
    counts = {
        (code, year): {"number": number, "masked": masked, "source": source}
        for code, year, number, masked, source in rows.iterator(chunk_size=BATCH)
    }
    return KnownCounts(codes, counts)


# --- writing --------------------------------------------------------------------------------------------------------


def _write_boards(plan: Plan, by: User | None) -> None:
    boards = [
        Board(number=r.number, name=r.name, town=r.town, kvk=r.kvk)
        for r in (*plan.new, *(change.record for change in plan.changed))
    ]
    _upsert(Board, boards, ["number"], BOARD_FIELDS)


def _write_schools(plan: Plan, by: User | None) -> None:
    """New, changed and reopened schools in one go; then what is missing and what was seen unchanged."""
    # Another import may have added the same boards since the plan was made.
    Board.objects.bulk_create([Board(number=number) for number in plan.new_boards], ignore_conflicts=True)
    board_ids = dict(Board.objects.values_list("number", "pk"))
    records = (*plan.new, *(change.record for change in plan.changed))
    schools = (_school(record, board_ids[record.board], plan.file_date) for record in records)
    _upsert(School, schools, ["code"], [*SCHOOL_FIELDS, "register_date", "closed_on"])
    for keys in _batches(closing.pk for closing in plan.closed):
        School.objects.filter(pk__in=keys).update(closed_on=plan.file_date)
    for keys in _batches(plan.seen):
        School.objects.filter(pk__in=keys).update(register_date=plan.file_date)
    _log_schools(plan, by)


def _school(record: SchoolRecord, board_id: int, file_date: date) -> School:
    values = {name: getattr(record, name) for name in SCHOOL_FIELDS if name != "board"}
    return School(
        code=record.code, brin=record.brin, board_id=board_id, register_date=file_date, closed_on=None, **values
    )


def _log_schools(plan: Plan, by: User | None) -> None:
    """What decides who sees a school, or whether it is open, also stands in the trail of that school itself."""
    events = [("school_closed", closing.code, "closed_on", (None, plan.file_date)) for closing in plan.closed]
    for event, name, changes in (
        ("school_moved", "board", plan.moved),
        ("school_reopened", "closed_on", plan.reopened),
    ):
        events += [(event, change.record.code, name, change.fields[name]) for change in changes]
    schools: dict[str, School] = {}
    for codes in _batches({code for _, code, _, _ in events}):
        schools |= {school.code: school for school in School.objects.with_board().filter(code__in=codes)}
    for event, code, name, pair in events:
        detail = {name: [str(value or "") for value in pair]}
        audit.log(by=by, event=event, subject=schools[code], school=schools[code], detail=detail)


def _write_counts(plan: Plan, by: User | None) -> None:
    school_ids = dict(School.objects.values_list("code", "pk"))
    rows = (
        PupilCount(
            school_id=school_ids[record.code],
            year=record.year,
            number=record.number,
            masked=record.masked,
            source=CountSource.REGISTER,
        )
        for record in (*plan.new, *(change.record for change in plan.changed))
    )
    _upsert(PupilCount, rows, ["school", "year", "group"], COUNT_FIELDS)


WRITERS = {Target.BOARDS: _write_boards, Target.SCHOOLS: _write_schools, Target.COUNTS: _write_counts}


def _upsert(
    model: type[models.Model], rows: Iterable[models.Model], unique: Sequence[str], update: Sequence[str]
) -> None:
    for batch in _batches(rows):
        model.objects.bulk_create(batch, update_conflicts=True, unique_fields=unique, update_fields=update)


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    """Lists of at most BATCH items: SQLite and PostgreSQL both limit the parameters of one statement."""
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
