"""A plan told to people: counts, one sentence, and a report that fits in a JSON field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from npo_planner.money import number
from schools.constants import Kind
from schools.duo.layouts import Target
from schools.duo.plan import Change, Plan
from schools.duo.records import Record

SHOWN = 50
SHOWN_REFUSED = 200


def counts(plan: Plan) -> dict[str, int]:
    """How many rows of each fate. A changed school may be renamed, moved and reopened at once."""
    schools = plan.layout.target == Target.SCHOOLS
    return {
        "new": len(plan.new),
        "changed": len(plan.changed),
        "renamed": len(plan.renamed),
        "moved": len(plan.moved) if schools else 0,
        "reopened": len(plan.reopened),
        "closed": len(plan.closed),
        "not_closed": len(plan.not_closed),
        "unchanged": plan.unchanged,
        "refused": len(plan.refused),
        "new_boards": len(plan.new_boards),
        "unknown": plan.unknown,
        "kept": plan.kept,
    }


def sentence(n: Mapping[str, int]) -> str:
    """``nieuw 17 · gewijzigd 58 (hernoemd 26, ander bestuur 1) · gesloten 2 · …``, from ``counts``."""
    told = [f"{word} {number(n[key])}" for key, word in ASPECTS if n[key]]
    parts = [
        f"nieuw {number(n['new'])}",
        f"gewijzigd {number(n['changed'])}" + (f" ({', '.join(told)})" if told else ""),
        f"gesloten {number(n['closed'])}",
        f"ongewijzigd {number(n['unchanged'])}",
        f"geweigerd {number(n['refused'])}",
    ]
    return " · ".join(parts)


ASPECTS = (("renamed", "hernoemd"), ("moved", "ander bestuur"), ("reopened", "heropend"))


def remarks(plan: Plan) -> list[str]:
    """What the counts do not tell."""
    told = list(plan.notes)
    if plan.new_boards:
        told.append(f"Besturen die nog niet bekend waren: {number(len(plan.new_boards))}. Zij hebben nog geen naam.")
    if plan.unknown:
        told.append(f"Overgeslagen vestigingen, omdat er geen school met die code is: {number(plan.unknown)}.")
    if plan.kept:
        told.append(
            f"Aantallen die zijn blijven staan, omdat de school of een beter bestand ze gaf: {number(plan.kept)}."
        )
    return told


def as_json(plan: Plan, labels: Mapping[str, str]) -> dict[str, Any]:
    """The report of an import. ``labels``: what people call each field. Long lists are cut; the counts are not."""
    return {
        "title": plan.layout.title,
        "counts": counts(plan),
        "sentence": sentence(counts(plan)),
        "notes": remarks(plan),
        "new": [_row(record) for record in plan.new[:SHOWN]],
        "groups": [
            {"title": title, "total": len(found), "rows": [_change(change, labels) for change in found[:SHOWN]]}
            for title, found in _groups(plan)
            if found
        ],
        "closed": [{"key": closing.code, "name": closing.name} for closing in plan.closed[:SHOWN]],
        "not_closed": [{"key": closing.code, "name": closing.name} for closing in plan.not_closed[:SHOWN]],
        "refused": [{"line": r.line, "reason": r.reason} for r in plan.refused[:SHOWN_REFUSED]],
    }


def _groups(plan: Plan) -> Iterable[tuple[str, tuple[Change, ...]]]:
    """Changes by what matters most; one school may be in several groups."""
    if plan.layout.target != Target.SCHOOLS:
        return [("Gewijzigd", plan.changed)]
    told = {"board", "name", "closed_on"}
    others = tuple(change for change in plan.changed if not told & change.fields.keys())
    return [
        ("Ander bestuur", plan.moved),
        ("Andere naam", plan.renamed),
        ("Heropend", plan.reopened),
        ("Andere wijzigingen", others),
    ]


def _row(record: Record) -> dict[str, Any]:
    return {"line": record.line, "key": record.key, "name": record.name}


def _change(change: Change, labels: Mapping[str, str]) -> dict[str, Any]:
    fields = [
        {"label": labels[name], "old": _text(name, old), "new": _text(name, new)}
        for name, (old, new) in change.fields.items()
        if name != "masked"
    ]
    return _row(change.record) | {"fields": fields}


def _text(name: str, value: Any) -> str:
    """A value for people. A count that is not there is a masked one: unknown counts have no row."""
    write: Callable[[Any], str] = WRITERS.get(name, str)
    return write(value)


WRITERS = {
    "kind": lambda value: Kind(value).label,
    "number": lambda value: "minder dan 5" if value is None else number(value),
    "closed_on": lambda value: "open" if value is None else f"gesloten op {value:%d-%m-%Y}",
}
