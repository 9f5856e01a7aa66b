"""What people fill in about the process with the MR: an agreement, and a moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.utils import timezone

from npo_planner.fields import DateField
from npo_planner.forms import RowForm
from programmes.consent.constants import MomentKind, Phase
from programmes.models import Agreement, MrMoment
from schools.constants import Geleding
from schools.models import School


class GeledingenField(forms.MultipleChoiceField):
    """Geledingen of the MR of one school, as a list of their codes; ``offer`` says which."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, school: School, chosen: Iterable[str]) -> None:
        """Offer those of ``school``, and what was ``chosen`` while it was another kind of school."""
        self.choices = [(g.value, g.label.capitalize()) for g in Geleding if g in school.geledingen or g in chosen]


class AgreementForm(RowForm):
    geledingen = GeledingenField(label="Welke geledingen doen mee", required=False)
    due_on = DateField(label="Op welke dag", required=False, help_text="Alleen als de dag al vaststaat.")
    agreed_on = DateField(
        label="Met de MR afgesproken op",
        required=False,
        help_text="Laat dit leeg zolang het een voorstel is.",
    )

    class Meta:
        model = Agreement
        fields = ["phase", "text", "geledingen", "others", "timing", "due_on", "agreed_on"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        labels = {
            "phase": "Over welke fase",
            "text": "Wat spreekt u af",
            "others": "Wie doen er nog meer mee",
            "timing": "In woorden",
        }
        help_texts = {
            "others": "Bijvoorbeeld de intern begeleider of de leerlingenraad. Liever een functie dan een naam.",
            "timing": "Bijvoorbeeld: elke vergadering, of twee weken voordat het plan wordt voorgelegd.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["geledingen"].offer(self.instance.programme.school, self.instance.geledingen)

    def layout(self) -> list[Any]:
        return [
            "phase",
            "text",
            Fieldset("Wie", "geledingen", "others"),
            Fieldset("Wanneer", Row(Column("timing"), Column("due_on"))),
            Fieldset("Afspraak of voorstel", "agreed_on"),
        ]

    def clean_agreed_on(self) -> date | None:
        return _not_to_come(self.cleaned_data["agreed_on"])


class MomentForm(RowForm):
    held_on = DateField(label="Datum")
    geledingen = GeledingenField(label="Welke geledingen waren erbij", required=False)

    class Meta:
        model = MrMoment
        fields = ["held_on", "phase", "kind", "subject", "geledingen", "of_version", "outcome"]
        widgets = {"outcome": forms.Textarea(attrs={"rows": 5})}
        labels = {
            "phase": "Over welke fase",
            "kind": "Wat gebeurde er",
            "subject": "Waar ging het over",
            "of_version": "Over welke versie van het plan",
            "outcome": "Wat kwam eruit",
        }
        help_texts = {
            "subject": "Bijvoorbeeld: de uitkomsten van de schoolscan.",
            "outcome": "Schrijf op wat de MR zei, en wat u daarmee doet. Schrijf geen namen van leerlingen op.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme = self.instance.programme
        self.fields["geledingen"].offer(programme.school, self.instance.geledingen)
        self.fields["of_version"].queryset = programme.versions.defer("document").order_by("-number")

    def layout(self) -> list[Any]:
        version = ["of_version"] if self.instance.programme.versions.exists() else []
        return [
            Row(Column("held_on"), Column("phase")),
            "kind",
            "subject",
            "geledingen",
            *version,
            "outcome",
        ]

    def clean_held_on(self) -> date:
        return _not_to_come(self.cleaned_data["held_on"])

    def clean(self) -> dict[str, Any]:
        """Only the secretary records what the MR decided on a version, and that is told in the log by itself."""
        cleaned = super().clean()
        if cleaned.get("kind") == MomentKind.CONSENT and cleaned.get("of_version"):
            self.add_error(
                "of_version",
                "Het besluit van de MR over een versie staat vanzelf in dit logboek, zodra de secretaris het vastlegt. "
                "Kies hier geen versie, of kies iets anders bij “Wat gebeurde er”.",
            )
        return cleaned


def _not_to_come(day: date | None) -> date | None:
    if day and day > timezone.localdate():
        raise forms.ValidationError("Kies vandaag of een dag die al is geweest.")
    return day


@dataclass(frozen=True)
class Example:
    """An agreement that others may take over and change."""

    phase: Phase
    text: str
    timing: str

    @property
    def query(self) -> str:
        """What a button named ``OFFER`` sends to fill the form in."""
        return urlencode({"phase": self.phase.value, "text": self.text, "timing": self.timing})


EXAMPLES = (
    Example(
        Phase.RESEARCH,
        "De MR ziet de uitkomsten van de schoolscan en zegt wat zij zelf merkt.",
        "voordat de school behoeften kiest",
    ),
    Example(
        Phase.RESEARCH,
        "De MR helpt bij de vragen aan ouders en leerlingen, en hoort wat eruit kwam.",
        "voordat de vragenlijst wordt verstuurd",
    ),
    Example(
        Phase.PLAN,
        "De MR leest mee met het concept. De school vertelt wat zij met de opmerkingen doet.",
        "vanaf de eerste maatregel",
    ),
    Example(
        Phase.PLAN,
        "De MR krijgt het plan en de begroting op tijd, met uitleg over wat er anders is dan in het concept.",
        "twee weken voor de vergadering",
    ),
    Example(
        Phase.EXECUTION,
        "De schoolleider vertelt in de vergadering hoe het gaat: wat is gedaan, wat is gemeten en wat is uitgegeven.",
        "elke vergadering",
    ),
    Example(
        Phase.EXECUTION,
        "School en MR bespreken halverwege het schooljaar of er iets moet veranderen.",
        "in januari",
    ),
    Example(
        Phase.ACCOUNTING,
        "De MR leest de verantwoording en kan er iets van zeggen, voordat die in het jaarverslag komt.",
        "voor het einde van het schooljaar",
    ),
)
"""In the words of the product; they follow the six advices (domain.md section 5)."""


def examples_for(row: Agreement) -> list[Example]:
    """What may be taken over in a new agreement: of its phase if it has one. None for what somebody already wrote."""
    if row.pk:
        return []
    return [example for example in EXAMPLES if row.phase in ("", example.phase)]
