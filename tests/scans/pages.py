"""The pages of scans: their addresses, what is typed in them, and what they say."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.urls import reverse

from programmes.models import Programme
from programmes.plan.constants import Status
from programmes.plan.operations import move
from scans.models import Consultation, Domain, Finding, Need, Scan

FROZEN = "Dit plan ligt vast, omdat het bij de MR ligt of is vastgesteld."
REQUIRED = "Dit veld is verplicht."
NO_CHOICE = "Selecteer een geldige keuze. Deze keuze is niet beschikbaar."

READ = ["scan", "needs"]
FORMS = {
    "scan_edit": "scan",
    "scan_grid": "scan",
    "finding_add": "scan",
    "finding_edit": "finding",
    "finding_delete": "finding",
    "consultation_add": "scan",
    "consultation_edit": "talk",
    "consultation_delete": "talk",
    "domain_add": "scan",
    "need_add": "scan",
    "need_edit": "need",
    "need_delete": "need",
}
BUTTONS = {"need_up": "need", "need_down": "need"}


def url(route: str, row: Any) -> str:
    return reverse(route, args=[getattr(row, "pk", row)])


def domain(name: str = "rekenen") -> Domain:
    return Domain.objects.get(name=name, school=None)


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def freeze(programme: Programme, by: Any) -> None:
    move(Programme.objects.get(pk=programme.pk), Status.AT_MR, by=by)


def finding_values(**typed: Any) -> dict[str, Any]:
    return {"domain": domain().pk, "group": "groep 5", "delay": "2", "source": "lvs"} | typed


def values_of(route: str) -> dict[str, Any]:
    """What is typed to make ``route`` succeed."""
    return {
        "scan_edit": {"title": "Najaar", "held_on": "2021-10-01"},
        "scan_grid": {f"c{domain().pk}_4": "3"},
        "finding_add": finding_values(),
        "finding_edit": finding_values(group="groep 6"),
        "consultation_add": {"held_on": "03-05-2021", "party": "ouders", "outcome": "Zorgen."},
        "consultation_edit": {"held_on": "2021-05-04", "party": "mr", "outcome": "Eens."},
        "domain_add": {"name": "tuinieren", "kind": "praktisch"},
        "need_add": {"title": "Rekenen"},
        "need_edit": {"title": "Schrijven"},
    }.get(route, {})


def written() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Scan, Finding, Consultation, Need)]
