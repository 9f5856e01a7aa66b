"""The fields of development that all schools share, for administrators."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from npo_planner.admin import ReferenceAdmin
from npo_planner.fields import CodesField
from scans.models import Domain
from schools.constants import Sector


class DomainForm(forms.ModelForm):
    sectors = CodesField(
        label="Sectoren", choices=Sector.choices, required=False, help_text="Kies niets als het voor alle geldt."
    )

    class Meta:
        fields = ["name", "kind", "sectors", "rank"]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if Domain.objects.shared().filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Dit ontwikkelgebied is er al.")
        return name


@admin.register(Domain)
class DomainAdmin(ReferenceAdmin):
    form = DomainForm
    list_display = ["name", "kind", "sectors", "rank"]
    search_fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Domain]:
        """Not the fields that a school added itself."""
        return super().get_queryset(request).shared()
