"""The MR pack: one version on paper for the meeting in which the MR talks about it and votes.

An agenda to fill in, what the MR weighs, the whole version, what changed, and room for notes. It tells what everybody
who may read the version may know: no remark and no vote of the MR is in it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from npo_planner.errors import Refused
from npo_planner.press.client import press
from npo_planner.press.order import Order
from programmes.consent import seats
from programmes.consent.comparing import Comparison, compare
from programmes.consent.weighing import weigh
from programmes.document import canonical, html, pdf, stamp
from programmes.document.pages import pages
from programmes.document.schema import Document
from programmes.models import ConsentRound, Seat, Version
from schools.constants import Geleding


def render(version: Version) -> bytes:
    """The PDF (tagged, PDF/UA-1) of the pack of ``version``; as ``order``. Raises Refused also when the press fails."""
    return press(order(version))


def order(version: Version) -> Order:
    """What goes to the press for the pack of ``version``, which must come from ``with_answers()``.

    At most three queries. The same facts give the same bytes. Raises Refused (damaged).
    """
    if not canonical.is_intact(version):
        raise Refused("De tekst van deze versie is niet meer wat is vastgelegd.", code="damaged")
    return pdf.paper("programmes/consent/pack.html", context(version), identifier=version.sha256, extra="pack-pdf.css")


def context(version: Version) -> dict[str, Any]:
    """What the template of the pack gets."""
    document = canonical.loads(version.document)
    shown = html.context(document, stamp.of_version(version), html.Details.ELSEWHERE)
    round_ = getattr(version, "consent_round", None)
    changed = _changes(version, document)
    return shown | {
        "round": round_,
        "voters": voters(round_) if round_ else [],
        "questions": weigh(document),
        "changed": changed if changed and changed.changes else None,
        "noted": [page.place for page in pages(shown["lines"])],
    }


def voters(round_: ConsentRound) -> list[tuple[Geleding, int]]:
    """How many people decide in ``round_`` for each geleding of the school, without their names: one query."""
    many = Counter(seat.geleding for seat in Seat.objects.with_votes().filter(round=round_) if seats.counts(seat))
    return [(geleding, many[geleding]) for geleding in round_.school.geledingen]


def _changes(version: Version, document: Document) -> Comparison | None:
    """What changed since the version before; None for the first, and when the text of the one before is damaged."""
    before = Version.objects.history(version.programme).filter(number__lt=version.number).first()
    return compare(before, document) if before else None
