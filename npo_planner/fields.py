"""Form fields for what Dutch people type: amounts, numbers, and a choice that may be something else."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models

from npo_planner.money import euro, number

THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+", re.ASCII)
PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)


def dutch_number(text: str) -> str:
    """``'€ 56.298,50'`` -> ``'56298.50'``. A dot before three digits groups thousands; else it is a decimal sign.

    Raises ValueError for anything else, also for what only Python reads as a number: 1e5, 1_000, NaN.
    """
    bare = "".join(text.replace("€", "").replace("−", "-").split())
    whole, comma, decimals = bare.partition(",")
    if THOUSANDS.fullmatch(whole):
        whole = whole.replace(".", "")
    elif comma and "." in whole:
        raise ValueError(f"dots that do not group thousands: {text[:40]!r}")
    plain = f"{whole}.{decimals if decimals.strip('-') else ''}" if comma else whole  # 2.250,- is 2.250
    if not PLAIN.fullmatch(plain):
        raise ValueError(f"not a number: {text[:40]!r}")
    return plain


class NumberField(forms.DecimalField):
    """A decimal number typed the Dutch way (comma, or dot, as decimal sign)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 12)
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "Vul een getal in, bijvoorbeeld 12,5."
        self.error_messages["max_decimal_places"] = f"Gebruik hoogstens {self.decimal_places} cijfers achter de komma."
        if self.min_value is not None:
            self.error_messages["min_value"] = f"Vul {number(self.min_value)} of meer in."
        if self.max_value is not None:
            self.error_messages["max_value"] = f"Vul hoogstens {number(self.max_value)} in."

    def to_python(self, value: Any) -> Decimal | None:
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return super().to_python(dutch_number(value) if value.strip() else "")
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return number(value) if isinstance(value, Decimal) else value


class EuroField(NumberField):
    """An amount in whole euros and cents, without a limit below a hundred million."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_value", Decimal("99999999.99"))
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "Vul een bedrag in, bijvoorbeeld 2.250 of 2.250,50."

    def prepare_value(self, value: Any) -> Any:
        """An amount as people write it: whole euros without cents, else both of them."""
        if isinstance(value, Decimal) and value.is_finite() and value != value.to_integral_value():
            return euro(value).removeprefix("€\u00a0")
        return super().prepare_value(value)


class CountField(NumberField):
    """How many, as an int: 1.200 is twelve hundred, where Django's own IntegerField would read 1."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_value", 99_999)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(decimal_places=0, **kwargs)
        self.error_messages["invalid"] = "Vul een heel getal in, bijvoorbeeld 12."
        self.error_messages["max_decimal_places"] = self.error_messages["invalid"]

    def clean(self, value: Any) -> int | None:
        counted = super().clean(value)
        return None if counted is None else int(counted)


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows by their keys. A key that is too large for SQLite is no row, and no fault of ours."""

    def clean(self, value: Any) -> models.QuerySet:
        try:
            return super().clean(value)
        except OverflowError as error:
            text = self.error_messages["invalid_choice"]
            largest = max(value, key=lambda key: len(str(key)))
            raise forms.ValidationError(text, code="invalid_choice", params={"value": largest}) from error


class CodesField(forms.MultipleChoiceField):
    """Several choices, kept in one text field as codes with spaces between them."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        return value.split() if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        return " ".join(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class SuggestInput(forms.TextInput):
    """A text field that suggests values but accepts any: an ``<input list>`` with its ``<datalist>``."""

    template_name = "widgets/suggest.html"

    def __init__(self, suggestions: list[str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_list"
        context["widget"]["attrs"]["list"] = list_id
        return context | {"list_id": list_id, "suggestions": self.suggestions}


class DateField(forms.DateField):
    """A date from the browser's own date picker; typed dates may be Dutch.

    ``any_year``: the form has a limit of its own, and a better sentence for it.
    """

    def __init__(self, *, any_year: bool = False, **kwargs: Any) -> None:
        self.any_year = any_year
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"])
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "Vul een datum in, bijvoorbeeld 31-07-2023."

    def clean(self, value: Any) -> date | None:
        """A year that no plan has is a slip of the keyboard, and sums over its months would not end."""
        day = super().clean(value)
        if day and not self.any_year and not 1990 <= day.year <= 2100:
            raise forms.ValidationError("Kies een datum met een jaar tussen 1990 en 2100.", code="year")
        return day
