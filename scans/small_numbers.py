"""Small numbers: a count of pupils below the board's threshold says who they are, so it is not told.

Used wherever counts leave the school's own writers: the scan page that the board reads, the school's log, the document,
and so the MR, the PDF and the JSON.

A small count also follows from others: 40 in the whole school, less 20 in groep 3 and 13 in groep 4, is 7 elsewhere.
CBS calls hiding those others secondary suppression. Here it is done in the strictest and plainest way, all or none:
within one ontwikkelgebied the counts are told together or not at all. That holds for two versions as well: when a
small count comes in, none is told any more, and what an older version told leaves room for each small count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Any

from scans.groups import same_group

NOT_TOLD = "niet getoond"
MANY_COUNTS = 12
"""Above this many counts that may overlap, not every subtraction is tried: none of them is told."""

Count = tuple[str, int]
"""A group of pupils, in lower case, and how many of them."""


def shown_counts(findings: Iterable[Any], threshold: int, groups: Collection[str]) -> dict[Hashable, str]:
    """What is told of the pupils of each finding (by its ``pk``); empty where nobody counted.

    ``findings`` are all those of one scan, ``groups`` the school's own groups, which have no pupil in common. The
    counts of an ontwikkelgebied are told when ``are_safe``. Otherwise the small ones are ``minder dan 10`` (with the
    board's ``threshold``) and all others ``niet getoond``.
    """
    own = frozenset(same_group(group) for group in groups)
    domains: Mapping[str, list[Any]] = defaultdict(list)
    for finding in findings:
        domains[str(finding.domain)].append(finding)
    told: dict[Hashable, str] = {}
    for rows in domains.values():
        safe = are_safe({(same_group(f.group), f.pupils) for f in rows if f.pupils is not None}, threshold, own)
        told |= {f.pk: _text(f.pupils, threshold, safe=safe) for f in rows}
    return told


def are_safe(counts: Collection[Count], threshold: int, own: Collection[str]) -> bool:
    """Whether all ``counts`` of one ontwikkelgebied may be told: none is small and none follows by subtraction.

    Small is 0 up to ``threshold``. Groups of ``own``, each counted once, lie apart: nothing follows from them. Any
    other group (a layer such as hele school or onderbouw, havo, a free choice, a group counted in two ways) may hold
    the others or lie inside them: then no count less a sum of others may be small. That is enough for groups that lie
    apart or inside each other; it does not try sums against sums. Nothing left is fine once every group of ``own`` is
    taken off: then there is nobody left to say it of.
    """
    if any(number < threshold for _, number in counts):
        return False
    times = Counter(name for name, _ in counts)
    apart = {count for count in counts if count[0] in own and times[count[0]] == 1}
    if len(apart) == len(counts):
        return True
    return len(counts) <= MANY_COUNTS and not any(
        _leaves_few(whole, [c for c in counts if c != whole and not {c, whole} <= apart], threshold, frozenset(own))
        for whole in counts
    )


def _leaves_few(whole: Count, others: list[Count], threshold: int, own: frozenset[str]) -> bool:
    """Whether ``whole`` less one or more of ``others`` is from 0 up to ``threshold``."""
    most = whole[1]
    sums: set[tuple[int, frozenset[str]]] = {(0, frozenset())}
    for name, number in others:
        sums |= {(taken + number, names | ({name} & own)) for taken, names in sums if taken + number <= most}
    return any(taken and most - taken < threshold and not (taken == most and names == own) for taken, names in sums)


def _text(count: int | None, threshold: int, *, safe: bool) -> str:
    if count is None:
        return ""
    if count < threshold:
        return f"minder dan {threshold}"
    return str(count) if safe else NOT_TOLD
