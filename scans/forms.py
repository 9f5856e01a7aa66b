"""What people fill in for a scan."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django import forms

from npo_planner.fields import CountField, DateField, RowsField, SuggestInput
from npo_planner.forms import RowForm, helper
from scans.models import Consultation, Domain, Finding, Need, Scan
from schools.constants import Sector
from schools.models import School

NO_NAMES = "Schrijf geen namen van leerlingen op."

LAYERS = {
    Sector.PO: ["onderbouw", "middenbouw", "bovenbouw", "hele school"],
    Sector.VO: ["onderbouw", "bovenbouw", "vmbo", "havo", "vwo", "praktijkonderwijs", "hele school"],
    Sector.VSO: ["hele school"],
}
YEARS_AND_LEVELS = {
    Sector.VO: [
        f"leerjaar {year} {level}"
        for level, years in {"vmbo": 4, "havo": 5, "vwo": 6}.items()
        for year in range(1, years + 1)
    ]
}
"""Classes of a vo school: each year of each level."""


def group_suggestions(school: School) -> list[str]:
    """Groups that fit the school's sector; any other text is allowed too."""
    return [*school.groups, *YEARS_AND_LEVELS.get(school.sector, ()), *LAYERS[school.sector]]


class ScanForm(RowForm):
    held_on = DateField(label="Gemaakt op", required=False)

    class Meta:
        model = Scan
        fields = ["title", "held_on", "summary"]
        labels = {"summary": "Samenvatting: wat valt het meest op?"}


class RenewForm(forms.Form):
    """The next scan of a plan. ``after`` is the scan that it goes on from: sent twice, it begins once."""

    title = forms.CharField(label="Naam van de nieuwe scan", max_length=80)
    held_on = DateField(label="Gemaakt op", required=False)
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, scan: Scan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scan = scan
        self.fields["after"].initial = scan.pk
        self.helper = helper("title", "held_on", "after")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "after" in cleaned and cleaned.pop("after") != self.scan.pk:
            raise forms.ValidationError(f"Er is al een nieuwe scan begonnen: “{self.scan}”. Ga daarin verder.")
        return cleaned


class FindingForm(RowForm):
    pupils = CountField(
        label="Voor hoeveel leerlingen",
        required=False,
        help_text="Kleine aantallen zijn alleen binnen de school te zien.",
    )

    class Meta:
        model = Finding
        fields = [
            "domain",
            "group",
            "delay",
            "pupils",
            "trend",
            "source",
            "source_note",
            "consultations",
            "explanation",
        ]
        field_classes = {"consultations": RowsField}
        widgets = {"consultations": forms.CheckboxSelectMultiple}
        labels = {
            "domain": "Ontwikkelgebied",
            "group": "Groep",
            "trend": "Vergeleken met de vorige scan",
            "source_note": "Welke toets, lijst of welk gesprek",
            "consultations": "Blijkt uit deze gesprekken",
            "explanation": "Wat ziet u, en waardoor komt het volgens u",
        }
        help_texts = {
            "source_note": "Bijvoorbeeld Cito rekenen M5, januari 2021.",
            "explanation": NO_NAMES,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        school = self.instance.scan.school
        self.fields["domain"].queryset = Domain.objects.for_school(school)
        self.fields["domain"].empty_label = "Kies een ontwikkelgebied"
        self.fields["group"].widget = SuggestInput(group_suggestions(school), {"maxlength": 60})
        self.fields["trend"].disabled = self.instance.previous_id is not None
        self.fields["consultations"].queryset = self.instance.scan.consultations.all()
        self.fields["explanation"].widget.attrs["rows"] = 5

    def layout(self) -> list[Any]:
        talks = ["consultations"] if self.instance.scan.consultations.exists() else []
        trend = [] if self.instance.previous_id else ["trend"]  # else it follows from the two delays
        return [
            Fieldset(
                "Waar gaat het om", Row(Column("domain"), Column("group")), Row(Column("delay"), Column("pupils"))
            ),
            "explanation",
            Fieldset("Waar blijkt dat uit", Row(Column("source"), Column("source_note")), *talks, *trend),
        ]


class ConsultationForm(RowForm):
    held_on = DateField(label="Datum")
    heard = CountField(label="Hoeveel mensen deden mee", required=False, help_text="Mag ook ongeveer.")

    class Meta:
        model = Consultation
        fields = ["held_on", "party", "how", "heard", "outcome"]
        labels = {"party": "Met wie", "how": "Hoe", "outcome": "Wat kwam eruit"}
        help_texts = {"how": "Bijvoorbeeld studiedag, vragenlijst of ouderavond.", "outcome": NO_NAMES}

    def layout(self) -> list[Any]:
        return [Row(Column("held_on"), Column("party")), Row(Column("how"), Column("heard")), "outcome"]


class NeedForm(RowForm):
    class Meta:
        model = Need
        fields = ["title", "findings", "explanation"]
        field_classes = {"findings": RowsField}
        widgets = {"findings": forms.CheckboxSelectMultiple}
        labels = {
            "title": "Wat hebben leerlingen nodig",
            "findings": "Op welke bevindingen rust dit",
            "explanation": "Waarom gaat dit voor",
        }
        help_texts = {"title": "In één zin, bijvoorbeeld: leerlingen in groep 5 lezen weer op niveau."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["findings"].queryset = self.instance.scan.findings.select_related("domain")


class DomainForm(forms.ModelForm):
    """A domain of the school's own."""

    class Meta:
        model = Domain
        fields = ["name", "kind"]
        labels = {"name": "Naam van het ontwikkelgebied", "kind": "Soort"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("name", "kind")

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        if Domain.objects.for_school(self.instance.school).filter(name__iexact=name).exists():
            raise forms.ValidationError("Dit ontwikkelgebied staat al in de lijst.")
        return name
