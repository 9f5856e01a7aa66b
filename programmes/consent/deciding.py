"""What every decision of a council must meet before it is recorded. The same for the MR and the GMR."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from npo_planner.errors import Refused
from programmes.consent import lock, seats
from programmes.consent.constants import Outcome
from programmes.consent.counting import Part
from programmes.models.councils import AbstractRound
from schools.models import User

NEEDS_REASONS = {
    Outcome.CONDITIONAL: "Schrijf de voorwaarden op.",
    Outcome.WITHHELD: "Schrijf op waarom de {} niet instemt.",
}


def checked(
    round_: AbstractRound, *, outcome: Outcome, reasons: str, decided_on: date, deviation: str, by: User
) -> dict[str, Any]:
    """The fields of the decision, with the votes as they are now; what is voted on is locked already.

    Raises Refused (closed, damaged, needs_reasons, needs_deviation, date_wrong).
    """
    lock.must_be_open(round_)
    lock.must_be_intact(round_.version)
    if outcome != Outcome.CONSENT and not reasons.strip():
        raise Refused(NEEDS_REASONS[Outcome(outcome)].format(round_.council_name), code="needs_reasons")
    opened = timezone.localdate(round_.opened_at)
    if not opened <= decided_on <= timezone.localdate():
        raise Refused(f"Kies een datum van {opened:%d-%m-%Y} tot en met vandaag.", code="date_wrong")
    result = seats.result(round_)
    deviates = seats.deviates(result, outcome)
    if deviates and not deviation.strip():
        text = f"Volgens het reglement is de uitslag: {result.label}. "
        if not result.rule.is_known:
            text = f"Er zijn {result.whole.voor} stemmen voor en {result.whole.tegen} tegen. "
        text += f"Schrijf op waarom de {round_.council_name} anders besloot."
        raise Refused(text, code="needs_deviation")
    return {
        "outcome": outcome,
        "reasons": reasons,
        "decided_on": decided_on,
        "votes": {part.geleding: _counts(part) for part in result.parts},
        "roll": seats.roll(round_),
        "counted": result.told(),
        "deviation": deviation if deviates else "",
        "sha256": round_.version.sha256,
        "recorded_by": by,
    }


def close(round_: AbstractRound, **fields: Any) -> None:
    """Close ``round_`` now, with who took the text back and why when that is why it closes."""
    round_.closed_at = timezone.now()
    for name, value in fields.items():
        setattr(round_, name, value)
    round_.save(update_fields=["closed_at", *fields])


def _counts(part: Part) -> dict[str, int]:
    return {"voor": part.voor, "tegen": part.tegen, "onthouding": part.onthouding}
