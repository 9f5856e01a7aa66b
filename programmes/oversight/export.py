"""The schools of a board as files: a table, and every newest version in one zip."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils import timezone

from npo_planner import sheets
from programmes.oversight.bundles import Entry
from programmes.oversight.overview import Line

COLUMNS = (
    "vestigingscode",
    "brin",
    "school",
    "plaats",
    "status",
    "stappen klaar",
    "geld",
    "gepland",
    "saldo",
    "bedragen compleet",
    "mr",
    "reageren tot en met",
    "datum mr",
    "versie",
    "laatst gewijzigd",
)
INDEX_COLUMNS = ("vestigingscode", "brin", "school", "bestand", "versie", "stand", "vastgelegd op", "sha256")
INDEX = "index.csv"


def rows(lines: Iterable[Line]) -> Iterator[tuple[Any, ...]]:
    """The names of the columns, then a row for each school. Empty is not known, or not there."""
    yield COLUMNS
    for line in lines:
        yield (
            line.school.code,
            line.school.brin,
            line.school.name,
            line.school.town,
            line.programme.get_status_display() if line.programme else "nog geen plan",
            line.done if line.programme else None,
            line.funding.amount if line.funding else None,
            line.planned.amount if line.planned else None,
            line.balance.amount if line.balance else None,
            line.is_complete if line.programme else None,
            line.mr_label,
            line.deadline,
            line.mr_on,
            line.version.number if line.version else None,
            timezone.localdate(line.changed_at) if line.changed_at else None,
        )


def zip_parts(entries: Iterable[Entry], read: Callable[[Entry], bytes]) -> Iterator[bytes]:
    """A zip, piece by piece: the PDF of each school as it is read, and at the end an index of who is there and who not.

    One PDF is in memory at a time.
    """
    out = _Pipe()
    index: list[tuple[Any, ...]] = [INDEX_COLUMNS]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for entry in entries:
            name = entry.file_name if entry.rendering else None
            if name:
                archive.writestr(name, read(entry))
            stand = entry.problem or entry.stand
            told = (name, entry.number, stand, entry.frozen, entry.sha256 or None)
            index.append((entry.code, entry.brin, entry.name, *told))
            yield out.take()
        archive.writestr(INDEX, sheets.dumps(index))
    yield out.take()


class _Pipe:
    """Where a zip is written to and read from at once; it cannot go back, so zipfile writes sizes behind the data."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits: zipfile calls it."""

    def take(self) -> bytes:
        taken = b"".join(self.parts)
        self.parts = []
        return taken
