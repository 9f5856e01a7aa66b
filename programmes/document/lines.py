"""The line through a document, both ways: finding, need, measure, goal, staff, euro.

Pure functions of a ``schema.Document``: each node with its place and with the places that it is tied to.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import get_text_list

from npo_planner.money import ZERO
from programmes.document import sections
from programmes.document.schema import (
    Amount,
    CategoryNode,
    ConsultationNode,
    CostNode,
    CostShareNode,
    Document,
    FindingNode,
    GoalNode,
    MeasureNode,
    NeedNode,
    NotChosenNode,
    PostNode,
)
from programmes.document.sections import Section


@dataclass(frozen=True)
class Finding:
    node: FindingNode
    place: Section
    needs: tuple[Section, ...]
    talks: tuple[Section, ...]


@dataclass(frozen=True)
class Talk:
    node: ConsultationNode
    place: Section
    findings: tuple[Section, ...]


@dataclass(frozen=True)
class Need:
    node: NeedNode
    place: Section
    findings: tuple[Section, ...]
    measures: tuple[Section, ...]


@dataclass(frozen=True)
class Goal:
    node: GoalNode
    anchor: str


@dataclass(frozen=True)
class Share:
    """A part of a post for a measure: ``other`` is the measure seen from the post, the post seen from the measure."""

    other: Section
    percent: object
    cost: Amount
    post: PostNode


@dataclass(frozen=True)
class CostShare:
    """The part of a cost that a measure takes (``measure`` None: no measure), with the category that it counts for."""

    node: CostShareNode
    measure: Section | None
    category: CategoryNode | None


@dataclass(frozen=True)
class Cost:
    """A cost of one measure or category, or of several: then ``shares`` tells them."""

    node: CostNode
    anchor: str
    category: CategoryNode | None
    measure: Section | None
    shares: tuple[CostShare, ...]


@dataclass(frozen=True)
class MeasureCost:
    """What a measure takes of a cost: ``share`` (percent) None when all of it; ``amount`` in the round."""

    cost: Cost
    share: object
    amount: Amount


@dataclass(frozen=True)
class Measure:
    node: MeasureNode
    place: Section
    category: CategoryNode
    needs: tuple[Section, ...]
    goals: tuple[Goal, ...]
    staff: tuple[Share, ...]
    costs: tuple[MeasureCost, ...]


@dataclass(frozen=True)
class NotChosen:
    """A card that was left; ``measures`` use it all the same, because it was chosen later."""

    node: NotChosenNode
    category: CategoryNode
    measures: tuple[Section, ...]


@dataclass(frozen=True)
class Post:
    node: PostNode
    place: Section
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Lines:
    """Every row of a document with its ties."""

    findings: tuple[Finding, ...]
    talks: tuple[Talk, ...]
    needs: tuple[Need, ...]
    measures: tuple[Measure, ...]
    posts: tuple[Post, ...]
    costs: tuple[Cost, ...]
    not_chosen: tuple[NotChosen, ...]

    @property
    def parties(self) -> str:
        """With whom the school talked about its scan: ``ouders en het team``."""
        return get_text_list(list(dict.fromkeys(talk.node.party_label for talk in self.talks)), "en")

    @property
    def goals(self) -> int:
        return sum(len(measure.goals) for measure in self.measures)


def draw(document: Document) -> Lines:
    """The lines of ``document``."""
    findings = {f.id: sections.of_finding(f) for f in document.scan.findings}
    talks = {t.id: sections.of_talk(t) for t in document.scan.consultations}
    needs = {n.id: sections.of_need(n) for n in document.needs}
    measures = {m.id: sections.of_measure(m) for m in document.measures}
    posts = {p.id: sections.of_post(p) for p in document.staff}
    nodes = {p.id: p for p in document.staff}
    categories = {c.letter: c for c in document.categories}
    costs = {c.id: _cost(c, categories, measures) for c in document.costs}
    return Lines(
        findings=tuple(
            Finding(
                f,
                findings[f.id],
                tuple(needs[n.id] for n in document.needs if f.id in n.findings),
                tuple(talks[pk] for pk in f.consultations),
            )
            for f in document.scan.findings
        ),
        talks=tuple(
            Talk(t, talks[t.id], tuple(findings[f.id] for f in document.scan.findings if t.id in f.consultations))
            for t in document.scan.consultations
        ),
        needs=tuple(
            Need(
                n,
                needs[n.id],
                tuple(findings[pk] for pk in n.findings),
                tuple(measures[m.id] for m in document.measures if n.id in m.needs),
            )
            for n in document.needs
        ),
        measures=tuple(
            Measure(
                m,
                measures[m.id],
                categories[m.category],
                tuple(needs[pk] for pk in m.needs),
                tuple(Goal(g, sections.of_goal(g).anchor) for g in m.goals),
                tuple(Share(posts[s.post], s.share, s.cost, nodes[s.post]) for s in m.staff),
                tuple(_measure_cost(costs[c.id], m) for c in m.costs),
            )
            for m in document.measures
        ),
        posts=tuple(Post(p, posts[p.id], _shares(p, document, measures)) for p in document.staff),
        costs=tuple(costs.values()),
        not_chosen=tuple(
            NotChosen(
                n,
                categories[n.category],
                tuple(measures[m.id] for m in document.measures if n.intervention in (m.intervention, *m.also)),
            )
            for n in document.not_chosen
        ),
    )


def _cost(node: CostNode, categories: dict[str, CategoryNode], measures: dict[int, Section]) -> Cost:
    shares = tuple(
        CostShare(each, measures.get(each.measure or 0), categories.get(each.category or "")) for each in node.shares
    )
    category, measure = categories.get(node.category or ""), measures.get(node.measure or 0)
    return Cost(node, sections.of_cost(node).anchor, category, measure, shares)


def _measure_cost(cost: Cost, measure: MeasureNode) -> MeasureCost:
    """Of a document from before costs had shares, a measure has all of each of its costs."""
    for each in cost.node.shares:
        if each.measure == measure.id:
            return MeasureCost(cost, each.share, each.cost)
    if cost.node.years:
        return MeasureCost(cost, None, _total([amount for _, amount in cost.node.years]))
    return MeasureCost(cost, None, Amount(amount=cost.node.amount or ZERO, complete=cost.node.amount is not None))


def _total(amounts: list[Amount]) -> Amount:
    total = sum((each.amount for each in amounts), ZERO)
    return Amount(amount=total, complete=all(each.complete for each in amounts))


def _shares(post: PostNode, document: Document, measures: dict[int, Section]) -> tuple[Share, ...]:
    return tuple(
        Share(measures[measure.id], part.share, part.cost, post)
        for measure in document.measures
        for part in measure.staff
        if part.post == post.id
    )
