"""A proposal as it is frozen and read: the tree that its fingerprint is of."""

from __future__ import annotations

from datetime import date
from typing import Literal

from programmes.council.facts import Facts, YearFacts
from programmes.document.nodes import Amount, Money, Node
from programmes.models import BoardProposal, GmrVersion, ProposalLine
from schools.models import School

SCHEMA = 1


class SchoolNode(Node):
    code: str
    name: str


class LineNode(Node):
    """``amount`` None: not known yet. ``schools`` empty: the proposal does not name them."""

    year: str
    purpose: str
    amount: Money | None
    schools: tuple[SchoolNode, ...]
    note: str


class PointedNode(Node):
    """A part that the MR of ``school`` consented to: in which version of its plan, and when."""

    school: SchoolNode
    year: str
    purpose: str
    amount: Money | None
    version: int
    decided_on: date
    with_conditions: bool


class YearNode(Node):
    """``left`` is what the schools set apart with consent less what the proposal spends."""

    year: str
    pointed: Amount
    spent: Amount
    left: Amount

    @property
    def is_short(self) -> bool:
        return self.left.complete and self.left.amount < 0


class ProposalDocument(Node):
    """``waiting`` are the schools with a part that its MR had not consented to when this was frozen."""

    schema_version: Literal[1] = SCHEMA
    board_number: str
    board_name: str
    round_name: str
    title: str
    use: str
    reason: str
    lines: tuple[LineNode, ...]
    pointed: tuple[PointedNode, ...]
    waiting: tuple[SchoolNode, ...]
    years: tuple[YearNode, ...]
    total: YearNode


def build(proposal: BoardProposal, facts: Facts) -> ProposalDocument:
    """``proposal`` (``with_lines``) with the ``facts`` beside it, as they are now; runs no query."""
    return ProposalDocument(
        board_number=proposal.board.number,
        board_name=str(proposal.board),
        round_name=proposal.round.name,
        title=proposal.title,
        use=proposal.use,
        reason=proposal.reason,
        lines=tuple(_line(line) for line in proposal.lines.all()),
        pointed=tuple(
            PointedNode(
                school=_school(found.school),
                year=part.share.year,
                purpose=part.share.purpose,
                amount=part.share.amount,
                version=part.version.number,
                decided_on=part.on,
                with_conditions=part.with_conditions,
            )
            for found in facts.schools
            for part in found.pointed
        ),
        waiting=tuple(map(_school, facts.waiting_schools)),
        years=tuple(map(_year, facts.years)),
        total=_year(facts.total),
    )


def loads(version: GmrVersion) -> ProposalDocument:
    """The document of a stored version. Raises pydantic.ValidationError for anything else."""
    return ProposalDocument.model_validate_json(version.document)


def _line(line: ProposalLine) -> LineNode:
    schools = tuple(map(_school, line.schools.all()))
    return LineNode(year=line.year.label, purpose=line.purpose, amount=line.amount, schools=schools, note=line.note)


def _school(school: School) -> SchoolNode:
    return SchoolNode(code=school.code, name=school.name)


def _year(year: YearFacts) -> YearNode:
    return YearNode(
        year=year.year, pointed=Amount.of(year.pointed), spent=Amount.of(year.spent), left=Amount.of(year.left)
    )
