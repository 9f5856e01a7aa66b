"""The pages of menskracht: their addresses, what is typed in them, and what they say."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.urls import reverse

from programmes.models import Programme
from programmes.plan.constants import Status
from programmes.plan.operations import move
from staffing.models import StaffKind, StaffPlan
from tests.people import READERS, WRITERS

FROZEN = "Dit plan ligt vast, omdat het bij de MR ligt of is vastgesteld."

ROUTES = {
    "staff": ("plan", (), READERS, {"GET"}),
    "outflow_edit": ("plan", (), WRITERS, {"GET", "POST"}),
    "post_kinds": ("plan", (), WRITERS, {"GET"}),
    "kind_help": ("plan", ("leraar",), READERS, {"GET"}),
    "post_add": ("plan", ("leraar",), WRITERS, {"GET", "POST"}),
    "post_edit": ("post", (), WRITERS, {"GET", "POST"}),
    "post_delete": ("post", (), WRITERS, {"GET", "POST"}),
}


def url(route: str, row: Any, *more: str) -> str:
    return reverse(route, args=[getattr(row, "pk", row), *more])


def add(plan: StaffPlan, kind: str = "onderwijsassistent") -> str:
    return url("post_add", plan, kind)


def typed(**fields: Any) -> dict[str, Any]:
    """What the form of a post sends."""
    return {
        "kind": StaffKind.objects.get(code="onderwijsassistent").pk,
        "description": "Assistent groep 6",
        "also_roles": "",
        "people": "",
        "amount": "0,5",
        "unit": "fte",
        "start": "2021-08-01",
        "end": "2022-07-31",
        "engagement": "eigen",
        "contract": "",
        "cost_basis": "vast",
        "price": "12.000",
        "employer_percent": "",
        "vat_percent": "0",
        "price_source": "",
        "vacancy": "open",
        "if_not_found": "",
        "after": "",
        "afterwards": "",
    } | fields


def text(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def freeze(programme: Programme, by: Any) -> None:
    move(Programme.objects.get(pk=programme.pk), Status.AT_MR, by=by)
