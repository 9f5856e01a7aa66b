"""The grid as a form: a choice per cell, and what two people chose at once."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from django import forms
from django.utils.timezone import localtime

from npo_planner.fields import SuggestInput
from scans.constants import Delay
from scans.forms import group_suggestions
from scans.grid import Cell, cells, columns
from scans.models import Domain, Finding, Scan

WORDS = {Delay.NONE: "geen", Delay.SMALL: "klein", Delay.MEDIUM: "matig", Delay.LARGE: "groot"}
CHOICES = [("", "leeg"), *((str(delay.value), word) for delay, word in WORDS.items())]
GROUP_LENGTH = Finding._meta.get_field("group").max_length


class GridForm(forms.Form):
    """The delay of every cell. Only what this person changed, against what they saw, becomes a change.

    ``seen`` carries what the page showed (field to text), ``groups`` in which order the columns stood. A cell that
    somebody else changed meanwhile into something else gets an error that says so; saved again, one's own wins.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    groups = forms.CharField(required=False, widget=forms.HiddenInput)
    extra = forms.CharField(
        label="Nog een groep erbij",
        required=False,
        max_length=GROUP_LENGTH,
        help_text="Bijvoorbeeld bovenbouw. U krijgt er een kolom voor als u bewaart.",
    )

    def __init__(self, data: Any = None, *, scan: Scan, extra: tuple[str, ...] = ()) -> None:
        super().__init__(data)
        findings = list(scan.findings.select_related("domain", "changed_by"))
        shown = _groups(data.get("groups", "") if data is not None else "")
        columns_ = columns(scan.school.groups, findings, shown=shown, extra=_named(extra))
        self.cells = cells(list(Domain.objects.for_school(scan.school)), columns_, findings)
        self.columns = list(dict.fromkeys(cell.group for cell in self.cells))
        self.stored = {cell.name: cell.text for cell in self.cells if cell.is_open}
        for cell in self.cells:
            if cell.is_open:
                self.fields[cell.name] = forms.ChoiceField(
                    label=cell.label,
                    choices=CHOICES,
                    required=False,
                    initial=cell.text,
                    widget=forms.Select({"class": "form-select"}),
                )
        self.fields["seen"].initial = json.dumps(self.stored)
        self.fields["groups"].initial = json.dumps(self.columns)
        self.fields["extra"].widget = SuggestInput(
            group_suggestions(scan.school), {"maxlength": GROUP_LENGTH, "class": "form-control"}
        )

    def takes(self, typed: dict[str, list[str]]) -> bool:
        """Whether a draft is of these columns: the names of the cells count them."""
        return typed.get("groups") == [json.dumps(self.columns)]

    @property
    def kinds(self) -> list[tuple[str, list[tuple[Domain, list[tuple[Cell, Any]]]]]]:
        """The table: per kind of ontwikkelgebied its rows, each with its cells and their fields."""
        rows = [
            (domain, [(cell, self[cell.name] if cell.is_open else None) for cell in found])
            for domain, found in groupby(self.cells, key=lambda cell: cell.domain)
        ]
        rows.sort(key=lambda row: list(dict.fromkeys(c.domain.kind for c in self.cells)).index(row[0].kind))
        return [(kind, list(found)) for kind, found in groupby(rows, key=lambda row: row[0].get_kind_display())]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        seen, shown = self.stored | _texts(cleaned.get("seen", "")), {}
        changes = []
        for cell in self.cells:
            if cell.name not in self.data:
                continue
            mine, before = self._text(cell.name, self.data[cell.name]), seen.get(cell.name, "")
            if mine in (before, cell.text):
                continue
            if not cell.is_open:
                self.add_error(None, f"Bij “{cell.label}” staan nu {len(cell.findings)} bevindingen. Kies er een.")
            elif cell.name in self.errors:
                continue
            elif cell.text != before:
                self.add_error(cell.name, _collision(cell))
                shown[cell.name] = cell.text
            else:
                changes.append((cell, Delay(int(mine)) if mine else None))
        cleaned["cells"] = {(cell.domain, cell.group): delay for cell, delay in changes}
        self.data = self.data.copy()
        self.data["seen"], self.data["groups"] = json.dumps(seen | shown), json.dumps(self.columns)
        return cleaned

    @staticmethod
    def _text(name: str, value: Any) -> str:
        """One comparable text for what was chosen, as ``RowForm`` has it."""
        return "" if value is None else str(value)


def _collision(cell: Cell) -> str:
    if not cell.findings:
        return "Iemand anders haalde deze bevinding weg. Bewaar opnieuw als uw keuze moet gelden."
    finding = cell.findings[0]
    who = finding.changed_by.name if finding.changed_by else "Iemand anders"
    now = WORDS[Delay(finding.delay)] if finding.delay is not None else "leeg"
    when = f"{localtime(finding.changed_at):%H:%M}"
    return f"{who} koos hier om {when} “{now}”. Bewaar opnieuw als uw keuze moet gelden."


def _texts(raw: str) -> dict[str, str]:
    """The object of texts that ``raw`` is, else an empty one."""
    try:
        found = json.loads(raw or "{}")
    except (ValueError, RecursionError):
        return {}
    return {k: v for k, v in found.items() if isinstance(v, str)} if isinstance(found, dict) else {}


def _groups(raw: str) -> list[str]:
    """The list of groups that ``raw`` is, else an empty one."""
    try:
        found = json.loads(raw or "[]")
    except (ValueError, RecursionError):
        return []
    return _named(found) if isinstance(found, list) else []


def _named(groups: Any) -> list[str]:
    """Those of ``groups`` that can be the name of a group."""
    texts = (" ".join(g.split()) for g in groups if isinstance(g, str))
    return [text for text in texts if 0 < len(text) <= GROUP_LENGTH and text.isprintable()]
