"""What administrators fill in: the head of an edition, an intervention, a file; and one row of such a file."""

from __future__ import annotations

import re
from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.core.files.uploadedfile import UploadedFile

from menukaart.constants import CODE, LONGEST_NOTE, RESERVED_CODES
from menukaart.figures import COST, EVIDENCE, UNKNOWN, cost_text, evidence_text
from menukaart.models import Edition, Intervention
from menukaart.records import Record
from npo_planner.fields import CodesField, CountField, DateField, RowsField
from npo_planner.forms import RowForm, helper
from scans.models import Domain
from schools.constants import Sector

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
LARGEST_FILE = 300_000
"""In bytes. The largest shipped edition takes 20 kB."""

HEAD = ["code", "name", "published_on", "source"]
HEAD_LABELS = {"code": "Code", "name": "Naam"}
HEAD_HELPS = {
    "code": "Staat in het adres van de pagina, bijvoorbeeld 2023. Alleen letters, cijfers en streepjes.",
    "name": "Bijvoorbeeld Menukaart april 2023.",
}


def _only_text(value: Any) -> Any:
    if CONTROL.search(str(value)):
        raise forms.ValidationError("Hier staat een teken in dat geen tekst is.")
    return value


class SourceField(forms.URLField):
    """An address on the web: other kinds, which could run something, are refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "label": "Bron (webadres)", "assume_scheme": "https"} | kwargs)

    def clean(self, value: Any) -> str:
        return super().clean(_only_text(value))


class EditionForm(RowForm):
    """The head of a draft."""

    refusals = {"reserved_code": "code", "code_taken": "code"}
    published_on = DateField(
        label="Verschenen op", required=False, help_text="Mag leeg blijven: bij publiceren is het dan de dag zelf."
    )
    source = SourceField(max_length=300)

    class Meta:
        model = Edition
        fields = HEAD
        labels = HEAD_LABELS
        help_texts = HEAD_HELPS

    def layout(self) -> list[Any]:
        return [Row(Column("code"), Column("name")), "published_on", "source"]


class ImportForm(forms.ModelForm):
    """A file with the interventions of a new edition, and its head, which the file does not tell."""

    file = forms.FileField(
        label="Bestand",
        max_length=200,
        help_text="Een CSV- of JSON-bestand met dezelfde kolommen als de download van een editie. Hoogstens 300 kB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.json,text/csv,application/json"}),
    )
    published_on = DateField(label="Verschenen op", required=False)
    source = SourceField(max_length=300)

    class Meta:
        model = Edition
        fields = HEAD
        labels = HEAD_LABELS
        help_texts = HEAD_HELPS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("file", Row(Column("code"), Column("name")), "published_on", "source")

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if code in RESERVED_CODES:
            raise forms.ValidationError(f"“{code}” kan geen code zijn: zo heet al een pagina.")
        return code

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("Dit bestand is groter dan 300 kB. Zo groot is geen editie van de menukaart.")
        return file


class ApplyForm(forms.Form):
    """The rows of a preview, signed."""

    rows = forms.CharField(widget=forms.HiddenInput, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("rows")


def _scale(name: str, label: str, words: dict[int, str], text: Any) -> forms.TypedChoiceField:
    choices = [("", UNKNOWN), *((figure, text(figure)) for figure in words)]
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None, choices=choices)


class InterventionForm(RowForm):
    """One intervention of a draft."""

    refusals = {"double_code": "code"}
    effect_months = CountField(
        label="Effect in maanden",
        required=False,
        min_value=-12,
        max_value=12,
        help_text="Gemiddeld aantal maanden extra groei. Laat leeg wat de kaart niet vermeldt.",
    )
    evidence = _scale("evidence", "Sterkte van het bewijs", EVIDENCE, evidence_text)
    cost = _scale("cost", "Kosten", COST, cost_text)
    sectors = CodesField(
        label="Sectoren", choices=Sector.choices, required=False, help_text="Kies niets als de kaart niets vermeldt."
    )
    note = forms.CharField(
        label="Opmerking", required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 4})
    )
    source = SourceField(max_length=400)

    class Meta:
        model = Intervention
        fields = [
            "code",
            "category",
            "name",
            "effect_months",
            "evidence",
            "cost",
            "sectors",
            "domains",
            "note",
            "source",
        ]
        field_classes = {"domains": RowsField}
        widgets = {"domains": forms.CheckboxSelectMultiple}
        labels = {"code": "Code", "category": "Categorie", "name": "Naam", "domains": "Ontwikkelgebieden"}
        help_texts = {
            "code": "Eigen code, bijvoorbeeld B3: de kaart heeft alleen letters.",
            "domains": "Eigen indeling van de NPO Planner: hiermee vindt een school wat bij haar behoeften past.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domains"].queryset = Domain.objects.shared()
        self.fields["category"].empty_label = "Kies een categorie"
        for name in ("evidence", "cost"):
            (empty, _), *figures = self.fields[name].choices
            self.fields[name].choices = [(empty, UNKNOWN), *figures]

    def layout(self) -> list[Any]:
        return [
            Row(Column("code"), Column("category")),
            "name",
            Fieldset("Wat de kaart erover zegt", "effect_months", Row(Column("evidence"), Column("cost"))),
            "sectors",
            "domains",
            "note",
            "source",
        ]

    def clean_code(self) -> str:
        return clean_card_code(self.cleaned_data["code"])


def clean_card_code(code: str) -> str:
    if not CODE.fullmatch(code):
        raise forms.ValidationError("Gebruik een letter en daarna hoogstens drie cijfers of letters, zoals B3.")
    return code.upper()


class TextField(forms.CharField):
    """Text of a file: nothing but text, so that every database and page can hold it."""

    def clean(self, value: Any) -> str:
        return super().clean(_only_text(value))


class RecordForm(forms.Form):
    """One row of a file: its fields are the columns, in their order. A figure may say "niet vermeld" for nothing."""

    code = TextField(max_length=4)
    categorie = TextField(max_length=1)
    naam = TextField(max_length=120)
    effect_maanden = CountField(required=False, min_value=-12, max_value=12)
    bewijs = CountField(required=False, min_value=1, max_value=5)
    kosten = CountField(required=False, min_value=1, max_value=5)
    sectoren = TextField(required=False, max_length=40)
    ontwikkelgebieden = TextField(required=False, max_length=2000)
    opmerking = TextField(required=False, max_length=LONGEST_NOTE)
    bron = SourceField(max_length=400)

    def __init__(self, row: dict[str, str], *, letters: set[str], domains: set[str]) -> None:
        super().__init__({name: "" if text.strip().casefold() == UNKNOWN else text for name, text in row.items()})
        self.letters, self.known = letters, domains

    def clean_code(self) -> str:
        return clean_card_code(self.cleaned_data["code"])

    def clean_categorie(self) -> str:
        letter = self.cleaned_data["categorie"].upper()
        if letter not in self.letters:
            raise forms.ValidationError(f"Kies een letter uit {', '.join(sorted(self.letters))}.")
        return letter

    def clean_sectoren(self) -> str:
        """Codes in the order of the card: po vo vso. Spaces, commas and slashes may stand between."""
        given = set(re.split(r"[\s,/|]+", self.cleaned_data["sectoren"].lower())) - {""}
        if given - set(Sector.values):
            raise forms.ValidationError(f"Gebruik alleen {', '.join(Sector.values)}.")
        return " ".join(code for code in Sector.values if code in given)

    def clean_ontwikkelgebieden(self) -> tuple[str, ...]:
        names = [name.strip() for name in self.cleaned_data["ontwikkelgebieden"].split("|") if name.strip()]
        for name in names:
            if name not in self.known:
                raise forms.ValidationError(f"“{name[:60]}” is geen gedeeld ontwikkelgebied.")
        return tuple(dict.fromkeys(names))

    @property
    def record(self) -> Record:
        """The row as it was cleaned."""
        given = self.cleaned_data
        return Record(
            code=given["code"],
            letter=given["categorie"],
            name=given["naam"],
            effect_months=given["effect_maanden"],
            evidence=given["bewijs"],
            cost=given["kosten"],
            sectors=given["sectoren"],
            domains=given["ontwikkelgebieden"],
            note=given["opmerking"],
            source=given["bron"],
        )
