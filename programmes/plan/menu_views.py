"""Step 4 of the walk, where the school looks before it chooses: the menukaart, and cards side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from menukaart.models import Intervention
from npo_planner.access import on
from programmes.models import Programme
from programmes.plan import menu as menus
from programmes.plan import rules
from programmes.plan.constants import FACILITIES_RULE
from programmes.plan.menu_forms import CompareForm, MenuForm
from programmes.plan.views import step_context


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
