"""Home, the page of a school, and the page of a board."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from npo_planner import sheets
from npo_planner.access import on, signed_in
from npo_planner.errors import Refused
from programmes.models import Comment, Round
from programmes.oversight import export, overview, querysets, tasks
from programmes.oversight.forms import BoardForm, Choice
from programmes.plan import rules as plan_rules
from programmes.plan.operations import start_programme
from programmes.plan.steps import walk
from schools import rules as school_rules
from schools.models import Board, School

FORM = ("GET", "POST")


@signed_in()
def home(request: HttpRequest) -> HttpResponse:
    """One's own schools, with the one thing to do next for each plan."""
    schools = list(querysets.own_schools(request.user))
    plans = querysets.plans_of_schools(schools)
    waiting = querysets.rounds_waiting_for(request.user)
    questions = Comment.objects.waiting(schools)
    rounds = [round_ for round_ in querysets.rounds() if round_.is_open]
    context = {
        "places": [
            {
                "school": school,
                "plans": [_plan(request, programme, waiting, questions) for programme in plans[school.pk]],
                "startable": _startable(request, school, plans[school.pk], rounds),
            }
            for school in schools
        ],
        "councils": tasks.of_councils(request.user, querysets.councils(request.user)),
        "boards": querysets.boards_with_counts(request.user) if request.user.roles.board_ids else [],
    }
    return render(request, "programmes/oversight/home.html", context)


def _plan(request: HttpRequest, programme: Any, waiting: set[int], questions: dict[int, int]) -> dict[str, Any]:
    found = walk(programme, request.user)
    return {"walk": found, "task": tasks.next_task(request.user, found, waiting, questions.get(programme.pk, 0))}


def _startable(request: HttpRequest, school: School, plans: list[Any], rounds: list[Round]) -> list[Round]:
    """The rounds in which this person can begin a plan at ``school``."""
    if school.closed_on or not plan_rules.can_start(request.user, school):
        return []
    begun = {programme.round_id for programme in plans}
    return [round_ for round_ in rounds if round_.pk not in begun]


def _may_take_in(request: HttpRequest, school: School, plans: list[Any], rounds: list[Round]) -> bool:
    """Whether it is of use to offer that: there is a round to begin, or a plan with nothing about the whole yet."""
    if school.closed_on or not plan_rules.can_start(request.user, school):
        return False
    is_fresh = any(not (plan.ambition or plan.involvement or plan.summary) for plan in plans)
    return is_fresh or bool(_startable(request, school, plans, rounds))


@on(School, school_rules.may_see)
def school(request: HttpRequest, school: School) -> HttpResponse:
    """A school as the register knows it, and its plans."""
    plans = list(school.programmes.with_school().order_by("-round"))
    rounds = [round_ for round_ in querysets.rounds() if round_.is_open]
    context = {
        "school": school,
        "plans": plans,
        "startable": _startable(request, school, plans, rounds),
        "may_take_in": _may_take_in(request, school, plans, rounds),
        "counts": list(school.pupil_counts.totals()[:10]),
        "sees_people": school_rules.can_see_people(request.user, school),
        "leads": school_rules.leads(request.user, school),
        "sees_board": school_rules.works_for(request.user, school.board),
    }
    return render(request, "programmes/oversight/school.html", context)


@on(School, plan_rules.can_start, methods=FORM)
def programme_start(request: HttpRequest, school: School, code: str) -> HttpResponse:
    round_ = get_object_or_404(Round, code=code)
    if request.method == "POST":
        try:
            programme = start_programme(school=school, round_=round_, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(school)
        messages.success(request, "Het plan is begonnen. Begin bij stap 1, of bij de stap die u het beste past.")
        return redirect(programme)
    context = {
        "title": "Schoolprogramma beginnen",
        "text": f"U begint het plan van {school} voor het {round_}. Leerlingaantallen uit het register staan er dan "
        "al in. Uw team kan meteen meeschrijven.",
        "submit": "Begin het plan",
        "back": school.get_absolute_url(),
    }
    return render(request, "confirm.html", context)


def _lines(board: Board, choice: Choice) -> list[overview.Line]:
    """The schools of ``board`` that ``choice`` asks for."""
    schools = list(querysets.schools_of_board(board, choice.text))
    plans = querysets.plans_of_schools(schools, choice.round) if choice.round else {}
    today = timezone.localdate()
    lines = [overview.line(school, next(iter(plans.get(school.pk, [])), None), today) for school in schools]
    return overview.arrange(lines, status=choice.status, sort=choice.sort)


def _form(request: HttpRequest) -> BoardForm:
    return BoardForm(request.GET, rounds=list(querysets.rounds()))


@on(Board, school_rules.works_for)
def board(request: HttpRequest, board: Board) -> HttpResponse:
    """Every school of the board in one table."""
    form = _form(request)
    choice = form.choice
    lines = _lines(board, choice)
    context = {
        "board": board,
        "form": form,
        "choice": choice,
        "lines": lines,
        "totals": overview.totals(lines),
        "query": request.GET.urlencode(),
    }
    return render(request, "programmes/oversight/board.html", context)


@on(Board, school_rules.works_for)
def board_csv(request: HttpRequest, board: Board) -> HttpResponse:
    """The same table, of the same choice, as a file."""
    lines = _lines(board, _form(request).choice)
    return sheets.download(export.rows(lines), f"scholen-bestuur-{board.number}.csv")
