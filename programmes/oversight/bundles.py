"""All programmes of a board in one file, as a job: every PDF is a job of its own, so that all workers share them.

A turn looks how far those are, orders the next few, and comes back a moment later. It may be cut off anywhere: what was
rendered is stored with its version, and what came of each school in the notes of the job.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.text import slugify

from npo_planner.errors import Refused
from npo_planner.jobs import ordering, queue
from npo_planner.jobs.constants import Priority, State
from npo_planner.jobs.prints import PDF
from npo_planner.jobs.registry import Product
from npo_planner.jobs.turn import Later, Turn
from npo_planner.models import Job
from npo_planner.press.client import press
from programmes.document import pdf, stamp
from programmes.document.lengths import BY_SLUG, Length
from programmes.document.operations import RENDERING, arguments
from programmes.models import Rendering, Round, Version
from programmes.oversight import book, querysets
from programmes.oversight.constants import Binding
from schools.models import Board, User

BUNDLE = "bundle"
WINDOW = 8
"""So many PDFs of a bundle are on the queue at a time: enough for all workers, and little to do after a cancel."""
PAUSE = 0.5
"""Seconds until the next look."""
NO_VERSION = "nog geen versie"
UNREADABLE = "de opgeslagen pdf kan niet worden geopend"


@dataclass(frozen=True)
class Entry:
    """One school of a bundle. Settled with a ``rendering`` (its key), or with the ``problem`` that kept it out."""

    code: str
    brin: str
    name: str
    version: int | None = None
    number: int | None = None
    frozen_on: str = ""
    sha256: str = ""
    stand: str = ""
    rendering: int | None = None
    problem: str = ""

    @property
    def is_settled(self) -> bool:
        return bool(self.rendering or self.problem)

    @property
    def frozen(self) -> Any:
        return parse_date(self.frozen_on)

    @property
    def file_name(self) -> str:
        """Safe in a zip, and of this school only: its code comes first."""
        return f"{slugify(self.code)}-{slugify(self.name)[:60].strip('-')}-versie-{self.number}.pdf"


def order(*, board: Board, round: Round, length: Length, binding: Binding, by: User) -> Job:
    """Put the bundle on the queue. Raises Refused (too_many)."""
    found = {"board": board.pk, "round": round.pk, "length": length.slug, "binding": str(binding)}
    return ordering.order(BUNDLE, found, by=by)


def entries_of(job: Job) -> list[Entry]:
    """What came of each school so far, by name; empty before the first turn."""
    return [Entry(**told) for told in job.notes.get("entries", [])]


def make(turn: Turn) -> Product | None:
    """The handler: Later until every school is settled, then the file. A zip is put together when it is taken."""
    length = BY_SLUG[turn.arguments["length"]]
    entries = entries_of(turn.job) or _begin(turn)
    entries, missing = _look(turn.job, entries, length)
    turn.notes["entries"] = [asdict(entry) for entry in entries]
    turn.report(done=sum(entry.is_settled for entry in entries), total=len(entries))
    if missing:
        for version in missing[:WINDOW]:
            ordering.order(RENDERING, arguments(version, length), priority=Priority.AHEAD)
        raise Later(PAUSE)
    if not any(entry.rendering for entry in entries):
        raise Refused("Van geen enkele school is een PDF te maken.", code="nothing")
    return _bind(turn, entries) if turn.arguments["binding"] == Binding.BOOK else None


def _begin(turn: Turn) -> list[Entry]:
    """The schools of the board as they are now, with their newest version: what comes later is not in this bundle."""
    board, round_ = Board.objects.get(pk=turn.arguments["board"]), Round.objects.get(pk=turn.arguments["round"])
    versions = querysets.newest_versions(board, round_)
    return [
        _entry(Entry(school.code, school.brin, school.name), versions.get(school.pk))
        for school in querysets.schools_of_board(board)
    ]


def _entry(entry: Entry, version: Version | None) -> Entry:
    if version is None:
        return replace(entry, problem=NO_VERSION)
    frozen = timezone.localdate(version.frozen_at).isoformat()
    return replace(entry, version=version.pk, number=version.number, frozen_on=frozen, sha256=version.sha256)


def _look(job: Job, entries: Sequence[Entry], length: Length) -> tuple[list[Entry], list[Version]]:
    """The entries as they are now, and the versions that are not settled yet. Four queries."""
    open_ = [entry.version for entry in entries if not entry.is_settled]
    found = Version.objects.with_answers().defer("document", "corrects__document").filter(pk__in=open_)
    versions = {version.pk: version for version in found}
    keys = {pk: queue.key_of(RENDERING, arguments(version, length)) for pk, version in versions.items()}
    made = {
        (version, stage): pk
        for version, stage, pk in Rendering.objects.filter(version__in=open_, length=length.slug).values_list(
            "version", "stage", "pk"
        )
    }
    failed = dict(
        Job.objects.filter(key__in=keys.values(), state=State.FAILED, finished_at__gte=job.ordered_at).values_list(
            "key", "sentence"
        )
    )
    settled = []
    for entry in entries:
        if version := versions.get(entry.version):
            rendering = made.get((version.pk, stamp.stage_of(version)))
            problem = "" if rendering else failed.get(keys[version.pk], "")
            entry = replace(entry, stand=stamp.of_version(version).status_label, rendering=rendering, problem=problem)
        settled.append(entry)
    left = {entry.version for entry in settled if not entry.is_settled}
    return settled, [version for pk, version in versions.items() if pk in left]


def _bind(turn: Turn, entries: Sequence[Entry]) -> Product:
    board = Board.objects.get(pk=turn.arguments["board"])
    round_ = Round.objects.get(pk=turn.arguments["round"])
    length = BY_SLUG[turn.arguments["length"]]
    found, chapters, missing = [], [], [entry for entry in entries if not entry.rendering]
    for entry in entries:
        if entry.rendering:
            chapter = book.Chapter(entry.name, content_of(entry))
            if book.is_readable(chapter):
                found.append(entry)
                chapters.append(chapter)
            else:
                missing.append(replace(entry, problem=UNREADABLE))
    title = f"Alle programma’s van {board}, {round_}"

    def contents(starts: list[int]) -> bytes:
        context = {
            "title": title,
            "board": board,
            "round": round_,
            "length": length,
            "made_on": timezone.localdate(turn.job.ordered_at),
            "lines": [
                {"entry": entry, "page": page, "address": f"{book.ADDRESS}{place}"}
                for place, (entry, page) in enumerate(zip(found, starts, strict=True))
            ],
            "missing": missing,
        }
        return press(
            pdf.paper(
                "programmes/oversight/book.html", context, identifier=f"bundel-{turn.job.pk}", extra="pack-pdf.css"
            )
        )

    return Product(book.bind(chapters, contents, title=title), PDF, file_name(board, length, Binding.BOOK))


def file_name(board: Board, length: Length, binding: Binding) -> str:
    """What a bundle is saved as."""
    ending = "zip" if binding == Binding.ZIP else "pdf"
    return f"alle-programmas-bestuur-{board.number}-{length.slug}.{ending}"


def content_of(entry: Entry) -> bytes:
    """The stored PDF of ``entry``."""
    return bytes(Rendering.objects.get(pk=entry.rendering).content)
