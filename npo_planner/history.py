"""The history of each field: who changed what when, kept by every save of a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone

from npo_planner.models import FieldEdit
from npo_planner.values import as_list, raw, subject_of

ONE_GO = timedelta(minutes=10)
"""Saves of one person in one field that follow each other within this time are one edit."""


def record(row: models.Model, changes: Mapping[str, tuple[Any, Any]], *, by: Any) -> list[str]:
    """Note ``changes`` (name to old and new value) of ``row``; the names of the fields in which a new edit began.

    Called with the row locked. One query, and one more for each change.
    """
    last = {edit.field: edit for edit in FieldEdit.objects.of(row).filter(field__in=changes).order_by("at", "pk")}
    begun = []
    for name, (old, new) in changes.items():
        edit = last.get(name)
        if edit and edit.by_id == by.pk and edit.at > timezone.now() - ONE_GO:
            edit.after = raw(new)
            edit.save(update_fields=["after", "at"])
        else:
            FieldEdit.objects.create(subject=subject_of(row), field=name, by=by, before=raw(old), after=raw(new))
            begun.append(name)
    return begun


@dataclass(frozen=True)
class Past:
    """One earlier text of a field: ``shown`` to people, ``texts`` for the form; ``who`` changed it at ``at``."""

    texts: tuple[str, ...]
    shown: str
    who: str
    at: datetime


@dataclass(frozen=True)
class FieldHistory:
    """The field ``name`` of a form: what it is now, and what it was, newest first."""

    name: str
    label: str
    now: str
    past: tuple[Past, ...]


def of_form(form: forms.Form, edits: Iterable[FieldEdit]) -> list[FieldHistory]:
    """The history of the fields of ``form``, in its order; fields that never changed are left out."""
    per_field: dict[str, list[FieldEdit]] = {}
    for edit in edits:
        per_field.setdefault(edit.field, []).append(edit)
    return [_of_field(form[name], per_field[name]) for name in form.fields if name in per_field]


def _of_field(bound: forms.BoundField, edits: list[FieldEdit]) -> FieldHistory:
    past = tuple(
        Past(
            tuple(as_list(edit.before)), shown(bound.field, edit.before), edit.by.name if edit.by else "Iemand", edit.at
        )
        for edit in edits
    )
    return FieldHistory(bound.name, bound.label, shown(bound.field, raw(bound.value())), past)


def shown(field: forms.Field, value: str | list[str]) -> str:
    """What people call ``value`` (as ``raw`` gives it): the label of a choice, an empty field "leeg"."""
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    words = [labels.get(each, "niet meer te kiezen") if labels else each for each in as_list(value) if each != ""]
    return ", ".join(words) or "leeg"
