"""The form that every editable row uses: a crispy form that merges what two people typed at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.formats import localize
from django.utils.timezone import localtime

from npo_planner.models import FieldEdit
from npo_planner.rows import Row
from npo_planner.values import as_list, raw


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


MISTAKEN = object()


@dataclass(frozen=True)
class Collision:
    """Two people changed one field: what the other made of it, who, and when. ``both`` when the texts can be joined."""

    who: str
    at: datetime | None
    theirs: str
    stored: str
    both: bool


class SeenForm:
    """A form that several people may have open at once; comes before ``forms.Form`` or ``forms.ModelForm``.

    It carries, hidden, the values that the person saw. When somebody else saved meanwhile, fields that only one of
    the two changed are merged; a field that both changed gets an error and a ``Collision``, and keeps what was typed.
    Saved again it wins, unless the person chose theirs or both (``keep-<field>``); when a third person saved
    meanwhile, it collides with that text first.
    """

    KEEP = ("theirs", "both")

    def begin(self) -> None:
        """Remember what is stored and add the hidden field; called at the end of ``__init__``."""
        self.before = dict(self.initial)
        self.collisions: dict[str, Collision] = {}
        self.kept: list[str] = []
        self.typed_values: dict[str, Any] = {}
        self.stored = {name: self._stored_text(name) for name in self.fields}
        for field in self.fields.values():
            name_no_choice(field)
        initial = json.dumps(self.stored) if self.is_of_something else ""
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=initial)

    @property
    def is_of_something(self) -> bool:
        """Whether what the form changes exists already, so that somebody else can have changed it too."""
        return True

    def last_edit(self, name: str) -> tuple[str, datetime | None]:
        """Who changed the stored value of ``name`` last, and when."""
        return "Iemand anders", None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        seen = self._seen(cleaned.pop("seen", ""))
        self.typed_values = dict(cleaned)
        if seen is not None:
            self._merge(cleaned, seen)
        return cleaned

    def changes(self) -> dict[str, Any]:
        """What of the cleaned data differs from what is stored."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if self._text(name, value) != self._text(name, self._was(name))
        }

    def fill_in(self, offered: Mapping[str, list[str]]) -> None:
        """Put what somebody took over from the page in the fields of this bound form, and check it; saves nothing."""
        for name, texts in offered.items():
            if name in self.stored:
                self._put(name, texts if isinstance(self[name].value(), list) else texts[0])
        self.is_valid()

    def _merge(self, cleaned: dict[str, Any], seen: dict[str, str]) -> None:
        shown = {}
        for name in [name for name in cleaned if name in self.stored and name in seen]:
            stored, mine = self.stored[name], self._text(name, cleaned[name])
            if stored == seen[name]:
                if self.data.get(self.add_prefix(f"keep-{name}")) in self.KEEP:
                    self._keep(name, cleaned)
            elif mine == seen[name]:
                cleaned[name] = self._stored_value(name)
            elif mine != stored:
                self._collide(name)
                shown[name] = stored
        # Saving again means: I have seen the other text of these fields, and of no others.
        self._put("seen", json.dumps(seen | shown))

    def _keep(self, name: str, cleaned: dict[str, Any]) -> None:
        """Do what the person chose for a field that had collided: theirs, or both."""
        value = self._stored_value(name)
        if self.data[self.add_prefix(f"keep-{name}")] == "both" and self._joins(name):
            value = self._joined(name, value, cleaned[name])
        cleaned[name] = value
        self.kept.append(name)
        self._put(name, raw(value))
        try:
            self.fields[name].clean(self[name].data)
        except forms.ValidationError as error:  # together they are too long
            self.add_error(name, error)

    def _joins(self, name: str) -> bool:
        field = self.fields[name]
        return type(field) is forms.CharField or isinstance(field, forms.ModelMultipleChoiceField)

    def _joined(self, name: str, theirs: Any, mine: Any) -> Any:
        if isinstance(self.fields[name], forms.ModelMultipleChoiceField):
            return theirs | mine
        between = "\n\n" if isinstance(self.fields[name].widget, forms.Textarea) else " / "
        return between.join(text for text in (theirs, mine) if text)

    def dispute(self, typed: Mapping[str, list[str]]) -> None:
        """Let the person choose, in an unbound form that shows ``typed``, between that and what is stored.

        Only of fields in which the two differ and both are right: a mistake overwrites nothing until it is mended.
        """
        disputed = [name for name, texts in typed.items() if name in self.stored and self._differs(name, texts)]
        for name in disputed:
            self._show_both(name)
        self.fields["seen"].initial = json.dumps(self.stored | dict.fromkeys(disputed))

    def _differs(self, name: str, texts: list[str]) -> bool:
        several = getattr(self.fields[name].widget, "allow_multiple_selected", False)
        try:
            value = self.fields[name].clean(texts if several else texts[0] if texts else "")
        except forms.ValidationError:
            return False
        return self._text(name, value) != self.stored[name]

    def _collide(self, name: str) -> None:
        collision = self._show_both(name)
        when = f" om {localtime(collision.at):%H:%M}" if collision.at else ""
        self.add_error(name, f"{collision.who} wijzigde dit{when} ook. Kies welke tekst blijft en bewaar opnieuw.")

    def _show_both(self, name: str) -> Collision:
        who, at = self.last_edit(name)
        collision = Collision(who, at, self._stored_display(name), self.stored[name], self._joins(name))
        self.collisions[name] = self.fields[name].collision = collision
        return collision

    def _put(self, name: str, value: str | list[str]) -> None:
        self.data = self.data.copy() if isinstance(self.data, MultiValueDict) else dict(self.data)
        if isinstance(value, list) and isinstance(self.data, MultiValueDict):
            self.data.setlist(self.add_prefix(name), value)
        else:
            self.data[self.add_prefix(name)] = value

    def _seen(self, raw_seen: str) -> dict[str, str | None] | None:
        if not raw_seen or not self.is_of_something:
            return None
        try:
            seen = json.loads(raw_seen)
        except (ValueError, RecursionError):
            return None
        if not isinstance(seen, dict):
            return None
        return {name: text for name, text in seen.items() if text is None or isinstance(text, str)}

    def _was(self, name: str) -> Any:
        return self.before.get(name, self.fields[name].initial if name in self.fields else None)

    def _stored_value(self, name: str) -> Any:
        field, value = self.fields[name], self._was(name)
        return field.clean(field.prepare_value(value)) if value not in (None, "", []) else field.clean("")

    def _stored_text(self, name: str) -> str:
        return self._text(name, self._was(name))

    def _stored_display(self, name: str) -> str:
        value = self._stored_value(name)
        if isinstance(self.fields[name], forms.ModelMultipleChoiceField):
            return ", ".join(str(v) for v in value)
        labels = dict(getattr(self.fields[name], "choices", ()))
        if isinstance(value, list):
            return ", ".join(str(labels.get(each, each)) for each in value)
        label = labels.get(value, value)
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


