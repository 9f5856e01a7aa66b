"""The drawing from need to euro on the live budget page."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from programmes.document import flow as flows
from programmes.document import flow_drawing
from programmes.document.build import build
from programmes.models import Programme

register = template.Library()


@register.inclusion_tag("programmes/document/_live_flow.html")
def live_flow(programme: Programme) -> dict[str, Any]:
    """The flow of live rows, its names linked to the pages on which they are written. The query of ``build``.

    A tag, because the room ``plan`` may not import the room ``document``: the page asks for it, its view does not.
    """
    money = flows.flow(build(programme))
    return {
        "flow": money,
        "flow_drawing": flow_drawing.draw(money) if money else None,
        "needs_page": reverse("needs", args=[programme.scan_id]),
        "measures_page": reverse("measures", args=[programme.pk]),
    }
