"""What a view answers when a file takes long: the file when it is there, else a calm page to wait on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from npo_planner.errors import Refused
from npo_planner.files import file_response
from npo_planner.jobs import ordering, prints, queue
from npo_planner.jobs.constants import State
from npo_planner.models import Job, Worker
from npo_planner.press.order import Order

MARK = "opdracht"
"""The key of a job in the address of the page that waits for it."""
JSON = "application/json"


@dataclass(frozen=True)
class Paper:
    """What somebody asked for: its file ``name``, what people call it, and where they came from."""

    name: str
    title: str
    back: str


def printed(request: HttpRequest, paper: Paper, make: Callable[[], Order]) -> HttpResponse:
    """The PDF of the order that ``make`` makes, or the page that waits for it.

    The view asked whether the reader may see what it is about; ``request.user`` gets only what they ordered here, and
    under this name: who may see less now has a file of another name. Raises what ``make`` raises.
    """
    if MARK in request.GET:
        own = Job.objects.of(request.user).filter(kind=prints.KIND, place=request.path, arguments__name=paper.name)
        job = _marked(request, own)
        return answer(request, paper, job, lambda: _file(job)) if job else redirect(request.path)

    order = make()

    def put() -> Job:
        material, arguments = prints.pack(order), {"name": paper.name}
        found = ordering.made(prints.KIND, arguments, by=request.user, material=material)
        return found or ordering.order(prints.KIND, arguments, by=request.user, material=material, place=request.path)

    return ordered(request, paper, put, _file)


def ordered(
    request: HttpRequest, paper: Paper, put: Callable[[], Job], file: Callable[[Job], HttpResponse]
) -> HttpResponse:
    """Put an order; then its file, or on to the address that waits for this one job."""
    try:
        job = put()
    except Refused as refusal:
        context = {"paper": paper, "sentence": str(refusal), "again": request.path}
        return render(request, "jobs/failed.html", context, status=429)
    if job.is_open:
        return redirect(f"{request.path}?{MARK}={job.pk}")
    return answer(request, paper, job, lambda: file(job))


def shared(
    request: HttpRequest, paper: Paper, kind: str, arguments: dict[str, Any], file: Callable[[], HttpResponse]
) -> HttpResponse:
    """The same for a job of a shared kind: whoever may see what it is about may wait for it."""
    if MARK in request.GET:
        job = _marked(request, Job.objects.light().filter(key=queue.key_of(kind, arguments)))
        return answer(request, paper, job, file) if job else redirect(request.path)
    return ordered(
        request,
        paper,
        lambda: ordering.order(kind, arguments, by=request.user, place=request.path),
        lambda job: file(),
    )


def answer(request: HttpRequest, paper: Paper, job: Job, file: Callable[[], HttpResponse]) -> HttpResponse:
    """How it is with ``job``: to a script that asks as JSON, to people as the file or a page."""
    if request.headers.get("Accept") == JSON:
        return JsonResponse(told(job))
    if job.state == State.DONE:
        return file()
    if job.is_open:
        return render(request, "jobs/waiting.html", {"paper": paper, "told": told(job)}, status=202)
    context = {"paper": paper, "sentence": job.sentence or "Deze opdracht is gestopt.", "again": request.path}
    return render(request, "jobs/failed.html", context, status=409)


def ready(request: HttpRequest) -> HttpResponse | None:
    """For a file that is there: what the script of a page that waited hears; None for people."""
    return JsonResponse({"state": "done"}) if request.headers.get("Accept") == JSON else None


def told(job: Job) -> dict[str, Any]:
    """How far ``job`` is, for people and for the script of a page that waits. At most two queries."""
    return {
        "state": "open" if job.is_open else "done" if job.state == State.DONE else "ended",
        "text": _sentence(job),
        "done": job.done,
        "total": job.total,
    }


def is_manned() -> bool:
    """Whether somebody carries out what is put on the queue: one query."""
    return settings.JOBS_AT_ONCE or Worker.objects.alive().exists()


def _sentence(job: Job) -> str:
    if not job.is_open:
        return job.get_state_display().capitalize()
    if not is_manned():
        return (
            "Op dit moment wordt er niets gemaakt: het systeem staat stil. Uw opdracht blijft bewaard. "
            "Kom later terug, of vraag de beheerder ernaar te kijken."
        )
    if job.state == State.RUNNING:
        return "Er wordt nu aan gewerkt."
    ahead = Job.objects.before(job).count()
    if not ahead:
        return "U bent als eerste aan de beurt."
    return f"Er {'gaat nog 1 opdracht' if ahead == 1 else f'gaan nog {ahead} opdrachten'} voor."


def _marked(request: HttpRequest, jobs: Any) -> Job | None:
    """The one of ``jobs`` that the address names, however it is written."""
    mark = request.GET[MARK]
    return jobs.filter(pk=int(mark)).first() if mark.isascii() and mark.isdigit() and len(mark) < 18 else None


def _file(job: Job) -> HttpResponse:
    return file_response(bytes(job.content), job.content_type, job.file_name)
