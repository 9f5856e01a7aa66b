"""A document as data: canonical JSON, and the schema that says what is in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from npo_planner.access import on, public
from programmes.document import canonical, published
from programmes.document.build import build
from programmes.document.rules import can_read_version
from programmes.models import Programme, Version
from programmes.plan import rules

A_DAY = 24 * 3600


@public()
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of every document, for everybody."""
    response = HttpResponse(published.text(), content_type=published.CONTENT_TYPE)
    response["Cache-Control"] = f"public, max-age={A_DAY}"
    return response


@on(Version, can_read_version)
def version_json(request: HttpRequest, version: Version) -> HttpResponse:
    """The canonical JSON: exactly the bytes that the fingerprint is of."""
    return _json(version.document, f"{version.file_name}.json")


@on(Programme, rules.can_read_draft)
def draft_json(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The live rows as canonical JSON."""
    plan = Programme.objects.with_plan().get(pk=programme.pk)
    return _json(canonical.dumps(build(plan)), f"schoolprogramma-{plan.school.code}-concept.json")


def _json(text: str, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Link": f'<{reverse("schema")}>; rel="describedby"; type="{published.CONTENT_TYPE}"',
    }
    return HttpResponse(text.encode(), content_type="application/json", headers=headers)
