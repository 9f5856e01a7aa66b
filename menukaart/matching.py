"""Which interventions answer which needs: a pure rule that says why.

The order of the list, first difference wins:

1. the needs it answers: the first need counts double the second, that one double the third, and so on;
2. expected effect in months; 3. strength of the evidence; 4. lower cost.

A figure that the card does not give is not 0: it counts as the middle (median) of the figures that the same list does
give. So an unknown figure never beats a known better one than the middle, nor sinks below a known worse one.
Interventions that are not for the school's sector come last. Source of the figures: the menukaart; they are averages
and are shown as an indication. Which domain an intervention serves is the product's own division.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from menukaart.models import Intervention
from scans.models import Need


@dataclass(frozen=True)
class Match:
    """One intervention with the needs that it answers and, in Dutch, why it stands where it stands."""

    intervention: Intervention
    needs: tuple[Need, ...]
    reasons: tuple[str, ...]
    unknown: tuple[str, ...]
    fits_sector: bool


def rank(interventions: Iterable[Intervention], needs: Sequence[Need], sector: str) -> list[Match]:
    """All ``interventions``, best first. ``needs`` are in the school's own order, with findings prefetched.

    The order of ``interventions`` does not matter; equals are ordered by code. Runs no queries when domains and
    findings are prefetched.
    """
    cards = list(interventions)
    middle = {name: _median(cards, name) for name in ("effect_months", "evidence", "cost")}
    weights = {need.pk: 2 ** (len(needs) - place) for place, need in enumerate(needs)}
    matches = [_match(card, needs, sector) for card in cards]

    def place(match: Match) -> tuple:
        card = match.intervention
        known = {name: _or(getattr(card, name), middle[name]) for name in middle}
        return (
            not match.fits_sector,
            -sum(weights[need.pk] for need in match.needs),
            -known["effect_months"],
            -known["evidence"],
            known["cost"],
            card.category.letter,
            len(card.code),
            card.code,
        )

    return sorted(matches, key=place)


def _match(card: Intervention, needs: Sequence[Need], sector: str) -> Match:
    serves = {domain.pk for domain in card.domains.all()}
    answered = tuple(need for need in needs if serves & {f.domain_id for f in need.findings.all()})
    fits = not card.sectors or sector in card.sectors.split()
    return Match(card, answered, tuple(_reasons(card, answered, fits)), tuple(_unknown(card)), fits)


def _reasons(card: Intervention, answered: tuple[Need, ...], fits: bool) -> list[str]:
    reasons = []
    if answered:
        titles = " en ".join(f"“{need.title}”" for need in answered)
        reasons.append(f"Past bij uw behoefte {titles}." if len(answered) == 1 else f"Past bij uw behoeften {titles}.")
    else:
        reasons.append("Past niet duidelijk bij een van uw behoeften.")
    if card.effect_months is not None:
        reasons.append(
            f"Gemiddeld {card.effect_months} {'maand' if card.effect_months == 1 else 'maanden'} extra groei."
        )
    if card.evidence is not None:
        reasons.append(f"Sterkte van het bewijs: {card.evidence} van 5.")
    if card.cost is not None:
        reasons.append(f"Kosten: {card.cost} van 5.")
    if not fits:
        reasons.append("Volgens de kaart niet voor uw soort onderwijs.")
    return reasons


def _unknown(card: Intervention) -> list[str]:
    names = {"effect_months": "het effect", "evidence": "de sterkte van het bewijs", "cost": "de kosten"}
    return [label for name, label in names.items() if getattr(card, name) is None]


def _median(cards: Sequence[Intervention], name: str) -> float:
    known = [getattr(card, name) for card in cards if getattr(card, name) is not None]
    return median(known) if known else 0


def _or(value: float | None, other: float) -> float:
    return other if value is None else value
