"""What changed between two scans of a school. Pure functions of findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scans.constants import Trend


@dataclass(frozen=True)
class Changes:
    """Findings by how they changed; ``gone`` are of the previous scan, ``unknown`` miss one of the two delays."""

    better: tuple[Any, ...] = ()
    worse: tuple[Any, ...] = ()
    same: tuple[Any, ...] = ()
    new: tuple[Any, ...] = ()
    gone: tuple[Any, ...] = ()
    unknown: tuple[Any, ...] = ()

    @property
    def lists(self) -> list[tuple[str, tuple[Any, ...]]]:
        """Those that hold anything, with what they are called."""
        named = [
            ("Beter", self.better),
            ("Slechter", self.worse),
            ("Gelijk gebleven", self.same),
            ("Nieuw", self.new),
            ("Staat niet meer in de scan", self.gone),
            ("Nog niet te vergelijken", self.unknown),
        ]
        return [(name, found) for name, found in named if found]


def changes(findings: Iterable[Any], gone: Iterable[Any]) -> Changes:
    """How ``findings``, which come with their previous ones, differ from the scan before; ``gone`` are left behind."""
    found = list(findings)
    known = [f for f in found if f.previous is not None]
    return Changes(
        better=tuple(f for f in known if f.change == Trend.BETTER),
        worse=tuple(f for f in known if f.change == Trend.WORSE),
        same=tuple(f for f in known if f.change == Trend.SAME),
        new=tuple(f for f in found if f.previous is None),
        gone=tuple(gone),
        unknown=tuple(f for f in known if f.change is None),
    )
