"""What importing a table would do: per row a finding that is added, changed or stays as it is, or what is wrong.

Pure functions of the table, the domains of the school and the findings of the scan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from npo_planner.fields import dutch_number
from scans.constants import Delay, Source
from scans.grid import by_cell
from scans.groups import same_group
from scans.lvs import columns
from scans.lvs.levels import delay_of
from scans.lvs.reading import Table

GROUP_LENGTH, NOTE_LENGTH, MOST_PUPILS = 60, 200, 99_999
SOURCES = (
    (Source.METHOD, ("methode",)),
    (Source.SURVEY, ("vragenlijst", "enquête", "enquete", "kanvas", "scol", "zien")),
    (Source.OBSERVATION, ("observatie",)),
    (Source.TALK, ("gesprek",)),
    (Source.LVS, ("cito", "iep", "dia", "boom", "lvs", "leerlingvolgsysteem", "leerling in beeld", "amn")),
)
"""A word in the name of a test says what kind of source it is; without one it is something else."""


class Deed(StrEnum):
    ADD = "toegevoegd"
    CHANGE = "gewijzigd"
    KEEP = "blijft gelijk"


@dataclass(frozen=True)
class Line:
    """One row that can be imported: ``values`` are the fields that change in ``finding`` (None: a new one)."""

    number: int
    domain: Any
    group: str
    delay: Delay
    pupils: int | None
    deed: Deed
    finding: Any = None
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def before(self) -> str:
        """What the delay was, when that changes."""
        if self.finding is None or "delay" not in self.values:
            return ""
        return self.finding.get_delay_display() if self.finding.delay is not None else "nog niet ingevuld"


@dataclass(frozen=True)
class Plan:
    lines: tuple[Line, ...] = ()
    errors: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    def count(self, deed: Deed) -> int:
        return sum(line.deed == deed for line in self.lines)

    @property
    def added(self) -> int:
        return self.count(Deed.ADD)

    @property
    def changed(self) -> int:
        return self.count(Deed.CHANGE)

    @property
    def kept(self) -> int:
        return self.count(Deed.KEEP)


def make(table: Table, *, domains: Iterable[Any], groups: Sequence[str], findings: Iterable[Any]) -> Plan:
    """The plan of ``table``. Raises Refused (personal, columns) when its columns cannot be used."""
    places = columns.places(table.header)
    names = {domain.name.lower(): domain for domain in domains}
    known = by_cell(findings)
    first: dict[tuple[int, str], int] = {}
    lines, errors = [], []
    for number, cells in table.rows:
        row = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        problems: list[str] = []
        line = _line(number, row, names, groups, known, problems)
        if line is not None:
            twice = first.setdefault((line.domain.pk, same_group(line.group)), number)
            if twice != number:
                problems.append(f"{line.domain}, {line.group} staat ook in rij {twice}.")
        errors += [f"Rij {number}: {problem}" for problem in problems]
        if line is not None and not problems:
            lines.append(line)
    return Plan(tuple(lines), tuple(errors), tuple(columns.unused(table.header)))


def _line(
    number: int,
    row: dict[str, str],
    domains: dict[str, Any],
    groups: Sequence[str],
    known: dict[tuple[int, str], list[Any]],
    problems: list[str],
) -> Line | None:
    """The line of one row; None when it has no cell or level to go to. Adds what is wrong to ``problems``."""

    def read(reader: Callable[..., Any], *args: Any) -> Any:
        try:
            return reader(*args)
        except ValueError as error:
            problems.append(str(error))
            return None

    group = read(_group, row[columns.GROUP], groups)
    domain = read(_domain, row[columns.DOMAIN], domains)
    delay = read(_delay, row.get(columns.LEVEL, ""), row.get(columns.PERCENT, ""))
    pupils = read(_pupils, row.get(columns.PUPILS, ""))
    source = read(_source, row.get(columns.SOURCE, "")) or {}
    if group is None or domain is None or delay is None:
        return None
    found = known.get((domain.pk, same_group(group)), [])
    if len(found) > 1:
        problems.append(f"bij {domain}, {group} staan al {len(found)} bevindingen. Wijzig die in de scan zelf.")
        return None
    given = {"delay": delay, "explanation": row.get(columns.EXPLANATION, "")} | source
    if pupils is not None:
        given["pupils"] = pupils
    if not found:
        values = {name: value for name, value in given.items() if value != ""}
        return Line(number, domain, group, delay, pupils, Deed.ADD, None, {"domain": domain, "group": group} | values)
    values = _changes(found[0], given)
    deed = Deed.CHANGE if values else Deed.KEEP
    return Line(number, domain, found[0].group, delay, pupils, deed, found[0], values)


def _changes(finding: Any, given: dict[str, Any]) -> dict[str, Any]:
    """What really changes. An empty cell says nothing, and an explanation that is there stays."""
    told = {name: value for name, value in given.items() if value != ""}
    if finding.explanation:
        told.pop("explanation", None)
    return {name: value for name, value in told.items() if getattr(finding, name) != value}


def _group(text: str, groups: Sequence[str]) -> str:
    """The school's own way to write the group: ``5`` and ``Groep 5`` are ``groep 5``."""
    if not text:
        raise ValueError("vul een groep in.")
    own = {same_group(group): group for group in groups}
    own |= {same_group(group).split()[-1]: group for group in groups if group[-1:].isdigit()}
    if len(text) > GROUP_LENGTH or not text.isprintable():
        raise ValueError(f"de naam van de groep is langer dan {GROUP_LENGTH} tekens.")
    return own.get(same_group(text), text)


def _domain(text: str, domains: dict[str, Any]) -> Any:
    if not text:
        raise ValueError("vul een ontwikkelgebied in.")
    found = domains.get(text.lower())
    if found is None:
        near = [domains[name].name for name in get_close_matches(text.lower(), domains, n=3, cutoff=0.5)]
        hint = f"Bedoelt u {' of '.join(near)}?" if near else "Kijk bij een bevinding welke er zijn, of voeg het toe."
        raise ValueError(f"ontwikkelgebied “{text[:60]}” kennen wij niet. {hint}")
    return found


def _delay(level: str, percent: str) -> Delay:
    if not level and not percent:
        raise ValueError("vul een niveau of een percentage in.")
    said = [delay_of(level, percent=False)] if level else []
    said += [delay_of(percent, percent=True)] if percent else []
    if len(set(said)) > 1:
        raise ValueError(f"niveau “{level}” en percentage “{percent}” zeggen iets anders. Laat er een leeg.")
    return said[0]


def _pupils(text: str) -> int | None:
    if not text:
        return None
    wrong = f"“{text[:40]}” is geen aantal leerlingen. Vul een heel getal in, bijvoorbeeld 12."
    try:
        number = Decimal(dutch_number(text))
    except ValueError as error:
        raise ValueError(wrong) from error
    if number != number.to_integral_value() or not 0 <= number <= MOST_PUPILS:
        raise ValueError(wrong)
    return int(number)


def _source(text: str) -> dict[str, str]:
    """The kind of source and its name; nothing for an empty cell."""
    if not text:
        return {}
    if len(text) > NOTE_LENGTH:
        raise ValueError(f"de naam van de toets of bron is langer dan {NOTE_LENGTH} tekens.")
    words = text.lower()
    kind = next((kind for kind, signs in SOURCES if any(sign in words for sign in signs)), Source.OTHER)
    return {"source": kind, "source_note": text}
