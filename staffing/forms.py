"""What people fill in for a post."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django import forms

from npo_planner.fields import DateField, EuroField, NumberField
from npo_planner.forms import RowForm
from staffing.constants import CostBasis, Engagement
from staffing.models import StaffingNeed


class PostForm(RowForm):
    """One post of extra staff. Only who and when are required: a draft with holes is normal."""

    amount = NumberField(label="Hoeveel", required=False, decimal_places=3, max_value=9999)
    price = EuroField(label="Bedrag in euro", required=False)
    vat_percent = NumberField(label="Btw (%)", required=False, max_value=30)
    start = DateField(label="Van")
    end = DateField(label="Tot en met")

    class Meta:
        model = StaffingNeed
        fields = [
            "kind",
            "description",
            "amount",
            "unit",
            "start",
            "end",
            "engagement",
            "cost_basis",
            "price",
            "vat_percent",
            "price_source",
            "vacancy",
            "if_not_found",
            "afterwards",
        ]
        labels = {
            "kind": "Wie zoekt u",
            "description": "Korte naam",
            "unit": "Geteld in",
            "engagement": "Hoe werkt deze persoon voor u",
            "cost_basis": "Hoe rekent u de kosten",
            "price_source": "Waar komt het bedrag vandaan",
            "vacancy": "Stand van de werving",
            "if_not_found": "Wat doet u als u niemand vindt",
            "afterwards": "Wat gebeurt er als het geld op is",
        }
        help_texts = {
            "description": "Bijvoorbeeld: onderwijsassistent groep 5 en 6. Geen namen van personen.",
            "price_source": "Bijvoorbeeld GPL 2020/2021, offerte van 3 mei of eigen salarisadministratie.",
            "afterwards": "NPO-geld is tijdelijk. Gaat iemand door, met welk geld, of stopt het?",
        }
        widgets = {
            "if_not_found": forms.Textarea(attrs={"rows": 3}),
            "afterwards": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan = self.instance.plan
        period = f"{plan.start:%d-%m-%Y} tot en met {plan.end:%d-%m-%Y}"
        self.fields["end"].help_text = f"Binnen de looptijd van het plan: {period}."
        self.fields["price"].help_text = "Inclusief werkgeverslasten, zonder btw."
        self.fields["kind"].empty_label = "Kies een soort personeel"

    def layout(self) -> list[Any]:
        return [
            Fieldset("Wie", Row(Column("kind"), Column("description")), "engagement"),
            Fieldset("Hoeveel en wanneer", Row(Column("amount"), Column("unit")), Row(Column("start"), Column("end"))),
            Fieldset("Kosten", "cost_basis", Row(Column("price"), Column("vat_percent")), "price_source"),
            Fieldset("Werving en daarna", "vacancy", "if_not_found", "afterwards"),
        ]

    def clean_vat_percent(self) -> Any:
        return self.cleaned_data["vat_percent"] or 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_period(cleaned.get("start"), cleaned.get("end"))
        if cleaned.get("cost_basis") == CostBasis.FREE and cleaned.get("price"):
            self.add_error("price", "Bij “kost niets” hoort geen bedrag. Haal het bedrag weg of kies anders.")
        if cleaned.get("engagement") == Engagement.OWN and cleaned.get("vat_percent"):
            self.add_error("vat_percent", "Over iemand in dienst betaalt u geen btw. Vul 0 in.")
        return cleaned

    def _check_period(self, start: Any, end: Any) -> None:
        plan = self.instance.plan
        if start and start < plan.start:
            self.add_error("start", f"Het plan begint op {plan.start:%d-%m-%Y}. Kies die dag of later.")
        if end and end > plan.end:
            self.add_error("end", f"Het plan eindigt op {plan.end:%d-%m-%Y}. Kies die dag of eerder.")
        if start and end and end < start:
            self.add_error("end", "Het einde ligt voor het begin. Pas een van de twee aan.")
