"""A table of a leerlingvolgsysteem, pasted or uploaded, and what importing it would do."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms

from npo_planner.errors import Refused
from npo_planner.forms import helper
from scans.lvs import plan, reading
from scans.models import Domain, Scan

SHOWN_ERRORS = 25


class ImportForm(forms.Form):
    """Shows what would happen before it does: ``previewed`` carries what the person saw of ``plan``.

    A file becomes the text in the field, so that a row that is wrong can be mended there.
    """

    table = forms.CharField(
        label="Tabel",
        required=False,
        strip=False,
        help_text="Kopieer de cellen in uw spreadsheet, ook de rij met namen van kolommen, en plak ze hier.",
        widget=forms.Textarea({"rows": 10, "spellcheck": "false", "class": "import-table"}),
    )
    file = forms.FileField(
        label="Of kies een bestand",
        required=False,
        help_text="CSV of Excel (.xlsx), hoogstens 1 MB en 500 rijen. Het komt in de plaats van de tabel hierboven.",
        widget=forms.FileInput({"accept": ".csv,.txt,.xlsx"}),
    )
    previewed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, scan: Scan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scan = scan
        self.plan: plan.Plan | None = None
        self.note = ""
        self.helper = helper("table", "file", "previewed")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        wrong = "file"  # a file that cannot be read leaves what was pasted alone
        try:
            text = self._text(cleaned)
            wrong = "table"
            self.data = self.data.copy()
            self.data["table"] = text
            self.plan = self._plan(reading.table(text))
        except Refused as refusal:
            self.add_error(wrong, str(refusal))
            return cleaned
        for error in self.plan.errors[:SHOWN_ERRORS]:
            self.add_error("table", error)
        if len(self.plan.errors) > SHOWN_ERRORS:
            self.add_error("table", f"En nog {len(self.plan.errors) - SHOWN_ERRORS} andere fouten.")
        self.data["previewed"] = self.fingerprint
        return cleaned

    @property
    def is_confirmed(self) -> bool:
        """Whether the person chose to import, and saw exactly what is going to happen."""
        return "import" in self.data and self.cleaned_data["previewed"] == self.fingerprint

    @property
    def is_outdated(self) -> bool:
        """Whether the table or the scan changed since the person looked."""
        return "import" in self.data and self.plan is not None and not self.is_confirmed

    @property
    def fingerprint(self) -> str:
        """Tells one plan from another: what is done to which finding."""
        told = [
            (line.number, line.deed, str(line.domain), line.group, line.before, line.values) for line in self.plan.lines
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def _text(self, cleaned: dict[str, Any]) -> str:
        file = cleaned.get("file")
        if file is None:
            return cleaned["table"]
        if file.size > reading.SIZE:
            raise Refused("Dit bestand is groter dan 1 MB. Neem alleen de rijen die u nodig hebt.", code="too_large")
        text, self.note = reading.text_of_file(file.name, file.read())
        return text

    def _plan(self, table: reading.Table) -> plan.Plan:
        school = self.scan.school
        return plan.make(
            table,
            domains=Domain.objects.for_school(school),
            groups=school.groups,
            findings=self.scan.findings.select_related("domain"),
        )
