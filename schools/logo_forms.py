"""The file with a logo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from npo_planner.forms import helper
from schools.logo import MOST_BYTES


class LogoForm(forms.Form):
    """One picture; what is in it is decided by ``schools.logo``."""

    file = forms.FileField(
        label="Bestand met het logo",
        max_length=200,
        help_text="PNG, JPEG of WebP, hoogstens 5 MB. Het mooist is een PNG met een doorzichtige achtergrond.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("file")

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("Dit bestand is groter dan 5 MB. Maak het kleiner, of gebruik een PNG-bestand.")
        return file
