"""What changed between two editions of the menukaart: a pure comparison of their cards.

Cards are the same when they have the same code, else when they have the same name (a code is the product's own, the
card has letters only). Note and source are left out: they tell where a figure was found, not what the card says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from menukaart.figures import UNKNOWN
from menukaart.models import Intervention


@dataclass(frozen=True)
class FieldChange:
    """One field of a card, in words: "niet vermeld" for what an edition does not give."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class CardChange:
    """One card that is on both editions and differs."""

    old: Intervention
    new: Intervention
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class EditionChanges:
    """All differences, each list in the order of the card."""

    added: tuple[Intervention, ...]
    removed: tuple[Intervention, ...]
    changed: tuple[CardChange, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


FIELDS: dict[str, Callable[[Intervention], str]] = {
    "code": lambda card: card.code,
    "categorie": lambda card: str(card.category),
    "naam": lambda card: card.name,
    "effect": lambda card: card.effect_text,
    "bewijs": lambda card: card.evidence_text,
    "kosten": lambda card: card.cost_text,
    "sectoren": lambda card: ", ".join(sector.label for sector in card.sector_list),
    "ontwikkelgebieden": lambda card: ", ".join(domain.name for domain in card.domains.all()),
}


def changes(old_cards: Iterable[Intervention], new_cards: Iterable[Intervention]) -> EditionChanges:
    """From the cards of one edition to those of the next, which come with category and domains. Runs no query then."""
    old, new = sorted(old_cards, key=_order), sorted(new_cards, key=_order)
    pairs = _pairs(old, new)
    followed = {id(card) for card, _ in pairs}
    known = {id(card) for _, card in pairs}
    return EditionChanges(
        added=tuple(card for card in new if id(card) not in known),
        removed=tuple(card for card in old if id(card) not in followed),
        changed=tuple(CardChange(*pair, found) for pair in pairs if (found := _fields(*pair))),
    )


def _pairs(old: list[Intervention], new: list[Intervention]) -> list[tuple[Intervention, Intervention]]:
    """The same card on both editions, in the order of the new one; no card stands in two pairs."""
    codes = {card.code: card for card in old}
    found = {id(card): codes.pop(card.code) for card in new if card.code in codes}
    names = {_name(card): card for card in codes.values()}
    for card in new:
        if id(card) not in found and _name(card) in names:
            found[id(card)] = names.pop(_name(card))
    return [(found[id(card)], card) for card in new if id(card) in found]


def _fields(old: Intervention, new: Intervention) -> tuple[FieldChange, ...]:
    pairs = {label: (read(old) or UNKNOWN, read(new) or UNKNOWN) for label, read in FIELDS.items()}
    return tuple(FieldChange(label, *pair) for label, pair in pairs.items() if pair[0] != pair[1])


def _name(card: Intervention) -> str:
    return " ".join(card.name.casefold().split())


def _order(card: Intervention) -> tuple[str, int, str]:
    return (card.category.letter, len(card.code), card.code)
