"""What administrators give to the register import."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localdate

from npo_planner.fields import DateField
from npo_planner.forms import helper
from npo_planner.money import number
from schools.duo.reading import UPLOAD


class RegisterUploadForm(forms.Form):
    """A DUO file and its date, which the file itself does not tell."""

    file = forms.FileField(
        label="Bestand van DUO",
        max_length=200,
        help_text="Het CSV-bestand zoals DUO het publiceert: besturen, adressen of leerlingaantallen. Hoogstens 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    file_date = DateField(
        label="Datum van het bestand",
        initial=localdate,
        help_text="De dag waarop u het bij DUO ophaalde. Scholen die er niet meer in staan, sluiten op die dag.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("file", "file_date")

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > UPLOAD.size:
            raise forms.ValidationError("Dit bestand is groter dan 10 MB. Zo groot is geen bestand van DUO.")
        return file

    def clean_file_date(self) -> date:
        given = self.cleaned_data["file_date"]
        if given > localdate():
            raise forms.ValidationError("Deze datum ligt in de toekomst.")
        return given


class RegisterApplyForm(forms.Form):
    """The one choice when a file is applied; only asked when schools are missing from it and would stay open."""

    close_missing = forms.BooleanField(required=False)

    def __init__(self, *args: Any, missing: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["close_missing"].label = f"Sluit ook de {number(missing)} scholen die niet in dit bestand staan"
        self.helper = helper("close_missing")
