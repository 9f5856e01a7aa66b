"""The form that every editable row uses: a crispy form that merges what two people typed at once."""

from __future__ import annotations

import json
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.formats import localize
from django.utils.timezone import localtime


def helper(*parts: Any) -> FormHelper:
    """A helper that renders fields only: the page around it has the form tag, the buttons and the error summary."""
    made = FormHelper()
    made.form_tag = False
    made.disable_csrf = True
    made.form_show_errors = True
    made.layout = Layout(*parts)
    return made


def name_no_choice(field: forms.Field) -> None:
    """Give the empty choice of a select words instead of Django's dashes."""
    words = "Kies" if field.required else "niet ingevuld"
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label and field.empty_label.startswith("---"):
            field.empty_label = words
    elif isinstance(field, forms.ChoiceField):
        field.choices = [(value, label if value != "" else words) for value, label in field.choices]


class RowForm(forms.ModelForm):
    """A form of one ``Row``.

    It carries, hidden, the values that the person saw. When somebody else saved meanwhile, fields that only one of
    the two changed are merged; a field that both changed gets an error that shows the other text, keeps what was
    typed, and wins when saved again.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = {name: self._stored_text(name) for name in self.fields if name != "seen"}
        for field in self.fields.values():
            name_no_choice(field)
        self.fields["seen"].initial = json.dumps(self.stored) if self.instance.pk else ""
        self.helper = helper(*self.layout(), "seen")

    def layout(self) -> list[Any]:
        """The crispy layout; the model's order unless a form has a better one."""
        return [name for name in self.fields if name != "seen"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        seen = self._seen(cleaned.pop("seen", ""))
        if seen is not None and seen != self.stored:
            self._merge(cleaned, seen)
        return cleaned

    def _merge(self, cleaned: dict[str, Any], seen: dict[str, str]) -> None:
        shown = {}
        for name in list(cleaned):
            if name not in self.stored or name not in seen:
                continue
            stored, mine = self.stored[name], self._text(name, cleaned[name])
            if stored in (seen[name], mine):
                continue
            if mine == seen[name]:
                cleaned[name] = self._stored_value(name)
            else:
                self.add_error(name, self._collision(name))
                shown[name] = stored
        # Saving again means: I have seen the other text of these fields, and of no others.
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = json.dumps(seen | shown)

    def _collision(self, name: str) -> str:
        who = self.instance.changed_by.name if self.instance.changed_by else "Iemand anders"
        when = f"{localtime(self.instance.changed_at):%H:%M}"
        other = self._stored_display(name) or "leeg"
        return (
            f"{who} wijzigde dit om {when} in: “{other}”. Uw eigen tekst staat nog in het veld. "
            "Pas aan wat nodig is en bewaar opnieuw."
        )

    def _seen(self, raw: str) -> dict[str, str] | None:
        if not raw or not self.instance.pk:
            return None
        try:
            seen = json.loads(raw)
        except (ValueError, RecursionError):
            return None
        return seen if isinstance(seen, dict) else None

    def _stored_value(self, name: str) -> Any:
        field = self.fields[name]
        value = self.initial.get(name, field.initial)
        return field.clean(field.prepare_value(value)) if value not in (None, "", []) else field.clean("")

    def _stored_text(self, name: str) -> str:
        return self._text(name, self.initial.get(name, self.fields[name].initial))

    def _stored_display(self, name: str) -> str:
        value = self._stored_value(name)
        if isinstance(self.fields[name], forms.ModelMultipleChoiceField):
            return ", ".join(str(v) for v in value)
        label = dict(getattr(self.fields[name], "choices", ())).get(value, value)
        return "" if label is None else str(localize(label))

    @staticmethod
    def _text(name: str, value: Any) -> str:
        """One comparable text for a value, whether it came from the row or from cleaned data."""
        if value is None:
            return ""
        if hasattr(value, "pk"):
            return str(value.pk)
        if isinstance(value, str | bytes):
            return str(value).replace("\r\n", "\n")
        if hasattr(value, "normalize"):
            return f"{value.normalize():f}"
        if hasattr(value, "__iter__"):
            return ",".join(sorted(str(getattr(v, "pk", v)) for v in value))
        return str(value)
