"""Boards for administrators: from which number their figures are shown. No people, no schools."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from npo_planner.admin import ReferenceAdmin
from schools.models import Board


class BoardForm(forms.ModelForm):
    class Meta:
        fields = ["number", "name", "town", "kvk", "small_number_threshold"]
        help_texts = {
            "number": "Zoals DUO het noemt: BEVOEGD GEZAG NUMMER.",
            "small_number_threshold": "Kleinere aantallen leerlingen ziet het bestuur niet. Nooit minder dan 5.",
        }

    def clean_small_number_threshold(self) -> int:
        threshold = self.cleaned_data["small_number_threshold"]
        if threshold < 5:
            raise forms.ValidationError("Kies 5 of meer.")
        return threshold


@admin.register(Board)
class BoardAdmin(ReferenceAdmin):
    """Boards come from the register: the next import would write over a name that somebody typed here."""

    form = BoardForm
    list_display = ["name", "number", "town", "small_number_threshold"]
    list_display_links = ["name", "number"]
    readonly_fields = ["number", "name", "town", "kvk"]
    search_fields = ["name", "number", "town"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
