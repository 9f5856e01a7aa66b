"""What the MR weighs: the five questions of instemming beside the figures of the plan that answer them.

Pure functions of a frozen ``schema.Document``. The product gives no verdict: it counts, and the MR weighs. What nobody
knows is UNKNOWN and never 0. The first and the third question are those that the MR judges according to AMPO (domain.md
section 5); the other three come from the product's own list of what makes a plan work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format

from menukaart.figures import UNKNOWN as NOT_ON_CARD
from menukaart.figures import months
from npo_planner.money import ZERO, euro, number
from programmes.document import sections
from programmes.document.schema import Document, FindingNode, InterventionNode, MeasureNode, PostNode
from programmes.document.sections import Section
from scans.constants import Delay
from staffing.constants import UNFILLED, Engagement
from staffing.ending import Fte

UNKNOWN = "nog onbekend"
NONE = "geen"
NOTHING_YET = "nog geen"
NAMED = 2
"""So many places are named in a note; of the others their number."""


@dataclass(frozen=True)
class Fact:
    """A figure as people read it, what it counts, and the place in the document that shows it."""

    figure: str
    label: str
    place: Section
    note: str = ""

    @property
    def is_unknown(self) -> bool:
        return self.figure in (UNKNOWN, NOT_ON_CARD)


@dataclass(frozen=True)
class Question:
    """One thing to weigh; ``key`` is its id on a page."""

    key: str
    title: str
    facts: tuple[Fact, ...]


def weigh(document: Document) -> tuple[Question, ...]:
    """The five questions with the figures of ``document``."""
    return (
        Question("achterstanden", "Raakt het plan de achterstanden?", _impact(document)),
        Question("bijdrage", "Draagt elke maatregel bij?", _contribution(document)),
        Question("menukaart", "Is de menukaart gebruikt?", _menu(document)),
        Question("haalbaarheid", "Is het plan haalbaar?", _feasibility(document)),
        Question("werkdruk", "Wat vraagt het van het team?", _workload(document)),
    )


# --- the delays ------------------------------------------------------------------------------------------------------


def _impact(document: Document) -> tuple[Fact, ...]:
    findings = document.scan.findings
    behind = [f for f in findings if f.delay]
    answered = {pk for measure in document.measures for pk in measure.needs}
    reached = {pk for need in document.needs if need.id in answered for pk in need.findings}
    missed = [f for f in behind if f.id not in reached]
    large = [f for f in behind if f.delay == Delay.LARGE]
    unknown = sum(f.delay is None for f in findings)
    note = f"van {_bare(unknown, 'bevinding', 'bevindingen')} is de achterstand nog onbekend" if unknown else ""
    needs = [need for need in document.needs if need.id in answered]
    return (
        _reached("achterstanden met een maatregel", behind, missed, findings, note),
        _reached("grote achterstanden met een maatregel", large, [f for f in missed if f in large], findings, ""),
        _missed(missed, findings, bool(behind)),
        Fact(_of(len(needs), len(document.needs)), "behoeften met een maatregel", sections.NEEDS),
    )


def _reached(
    label: str, behind: Sequence[FindingNode], missed: Sequence[FindingNode], findings: Sequence[FindingNode], note: str
) -> Fact:
    """How many of ``behind`` a measure reaches; not known while no finding says how large the delay is."""
    if behind:
        return Fact(_of(len(behind) - len(missed), len(behind)), label, sections.SCAN, note)
    if any(f.delay is not None for f in findings):
        return Fact(NONE, label.removesuffix(" met een maatregel") + " in de scan", sections.SCAN, note)
    return Fact(UNKNOWN, label, sections.SCAN, note or "de scan heeft nog geen bevindingen")


def _missed(missed: Sequence[FindingNode], findings: Sequence[FindingNode], is_known: bool) -> Fact:
    label = "achterstanden zonder maatregel" if len(missed) != 1 else "achterstand zonder maatregel"
    if not is_known and all(f.delay is None for f in findings):
        return Fact(UNKNOWN, label, sections.SCAN)
    place = sections.of_finding(missed[0]) if missed else sections.SCAN
    return Fact(_count(len(missed)), label, place, _named([sections.of_finding(f).title for f in missed]))


# --- what each measure adds ------------------------------------------------------------------------------------------


def _contribution(document: Document) -> tuple[Fact, ...]:
    measures = document.measures
    goals = [goal for measure in measures for goal in measure.goals]
    loose, without = [m for m in measures if not m.needs], [m for m in measures if not m.goals]
    numbered = sum(goal.baseline is not None and goal.target is not None for goal in goals)
    followed = sum(bool(goal.how_measured) and goal.deadline is not None for goal in goals)
    with_goal = next((m for m in measures if m.goals), None)
    place = sections.of_measure(with_goal) if with_goal else sections.MEASURES
    return (
        _measures("maatregelen die antwoord geven op een behoefte", measures, loose),
        _measures("maatregelen met een doel", measures, without),
        Fact(_of(numbered, len(goals)), "doelen met een begin- en een streefwaarde", place),
        Fact(_of(followed, len(goals)), "doelen met een meting en een einddatum", place),
    )


def _measures(label: str, measures: Sequence[MeasureNode], lacking: Sequence[MeasureNode], note: str = "") -> Fact:
    """How many of ``measures`` have it; it leads to the first of those that lack it."""
    place = sections.of_measure(lacking[0]) if lacking else sections.MEASURES
    return Fact(_of(len(measures) - len(lacking), len(measures)), label, place, note)


# --- the menukaart ---------------------------------------------------------------------------------------------------


def _menu(document: Document) -> tuple[Fact, ...]:
    measures, left = document.measures, document.not_chosen
    own = [m for m in measures if m.intervention is None]
    cards = list(dict.fromkeys(c for m in measures for c in (m.intervention, *m.also) if c is not None))
    note = f"{_bare(len(own), 'maatregel', 'maatregelen')} bedacht de school zelf" if own else ""
    place = sections.NOT_CHOSEN if left else sections.MEASURES
    return (
        _measures("maatregelen van de menukaart", measures, own, note),
        _of_cards("extra groei volgens de menukaart", [c.effect_months for c in cards], cards, " maanden"),
        _of_cards("bewijs volgens de menukaart", [c.evidence for c in cards], cards, " van 5"),
        Fact(
            UNKNOWN if _is_early(document) and not left else _count(len(left)),
            "interventies bewust niet gekozen, met de reden",
            place,
        ),
    )


def _of_cards(label: str, values: Sequence[int | None], cards: Sequence[InterventionNode], unit: str) -> Fact:
    """The lowest and the highest of what the cards say, and how many of them say nothing."""
    known = [value for value in values if value is not None]
    silent = len(values) - len(known)
    if not known:
        return Fact(NOT_ON_CARD, label, sections.MEASURES, "" if cards else "geen maatregel van de menukaart")
    note = f"van {_bare(silent, 'interventie', 'interventies')} niet vermeld" if silent else ""
    low, high = min(known), max(known)
    one = months(high) if unit == " maanden" else f"{high}{unit}"
    return Fact(one if low == high else f"{number(low)} tot {one}".replace("-", "−"), label, sections.MEASURES, note)


# --- whether it can be done ------------------------------------------------------------------------------------------


def _feasibility(document: Document) -> tuple[Fact, ...]:
    return (_vacancies(document.staff), _unknown_amounts(document), _balance(document), _planning(document))


def _planning(document: Document) -> Fact:
    label = "maatregelen met een planning"
    unplanned = [m for m in document.measures if not (m.starts_on or m.ends_on or m.planning)]
    if unplanned and len(unplanned) == len(document.measures) and _is_early(document):
        return Fact(UNKNOWN, label, sections.MEASURES)
    return _measures(label, document.measures, unplanned, _too_long(document))


def _vacancies(staff: Sequence[PostNode]) -> Fact:
    label = "inzet waarvoor nog niemand gevonden is"
    if not staff:
        return Fact(NONE, "extra inzet gepland", sections.STAFF)
    if _has_early(staff):
        return Fact(UNKNOWN, label, sections.STAFF)
    unfilled = [post for post in staff if post.vacancy in UNFILLED]
    silent = sum(not post.if_not_found for post in unfilled)
    note = f"van {_bare(silent, 'regel', 'regels')} staat er niet wat er dan gebeurt" if silent else ""
    place = sections.of_post(unfilled[0]) if unfilled else sections.STAFF
    return Fact(f"{len(unfilled)} van {len(staff)}" if unfilled else NONE, label, place, note)


def _unknown_amounts(document: Document) -> Fact:
    """What a post or a cost takes, and what a source of money gives, as far as nobody knows it."""
    posts = sum(not post.cost.complete for post in document.staff)
    costs = sum(cost.amount is None for cost in document.costs)
    income = sum(line.amount is None for year in document.budget.years for line in year.funding_lines)
    found = ((posts, "van inzet"), (costs, "van andere kosten"), (income, "van het geld dat komt"))
    note = ", ".join(f"{each} {what}" for each, what in found if each)
    total = posts + costs + income
    place = sections.STAFF if posts and not costs else sections.BUDGET
    return Fact(_count(total), "bedrag nog onbekend" if total == 1 else "bedragen nog onbekend", place, note)


def _balance(document: Document) -> Fact:
    left, deadline = document.budget.balance, document.round.spending_deadline
    label = "meer gepland dan er geld is" if left.amount < 0 else "nog niet gepland"
    until = f"te besteden tot en met {date_format(deadline, 'j F Y')}" if deadline else ""
    if left.amount == ZERO and not left.complete:
        return Fact(UNKNOWN, label, sections.BUDGET, until)
    note = "; ".join(part for part in ("" if left.complete else "voorlopig", until) if part)
    return Fact(euro(abs(left.amount)), label, sections.BUDGET, note)


def _too_long(document: Document) -> str:
    """Of measures that go on after the money must be spent."""
    deadline = document.round.spending_deadline
    late = sum(bool(deadline and m.ends_on and m.ends_on > deadline) for m in document.measures)
    if not late:
        return ""
    return f"{late} {'loopt' if late == 1 else 'lopen'} door na {date_format(deadline, 'j F Y')}"


# --- what it asks of people ------------------------------------------------------------------------------------------


def _workload(document: Document) -> tuple[Fact, ...]:
    own = [post for post in document.staff if post.engagement == Engagement.OWN]
    others = [post for post in document.staff if post.engagement != Engagement.OWN]
    standing_in = [post for post in document.staff if post.stands_in_for]
    instead = "vervanging van eigen mensen"
    is_told = standing_in or not _has_early(document.staff)
    return (
        _fte("in dienst van het bestuur", own),
        _fte("via anderen: ingehuurd, dienst of vrijwillig", others),
        _fte(instead, standing_in) if is_told else Fact(UNKNOWN, instead, sections.STAFF),
        _first_year(document),
    )


def _fte(label: str, posts: Sequence[PostNode]) -> Fact:
    """The most fte of ``posts`` that work at one time."""
    if not posts:
        return Fact(NONE, label, sections.STAFF)
    total = Fte.at_once((post, post.fte) for post in posts)
    people = sum(post.people or 0 for post in posts)
    known = f"samen {_bare(people, 'persoon', 'mensen')}" if people and all(post.people for post in posts) else ""
    unknown = f"van {_bare(total.unknown, 'regel', 'regels')} is de omvang nog onbekend" if total.unknown else ""
    figure = UNKNOWN if total.unknown == total.posts else f"{_short(total.fte)} fte"
    return Fact(figure, label, sections.of_post(posts[0]), "; ".join(part for part in (known, unknown) if part))


def _first_year(document: Document) -> Fact:
    first = document.round.years[0]
    dated = [m for m in document.measures if m.years]
    starting = [m for m in dated if first in m.years]
    unknown = len(document.measures) - len(dated)
    note = f"van {_bare(unknown, 'maatregel', 'maatregelen')} is het schooljaar nog onbekend" if unknown else ""
    label = f"maatregelen die in {first} beginnen"
    place = sections.of_measure(starting[0]) if starting else sections.MEASURES
    if document.measures and not dated:
        return Fact(UNKNOWN, label, place, note)
    return Fact(_of(len(starting), len(document.measures)), label, place, note)


# --- older documents: what was not asked yet is not known ------------------------------------------------------------


def _is_early(document: Document) -> bool:
    """Frozen before plannings and left cards were asked: every document since has its calendar years."""
    return not document.budget.calendar


def _has_early(staff: Sequence[PostNode]) -> bool:
    """Whether posts are from before a document told how the search goes and whom they replace; since then all tell."""
    return any(not post.vacancy for post in staff)


# --- words -----------------------------------------------------------------------------------------------------------


def _of(part: int, whole: int) -> str:
    return f"{number(part)} van {number(whole)}" if whole else NOTHING_YET


def _count(many: int) -> str:
    return number(many) if many else NONE


def _bare(many: int, one: str, more: str) -> str:
    return f"{number(many)} {one if many == 1 else more}"


def _short(fte: Decimal) -> str:
    return number(fte.quantize(Decimal("0.01")) if fte >= Decimal("0.01") else fte)


def _named(titles: Iterable[str]) -> str:
    found = list(titles)
    rest = len(found) - NAMED
    told = "; ".join(found[:NAMED])
    return f"{told}; en {rest} meer" if rest > 0 else told
