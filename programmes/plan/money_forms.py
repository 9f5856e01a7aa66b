"""What people fill in about money: what comes in, what the board takes, and what is spent besides staff."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django import forms

from npo_planner.fields import CountField, DateField, EuroField, NumberField, RowsField
from npo_planner.forms import RowForm, helper, name_no_choice
from npo_planner.money import euro
from programmes.models import BoardShare, CostLine, Funding
from programmes.plan import ledger
from programmes.plan.constants import LONGEST_WRITE_OFF, Certainty, CostKind, FundingKind, RateBasis
from programmes.plan.forms import SharesForm


class MoneyInForm(RowForm):
    """The part that every kind of money has: how sure it is, and until when it may be spent."""

    spend_by = DateField(label="Besteden tot en met", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["certainty"].choices = [("", "niet ingevuld"), *Certainty.choices]
        deadline = self.instance.programme.round.spending_deadline
        if deadline:
            self.fields["spend_by"].help_text = f"Leeg betekent: de termijn van de regeling, {deadline:%d-%m-%Y}."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day, year = cleaned.get("spend_by"), cleaned.get("year") or (self.instance.year if self.instance.pk else None)
        if day and year and day < year.start:
            self.add_error("spend_by", f"Dit geld komt pas in {year}. Kies {year.start:%d-%m-%Y} of later.")
        return cleaned


class FundingForm(MoneyInForm):
    """One line of the regeling: the number it is multiplied with, or the amount of the school's own beschikking."""

    units = NumberField(required=False, max_value=Decimal(99999))
    amount = EuroField(label="Bedrag volgens uw beschikking", required=False)

    class Meta:
        model = Funding
        fields = ["units", "amount", "certainty", "spend_by", "note"]
        labels = {"note": "Toelichting", "certainty": "Voorlopig of definitief"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rate = self.instance.rate
        labels = {
            RateBasis.PUPIL: "Aantal leerlingen",
            RateBasis.ACHTERSTAND: "Achterstandsscore van de school",
            RateBasis.CUMI: "Aantal cumi-leerlingen boven 4",
        }
        self.fields["units"].label = labels[RateBasis(rate.basis)]
        self.fields["amount"].help_text = "Vult u dit in, dan telt dit bedrag en niet de berekening."
        if rate.is_extra:
            self.fields["units"].help_text = "Krijgt de school dit geld niet? Vul dan 0 in."
        if rate.amount is None:
            self.fields["units"].help_text = "Voor dit jaar is geen bedrag bekend. Vul hieronder uw bedrag in."

    def layout(self) -> list[Any]:
        return ["units", "amount", Row(Column("certainty"), Column("spend_by")), "note"]


class OtherMoneyForm(MoneyInForm):
    """Money from elsewhere: the gemeente, a subsidy, an earlier round."""

    amount = EuroField(label="Bedrag in euro", required=False)

    class Meta:
        model = Funding
        fields = ["label", "kind", "year", "amount", "certainty", "spend_by", "note"]
        labels = {
            "label": "Waar komt het geld vandaan",
            "kind": "Soort geld",
            "note": "Toelichting",
            "year": "Schooljaar",
            "certainty": "Voorlopig of definitief",
        }
        help_texts = {
            "label": "Bijvoorbeeld: bijdrage van de gemeente aan de zomerschool.",
            "note": "Bijvoorbeeld de voorwaarden, of de datum van de toezegging.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].queryset = self.instance.programme.round.years.all()
        self.fields["year"].empty_label = "Kies een schooljaar"
        self.fields["kind"].choices = [pair for pair in FundingKind.choices if pair[0] != FundingKind.ROUND]

    def layout(self) -> list[Any]:
        return [
            "label",
            "kind",
            Row(Column("year"), Column("amount")),
            Row(Column("certainty"), Column("spend_by")),
            "note",
        ]


class BoardShareForm(RowForm):
    """What the board spends for several schools."""

    amount = EuroField(label="Bedrag in euro", required=False)
    agreed_on = DateField(label="De MR ging op papier akkoord op", required=False)

    class Meta:
        model = BoardShare
        fields = ["purpose", "year", "amount", "agreed_on", "note"]
        labels = {"purpose": "Waarvoor gebruikt het bestuur dit", "year": "Schooljaar", "note": "Toelichting"}
        help_texts = {"purpose": "Bijvoorbeeld: een zomerschool samen met drie andere scholen."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].queryset = self.instance.programme.round.years.all()
        self.fields["year"].empty_label = "Kies een schooljaar"
        self.fields[
            "agreed_on"
        ].help_text = (
            "Alleen als de MR al op papier akkoord was. Anders blijft dit leeg: de MR beslist als u het plan voorlegt."
        )

    def layout(self) -> list[Any]:
        return ["purpose", Row(Column("year"), Column("amount")), "agreed_on", "note"]


class CostForm(RowForm):
    """A cost that is not staff. Only what it is for, its kind and its year are required."""

    amount = EuroField(label="Bedrag in euro", required=False)
    write_off_years = CountField(
        label="Afschrijven over hoeveel jaar", required=False, min_value=1, max_value=LONGEST_WRITE_OFF
    )
    starts_on = DateField(label="In gebruik vanaf", required=False)
    decide_by = DateField(label="Invullen uiterlijk op", required=False)

    class Meta:
        model = CostLine
        fields = [
            "description",
            "kind",
            "year",
            "amount",
            "write_off_years",
            "starts_on",
            "decide_by",
            "measures",
            "own_category",
            "note",
        ]
        field_classes = {"measures": RowsField}
        widgets = {"measures": forms.CheckboxSelectMultiple}
        labels = {
            "description": "Waarvoor is het",
            "kind": "Soort kosten",
            "year": "Schooljaar",
            "measures": "Bij welke maatregelen hoort het",
            "own_category": "Categorie",
            "note": "Toelichting",
        }
        help_texts = {
            "measures": "Bij meer dan een maatregel verdelen we de kosten gelijk. U kunt dat later anders verdelen.",
            "own_category": "Alleen invullen als er geen maatregel bij hoort.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme = self.instance.programme
        self.fields["year"].queryset = programme.round.years.all()
        self.fields["year"].empty_label = "Kies een schooljaar"
        self.fields["measures"].queryset = programme.measures.select_related("category")
        self.fields["own_category"].empty_label = "volgt uit de maatregel"
        self.fields["starts_on"].help_text = "Leeg betekent: vanaf het begin van het schooljaar."
        self.fields["write_off_years"].help_text = "Elk jaar draagt dan zijn eigen deel van het bedrag."
        self.fields["decide_by"].help_text = "Wanneer kiest u waar dit geld heen gaat?"

    def layout(self) -> list[Any]:
        write_off = Row(Column("write_off_years"), Column("starts_on"))
        return [
            "description",
            "kind",
            Row(Column("year"), Column("amount")),
            Fieldset("Alleen bij een investering", write_off, css_class="only-investment"),
            Fieldset("Alleen bij een reservering", "decide_by", css_class="only-reservation"),
            "measures",
            "own_category",
            "note",
        ]

    def shares(self, measures: list[Any]) -> list[tuple[Any, Decimal | None]]:
        """``measures`` with the share that each has now; a measure that was just ticked has none yet."""
        now = {each.measure_id: each.share for each in self.instance.cost_shares.all()} if self.instance.pk else {}
        return [(measure, now.get(measure.pk)) for measure in measures]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._forget_other_kinds(cleaned)
        measures, year, start = list(cleaned.get("measures") or ()), cleaned.get("year"), cleaned.get("starts_on")
        if measures and cleaned.get("own_category") and ledger.divided(self.shares(measures))[-1][0]:
            letters = ", ".join(sorted({measure.category.letter for measure in measures}))
            text = f"De categorie volgt uit de maatregel ({letters}). Maak dit veld leeg of kies geen maatregel."
            self.add_error("own_category", text)
        if cleaned.get("kind") == CostKind.INVESTMENT and year and start and not year.start <= start <= year.end:
            text = f"Kies een dag in {year}, of een ander schooljaar."
            self.add_error("starts_on", text)
        return cleaned

    OF_KIND = {CostKind.INVESTMENT: ("write_off_years", "starts_on"), CostKind.RESERVATION: ("decide_by",)}

    def _forget_other_kinds(self, cleaned: dict[str, Any]) -> None:
        """A mistake in a field that only another kind of cost has is none: the page does not even show it."""
        for kind, names in self.OF_KIND.items():
            for name in names if cleaned.get("kind") not in {kind, None} else ():
                if self._errors.pop(name, None):
                    cleaned[name] = None


class CostSharesForm(SharesForm):
    """How a cost is divided over its measures. Empty: an equal part of what is left."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        shares = cleaned["shares"].values()
        if None in shares and sum(share or 0 for share in shares) == 100:
            text = "Samen is het al 100%, dus voor een maatregel zonder deel blijft niets over. Verlaag een ander deel."
            raise forms.ValidationError(text)
        if not all(share is None or share for share in shares):
            raise forms.ValidationError("Een deel van 0% kan niet. Haal bij de kosten het vinkje van de maatregel weg.")
        return cleaned


class FillInForm(forms.Form):
    """What (a part of) a reservation is spent on after all."""

    refusals = {"too_much": "amount", "no_amount": "amount"}
    description = forms.CharField(label="Waarvoor is het", max_length=160)
    kind = forms.ChoiceField(label="Soort kosten")
    amount = EuroField(label="Bedrag in euro", min_value=Decimal("0.01"))

    def __init__(self, *args: Any, line: CostLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [pair for pair in CostKind.choices if pair[0] not in {CostKind.RESERVATION, CostKind.INVESTMENT}]
        self.fields["kind"].choices = [("", ""), *kinds]
        if line.amount is not None:
            self.fields["amount"].help_text = f"Gereserveerd is {euro(line.amount)}."
        for field in self.fields.values():
            name_no_choice(field)
        self.helper = helper("description", Row(Column("kind"), Column("amount")))
