"""The public page of a summary, and the page on which the schoolleider switches it on and off."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from npo_planner.access import on, public
from npo_planner.files import file_response
from npo_planner.jobs import ordering
from npo_planner.pages import confirm_page
from programmes.document import canonical, html, stamp
from programmes.document import public as links
from programmes.document.lengths import Length
from programmes.document.operations import RENDERING, arguments, stored
from programmes.document.rules import can_publish
from programmes.models import Programme, PublicLink, Version
from programmes.plan import rules
from programmes.plan.steps import walk as walk_of_plan
from schools.models import Logo

FORM = ("GET", "POST")
HEADERS = {"Cache-Control": "public, max-age=60", "X-Robots-Tag": "noindex, nofollow"}
"""Short, so that a page that was switched off is gone within a minute; and the school decides who gets the address."""


@on(Programme, rules.can_view)
def public_link(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Whether the summary is public, and at which address."""
    plan = Programme.objects.with_plan().get(pk=programme.pk)
    link = PublicLink.objects.of(plan)
    context = {
        "programme": plan,
        "link": link,
        "address": links.address(link) if link else "",
        "version": links.in_force(plan),
        "may_publish": can_publish(request.user, plan),
        "walk": walk_of_plan(plan, request.user, current="document"),
    }
    return render(request, "programmes/document/public/link.html", context)


@on(Programme, can_publish, methods=FORM)
def public_link_open(request: HttpRequest, programme: Programme) -> HttpResponse:
    return _switch_page(
        request,
        programme,
        links.open_link,
        title="Samenvatting openbaar maken",
        text="Iedereen met de link kan dan de samenvatting lezen, zonder in te loggen: wie de link krijgt, kan hem "
        "doorgeven. De rest van het programma blijft besloten.\n\nDe pagina toont alleen een programma dat het bestuur "
        "heeft vastgesteld. Tot die tijd staat er dat het nog niet is vastgesteld.",
        submit="Maak de samenvatting openbaar",
        said="De openbare link staat aan.",
    )


@on(Programme, can_publish, methods=FORM)
def public_link_close(request: HttpRequest, programme: Programme) -> HttpResponse:
    return _switch_page(
        request,
        programme,
        links.close_link,
        title="Openbare link uitzetten",
        text="De link werkt dan binnen een minuut niet meer, en komt nooit terug. Zet u de samenvatting later weer "
        "aan, dan krijgt u een nieuwe link. Wie de samenvatting al downloadde, houdt die.",
        submit="Zet de link uit",
        said="De openbare link is uit. De oude link werkt niet meer.",
        danger=True,
    )


def _switch_page(
    request: HttpRequest, programme: Programme, operation: Callable[..., Any], **context: Any
) -> HttpResponse:
    return confirm_page(
        request,
        partial(operation, programme=programme, by=request.user),
        back=reverse("public_link", args=[programme.pk]),
        walk=walk_of_plan(Programme.objects.with_plan().get(pk=programme.pk), request.user, current="document"),
        **context,
    )


# --- for everybody --------------------------------------------------------------------------------------------------


def at_link(view: Callable[[HttpRequest, PublicLink], HttpResponse]) -> Callable[..., HttpResponse]:
    """A view behind a public link, with short caching and hidden from search engines.

    An address that was switched off and one that never was answer with the same page.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        link = PublicLink.objects.at(token)
        response = view(request, link) if link else _gone(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return public()(wrapped)


@at_link
def public_summary(request: HttpRequest, link: PublicLink) -> HttpResponse:
    """The summary of the programme in force; that there is none yet; nothing at all when its text was changed."""
    version = links.in_force(link.programme)
    context = {"link": link, "school": link.programme.school, "logo": Logo.objects.of_school(link.programme.school)}
    if version is None:
        return render(request, "programmes/document/public/not_yet.html", context)
    if not canonical.is_intact(version):
        return _unavailable(request)
    details = Length.SUMMARY.details_on_screen
    context |= html.context(canonical.loads(version.document), stamp.of_version(version), details)
    return render(request, "programmes/document/public/summary.html", context | {"length": Length.SUMMARY})


@at_link
def public_pdf(request: HttpRequest, link: PublicLink) -> HttpResponse:
    """The summary of the programme in force on paper, as it was made once."""
    version = links.in_force(link.programme)
    if version is None:
        return _gone(request)
    if not canonical.is_intact(version):
        return _unavailable(request)
    found = stored(version, Length.SUMMARY)
    if found is None:
        job = ordering.order(RENDERING, arguments(version, Length.SUMMARY))
        found = stored(version, Length.SUMMARY)
    if found is None:
        return _being_made(request, link) if job.is_open else _unavailable(request)
    return file_response(bytes(found.content), "application/pdf", _name(version))


@at_link
def public_logo(request: HttpRequest, link: PublicLink) -> HttpResponse:
    logo = Logo.objects.of_school(link.programme.school)
    if logo is None:
        return _gone(request)
    return HttpResponse(bytes(logo.content), content_type="image/png")


def _name(version: Version) -> str:
    return f"{Length.SUMMARY.file}-{version.school.code}-versie-{version.number}.pdf"


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "programmes/document/public/gone.html", status=404)


def _being_made(request: HttpRequest, link: PublicLink) -> HttpResponse:
    response = render(request, "programmes/document/public/being_made.html", {"link": link}, status=503)
    response.headers["Retry-After"], response.headers["Cache-Control"] = "30", "no-store"
    return response


def _unavailable(request: HttpRequest) -> HttpResponse:
    return render(request, "programmes/document/public/unavailable.html", status=503)
