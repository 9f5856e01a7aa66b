"""Step 9 of the walk, before and after the vote: the MR from the start."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from npo_planner.access import on
from npo_planner.pages import confirm_page, delete_page, row_page
from npo_planner.walk import walk_of
from programmes.consent import reading_along, rules, start
from programmes.consent.constants import Phase
from programmes.consent.start_forms import AgreementForm, MomentForm, examples_for
from programmes.models import Agreement, MrMoment, Programme
from programmes.plan import rules as plan_rules

FORM = ("GET", "POST")


@on(Programme, plan_rules.can_view)
def mr_start(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The six advices as a timeline, the agreements about the process, and the log of moments."""
    plan = Programme.objects.with_plan().select_related("reads_along_by").get(pk=programme.pk)
    context = {"programme": plan, "walk": walk_of(plan, request.user, "mr")} | start.page(plan, request.user)
    return render(request, "programmes/consent/start.html", context)


def _back(programme_pk: int, anchor: str = "") -> str:
    return reverse("mr_start", args=[programme_pk]) + (f"#{anchor}" if anchor else "")


def _phase(request: HttpRequest) -> str:
    """The phase that the address asks for, if there is such a phase."""
    asked = request.GET.get("fase", "")
    return asked if asked in Phase.values else ""


@on(Programme, rules.can_write_process, methods=FORM)
def agreement_add(request: HttpRequest, programme: Programme) -> HttpResponse:
    row = Agreement(programme=programme, phase=_phase(request))
    return _agreement_page(request, row, "Afspraak over het proces")


@on(Agreement, rules.can_write_process_row, methods=FORM)
def agreement_edit(request: HttpRequest, row: Agreement) -> HttpResponse:
    return _agreement_page(request, row, "Afspraak wijzigen")


def _agreement_page(request: HttpRequest, row: Agreement, title: str) -> HttpResponse:
    examples = examples_for(row)
    return row_page(
        request,
        AgreementForm(request.POST or None, instance=row),
        title=title,
        intro="Wie doet wanneer mee? School en MR spreken dit samen af. De MR en het bestuur kunnen het lezen.",
        back=_back(row.programme_id, "afspraken"),
        step="mr",
        walk_row=row.programme,
        aside="programmes/consent/_agreement_help.html" if examples else "",
        examples=examples,
    )


@on(Agreement, rules.can_write_process_row, methods=FORM)
def agreement_delete(request: HttpRequest, row: Agreement) -> HttpResponse:
    return delete_page(
        request,
        row,
        text=f"Weet u zeker dat u deze afspraak wilt verwijderen?\n\n“{row}”",
        back=_back(row.programme_id, "afspraken"),
        step="mr",
        walk_row=row.programme,
    )


@on(Programme, rules.can_write_process, methods=FORM)
def moment_add(request: HttpRequest, programme: Programme) -> HttpResponse:
    row = MrMoment(programme=programme, phase=_phase(request), written_by=request.user)
    return _moment_page(request, row, "Moment met de MR vastleggen")


@on(MrMoment, rules.can_write_process_row, methods=FORM)
def moment_edit(request: HttpRequest, row: MrMoment) -> HttpResponse:
    return _moment_page(request, row, "Moment met de MR wijzigen")


def _moment_page(request: HttpRequest, row: MrMoment, title: str) -> HttpResponse:
    return row_page(
        request,
        MomentForm(request.POST or None, instance=row),
        title=title,
        intro="De school, de MR en het bestuur kunnen dit lezen.",
        back=_back(row.programme_id, "momenten"),
        step="mr",
        walk_row=row.programme,
        aside="programmes/consent/_moment_help.html",
    )


@on(MrMoment, rules.can_write_process_row, methods=FORM)
def moment_delete(request: HttpRequest, row: MrMoment) -> HttpResponse:
    return delete_page(
        request,
        row,
        text=f"Weet u zeker dat u dit moment wilt verwijderen?\n\n“{row}”",
        back=_back(row.programme_id, "momenten"),
        step="mr",
        walk_row=row.programme,
    )


@on(Programme, rules.can_open_draft, methods=FORM)
def reading_along_open(request: HttpRequest, programme: Programme) -> HttpResponse:
    return confirm_page(
        request,
        lambda: reading_along.open_draft(programme=programme, by=request.user),
        title="De MR laten meelezen",
        text="De leden van de MR kunnen dan het concept lezen, als webpagina en als PDF. Zij krijgen één mail. "
        "Zij zien wat u schrijft zodra u het schrijft.\n\nDe bladzijden waarop u schrijft, blijven van de school. "
        "Kleine aantallen leerlingen staan ook voor de MR niet in het concept. U kunt het meelezen weer stoppen.",
        submit="Laat de MR meelezen",
        said="De MR kan meelezen met het concept. De leden hebben een mail gekregen.",
        back=_back(programme.pk),
        walk=walk_of(programme, request.user, "mr"),
    )


@on(Programme, rules.can_open_draft, methods=FORM)
def reading_along_close(request: HttpRequest, programme: Programme) -> HttpResponse:
    return confirm_page(
        request,
        lambda: reading_along.close_draft(programme=programme, by=request.user),
        title="Meelezen stoppen",
        text="De MR kan het concept dan niet meer lezen. Wat u hebt voorgelegd, blijft te lezen. "
        "De MR krijgt hierover geen mail.",
        submit="Stop het meelezen",
        said="De MR leest niet meer mee met het concept.",
        back=_back(programme.pk),
        walk=walk_of(programme, request.user, "mr"),
    )
