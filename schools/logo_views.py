"""The page on which a school or a board places its logo, and the picture itself."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from npo_planner.access import on
from npo_planner.errors import Refused
from npo_planner.pages import confirm_page
from schools import rules
from schools.logo_forms import LogoForm
from schools.models import Board, Logo, School
from schools.operations import logos

FORM = ("GET", "POST")


@on(School, rules.leads, methods=FORM)
def school_logo(request: HttpRequest, school: School) -> HttpResponse:
    return _page(request, school, shown=Logo.objects.of_school(school))


@on(Board, rules.works_for, methods=FORM)
def board_logo(request: HttpRequest, board: Board) -> HttpResponse:
    return _page(request, board, shown=Logo.objects.own(board))


@on(School, rules.leads, methods=FORM)
def school_logo_remove(request: HttpRequest, school: School) -> HttpResponse:
    return _remove_page(request, school, "Op nieuwe stukken staat dan het logo van uw bestuur, als dat er een heeft.")


@on(Board, rules.works_for, methods=FORM)
def board_logo_remove(request: HttpRequest, board: Board) -> HttpResponse:
    return _remove_page(request, board, "Scholen zonder eigen logo hebben dan geen logo op nieuwe stukken.")


@on(Logo, rules.may_see)
def logo_png(request: HttpRequest, logo: Logo) -> HttpResponse:
    return HttpResponse(bytes(logo.content), content_type="image/png")


def _page(request: HttpRequest, place: School | Board, *, shown: Logo | None) -> HttpResponse:
    form = LogoForm(request.POST, request.FILES) if request.method == "POST" else LogoForm()
    if form.is_bound and form.is_valid():
        try:
            logos.set_logo(place=place, data=form.cleaned_data["file"].read(), by=request.user)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, "Het logo is geplaatst.")
            return redirect(request.path)
    context = {
        "form": form,
        "place": place,
        "logo": shown,
        "is_own": shown is not None and shown.place == place,
        "remove_url": reverse(f"{place._meta.model_name}_logo_remove", args=[place.pk]),
    }
    return render(request, "schools/logo.html", context)


def _remove_page(request: HttpRequest, place: School | Board, text: str) -> HttpResponse:
    return confirm_page(
        request,
        partial(logos.remove_logo, place=place, by=request.user),
        title="Logo weghalen",
        text=f"{text} Stukken die al gemaakt zijn, veranderen niet.",
        submit="Ja, weghalen",
        said="Het logo is weggehaald.",
        danger=True,
        back=reverse(f"{place._meta.model_name}_logo", args=[place.pk]),
    )
