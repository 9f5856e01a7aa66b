"""What people fill in to ask, to answer, and to deliberate; and which threads they want to see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div
from django import forms

from npo_planner.forms import helper
from programmes.consent.constants import UNANSWERED, ThreadKind, ThreadState
from programmes.document.sections import Section

FOR_ALL = "De MR en de school kunnen dit lezen."

Places = Sequence[tuple[Section, Sequence[Section]]]
"""The sections that people can talk about, each with its rows."""


def text_field(label: str, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 6})
    return forms.CharField(label=label, max_length=3000, widget=widget, help_text=help_text)


class PlaceForm(forms.Form):
    """Something about one of ``places``; with ``anchor`` about that one, and nobody is asked."""

    section = forms.ChoiceField(
        label="Waar gaat het over?", error_messages={"invalid_choice": "Kies een onderdeel van dit plan."}
    )
    refusals = {"no_section": "section", "empty": "text"}

    def __init__(self, *args: Any, places: Places, anchor: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.anchor = anchor
        if anchor:
            del self.fields["section"]
            self.refusals = {"empty": "text"}
        else:
            self.fields["section"].choices = [_choice(section, rows) for section, rows in places]
        self.helper = helper(*(Div(name, css_class="choice-tiles") if name == "kind" else name for name in self.fields))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        return cleaned | {"section": self.anchor} if self.anchor else cleaned


def _choice(section: Section, rows: Sequence[Section]) -> tuple[str, Any]:
    """A section as an option; one with rows as a group of options."""
    if not rows:
        return section.anchor, section.title
    return section.title, [(section.anchor, f"{section.title} (alles)"), *((row.anchor, row.title) for row in rows)]


class CommentForm(PlaceForm):
    """A question, a remark or a proposal, for the MR and the school."""

    kind = forms.ChoiceField(
        label="Wat is het?",
        choices=[(kind.value, kind.label.capitalize()) for kind in ThreadKind],
        widget=forms.RadioSelect,
        initial=ThreadKind.QUESTION,
        required=False,
    )
    text = text_field("Uw vraag of opmerking", FOR_ALL)

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or ThreadKind.QUESTION


class DeliberationForm(PlaceForm):
    """What the MR says to itself."""

    text = text_field("Wat wilt u de MR zeggen?")


class ReplyForm(forms.Form):
    refusals = {"empty": "text"}

    def __init__(self, *args: Any, label: str = "Uw antwoord", is_private: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = text_field(label, "" if is_private else FOR_ALL)
        self.helper = helper("text")


class ShowForm(forms.Form):
    """Which threads a list shows; anything else than a known word shows what waits for an answer."""

    OPEN, ALL = "open", "alles"
    STATES = {
        OPEN: UNANSWERED,
        "beantwoord": (ThreadState.ANSWERED,),
        "afgehandeld": (ThreadState.RESOLVED,),
        ALL: tuple(ThreadState),
    }
    LABELS = {OPEN: "Open", "beantwoord": "Beantwoord", "afgehandeld": "Afgehandeld", ALL: "Alles"}
    toon = forms.ChoiceField(choices=LABELS.items(), required=False)

    @property
    def chosen(self) -> str:
        return self.cleaned_data.get("toon") or self.OPEN if self.is_valid() else self.OPEN
