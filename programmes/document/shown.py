"""How a value of a document is written for people, and what the difference between two is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format

from npo_planner import money
from programmes.document import sections
from programmes.document.fields import As
from programmes.document.schema import Amount, Document, InterventionNode, Node

NOTHING = "niet ingevuld"
UNITS = {"baseline": "unit", "target": "unit", "amount": "unit_label"}
"""Figures with, in the same row, the field that says what is counted."""


class Names:
    """What ``document`` calls the things that its ids and letters stand for; two that are called the same get a number.

    Else a cost that went from one measure to another with the same name would not be told.
    """

    def __init__(self, document: Document) -> None:
        self.findings = _apart({row.id: sections.of_finding(row).title for row in document.scan.findings})
        self.talks = _apart({row.id: sections.of_talk(row).title for row in document.scan.consultations})
        self.needs = _apart({row.id: row.title for row in document.needs})
        self.measures = _apart({row.id: row.title for row in document.measures})
        self.categories = {row.letter: f"{row.letter}: {row.short_name}" for row in document.categories}

    def of(self, shown: As) -> dict[Any, str]:
        return {
            As.FINDINGS: self.findings,
            As.TALKS: self.talks,
            As.NEEDS: self.needs,
            As.MEASURE: self.measures,
            As.CATEGORY: self.categories,
        }[shown]


def _apart(titles: dict[int, str]) -> dict[int, str]:
    often = Counter(titles.values())
    return {pk: title if often[title] == 1 else f"{title} (nr. {pk})" for pk, title in titles.items()}


def card(value: InterventionNode) -> str:
    return f"{value.name} ({value.code})"


def euro(value: Amount | Decimal) -> str:
    """An amount; a sum of which a part is not known is provisional, and unknown while nothing of it is known."""
    if not isinstance(value, Amount) or value.complete:
        return money.euro(_euros(value))
    return f"{money.euro(value.amount)} (voorlopig)" if value.amount else "nog onbekend"


def day(value: date) -> str:
    return date_format(value, "j F Y")


WRITERS: dict[As, Callable[[Any], str]] = {
    As.TEXT: str,
    As.LABEL: str,
    As.EURO: euro,
    As.TOTAL: euro,
    As.NUMBER: money.number,
    As.PERCENT: lambda value: f"{money.number(value)}%",
    As.DATE: day,
    As.YES_NO: lambda value: "ja" if value else "nee",
    As.CARD: card,
}


def one(shown: As, value: Any, names: Names, unit: str = "") -> str:
    """One value; nothing is told as such, never as 0."""
    if value is None or value == "":
        return NOTHING
    if shown in WRITERS:
        return WRITERS[shown](value) + (unit if unit == "%" else f" {unit}" if unit else "")
    return names.of(shown).get(value, str(value))


def unit(field: str, row: Node) -> str:
    """What the figure ``field`` of ``row`` counts, empty when no other field tells."""
    return getattr(row, UNITS[field], "") if field in UNITS else ""


def several(shown: As, values: Iterable[Any], names: Names) -> tuple[str, ...]:
    """The values of a field that has any number of them."""
    if shown == As.WORDS:
        return tuple(values)
    if shown == As.CARDS:
        return tuple(map(card, values))
    return tuple(names.of(shown).get(value, str(value)) for value in values)


def difference(shown: As, old: Any, new: Any) -> str:
    """How much ``new`` is more than ``old``; empty when one is not known, or when that cannot be said."""
    if old is None or new is None:
        return ""
    if shown == As.DATE:
        days = (new - old).days
        return f"{abs(days)} {'dag' if abs(days) == 1 else 'dagen'} {'later' if days > 0 else 'eerder'}"
    if shown in (As.EURO, As.TOTAL):
        more = _euros(new) - _euros(old)
        return f"{money.euro(abs(more))} {'meer' if more > 0 else 'minder'}" if more else ""
    if shown in (As.NUMBER, As.PERCENT):
        sign, (up, down) = ("%", ("erbij", "eraf")) if shown == As.PERCENT else ("", ("meer", "minder"))
        return f"{money.number(abs(new - old))}{sign} {up if new > old else down}"
    return ""


def _euros(value: Amount | Decimal) -> Decimal:
    return value.amount if isinstance(value, Amount) else value
