"""What people fill in for a post, and for the staff that leaves by itself."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django import forms

from npo_planner.fields import CountField, DateField, EuroField, NumberField, SuggestInput
from npo_planner.forms import RowForm
from staffing.constants import REPLACEMENT, CostBasis, Engagement
from staffing.models import StaffingNeed, StaffKind, StaffPlan


class PostForm(RowForm):
    """One post of extra staff. Only who and when are required: a draft with holes is normal."""

    people = CountField(label="Aantal mensen", required=False, min_value=1, max_value=999)
    amount = NumberField(label="Hoeveel", required=False, decimal_places=3, max_value=9999)
    price = EuroField(label="Bedrag in euro", required=False)
    employer_percent = NumberField(label="Werkgeverslasten (%)", required=False, max_value=100)
    vat_percent = NumberField(label="Btw (%)", required=False, max_value=30)
    start = DateField(label="Van")
    end = DateField(label="Tot en met")

    class Meta:
        model = StaffingNeed
        fields = [
            "kind",
            "description",
            "also_roles",
            "people",
            "stands_in_for",
            "amount",
            "unit",
            "start",
            "end",
            "engagement",
            "contract",
            "cost_basis",
            "price",
            "employer_percent",
            "vat_percent",
            "price_source",
            "vacancy",
            "if_not_found",
            "after",
            "afterwards",
        ]
        labels = {
            "kind": "Wie zoekt u",
            "also_roles": "Ook als",
            "stands_in_for": "Wie wordt vrijgeroosterd",
            "description": "Korte naam",
            "unit": "Geteld in",
            "engagement": "Hoe werkt deze persoon voor u",
            "contract": "Contract",
            "cost_basis": "Hoe rekent u de kosten",
            "price_source": "Waar komt het bedrag vandaan",
            "vacancy": "Stand van de werving",
            "if_not_found": "Wat gebeurt er met de maatregel als u niemand vindt",
            "after": "Als het geld op is",
            "afterwards": "Afspraken daarover",
        }
        help_texts = {
            "description": "Bijvoorbeeld: onderwijsassistent groep 5 en 6. Geen namen van personen.",
            "also_roles": "Alleen als dit bedrag ook voor een andere rol is. Bijvoorbeeld: leraarondersteuner.",
            "people": "Als het er meer dan één zijn. De inzet en de kosten zijn voor hen samen.",
            "stands_in_for": "De functie, geen naam. Bijvoorbeeld: leraar groep 7, voor een dag bijles per week.",
            "contract": "Alleen voor iemand in dienst. Het gaat om deze extra inzet, niet om de gewone baan.",
            "price_source": "Bijvoorbeeld GPL 2020/2021, offerte van 3 mei of eigen salarisadministratie.",
            "after": "NPO-geld is tijdelijk. Hoe gaat het daarna met deze inzet?",
            "afterwards": "Bijvoorbeeld: met welk geld iemand doorgaat, of wat u met deze persoon hebt afgesproken.",
        }
        widgets = {
            "if_not_found": forms.Textarea(attrs={"rows": 3}),
            "afterwards": forms.Textarea(attrs={"rows": 3}),
        }

    def begin(self) -> None:
        """Ask for whom somebody stands in only of a replacement, or when it was filled in before the kind changed."""
        asked = self.instance.kind_id is not None and self.instance.kind.code == REPLACEMENT
        if not asked and not self.instance.stands_in_for:
            del self.fields["stands_in_for"]
        plan, helps = self.instance.plan, {}
        period = f"{plan.start:%d-%m-%Y} tot en met {plan.end:%d-%m-%Y}"
        helps["end"] = f"Binnen de looptijd van het plan: {period}."
        helps["price"] = "Zonder btw."
        helps["employer_percent"] = "Laat leeg als ze al in het bedrag zitten. Zo niet: vraag het percentage na."
        for name, text in helps.items():
            self.fields[name].help_text = text
        self.fields["kind"].empty_label = "Kies een soort personeel"
        super().begin()

    def suggest_roles(self, kinds: list[StaffKind]) -> None:
        """Offer the names of ``kinds`` as other roles."""
        self.fields["also_roles"].widget = SuggestInput([kind.name for kind in kinds], {"maxlength": 120})

    def layout(self) -> list[Any]:
        replaced = ["stands_in_for"] if "stands_in_for" in self.fields else []
        return [
            Fieldset(
                "Wie",
                Row(Column("kind"), Column("description")),
                *replaced,
                Row(Column("also_roles"), Column("people")),
                Row(Column("engagement"), Column("contract")),
            ),
            Fieldset("Hoeveel en wanneer", Row(Column("amount"), Column("unit")), Row(Column("start"), Column("end"))),
            Fieldset(
                "Kosten",
                "cost_basis",
                Row(Column("price"), Column("price_source")),
                Row(Column("employer_percent"), Column("vat_percent")),
            ),
            Fieldset("Werving", "vacancy", "if_not_found"),
            Fieldset("Na afloop", "after", "afterwards"),
        ]

    def clean_vat_percent(self) -> Any:
        return self.cleaned_data["vat_percent"] or 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_period(cleaned.get("start"), cleaned.get("end"))
        own = cleaned.get("engagement") == Engagement.OWN
        if cleaned.get("cost_basis") == CostBasis.FREE:
            self._check_free(cleaned)
        if own and cleaned.get("vat_percent"):
            self.add_error("vat_percent", "Over iemand in dienst betaalt u geen btw. Vul 0 in.")
        if cleaned.get("engagement") and not own and cleaned.get("contract"):
            self.add_error("contract", "Een contract heeft alleen iemand in dienst. Kies “niet ingevuld”.")
        return cleaned

    def _check_free(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("price"):
            self.add_error("price", "Bij “kost niets” hoort geen bedrag. Haal het bedrag weg of kies anders.")
        if cleaned.get("employer_percent"):
            self.add_error("employer_percent", "Bij “kost niets” horen geen werkgeverslasten. Maak dit veld leeg.")

    def _check_period(self, start: Any, end: Any) -> None:
        plan = self.instance.plan
        if start and start < plan.start:
            self.add_error("start", f"Het plan begint op {plan.start:%d-%m-%Y}. Kies die dag of later.")
        if end and end > plan.end:
            self.add_error("end", f"Het plan eindigt op {plan.end:%d-%m-%Y}. Kies die dag of eerder.")
        if start and end and end < start:
            self.add_error("end", "Het einde ligt voor het begin. Pas een van de twee aan.")


class OutflowForm(RowForm):
    """How much staff leaves the school by itself until the money ends."""

    outflow_fte = NumberField(label="Hoeveel fte vertrekt er naar verwachting vanzelf", required=False, max_value=999)

    class Meta:
        model = StaffPlan
        fields = ["outflow_fte", "outflow_source"]
        labels = {"outflow_source": "Waar komt dit getal vandaan"}
        help_texts = {
            "outflow_source": "Bijvoorbeeld: leeftijdsopbouw van het team, gesprek met P&O van 12 mei. Geen namen.",
        }

    def begin(self) -> None:
        self.fields["outflow_fte"].help_text = (
            f"Mensen die tot en met {self.instance.end:%d-%m-%Y} met pensioen gaan of zelf ergens anders gaan werken. "
            "Laat leeg als u het niet weet."
        )
        super().begin()
