"""What the secretary and the schoolleider fill in about the rules of a round and about who votes in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div, Fieldset
from django import forms

from npo_planner.fields import CountField
from npo_planner.forms import RowForm, helper
from programmes.consent.constants import Choice
from programmes.consent.forms import _text as text_field
from programmes.consent.seats import ballot_of
from programmes.models import Reglement, Seat
from schools.account_forms import ConfirmedForm
from schools.models import Membership, School


def _sentences(choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(value, label[:1].upper() + label[1:]) for value, label in choices]


class ReglementForm(RowForm):
    """Each setting with what it means; empty is "not filled in"."""

    term_weeks = CountField(
        label="Hoeveel weken heeft de MR om te reageren?",
        required=False,
        min_value=1,
        max_value=52,
        help_text="Legt de school het plan voor, dan vult het programma deze termijn vast in. Met 6 weken en een plan "
        "dat op 1 maart is voorgelegd, kan de MR reageren tot en met 12 april.",
    )
    remind_days = CountField(
        label="Hoeveel dagen voor het einde van de termijn krijgt wie nog niet stemde een herinnering?",
        required=False,
        min_value=0,
        max_value=60,
        help_text="Met 7 stuurt het programma een mail een week voor het einde, en nog een op de laatste dag. Met 0 "
        "alleen op de laatste dag. Leeg: het programma stuurt niets vanzelf.",
    )

    class Meta:
        model = Reglement
        fields = [
            "term_weeks",
            "majority",
            "abstentions",
            "quorum",
            "quorum_each",
            "substitutes",
            "remind_days",
            "source",
        ]
        widgets = dict.fromkeys(("majority", "abstentions", "quorum"), forms.RadioSelect)
        labels = {
            "majority": "Wanneer stemt de MR in?",
            "abstentions": "Wat doet een onthouding?",
            "quorum": "Hoeveel leden moeten minstens stemmen?",
            "quorum_each": "Dat minimum geldt ook voor elke geleding apart",
            "source": "Waar staat dit in het reglement?",
        }
        help_texts = {
            "majority": "Een geleding is een deel van de MR: personeel, ouders of leerlingen.",
            "abstentions": "Iemand die zich onthoudt, stemt niet voor en niet tegen.",
            "quorum": "Stemmen er minder leden, dan telt de uitslag niet.",
            "quorum_each": "Bijvoorbeeld: minstens de helft van de ouders en minstens de helft van het personeel.",
            "substitutes": "Dan kan de secretaris voor een afwezig lid een plaatsvervanger aanwijzen.",
            "source": "Bijvoorbeeld: artikel 12 van het MR-reglement van september 2020.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("majority", "abstentions", "quorum"):
            field = self.fields[name]
            field.choices = [("", "Niet ingevuld"), *_sentences([c for c in field.choices if c[0] != ""])]

    @property
    def is_of_something(self) -> bool:
        """Also before it is stored: two people may fill it in for the first time together."""
        return True

    def layout(self) -> list[Any]:
        return [
            Fieldset("De termijn", "term_weeks", "remind_days"),
            Fieldset("Stemmen tellen", "majority", "abstentions", "quorum", "quorum_each"),
            Fieldset("Wie er niet is", "substitutes"),
            "source",
        ]


class HandVoteForm(ConfirmedForm):
    """The vote of a member who voted on paper or in the meeting."""

    choice = forms.ChoiceField(
        label="De stem van dit lid",
        choices=_sentences(Choice.choices),
        widget=forms.RadioSelect,
        error_messages={"required": "Kies voor, tegen of onthouding."},
    )
    note = forms.CharField(
        label="Hoe kreeg u deze stem?",
        max_length=300,
        help_text="Bijvoorbeeld: op papier, met handtekening. Of: in de vergadering van 12 maart. De MR leest dit.",
        error_messages={"required": "Schrijf op hoe u deze stem kreeg, bijvoorbeeld: op papier, in de vergadering."},
    )
    reason = text_field(
        "Toelichting van het lid",
        longest=2000,
        rows=3,
        required=False,
        help_text="Mag leeg blijven. De andere leden van de MR kunnen dit lezen, de school niet.",
    )
    conditions = text_field(
        "Voorwaarden bij een stem voor", longest=2000, rows=3, required=False, help_text="Mag leeg blijven."
    )
    refusals = {"needs_note": "note", "conditions_against": "conditions", "voted": None}

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        ballot = ballot_of(seat)
        names = ("choice", "note", "reason", "conditions")
        shown = {name: getattr(ballot, name) for name in names} if ballot and ballot.how == "hand" else {}
        super().__init__(*args, initial=shown, **kwargs)
        self.order_fields([*names, "password"])
        self.helper = helper(Div("choice", css_class="choice-tiles"), "note", "reason", "conditions", "password")


class AbsenceForm(forms.Form):
    """That a member is absent, and who of ``substitutes`` stands in for them."""

    is_absent = forms.BooleanField(label="Dit lid is er niet en stemt niet zelf", required=False)
    substitute = forms.ModelChoiceField(
        label="Plaatsvervanger die stemt", queryset=Membership.objects.none(), required=False, empty_label="Niemand"
    )
    note = forms.CharField(
        label="Toelichting",
        max_length=300,
        required=False,
        help_text="Bijvoorbeeld: ziek tot na de zomer. De leden van de MR lezen dit, de school niet.",
    )
    refusals = {
        "voted": "is_absent",
        "not_a_member": "is_absent",
        "no_substitutes": "substitute",
        "wrong_substitute": "substitute",
    }

    def __init__(self, *args: Any, seat: Seat, substitutes: Sequence[Membership], **kwargs: Any) -> None:
        chosen = next((m for m in substitutes if m.user_id == seat.substitute_id), None)
        initial = {"is_absent": seat.is_absent, "note": seat.note, "substitute": chosen}
        super().__init__(*args, initial=initial, **kwargs)
        field = self.fields["substitute"]
        field.queryset = Membership.objects.filter(pk__in=[m.pk for m in substitutes]).select_related("user")
        field.label_from_instance = lambda membership: membership.user.name
        if not substitutes:
            field.help_text = (
                "Er is voor deze geleding nog geen plaatsvervanger. De schoolleider nodigt die uit bij Mensen."
            )
        self.helper = helper("is_absent", "substitute", "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = cleaned.get("substitute")
        if chosen and not cleaned.get("is_absent"):
            self.add_error("is_absent", "Een plaatsvervanger stemt alleen voor een lid dat er niet is. Zet dit vinkje.")
        if "substitute" in cleaned:
            cleaned["substitute"] = chosen.user if chosen else None
        return cleaned


class SeatForm(forms.Form):
    """A member without an account, in one of the geledingen of ``school``."""

    name = forms.CharField(label="Naam van het lid", max_length=120)
    geleding = forms.ChoiceField(
        label="Namens wie", widget=forms.RadioSelect, error_messages={"required": "Kies namens wie dit lid stemt."}
    )
    refusals = {"seated": "name", "needs_name": "name", "wrong_geleding": "geleding"}

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["geleding"].choices = _sentences([(g.value, g.label) for g in school.geledingen])
        self.helper = helper("name", Div("geleding", css_class="choice-tiles"))
