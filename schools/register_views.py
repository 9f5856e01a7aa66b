"""Pages for administrators: upload a file of DUO, see what it would change, then apply or cancel it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from npo_planner.access import on, signed_in
from npo_planner.errors import Refused
from schools import rules
from schools.models import RegisterImport, User
from schools.operations import register as operations
from schools.register_forms import RegisterApplyForm, RegisterUploadForm

SHOWN = 50


def keeps_register(user: User, found: RegisterImport) -> bool:
    return rules.is_administrator(user)


@signed_in(rules.is_administrator)
def register(request: HttpRequest) -> HttpResponse:
    return _list(request, RegisterUploadForm())


@signed_in(rules.is_administrator, methods=("POST",))
def register_upload(request: HttpRequest) -> HttpResponse:
    form = RegisterUploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list(request, form)
    file = form.cleaned_data["file"]
    try:
        found = operations.upload(
            file_name=file.name, data=file.read(), file_date=form.cleaned_data["file_date"], by=request.user
        )
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return _list(request, form)
    return redirect("register_preview", pk=found.pk)


@on(RegisterImport, keeps_register)
def register_preview(request: HttpRequest, found: RegisterImport) -> HttpResponse:
    """Before it is applied: what it would do. Afterwards: what it did."""
    return render(
        request,
        "schools/register_preview.html",
        {"found": found, "report": found.report, "form": _apply_form(found)},
    )


@on(RegisterImport, keeps_register, methods=("POST",))
def register_apply(request: HttpRequest, found: RegisterImport) -> HttpResponse:
    form = _apply_form(found, request.POST)
    close_missing = form.is_valid() and form.cleaned_data["close_missing"]
    try:
        operations.apply_upload(found=found, close_missing=close_missing, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Het bestand is verwerkt.")
    return redirect("register_preview", pk=found.pk)


@on(RegisterImport, keeps_register, methods=("POST",))
def register_cancel(request: HttpRequest, found: RegisterImport) -> HttpResponse:
    try:
        operations.cancel_upload(found=found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Het bestand is weggegooid. Er is niets gewijzigd.")
    return redirect("register")


def _list(request: HttpRequest, form: RegisterUploadForm) -> HttpResponse:
    # Without the files themselves: fifty of them are too much for one page.
    imports = RegisterImport.objects.visible_to(request.user).defer("content").select_related("by")[:SHOWN]
    return render(request, "schools/register_list.html", {"form": form, "imports": imports})


def _apply_form(found: RegisterImport, data: object = None) -> RegisterApplyForm:
    return RegisterApplyForm(data, missing=found.report["counts"]["not_closed"])
