"""How a board looks at its schools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import Column, Div, Row
from django import forms

from npo_planner.forms import helper
from programmes.document.lengths import BY_SLUG, Length
from programmes.models import Round
from programmes.oversight.constants import NO_PLAN, Binding, Sort
from programmes.plan.constants import Status


@dataclass(frozen=True)
class Choice:
    """What to show of a board: schools that ``text`` finds, with ``status`` (any when empty), in ``round``."""

    text: str
    status: str
    sort: Sort
    round: Round | None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.status)


class BoardForm(forms.Form):
    """Search, filter and order; everything may be left out."""

    text = forms.CharField(label="Zoek op naam, plaats of code", required=False, max_length=60)
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "alle"), (NO_PLAN, "nog geen plan"), *Status.choices]
    )
    sort = forms.ChoiceField(label="Volgorde", required=False, choices=Sort)
    round = forms.ChoiceField(label="Regeling", required=False)

    def __init__(self, *args: Any, rounds: Sequence[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rounds = {round_.code: round_ for round_ in rounds}
        self.fields["round"].choices = [(round_.code, round_.name) for round_ in rounds]
        if len(rounds) < 2:
            del self.fields["round"]
        self.helper = helper(Row(*(Column(name, css_class="col-md") for name in self.fields)))

    @property
    def choice(self) -> Choice:
        """What to show; a field that is empty or wrong counts as left out. The newest round, unless chosen."""
        self.full_clean()
        found = self.cleaned_data
        return Choice(
            text=found.get("text", ""),
            status=found.get("status", ""),
            sort=Sort(found.get("sort") or Sort.NAME),
            round=self.rounds.get(found.get("round", "")) or next(iter(self.rounds.values()), None),
        )


class BundleForm(forms.Form):
    """In which form, how long, and of which round a board takes all its programmes along."""

    binding = forms.ChoiceField(label="Wat wilt u hebben?", choices=Binding, widget=forms.RadioSelect)
    length = forms.ChoiceField(label="Hoe lang?", choices=[(each.slug, each.label) for each in Length])
    round = forms.ChoiceField(label="Regeling")

    def __init__(self, *args: Any, rounds: Sequence[Round], **kwargs: Any) -> None:
        super().__init__(*args, initial={"binding": Binding.ZIP, "length": Length.FULL.slug}, **kwargs)
        self.rounds = {round_.code: round_ for round_ in rounds}
        self.fields["round"].choices = [(round_.code, round_.name) for round_ in rounds]
        self.helper = helper(Div("binding", css_class="choice-tiles"), "length", "round")

    def clean_length(self) -> Length:
        return BY_SLUG[self.cleaned_data["length"]]

    def clean_round(self) -> Round:
        return self.rounds[self.cleaned_data["round"]]

    def clean_binding(self) -> Binding:
        return Binding(self.cleaned_data["binding"])
