"""What the rows of a document are called, and where they stand in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from programmes.document import schema, sections, shown
from programmes.document.schema import Node
from programmes.document.sections import Section
from programmes.document.shown import Names

LONGEST = 80


def place_of(row: Node, names: Names) -> Section:
    """The title of ``row`` and its anchor, empty when it has none; ``names`` are of its document."""
    return PLACES[type(row)](row, names)


def _title(text: str) -> Section:
    return Section("", text)


def _short(text: str) -> str:
    """``text`` as a title: not too long, and without a full stop."""
    text = text.strip().removesuffix(".")
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def _share(row: schema.CostShareNode, names: Names) -> Section:
    return _title(f"Deel voor: {names.measures.get(row.measure, 'geen maatregel')}")


PLACES: dict[type[Node], Callable[[Any, Names], Section]] = {
    schema.CategoryNode: lambda row, names: _title(f"Categorie {row.letter}"),
    schema.FindingNode: lambda row, names: sections.of_finding(row),
    schema.ConsultationNode: lambda row, names: sections.of_talk(row),
    schema.NeedNode: lambda row, names: sections.of_need(row),
    schema.MeasureNode: lambda row, names: sections.of_measure(row),
    schema.GoalNode: lambda row, names: Section(f"doel-{row.id}", f"Doel: {_short(row.statement)}"),
    schema.MilestoneNode: lambda row, names: _title(f"Tussenpunt {shown.day(row.due_on)}"),
    schema.MeasureStaffNode: lambda row, names: _title(f"Inzet: {row.title}"),
    schema.NotChosenNode: lambda row, names: _title(row.intervention.name),
    schema.PostNode: lambda row, names: sections.of_post(row),
    schema.StaffEndNode: lambda row, names: _title("Als het geld op is"),
    schema.CostNode: lambda row, names: Section(f"kosten-{row.id}", f"Kosten: {row.description}"),
    schema.CostShareNode: _share,
    schema.YearNode: lambda row, names: _title(f"Schooljaar {row.year}"),
    schema.FundingNode: lambda row, names: _title(row.label[:1].upper() + row.label[1:]),
    schema.BoardShareNode: lambda row, names: _title(f"Deel voor het bestuur: {row.purpose}, {row.year}"),
}
