"""Step 10 of the walk: the whole programme to read, and to take along as PDF or as data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from npo_planner.access import on
from npo_planner.files import file_response, kept_response
from npo_planner.jobs import waiting
from npo_planner.jobs.waiting import Paper
from programmes.document import canonical, html, operations, pdf, stamp, xlsx
from programmes.document.build import build
from programmes.document.lengths import Length, of_slug
from programmes.document.rules import can_read_version
from programmes.document.schema import Document
from programmes.models import Programme, Rendering, Version
from programmes.plan import rules
from programmes.plan.constants import Status
from programmes.plan.steps import walk as walk_of_plan
from schools.models import Logo

XLSX = xlsx.MEDIA_TYPE


@on(Programme, rules.can_view)
def document(request: HttpRequest, programme: Programme, length: str = Length.FULL.slug) -> HttpResponse:
    """The programme in force; else the version that lies with the MR; else the draft, for who may read it."""
    context = _step(request, programme) | {"length": of_slug(length), "lengths": list(Length)}
    version = _to_show(context)
    if version is None:
        return _show(request, context, build(context["programme"]) if context["may_read_draft"] else None)
    if not canonical.is_intact(version):
        return render(request, "programmes/document/damaged.html", context | {"version": version})
    context |= {"version": version}
    return _show(request, context, canonical.loads(version.document), stamp.of_version(version))


@on(Programme, rules.can_read_along)
def draft(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The live rows as a document, also when a version is in force."""
    context = _step(request, programme) | {"length": Length.FULL}
    return _show(request, context, build(context["programme"]))


def _step(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    plan = Programme.objects.with_plan().get(pk=programme.pk)
    return {
        "programme": plan,
        "versions": list(Version.objects.history(plan)),
        "may_read_draft": rules.can_read_along(request.user, plan),
        "reads_along": not rules.can_read_draft(request.user, plan),
        "walk": walk_of_plan(plan, request.user, current="document"),
    }


def _to_show(context: dict[str, Any]) -> Version | None:
    """Which version the programme page shows; None for the draft, or for nothing yet."""
    versions = context["versions"]
    in_force = next((v for v in versions if hasattr(v, "adoption")), None)
    at_work = context["programme"].status != Status.DRAFT or not context["may_read_draft"]
    return in_force or (versions[0] if versions and at_work else None)


def _show(request: HttpRequest, context: dict[str, Any], tree: Document | None, facts: Any = None) -> HttpResponse:
    details = context["length"].details_on_screen
    shown = html.context(tree, facts or stamp.of_draft(), details) if tree else {}
    return render(request, "programmes/document/document.html", context | shown)


@on(Programme, rules.can_read_along)
def draft_pdf(request: HttpRequest, programme: Programme, length: str = Length.FULL.slug) -> HttpResponse:
    """The live rows as they are now: who asks later gets what they are then."""
    told = of_slug(length)
    school = programme.school
    paper = Paper(
        name=f"{told.file}-{school.code}-concept.pdf",
        title=f"{told.label} van {school.name}, concept",
        back=reverse("document", args=[programme.pk]),
    )
    return waiting.printed(
        request,
        paper,
        lambda: pdf.order(
            build(Programme.objects.with_plan().get(pk=programme.pk)),
            stamp.of_draft(),
            told,
            Logo.objects.of_school(school),
        ),
    )


@on(Version, can_read_version)
def version_pdf(request: HttpRequest, version: Version, length: str = Length.FULL.slug) -> HttpResponse:
    """The stored file; the first who asks for one that was not made ahead waits for it."""
    told = of_slug(length)
    if not canonical.is_intact(version):
        return _damaged(request, version)
    found = Version.objects.with_stage().get(pk=version.pk)
    paper = Paper(
        name=f"{told.file}-{found.school.code}-versie-{found.number}.pdf",
        title=f"{told.label} van {found.school.name}, versie {found.number}",
        back=reverse("document", args=[found.programme_id]),
    )
    stored = operations.stored(found, told)
    if stored:
        return waiting.ready(request) or _kept(request, stored, paper)
    arguments = operations.arguments(found, told)
    return waiting.shared(
        request, paper, operations.RENDERING, arguments, lambda: _kept(request, operations.stored(found, told), paper)
    )


def _kept(request: HttpRequest, stored: Rendering | None, paper: Paper) -> HttpResponse:
    if stored is None:
        return redirect(request.path)  # the version went on while its job ran: order it as it stands now
    return kept_response(request, stored.sha256, lambda: bytes(stored.content), "application/pdf", paper.name)


@on(Programme, rules.can_read_draft)
def draft_xlsx(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The budget of the live rows as a spreadsheet."""
    plan = Programme.objects.with_plan().get(pk=programme.pk)
    content = xlsx.render(build(plan), stamp.of_draft())
    return file_response(content, XLSX, f"begroting-{plan.school.code}-concept.xlsx")


@on(Version, can_read_version)
def version_xlsx(request: HttpRequest, version: Version) -> HttpResponse:
    """The budget of a version as a spreadsheet. It tells nothing of the MR's answer, so it is the same for ever."""
    found = Version.objects.with_answers().get(pk=version.pk)
    if not canonical.is_intact(found):
        return _damaged(request, found)
    content = xlsx.render(canonical.loads(found.document), stamp.of_version(found))
    return file_response(content, XLSX, f"begroting-{found.school.code}-versie-{found.number}.xlsx")


def _damaged(request: HttpRequest, version: Version) -> HttpResponse:
    context = _step(request, version.programme) | {"version": version}
    return render(request, "programmes/document/damaged.html", context)
