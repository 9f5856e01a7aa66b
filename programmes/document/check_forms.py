"""What somebody gives to the check page."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from npo_planner.forms import helper

MOST_MB = 25
FEWEST_DIGITS = 12


class CheckForm(forms.Form):
    """A fingerprint, or a file."""

    error_title = "Dit klopt nog niet"
    fingerprint = forms.CharField(
        label="Vingerafdruk",
        required=False,
        max_length=400,
        help_text="Hij staat onder aan elke bladzijde. De eerste 12 tekens zijn genoeg. Spaties mogen.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )
    file = forms.FileField(
        label="Of kies een PDF",
        required=False,
        max_length=200,
        help_text=f"Hoogstens {MOST_MB} MB. Wij bewaren het bestand niet.",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("fingerprint", "file")

    def clean_fingerprint(self) -> str:
        """The digits alone, in lower case."""
        typed = re.sub(r"^sha-?256|[\s:.·-]", "", self.cleaned_data["fingerprint"].strip().lower())
        if typed and not re.fullmatch(rf"[0-9a-f]{{{FEWEST_DIGITS},64}}", typed):
            raise forms.ValidationError(
                f"Een vingerafdruk heeft {FEWEST_DIGITS} tot 64 tekens: cijfers en de letters a tot en met f."
            )
        return typed

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MOST_MB * 1024 * 1024:
            raise forms.ValidationError(f"Dit bestand is groter dan {MOST_MB} MB. Typ de vingerafdruk.")
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.errors and bool(given["fingerprint"]) == bool(given["file"]):
            raise forms.ValidationError("Typ een vingerafdruk, of kies een PDF: een van de twee.")
        return given
