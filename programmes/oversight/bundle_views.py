"""All programmes of a board in one file: order it, see how far it is, stop it, take it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from npo_planner.access import on
from npo_planner.errors import Refused
from npo_planner.files import file_response
from npo_planner.jobs import queue, waiting
from npo_planner.jobs.constants import State
from npo_planner.models import Job
from programmes.document.lengths import BY_SLUG
from programmes.oversight import bundles, export, querysets
from programmes.oversight.constants import Binding
from programmes.oversight.forms import BundleForm
from schools import rules as school_rules
from schools.models import Board

FORM, POST = ("GET", "POST"), ("POST",)


@on(Board, school_rules.works_for, methods=FORM)
def board_bundles(request: HttpRequest, board: Board) -> HttpResponse:
    """Order all programmes of the board in one file, and find what was ordered today."""
    form = BundleForm(request.POST or None, rounds=list(querysets.rounds()))
    if form.is_valid():
        try:
            job = bundles.order(board=board, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("board_bundle", pk=board.pk, job=job.pk)
    shown = [_shown(job) for job in _own(request, board)]
    return render(request, "programmes/oversight/bundles.html", {"board": board, "form": form, "shown": shown})


@on(Board, school_rules.works_for)
def board_bundle(request: HttpRequest, board: Board, job: int) -> HttpResponse:
    """How far one bundle is, and which schools are not in it; to the script of this page as JSON."""
    shown = _shown(get_object_or_404(_own(request, board), pk=job))
    if request.headers.get("Accept") == waiting.JSON:
        return JsonResponse(shown["told"])
    return render(request, "programmes/oversight/bundle.html", {"board": board} | shown)


@on(Board, school_rules.works_for, methods=POST)
def board_bundle_cancel(request: HttpRequest, board: Board, job: int) -> HttpResponse:
    if queue.cancel(get_object_or_404(_own(request, board), pk=job)):
        messages.success(request, "De opdracht is gestopt.")
    return redirect("board_bundle", pk=board.pk, job=job)


@on(Board, school_rules.works_for)
def board_bundle_file(request: HttpRequest, board: Board, job: int) -> HttpResponse:
    """The file of a bundle that is done."""
    found = get_object_or_404(_own(request, board), pk=job)
    if found.state != State.DONE:
        return redirect("board_bundle", pk=board.pk, job=job)
    if found.arguments["binding"] == Binding.BOOK:
        return file_response(bytes(found.content), found.content_type, found.file_name)
    parts = export.zip_parts(bundles.entries_of(found), bundles.content_of)
    name = bundles.file_name(board, BY_SLUG[found.arguments["length"]], Binding.ZIP)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(parts, content_type="application/zip", headers=headers)


def _own(request: HttpRequest, board: Board) -> QuerySet[Job]:
    """The bundles of ``board`` that this person ordered, newest first."""
    return Job.objects.of(request.user).filter(kind=bundles.BUNDLE, arguments__board=board.pk)


def _shown(job: Job) -> dict[str, Any]:
    """What pages tell of ``job``."""
    entries = bundles.entries_of(job)
    told = waiting.told(job)
    if job.total and (not job.is_open or waiting.is_manned()):
        told["text"] = f"{job.done} van {job.total} {'school' if job.total == 1 else 'scholen'}"
    return {
        "job": job,
        "told": told,
        "binding": Binding(job.arguments["binding"]).label,
        "length": BY_SLUG[job.arguments["length"]].label,
        "found": [entry for entry in entries if entry.rendering],
        "missing": [entry for entry in entries if entry.problem],
    }
