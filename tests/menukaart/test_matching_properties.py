"""What holds for every list of cards and needs, whatever their figures. No database: light stand-ins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from menukaart.matching import rank

PO = "po"
FIGURES = {"effect_months": st.integers(-2, 8), "evidence": st.integers(1, 5), "cost": st.integers(1, 5)}


@dataclass(frozen=True)
class Many:
    """What a related manager gives."""

    rows: tuple[Any, ...] = ()

    def all(self) -> tuple[Any, ...]:
        return self.rows


@dataclass(frozen=True)
class Card:
    code: str
    effect_months: int | None = None
    evidence: int | None = None
    cost: int | None = None
    serves: frozenset[int] = frozenset()
    sectors: str = ""
    letter: str = "B"

    @property
    def name(self) -> str:
        return f"Kaart {self.code}"

    @property
    def category(self) -> SimpleNamespace:
        return SimpleNamespace(letter=self.letter)

    @property
    def domains(self) -> Many:
        return Many(tuple(SimpleNamespace(pk=pk) for pk in self.serves))


def need(pk: int, domains: frozenset[int]) -> SimpleNamespace:
    findings = Many(tuple(SimpleNamespace(domain_id=domain) for domain in sorted(domains)))
    return SimpleNamespace(pk=pk, title=f"Behoefte {pk}", findings=findings)


domain_sets = st.frozensets(st.integers(1, 4), max_size=3)
needs_lists = st.lists(domain_sets, max_size=4).map(
    lambda sets: [need(n, each) for n, each in enumerate(sets, start=1)]
)
one_card = st.builds(
    Card,
    code=st.just(""),
    serves=domain_sets,
    sectors=st.sampled_from(["", "po", "vo", "po vo vso"]),
    letter=st.sampled_from("ABCDEF"),
    **{name: st.none() | values for name, values in FIGURES.items()},
)
decks = st.lists(one_card, min_size=1, max_size=7).map(
    lambda cards: [replace(card, code=f"X{n}") for n, card in enumerate(cards, start=1)]
)
fast = settings(max_examples=80, deadline=None, database=None)


def codes(cards: list[Card], needs: list[SimpleNamespace]) -> list[str]:
    return [match.intervention.code for match in rank(cards, needs, PO)]


def place(cards: list[Card], needs: list[SimpleNamespace], code: str) -> int:
    return codes(cards, needs).index(code)


@fast
@given(decks, needs_lists, st.integers(1, 5), st.data())
def test_more_effect_never_ranks_lower(cards: list[Card], needs: list[Any], by: int, data: st.DataObject) -> None:
    known = [card for card in cards if card.effect_months is not None]
    if not known:
        return
    chosen = data.draw(st.sampled_from(known))
    after = [replace(card, effect_months=card.effect_months + by) if card is chosen else card for card in cards]

    assert place(after, needs, chosen.code) <= place(cards, needs, chosen.code)


@fast
@given(decks, needs_lists, st.data())
def test_more_evidence_and_lower_cost_never_rank_lower(
    cards: list[Card], needs: list[Any], data: st.DataObject
) -> None:
    for name, values in (("evidence", range(1, 6)), ("cost", range(5, 0, -1))):
        known = [card for card in cards if getattr(card, name) is not None]
        if not known:
            continue
        chosen = data.draw(st.sampled_from(known))
        scale = list(values)
        for figure in scale[scale.index(getattr(chosen, name)) :]:
            after = [replace(chosen, **{name: figure}) if card is chosen else card for card in cards]
            assert place(after, needs, chosen.code) <= place(cards, needs, chosen.code)


@fast
@given(decks, needs_lists, st.sampled_from(sorted(FIGURES)), st.data())
def test_an_unknown_figure_stays_between_the_known_worse_and_better_ones(
    cards: list[Card], needs: list[Any], name: str, data: st.DataObject
) -> None:
    """Twins that differ in one figure: one does not give it, the other gives every figure of the list in turn."""
    known = sorted(getattr(card, name) for card in cards if getattr(card, name) is not None)
    if not known:
        return
    model = data.draw(st.sampled_from(cards))
    blank = replace(model, code="U1", **{name: None})
    for figure in known:
        twin = replace(model, code="T1", **{name: figure})
        everything = sorted([*known, figure])
        low, high = everything[(len(everything) - 1) // 2], everything[len(everything) // 2]
        unknown, given_ = (place([*cards, blank, twin], needs, code) for code in ("U1", "T1"))
        above = figure > high if name != "cost" else figure < low
        below = figure < low if name != "cost" else figure > high
        if above:
            assert given_ < unknown
        if below:
            assert unknown < given_


@fast
@given(decks, needs_lists, st.data())
def test_the_order_of_the_cards_does_not_matter_and_each_comes_once(
    cards: list[Card], needs: list[Any], data: st.DataObject
) -> None:
    expected = codes(cards, needs)

    assert codes(data.draw(st.permutations(cards)), needs) == expected
    assert sorted(expected) == sorted(card.code for card in cards)


@fast
@given(decks, st.permutations(range(1, 5)), st.data())
def test_answering_a_higher_ranked_need_never_ranks_lower(
    cards: list[Card], order: list[int], data: st.DataObject
) -> None:
    """Each need rests on one domain; a card swaps the one that it serves for one of a higher need, or adds it."""
    needs = [need(n, frozenset([domain])) for n, domain in enumerate(order, start=1)]
    chosen = data.draw(st.sampled_from(cards))
    for high, low in ((a, b) for a in range(4) for b in range(a + 1, 4)):
        before = replace(chosen, serves=chosen.serves - {order[high]} | {order[low]})
        swapped = replace(before, serves=before.serves - {order[low]} | {order[high]})
        added = replace(before, serves=before.serves | {order[high]})
        others = [card for card in cards if card is not chosen]
        was = place([*others, before], needs, chosen.code)
        assert place([*others, swapped], needs, chosen.code) <= was
        assert place([*others, added], needs, chosen.code) <= was


@fast
@given(decks, needs_lists)
def test_every_place_is_told_and_the_last_stands_above_nothing(cards: list[Card], needs: list[Any]) -> None:
    matches = rank(cards, needs, PO)

    assert [match.place for match in matches] == list(range(1, len(cards) + 1))
    assert [bool(match.above) for match in matches] == [True] * (len(cards) - 1) + [False]
    for match, follower in zip(matches, matches[1:], strict=False):
        assert match.above.startswith(("Staat boven", "Staat gelijk met"))
        assert f"“{follower.intervention.name}”" in match.above
        assert match.reasons[-1] == match.above


@fast
@given(decks, needs_lists)
def test_unknown_names_exactly_what_the_card_does_not_give(cards: list[Card], needs: list[Any]) -> None:
    labels = {"effect_months": "het effect", "evidence": "de sterkte van het bewijs", "cost": "de kosten"}

    for match in rank(cards, needs, PO):
        missing = [label for name, label in labels.items() if getattr(match.intervention, name) is None]
        assert list(match.unknown) == missing
        assert len(match.reasons) == 1 + 3 - len(missing) + (not match.fits_sector) + bool(match.above)


def test_an_empty_list_has_no_places() -> None:
    assert rank([], [need(1, frozenset([1]))], PO) == []
