"""What people fill in while a programme is carried out and accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.utils import timezone

from menukaart.models import Category
from npo_planner.fields import DateField, EuroField, NumberField
from npo_planner.forms import SeenForm, helper
from programmes.models import Realisation
from programmes.monitoring.constants import Verdict


class PastDateField(DateField):
    """A day between ``earliest`` and today."""

    def __init__(self, *, earliest: date, **kwargs: Any) -> None:
        super().__init__(initial=timezone.localdate, **kwargs)
        self.earliest = earliest

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and not self.earliest <= value <= timezone.localdate():
            raise forms.ValidationError(f"Kies een dag tussen {self.earliest:%d-%m-%Y} en vandaag.")


class MeasurementForm(forms.Form):
    """A value, words, or both."""

    refusals = {"empty": "value", "date_future": "measured_on"}
    value = NumberField(label="Waarde", required=False, min_value=None, max_digits=9)
    note = forms.CharField(
        label="Wat zien we",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Bijvoorbeeld: de groep leest vlotter, twee leerlingen blijven achter. Geen namen van leerlingen.",
    )

    def __init__(self, *args: Any, unit: str, earliest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measured_on"] = PastDateField(label="Gemeten op", earliest=earliest)
        self.fields["value"].help_text = f"In {unit}. " if unit else ""
        self.fields["value"].help_text += "Geen getal? Laat dit leeg en schrijf hieronder wat u ziet."
        self.helper = helper("measured_on", "value", "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and cleaned["value"] is None and not cleaned["note"]:
            self.add_error("value", "Vul een waarde in, of schrijf hieronder wat u ziet.")
        return cleaned


class EvaluationForm(forms.Form):
    """The verdict on a measure, with the reason."""

    refusals = {"empty": "text", "date_future": "held_on"}
    verdict = forms.ChoiceField(label="Wat doet u met deze maatregel", choices=Verdict, widget=forms.RadioSelect)
    text = forms.CharField(label="Waarom", max_length=3000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, earliest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"] = PastDateField(label="Besproken op", earliest=earliest)
        self.helper = helper("held_on", "verdict", "text")


class RealisationForm(SeenForm, forms.Form):
    """What was spent in one school year: two amounts per category. Empty is unknown, 0 is nothing."""

    def __init__(
        self, *args: Any, categories: Sequence[Category], stored: Mapping[int, Realisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.categories = categories
        parts = [self._part(category, stored.get(category.pk)) for category in categories]
        self.begin()
        self.helper = helper(*parts, "seen")

    def _part(self, category: Category, row: Realisation | None) -> Fieldset:
        names = f"spent_{category.letter}", f"pnil_{category.letter}"
        labels = "Uitgegeven", "Niet in loondienst"
        amounts = (row.spent, row.pnil) if row else (None, None)
        for name, label, amount in zip(names, labels, amounts, strict=True):
            self.fields[name] = EuroField(label=label, required=False, initial=amount)
        return Fieldset(f"{category.letter}. {category.name}", Row(*(Column(name) for name in names)))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for category in self.categories:
            self._compare(cleaned, f"spent_{category.letter}", f"pnil_{category.letter}")
        cleaned["spent"] = {
            c: (cleaned.get(f"spent_{c.letter}"), cleaned.get(f"pnil_{c.letter}")) for c in self.categories
        }
        return cleaned

    def _compare(self, cleaned: dict[str, Any], spent: str, pnil: str) -> None:
        if spent in self.errors or cleaned.get(pnil) is None:
            return
        if cleaned.get(spent) is None:
            self.add_error(spent, "Vul ook in wat er in totaal is uitgegeven.")
        elif cleaned[pnil] > cleaned[spent]:
            self.add_error(pnil, "Dit deel kan niet meer zijn dan wat er in totaal is uitgegeven.")
