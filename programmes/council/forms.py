"""What people fill in for a proposal of the board and for the decision of the GMR about it.

Those of voting and deciding are the forms of the MR, in the words of the GMR.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Column, Row
from django import forms

from npo_planner.fields import CountField, EuroField, RowsField
from npo_planner.forms import RowForm, helper
from programmes.consent.forms import DecisionForm, TermForm, VoteForm, WithdrawForm
from programmes.consent.round_forms import HandVoteForm
from programmes.models import BoardProposal, ProposalLine, Reglement
from schools.constants import Geleding
from schools.models import Membership, School


class ProposalForm(RowForm):
    class Meta:
        model = BoardProposal
        fields = ["title", "use", "reason"]
        labels = {
            "title": "Titel van het voorstel",
            "use": "Waarvoor gebruikt het bestuur het geld?",
            "reason": "Waarom doen de scholen dit samen, en niet elke school zelf?",
        }
        help_texts = {
            "title": "Bijvoorbeeld: een zomerschool voor alle scholen.",
            "use": "De bedragen per schooljaar vult u daarna in.",
        }
        widgets = {"use": forms.Textarea(attrs={"rows": 6}), "reason": forms.Textarea(attrs={"rows": 5})}


class ProposalLineForm(RowForm):
    amount = EuroField(label="Bedrag in euro", required=False, help_text="Leeg als u het nog niet weet.")
    schools = RowsField(
        queryset=School.objects.none(),
        label="Welke scholen hebben er iets aan?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ProposalLine
        fields = ["purpose", "year", "amount", "schools", "note"]
        labels = {"purpose": "Waarvoor", "year": "Schooljaar", "note": "Toelichting"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        proposal = self.instance.proposal
        self.fields["year"].queryset = proposal.round.years.all()
        self.fields["year"].empty_label = "Kies een schooljaar"
        self.fields["schools"].queryset = proposal.board.schools.open()

    def layout(self) -> list[Any]:
        return ["purpose", Row(Column("year"), Column("amount")), "schools", "note"]


class GmrSubmitForm(TermForm):
    council, about = "GMR", "voorstel"


class GmrWithdrawForm(WithdrawForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Waarom haalt u het voorstel terug?"
        self.fields["reason"].help_text = "De GMR leest dit in de mail."


class GmrVoteForm(VoteForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        helps = {
            "reason": "Mag leeg blijven. De andere leden van de GMR kunnen dit lezen, het bestuur niet.",
            "conditions": "Mag leeg blijven. De secretaris legt ze vast als de GMR er samen voor kiest.",
        }
        for seat in self.seats:
            for name, text in helps.items():
                self.fields[f"{name}_{seat.geleding}"].help_text = text


class GmrDecisionForm(DecisionForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].label = "Wat heeft de GMR besloten?"
        self.fields["outcome"].error_messages["required"] = "Kies wat de GMR besloot."
        self.fields[
            "reasons"
        ].help_text = "Nodig bij instemming met voorwaarden en bij instemming onthouden. Het bestuur leest dit."
        self.fields["deviation"].label = "Waarom besloot de GMR anders dan de uitslag volgens het reglement?"


class GmrSeatForm(forms.Form):
    """Somebody who gets a vote while the round runs: a member who came later, or somebody without an account."""

    member = forms.ChoiceField(label="Wie", required=False)
    name = forms.CharField(
        label="Naam van iemand zonder account",
        max_length=120,
        required=False,
        help_text="Alleen invullen als deze persoon niet in de lijst staat. U voert de stem dan zelf in.",
    )
    geleding = forms.ChoiceField(label="Namens wie", required=False)
    refusals = {"seated": "member", "not_a_member": "member", "wrong_geleding": "geleding"}

    def __init__(self, *args: Any, late: Sequence[Membership], geledingen: Sequence[Geleding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.late = {str(each.pk): each for each in late}
        named = [(key, f"{each.user.name} ({each.geleding})") for key, each in self.late.items()]
        self.fields["member"].choices = [("", "iemand zonder account"), *named]
        self.fields["geleding"].choices = [("", "Kies een geleding"), *((g.value, g.label) for g in geledingen)]
        self.fields["geleding"].help_text = "Alleen nodig bij iemand zonder account."
        self.helper = helper("member", "name", "geleding")

    def clean(self) -> dict[str, Any]:
        """``user`` (None: without an account), ``name`` and ``geleding``."""
        cleaned = super().clean()
        member = self.late.get(cleaned.pop("member", ""))
        if member is not None:
            return {"user": member.user, "name": member.user.name, "geleding": member.geleding}
        if not self.errors and not cleaned["name"]:
            self.add_error("name", "Kies een lid of vul een naam in.")
        if not self.errors and not cleaned["geleding"]:
            self.add_error("geleding", "Kies namens wie deze persoon stemt.")
        return {"user": None} | cleaned


class GmrHandVoteForm(HandVoteForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = "Bijvoorbeeld: op papier, of in de vergadering. De GMR leest dit."
        help_text = "Mag leeg blijven. De andere leden van de GMR kunnen dit lezen, het bestuur niet."
        self.fields["reason"].help_text = help_text


class GmrReglementForm(RowForm):
    """What the reglement of the GMR says about deciding. Empty is "not filled in", never a guess."""

    term_weeks = CountField(
        label="Termijn om te reageren, in weken", required=False, min_value=1, max_value=52, help_text="Leeg mag."
    )

    class Meta:
        model = Reglement
        fields = ["term_weeks", "majority", "abstentions", "quorum", "quorum_each", "source"]
        labels = {
            "majority": "Wanneer stemt de GMR in?",
            "abstentions": "Wat gebeurt er met onthoudingen?",
            "quorum": "Hoeveel leden moeten minstens stemmen?",
            "quorum_each": "Dat minimum geldt ook voor elke geleding apart",
            "source": "Waar staat dit?",
        }
        help_texts = {"source": "Bijvoorbeeld: reglement van de GMR, artikel 25."}
