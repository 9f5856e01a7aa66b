"""What every form page of step 9 shares."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from npo_planner.pages import form_page
from npo_planner.walk import walk_of
from programmes.models import Programme
from programmes.plan.checks import Severity


def deed_page(
    request: HttpRequest, programme: Programme, form: Any, save: Any, *, back: str = "", **context: Any
) -> HttpResponse:
    """A form page inside step 9; ``before`` is the template of what stands above the form."""
    walk = walk_of(programme, request.user, "mr")
    return form_page(
        request,
        form,
        save,
        template="programmes/consent/deed.html",
        back=back or reverse("mr", args=[programme.pk]),
        programme=programme,
        walk=walk,
        missing=SimpleLazyObject(lambda: missing_in(walk)),
        **context,
    )


def missing_in(walk: Any) -> list[Any]:
    """What the checklist still misses, as far as this person may see it."""
    return [check for step in walk.steps for check in step.checks if check.severity == Severity.MISSING]


def typed(request: HttpRequest) -> Any:
    """What was posted, also when that is nothing at all: an empty form has errors too."""
    return request.POST if request.method == "POST" else None
