"""Which interventions answer which needs: a pure rule that says why.

The order of the list, first difference wins:

1. interventions that the card gives for the school's sector, or for no sector in particular, before all others;
2. the needs it answers: the first need counts double the second, that one double the third, and so on, so the first
   need that only one of two answers decides;
3. expected effect in months; 4. strength of the evidence; 5. lower cost; then the order of the card.

A figure that the card does not give is not 0: it counts as the middle (median) of the figures that the same list does
give. So an unknown figure never beats a known better one than the middle, nor sinks below a known worse one. Source of
the figures: the menukaart; they are averages and are shown as an indication. Which domain an intervention serves is the
product's own division.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from statistics import median
from typing import Any

from menukaart.figures import COST, EVIDENCE, effect_word, months
from menukaart.models import Intervention
from npo_planner.money import number
from scans.models import Need

FIGURES = {"effect_months": "het effect", "evidence": "de sterkte van het bewijs", "cost": "de kosten"}
BETTER = {
    "effect_months": "het effect is groter",
    "evidence": "het bewijs is sterker",
    "cost": "de kosten zijn lager",
}
"""The figures in the order in which they decide."""


@dataclass(frozen=True)
class Match:
    """One intervention, its place in the list (1 is best), and in Dutch why it stands there.

    ``reasons``: whole sentences: needs, effect, evidence, cost, sector, and last ``above``, which says why it stands
    above the next one or that both are equal (empty for the last one). ``unknown``: what the card does not say.
    """

    intervention: Intervention
    place: int
    needs: tuple[Need, ...]
    reasons: tuple[str, ...]
    above: str
    unknown: tuple[str, ...]
    fits_sector: bool


@dataclass(frozen=True)
class _Entry:
    """A card as the order sees it: ``known`` has the middle of the list for what the card does not give."""

    card: Intervention
    needs: tuple[Need, ...]
    fits_sector: bool
    weight: int
    known: dict[str, float]

    @property
    def worth(self) -> tuple[Any, ...]:
        """What decides; two entries with the same worth are equal."""
        figures = (-self.known["effect_months"], -self.known["evidence"], self.known["cost"])
        return (not self.fits_sector, -self.weight, *figures)

    @property
    def order(self) -> tuple[Any, ...]:
        return (*self.worth, self.card.category.letter, len(self.card.code), self.card.code)


def rank(interventions: Iterable[Intervention], needs: Sequence[Need], sector: str) -> list[Match]:
    """All ``interventions``, best first. ``needs`` are in the school's own order, with findings prefetched.

    The order of ``interventions`` does not matter; equals are ordered by code. Runs no queries when categories, domains
    and findings are there. Reads of a card: code, name, category.letter, sectors, domains.all() and its figures; of a
    need: pk, title and findings.all().
    """
    cards = list(interventions)
    middle = {name: _median(cards, name) for name in FIGURES}
    entries = sorted((_entry(card, needs, sector, middle) for card in cards), key=lambda entry: entry.order)
    return [_match(place, *pair) for place, pair in enumerate(zip_longest(entries, entries[1:]), start=1)]


def _entry(card: Intervention, needs: Sequence[Need], sector: str, middle: dict[str, float]) -> _Entry:
    serves = {domain.pk for domain in card.domains.all()}
    answers = [bool(serves & {finding.domain_id for finding in need.findings.all()}) for need in needs]
    return _Entry(
        card=card,
        needs=tuple(need for need, answered in zip(needs, answers, strict=True) if answered),
        fits_sector=not card.sectors or sector in card.sectors.split(),
        weight=sum(2 ** (len(needs) - place) for place, answered in enumerate(answers) if answered),
        known={name: middle[name] if getattr(card, name) is None else getattr(card, name) for name in FIGURES},
    )


def _match(place: int, entry: _Entry, follower: _Entry | None) -> Match:
    above = _above(entry, follower) if follower else ""
    reasons = (*_reasons(entry), above) if above else _reasons(entry)
    unknown = tuple(label for name, label in FIGURES.items() if getattr(entry.card, name) is None)
    return Match(entry.card, place, entry.needs, reasons, above, unknown, entry.fits_sector)


def _reasons(entry: _Entry) -> tuple[str, ...]:
    """What speaks for and against one card by itself."""
    card, reasons = entry.card, [_answers(entry.needs)]
    if card.effect_months is not None:
        word, growth = effect_word(card.effect_months), months(card.effect_months)
        reasons.append(f"Het effect is {word}: gemiddeld {growth} extra groei. Dat is een indicatie.")
    if card.evidence is not None:
        reasons.append(f"Het bewijs is {EVIDENCE[card.evidence]}: {card.evidence} van 5.")
    if card.cost is not None:
        reasons.append(f"De kosten zijn {COST[card.cost]}: {card.cost} van 5.")
    if not entry.fits_sector:
        reasons.append("Volgens de kaart niet voor uw soort onderwijs.")
    return tuple(reasons)


def _answers(needs: tuple[Need, ...]) -> str:
    if not needs:
        return "Past niet duidelijk bij een van uw behoeften."
    titles = " en ".join(f"“{need.title}”" for need in needs)
    return f"Past bij uw behoefte{'n' if len(needs) > 1 else ''} {titles}."


def _above(entry: _Entry, follower: _Entry) -> str:
    """Why ``entry`` stands above ``follower``: their first difference, in the order of the rule."""
    other = f"“{follower.card.name}”"
    if entry.worth == follower.worth:
        return f"Staat gelijk met {other}; tussen deze twee is de volgorde die van de kaart."
    return f"Staat boven {other}, want {_difference(entry, follower)}."


def _difference(entry: _Entry, follower: _Entry) -> str:
    if entry.fits_sector != follower.fits_sector:
        return "dat is volgens de kaart niet voor uw soort onderwijs"
    if entry.weight != follower.weight:
        theirs = {need.pk for need in follower.needs}
        first = next(need for need in entry.needs if need.pk not in theirs)
        return f"dat past niet bij “{first.title}” en dit wel"
    for name, better in BETTER.items():
        if entry.known[name] != follower.known[name]:
            return f"{better}: {_figure(entry, name)} tegen {_figure(follower, name)}"
    raise ValueError("two entries of different worth differ in something")


def _figure(entry: _Entry, name: str) -> str:
    """The figure that counted, and whether the card gave it: a middle may lie between two figures (4,5)."""
    value = number(Decimal(str(entry.known[name]))).replace("-", "−")
    unit = ("maand" if abs(entry.known[name]) == 1 else "maanden") if name == "effect_months" else "van 5"
    text = f"{value} {unit}"
    return text if getattr(entry.card, name) is not None else f"{text} (niet vermeld, telt als het midden van de lijst)"


def _median(cards: Sequence[Intervention], name: str) -> float:
    known = [getattr(card, name) for card in cards if getattr(card, name) is not None]
    return median(known) if known else 0
