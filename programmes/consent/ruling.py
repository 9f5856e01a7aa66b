"""The besluit of the MR on paper: what was decided on which bytes, by whom, and how the votes were."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.formats import date_format

from npo_planner.errors import Refused
from npo_planner.press.client import press
from npo_planner.press.order import Order
from programmes.consent import counting
from programmes.consent.counting import Rule
from programmes.document import canonical, html, pdf, stamp
from programmes.models import Condition, Version


def render(version: Version, *, with_names: bool) -> bytes:
    """The PDF (tagged, PDF/UA-1) of the decision on ``version``; as ``order``. Raises Refused also for the press."""
    return press(order(version, with_names=with_names))


def order(version: Version, *, with_names: bool) -> Order:
    """What goes to the press for the decision on ``version``, which comes from ``with_answers()``: one query.

    ``with_names`` tells who voted what: for the MR itself. The same facts give the same bytes.
    Raises Refused (damaged, not_decided).
    """
    decision = getattr(version, "decision", None)
    if decision is None:
        raise Refused("De MR heeft over deze versie nog niet besloten.", code="not_decided")
    if not canonical.is_intact(version) or decision.sha256 != version.sha256:
        raise Refused("De tekst van deze versie is niet meer wat is vastgelegd.", code="damaged")
    part = "namen" if with_names else "aantallen"
    identifier = f"{version.sha256}-besluit-{part}"
    return pdf.paper(
        "programmes/consent/ruling.html",
        context(version, with_names=with_names),
        identifier=identifier,
        extra="pack-pdf.css",
    )


def context(version: Version, *, with_names: bool) -> dict[str, Any]:
    """What the template of the besluit gets."""
    decision = version.decision
    told = decision.counted
    return html.context(canonical.loads(version.document), stamp.of_version(version)) | {
        "version": version,
        "decision": decision,
        "conditions": list(Condition.objects.of(version)),
        "rule": Rule(**told["rule"]).words if told else [],
        "verdict": counting.Verdict(told["verdict"]).label if told else "",
        "roll": [vote | {"when": _when(vote["at"])} for vote in decision.roll] if with_names else [],
    }


def _when(at: str) -> str:
    """The moment of a vote in Dutch, from the local time that the roll keeps."""
    return f"{date_format(datetime.fromisoformat(at), 'j F Y, H:i')} uur"
