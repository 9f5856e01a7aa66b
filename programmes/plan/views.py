"""Steps 1, 4, 5 and 8 of the walk, and the page that shows all twelve."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from menukaart import matching
from menukaart.models import Intervention
from menukaart.nearest import nearest
from npo_planner.access import on
from npo_planner.pages import delete_page, form_page, move_page, row_page
from npo_planner.rows import next_rank
from npo_planner.walk import walk_of
from programmes.models import Goal, Measure, Programme
from programmes.plan import budget as budgets
from programmes.plan import checks, operations, rules
from programmes.plan import menu as menus
from programmes.plan.constants import FACILITIES_RULE
from programmes.plan.forms import GoalForm, MeasureForm, PupilsForm, SharesForm, VisionForm
from programmes.plan.steps import walk as walk_of_plan
from scans.forms import RenewForm
from scans.models import Scan
from schools.operations.pupils import set_group_counts
from staffing.models import StaffingNeed

FORM = ("GET", "POST")
SEARCH, PICK = "zoek", "kies"
"""The buttons of a measure off the menu that write nothing."""


def step_context(request: HttpRequest, programme: Programme, route: str, **context: Any) -> dict[str, Any]:
    """The context of a step page: the programme with its whole plan, the walk around it, and whether one may write."""
    plan = Programme.objects.with_plan().get(pk=programme.pk)
    return context | {
        "programme": plan,
        "editable": rules.can_edit(request.user, plan) and not plan.is_frozen,
        "walk": walk_of_plan(plan, request.user, current=route),
    }


@on(Programme, rules.can_view)
def walk(request: HttpRequest, programme: Programme) -> HttpResponse:
    context = step_context(request, programme, "walk")
    return render(request, "programmes/plan/walk.html", context)


# --- 1 School en visie -----------------------------------------------------------------------------------------------


@on(Programme, rules.can_read_draft)
def step_school(request: HttpRequest, programme: Programme) -> HttpResponse:
    context = step_context(request, programme, "step_school")
    plan = context["programme"]
    counts = list(plan.school.pupil_counts.all())
    totals = sorted((c for c in counts if c.group == ""), key=lambda c: -c.year)
    context |= {
        "budget": budgets.build(plan),
        "lines": [(line, budgets.funding_amount(line)) for line in plan.funding.all()],
        "totals": totals[:6],
        "groups": _groups(plan, counts),
        "count_years": [year.start.year for year in plan.round.years.all() if year.new_money],
    }
    return render(request, "programmes/plan/school.html", context)


def _groups(plan: Programme, counts: list[Any]) -> list[tuple[int, list[Any]]]:
    """Group counts per year, newest first, in the order of the school's own groups."""
    order = {group: place for place, group in enumerate(plan.school.groups)}
    years = sorted({c.year for c in counts if c.group in order}, reverse=True)
    return [
        (year, sorted((c for c in counts if c.year == year and c.group in order), key=lambda c: order[c.group]))
        for year in years
    ]


