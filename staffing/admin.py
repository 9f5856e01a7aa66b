"""Kinds of staff and their tariffs, for administrators."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from npo_planner.admin import ReferenceAdmin, ReferenceInline
from staffing.models import StaffKind, Tariff


class TariffInline(ReferenceInline):
    model = Tariff


@admin.register(StaffKind)
class StaffKindAdmin(ReferenceAdmin):
    list_display = ["name", "usual_engagement", "vat_on_hire", "rank"]
    search_fields = ["name"]
    inlines = [TariffInline]

    def get_readonly_fields(self, request: HttpRequest, obj: StaffKind | None = None) -> list[str]:
        """Addresses and versions name a kind by its code."""
        return ["code"] if obj else []


@admin.register(Tariff)
class TariffAdmin(ReferenceAdmin):
    list_display = ["label", "kind", "sector", "amount"]
    list_filter = ["sector", "kind"]
    list_select_related = ["kind"]
