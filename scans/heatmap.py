"""The scan at a glance: a grid (domains down, groups across, the largest delay in each cell) and a short list.

Takes the findings of a scan as well as those of a frozen document: a domain is known by its name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from scans.constants import Delay, Trend, trend_of

HIGHLIGHTS = 5
MOST_GROUPS = 8
"""More columns would leave no room for a word on paper: the next ones go into a table of their own."""
CHANGED = {Trend.BETTER: "beter", Trend.WORSE: "slechter", Trend.SAME: ""}


@dataclass(frozen=True)
class Cell:
    """The findings of one domain and group; ``delay`` is the largest, None when none of them says."""

    findings: tuple[Any, ...] = ()
    delay: Delay | None = None

    @property
    def label(self) -> str:
        return self.delay.short if self.delay is not None else "nog niet ingevuld" if self.findings else ""

    @property
    def was(self) -> str:
        """How it changed since the previous scan, in words; empty when it did not or nobody knows."""
        leading = next((f for f in self.findings if f.delay == self.delay), None)
        label = getattr(leading, "was_label", "")
        before = next((delay for delay in Delay if delay.label == label), None)
        word = CHANGED.get(trend_of(before, self.delay), "")
        return f"{word}, was {before.short}" if word else ""


@dataclass(frozen=True)
class HeatMap:
    groups: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]

    @property
    def parts(self) -> tuple[HeatMap, ...]:
        """The same in grids of at most MOST_GROUPS columns, about as many in each; in each the rows with a finding."""
        count = -(-len(self.groups) // MOST_GROUPS)
        cuts = [len(self.groups) * place // count for place in range(count + 1)] if count else []
        return tuple(self._part(start, end) for start, end in pairwise(cuts))

    def _part(self, start: int, end: int) -> HeatMap:
        rows = ((name, cells[start:end]) for name, cells in self.rows)
        return HeatMap(self.groups[start:end], tuple(row for row in rows if any(cell.findings for cell in row[1])))


def heat_map(findings: Iterable[Any]) -> HeatMap:
    """The grid of ``findings``, in their own order of domain; groups in the order of their names."""
    found = list(findings)
    groups = tuple(sorted({f.group for f in found}))
    domains = dict.fromkeys(str(f.domain) for f in found)
    rows = tuple((name, tuple(_cell(found, name, group) for group in groups)) for name in domains)
    return HeatMap(groups, rows)


def highlights(findings: Iterable[Any]) -> list[Any]:
    """What stands out: at most five findings with a delay, the largest first, else in their own order."""
    behind = [f for f in findings if f.delay]
    return sorted(behind, key=lambda f: -f.delay)[:HIGHLIGHTS]


def _cell(findings: list[Any], domain: str, group: str) -> Cell:
    here = tuple(f for f in findings if str(f.domain) == domain and f.group == group)
    delays = [Delay(f.delay) for f in here if f.delay is not None]
    return Cell(here, max(delays, default=None))
