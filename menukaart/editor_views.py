"""Pages for administrators: keep the editions, their interventions, and read an edition from a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from menukaart import exchange, operations, rules
from menukaart.forms import ApplyForm, EditionForm, ImportForm, InterventionForm
from menukaart.models import Edition, Intervention
from npo_planner.access import on, signed_in
from npo_planner.errors import Refused
from npo_planner.pages import confirm_page, form_page

FORM = ("GET", "POST")


@signed_in(rules.keeps_menu)
def editions_manage(request: HttpRequest) -> HttpResponse:
    return render(request, "menukaart/editions_manage.html", {"editions": Edition.objects.with_how_many()})


@on(Edition, rules.can_keep)
def edition_manage(request: HttpRequest, edition: Edition) -> HttpResponse:
    context = {
        "edition": edition,
        "cards": Intervention.objects.of_edition(edition),
        "in_use": edition.is_in_use,
    }
    return render(request, "menukaart/edition_manage.html", context)


def _manage(edition: Edition) -> str:
    return reverse("edition_manage", args=[edition.pk])


# --- the edition ----------------------------------------------------------------------------------------------------


@signed_in(rules.keeps_menu, methods=FORM)
def edition_add(request: HttpRequest) -> HttpResponse:
    form = EditionForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda values: operations.save_edition(edition=form.instance, values=values, by=request.user),
        title="Nieuwe editie",
        intro="Een editie begint als concept: alleen beheerders zien die.",
        back=reverse("editions_manage"),
    )


@on(Edition, rules.can_keep, methods=FORM)
def edition_edit(request: HttpRequest, edition: Edition) -> HttpResponse:
    return form_page(
        request,
        EditionForm(request.POST or None, instance=edition),
        lambda values: operations.save_edition(edition=edition, values=values, by=request.user),
        title="Over deze editie",
        back=_manage(edition),
    )


@on(Edition, rules.can_keep, methods=FORM)
def edition_copy(request: HttpRequest, edition: Edition) -> HttpResponse:
    return form_page(
        request,
        EditionForm(request.POST or None, initial={"source": edition.source}),
        lambda values: operations.copy_edition(edition=edition, values=values, by=request.user),
        title=f"{edition} kopiëren",
        intro="Alle interventies gaan mee, met hun ontwikkelgebieden. De kopie begint als concept.",
        submit="Kopiëren",
        said="De kopie staat klaar als concept.",
        back=reverse("editions_manage"),
    )


@on(Edition, rules.can_keep, methods=FORM)
def edition_publish(request: HttpRequest, edition: Edition) -> HttpResponse:
    return confirm_page(
        request,
        lambda: operations.publish(edition=edition, by=request.user),
        title="Editie publiceren",
        text=f"Iedereen die inlogt, kan “{edition}” daarna lezen. De cijfers veranderen dan niet meer.",
        submit="Ja, publiceren",
        said=f"“{edition}” is gepubliceerd.",
        back=_manage(edition),
    )


@on(Edition, rules.can_keep, methods=FORM)
def edition_reopen(request: HttpRequest, edition: Edition) -> HttpResponse:
    return confirm_page(
        request,
        lambda: operations.reopen(edition=edition, by=request.user),
        title="Terug naar concept",
        text=f"Alleen beheerders zien “{edition}” daarna nog. Dit kan zolang niets de editie gebruikt.",
        submit="Ja, terug naar concept",
        said=f"“{edition}” is weer een concept.",
        back=_manage(edition),
    )


@on(Edition, rules.can_keep, methods=FORM)
def edition_delete(request: HttpRequest, edition: Edition) -> HttpResponse:
    return confirm_page(
        request,
        lambda: operations.delete_edition(edition=edition, by=request.user),
        title="Editie verwijderen",
        text=f"Weet u zeker dat u “{edition}” wilt verwijderen, met alle interventies erin?",
        submit="Ja, verwijderen",
        said=f"“{edition}” is verwijderd.",
        danger=True,
        back=reverse("editions_manage"),
    )


# --- its interventions ----------------------------------------------------------------------------------------------


@on(Edition, rules.can_keep, methods=FORM)
def intervention_add(request: HttpRequest, edition: Edition) -> HttpResponse:
    return _intervention_page(request, Intervention(edition=edition), "Interventie toevoegen")


@on(Intervention, rules.can_keep, methods=FORM)
def intervention_edit(request: HttpRequest, card: Intervention) -> HttpResponse:
    return _intervention_page(request, card, "Interventie wijzigen")


def _intervention_page(request: HttpRequest, card: Intervention, title: str) -> HttpResponse:
    return form_page(
        request,
        InterventionForm(request.POST or None, instance=card),
        lambda values: operations.save_intervention(intervention=card, values=values, by=request.user),
        title=title,
        intro=f"In {card.edition}.",
        back=_manage(card.edition),
    )


@on(Intervention, rules.can_keep, methods=FORM)
def intervention_delete(request: HttpRequest, card: Intervention) -> HttpResponse:
    return confirm_page(
        request,
        lambda: operations.delete_intervention(intervention=card, by=request.user),
        title="Interventie verwijderen",
        text=f"Weet u zeker dat u “{card}” uit {card.edition} wilt halen?",
        submit="Ja, verwijderen",
        said=f"“{card}” is verwijderd.",
        danger=True,
        back=_manage(card.edition),
    )


# --- from a file ----------------------------------------------------------------------------------------------------


@signed_in(rules.keeps_menu, methods=FORM)
def edition_import(request: HttpRequest) -> HttpResponse:
    """Ask for a file; then show what it says, which is not written yet."""
    form = ImportForm(request.POST or None, request.FILES or None)
    records = _read(form) if request.method == "POST" and form.is_valid() else ()
    if not records:
        return render(request, "menukaart/edition_import.html", {"form": form})
    head = {name: form.cleaned_data[name] for name in ("code", "name", "published_on", "source")}
    kept = head | {"published_on": head["published_on"] and head["published_on"].isoformat()}
    rows = exchange.sign(records, kept, request.user.pk)
    context = {"head": head, "records": records, "form": ApplyForm(initial={"rows": rows})}
    return render(request, "menukaart/edition_preview.html", context)


def _read(form: ImportForm) -> tuple[Any, ...]:
    """The records of the file of a valid form; none when something is wrong, which then stands at the field."""
    try:
        reading = exchange.read(form.cleaned_data["file"].read())
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return ()
    if reading.errors:
        form.add_error("file", list(reading.errors))
    return reading.records


@signed_in(rules.keeps_menu, methods=("POST",))
def edition_import_apply(request: HttpRequest) -> HttpResponse:
    form = ApplyForm(request.POST)
    try:
        records, head = exchange.unsign(form.data.get("rows", "") if form.is_valid() else "", request.user.pk)
        published_on = head["published_on"] and date.fromisoformat(head["published_on"])
        values = head | {"published_on": published_on}
        made = operations.import_edition(records=records, values=values, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("edition_import")
    messages.success(request, f"“{made}” is ingelezen als concept.")
    return redirect("edition_manage", pk=made.pk)
