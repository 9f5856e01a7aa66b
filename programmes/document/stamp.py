"""What is true about a document but not in it: which version it is, and what the MR and the board said.

The facts of a version only grow (submitted, decided, adopted), so ``stage`` names what a rendering shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format

from programmes.models import Decision, Version

DRAFT, SUBMITTED, DECIDED, ADOPTED, WITHDRAWN = "draft", "submitted", "decided", "adopted", "withdrawn"
STAGE_LABELS = {
    DRAFT: "Concept",
    SUBMITTED: "Voorgelegd aan de MR",
    ADOPTED: "Vastgesteld",
    WITHDRAWN: "Teruggehaald",
}
STATUS_CODES = {DRAFT: "draft", SUBMITTED: "at_mr", DECIDED: "consented", ADOPTED: "adopted", WITHDRAWN: "draft"}
"""The code of ``_status.html`` for each stage; a refusal has its own."""


@dataclass(frozen=True)
class Votes:
    """The votes of one geleding."""

    geleding: str
    voor: int
    tegen: int
    onthouding: int


@dataclass(frozen=True)
class Stamp:
    """The facts around one document. ``number``, ``sha256`` and ``frozen_at`` are of a version, not of a draft.

    ``as_of`` is the moment that the document shows: when it was frozen, or when the draft was read. ``corrects`` is the
    number of the version that got the MR's consent when this one differs from it in words only.
    """

    kind: str  # "draft" or "version"
    stage: str
    as_of: datetime
    number: int | None = None
    sha256: str = ""
    frozen_at: datetime | None = None
    note: str = ""
    respond_by: date | None = None
    outcome: str = ""
    outcome_label: str = ""
    is_refused: bool = False
    decided_on: date | None = None
    reasons: str = ""
    votes: tuple[Votes, ...] = ()
    adopted_on: date | None = None
    withdrawn_on: date | None = None
    withdrawal_reason: str = ""
    corrects: int | None = None

    @property
    def is_draft(self) -> bool:
        return self.kind == "draft"

    @property
    def name(self) -> str:
        return "concept" if self.is_draft else f"versie {self.number}"

    @property
    def mark(self) -> str:
        """What stands on every page of paper: which document this is."""
        if self.is_draft:
            return f"Concept van {date_format(timezone.localdate(self.as_of), 'j F Y')}"
        return f"Versie {self.number} · {self.short_fingerprint}"

    @property
    def status_label(self) -> str:
        """One short line: what this document is."""
        return f"MR: {self.outcome_label}" if self.stage == DECIDED else STAGE_LABELS[self.stage]

    @property
    def status_code(self) -> str:
        """The code that ``_status.html`` takes."""
        return "refused" if self.is_refused else STATUS_CODES[self.stage]

    @property
    def status_on(self) -> date:
        """The day on which that became so."""
        return self.adopted_on or self.decided_on or self.withdrawn_on or timezone.localdate(self.as_of)

    @property
    def short_fingerprint(self) -> str:
        return self.sha256[:12]


def of_draft(*, as_of: datetime | None = None) -> Stamp:
    """The stamp of live rows, read ``as_of`` (now)."""
    return Stamp(kind="draft", stage=DRAFT, as_of=as_of or timezone.now())


def stage_of(version: Version) -> str:
    """Which facts are known around ``version``, which must come from ``with_stage()`` or with more: no query."""
    if hasattr(version, "adoption"):
        return ADOPTED
    if version.answer is not None:
        return DECIDED
    round_ = getattr(version, "consent_round", None)
    return WITHDRAWN if round_ is not None and not round_.is_open else SUBMITTED


def of_version(version: Version) -> Stamp:
    """The stamp of ``version``, which must come from ``with_answers()`` or ``with_versions()``: no query."""
    round_ = getattr(version, "consent_round", None)
    decision = version.answer
    adoption = getattr(version, "adoption", None)
    stage = stage_of(version)
    withdrawn = stage == WITHDRAWN
    return Stamp(
        kind="version",
        stage=stage,
        as_of=version.frozen_at,
        number=version.number,
        sha256=version.sha256,
        frozen_at=version.frozen_at,
        note=version.note,
        respond_by=round_.respond_by if round_ else None,
        outcome=decision.outcome if decision else "",
        outcome_label=decision.get_outcome_display() if decision else "",
        is_refused=decision is not None and not decision.is_consent,
        decided_on=decision.decided_on if decision else None,
        reasons=decision.reasons if decision else "",
        votes=_votes(decision) if decision else (),
        adopted_on=adoption.adopted_on if adoption else None,
        withdrawn_on=timezone.localdate(round_.closed_at) if withdrawn else None,
        withdrawal_reason=round_.withdrawal_reason if withdrawn else "",
        corrects=version.corrects.number if version.corrects else None,
    )


def _votes(decision: Decision) -> tuple[Votes, ...]:
    return tuple(
        Votes(geleding, counts.get("voor", 0), counts.get("tegen", 0), counts.get("onthouding", 0))
        for geleding, counts in decision.votes.items()
    )
