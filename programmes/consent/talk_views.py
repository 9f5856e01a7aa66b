"""The pages on which people ask, answer and deliberate, and the list of what waits for an answer."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from npo_planner.access import on
from npo_planner.pages import act
from npo_planner.walk import walk_of
from programmes.consent import operations, rules, talk, threads
from programmes.consent.constants import Audience
from programmes.consent.pages import deed_page, typed
from programmes.consent.reading_list import url_of
from programmes.consent.talk_forms import CommentForm, DeliberationForm, ReplyForm, ShowForm
from programmes.consent.views import FORM
from programmes.document import canonical
from programmes.models import Comment, Programme, Version
from programmes.plan import rules as plan_rules

LIST, SECTION = "vragen", "lezen"
"""With ``?terug=`` one of these a page goes back to the list of threads, or to the page of the section, instead of to
the whole version."""


@on(Programme, plan_rules.can_view)
def thread_list(request: HttpRequest, programme: Programme) -> HttpResponse:
    show = ShowForm(request.GET)
    versions, counts = talk.work_list(programme, request.user, ShowForm.STATES[show.chosen])
    newest = programme.versions.order_by("-number").defer("document").first()
    is_open = newest is not None and threads.takes_new(programme, newest, newest)
    context = {
        "programme": programme,
        "walk": walk_of(programme, request.user, "mr"),
        "versions": versions,
        "newest": newest,
        "chosen": show.chosen,
        "filters": [
            (name, ShowForm.LABELS[name], sum(counts[state] for state in states))
            for name, states in ShowForm.STATES.items()
        ],
        "answers": rules.can_answer(request.user, programme),
        "is_open": is_open,
        "may_ask": is_open and rules.can_comment(request.user, newest),
    }
    return render(request, "programmes/consent/threads.html", context)


@on(Version, rules.can_comment, methods=FORM)
def comment(request: HttpRequest, version: Version, anchor: str = "") -> HttpResponse:
    return _begin(
        request,
        version,
        anchor,
        CommentForm,
        audience=Audience.SCHOOL,
        title="Vraag of opmerking",
        submit="Plaats uw vraag of opmerking",
        said="Uw vraag of opmerking staat erbij.",
    )


@on(Version, rules.can_deliberate, methods=FORM)
def deliberate(request: HttpRequest, version: Version, anchor: str = "") -> HttpResponse:
    return _begin(
        request,
        version,
        anchor,
        DeliberationForm,
        audience=Audience.MR,
        title="Onder ons",
        submit="Plaats voor de MR",
        said="Dit staat erbij. Alleen de MR leest het.",
        is_private=True,
    )


def _begin(
    request: HttpRequest, version: Version, anchor: str, form_class: Any, *, audience: Audience, **context: Any
) -> HttpResponse:
    """The page on which a thread begins; with ``anchor`` about that place, and each place keeps a draft of its own."""
    if not canonical.is_intact(version):
        return redirect(version)  # that page tells what is wrong
    document = canonical.loads(version.document)
    titles = threads.titles(document)
    if anchor and anchor not in titles:
        raise Http404(anchor)
    form = form_class(typed(request), places=threads.places(document), anchor=anchor)
    return deed_page(
        request,
        version.programme,
        form,
        lambda values: operations.comment(version=version, audience=audience, by=request.user, **values),
        before="programmes/consent/_before_comment.html",
        back=_at(request, version, anchor or form.data.get("section", "")),
        onward=partial(_at_comment, request),
        version=version,
        about=titles.get(anchor, ""),
        **context,
    )


@on(Comment, rules.can_reply, methods=FORM)
def reply(request: HttpRequest, comment: Comment) -> HttpResponse:
    word, title = ("antwoord", "Antwoord") if rules.answers(request.user, comment) else ("reactie", "Reageren")
    submit, said = f"Plaats uw {word}", f"Uw {word} staat erbij."
    return _go_on(request, comment, title=title, submit=submit, said=said, label=f"Uw {word}")


@on(Comment, rules.can_reopen, methods=FORM)
def reopen(request: HttpRequest, comment: Comment) -> HttpResponse:
    return _go_on(
        request,
        comment,
        reopens=True,
        title="Heropenen",
        submit="Heropen met deze tekst",
        said="De vraag is weer open.",
        label="Wat wilt u nog weten of zeggen?",
    )


def _go_on(
    request: HttpRequest, comment: Comment, *, label: str, reopens: bool = False, **context: Any
) -> HttpResponse:
    """The page on which somebody writes in the thread of ``comment``."""
    version = comment.version
    thread = Comment.objects.with_answers().get(pk=comment.parent_id or comment.pk)
    return deed_page(
        request,
        version.programme,
        ReplyForm(typed(request), label=label, is_private=comment.is_private),
        lambda values: operations.comment(
            version=version, section=comment.section, parent=comment, reopens=reopens, by=request.user, **values
        ),
        before="programmes/consent/_before_reply.html",
        back=_at_comment(request, thread),
        onward=partial(_at_comment, request),
        thread=thread,
        version=version,
        is_private=comment.is_private,
        **context,
    )


@on(Comment, rules.can_resolve, methods=("POST",))
def resolve(request: HttpRequest, comment: Comment) -> HttpResponse:
    return act(
        request,
        lambda: operations.resolve(thread=comment, by=request.user),
        back=_at_comment(request, comment),
        said="Afgehandeld. U kunt het later weer heropenen.",
    )


def _at(request: HttpRequest, version: Version, anchor: str) -> str:
    """The address of a section of ``version``, on the page that the person came from."""
    if _reads_by_section(request, anchor):
        return url_of(version, anchor)
    return f"{version.get_absolute_url()}#{anchor}" if anchor else version.get_absolute_url()


def _reads_by_section(request: HttpRequest, anchor: str) -> bool:
    return request.GET.get("terug") == SECTION and anchor not in ("", threads.WHOLE.anchor)


def _at_comment(request: HttpRequest, comment: Comment) -> str:
    """The address of ``comment``, on the page that the person came from."""
    if request.GET.get("terug") == LIST and not comment.is_private:
        return f"{reverse('threads', args=[comment.version.programme_id])}#reactie-{comment.pk}"
    if _reads_by_section(request, comment.section):
        return f"{url_of(comment.version, comment.section)}#reactie-{comment.pk}"
    return f"{comment.version.get_absolute_url()}#reactie-{comment.pk}"
