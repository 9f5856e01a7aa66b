"""Looking ahead from Menskracht: pupils, staff and money of the next five years, in three scenarios."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from npo_planner.access import on
from npo_planner.pages import delete_page, form_page, row_page
from npo_planner.walk import walk_of
from schools.operations.pupils import set_group_counts
from staffing import rules, scenarios
from staffing.forecast import ENOUGH
from staffing.models import Scenario, StaffPlan
from staffing.scenario_chart import chart
from staffing.scenario_forms import CountsForm, ScenarioForm

FORM = ("GET", "POST")
FIRST_COUNT = 1996
"""The first year in the register of DUO."""


@on(StaffPlan, rules.can_read)
def scenario_page(request: HttpRequest, plan: StaffPlan) -> HttpResponse:
    basis, three = scenarios.basis(plan.school), scenarios.of_plan(plan)
    found = scenarios.outlooks(basis.learnt, three) if basis.learnt else []
    context = {
        "plan": plan,
        "basis": basis,
        "outlooks": found,
        "table": _table(found),
        "has_fte": any(outlook.now.fte is not None for outlook in found),
        "has_funding": any(outlook.now.funding is not None for outlook in found),
        "has_left": any(outlook.now.left is not None for outlook in found),
        "has_cost": any(outlook.values["euro_per_fte"] is not None for outlook in found),
        "chart": chart(basis, found) if found else None,
        "flow": scenarios.proposed_flow(basis.learnt) if basis.learnt else None,
        "enough": ENOUGH,
        "tried": scenarios.TRIED,
        "count_year": _last_count(),
        "count_years": _wanted(basis),
        "editable": rules.can_edit(request.user, plan) and not plan.is_frozen,
        "may_count": rules.can_edit(request.user, plan),
        "walk": walk_of(plan, request.user, "staff"),
    }
    return render(request, "staffing/scenarios.html", context)


def _wanted(basis: scenarios.Basis) -> list[int]:
    """The years whose counts would make a forecast possible: per group one is enough, else as many as it takes."""
    if basis.groups:
        return [_last_count()]
    known = {year for year, _ in basis.history}
    return [year for year in range(_last_count(), _last_count() - ENOUGH, -1) if year not in known]


def _table(found: list[scenarios.Outlook]) -> list[tuple[int, list[tuple[Scenario, scenarios.Year]]]]:
    """The years, each with the scenarios and what they expect of it."""
    columns = [[(outlook.scenario, year) for year in outlook.all_years] for outlook in found]
    return [(cells[0][1].year, list(cells)) for cells in zip(*columns, strict=True)]


@on(StaffPlan, rules.can_edit, methods=FORM)
def scenario_edit(request: HttpRequest, plan: StaffPlan, rank: int) -> HttpResponse:
    """Change one of the three scenarios. Its row is made when it is saved for the first time."""
    if rank not in Scenario.RANKS:
        raise Http404("scenario")
    three = scenarios.of_plan(plan)
    scenario = next(each for each in three if each.rank == rank)
    learnt = scenarios.basis(plan.school).learnt
    return row_page(
        request,
        ScenarioForm(request.POST or None, instance=scenario, learnt=learnt, middle=three[scenarios.MIDDLE - 1]),
        title=f"Scenario aanpassen: {scenario.name}",
        back=reverse("scenarios", args=[plan.pk]),
        step="staff",
        walk_row=plan,
        live=partial(_live, learnt, three) if learnt else None,
    )


def _live(learnt: scenarios.forecast.Fit, three: list[Scenario], form: ScenarioForm) -> str:
    """What the scenario as typed leads to, beside its form."""
    typed, _ = form.as_typed()
    middle = typed if typed.rank == scenarios.MIDDLE else three[scenarios.MIDDLE - 1]
    return render_to_string("staffing/_scenario_live.html", {"outlook": scenarios.outlook(learnt, typed, middle)})


@on(Scenario, rules.can_edit_scenario, methods=FORM)
def scenario_delete(request: HttpRequest, scenario: Scenario) -> HttpResponse:
    text = f"Weet u zeker dat u wat u bij “{scenario}” invulde wilt verwijderen? Het voorstel komt ervoor terug."
    back = reverse("scenarios", args=[scenario.plan_id])
    return delete_page(request, scenario, text=text, back=back, step="staff", walk_row=scenario.plan)


@on(StaffPlan, rules.can_edit, methods=FORM)
def scenario_counts(request: HttpRequest, plan: StaffPlan, year: int) -> HttpResponse:
    """Type the pupils of every group, when the register has not got them."""
    if not FIRST_COUNT <= year <= _last_count():
        raise Http404("count date")
    school = plan.school
    stored = {count.group: count.number for count in school.pupil_counts.filter(year=year)}
    initial = {f"g{place}": stored.get(group) for place, group in enumerate(school.groups)}
    return form_page(
        request,
        CountsForm(request.POST or None, groups=school.groups, initial=initial),
        lambda values: set_group_counts(school=school, year=year, counts=values["counts"], by=request.user),
        title=f"Leerlingen op 1 oktober {year}",
        intro="Vul elke groep in. Geen leerlingen in een groep? Vul 0 in.",
        back=reverse("scenarios", args=[plan.pk]),
        walk=walk_of(plan, request.user, "staff"),
    )


def _last_count() -> int:
    """The year of the last 1 October that was."""
    today = timezone.localdate()
    return today.year if today.month >= 10 else today.year - 1
