"""Step 6 of the walk: who does it."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse

from npo_planner.access import on
from npo_planner.money import Sum
from npo_planner.pages import delete_page, row_page
from npo_planner.walk import totals_with, walk_of
from staffing import cost, explain, rules
from staffing.constants import CostBasis, Engagement, Group
from staffing.ending import Fte, ending, search
from staffing.forms import OutflowForm, PostForm
from staffing.models import StaffingNeed, StaffKind, StaffPlan, Tariff
from staffing.offers import offers

FORM = ("GET", "POST")
FIRST_YEAR = timedelta(days=364)


@on(StaffPlan, rules.can_read)
def staff(request: HttpRequest, plan: StaffPlan) -> HttpResponse:
    posts = list(plan.needs.with_shares())
    context = {
        "plan": plan,
        "all": Fte.of(posts),
        "total": Sum.of(cost.total_cost(post) for post in posts),
        "rows": [_row(post) | {"unplaced": 100 - sum(d.share for d in post.deployments.all())} for post in posts],
        "search": search(posts),
        "ending": ending(plan, posts),
        "editable": rules.can_edit(request.user, plan) and not plan.is_frozen,
        "walk": walk_of(plan, request.user, "staff"),
    }
    return render(request, "staffing/staff.html", context)


def _row(post: StaffingNeed) -> dict[str, Any]:
    """A post with everything that follows from it."""
    counted, reason = explain.pnil(post)
    return {
        "post": post,
        "fte": cost.shown_fte(post),
        "hours": cost.shown_hours(post),
        "summary": explain.summary(post),
        "cost": cost.total_cost(post),
        "lines": explain.lines(post),
        "conversions": explain.conversions(post),
        "pnil": counted,
        "pnil_reason": reason,
        "hints": explain.hints(post),
    }


@on(StaffPlan, rules.can_edit, methods=FORM)
def outflow_edit(request: HttpRequest, plan: StaffPlan) -> HttpResponse:
    """Say how much staff leaves by itself, to hold against what ends with the money."""
    return row_page(
        request,
        OutflowForm(request.POST or None, instance=plan),
        title="Natuurlijke uitstroom",
        intro="Vertrekt er vanzelf iemand, dan is daar plaats voor mensen van wie het geld ophoudt.",
        back=reverse("staff", args=[plan.pk]) + "#na-afloop",
        step="staff",
        walk_row=plan,
    )


# --- kinds of staff --------------------------------------------------------------------------------------------------


@on(StaffPlan, rules.can_edit)
def post_kinds(request: HttpRequest, plan: StaffPlan) -> HttpResponse:
    """Choose a kind of staff, with its rules, before filling in the post."""
    order = list(Group)
    kinds = sorted(StaffKind.objects.all(), key=lambda kind: order.index(Group(kind.group)))
    context = {
        "plan": plan,
        "groups": [(Group(group).label, list(rows)) for group, rows in groupby(kinds, key=lambda kind: kind.group)],
        "walk": walk_of(plan, request.user, "staff"),
    }
    return render(request, "staffing/kinds.html", context)


@on(StaffPlan, rules.can_read)
def kind_help(request: HttpRequest, plan: StaffPlan, kind: str) -> HttpResponse:
    """One kind of staff: what it may do, where to find it, what it costs, and which subsidies there are."""
    chosen = get_object_or_404(StaffKind, code=kind)
    context = {
        "plan": plan,
        "kind": chosen,
        "subsidies": list(chosen.subsidies.all()),
        "tariffs": list(Tariff.objects.for_school(plan.school).filter(kind=chosen)),
        "engagements": [_as_engaged(plan, chosen, engagement) for engagement in Engagement],
        "pnil_source": explain.PNIL_SOURCE,
        "editable": rules.can_edit(request.user, plan) and not plan.is_frozen,
        "walk": walk_of(plan, request.user, "staff"),
    }
    return render(request, "staffing/kind_help.html", context)


def _as_engaged(plan: StaffPlan, kind: StaffKind, engagement: Engagement) -> dict[str, Any]:
    """What it would mean for PNIL to have ``kind`` work in this way."""
    counted, reason = explain.pnil(
        StaffingNeed(plan=plan, kind=kind, engagement=engagement, cost_basis=CostBasis.FIXED)
    )
    return {"label": engagement.label, "usual": engagement == kind.usual_engagement, "pnil": counted, "reason": reason}


# --- one post --------------------------------------------------------------------------------------------------------


@on(StaffPlan, rules.can_edit, methods=FORM)
def post_add(request: HttpRequest, plan: StaffPlan, kind: str) -> HttpResponse:
    chosen = get_object_or_404(StaffKind, code=kind)
    hired = chosen.usual_engagement in {Engagement.HIRED, Engagement.SERVICE}
    post = StaffingNeed(
        plan=plan,
        kind=chosen,
        engagement=chosen.usual_engagement,
        start=plan.start,
        end=min(plan.start + FIRST_YEAR, plan.end),
        cost_basis=CostBasis.FREE if chosen.usual_engagement == Engagement.VOLUNTEER else CostBasis.YEARLY,
        vat_percent=plan.vat_percent if hired and chosen.vat_on_hire and plan.vat_percent else 0,
    )
    return _post_page(request, post, f"Inzet toevoegen: {chosen.name}")


@on(StaffingNeed, rules.can_edit_post, methods=FORM)
def post_edit(request: HttpRequest, post: StaffingNeed) -> HttpResponse:
    return _post_page(request, post, "Inzet wijzigen")


def _post_page(request: HttpRequest, post: StaffingNeed, title: str) -> HttpResponse:
    form = PostForm(request.POST or None, instance=post)
    form.suggest_roles(list(StaffKind.objects.all()))
    tariffs = list(Tariff.objects.for_school(post.plan.school).filter(kind=post.kind))
    return row_page(
        request,
        form,
        title=title,
        back=reverse("staff", args=[post.plan_id]),
        step="staff",
        walk_row=post.plan,
        aside="staffing/_post_help.html",
        live=_live,
        plan=post.plan,
        kind=post.kind,
        offers=offers(tariffs),
        has_scales=any(tariff.basis == CostBasis.MONTHLY for tariff in tariffs),
    )


def _live(form: PostForm) -> str:
    """What follows from what stands in the form of a post."""
    post, _ = form.as_typed()
    return render_to_string("staffing/_post_live.html", _row(post)) + totals_with(post)


@on(StaffingNeed, rules.can_edit_post, methods=FORM)
def post_delete(request: HttpRequest, post: StaffingNeed) -> HttpResponse:
    text = f"Weet u zeker dat u “{post}” wilt verwijderen? De verdeling over maatregelen verdwijnt ook."
    back = reverse("staff", args=[post.plan_id])
    return delete_page(request, post, text=text, back=back, step="staff", walk_row=post.plan)
