"""What a schoolleider gives: a file, and the same file once it was looked at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from npo_planner.forms import helper
from programmes.document.intake.constants import LARGEST_FILE


class FileForm(forms.Form):
    file = forms.FileField(
        label="Bestand",
        max_length=200,
        help_text="Het JSON-bestand van een schoolprogramma (“Download als data”). Hoogstens 2 MB.",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("file")

    def clean_file(self) -> UploadedFile:
        """Refused by its size before it is read into memory; what is in it is for ``reading``."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("Dit bestand is groter dan 2 MB. Zo groot is geen schoolprogramma.")
        return file


class ApplyForm(forms.Form):
    """The file of a preview, signed."""

    plan = forms.CharField(widget=forms.HiddenInput, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("plan")
