"""The parts of a document that have a place of their own: an anchor, and the words people call them by."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.text import Truncator

from programmes.document.schema import (
    ConsultationNode,
    CostNode,
    Document,
    FindingNode,
    GoalNode,
    MeasureNode,
    NeedNode,
    PostNode,
)


class Section(NamedTuple):
    """A place in a document: ``anchor`` is the id in every rendering, ``title`` what it is called."""

    anchor: str
    title: str


SUMMARY = Section("samenvatting", "Samenvatting")
VISION = Section("visie", "School en visie")
SCAN = Section("scan", "Schoolscan")
NEEDS = Section("behoeften", "Behoeften")
MEASURES = Section("maatregelen", "Maatregelen en doelen")
NOT_CHOSEN = Section("niet-gekozen", "Bewust niet gekozen")
"""A part of MEASURES, only in documents in which a card was left."""
STAFF = Section("menskracht", "Menskracht")
BUDGET = Section("begroting", "Begroting")
CONSENT = Section("instemming", "Instemming van de MR")

FINDINGS = Section("bijlage-bevindingen", "Bevindingen en gesprekken")
POSTS = Section("bijlage-menskracht", "Menskracht per plek")
MONEY = Section("bijlage-begroting", "Begroting in detail")
"""The annexes of the whole programme on paper."""

CHAPTERS = (SUMMARY, VISION, SCAN, NEEDS, MEASURES, STAFF, BUDGET, CONSENT)


def of_finding(finding: FindingNode) -> Section:
    return Section(f"bevinding-{finding.id}", f"{finding.domain}, {finding.group}")


def of_talk(talk: ConsultationNode) -> Section:
    return Section(f"gesprek-{talk.id}", f"gesprek met {talk.party_label}, {date_format(talk.held_on, 'j F Y')}")


def of_need(need: NeedNode) -> Section:
    return Section(f"behoefte-{need.id}", f"Behoefte {need.rank}: {need.title}")


def of_measure(measure: MeasureNode) -> Section:
    return Section(f"maatregel-{measure.id}", f"Maatregel {measure.rank}: {measure.title}")


def of_goal(goal: GoalNode) -> Section:
    return Section(f"doel-{goal.id}", f"Doel: {Truncator(goal.statement).chars(80)}")


def of_post(post: PostNode) -> Section:
    return Section(f"inzet-{post.id}", post.title)


def of_cost(cost: CostNode) -> Section:
    return Section(f"kosten-{cost.id}", cost.description)


def annexes(document: Document) -> tuple[Section, ...]:
    """The annexes that ``document`` has something for."""
    has = {FINDINGS: document.scan.findings or document.scan.consultations, POSTS: document.staff, MONEY: True}
    return tuple(place for place, rows in has.items() if rows)


def in_details(document: Document) -> frozenset[str]:
    """The anchors that a length without the rows behind the plan does not have."""
    return frozenset(
        place.anchor
        for place in (
            *map(of_finding, document.scan.findings),
            *map(of_talk, document.scan.consultations),
            *map(of_cost, document.costs),
        )
    )


def commentable(document: Document) -> list[Section]:
    """The sections about which the MR can say something, in reading order."""
    return [
        VISION,
        SCAN,
        *(of_need(need) for need in document.needs),
        *(of_measure(measure) for measure in document.measures),
        *([NOT_CHOSEN] if document.not_chosen else []),
        STAFF,
        BUDGET,
    ]


def rows(document: Document) -> dict[str, list[Section]]:
    """The rows inside a commentable section that have a place of their own, by the anchor of that section."""
    talks = [of_talk(talk) for talk in document.scan.consultations]
    return {
        SCAN.anchor: [*(of_finding(finding) for finding in document.scan.findings), *talks],
        **{of_measure(m).anchor: [of_goal(goal) for goal in m.goals] for m in document.measures},
        STAFF.anchor: [of_post(post) for post in document.staff],
        BUDGET.anchor: [of_cost(cost) for cost in document.costs],
    }
