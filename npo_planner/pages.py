"""The three pages that every editable row has: write it, delete it, move it up or down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import models
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from npo_planner.errors import Refused
from npo_planner.rows import Row, delete_row, move_row, save_row
from npo_planner.walk import walk_of


def form_page(
    request: HttpRequest,
    form: BaseForm,
    save: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    back: str,
    said: str = "Bewaard.",
    template: str = "row_form.html",
    **context: Any,
) -> HttpResponse:
    """Show ``form``; when it was posted and is valid call ``save(cleaned_data)`` and go back.

    A refusal is shown in the form, with everything that was typed still there: beside the field that the form names
    for its code in ``refusals``, else above the form.
    """
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except Refused as refusal:
            form.add_error(getattr(form, "refusals", {}).get(refusal.code), str(refusal))
        else:
            messages.success(request, said)
            return redirect(back)
    return render(request, template, {"form": form, "title": title, "back": back, **context})


def row_page(
    request: HttpRequest, form: Any, *, title: str, back: str, step: str, walk_row: Any, **context: Any
) -> HttpResponse:
    """The page that creates or changes one row, inside the walk of ``walk_row`` at route ``step``."""
    return form_page(
        request,
        form,
        lambda values: save_row(row=form.instance, values=values, by=request.user),
        title=title,
        back=back,
        walk=walk_of(walk_row, request.user, step),
        **context,
    )


def delete_page(request: HttpRequest, row: Row, *, text: str, back: str, step: str, walk_row: Any) -> HttpResponse:
    """Ask whether ``row`` may go, and delete it when posted."""
    return confirm_page(
        request,
        lambda: delete_row(row=row, by=request.user),
        title=f"{str(type(row)._meta.verbose_name).capitalize()} verwijderen",
        text=text,
        back=back,
        submit="Ja, verwijderen",
        said="Verwijderd. In het logboek staat nog wat erin stond.",
        danger=True,
        walk=walk_of(walk_row, request.user, step),
    )


def move_page(request: HttpRequest, row: Any, siblings: models.QuerySet, *, step: int, back: str) -> HttpResponse:
    """Move ``row`` one place and go back to its list."""
    return act(request, lambda: move_row(row=row, siblings=siblings, step=step, by=request.user), back=back)


def confirm_page(
    request: HttpRequest, operation: Callable[[], Any], *, back: str, said: str, **context: Any
) -> HttpResponse:
    """Ask first, with ``confirm.html`` (``title``, ``text``, ``submit``, ``danger``, ``walk``); act when posted."""
    if request.method == "POST":
        return act(request, operation, back=back, said=said)
    return render(request, "confirm.html", {"back": back, **context})


def act(request: HttpRequest, operation: Callable[[], Any], *, back: str, said: str = "") -> HttpResponse:
    """Run one operation without a form; say what happened if there is something to say, or why not, and go back."""
    try:
        operation()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if said:
            messages.success(request, said)
    return redirect(back)
