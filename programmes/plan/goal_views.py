"""Step 5 of the walk: the goals of each measure, checked letter by letter, and the points on the way to them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from npo_planner.access import on
from npo_planner.pages import delete_page, row_page
from programmes.models import Goal, Measure, Milestone, Programme
from programmes.plan import goal_facts, rules, smart
from programmes.plan.goal_forms import GoalForm, MilestoneForm
from programmes.plan.verdicts import Verdict
from programmes.plan.views import FORM, step_context


@dataclass(frozen=True)
class GoalLine:
    """A goal as its page shows it."""

    goal: Goal
    points: list[Milestone]
    verdicts: tuple[Verdict, ...]

    @property
    def good(self) -> int:
        return sum(verdict.is_good for verdict in self.verdicts)

    @property
    def told(self) -> list[Verdict]:
        """The letters that have something to say."""
        return [verdict for verdict in self.verdicts if verdict.tip or not verdict.is_good]


@on(Programme, rules.can_read_draft)
def goals(request: HttpRequest, programme: Programme) -> HttpResponse:
    context = step_context(request, programme, "goals")
    facts = goal_facts.of_plan(context["programme"])
    measures = context["programme"].measures.all()
    context["groups"] = [(m, [_line(goal, facts[m.pk]) for goal in m.goals.all()]) for m in measures]
    return render(request, "programmes/plan/goals.html", context)


def _line(goal: Goal, facts: goal_facts.Facts) -> GoalLine:
    points = list(goal.milestones.all())
    return GoalLine(goal, points, smart.judge(goal, facts, points))


@on(Measure, rules.can_edit_row, methods=FORM)
def goal_add(request: HttpRequest, measure: Measure) -> HttpResponse:
    return _goal_page(request, Goal(measure=measure, responsible=measure.responsible), "Doel toevoegen")


@on(Goal, rules.can_edit_row, methods=FORM)
def goal_edit(request: HttpRequest, goal: Goal) -> HttpResponse:
    return _goal_page(request, goal, "Doel wijzigen")


def _goal_page(request: HttpRequest, goal: Goal, title: str) -> HttpResponse:
    plan = Programme.objects.with_plan().get(pk=goal.measure.programme_id)
    facts = goal_facts.of_plan(plan)[goal.measure_id]
    points = list(goal.milestones.all()) if goal.pk else []

    def live(form: GoalForm) -> str:
        typed, _ = form.as_typed()
        verdicts = smart.judge(typed, facts, points)
        return render_to_string("programmes/plan/_smart_live.html", {"verdicts": verdicts})

    return row_page(
        request,
        GoalForm(request.POST or None, instance=goal, facts=facts),
        title=title,
        intro=f"Bij de maatregel “{goal.measure}”.",
        back=reverse("goals", args=[plan.pk]),
        step="goals",
        walk_row=plan,
        aside="programmes/plan/_goal_help.html",
        live=live,
        goal=goal,
        points=points,
    )


@on(Goal, rules.can_edit_row, methods=FORM)
def goal_delete(request: HttpRequest, goal: Goal) -> HttpResponse:
    text = f"Weet u zeker dat u het doel “{goal}” wilt verwijderen? De tussenpunten gaan mee."
    back = reverse("goals", args=[goal.measure.programme_id])
    return delete_page(request, goal, text=text, back=back, step="goals", walk_row=goal.measure.programme)


@on(Goal, rules.can_edit_row, methods=FORM)
def milestone_add(request: HttpRequest, goal: Goal) -> HttpResponse:
    return _milestone_page(request, Milestone(goal=goal), "Tussenpunt toevoegen")


@on(Milestone, rules.can_edit_row, methods=FORM)
def milestone_edit(request: HttpRequest, point: Milestone) -> HttpResponse:
    return _milestone_page(request, point, "Tussenpunt wijzigen")


def _milestone_page(request: HttpRequest, point: Milestone, title: str) -> HttpResponse:
    return row_page(
        request,
        MilestoneForm(request.POST or None, instance=point),
        title=title,
        intro=f"Bij het doel: {point.goal}",
        back=_back(point.goal),
        step="goals",
        walk_row=point.owner,
        aside="programmes/plan/_milestone_help.html",
        goal=point.goal,
    )


@on(Milestone, rules.can_edit_row, methods=FORM)
def milestone_delete(request: HttpRequest, point: Milestone) -> HttpResponse:
    text = f"Weet u zeker dat u het {point} wilt verwijderen?"
    return delete_page(request, point, text=text, back=_back(point.goal), step="goals", walk_row=point.owner)


def _back(goal: Goal) -> str:
    return f"{reverse('goals', args=[goal.measure.programme_id])}#doel-{goal.pk}"
