"""What people fill in for a goal and for the points on the way to it."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django import forms

from npo_planner.fields import DateField, NumberField, SuggestInput
from npo_planner.forms import RowForm
from programmes.models import Goal, Milestone
from programmes.plan.forms import RESPONSIBLE
from programmes.plan.goal_facts import Facts, source_of
from programmes.plan.verdicts import day_of


class GoalForm(RowForm):
    """A goal. Only the statement is required: a goal without a number is allowed."""

    baseline = NumberField(label="Beginwaarde", required=False, min_value=None, max_digits=9)
    target = NumberField(label="Streefwaarde", required=False, min_value=None, max_digits=9)
    baseline_on = DateField(label="Beginwaarde gemeten op", required=False)
    deadline = DateField(label="Uiterlijk op", required=False)

    class Meta:
        model = Goal
        fields = [
            "statement",
            "indicator",
            "baseline",
            "target",
            "unit",
            "baseline_on",
            "baseline_source",
            "how_measured",
            "deadline",
            "responsible",
        ]
        widgets = {"statement": forms.Textarea(attrs={"rows": 3})}
        labels = {
            "statement": "Wat wilt u bereiken",
            "indicator": "Waaraan ziet u dat",
            "unit": "Eenheid",
            "baseline_source": "Bron van de beginwaarde",
            "how_measured": "Hoe en waarmee meet u",
            "responsible": "Wie volgt dit",
        }
        help_texts = {
            "statement": "Bijvoorbeeld: meer leerlingen in groep 5 lezen op het basisniveau.",
            "indicator": "Bijvoorbeeld: leerlingen met niveau I, II of III.",
            "unit": "Bijvoorbeeld % of leerlingen.",
            "responsible": "Een functie, geen naam.",
        }

    def __init__(self, *args: Any, facts: Facts | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        deadline = self.instance.measure.programme.round.spending_deadline
        if deadline:
            self.fields["deadline"].help_text = f"Het geld moet besteed zijn op {deadline:%d-%m-%Y}."
        sources = list(dict.fromkeys(source_of(f) for f in facts.findings if source_of(f))) if facts else []
        self.fields["baseline_source"].widget = SuggestInput(sources, {"maxlength": 200})
        self.fields["how_measured"].widget = SuggestInput(sources, {"maxlength": 200})
        self.fields["responsible"].widget = SuggestInput(RESPONSIBLE, {"maxlength": 120})

    def layout(self) -> list[Any]:
        return [
            "statement",
            Fieldset(
                "Van waar naar waar",
                "indicator",
                Row(Column("baseline"), Column("target"), Column("unit")),
                Row(Column("baseline_on"), Column("baseline_source")),
            ),
            Fieldset("Hoe u het volgt", "how_measured", Row(Column("deadline"), Column("responsible"))),
        ]


class MilestoneForm(RowForm):
    """A point on the way: between the day of the baseline and the deadline of its goal, in a number or in words."""

    due_on = DateField(label="Wanneer")
    value = NumberField(label="Welke waarde verwacht u dan", required=False, min_value=None, max_digits=9)

    class Meta:
        model = Milestone
        fields = ["due_on", "value", "note"]
        labels = {"note": "Wat ziet u dan"}
        help_texts = {"note": "Mag in plaats van een getal, bijvoorbeeld: de groepjes lopen en leraren zien verschil."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goal = self.instance.goal
        between = [("na", goal.baseline_on), ("voor", goal.deadline)]
        days = " en ".join(f"{word} {day_of(day)}" for word, day in between if day)
        self.fields["due_on"].help_text = f"Een dag {days}." if days else ""
        if goal.unit:
            self.fields["value"].help_text = f"In {goal.unit}."

    def layout(self) -> list[Any]:
        return [Row(Column("due_on"), Column("value")), "note"]

    def clean_due_on(self) -> Any:
        day, goal = self.cleaned_data["due_on"], self.instance.goal
        if goal.baseline_on and day <= goal.baseline_on:
            text = f"Kies een dag na {day_of(goal.baseline_on)}, want toen is de beginwaarde gemeten."
            raise forms.ValidationError(text)
        if goal.deadline and day >= goal.deadline:
            raise forms.ValidationError(
                f"Kies een dag voor {day_of(goal.deadline)}, want dan moet het doel gehaald zijn."
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "value" in cleaned and cleaned["value"] is None and not cleaned.get("note"):
            self.add_error("value", "Vul een waarde in, of schrijf op wat u dan ziet.")
        return cleaned
