"""How people look for a card on the menukaart and lay cards side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Column, Row
from django import forms

from menukaart.figures import COST, EVIDENCE
from menukaart.models import Intervention
from npo_planner.forms import RowForm, helper
from programmes.models import NotChosen
from programmes.plan.menu import Wish

FEWEST, MOST = 2, 4
"""How many cards lie side by side."""


class MenuForm(forms.Form):
    """Filters; everything may be left out, and what is wrong counts as left out."""

    category = forms.ChoiceField(label="Categorie", required=False)
    domain = forms.ChoiceField(label="Ontwikkelgebied", required=False)
    cost = forms.ChoiceField(
        label="Kosten, hoogstens",
        required=False,
        choices=[("", "alle"), *((k, f"{v} ({k} van 5)") for k, v in COST.items())],
    )
    evidence = forms.ChoiceField(
        label="Bewijs, ten minste",
        required=False,
        choices=[("", "alle"), *((k, f"{v} ({k} van 5)") for k, v in EVIDENCE.items())],
    )
    needed = forms.BooleanField(label="Alleen wat past bij een behoefte", required=False)

    def __init__(self, *args: Any, cards: Sequence[Intervention], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories = {card.category.letter: str(card.category) for card in cards}
        self.domains = {str(domain.pk): domain for card in cards for domain in card.domains.all()}
        in_order = sorted(self.domains.items(), key=lambda pair: (pair[1].rank, pair[1].name))
        self.fields["category"].choices = [("", "alle"), *sorted(categories.items())]
        self.fields["domain"].choices = [("", "alle"), *((key, domain.name) for key, domain in in_order)]
        pairs = (("category", "domain"), ("cost", "evidence"))
        self.helper = helper(*(Row(*(Column(name, css_class="col-md") for name in pair)) for pair in pairs), "needed")

    @property
    def wish(self) -> Wish:
        """What to show."""
        self.full_clean()
        found = self.cleaned_data
        return Wish(
            category=found.get("category", ""),
            domain=self.domains.get(found.get("domain", "")),
            cost=int(found["cost"]) if found.get("cost") else None,
            evidence=int(found["evidence"]) if found.get("evidence") else None,
            needed=bool(found.get("needed")),
        )


class NotChosenForm(RowForm):
    """Why a card was left. A card has one reason: who comes second sees the first and keeps their own words."""

    class Meta:
        model = NotChosen
        fields = ["reason"]
        labels = {"reason": "Waarom kiest de school dit niet"}
        help_texts = {
            "reason": "Bijvoorbeeld: onze leerlingen krijgen dit al, of het kost te veel voor wat het oplevert."
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        row = self.instance
        if row.pk is None:
            there = NotChosen.objects.filter(programme=row.programme, intervention=row.intervention).first()
            if there is not None:
                text = f"Hier staat al een reden: “{there.reason}”. Uw eigen tekst staat nog in het veld."
                self.add_error("reason", f"{text} Voeg hem toe via Wijzigen bij Bewust niet gekozen.")
        return cleaned


class CompareForm(forms.Form):
    """The codes of the cards that lie side by side: ``?kaart=B3&kaart=C1``."""

    kaart = forms.MultipleChoiceField(
        error_messages={
            "required": "U hebt nog geen kaart aangevinkt.",
            "invalid_choice": "“%(value)s” staat niet op deze menukaart.",
        }
    )

    def __init__(self, *args: Any, cards: Sequence[Intervention], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kaart"].choices = [(card.code, card.name) for card in cards]

    def clean_kaart(self) -> list[str]:
        codes = list(dict.fromkeys(self.cleaned_data["kaart"]))
        if len(codes) < FEWEST:
            raise forms.ValidationError("U hebt één kaart aangevinkt. Vink er nog een aan.")
        if len(codes) > MOST:
            raise forms.ValidationError(
                f"U hebt {len(codes)} kaarten aangevinkt. Vergelijk er hoogstens {MOST} tegelijk."
            )
        return codes

    @property
    def problem(self) -> str:
        """The one sentence on what is wrong; empty when nothing is."""
        return next(iter(self.errors.get("kaart", [])), "")
