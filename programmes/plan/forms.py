"""What people fill in for a plan."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.layout import HTML, Column, Div, Fieldset, Row
from django import forms
from django.http import QueryDict

from menukaart.constants import FACILITIES
from menukaart.models import Category, Intervention
from npo_planner.fields import CountField, DateField, NumberField, RowsField, SuggestInput
from npo_planner.forms import RowForm, helper
from npo_planner.money import number
from programmes.models import CostShare, Deployment, Measure, Programme
from programmes.plan.constants import FACILITIES_RULE, Lasting
from scans.forms import group_suggestions

RESPONSIBLE = ["schoolleider", "intern begeleider", "leraar", "bouwcoördinator", "teamleider", "zorgcoördinator"]


class VisionForm(RowForm):
    class Meta:
        model = Programme
        fields = ["vision", "ambition", "involvement", "summary"]
        labels = {
            "vision": "De visie van de school",
            "ambition": "Wat wil de school met dit programma bereiken",
            "involvement": "Hoe zijn team, ouders en leerlingen betrokken",
            "summary": "Korte samenvatting voor ouders",
        }
        help_texts = {
            "vision": "U mag overnemen wat al in het schoolplan staat.",
            "ambition": "Wees concreet: wat merken leerlingen ervan?",
            "summary": "In gewone taal. Dit staat voorin het programma.",
        }


class PupilsForm(forms.Form):
    """Pupils per group on one count date; an empty field is not known."""

    def __init__(self, *args: Any, groups: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        for place, group in enumerate(groups):
            self.fields[f"g{place}"] = CountField(label=group.capitalize(), required=False, max_value=9999)
        pairs = [list(self.fields)[i : i + 2] for i in range(0, len(groups), 2)]
        self.helper = helper(*[Row(*[Column(name) for name in pair]) for pair in pairs])

    def clean(self) -> dict[str, Any]:
        """``{"counts": {group: number or None}}``: what ``set_group_counts`` takes."""
        cleaned = super().clean()
        return {"counts": {group: cleaned.get(f"g{place}") for place, group in enumerate(self.groups)}}


class CategoryField(forms.ModelChoiceField):
    """The categories A to F; F says where it is chosen that it cannot stand alone."""

    def label_from_instance(self, category: Category) -> str:
        return f"{category}: {FACILITIES_RULE}" if category.letter == FACILITIES else str(category)


class CardField(forms.ModelChoiceField):
    """The cards of an edition, loaded with their categories; those of F say that they cannot stand alone."""

    def label_from_instance(self, card: Intervention) -> str:
        return f"{card} ({FACILITIES_RULE})" if card.category.letter == FACILITIES else str(card)


class MeasureForm(RowForm):
    """A measure: from the menukaart (the category follows) or off it (the school chooses the nearest category)."""

    starts_on = DateField(label="Begint op", required=False)
    ends_on = DateField(label="Loopt tot en met", required=False)

    class Meta:
        model = Measure
        fields = [
            "intervention",
            "also",
            "category",
            "title",
            "needs",
            "reason",
            "description",
            "groups",
            "responsible",
            "lasting",
            "years",
            "starts_on",
            "ends_on",
            "planning",
        ]
        field_classes = {
            "needs": RowsField,
            "years": RowsField,
            "also": RowsField,
            "category": CategoryField,
            "intervention": CardField,
        }
        widgets = {
            "needs": forms.CheckboxSelectMultiple,
            "years": forms.CheckboxSelectMultiple,
            "also": forms.CheckboxSelectMultiple,
            "category": forms.RadioSelect,
        }
        labels = {
            "intervention": "Hoofdinterventie van de menukaart",
            "also": "Ook van de menukaart",
            "category": "Dichtstbijzijnde categorie",
            "title": "Naam van de maatregel",
            "needs": "Op welke behoeften geeft dit antwoord",
            "reason": "Waarom kiest de school hiervoor",
            "description": "Wat gaat de school doen",
            "groups": "Voor welke groepen",
            "years": "In welke schooljaren",
            "responsible": "Wie is verantwoordelijk",
            "lasting": "Tijdelijk of blijvend",
            "planning": "Wat gebeurt wanneer",
        }
        help_texts = {
            "intervention": "De categorie van de maatregel is die van deze interventie.",
            "also": "Gebruikt u nog andere interventies? De categorie blijft die van de hoofdinterventie.",
            "category": "De letter komt terug in het jaarverslag van het bestuur.",
            "responsible": "Een functie, geen naam.",
            "lasting": "Stopt de maatregel als het geld op is, of gaat de school ermee door?",
            "planning": "Bijvoorbeeld: september toetsen, oktober starten in groep 5, juni terugkijken.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme = self.instance.programme
        self.fields["needs"].queryset = programme.scan.needs.all()
        self.fields["years"].queryset = programme.round.years.all()
        self.fields["groups"].widget = SuggestInput(group_suggestions(programme.school), {"maxlength": 160})
        self.fields["responsible"].widget = SuggestInput(RESPONSIBLE, {"maxlength": 120})
        self.fields["lasting"].choices = [("", "nog niet gekozen"), *Lasting.choices]
        deadline = programme.round.spending_deadline
        if deadline:
            self.fields["ends_on"].help_text = f"Het geld moet besteed zijn op {deadline:%d-%m-%Y}."
        if self.instance.is_off_menu:
            self.fields["category"].queryset = Category.objects.all()
            self.fields["reason"].help_text = "Leg uit waarom dit werkt, ook al staat het niet op de menukaart."
        else:
            cards = Intervention.objects.filter(edition=programme.edition).select_related("category")
            for name in ("intervention", "also"):
                self.fields[name].queryset = cards.order_by("category__letter", "pk")
            self.fields["intervention"].empty_label = None
            self.fields["intervention"].required = True

    def layout(self) -> list[Any]:
        for name in ("intervention", "also") if self.instance.is_off_menu else ("category",):
            del self.fields[name]
            self.stored.pop(name)
        doing = [Row(Column("groups"), Column("responsible")), "lasting"]
        planning = Fieldset("Planning", "years", Row(Column("starts_on"), Column("ends_on")), "planning")
        if self.instance.is_off_menu and self.instance.pk is None:
            return [*self.two_steps(), Fieldset("De uitvoering", *doing), planning]
        return [self.choice(), Fieldset("De uitvoering", "description", *doing), planning]

    def choice(self) -> Fieldset:
        """What the school chooses and why. The other cards of the menukaart are folded until one is ticked."""
        if self.instance.is_off_menu:
            return Fieldset("De keuze", "category", "title", "needs", "reason")
        folded = {"open": True} if self["also"].value() else {}
        also = Div("also", template="programmes/plan/_also.html", **folded)
        return Fieldset("De keuze", "intervention", also, "title", "needs", "reason")

    @staticmethod
    def two_steps() -> list[Fieldset]:
        """First describe it, then choose the nearest category, which the page proposes when asked."""
        proposals = HTML('{% include "programmes/plan/_nearest.html" %}')
        return [
            Fieldset("1. Beschrijf de maatregel", "title", "description"),
            Fieldset("2. Kies de dichtstbijzijnde categorie", proposals, "category", "reason", "needs"),
        ]

    @classmethod
    def again(cls, data: QueryDict, measure: Measure, **chosen: Any) -> MeasureForm:
        """The form of a new ``measure`` with all that was typed in it: nothing is checked, nothing is lost."""
        fields = cls(instance=measure).fields.items()
        typed = {name: field.widget.value_from_datadict(data, {}, name) for name, field in fields if name != "seen"}
        return cls(instance=measure, initial=typed | chosen)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        main, start, end = (cleaned.get(name) for name in ("intervention", "starts_on", "ends_on"))
        if main:
            cleaned["category"] = main.category
        if main and main in cleaned.get("also", ()):
            self.add_error("also", f"{main.name} is al de hoofdinterventie. Haal het vinkje hier weg.")
        if start and end and end < start:
            self.add_error("ends_on", "Het einde ligt voor het begin. Pas een van de twee datums aan.")
        return cleaned


class SharesForm(forms.Form):
    """The shares (percent) of one post or cost over ``measures``; ``shares`` are those of now."""

    def __init__(
        self, *args: Any, measures: Sequence[Measure], shares: Sequence[Deployment | CostShare], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.measures = measures
        now = {each.measure_id: each.share for each in shares}
        for measure in measures:
            self.fields[f"m{measure.pk}"] = NumberField(
                label=f"{measure.title} (%)",
                required=False,
                max_value=Decimal(100),
                initial=now.get(measure.pk),
            )
        self.stored = json.dumps({str(pk): f"{share}" for pk, share in sorted(now.items())})
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=self.stored)
        self.helper = helper(*self.fields)

    def clean(self) -> dict[str, Any]:
        """``{"shares": {measure: percent or None}}``: what ``set_shares`` and ``set_cost_shares`` take.

        A division that somebody else changed since the page was opened is told first; sent again, this one wins.
        """
        cleaned = super().clean()
        seen = cleaned.pop("seen", "")
        if seen and seen != self.stored:
            self.data = self.data.copy()
            self.data["seen"] = self.stored
            text = (
                f"Iemand anders heeft intussen anders verdeeld: {self._told()}. Bewaar opnieuw als de uwe moet blijven."
            )
            raise forms.ValidationError(text)
        shares = {measure: cleaned.get(f"m{measure.pk}") for measure in self.measures}
        total = sum(share or 0 for share in shares.values())
        if total > 100:
            raise forms.ValidationError(f"Samen is het {number(total)}%. Verlaag een van de delen tot 100% of minder.")
        return {"shares": shares}

    def _told(self) -> str:
        """The division as it is stored, in words."""
        pairs = [(measure, self.fields[f"m{measure.pk}"].initial) for measure in self.measures]
        given = [f"{measure} {number(share)}%" for measure, share in pairs if share is not None]
        return ", ".join(given) or "nog niets"
