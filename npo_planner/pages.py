"""The three pages that every editable row has: write it, delete it, move it up or down."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from django.contrib import messages
from django.db import models
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from npo_planner import autosave, history, sittings
from npo_planner.errors import Refused
from npo_planner.forms import SeenForm
from npo_planner.models import FieldEdit, Sitting
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
    save_in_passing: Callable[[dict[str, Any]], Any] | None = None,
    onward: Callable[[Any], str] | None = None,
    live: Callable[[Any], str] | None = None,
    **context: Any,
) -> HttpResponse:
    """Show ``form``; when it was posted and is valid call ``save(cleaned_data)`` and go back.

    Or go to ``onward(what save returned)``. ``live(form)`` is HTML that tells what follows from what stands in the form
    (``RowForm.as_typed``); it is made again whenever the page saves itself. A button with the name ``OFFER`` fills in
    fields and saves nothing.

    A refusal is shown in the form, with everything that was typed still there: beside the field that the form names
    for its code in ``refusals``, else above the form. While somebody types, the page keeps a draft; of a row that
    exists it saves field by field with ``save_in_passing``.
    """
    if autosave.is_asked(request):
        return autosave.answer(request, form, save_in_passing, live)
    if "discard" in request.POST:
        return _discard(request)
    sitting = sittings.of_request(request) if request.method == "POST" else None
    if OFFER in request.POST and isinstance(form, SeenForm):
        form.fill_in(parse_qs(request.POST[OFFER], keep_blank_values=True))
    elif request.method == "POST" and form.is_valid():
        typed = sittings.typed_in(form)
        if sitting and sitting.used_at and not save_in_passing:
            return _once_more(request, form, sitting, typed, back=back, title=title, template=template, **context)
        try:
            saved = save(form.cleaned_data)
        except Refused as refusal:
            form.add_error(getattr(form, "refusals", {}).get(refusal.code), str(refusal))
        else:
            if sitting:
                sittings.use(sitting, {} if save_in_passing else typed)
            request.session.pop(sittings.PARKED, None)
            messages.success(request, said)
            return redirect(onward(saved) if onward else back)
    context |= _history(form) if HISTORY in request.GET and save_in_passing else _desk(request, form, sitting)
    context |= {"form": form, "title": title, "back": back, "has_history": save_in_passing is not None}
    context["live"] = live(form) if live and "history" not in context else ""
    return render(request, "row_history.html" if "history" in context else template, context)


HISTORY = "geschiedenis"
"""With this in its address a form page shows what its fields were, instead of the form."""


def _history(form: Any) -> dict[str, Any]:
    edits = FieldEdit.objects.of(form.instance).select_related("by")[:MANY_EDITS]
    return {"history": history.of_form(form, edits)}


OFFER = "overnemen"
"""A submit button with this name offers values for fields, as its value tells: ``deadline=2022-07-31&unit=%25``."""
TAKE = "klad"
"""With this in its address a form page takes the draft over, also when its tab seems to be open still."""
MANY_EDITS = 200
"""So many edits of one row are shown, the newest."""


def _desk(request: HttpRequest, form: Any, sitting: Sitting | None) -> dict[str, Any]:
    """What a page to write on knows of its sitting: a draft that waited is put in the form."""
    if form.is_bound or request.method == "POST":
        return {"sitting": sittings.new_token(request.user, sitting.key if sitting and not sitting.used_at else None)}
    if parked := sittings.parked(request):
        sittings.fill(form, parked)
        return {"sitting": sittings.new_token(request.user), "parked": True}
    draft = Sitting.objects.drafts(request.user, request.path).first()
    if draft and not getattr(form, "takes", lambda typed: True)(draft.typed):
        draft = None
    if draft is None or (draft.is_alive and TAKE not in request.GET):
        return {"sitting": sittings.new_token(request.user), "elsewhere": draft}
    sittings.fill(form, draft.typed)
    if isinstance(form, SeenForm) and form.is_of_something and "seen" not in draft.typed:
        form.dispute(draft.typed)
    return {"sitting": sittings.new_token(request.user, draft.key), "draft": draft}


def _discard(request: HttpRequest) -> HttpResponse:
    """Throw the draft of this page away, because its writer says so."""
    Sitting.objects.drafts(request.user, request.path).delete()
    request.session.pop(sittings.PARKED, None)
    return redirect(request.path)


def _once_more(
    request: HttpRequest, form: Any, sitting: Sitting, typed: dict[str, list[str]], *, template: str, **context: Any
) -> HttpResponse:
    """The same form for the second time: the first answer if it says the same, else ask whether it is meant."""
    if sitting.typed == typed:
        messages.success(request, "Dit was al bewaard.")
        return redirect(context["back"])
    form.add_error(None, "Dit formulier is al bewaard, met andere tekst. Wilt u dit ook bewaren? Druk dan weer.")
    context |= {"form": form, "sitting": sittings.new_token(request.user)}
    return render(request, template, context)


def row_page(
    request: HttpRequest, form: Any, *, title: str, back: str, step: str = "", walk_row: Any = None, **context: Any
) -> HttpResponse:
    """The page that creates or changes one row, inside the walk of ``walk_row``, if any, at route ``step``."""
    save = partial(_save, form.instance, request.user)
    return form_page(
        request,
        form,
        save,
        title=title,
        back=back,
        save_in_passing=partial(save, in_passing=True) if form.instance.pk else None,
        walk=_walk(walk_row, request.user, step),
        **context,
    )


def _save(row: Row, by: Any, values: dict[str, Any], *, in_passing: bool = False) -> Row:
    return save_row(row=row, values=values, by=by, in_passing=in_passing)


def delete_page(
    request: HttpRequest, row: Row, *, text: str, back: str, step: str = "", walk_row: Any = None
) -> HttpResponse:
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
        walk=_walk(walk_row, request.user, step),
    )


def _walk(row: Any, user: Any, step: str) -> Any:
    return walk_of(row, user, step) if row is not None else None


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
