"""What the schools of a board set apart for it, and whether their MR consented: beside every proposal.

Consent holds for a text: it is read from the frozen version that the MR consented to, never from what a school writes
now. An amount that nobody knows stays unknown, also in the sums over it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from npo_planner.money import Sum
from programmes.consent.constants import Outcome
from programmes.document import canonical
from programmes.document.schema import BoardShareNode
from programmes.models import BoardShare, ProposalLine, Round, Version
from schools.models import Board, School

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pointed:
    """A part that the MR of a school consented to: what stands in ``version``, the newest with its consent."""

    share: BoardShareNode
    version: Version

    @property
    def on(self) -> date:
        return self.version.answer.decided_on

    @property
    def with_conditions(self) -> bool:
        return self.version.answer.outcome == Outcome.CONDITIONAL


@dataclass(frozen=True)
class SchoolFacts:
    """The parts of one school: ``pointed`` with consent, ``waiting`` as the school writes them without it."""

    school: School
    pointed: tuple[Pointed, ...]
    waiting: tuple[BoardShare, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.pointed or self.waiting)


@dataclass(frozen=True)
class YearFacts:
    """One school year: what may be used (``pointed``), what waits for consent, and what the proposal spends."""

    year: str
    pointed: Sum
    waiting: Sum
    spent: Sum

    @property
    def left(self) -> Sum:
        """What may be used and is not in the proposal; below 0 when the proposal spends more than may be used."""
        return self.pointed - self.spent

    @property
    def is_short(self) -> bool:
        return self.left.complete and self.left.amount < 0


@dataclass(frozen=True)
class Facts:
    """All schools of a board that set something apart, and each school year of the regeling."""

    schools: tuple[SchoolFacts, ...]
    years: tuple[YearFacts, ...]

    @property
    def total(self) -> YearFacts:
        return YearFacts(
            "", *(Sum.of(getattr(y, name) for y in self.years) for name in ("pointed", "waiting", "spent"))
        )

    @property
    def waiting_schools(self) -> list[School]:
        """Schools with a part that its MR did not consent to."""
        return [found.school for found in self.schools if found.waiting]


def of(board: Board, round_: Round, lines: Sequence[ProposalLine] = ()) -> Facts:
    """The facts beside a proposal with ``lines``: the same four queries for any number of schools."""
    pointed = pointed_by_school(Version.objects.filter(programme__school__board=board, programme__round=round_))
    shares = BoardShare.objects.filter(programme__school__board=board, programme__round=round_)
    written: dict[School, list[BoardShare]] = {}
    for share in shares.select_related("year", "programme__school").order_by("year__start", "pk"):
        written.setdefault(share.programme.school, []).append(share)
    schools = [_school(school, pointed.get(school, ()), written.get(school, ())) for school in {*pointed, *written}]
    found = sorted((s for s in schools if not s.is_empty), key=lambda s: (s.school.name, s.school.code))
    return Facts(tuple(found), tuple(_year(year.label, found, lines) for year in round_.years.all()))


def _school(school: School, pointed: Sequence[Pointed], written: Iterable[BoardShare]) -> SchoolFacts:
    return SchoolFacts(school, tuple(pointed), tuple(s for s in written if not any(is_same(p, s) for p in pointed)))


def is_same(pointed: Pointed, share: BoardShare) -> bool:
    """Whether the MR consented to ``share`` as it is written now: the purpose, the school year and the amount."""
    node = pointed.share
    return (node.id, node.purpose, node.year, node.amount) == (share.pk, share.purpose, share.year.label, share.amount)


def _year(label: str, schools: Sequence[SchoolFacts], lines: Sequence[ProposalLine]) -> YearFacts:
    return YearFacts(
        label,
        Sum.of(p.share.amount for s in schools for p in s.pointed if p.share.year == label),
        Sum.of(share.amount for s in schools for share in s.waiting if share.year.label == label),
        Sum.of(line.amount for line in lines if line.year.label == label),
    )


def pointed_by_school(versions: Iterable[Version]) -> dict[School, tuple[Pointed, ...]]:
    """What the newest version with consent of each school, among ``versions``, sets apart: two queries.

    A text that is not what was frozen says nothing, and raises the alarm.
    """
    consented: dict[int, Version] = {}
    answered = versions.select_related("programme__school", "decision", "corrects__decision").defer(
        "document", "corrects__document"
    )
    for version in answered.order_by("number"):
        if version.has_consent:
            consented[version.programme_id] = version
    texts = dict(Version.objects.filter(pk__in=[v.pk for v in consented.values()]).values_list("pk", "document"))
    return {v.programme.school: tuple(_pointed(v, texts[v.pk])) for v in consented.values()}


def _pointed(version: Version, text: str) -> list[Pointed]:
    if canonical.fingerprint(text) != version.sha256:
        log.error("version %s does not have the text it was frozen with", version.pk)
        return []
    # The whole document is not looked at: a board has many schools, and this is one part of each.
    found = json.loads(text)["budget"].get("board_shares", ())
    return [Pointed(BoardShareNode.model_validate_json(json.dumps(share)), version) for share in found]
