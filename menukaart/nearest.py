"""The nearest category for a measure that is not on the menukaart: words against words, with the reason told.

A school may carry out its own form of a kind of measure, and accounts for it under a letter A to F (menukaart page,
domain.md 1.1). The proposal rests on nothing but the words that the school wrote:

* a word that names a kind of measure (``words.GROUPS``, strong) counts 3, a word from the name of a card 2, a word that
  only points at a kind of measure 1; each word counts once for a category;
* a category with less than 2 is not proposed: one pointing word is no likeness;
* the highest count comes first, equals in the order of the letters.

It is a proposal: the school chooses, and explains why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from menukaart.constants import FACILITIES
from menukaart.models import Category, Intervention
from menukaart.words import GROUPS, STOP, Group, fold, stem, tokens, words

STRONG, NAMED, WEAK = 3, 2, 1
ENOUGH = 2
MOST_WORDS, MOST_CARDS = 4, 2
ONLY_TOGETHER = "Mag alleen samen met een maatregel uit A tot en met E."


@dataclass(frozen=True)
class Proposal:
    """A category, in Dutch why it is near, and the cards of it that resemble the text, most alike first."""

    category: Category
    reason: str
    cards: tuple[Intervention, ...]


@dataclass(frozen=True)
class _Text:
    """A text as its words: as typed, their stems, and where each stem and each folded word stands."""

    typed: list[str]
    stems: list[str]
    by_stem: dict[str, list[int]]
    by_word: dict[str, list[int]]

    @classmethod
    def of(cls, text: str) -> _Text:
        typed = words(text)
        folded = [fold(word) for word in typed]
        stems = [stem(word) for word in folded]
        return cls(typed, stems, _places(stems), _places(folded))

    def phrase(self, start: int, length: int) -> str:
        return " ".join(self.typed[start : start + length])


def _places(items: list[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, item in enumerate(items):
        places.setdefault(item, []).append(place)
    return places


@dataclass
class _Found:
    """What of one category was recognised: the points of each word as typed, and the points of each card."""

    words: dict[str, int] = field(default_factory=dict)
    cards: dict[int, int] = field(default_factory=dict)  # place in the list of cards -> points

    @property
    def points(self) -> int:
        return sum(self.words.values())

    def add(self, word: str, points: int, cards: Iterable[int]) -> None:
        self.words[word] = max(points, self.words.get(word, 0))
        for place in cards:
            self.cards[place] = self.cards.get(place, 0) + points


def nearest(text: str, cards: Iterable[Intervention], *, limit: int = 3) -> list[Proposal]:
    """The categories nearest to ``text``, at most ``limit``, best first, each once; [] when nothing is recognised.

    Only categories of ``cards`` are proposed. The cards come with their category; no query runs then.
    """
    deck = sorted(cards, key=lambda card: (card.category.letter, len(card.code), card.code))
    read = _Text.of(text)
    found: dict[str, _Found] = {card.category.letter: _Found() for card in deck}
    for group in GROUPS:
        if group.category in found:
            _read_group(group, read, deck, found[group.category])
    for place, card in enumerate(deck):
        _read_name(place, card, read, found[card.category.letter])
    categories = {card.category.letter: card.category for card in deck}
    near = sorted((letter for letter in found if found[letter].points >= ENOUGH), key=lambda x: (-found[x].points, x))
    return [_proposal(categories[letter], found[letter], deck) for letter in near[: max(limit, 0)]]


def _read_group(group: Group, text: _Text, deck: Sequence[Intervention], found: _Found) -> None:
    alike = [n for n, card in enumerate(deck) if card.category.letter == group.category and _is_named(card, group)]
    for points, listed in ((STRONG, group.strong), (WEAK, group.weak)):
        for word in listed:
            for hit in set(_hits(word, text)):
                found.add(hit, points, alike)


def _read_name(place: int, card: Intervention, text: _Text, found: _Found) -> None:
    names = {stem(word) for word in tokens(card.name) if len(word) > 3} - STOP
    for word in {text.typed[n] for name in names for n in text.by_stem.get(name, [])}:
        found.add(word, NAMED, [place])


def _is_named(card: Intervention, group: Group) -> bool:
    name = " ".join(tokens(card.name))
    return any(piece in name for piece in group.names)


def _hits(word: str, text: _Text) -> Iterator[str]:
    """What of the text ``word`` of a group recognises, as it was typed."""
    *before, last = word.split()
    lead = [stem(part) for part in before]
    for place in _ends(last, text):
        start = place - len(lead)
        if start >= 0 and text.stems[start:place] == lead:
            yield text.phrase(start, len(lead) + 1)


def _ends(word: str, text: _Text) -> Iterator[int]:
    """Where one word stands: ``muziek*`` begins so, ``*assistent`` ends so, any other has the same stem."""
    bare = word.strip("*")
    if word.endswith("*"):
        found = (places for each, places in text.by_word.items() if each.startswith(bare))
    elif word.startswith("*"):
        found = (places for each, places in text.by_stem.items() if each.endswith(stem(bare)))
    else:
        found = (text.by_stem.get(stem(bare), []),)
    return (place for places in found for place in places)


def _proposal(category: Category, found: _Found, deck: Sequence[Intervention]) -> Proposal:
    told = sorted(_whole(found.words), key=lambda word: (-found.words[word], word))[:MOST_WORDS]
    places = sorted(found.cards, key=lambda place: (-found.cards[place], place))[:MOST_CARDS]
    cards = tuple(deck[place] for place in places if 2 * found.cards[place] >= found.cards[places[0]])
    sentences = [f"U schrijft {_listed(word[:40] for word in told)}."]
    if cards:
        sentences.append(f"Dat lijkt op {_listed(card.name for card in cards)} van de menukaart.")
    else:
        sentences.append(f"Dat hoort bij “{category.short_name}”.")
    if category.letter == FACILITIES:
        sentences.append(ONLY_TOGETHER)
    return Proposal(category, " ".join(sentences), cards)


def _whole(found: Iterable[str]) -> list[str]:
    """Without the words that stand in a longer phrase of ``found`` too."""
    phrases = [f" {phrase} " for phrase in found]
    return [word for word in found if sum(f" {word} " in phrase for phrase in phrases) == 1]


def _listed(words: Iterable[str]) -> str:
    """“a”, “b” en “c”."""
    *most, last = [f"“{word}”" for word in words]
    return f"{', '.join(most)} en {last}" if most else last
