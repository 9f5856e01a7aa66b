"""Money in and out: what the school gets, what the board takes, and step 7 of the walk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from menukaart.models import Category
from npo_planner.access import on
from npo_planner.money import Sum
from npo_planner.pages import delete_page, form_page, row_page
from npo_planner.walk import walk_of
from programmes.models import BoardShare, CostLine, Funding, Programme
from programmes.plan import budget as budgets
from programmes.plan import operations, rules, totals
from programmes.plan.constants import CostKind, FundingKind
from programmes.plan.ledger import Inputs
from programmes.plan.money_forms import (
    BoardShareForm,
    CostForm,
    CostSharesForm,
    FillInForm,
    FundingForm,
    OtherMoneyForm,
)
from programmes.plan.views import FORM, step_context


def _totals(programme: Programme, typed: Callable[[Any, Inputs], Inputs]) -> Callable[[Any], str]:
    """What a budget would be with what stands in a form: HTML beside it, made again while somebody types."""
    return lambda form: totals.told(
        Programme.objects.with_plan().get(pk=programme.pk), lambda inputs: typed(form, inputs)
    )


# --- what comes in ---------------------------------------------------------------------------------------------------


@on(Funding, rules.can_edit_row, methods=FORM)
def funding_edit(request: HttpRequest, line: Funding) -> HttpResponse:
    form_class = FundingForm if line.kind == FundingKind.ROUND else OtherMoneyForm
    return _funding_page(request, form_class(request.POST or None, instance=line), f"{line.label}, {line.year}")


@on(Programme, rules.can_edit, methods=FORM)
def funding_add(request: HttpRequest, programme: Programme) -> HttpResponse:
    line = Funding(programme=programme, kind=FundingKind.MUNICIPALITY)
    return _funding_page(request, OtherMoneyForm(request.POST or None, instance=line), "Ander geld toevoegen")


def _funding_page(request: HttpRequest, form: Any, title: str) -> HttpResponse:
    line = form.instance
    return _money_page(
        request,
        form,
        title,
        lambda form, inputs: inputs.with_funding(form.as_typed()[0]),
        aside="programmes/plan/_funding_help.html",
        line=line,
        counts=list(line.programme.school.pupil_counts.totals()[:8]),
    )


@on(Funding, rules.can_edit_row, methods=FORM)
def funding_delete(request: HttpRequest, line: Funding) -> HttpResponse:
    if line.kind == FundingKind.ROUND:
        raise Http404("A line of the regeling stays: fill in 0 instead.")
    return _delete_money(request, line)


@on(Programme, rules.can_edit, methods=FORM)
def board_share_add(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = BoardShareForm(request.POST or None, instance=BoardShare(programme=programme))
    return _board_share_page(request, form, "Deel voor het bestuur toevoegen")


@on(BoardShare, rules.can_edit_row, methods=FORM)
def board_share_edit(request: HttpRequest, share: BoardShare) -> HttpResponse:
    return _board_share_page(
        request, BoardShareForm(request.POST or None, instance=share), "Deel voor het bestuur wijzigen"
    )


def _board_share_page(request: HttpRequest, form: BoardShareForm, title: str) -> HttpResponse:
    return _money_page(
        request,
        form,
        title,
        lambda form, inputs: inputs.with_board_share(form.as_typed()[0]),
        aside="programmes/plan/_board_share_help.html",
    )


@on(BoardShare, rules.can_edit_row, methods=FORM)
def board_share_delete(request: HttpRequest, share: BoardShare) -> HttpResponse:
    return _delete_money(request, share)


def _money_page(
    request: HttpRequest, form: Any, title: str, typed: Callable[[Any, Inputs], Inputs], **context: Any
) -> HttpResponse:
    programme = form.instance.programme
    return row_page(
        request,
        form,
        title=title,
        back=f"{reverse('step_school', args=[programme.pk])}#geld",
        step="step_school",
        walk_row=programme,
        live=_totals(programme, typed),
        **context,
    )


def _delete_money(request: HttpRequest, row: Funding | BoardShare) -> HttpResponse:
    text = f"Weet u zeker dat u “{row}” wilt verwijderen?"
    back = f"{reverse('step_school', args=[row.programme_id])}#geld"
    return delete_page(request, row, text=text, back=back, step="step_school", walk_row=row.programme)


# --- 7 Begroting -----------------------------------------------------------------------------------------------------


@on(Programme, rules.can_read_draft)
def budget(request: HttpRequest, programme: Programme) -> HttpResponse:
    context = step_context(request, programme, "budget")
    plan = context["programme"]
    made = budgets.build(plan)
    context |= {
        "budget": made,
        "money": [(line, budgets.funding_amount(line)) for line in plan.funding.all()],
        "measures": [(m, made.measure_years(m), made.of_measure(m)) for m in plan.measures.all()],
        "lines": [_line(line, made) for line in plan.cost_lines.all()],
        "names": Category.objects.short_names(),
    }
    return render(request, "programmes/plan/budget.html", context)


def _line(line: CostLine, made: budgets.Budget) -> dict[str, Any]:
    """A cost that is not staff with its parts, and what it still lacks."""
    parts = made.parts_of_cost(line)
    yearly = [(year.year, Sum.of(part.cost[i] for part in parts)) for i, year in enumerate(made.years)]
    written_off = line.kind == CostKind.INVESTMENT and line.write_off_years and line.amount is not None
    return {
        "line": line,
        "parts": parts,
        "shared": len(parts) > 1,
        "divisible": len(line.shares) > 1 or any(share is not None for _, share in line.shares),
        "is_open": line.amount is None or any(part.letter is None for part in parts),
        "reserved": line.kind == CostKind.RESERVATION,
        "years": [pair for pair in yearly if pair[1].amount] if written_off else [],
    }


@on(Programme, rules.can_edit, methods=FORM)
def cost_add(request: HttpRequest, programme: Programme) -> HttpResponse:
    return _cost_page(request, CostLine(programme=programme), "Kosten toevoegen")


@on(CostLine, rules.can_edit_row, methods=FORM)
def cost_edit(request: HttpRequest, line: CostLine) -> HttpResponse:
    return _cost_page(request, line, "Kosten wijzigen")


def _cost_page(request: HttpRequest, line: CostLine, title: str) -> HttpResponse:
    return row_page(
        request,
        CostForm(request.POST or None, instance=line),
        title=title,
        back=reverse("budget", args=[line.programme_id]),
        step="budget",
        walk_row=line.programme,
        live=_totals(line.programme, _typed_cost),
        aside="programmes/plan/_cost_help.html",
    )


def _typed_cost(form: CostForm, inputs: Inputs) -> Inputs:
    line, many = form.as_typed()
    return inputs.with_cost(line, form.shares(many.get("measures", []))) if line.year_id else inputs


@on(CostLine, rules.can_edit_row, methods=FORM)
def cost_shares(request: HttpRequest, line: CostLine) -> HttpResponse:
    """Divide one cost over its measures otherwise than equally."""
    shares = list(line.cost_shares.select_related("measure__category"))
    return form_page(
        request,
        CostSharesForm(request.POST or None, measures=[each.measure for each in shares], shares=shares),
        lambda values: operations.set_cost_shares(line=line, shares=values["shares"], by=request.user),
        title=f"Voor welk deel is {line}?",
        intro="Laat leeg wat een gelijk deel krijgt van wat overblijft.",
        back=reverse("budget", args=[line.programme_id]),
        walk=walk_of(line.programme, request.user, "budget"),
    )


@on(CostLine, rules.can_edit_row, methods=FORM)
def cost_fill_in(request: HttpRequest, line: CostLine) -> HttpResponse:
    """Say what (a part of) a reservation is spent on."""
    if line.kind != CostKind.RESERVATION:
        raise Http404("Only a reservation is filled in later.")
    return form_page(
        request,
        FillInForm(request.POST or None, line=line),
        lambda values: operations.fill_in_reservation(line=line, by=request.user, **values),
        title=f"Invullen: {line}",
        intro="Wat u hier invult, wordt een eigen kostenregel. De reservering wordt zoveel lager.",
        said="Ingevuld. De reservering is zoveel lager.",
        back=reverse("budget", args=[line.programme_id]),
        walk=walk_of(line.programme, request.user, "budget"),
    )


@on(CostLine, rules.can_edit_row, methods=FORM)
def cost_delete(request: HttpRequest, line: CostLine) -> HttpResponse:
    text = f"Weet u zeker dat u “{line}” wilt verwijderen?"
    back = reverse("budget", args=[line.programme_id])
    return delete_page(request, line, text=text, back=back, step="budget", walk_row=line.programme)
