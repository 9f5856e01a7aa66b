"""The menukaart for administrators: editions, categories and interventions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from menukaart.models import Category, Edition, Intervention
from npo_planner.admin import CodesField, ReferenceAdmin
from scans.models import Domain
from schools.constants import Sector


@admin.register(Edition)
class EditionAdmin(ReferenceAdmin):
    list_display = ["name", "code", "published_on", "status", "how_many"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return super().get_queryset(request).with_how_many()

    def get_readonly_fields(self, request: HttpRequest, obj: Edition | None = None) -> list[str]:
        """Plans and versions name an edition by its code."""
        return ["code"] if obj else []

    @admin.display(description="interventies")
    def how_many(self, edition: Edition) -> int:
        return edition.how_many


@admin.register(Category)
class CategoryAdmin(ReferenceAdmin):
    """The letters return in the annual accounts: none comes or goes."""

    list_display = ["letter", "short_name", "name"]
    readonly_fields = ["letter"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class InterventionForm(forms.ModelForm):
    sectors = CodesField(
        label="Sectoren", choices=Sector.choices, required=False, help_text="Kies niets als de kaart niets vermeldt."
    )

    class Meta:
        fields = [
            "edition",
            "code",
            "category",
            "name",
            "effect_months",
            "evidence",
            "cost",
            "sectors",
            "domains",
            "note",
            "source",
        ]
        help_texts = {
            "code": "Eigen code, bijvoorbeeld B3: de kaart heeft alleen letters.",
            "evidence": "1 tot en met 5; leeg als de kaart niets vermeldt.",
            "cost": "1 tot en met 5; leeg als de kaart niets vermeldt.",
        }


@admin.register(Intervention)
class InterventionAdmin(ReferenceAdmin):
    form = InterventionForm
    fields = InterventionForm.Meta.fields
    list_display = ["name", "code", "edition", "category", "effect_months", "evidence", "cost"]
    list_filter = ["edition", "category"]
    list_select_related = ["edition", "category"]
    search_fields = ["name", "code"]

    def get_readonly_fields(self, request: HttpRequest, obj: Intervention | None = None) -> list[str]:
        """Plans and versions name an intervention by its edition and code."""
        return ["edition", "code"] if obj else []

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only the shared fields: those that a school added are of that school."""
        kwargs["queryset"] = Domain.objects.shared()
        return super().formfield_for_manytomany(db_field, request, **kwargs)
