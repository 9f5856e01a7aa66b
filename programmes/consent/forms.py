"""What people fill in when a plan goes to the MR and comes back.

A form names in ``refusals`` beside which field the reason of an operation's refusal belongs, by its code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.utils import timezone

from npo_planner.fields import DateField
from npo_planner.forms import helper
from programmes.consent.constants import Choice, ConditionState, Outcome, StepKind
from programmes.consent.seats import ballot_of
from programmes.models import Seat
from schools.account_forms import ConfirmedForm
from schools.constants import Geleding

LONGEST_TERM = timedelta(days=365)
"""A later answer date is a typing error. The term itself is in the reglement of the MR; no source gives one for all."""


ALL_READ = "De school, de MR en het bestuur lezen dit."


def _text(label: str, *, longest: int, rows: int = 5, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class MeetingForm(forms.Form):
    """When and where the MR meets; ``meeting_at`` in what it cleans, None when there is no meeting (yet)."""

    meeting_on = DateField(label="Dag van de vergadering", required=False, any_year=True)
    meeting_time = forms.TimeField(
        label="Tijd",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": "Vul een tijd in, bijvoorbeeld 19:30."},
    )
    meeting_place = forms.CharField(
        label="Plaats",
        max_length=200,
        required=False,
        help_text="Bijvoorbeeld: teamkamer, of het adres van een videogesprek.",
    )
    refusals = {"meeting_past": "meeting_on"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("meeting_on", "meeting_time", "meeting_place")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day, time = cleaned.pop("meeting_on", None), cleaned.pop("meeting_time", None)
        if day and not time and "meeting_time" not in self.errors:
            self.add_error("meeting_time", "Vul ook de tijd in.")
        if not day and (time or cleaned.get("meeting_place")) and "meeting_on" not in self.errors:
            self.add_error("meeting_on", "Vul ook de dag in, of maak alles van de vergadering leeg.")
        if day and day > timezone.localdate() + LONGEST_TERM:
            self.add_error("meeting_on", "Kies een dag binnen een jaar.")
        cleaned["meeting_at"] = timezone.make_aware(datetime.combine(day, time)) if day and time else None
        return cleaned


def meeting_as_typed(moment: datetime | None, place: str) -> dict[str, Any]:
    """A stored meeting as ``MeetingForm`` shows it first."""
    here = timezone.localtime(moment) if moment else None
    return {
        "meeting_on": here.date() if here else None,
        "meeting_time": here.time() if here else None,
        "meeting_place": place,
    }


class TermForm(forms.Form):
    """Until when a council may answer, and what it should know. ``council`` and ``about`` are its name and its text."""

    council, about = "MR", "plan"
    respond_by = DateField(any_year=True, label="De {} kan reageren tot en met")
    note = _text("Toelichting voor de {}", longest=3000, required=False)
    refusals = {"date_past": "respond_by"}

    def __init__(self, *args: Any, term_weeks: int | None, **kwargs: Any) -> None:
        """``term_weeks`` is the term of the reglement, None when that is not filled in."""
        super().__init__(*args, **kwargs)
        where = f"De termijn staat in het reglement van de {self.council}."
        if term_weeks:
            self.initial.setdefault("respond_by", timezone.localdate() + timedelta(weeks=term_weeks))
            weeks = "1 week" if term_weeks == 1 else f"{term_weeks} weken"
            where = f"Volgens het reglement heeft de {self.council} {weeks}."
        self.fields["respond_by"].help_text = f"{where} Er gebeurt niets vanzelf op deze datum."
        self.fields[
            "note"
        ].help_text = (
            f"Bijvoorbeeld wat er anders is dan in de vorige versie. Dit staat boven het {self.about} en in de mail."
        )
        for name in ("respond_by", "note"):
            self.fields[name].label = self.fields[name].label.format(self.council)
        self.helper = helper("respond_by", "note")

    def clean_respond_by(self) -> Any:
        chosen = self.cleaned_data["respond_by"]
        if chosen > timezone.localdate() + LONGEST_TERM:
            raise forms.ValidationError("Kies een datum binnen een jaar.")
        return chosen


class SubmitForm(TermForm, MeetingForm):
    refusals = MeetingForm.refusals | TermForm.refusals

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting = Fieldset("Vergadering van de MR (mag leeg blijven)", "meeting_on", "meeting_time", "meeting_place")
        self.order_fields(["respond_by", "note"])
        self.helper = helper("respond_by", "note", meeting)


class CorrectForm(forms.Form):
    note = _text(
        "Wat hebt u gewijzigd, en waarom?",
        longest=3000,
        rows=3,
        help_text="De MR leest dit in de mail. Zij kan zelf zien wat er anders is.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("note")


class WithdrawForm(forms.Form):
    reason = _text("Waarom haalt u het plan terug?", longest=2000, help_text="De MR leest dit in de mail.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("reason")


class MarkForm(forms.Form):
    """A button under a section: read, not read after all, or read and on to the next."""

    READ, UNREAD, ONWARD = "gelezen", "ongelezen", "verder"
    deed = forms.ChoiceField(choices=[(each, each) for each in (READ, UNREAD, ONWARD)])


def _choices() -> list[tuple[str, str]]:
    return [(choice.value, choice.label.capitalize()) for choice in Choice]


class VoteForm(ConfirmedForm):
    """A choice, a reason and conditions for each seat from which a person votes; ``votes`` in what it cleans.

    The fields carry the geleding in their name: nobody votes from two seats of one geleding.
    """

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        for seat in seats:
            geleding, ballot = seat.geleding, ballot_of(seat)
            self.fields[f"choice_{geleding}"] = forms.ChoiceField(
                label="Uw stem",
                choices=_choices(),
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
            self.fields[f"conditions_{geleding}"] = _text(
                "Voorwaarden bij een stem voor",
                longest=2000,
                rows=3,
                required=False,
                initial=ballot.conditions if ballot else "",
                help_text="Mag leeg blijven. De secretaris legt ze vast als de MR er samen voor kiest.",
            )
        self.order_fields([*(name for name in self.fields if name != "password"), "password"])
        self.helper = helper(*(self._part(seat) for seat in seats), "password")

    def _part(self, seat: Seat) -> Fieldset:
        choice = Div(f"choice_{seat.geleding}", css_class="choice-tiles")
        title = f"Namens de {_named(seat.geleding)}"
        if seat.is_absent and seat.substitute_id:
            title += f", voor {seat.name}"
        return Fieldset(title, choice, f"reason_{seat.geleding}", f"conditions_{seat.geleding}")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            cleaned["votes"] = {seat: self._vote(cleaned, seat.geleding) for seat in self.seats}
        return cleaned

    def _vote(self, cleaned: Mapping[str, Any], geleding: str) -> tuple[Choice, str, str]:
        choice = Choice(cleaned[f"choice_{geleding}"])
        return choice, cleaned[f"reason_{geleding}"], cleaned[f"conditions_{geleding}"]


def _named(geleding: str) -> str:
    return f"geleding {geleding}" if geleding == Geleding.STAFF else geleding


class DecisionForm(ConfirmedForm):
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
        help_text="Nodig bij instemming met voorwaarden en bij instemming onthouden. De school leest dit. Zet elke "
        "voorwaarde op een eigen regel: zo kan de MR ze één voor één afvinken.",
    )
    deviation = _text(
        "Waarom besloot de MR anders dan de uitslag volgens het reglement?",
        longest=2000,
        rows=3,
        required=False,
        help_text="Alleen nodig als het besluit anders is dan de uitslag hierboven.",
    )
    decided_on = DateField(label="Datum van het besluit")
    refusals = {"needs_reasons": "reasons", "needs_deviation": "deviation", "date_wrong": "decided_on"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"decided_on": timezone.localdate()}, **kwargs)
        outcome = Div("outcome", css_class="choice-tiles")
        self.order_fields(["outcome", "reasons", "deviation", "decided_on", "password"])
        self.helper = helper(outcome, "reasons", "deviation", "decided_on", "password")


class StepForm(ConfirmedForm):
    """A step after a refusal, of the ``kinds`` that may be recorded now."""

    kind = forms.ChoiceField(
        label="Wat is er gebeurd?", widget=forms.RadioSelect, error_messages={"required": "Kies wat er is gebeurd."}
    )
    on = DateField(label="Op welke dag")
    note = _text("Toelichting", longest=2000, rows=3, required=False, help_text=ALL_READ)
    refusals = {"date_wrong": "on", "too_early": "on", "no_act": "kind", "twice": "kind"}

    def __init__(self, *args: Any, kinds: Sequence[StepKind], **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": timezone.localdate()}, **kwargs)
        self.fields["kind"].choices = [(kind.value, _sentence(kind.label)) for kind in kinds]
        self.order_fields(["kind", "on", "note", "password"])
        self.helper = helper(Div("kind", css_class="choice-tiles"), "on", "note", "password")


class ConditionForm(forms.Form):
    """What somebody says about a condition: one of ``states``, with how they know."""

    state = forms.ChoiceField(
        label="Hoe staat het ermee?", widget=forms.RadioSelect, error_messages={"required": "Kies hoe het ermee staat."}
    )
    note = _text("Toelichting", longest=2000, rows=3, required=False, help_text=ALL_READ)
    refusals = {"same": "state", "not_yours": "state"}

    def __init__(self, *args: Any, states: Sequence[ConditionState], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [(state.value, _sentence(state.label)) for state in states]
        self.helper = helper(Div("state", css_class="choice-tiles"), "note")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


class AdoptForm(ConfirmedForm):
    adopted_on = DateField(label="Datum waarop het bestuur het programma vaststelt")
    refusals = {"date_wrong": "adopted_on"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"adopted_on": timezone.localdate()}, **kwargs)
        self.order_fields(["adopted_on", "password"])
        self.helper = helper("adopted_on", "password")
