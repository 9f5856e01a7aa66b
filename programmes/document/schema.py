"""The document tree of a schoolprogramma: what a version freezes and every rendering shows.

Version 1 of the schema. Money is a string of euros with two decimals in JSON; ids are the primary keys of the rows, so
that a comment, a vote or a measurement can point at them. Null is "not known", never 0.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from programmes.document.nodes import Amount, Money, Node, Number
from programmes.document.schema_budget import (
    BoardShareNode,
    BudgetNode,
    CalendarYearNode,
    EntryNode,
    FundingNode,
    UnspentNode,
    YearNode,
)

SCHEMA_VERSION = 1

__all__ = [
    "Amount",
    "Money",
    "Node",
    "Number",
    "BoardShareNode",
    "BudgetNode",
    "CalendarYearNode",
    "CategoryNode",
    "ConsultationNode",
    "ConversionNode",
    "CostNode",
    "CostPartNode",
    "CostShareNode",
    "Document",
    "EditionNode",
    "EntryNode",
    "FindingNode",
    "FundingNode",
    "GoalNode",
    "InterventionNode",
    "MeasureNode",
    "MeasureStaffNode",
    "MilestoneNode",
    "NeedNode",
    "NotChosenNode",
    "PostNode",
    "RoundNode",
    "ScanNode",
    "SchoolNode",
    "StaffEndNode",
    "UnspentNode",
    "YearNode",
]


class SchoolNode(Node):
    code: str
    brin: str
    name: str
    kind: str
    kind_label: str
    sector: str
    town: str
    board_number: str
    board_name: str
    pupils: int | None
    pupils_year: int | None


class RoundNode(Node):
    code: str
    name: str
    years: tuple[str, ...]
    spending_deadline: date | None


class EditionNode(Node):
    code: str
    name: str


class FindingNode(Node):
    """``pupils`` is text: a count that says, or lets work out, a number below the board's threshold is not told.

    ``consultations`` are the ids of the talks that it rests on, ``was_label`` is the delay in the previous scan.
    """

    id: int
    domain: str
    group: str
    delay: int | None
    delay_label: str
    pupils: str
    trend_label: str
    source_label: str
    source_note: str
    explanation: str
    consultations: tuple[int, ...] = ()
    was_label: str = ""


class ConsultationNode(Node):
    """``heard``: how many people took part."""

    id: int
    held_on: date
    party_label: str
    how: str
    outcome: str
    heard: int | None = None


class ScanNode(Node):
    title: str
    held_on: date | None
    summary: str
    findings: tuple[FindingNode, ...]
    consultations: tuple[ConsultationNode, ...]
    previous_title: str = ""


class NeedNode(Node):
    id: int
    rank: int
    title: str
    explanation: str
    domains: tuple[str, ...]
    findings: tuple[int, ...]


class CategoryNode(Node):
    letter: str
    name: str
    short_name: str


class InterventionNode(Node):
    edition: str
    code: str
    name: str
    effect_months: int | None
    evidence: int | None
    cost: int | None


class MilestoneNode(Node):
    """A point on the way to a goal; ``value`` null: in words only."""

    id: int
    due_on: date
    value: Number | None
    note: str


class GoalNode(Node):
    """As in a measure, a field with a default came later."""

    id: int
    statement: str
    indicator: str
    unit: str
    baseline: Number | None
    target: Number | None
    how_measured: str
    deadline: date | None
    responsible: str
    baseline_on: date | None = None
    baseline_source: str = ""
    milestones: tuple[MilestoneNode, ...] = ()


class MeasureStaffNode(Node):
    """The share of a post that works for this measure, with its cost over the whole round."""

    post: int
    title: str
    share: Number
    cost: Amount


class CostShareNode(Node):
    """The part of a cost that one measure takes: ``measure`` None is what none takes; ``cost`` within the round.

    ``equal``: the school gave no percent, so that the measure takes an equal part of what the others leave.
    """

    measure: int | None
    category: str | None
    share: Number
    cost: Amount
    equal: bool = False


class CostNode(Node):
    """``category`` is the letter that it falls under, None when nobody chose one; ``measure`` the id of its measure.

    A cost of several measures has neither: ``shares`` tells its parts. An investment is written off over
    ``write_off_years`` from ``starts_on`` (None: the first day of ``year``): ``years`` tells which school year bears
    what, ``later`` what is left after the round. A reservation is filled in ultimately on ``decide_by``.
    """

    id: int
    description: str
    kind_label: str
    year: str
    amount: Money | None
    measure: int | None
    category: str | None
    note: str
    shares: tuple[CostShareNode, ...] = ()
    write_off_years: int | None = None
    starts_on: date | None = None
    years: tuple[tuple[str, Amount], ...] = ()
    later: Amount | None = None
    decide_by: date | None = None


class MeasureNode(Node):
    """The fields with a default came later: a document from before them has none, and keeps its text."""

    id: int
    rank: int
    title: str
    category: str
    intervention: InterventionNode | None
    description: str
    reason: str
    needs: tuple[int, ...]
    groups: str
    responsible: str
    years: tuple[str, ...]
    goals: tuple[GoalNode, ...]
    staff: tuple[MeasureStaffNode, ...]
    costs: tuple[CostNode, ...]
    total: Amount
    also: tuple[InterventionNode, ...] = ()
    lasting_label: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    planning: str = ""
    by_year: tuple[tuple[str, Amount], ...] = ()


class NotChosenNode(Node):
    """A card that the school weighed and left. ``category`` is the letter of the card."""

    id: int
    category: str
    intervention: InterventionNode
    reason: str


class ConversionNode(Node):
    """The amount of a post in one unit; ``how`` is the sum in words."""

    label: str
    value: Number
    how: str


class CostPartNode(Node):
    """One line of what a post costs: the price, employer costs or VAT. ``amount`` null: not known."""

    label: str
    amount: Money | None
    how: str


class PostNode(Node):
    """A post of extra staff. ``fte`` and ``hours`` null: the amount is not known.

    ``cost_parts`` sum to ``cost`` when all are known. The fields with a default came later, as in a measure.
    """

    id: int
    kind: str
    title: str
    amount: Number | None
    unit_label: str
    fte: Number | None
    hours: Number | None
    start: date
    end: date
    engagement: str
    engagement_label: str
    is_pnil: bool
    cost_basis_label: str
    price: Money | None
    price_source: str
    vat_percent: Number
    vacancy_label: str
    if_not_found: str
    afterwards: str
    cost: Amount
    unplaced_share: Number
    also_roles: str = ""
    people: int | None = None
    stands_in_for: str = ""
    contract_label: str = ""
    conversions: tuple[ConversionNode, ...] = ()
    cost_parts: tuple[CostPartNode, ...] = ()
    pnil_reason: str = ""
    vacancy: str = ""
    after_label: str = ""
    employer_percent: Number | None = None


class StaffEndNode(Node):
    """What ends with the money, in fte of people in the service of the board, against what leaves by itself.

    ``unknown`` posts have no amount yet and are not in it. ``outflow`` null: the school did not say.
    """

    ends: Number
    leaves: Number
    stays: Number
    undecided: Number
    unknown: int
    needs_place: Number
    outflow: Number | None
    outflow_source: str
    too_many: Number | None


class Document(Node):
    """A whole schoolprogramma. As in a measure, a field with a default came later."""

    schema_version: Literal[1] = SCHEMA_VERSION
    title: str
    school: SchoolNode
    round: RoundNode
    edition: EditionNode
    categories: tuple[CategoryNode, ...]
    vision: str
    ambition: str
    involvement: str
    summary: str
    scan: ScanNode
    needs: tuple[NeedNode, ...]
    measures: tuple[MeasureNode, ...]
    staff: tuple[PostNode, ...]
    costs: tuple[CostNode, ...]
    budget: BudgetNode
    not_chosen: tuple[NotChosenNode, ...] = ()
    staff_end: StaffEndNode | None = None