class RowForm(SeenForm, forms.ModelForm):
    """A form of one ``Row``, which merges what two people typed at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.begin()
        self.helper = helper(*self.layout(), "seen")

    def layout(self) -> list[Any]:
        """The crispy layout; the model's order unless a form has a better one."""
        return [name for name in self.fields if name != "seen"]

    @property
    def is_of_something(self) -> bool:
        return self.instance.pk is not None

    def last_edit(self, name: str) -> tuple[str, datetime | None]:
        edit = FieldEdit.objects.of(self.instance).filter(field=name).select_related("by").first()
        by, at = (edit.by, edit.at) if edit else (self.instance.changed_by, self.instance.changed_at)
        return (by.name if by else "Iemand anders"), at

    def as_typed(self) -> tuple[Row, dict[str, Any]]:
        """The row as the form shows it, and its many-to-many values apart: a copy, never to be saved.

        A field with a mistake keeps what is stored. What the page offers as initial, or a draft, counts as typed.
        """
        row, many = copy(self.instance), {}
        for name in self.stored:
            value = self._shown(name)
            if value is MISTAKEN:
                continue
            if isinstance(self.fields[name], forms.ModelMultipleChoiceField):
                many[name] = list(value)
            else:
                setattr(row, name, value)
        return row, many

    def _shown(self, name: str) -> Any:
        if self.is_bound:
            self.is_valid()
            return self.cleaned_data.get(name, MISTAKEN)
        try:
            return self.fields[name].clean(self[name].value())
        except forms.ValidationError:
            return MISTAKEN

    def sound(self) -> RowForm | None:
        """This form without the fields that have a mistake: those stay as they are stored.

        None when the rest is not right by itself (an end before the stored begin).
        """
        if not self.errors:
            return self
        if forms.forms.NON_FIELD_ERRORS in self.errors:
            return None
        fresh = type(self.instance)._default_manager.get(pk=self.instance.pk)
        data, stored = self.data.copy(), type(self)(instance=fresh)
        for name in self.errors:
            data.setlist(self.add_prefix(name), as_list(raw(stored[name].value())))
        rest = type(self)(data, instance=fresh)
        return rest if rest.is_valid() else None
