"""What people fill in while a programme is carried out and accounted for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.utils import timezone

from menukaart.models import Category
from npo_planner.fields import DateField, EuroField, NumberField
from npo_planner.forms import helper
from npo_planner.money import euro
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


class RealisationForm(forms.Form):
    """What was spent in one school year: two amounts per category. Empty is unknown, 0 is nothing.

    It carries, hidden, what the person saw. What a colleague filled in meanwhile is kept where this person changed
    nothing; where both did, the field shows the other amount, and saving again wins.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, categories: Sequence[Category], stored: Mapping[int, Realisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.categories = categories
        self.stored: dict[str, str] = {}
        parts = [self._part(category, stored.get(category.pk)) for category in categories]
        self.fields["seen"].initial = json.dumps(self.stored)
        self.helper = helper(*parts, "seen")

    def _part(self, category: Category, row: Realisation | None) -> Fieldset:
        names = f"spent_{category.letter}", f"pnil_{category.letter}"
        labels = "Uitgegeven", "Niet in loondienst"
        amounts = (row.spent, row.pnil) if row else (None, None)
        for name, label, amount in zip(names, labels, amounts, strict=True):
            self.fields[name] = EuroField(label=label, required=False, initial=amount)
            self.stored[name] = "" if amount is None else f"{amount:.2f}"
        return Fieldset(f"{category.letter}. {category.name}", Row(*(Column(name) for name in names)))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._merge(cleaned, _load(cleaned.get("seen", "")))
        for category in self.categories:
            self._compare(cleaned, f"spent_{category.letter}", f"pnil_{category.letter}")
        cleaned["spent"] = {
            c: (cleaned.get(f"spent_{c.letter}"), cleaned.get(f"pnil_{c.letter}")) for c in self.categories
        }
        return cleaned

    def _merge(self, cleaned: dict[str, Any], seen: dict[str, str]) -> None:
        for name, stored in self.stored.items():
            mine = "" if cleaned.get(name) is None else f"{cleaned[name]:.2f}"
            if name in self.errors or stored in (seen.get(name, stored), mine):
                continue
            if mine == seen[name]:
                cleaned[name] = Decimal(stored) if stored else None
            else:
                other = euro(Decimal(stored)) if stored else "leeg"
                self.add_error(name, f"Iemand anders vulde hier intussen in: {other}. Kies en bewaar opnieuw.")
        # Saving again means: I have seen the other amount.
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = json.dumps(self.stored)

    def _compare(self, cleaned: dict[str, Any], spent: str, pnil: str) -> None:
        if spent in self.errors or cleaned.get(pnil) is None:
            return
        if cleaned.get(spent) is None:
            self.add_error(spent, "Vul ook in wat er in totaal is uitgegeven.")
        elif cleaned[pnil] > cleaned[spent]:
            self.add_error(pnil, "Dit deel kan niet meer zijn dan wat er in totaal is uitgegeven.")


def _load(raw: str) -> dict[str, str]:
    """What the person saw, as the page sent it; nothing when somebody tampered with it."""
    try:
        seen = json.loads(raw)
    except ValueError:
        return {}
    return {k: v for k, v in seen.items() if isinstance(v, str)} if isinstance(seen, dict) else {}
