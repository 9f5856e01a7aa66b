"""What a person sees before a file is applied, and what is kept meanwhile. Writes nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.core import signing

from npo_planner.errors import Refused
from programmes.document.intake.checks import short
from programmes.document.intake.constants import PREVIEW_LASTS, SHOWN
from programmes.document.intake.fit import Fit
from programmes.document.intake.fitting import Lost
from programmes.document.intake.same import left_behind
from programmes.document.intake.tally import Tally, tally
from programmes.document.schema import Document
from scans.forms import group_suggestions
from scans.groups import same_group
from schools.constants import Sector
from schools.models import School

SALT = "schoolprogramma.intake"
AGAIN = "Kies het bestand opnieuw."


@dataclass(frozen=True)
class Preview:
    """``notes`` are what to mind; ``behind`` is left behind by every file, ``lost`` by this one at this school."""

    tallies: tuple[Tally, ...]
    notes: tuple[str, ...]
    behind: tuple[str, ...]
    lost: tuple[Lost, ...]

    @property
    def shown(self) -> tuple[Lost, ...]:
        return self.lost[:SHOWN]

    @property
    def more(self) -> int:
        return len(self.lost) - len(self.shown)


def preview(document: Document, found: Fit, school: School) -> Preview:
    return Preview(
        tallies=tuple(each for each in tally(document, found) if each.told or each.comes),
        notes=tuple(_notes(document, school)),
        behind=tuple(left_behind(document)),
        lost=found.lost,
    )


def _notes(document: Document, school: School) -> list[str]:
    found = []
    if document.school.code != school.code:
        found.append(
            f"Dit is het plan van {short(document.school.name)}. Wat die school zag en kreeg, komt mee: bevindingen, "
            "aantallen leerlingen, inkomsten en prijzen. Maak daarna alles van uw eigen school."
        )
    if document.school.sector != school.sector:
        named = dict(Sector.choices).get(document.school.sector, short(document.school.sector))
        found.append(
            f"Die school is van een andere sector ({named}). Inkomsten en ontwikkelgebieden die uw school niet heeft, "
            "komen niet mee."
        )
    if strange := _strange_groups(document, school):
        more = f", en nog {len(strange) - 10} andere" if len(strange) > 10 else ""
        named = ", ".join(short(group) for group in strange[:10])
        found.append(f"Deze groepen staan niet in de lijst van uw school: {named}{more}. Ze komen mee als tekst.")
    return found


def _strange_groups(document: Document, school: School) -> list[str]:
    """The groups of the findings that ``school`` is not offered, each once."""
    own = {same_group(group) for group in group_suggestions(school)}
    groups = {same_group(finding.group): finding.group for finding in document.scan.findings}
    return [group for name, group in groups.items() if name not in own]


# --- between preview and apply --------------------------------------------------------------------------------------


class Compact:
    """A serializer for signing that does not blow up what is no ASCII."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


def sign(text: str, school: School, user_pk: int) -> str:
    """The file that a preview shows, as text that comes back unchanged or not at all."""
    kept = {"by": user_pk, "school": school.pk, "text": text}
    return signing.dumps(kept, salt=SALT, serializer=Compact, compress=True)


def unsign(signed: str, school: School, user_pk: int) -> str:
    """The file of a preview that this person looked at for this school. Raises Refused (expired)."""
    try:
        kept = signing.loads(signed, salt=SALT, serializer=Compact, max_age=PREVIEW_LASTS)
    except signing.BadSignature as error:
        raise Refused(f"Dit voorbeeld is niet meer geldig. {AGAIN}", code="expired") from error
    if (kept["by"], kept["school"]) != (user_pk, school.pk):
        raise Refused(f"Dit voorbeeld is van iemand anders of voor een andere school. {AGAIN}", code="expired")
    return kept["text"]
