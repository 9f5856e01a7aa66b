"""What changed: between two versions, and between a version and the plan as it is being written."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from npo_planner.access import on
from npo_planner.walk import walk_of
from programmes.consent import comparing
from programmes.document import canonical
from programmes.document.build import build
from programmes.document.rules import can_read_version
from programmes.models import Programme, Version
from programmes.plan import rules as plan_rules


@on(Version, can_read_version)
def version_changes(request: HttpRequest, version: Version) -> HttpResponse:
    """What changed in ``version`` since an earlier one."""
    history = list(Version.objects.history(version.programme_id))
    this = next(each for each in history if each == version)
    earlier = [each for each in history if each.number < this.number]
    knew = comparing.known_to(request.user, this.programme)
    form = comparing.CompareForm(request.GET, versions=earlier, knew=knew)
    context = {"version": this, "form": form}
    if form.versions and comparing.intact(version):
        found = comparing.compare(form.version, canonical.loads(version.document))
        context |= {"comparison": found, "base": form.version, "damaged": None if found else form.version}
    elif form.versions:
        context |= {"damaged": version}
    return render(request, "programmes/consent/version_changes.html", context)


@on(Programme, plan_rules.can_read_along)
def draft_changes(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What changed in the live rows since a version, and whether the MR must be asked again."""
    plan = Programme.objects.with_plan().get(pk=programme.pk)
    form = comparing.CompareForm(request.GET, versions=list(Version.objects.history(plan)))
    context = {"programme": plan, "form": form, "walk": walk_of(plan, request.user, "document")}
    if form.versions:
        found = comparing.compare(form.version, comparing.frozen_now(build(plan)))
        context |= {"comparison": found, "base": form.version, "damaged": None if found else form.version}
    return render(request, "programmes/consent/draft_changes.html", context)
