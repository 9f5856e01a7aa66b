"""The categories for administrators. Editions and interventions have pages of the product (``editor_views``): there a
published edition is never altered, and the admin is no way around that."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from menukaart.models import Category
from npo_planner.admin import ReferenceAdmin


@admin.register(Category)
class CategoryAdmin(ReferenceAdmin):
    """The letters return in the annual accounts: none comes or goes."""

    list_display = ["letter", "short_name", "name"]
    readonly_fields = ["letter"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
