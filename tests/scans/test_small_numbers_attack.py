"""An attacker who reads everything that is told, in two versions, cannot work out a small number.

The attacker knows which groups a layer is made of, so that everything told is a bound on a sum in a tree: the whole
school is its onderbouw and bovenbouw, those are four groups each, and a group is a free selection and the rest. In a
tree, bounds go up (a whole lies between the sums of its parts) and down (a part lies between what the others leave)
once each, and what remains is exactly what integer tables allow: ``possible`` is no approximation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from random import Random
from types import SimpleNamespace

from scans.small_numbers import NOT_TOLD, shown_counts

GROUPS = tuple(f"groep {n}" for n in range(1, 9))
MANY = 10**6
Bounds = dict[str, tuple[int, int]]


@dataclass
class Node:
    """A group of pupils; ``count`` is the truth that the attacker is after."""

    name: str
    count: int = 0
    parts: list[Node] = field(default_factory=list)

    def __iter__(self):
        yield self
        for part in self.parts:
            yield from part

    def add_up(self) -> int:
        if self.parts:
            self.count = sum(part.add_up() for part in self.parts)
        return self.count


def possible(tree: Node, told: Bounds) -> Bounds:
    """The least and the most of each node over all tables of whole numbers that agree with ``told``."""
    bounds: Bounds = {}

    def up(node: Node) -> tuple[int, int]:
        low, high = told.get(node.name, (0, MANY))
        if node.parts:
            below = [up(part) for part in node.parts]
            low, high = max(low, sum(b[0] for b in below)), min(high, sum(b[1] for b in below))
        bounds[node.name] = (low, high)
        return low, high

    def down(node: Node) -> None:
        low, high = bounds[node.name]
        lows, highs = (sum(bounds[part.name][side] for part in node.parts) for side in (0, 1))
        for part in node.parts:
            least, most = bounds[part.name]
            bounds[part.name] = max(least, low - highs + most), min(most, high - lows + least)
        for part in node.parts:
            down(part)

    up(tree)
    down(tree)
    return bounds


def make_school(chance: Random) -> Node:
    """A small school: a few pupils who are behind in each group, in most groups none or ten and more."""
    tree = Node("hele school")
    for layer, groups in (("onderbouw", GROUPS[:4]), ("bovenbouw", GROUPS[4:])):
        tree.parts.append(Node(layer, parts=[Node(g, chance.choice([0, 3, 8, 10, 12, 17, 25])) for g in groups]))
    choice = chance.choice([node for node in tree if not node.parts])
    chosen = chance.randint(0, choice.count)
    choice.parts = [Node(f"{choice.name}, jongens", chosen), Node(f"{choice.name}, anderen", choice.count - chosen)]
    tree.add_up()
    return tree


def bounds_of(text: str, threshold: int) -> tuple[int, int]:
    if text == NOT_TOLD:
        return threshold, MANY
    return (0, threshold - 1) if text.startswith("minder") else (int(text), int(text))


def read(nodes: list[Node], threshold: int, tell) -> Bounds:
    rows = [SimpleNamespace(pk=n.name, domain="rekenen", group=n.name, pupils=n.count) for n in nodes]
    return {name: bounds_of(text, threshold) for name, text in tell(rows, threshold, GROUPS).items()}


def broken(seed: int, tell) -> list[str]:
    """The small counts of one generated school that two versions of its scan give away."""
    chance = Random(seed)
    tree, threshold = make_school(chance), chance.choice([5, 7, 10])
    nodes = list(tree)
    later = chance.sample(nodes, chance.randint(1, 9))
    # The older version had some of these counts, or others that were taken out since.
    older = chance.sample(later, chance.randint(0, len(later))) if chance.random() < 0.7 else chance.sample(nodes, 4)
    known = read(older, threshold, tell)
    for name, (low, high) in read(later, threshold, tell).items():
        least, most = known.get(name, (0, MANY))
        known[name] = max(low, least), min(high, most)
    found = possible(tree, known)
    nobody_left = {part.name for part in nodes if all(g in known for g in GROUPS) and part.name not in known}
    return [
        node.name
        for node in nodes
        if node.count < threshold and found[node.name][0] == found[node.name][1] and node.name not in nobody_left
    ]


def naive(rows, threshold, _groups):
    """Each count by itself, as it was before: the small ones hidden, all others told."""
    return {r.pk: str(r.pupils) if r.pupils >= threshold else f"minder dan {threshold}" for r in rows}


def test_no_small_number_of_a_thousand_schools_can_be_worked_out():
    assert [(seed, names) for seed in range(1000) if (names := broken(seed, shown_counts))] == []


def test_the_same_attack_breaks_counts_that_are_hidden_one_by_one():
    given_away = sum(bool(broken(seed, naive)) for seed in range(1000))

    assert given_away > 100


def test_numbers_are_still_told_where_they_can_be():
    told = 0
    for seed in range(1000):
        chance = Random(seed)
        nodes = [node for node in make_school(chance) if node.name in GROUPS and node.count >= 10][:3]
        told += any(low == high for low, high in read(nodes, 10, shown_counts).values())

    assert told > 900


def test_the_attacker_finds_exactly_what_trying_every_table_finds():
    tree = Node("w", parts=[Node("a", parts=[Node("c"), Node("d")]), Node("b")])
    for seed in range(60):
        chance = Random(seed)
        told = {}
        for name in chance.sample("wabcd", 3):
            low = chance.randint(0, 5)
            told[name] = (low, min(9, low + chance.randint(0, 3)))
        every = [
            {"c": c, "d": d, "b": b, "a": c + d, "w": b + c + d} for c, d, b in product(range(10), range(10), range(10))
        ]
        fits = [t for t in every if all(low <= t[n] <= high for n, (low, high) in told.items())]
        if not fits:
            continue
        limits = {name: (0, 9) for name in "bcd"} | told
        assert possible(tree, limits) == {n: (min(t[n] for t in fits), max(t[n] for t in fits)) for n in "wabcd"}
