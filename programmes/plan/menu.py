"""The menukaart as one school sees it: each card with its place, where the plan uses it, and other editions.

Pure functions of a programme loaded with ``Programme.objects.with_plan()`` and of cards that come with category,
edition and domains; only ``elsewhere`` reads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from menukaart import matching
from menukaart.changes import changes
from menukaart.constants import FACILITIES
from menukaart.matching import Match
from menukaart.models import Edition, Intervention
from programmes.models import Measure, NotChosen, Programme
from scans.models import Domain

FIGURES = ("effect", "bewijs", "kosten")
"""What the cards of two editions are compared on here; their names in ``menukaart.changes``."""


@dataclass(frozen=True)
class Elsewhere:
    """What another edition says of the same card, only where it differs: "effect +3 maanden (gemiddeld)"."""

    edition: Edition
    text: str


@dataclass(frozen=True)
class Line:
    """One card: its match, the measures that use it (as main card or also), other editions that differ, why not."""

    match: Match
    measures: tuple[Measure, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    not_chosen: NotChosen | None = None

    @property
    def card(self) -> Intervention:
        return self.match.intervention

    @property
    def is_facility(self) -> bool:
        return self.card.category.letter == FACILITIES


@dataclass(frozen=True)
class Wish:
    """Which cards to show; empty and None are all. ``cost`` is at most, ``evidence`` at least, both 1 to 5."""

    category: str = ""
    domain: Domain | None = None
    cost: int | None = None
    evidence: int | None = None
    needed: bool = False

    @property
    def is_narrowed(self) -> bool:
        return self != Wish()


@dataclass(frozen=True)
class Shown:
    """The cards of a wish, in order; ``untold`` are left out only because the card does not give their figure."""

    lines: tuple[Line, ...]
    untold: tuple[Line, ...]


def elsewhere(edition: Edition) -> list[Intervention]:
    """The cards of all other published editions: two queries."""
    cards = Intervention.objects.exclude(edition=edition).filter(edition__in=Edition.objects.published())
    return list(cards.select_related("category", "edition").prefetch_related("domains"))


def lines(plan: Programme, cards: Sequence[Intervention], others: Iterable[Intervention] = ()) -> list[Line]:
    """All ``cards`` of the plan's edition, best first, beside ``others`` of other editions."""
    found = _differences(cards, others)
    left = {row.intervention_id: row for row in plan.not_chosen.all()}
    return [
        Line(
            match,
            tuple(m for m in plan.measures.all() if match.intervention in uses(m)),
            tuple(found[match.intervention.pk]),
            left.get(match.intervention.pk),
        )
        for match in matching.rank(cards, list(plan.scan.needs.all()), plan.school.sector)
    ]


def uses(measure: Measure) -> list[Intervention]:
    """The cards of ``measure``, the main one first."""
    return [card for card in (measure.intervention, *measure.also.all()) if card is not None]


def left(plan: Programme) -> list[tuple[NotChosen, list[Measure]]]:
    """What was not chosen, each with the measures that use it all the same."""
    measures = list(plan.measures.all())
    return [(row, [m for m in measures if row.intervention in uses(m)]) for row in plan.not_chosen.all()]


def narrow(found: Iterable[Line], wish: Wish) -> Shown:
    """What of ``found`` answers ``wish``. An unknown figure is neither high nor low: such a card is told apart."""
    fitting = [line for line in found if _fits(line, wish)]
    shown = [line for line in fitting if _figures(line, wish) is True]
    return Shown(tuple(shown), tuple(line for line in fitting if _figures(line, wish) is None))


def _fits(line: Line, wish: Wish) -> bool:
    card = line.card
    return (
        wish.category in ("", card.category.letter)
        and (wish.domain is None or wish.domain in card.domains.all())
        and (bool(line.match.needs) or not wish.needed)
    )


def _figures(line: Line, wish: Wish) -> bool | None:
    """Whether the figures answer; None when none of them is wrong but one is unknown."""
    card = line.card
    asked = []
    if wish.cost is not None:
        asked.append(None if card.cost is None else card.cost <= wish.cost)
    if wish.evidence is not None:
        asked.append(None if card.evidence is None else card.evidence >= wish.evidence)
    return False if False in asked else None if None in asked else True


def _differences(cards: Sequence[Intervention], others: Iterable[Intervention]) -> dict[int, list[Elsewhere]]:
    """By the key of each card what the other editions say, the newest first."""
    found: dict[int, list[Elsewhere]] = defaultdict(list)
    by_edition: dict[Edition, list[Intervention]] = defaultdict(list)
    for other in others:
        by_edition[other.edition].append(other)
    for edition in sorted(by_edition, key=lambda e: (e.published_on is None, e.published_on, e.code), reverse=True):
        compared = changes(cards, by_edition[edition])
        for change in compared.changed:
            told = [f"{field.label} {field.after}" for field in change.fields if field.label in FIGURES]
            if told:
                found[change.old.pk].append(Elsewhere(edition, ", ".join(told)))
        for card in compared.removed:
            found[card.pk].append(Elsewhere(edition, "staat daar niet op"))
    return found
