"""The admin: reference data only, so that an administrator keeps the menukaart and reads no plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin import AdminSite, ModelAdmin, StackedInline
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.query import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache

from npo_planner import audit
from npo_planner.fields import NumberField, RowsField


class ReferenceSite(AdminSite):
    """Signs people in and out by the product's own pages, and takes in nothing but ``ReferenceAdmin``."""

    site_title = "NPO Planner"
    site_header = "NPO Planner, gegevensbeheer"
    index_title = "Gegevens die voor alle scholen gelden"
    site_url = "/"
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: type[ModelAdmin] | None = None, **options: Any) -> None:
        """Leave out what other apps bring along, such as the groups of ``django.contrib.auth``."""
        if admin_class is not None and issubclass(admin_class, ReferenceAdmin):
            super().register(model_or_iterable, admin_class, **options)

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Raises PermissionDenied for who signed in and is no administrator: to sign in again does not help them."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("administration")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("password_change")


class ForAdministrators:
    """Every administrator may do everything here: there are no finer rights."""

    formfield_overrides = {
        models.DecimalField: {"form_class": NumberField},
        models.ManyToManyField: {"form_class": RowsField, "widget": forms.CheckboxSelectMultiple},
        models.URLField: {"assume_scheme": "https", "widget": AdminURLFieldWidget},
    }

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)


class ReferenceInline(ForAdministrators, StackedInline):
    """Rows on the page of what they belong to. They are deleted on their own page, which names no part of a plan."""

    can_delete = False
    extra = 0
    show_change_link = True


class ReferenceAdmin(ForAdministrators, ModelAdmin):
    """Reference data. Every change also stands in the audit trail, with what it was and became."""

    empty_value_display = "niet vermeld"
    list_per_page = 50
    list_max_show_all = 200

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        _log_form(request, form, added=not change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        added = {id(obj) for obj in formset.new_objects}
        for row in formset.forms:
            _log_form(request, row, added=id(row.instance) in added)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        audit.log(by=request.user, event="reference_deleted", subject=obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for obj in queryset:
            audit.log(by=request.user, event="reference_deleted", subject=obj)
        super().delete_queryset(request, queryset)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        """As Django, but what a school wrote is not named, and what it chose among several is in use too.

        Django gives a link (safe text) for what has a page here, and the bare words of anything else.
        """
        doomed, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        told = [text for text in protected if isinstance(text, SafeString)]
        if len(told) < len(protected) or any(self._is_chosen(obj) for obj in objs):
            told.append("plannen van scholen of edities van de menukaart")
        return doomed, counts, perms_needed, told

    def _is_chosen(self, obj: models.Model) -> bool:
        """Whether a school ticked ``obj`` in a list: that choice would go with it, which no database refuses."""
        lists = [relation for relation in obj._meta.related_objects if relation.many_to_many]
        of_schools = [each for each in lists if not self.admin_site.is_registered(each.related_model)]
        return any(each.related_model._base_manager.filter(**{each.field.name: obj}).exists() for each in of_schools)


def _log_form(request: HttpRequest, form: Any, *, added: bool) -> None:
    if not form.has_changed():
        return
    detail = {name: [_text(form.initial.get(name)), _text(form.cleaned_data[name])] for name in form.changed_data}
    event = "reference_added" if added else "reference_changed"
    audit.log(by=request.user, event=event, subject=form.instance, detail=detail)


def _text(value: Any) -> str:
    if isinstance(value, list | tuple | QuerySet):
        return ", ".join(sorted(str(each) for each in value))
    return "" if value is None else str(value)
