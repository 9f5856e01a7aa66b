"""Step 6 of the walk: who does it."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from npo_planner.access import on
from npo_planner.pages import delete_page, row_page
from npo_planner.walk import walk_of
from staffing import cost, rules
from staffing.constants import CostBasis, Engagement
from staffing.forms import PostForm
from staffing.models import StaffingNeed, StaffKind, StaffPlan, Tariff

FORM = ("GET", "POST")
FIRST_YEAR = timedelta(days=364)


@on(StaffPlan, rules.can_read)
def staff(request: HttpRequest, plan: StaffPlan) -> HttpResponse:
    posts = list(plan.needs.with_shares())
    rows = [
        {
            "post": post,
            "fte": cost.shown_fte(post),
            "hours": cost.shown_hours(post),
            "cost": cost.total_cost(post),
            "unplaced": 100 - sum(d.share for d in post.deployments.all()),
        }
        for post in posts
    ]
    context = {
        "plan": plan,
        "rows": rows,
        "editable": rules.can_edit(request.user, plan) and not plan.is_frozen,
        "walk": walk_of(plan, request.user, "staff"),
    }
    return render(request, "staffing/staff.html", context)


@on(StaffPlan, rules.can_edit)
def post_kinds(request: HttpRequest, plan: StaffPlan) -> HttpResponse:
    """Choose a kind of staff, with its rules, before filling in the post."""
    context = {"plan": plan, "kinds": StaffKind.objects.all(), "walk": walk_of(plan, request.user, "staff")}
    return render(request, "staffing/kinds.html", context)


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
    return row_page(
        request,
        PostForm(request.POST or None, instance=post),
        title=title,
        back=reverse("staff", args=[post.plan_id]),
        step="staff",
        walk_row=post.plan,
        aside="staffing/_post_help.html",
        kind=post.kind,
        tariffs=Tariff.objects.for_school(post.plan.school).filter(kind=post.kind),
    )


@on(StaffingNeed, rules.can_edit_post, methods=FORM)
def post_delete(request: HttpRequest, post: StaffingNeed) -> HttpResponse:
    text = f"Weet u zeker dat u “{post}” wilt verwijderen? De verdeling over maatregelen verdwijnt ook."
    back = reverse("staff", args=[post.plan_id])
    return delete_page(request, post, text=text, back=back, step="staff", walk_row=post.plan)
