"""What people fill in when a plan goes to the MR and comes back.

A form names in ``refusals`` beside which field the reason of an operation's refusal belongs, by its code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.utils import timezone

from npo_planner.fields import DateField
from npo_planner.forms import helper
from programmes.consent.constants import Choice, Outcome
from programmes.models import Ballot
from schools.constants import Geleding

LONGEST_TERM = timedelta(days=365)
"""A later answer date is a typing error. The term itself is in the reglement of the MR; no source gives one for all."""


def _text(label: str, *, longest: int, rows: int = 5, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class SubmitForm(forms.Form):
    respond_by = DateField(
        any_year=True,
        label="De MR kan reageren tot en met",
        help_text="De termijn staat in het reglement van de MR. Er gebeurt niets vanzelf op deze datum.",
    )
    note = _text(
        "Toelichting voor de MR",
        longest=3000,
        required=False,
        help_text="Bijvoorbeeld wat er anders is dan in de vorige versie. Dit staat boven het plan en in de mail.",
    )
    refusals = {"date_past": "respond_by"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("respond_by", "note")

    def clean_respond_by(self) -> Any:
        chosen = self.cleaned_data["respond_by"]
        if chosen > timezone.localdate() + LONGEST_TERM:
            raise forms.ValidationError("Kies een datum binnen een jaar.")
        return chosen


class WithdrawForm(forms.Form):
    reason = _text("Waarom haalt u het plan terug?", longest=2000, help_text="De MR leest dit in de mail.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("reason")


class VoteForm(forms.Form):
    """One choice and one reason for each geleding that a person sits in; ``votes`` in what it cleans."""

    def __init__(
        self, *args: Any, geledingen: Sequence[str], ballots: Mapping[str, Ballot] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.geledingen = geledingen
        for geleding in geledingen:
            ballot = (ballots or {}).get(geleding)
            self.fields[f"choice_{geleding}"] = forms.ChoiceField(
                label="Uw stem",
                choices=[(c.value, c.label.capitalize()) for c in Choice],
                widget=forms.RadioSelect,
                initial=ballot.choice if ballot else None,
                error_messages={"required": "Kies voor, tegen of onthouding."},
            )
            self.fields[f"reason_{geleding}"] = _text(
                "Toelichting",
                longest=2000,
                rows=3,
                required=False,
                initial=ballot.reason if ballot else "",
                help_text="Mag leeg blijven. De andere leden van de MR kunnen dit lezen, de school niet.",
            )
        self.helper = helper(*(self._part(g) for g in geledingen))

    def _part(self, geleding: str) -> Fieldset:
        choice = Div(f"choice_{geleding}", css_class="choice-tiles")
        return Fieldset(f"Namens de {_named(geleding)}", choice, f"reason_{geleding}")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            cleaned["votes"] = {g: (Choice(cleaned[f"choice_{g}"]), cleaned[f"reason_{g}"]) for g in self.geledingen}
        return cleaned


def _named(geleding: str) -> str:
    return f"geleding {geleding}" if geleding == Geleding.STAFF else geleding


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Wat heeft de MR besloten?",
        choices=[(o.value, o.label.capitalize()) for o in Outcome],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat de MR besloot."},
    )
    reasons = _text(
        "Voorwaarden, of redenen om niet in te stemmen",
        longest=5000,
        required=False,
        help_text="Nodig bij instemming met voorwaarden en bij instemming onthouden. De school leest dit.",
    )
    decided_on = DateField(label="Datum van het besluit")
    refusals = {"needs_reasons": "reasons", "date_wrong": "decided_on"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"decided_on": timezone.localdate()}, **kwargs)
        self.helper = helper(Div("outcome", css_class="choice-tiles"), "reasons", "decided_on")


class AdoptForm(forms.Form):
    adopted_on = DateField(label="Datum waarop het bestuur het programma vaststelt")
    refusals = {"date_wrong": "adopted_on"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"adopted_on": timezone.localdate()}, **kwargs)
        self.helper = helper("adopted_on")
