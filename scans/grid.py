"""The scan as a grid to fill in: a cell for each ontwikkelgebied and group. Pure functions of domains and findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from scans.groups import same_group

MOST_CELLS = 900
"""Django refuses a form of more than a thousand fields, and nobody fills in more."""


def columns(
    school_groups: Iterable[str], findings: Iterable[Any], *, shown: Iterable[str] = (), extra: Iterable[str] = ()
) -> list[str]:
    """The groups across: the school's own, those in use, and ``extra``; each once.

    ``shown`` are those of the page that was sent: their places stay, whatever somebody else adds meanwhile.
    """
    found: dict[str, str] = {}
    for group in [*shown, *school_groups, *(f.group for f in findings), *extra]:
        found.setdefault(same_group(group), group)
    return [group for name, group in found.items() if name]


def by_cell(findings: Iterable[Any]) -> dict[tuple[int, str], list[Any]]:
    """The findings of each cell (key of the domain, ``same_group``), in their own order."""
    found: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for finding in findings:
        found[finding.domain_id, same_group(finding.group)].append(finding)
    return found


@dataclass(frozen=True)
class Cell:
    """One cell: ``name`` of its field, and its findings."""

    name: str
    domain: Any
    group: str
    findings: tuple[Any, ...] = ()

    @property
    def label(self) -> str:
        return f"{self.domain}, {self.group}"

    @property
    def is_open(self) -> bool:
        """Whether one choice says it; with two findings the list is the place to change one."""
        return len(self.findings) <= 1

    @property
    def text(self) -> str:
        """The delay as a form sends it; empty when there is none."""
        delay = self.findings[0].delay if self.findings else None
        return "" if delay is None else str(delay)


def cells(domains: Sequence[Any], groups: Sequence[str], findings: Iterable[Any]) -> list[Cell]:
    """All cells, row by row; no more groups than ``MOST_CELLS`` allow."""
    known = by_cell(findings)
    fit = groups[: MOST_CELLS // max(len(domains), 1)]
    return [
        Cell(f"c{domain.pk}_{place}", domain, group, tuple(known.get((domain.pk, same_group(group)), ())))
        for domain in domains
        for place, group in enumerate(fit)
    ]
