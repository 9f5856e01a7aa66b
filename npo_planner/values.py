"""A value of a row as its form field takes it back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from npo_planner.money import number


def subject_of(row: models.Model) -> str:
    """How the log and the history name ``row``: ``scans.finding:5``."""
    return f"{row._meta.label_lower}:{row.pk}"


def raw(value: Any) -> str | list[str]:
    """``value`` as a form field of its kind takes it back: the keys of rows, Dutch numbers, ISO dates."""
    if value is None:
        return ""
    if hasattr(value, "pk"):
        return str(value.pk)
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return sorted(str(getattr(each, "pk", each)) for each in value)
    return str(value)


def as_list(value: str | list[str]) -> list[str]:
    """The texts of a value: one, or as many as a field of several choices has."""
    return value if isinstance(value, list) else [value]
