"""Who may open which page: every view declares it here, and a test refuses a route that does not.

A view is decorated with one of three:

* ``@public()``: anybody;
* ``@signed_in(rule)``: anybody who signed in and passes ``rule(user)``;
* ``@on(Model, rule)``: the view gets the object instead of its key. What the person may not see is a 404, what they
  may see but not do a 403.

Unsafe methods run in one transaction with the object locked, so that a right or a state cannot change between the
check and the write.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from npo_planner import autosave, sittings

Rule = Callable[..., bool]
SAFE = {"GET", "HEAD"}


@dataclass(frozen=True)
class Access:
    """What a view declared: tests and the route table read it."""

    kind: str  # "public", "signed_in" or "on"
    methods: tuple[str, ...]
    model: type[models.Model] | None = None
    rule: Rule | None = None


def get_for(user: Any, model: type[models.Model], key: Any, rule: Rule, *, lock: bool = False) -> Any:
    """The ``model`` row with primary key ``key``, if ``user`` may do ``rule`` to it.

    Raises Http404 when it is not visible to them, PermissionDenied when it is but the rule says no.
    """
    found = model._default_manager.visible_to(user).filter(pk=key).first()
    if found is not None and lock:
        found = _locked(found)
    if found is None:
        raise Http404(model._meta.verbose_name)
    if not rule(user, found):
        raise PermissionDenied
    return found


def _locked(row: Any) -> Any | None:
    """``row`` fresh and locked, its owner first; None when it was deleted meanwhile.

    Owner first: whoever moves rows of an owner holds that lock too, so two of them never wait for each other.
    Without joins (``order_by``): PostgreSQL cannot lock an outer join, and a shared row is not ours to lock.
    NO KEY: rows that point at this one may still be written, else a vote and a comment could wait on each other.
    """
    found = None
    for each in dict.fromkeys([getattr(row, "owner", row), row]):
        locked = type(each)._default_manager.select_for_update(no_key=True)
        found = locked.filter(pk=each.pk).order_by("pk").first()
    return found


def _to_login(request: HttpRequest) -> HttpResponse:
    """To the login page, and back to this one. What was typed is kept; a page that saves by itself is told so."""
    if autosave.is_asked(request):
        return HttpResponse(status=401)
    if request.method == "POST":
        sittings.park(request)
    return redirect_to_login(request.get_full_path())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that carried an old token (403). What their own page sent is kept until they are back."""
    own = f"{request.scheme}://{request.get_host()}"
    kept = request.method == "POST" and request.headers.get("Origin") == own and sittings.park(request)
    return render(request, "403_csrf.html", {"kept": kept}, status=403)


def _declare(view: Callable, access: Access) -> Callable:
    view.access = access
    return view


def public(*, methods: tuple[str, ...] = ("GET",)) -> Callable:
    """A page for anybody."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not _allowed(request, methods):
                return HttpResponseNotAllowed(methods)
            return view(request, **kwargs)

        return _declare(wrapped, Access("public", methods))

    return decorate


def signed_in(rule: Rule | None = None, *, methods: tuple[str, ...] = ("GET",)) -> Callable:
    """A page for anybody who signed in and, if given, passes ``rule(user)``."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_login(request)
            if rule is not None and not rule(request.user):
                raise PermissionDenied
            if not _allowed(request, methods):
                return HttpResponseNotAllowed(methods)
            if request.method in SAFE:
                return view(request, **kwargs)
            with transaction.atomic():
                return view(request, **kwargs)

        return _declare(wrapped, Access("signed_in", methods, rule=rule))

    return decorate


def on(model: type[models.Model], rule: Rule, *, methods: tuple[str, ...] = ("GET",)) -> Callable:
    """A page about one ``model`` row: the view is called with the row that the URL's ``pk`` names."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def wrapped(request: HttpRequest, pk: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_login(request)
            if request.method in SAFE or not _allowed(request, methods):
                found = get_for(request.user, model, pk, rule)
                if not _allowed(request, methods):
                    return HttpResponseNotAllowed(methods)
                return view(request, found, **kwargs)
            with transaction.atomic():
                return view(request, get_for(request.user, model, pk, rule, lock=True), **kwargs)

        return _declare(wrapped, Access("on", methods, model, rule))

    return decorate


def _allowed(request: HttpRequest, methods: tuple[str, ...]) -> bool:
    return request.method in methods or (request.method == "HEAD" and "GET" in methods)
