"""Reading a version: one section at a time, with marks that only the reader sees."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from npo_planner.access import on
from npo_planner.jobs import waiting
from npo_planner.jobs.waiting import Paper
from npo_planner.pages import act
from programmes.consent import marks, reading, reading_list
from programmes.consent import pack as packs
from programmes.consent.forms import MarkForm
from programmes.consent.reading_list import ReadingList
from programmes.consent.weighing import weigh
from programmes.document import canonical, stamp
from programmes.document.lines import draw
from programmes.document.rules import can_read_version
from programmes.models import Version


@on(Version, can_read_version)
def section(request: HttpRequest, version: Version, anchor: str) -> HttpResponse:
    """The section at ``anchor``; of a place within one, the section that it is in."""
    context = _page(request, version)
    if not context["is_intact"]:
        return redirect(version)  # that page tells what is wrong
    listed: ReadingList = context["reading_list"]
    item = listed.at(anchor)
    if item is not None:
        return render(request, "programmes/consent/section.html", context | reading.section(context, item))
    if anchor not in listed.homes:
        raise Http404("section")
    return redirect(listed.homes[anchor])


@on(Version, can_read_version, methods=("POST",))
def mark(request: HttpRequest, version: Version, anchor: str) -> HttpResponse:
    """Mark the section at ``anchor`` as read or not, and stay or read on."""
    context = _page(request, version)
    if not context["is_intact"]:
        return redirect(version)
    listed: ReadingList = context["reading_list"]
    item, form = listed.at(anchor), MarkForm(request.POST)
    if item is None:
        raise Http404("section")
    if not form.is_valid():
        return redirect(item.url)
    deed = form.cleaned_data["deed"]
    onward = listed.onward(item) if deed == MarkForm.ONWARD else item
    set_mark = partial(marks.mark, version=version, anchor=anchor, is_read=deed != MarkForm.UNREAD, by=request.user)
    return act(request, set_mark, back=onward.url if onward else version.get_absolute_url())


@on(Version, can_read_version)
def weighing(request: HttpRequest, version: Version) -> HttpResponse:
    """The questions that the MR weighs, beside the figures of this version."""
    found = Version.objects.with_answers().get(pk=version.pk)
    if not canonical.is_intact(found):
        return redirect(found)  # that page tells what is wrong
    document = canonical.loads(found.document)
    context = {
        "version": found,
        "stamp": stamp.of_version(found),
        "document": document,
        "questions": weigh(document),
        "homes": reading_list.of(found, draw(document), request.user).homes,
    }
    return render(request, "programmes/consent/weighing.html", context)


@on(Version, can_read_version)
def pack(request: HttpRequest, version: Version) -> HttpResponse:
    """The version on paper for a meeting of the MR. Made at each request: who votes and when they meet may change."""
    found = Version.objects.with_answers().get(pk=version.pk)
    if not canonical.is_intact(found):
        return redirect(found)  # that page tells what is wrong
    paper = Paper(
        name=f"vergaderstuk-{found.school.code}-versie-{found.number}.pdf",
        title=f"Vergaderstuk van {found.school.name}, versie {found.number}",
        back=found.get_absolute_url(),
    )
    return waiting.printed(request, paper, lambda: packs.order(found))


def _page(request: HttpRequest, version: Version) -> dict[str, Any]:
    return reading.page(Version.objects.with_answers().get(pk=version.pk), request.user)
