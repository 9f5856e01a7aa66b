"""Kinds of staff, their tariffs and the subsidies for them, for administrators."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from npo_planner.admin import ReferenceAdmin, ReferenceInline
from staffing.models import StaffKind, Subsidy, Tariff


class TariffInline(ReferenceInline):
    model = Tariff


class CodedAdmin(ReferenceAdmin):
    def get_readonly_fields(self, request: HttpRequest, obj: object | None = None) -> list[str]:
        """Addresses and versions name a row by its code."""
        return ["code"] if obj else []


@admin.register(StaffKind)
class StaffKindAdmin(CodedAdmin):
    list_display = ["name", "group", "usual_engagement", "vat_on_hire", "rank"]
    list_filter = ["group"]
    search_fields = ["name"]
    inlines = [TariffInline]


@admin.register(Tariff)
class TariffAdmin(ReferenceAdmin):
    list_display = ["label", "kind", "sector", "basis", "amount", "highest"]
    list_filter = ["sector", "kind"]
    list_select_related = ["kind"]


@admin.register(Subsidy)
class SubsidyAdmin(CodedAdmin):
    list_display = ["name", "amount", "per", "opens_on", "closes_on"]
    search_fields = ["name"]
