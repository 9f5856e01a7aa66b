"""What people fill in for a scenario, and the newest counts of a school."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django import forms

from npo_planner.fields import CountField, EuroField, NumberField
from npo_planner.forms import RowForm, helper
from npo_planner.money import number
from staffing.forecast import Fit
from staffing.models import Scenario
from staffing.scenarios import MIDDLE, proposed_flow, proposed_inflow


class ScenarioForm(RowForm):
    """The knobs of one scenario. Only its name is required."""

    inflow = NumberField(label="Nieuwe leerlingen per jaar", required=False, decimal_places=1, max_value=9999)
    inflow_percent = NumberField(
        label="Of: zoveel procent meer of minder",
        help_text="Dan het voorstel. Minder? Zet er een min voor: -10. Telt alleen als u links niets invult.",
        required=False,
        decimal_places=1,
        min_value=-100,
        max_value=500,
    )
    flow = NumberField(
        label="Doorstroom: van elke 100 leerlingen zijn er een jaar later nog",
        required=False,
        decimal_places=1,
        max_value=200,
    )
    ratio = NumberField(
        label="Leerlingen per fte",
        help_text="Al uw leerlingen gedeeld door al uw fte, directie en ondersteuners meegeteld.",
        required=False,
        min_value=Decimal("0.1"),
        max_value=999,
    )
    euro_per_pupil = EuroField(
        label="Bekostiging per leerling per jaar, in euro",
        help_text="Uw eigen cijfer: alle bekostiging van een jaar gedeeld door het aantal leerlingen.",
        required=False,
        max_value=999_999,
    )
    euro_per_fte = EuroField(
        label="Kosten per fte per jaar, in euro",
        help_text="Uw eigen cijfer: wat een fte gemiddeld kost, werkgeverslasten meegeteld.",
        required=False,
        max_value=9_999_999,
    )

    class Meta:
        model = Scenario
        fields = ["name", "inflow", "inflow_percent", "flow", "ratio", "euro_per_pupil", "euro_per_fte", "note"]
        labels = {"name": "Naam van het scenario", "note": "Waarom denkt u dit"}
        help_texts = {"note": "Bijvoorbeeld: in de wijk worden 80 woningen gebouwd."}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, learnt: Fit | None = None, middle: Scenario | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if learnt is not None:
            self._propose(learnt)
        if self.instance.rank != MIDDLE:
            self.fields[
                "inflow_percent"
            ].help_text = (
                "Dan in het middelste scenario. Minder? Zet er een min voor: -10. Telt alleen als u links niets invult."
            )
            if middle is not None:
                self._follow(middle)
            for name in ("ratio", "euro_per_pupil", "euro_per_fte"):
                self.fields[name].help_text += " Leeg: zoals in het middelste scenario."

    def _propose(self, learnt: Fit) -> None:
        until = f"Leeg: het voorstel. Dat komt uit uw tellingen tot en met {learnt.year} en is"
        self.fields["inflow"].help_text = f"{until} {number(proposed_inflow(learnt))} per jaar."
        self.fields["flow"].help_text = (
            f"{until} {number(proposed_flow(learnt))}, elk jaar iets dichter bij 100. "
            "Wie klaar is en van school gaat, telt niet mee. Meer dan 100: er komen er meer bij dan er weggaan."
        )

    def _follow(self, middle: Scenario) -> None:
        """Where somebody changed the middle scenario, that is what an empty field follows."""
        if middle.inflow is not None or middle.inflow_percent is not None:
            self.fields["inflow"].help_text = "Leeg: zoals in het middelste scenario, met het percentage hiernaast."
        if middle.flow is not None:
            self.fields["flow"].help_text = f"Leeg: zoals in het middelste scenario, {number(middle.flow)}."

    @property
    def is_of_something(self) -> bool:
        """Also before it has a row: then a colleague who makes that row first is merged with, not overwritten."""
        return True

    def layout(self) -> list[Any]:
        return [
            "name",
            Fieldset("Leerlingen", Row(Column("inflow"), Column("inflow_percent")), "flow"),
            Fieldset("Formatie en geld", "ratio", Row(Column("euro_per_pupil"), Column("euro_per_fte"))),
            Fieldset("Uitleg", "note"),
        ]


class CountsForm(forms.Form):
    """Pupils of every group on one count date; 0 is none, and all are needed."""

    def __init__(self, *args: Any, groups: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        for place, group in enumerate(groups):
            self.fields[f"g{place}"] = CountField(label=group.capitalize(), max_value=9999)
        pairs = [list(self.fields)[i : i + 2] for i in range(0, len(groups), 2)]
        self.helper = helper(*[Row(*[Column(name) for name in pair]) for pair in pairs])

    def clean(self) -> dict[str, Any]:
        """``{"counts": {group: number}}``: what ``set_group_counts`` takes."""
        cleaned = super().clean()
        return {"counts": {group: cleaned.get(f"g{place}") for place, group in enumerate(self.groups)}}