@on(Programme, rules.can_edit, methods=FORM)
def vision(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = VisionForm(request.POST or None, instance=programme)
    back = reverse("step_school", args=[programme.pk])
    return row_page(request, form, title="Visie en ambitie", back=back, step="step_school", walk_row=programme)


@on(Programme, rules.can_edit, methods=FORM)
def pupils(request: HttpRequest, programme: Programme, year: int) -> HttpResponse:
    school = programme.school
    stored = {c.group: c.number for c in school.pupil_counts.filter(year=year)}
    initial = {f"g{place}": stored.get(group) for place, group in enumerate(school.groups)}
    form = PupilsForm(request.POST or None, groups=school.groups, initial=initial)
    return form_page(
        request,
        form,
        lambda values: set_group_counts(school=school, year=year, counts=values["counts"], by=request.user),
        title=f"Leerlingen per groep op 1 oktober {year}",
        intro="Laat leeg wat u niet weet.",
        back=reverse("step_school", args=[programme.pk]),
        walk=walk_of(programme, request.user, "step_school"),
    )


# --- 2 Schoolscan: the next one --------------------------------------------------------------------------------------


@on(Programme, rules.can_edit, methods=FORM)
def scan_renew(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Begin the next scan from the last one."""
    return form_page(
        request,
        RenewForm(request.POST or None, scan=programme.scan),
        lambda values: operations.renew_scan(programme=programme, by=request.user, **values),
        title="Nieuwe scan beginnen",
        intro="U gaat verder met de bevindingen en behoeften van nu. Wijzig daarna wat anders is: u ziet dan wat er "
        "veranderde. De scan van nu blijft leesbaar en wijzigt niet meer. Gesprekken voert u opnieuw.",
        submit="Nieuwe scan beginnen",
        said="De nieuwe scan is begonnen. De vorige blijft leesbaar.",
        back=reverse("scan", args=[programme.scan_id]),
        onward=Scan.get_absolute_url,
        walk=walk_of(programme, request.user, "scan"),
    )


# --- 4 Interventies --------------------------------------------------------------------------------------------------


@on(Programme, rules.can_read_draft)
def measures(request: HttpRequest, programme: Programme) -> HttpResponse:
    context = step_context(request, programme, "measures")
    plan = context["programme"]
    found = list(plan.measures.all())
    budget = budgets.build(plan)
    context |= {
        "measures": found,
        "totals": {measure.pk: budget.of_measure(measure) for measure in found},
        "left": menus.left(plan),
        "focus": list(checks.focus(plan)),
        "unanswered": [n for n in plan.scan.needs.all() if not any(n in m.needs.all() for m in found)],
    }
    return render(request, "programmes/plan/measures.html", context)


@on(Programme, rules.can_edit, methods=FORM)
def measure_add(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    """A measure with the intervention ``code`` of the programme's edition."""
    card = get_object_or_404(Intervention.objects.of_edition(programme.edition), code=code)
    measure = _new_measure(programme, intervention=card, category=card.category, title=card.name)
    plan = Programme.objects.with_plan().get(pk=programme.pk)
    match = matching.rank([card], list(plan.scan.needs.all()), plan.school.sector)[0]
    initial = {"needs": match.needs, "years": list(plan.round.years.all())[:1]}
    form = MeasureForm(request.POST or None, instance=measure, initial=initial)
    left = next((row for row in plan.not_chosen.all() if row.intervention == card), None)
    return _measure_page(request, form, f"Maatregel: {card.name}", left=left)


@on(Programme, rules.can_edit, methods=FORM)
def measure_add_own(request: HttpRequest, programme: Programme) -> HttpResponse:
    """A measure that is not on the menukaart. Asking for the nearest category brings the page back as it was typed."""
    title = "Maatregel die niet op de menukaart staat"
    measure, data = _new_measure(programme), request.POST
    if not {SEARCH, PICK} & data.keys():
        return _measure_page(request, MeasureForm(data or None, instance=measure), title)
    text = f"{data.get('title', '')[:160]}\n{data.get('description', '')[:5000]}".strip()
    return _measure_page(
        request,
        MeasureForm.again(data, measure, **({"category": data[PICK]} if PICK in data else {})),
        title,
        searched=True,
        text=text,
        proposals=nearest(text, Intervention.objects.of_edition(programme.edition)) if text else [],
        picked=data.get(PICK, data.get("category")),
    )


def _new_measure(programme: Programme, **fields: Any) -> Measure:
    return Measure(programme=programme, rank=next_rank(programme.measures.all()), **fields)


@on(Measure, rules.can_edit_row, methods=FORM)
def measure_edit(request: HttpRequest, measure: Measure) -> HttpResponse:
    return _measure_page(request, MeasureForm(request.POST or None, instance=measure), "Maatregel wijzigen")


def _measure_page(request: HttpRequest, form: MeasureForm, title: str, **context: Any) -> HttpResponse:
    measure = form.instance
    return row_page(
        request,
        form,
        title=title,
        back=reverse("measures", args=[measure.programme_id]),
        step="measures",
        walk_row=measure.programme,
        aside="programmes/plan/_measure_help.html",
        measure=measure,
        also=list(measure.also.select_related("category").order_by("category__letter", "pk")) if measure.pk else [],
        facilities_rule=FACILITIES_RULE,
        **context,
    )


@on(Measure, rules.can_edit_row, methods=FORM)
def measure_delete(request: HttpRequest, measure: Measure) -> HttpResponse:
    text = f"Weet u zeker dat u “{measure}” wilt verwijderen? De doelen en de verdeling van personeel gaan mee."
    back = reverse("measures", args=[measure.programme_id])
    return delete_page(request, measure, text=text, back=back, step="measures", walk_row=measure.programme)


@on(Measure, rules.can_edit_row, methods=("POST",))
def measure_up(request: HttpRequest, measure: Measure) -> HttpResponse:
    return _move_measure(request, measure, -1)


@on(Measure, rules.can_edit_row, methods=("POST",))
def measure_down(request: HttpRequest, measure: Measure) -> HttpResponse:
    return _move_measure(request, measure, 1)


def _move_measure(request: HttpRequest, measure: Measure, step: int) -> HttpResponse:
    back = reverse("measures", args=[measure.programme_id])
    return move_page(request, measure, measure.programme.measures.all(), step=step, back=back)


# --- 5 Doelen --------------------------------------------------------------------------------------------------------


@on(Programme, rules.can_read_draft)
def goals(request: HttpRequest, programme: Programme) -> HttpResponse:
    return render(request, "programmes/plan/goals.html", step_context(request, programme, "goals"))


@on(Measure, rules.can_edit_row, methods=FORM)
def goal_add(request: HttpRequest, measure: Measure) -> HttpResponse:
    return _goal_page(request, Goal(measure=measure, responsible=measure.responsible), "Doel toevoegen")


@on(Goal, rules.can_edit_row, methods=FORM)
def goal_edit(request: HttpRequest, goal: Goal) -> HttpResponse:
    return _goal_page(request, goal, "Doel wijzigen")


def _goal_page(request: HttpRequest, goal: Goal, title: str) -> HttpResponse:
    return row_page(
        request,
        GoalForm(request.POST or None, instance=goal),
        title=title,
        intro=f"Bij de maatregel “{goal.measure}”.",
        back=reverse("goals", args=[goal.measure.programme_id]),
        step="goals",
        walk_row=goal.measure.programme,
        aside="programmes/plan/_goal_help.html",
    )


@on(Goal, rules.can_edit_row, methods=FORM)
def goal_delete(request: HttpRequest, goal: Goal) -> HttpResponse:
    text = f"Weet u zeker dat u het doel “{goal}” wilt verwijderen?"
    back = reverse("goals", args=[goal.measure.programme_id])
    return delete_page(request, goal, text=text, back=back, step="goals", walk_row=goal.measure.programme)


# --- 6 Menskracht: the division over measures ------------------------------------------------------------------------


@on(StaffingNeed, rules.can_edit_post, methods=FORM)
def post_shares(request: HttpRequest, post: StaffingNeed) -> HttpResponse:
    programme = post.plan.programme
    form = SharesForm(
        request.POST or None, measures=list(programme.measures.all()), shares=list(post.deployments.all())
    )
    return form_page(
        request,
        form,
        lambda values: operations.set_shares(post=post, shares=values["shares"], by=request.user),
        title=f"Voor welke maatregelen werkt {post}?",
        intro="Vul per maatregel in welk deel van de inzet ervoor is. Samen is dat 100%.",
        back=reverse("staff", args=[post.plan_id]),
        walk=walk_of(post.plan, request.user, "staff"),
    )


# --- 8 Controle ------------------------------------------------------------------------------------------------------


@on(Programme, rules.can_read_draft)
def check_list(request: HttpRequest, programme: Programme) -> HttpResponse:
    context = step_context(request, programme, "checks")
    found = [c for step in context["walk"].steps for c in step.checks]
    context |= {
        "missing": [c for c in found if c.severity == checks.Severity.MISSING],
        "doubts": [c for c in found if c.severity == checks.Severity.DOUBT],
        "names": {step.number: step.name for step in context["walk"].steps},
    }
    return render(request, "programmes/plan/checks.html", context)
