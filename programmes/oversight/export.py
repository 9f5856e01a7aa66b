"""The schools of a board as files: a table, and every newest version in one zip."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from npo_planner import sheets
from programmes.document import stamp
from programmes.models import Version
from programmes.oversight.overview import Line
from schools.models import School

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
NO_VERSION = "nog geen versie"
FAILED = "de pdf kon niet worden gemaakt"
INDEX = "index.csv"

logger = logging.getLogger(__name__)

Render = Callable[[Version], bytes]


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


def zip_parts(schools: Iterable[School], versions: Mapping[int, Version], render: Render) -> Iterator[bytes]:
    """A zip, piece by piece: the PDF of each school's version as it is rendered, and at the end an index.

    One PDF is in memory at a time. A PDF that fails is named in the index; the others still come.
    """
    out = _Pipe()
    index: list[tuple[Any, ...]] = [INDEX_COLUMNS]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for school in schools:
            index.append(_add(archive, school, versions.get(school.pk), render))
            yield out.take()
        archive.writestr(INDEX, sheets.dumps(index))
    yield out.take()


def _add(archive: zipfile.ZipFile, school: School, version: Version | None, render: Render) -> tuple[Any, ...]:
    """Put the PDF of ``school`` in ``archive``; the row of the index that tells of it."""
    before = (school.code, school.brin, school.name)
    if version is None:
        return (*before, None, None, NO_VERSION, None, None)
    frozen = (timezone.localdate(version.frozen_at), version.sha256)
    try:
        content = render(version)
    except Exception:  # The download has begun: nothing else can tell people that one of many is missing.
        logger.exception("No PDF of version %s for the zip of a board", version.pk)
        return (*before, None, version.number, FAILED, *frozen)
    name = f"{slugify(school.code)}-{slugify(school.name)[:60].strip('-')}-versie-{version.number}.pdf"
    archive.writestr(name, content)
    return (*before, name, version.number, stamp.of_version(version).status_label, *frozen)


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
