"""Whether a file or a fingerprint is of a version that the planner knows: for anybody, so it tells nothing of the plan.

What is told is the number of the version, days, and what the council said: no name, no text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from npo_planner.press.peek import fingerprint_inside
from programmes.document import canonical, stamp
from programmes.document.inside import TEXT
from programmes.document.lengths import BY_SLUG
from programmes.models import GmrVersion, Rendering, Version

MANY = 5
"""So many versions are told at once: a text that was put to the MR again, unchanged, has one fingerprint."""


class Match(Enum):
    """What was recognised."""

    FILE = "file"  # precisely a file that the planner made
    TEXT = "text"  # the fingerprint of a version
    CHANGED = "changed"  # a file with the text of a version inside, but another file
    NOTHING = "nothing"


@dataclass(frozen=True)
class Told:
    """What anybody may know of a version. ``intact`` is False when its stored text is not what was frozen.

    ``waits_for_board``: it may still be adopted. ``is_replaced``: a later version was.
    """

    number: int
    frozen_at: datetime
    answer: str
    has_consent: bool
    adopted_on: date | None
    intact: bool
    waits_for_board: bool
    is_replaced: bool = False


@dataclass(frozen=True)
class Answer:
    """``versions``, the newest first. Of a ``FILE``: ``paper`` is its length, ``made`` what it shows."""

    match: Match
    versions: tuple[Told, ...] = ()
    paper: str = ""
    made: str = ""


def of_fingerprint(fingerprint: str) -> Answer:
    """The answer about ``fingerprint``, 12 to 64 hexadecimal digits in lower case. At most four queries."""
    versions = _versions(fingerprint)
    if versions:
        return Answer(Match.TEXT, versions)
    return _of_file(fingerprint) or Answer(Match.NOTHING)


def of_file(chunks: Iterable[bytes]) -> Answer:
    """The answer about a file, which is in memory while its text is looked for and is kept nowhere."""
    content = b"".join(chunks)
    if found := _of_file(hashlib.sha256(content).hexdigest()):
        return found
    inside = fingerprint_inside(content, TEXT) if content.startswith(b"%PDF") else None
    versions = _versions(inside) if inside else ()
    return Answer(Match.CHANGED, versions) if versions else Answer(Match.NOTHING)


def _of_file(fingerprint: str) -> Answer | None:
    """About the file with precisely this fingerprint, if the planner made it."""
    made = Rendering.objects.with_fingerprint(fingerprint)
    if made is None:
        return None
    version = Version.objects.with_answers().get(pk=made.version_id)
    shown = "" if made.stage == stamp.of_version(version).stage else stamp.STAGE_WORDS[made.stage]
    return Answer(Match.FILE, (_of_version(version),), BY_SLUG[made.length].label, shown)


def _versions(fingerprint: str) -> tuple[Told, ...]:
    found = [_of_version(version) for version in Version.objects.with_fingerprint(fingerprint)[:MANY]]
    return tuple(
        found or [_of_proposal(version) for version in GmrVersion.objects.with_fingerprint(fingerprint)[:MANY]]
    )


def _of_version(version: Version) -> Told:
    facts = stamp.of_version(version)
    consented = bool(facts.decided_on) and not facts.is_refused
    return Told(
        version.number,
        version.frozen_at,
        facts.consent,
        consented,
        facts.adopted_on,
        canonical.is_intact(version),
        waits_for_board=not facts.adopted_on and not facts.is_refused and not facts.withdrawn_on,
        is_replaced=_is_replaced(version),
    )


def _is_replaced(version: Version) -> bool:
    """Whether the board adopted a later version of the same programme."""
    later = Version.objects.filter(programme=version.programme_id, number__gt=version.number)
    return later.filter(adoption__isnull=False).exists()


def _of_proposal(version: GmrVersion) -> Told:
    decision = version.answer
    told = f"GMR {decision.verb} op {stamp.day(decision.decided_on)}" if decision else "GMR heeft nog niet besloten"
    if decision is None and not version.gmr_round.is_open:
        told = "teruggehaald"
    return Told(
        version.number,
        version.frozen_at,
        told,
        version.has_consent,
        adopted_on=None,
        intact=canonical.is_intact(version),
        waits_for_board=False,
    )
