"""The MR pack: one version on paper for the meeting in which the MR talks about it and votes.

An agenda to fill in, what the MR weighs, the whole version, what changed, and room for notes. It tells what everybody
who may read the version may know: no remark and no vote of the MR is in it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from npo_planner.errors import Refused
from programmes.consent import seats
from programmes.consent.weighing import weigh
from programmes.document import canonical, html, pdf, stamp
from programmes.document.pages import pages
from programmes.models import Seat, Version
from schools.constants import Geleding


def render(version: Version, *, changes: Any = None) -> bytes:
    """The PDF (tagged, PDF/UA-1) of the pack of ``version``, which must come from ``with_answers()``: one query.

    ``changes`` is what ``programmes/document/_changes.html`` shows; None for a first version. The same facts give the
    same bytes. Raises Refused (damaged).
    """
    if not canonical.is_intact(version):
        raise Refused("De tekst van deze versie is niet meer wat is vastgelegd.", code="damaged")
    return pdf.write(
        "programmes/consent/pack.html", context(version, changes), identifier=version.sha256, extra="pack-pdf.css"
    )


def context(version: Version, changes: Any = None) -> dict[str, Any]:
    """What the template of the pack gets."""
    document = canonical.loads(version.document)
    shown = html.context(document, stamp.of_version(version))
    round_ = getattr(version, "consent_round", None)
    return shown | {
        "round": round_,
        "voters": voters(version),
        "questions": weigh(document),
        "changes": changes,
        "noted": [page.place for page in pages(shown["lines"])],
    }


def voters(version: Version) -> list[tuple[Geleding, int]]:
    """How many members vote on ``version`` for each geleding, without their names: one query."""
    found = Counter(seat.geleding for seat in Seat.objects.of_version(version) if seats.counts(seat))
    return [(geleding, found[geleding]) for geleding in version.school.geledingen]
