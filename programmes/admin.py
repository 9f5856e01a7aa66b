"""What the ministry decided: rounds, their school years and amounts. Nothing that a school wrote."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from menukaart.models import Edition
from npo_planner.admin import ReferenceAdmin, ReferenceInline
from npo_planner.fields import CodesField
from programmes.models import FundingRate, Round, RoundYear
from schools.constants import Kind


class YearForm(forms.ModelForm):
    class Meta:
        labels = {"round": "Regeling"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end <= start:
            self.add_error("end", "Het einde ligt niet na het begin.")
        return cleaned


class RateForm(forms.ModelForm):
    kinds = CodesField(label="Schoolsoorten", choices=Kind.choices)

    class Meta:
        labels = {"year": "Schooljaar"}
        help_texts = {"amount": "Leeg als geen bron het noemt: de school wordt er dan naar gevraagd."}


class YearInline(ReferenceInline):
    model = RoundYear
    form = YearForm


class RateInline(ReferenceInline):
    model = FundingRate
    form = RateForm


@admin.register(Round)
class RoundAdmin(ReferenceAdmin):
    list_display = ["name", "code", "edition", "spending_deadline", "is_open"]
    list_select_related = ["edition"]
    inlines = [YearInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Round | None = None) -> list[str]:
        """Addresses and versions name a round by its code."""
        return ["code"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """New plans choose from an edition that was published."""
        if db_field.name == "edition":
            kwargs["queryset"] = Edition.objects.published()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(RoundYear)
class RoundYearAdmin(ReferenceAdmin):
    form = YearForm
    list_display = ["label", "of_round", "start", "end", "count_on", "new_money"]
    list_select_related = ["round"]
    inlines = [RateInline]

    @admin.display(description="regeling")
    def of_round(self, year: RoundYear) -> str:
        return str(year.round)


@admin.register(FundingRate)
class FundingRateAdmin(ReferenceAdmin):
    form = RateForm
    list_display = ["label", "of_year", "basis", "amount", "kinds"]
    list_filter = ["year", "basis"]
    list_select_related = ["year"]

    @admin.display(description="schooljaar")
    def of_year(self, rate: FundingRate) -> str:
        return str(rate.year)
