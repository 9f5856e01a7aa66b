"""Where anybody checks whether a paper is the version that the MR decided on. It shows nothing of the plan."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from npo_planner.access import public
from programmes.document import checking
from programmes.document.check_forms import CheckForm
from programmes.document.checking import Answer, Match
from schools.operations.accounts import asks_too_often, client_address, note_question

TOO_OFTEN = 429


@public(methods=("GET", "POST"))
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a fingerprint or a file, and answer about the file."""
    form = CheckForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _page(request, form)
    if form.cleaned_data["fingerprint"]:
        return redirect("check_fingerprint", form.cleaned_data["fingerprint"])
    if asks_too_often(address=client_address(request)):
        return _page(request, CheckForm(), status=TOO_OFTEN)
    note_question(address=client_address(request))
    return _page(request, CheckForm(), checking.of_file(form.cleaned_data["file"].chunks()))


@public()
def check_fingerprint(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """The answer about a fingerprint: what the code on the paper leads to."""
    form = CheckForm({"fingerprint": fingerprint})
    if not form.is_valid():
        return _page(request, form)
    if asks_too_often(address=client_address(request)):
        return _page(request, form, status=TOO_OFTEN)
    answer = checking.of_fingerprint(form.cleaned_data["fingerprint"])
    if answer.match is Match.NOTHING:
        note_question(address=client_address(request))
    return _page(request, form, answer)


def _page(request: HttpRequest, form: CheckForm, answer: Answer | None = None, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "answer": answer, "must_wait": status == TOO_OFTEN}
    return render(request, "programmes/document/check.html", context, status=status)
