"""The MR pack: one version on paper for the meeting in which the MR talks about it and votes.

An agenda to fill in, what the MR weighs, the whole version, what changed, and room for notes. It tells what everybody
who may read the version may know: no remark and no vote of the MR is in it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from npo_planner.errors import Refused
from programmes.consent.weighing import weigh
from programmes.document import canonical, html, pdf, stamp
from programmes.document.pages import pages
from programmes.models import Version
from schools.constants import Geleding
from schools.models import Membership, School


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
    return shown | {
        "round": version.consent_round,
        "meeting_at": getattr(version.consent_round, "meeting_at", None),
        "voters": voters(version.school),
        "questions": weigh(document),
        "changes": changes,
        "noted": [page.place for page in pages(shown["lines"])],
    }


def voters(school: School) -> list[tuple[Geleding, int]]:
    """How many people may vote for each geleding of ``school``, without their names: one query."""
    found: dict[str, set[int]] = defaultdict(set)
    for member in Membership.objects.of_school(school):
        found[member.geleding].add(member.user_id)
    return [(geleding, len(found[geleding])) for geleding in school.geledingen]
