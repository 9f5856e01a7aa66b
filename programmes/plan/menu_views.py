"""Step 4 of the walk, where the school looks before it chooses: the menukaart, cards side by side, cards it left."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from menukaart.models import Intervention
from npo_planner.access import on
from npo_planner.pages import delete_page, row_page
from programmes.models import NotChosen, Programme
from programmes.plan import menu as menus
from programmes.plan import rules
from programmes.plan.constants import FACILITIES_RULE
from programmes.plan.menu_forms import CompareForm, MenuForm, NotChosenForm
from programmes.plan.views import FORM, step_context


@on(Programme, rules.can_read_draft)
def menu(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The menukaart of the programme's edition, best answers to the school's needs first."""
    context = _cards(request, programme)
    form = MenuForm(request.GET, cards=context["cards"])
    wish = form.wish
    context |= {"form": form, "wish": wish, "shown": menus.narrow(context["lines"], wish)}
    return render(request, "programmes/plan/menu.html", context)


@on(Programme, rules.can_read_draft)
def menu_compare(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Two to four cards side by side, in the order of the menukaart."""
    context = _cards(request, programme)
    form = CompareForm(request.GET, cards=context["cards"])
    codes = form.cleaned_data["kaart"] if form.is_valid() else []
    context |= {"problem": form.problem, "compared": [line for line in context["lines"] if line.card.code in codes]}
    return render(request, "programmes/plan/compare.html", context)


@on(Programme, rules.can_edit, methods=FORM)
def not_chosen_add(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    """Why the school leaves the card ``code``; where a reason is there already, the page of that one."""
    card = get_object_or_404(Intervention.objects.of_edition(programme.edition), code=code)
    there = programme.not_chosen.filter(intervention=card).first()
    if there is not None and request.method == "GET":
        return redirect("not_chosen_edit", pk=there.pk)
    return _not_chosen_page(request, NotChosen(programme=programme, intervention=card))


@on(NotChosen, rules.can_edit_row, methods=FORM)
def not_chosen_edit(request: HttpRequest, row: NotChosen) -> HttpResponse:
    return _not_chosen_page(request, row)


def _not_chosen_page(request: HttpRequest, row: NotChosen) -> HttpResponse:
    return row_page(
        request,
        NotChosenForm(request.POST or None, instance=row),
        title=f"Niet gekozen: {row.intervention.name}",
        intro="De MR en de ouders lezen zo dat u ernaar hebt gekeken. Later toch kiezen mag.",
        back=reverse("measures", args=[row.programme_id]) + "#niet-gekozen",
        step="measures",
        walk_row=row.programme,
        aside="programmes/plan/_not_chosen_help.html",
        card=row.intervention,
    )


@on(NotChosen, rules.can_edit_row, methods=FORM)
def not_chosen_delete(request: HttpRequest, row: NotChosen) -> HttpResponse:
    text = f"Weet u zeker dat u de reden bij “{row}” wilt verwijderen?"
    back = reverse("measures", args=[row.programme_id]) + "#niet-gekozen"
    return delete_page(request, row, text=text, back=back, step="measures", walk_row=row.programme)


def _cards(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    """The context of a page with cards: every card of the edition, and its line."""
    context = step_context(request, programme, "measures")
    plan = context["programme"]
    cards = list(Intervention.objects.of_edition(plan.edition))
    return context | {
        "cards": cards,
        "lines": menus.lines(plan, cards, menus.elsewhere(plan.edition)),
        "facilities_rule": FACILITIES_RULE,
    }
