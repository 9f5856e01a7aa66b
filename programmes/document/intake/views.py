"""Begin a plan with one that exists: choose its file, see what comes along, apply."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from npo_planner.access import on
from npo_planner.errors import Refused
from programmes.document.intake.fit import fit
from programmes.document.intake.forms import ApplyForm, FileForm
from programmes.document.intake.operations import empty_place, take_in
from programmes.document.intake.preview import preview, sign, unsign
from programmes.document.intake.reading import read
from programmes.plan import rules
from schools.models import School


@on(School, rules.can_start, methods=("GET", "POST"))
def intake(request: HttpRequest, school: School) -> HttpResponse:
    """Ask for a file; then show what it says, which is not written yet."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    shown = _shown(form, school, request.user.pk) if form.is_valid() else None
    if shown is None:
        return render(request, "programmes/intake/file.html", {"school": school, "form": form})
    return render(request, "programmes/intake/preview.html", shown | {"school": school})


def _shown(form: FileForm, school: School, user_pk: int) -> dict[str, Any] | None:
    """What a preview of the file of a valid form tells; None when it is refused, which then stands at the field."""
    data = form.cleaned_data["file"].read()
    try:
        document = read(data)
        found = fit(document, school)
        begun = empty_place(school, found.round)
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return None
    plan = sign(data.decode("utf-8-sig"), school, user_pk)
    told = preview(document, found, school)
    return {"document": document, "preview": told, "begun": begun, "form": ApplyForm(initial={"plan": plan})}


@on(School, rules.can_start, methods=("POST",))
def intake_apply(request: HttpRequest, school: School) -> HttpResponse:
    """Write what was looked at. The file is read again: since then the school may have written something itself."""
    form = ApplyForm(request.POST)
    try:
        text = unsign(form.data.get("plan", "") if form.is_valid() else "", school, request.user.pk)
        programme, found = take_in(school=school, document=read(text.encode()), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("intake", pk=school.pk)
    left = f" Niet meegekomen: {len(found.lost)}." if found.lost else ""
    messages.success(request, f"Het plan is ingelezen als concept.{left} Loop alle stappen na.")
    return redirect(programme)
