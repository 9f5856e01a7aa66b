"""The terms of the Wms, as dates. Nothing happens by itself when one is over: people record what happened.

Article 32: after a refusal the board tells the MR within three months whether it withdraws or goes to the
geschillencommissie, and brings the case within six weeks after telling; otherwise the proposal lapses. A decision
without consent can be called void within six weeks (infowms.nl). The law in force decides.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from programmes.consent.constants import StepKind
from programmes.models import Step

SIX_WEEKS = timedelta(weeks=6)
ADVICE = "De data zijn berekend. Wat de wet nu zegt, beslist: lees die na of vraag het de geschillencommissie."


@dataclass(frozen=True)
class Clock:
    """One term: from ``since`` up to and including ``until``; ``ended_on`` and ``ended_by`` the step that ended it."""

    code: str
    title: str
    since: date
    until: date
    ended_on: date | None
    ended_by: StepKind | None
    after: str

    def is_over(self, today: date) -> bool:
        """The last day has passed and nobody did what the term asks."""
        return self.ended_on is None and today > self.until

    @property
    def is_late(self) -> bool:
        """What the term asks was done after its last day."""
        return self.ended_on is not None and self.ended_on > self.until


def clocks(refused_on: date | None, steps: Iterable[Step]) -> tuple[Clock, ...]:
    """The terms that follow from a refusal on ``refused_on`` (None: there was none) and the ``steps`` taken."""
    taken = {StepKind(step.kind): step.on for step in steps}
    found = []
    if refused_on:
        answer = _first(taken, StepKind.ANNOUNCED, StepKind.ABANDONED, StepKind.LAPSED)
        found.append(
            Clock(
                "antwoord",
                "Het bestuur laat de MR weten of het voorstel wordt ingetrokken of naar de geschillencommissie gaat",
                refused_on,
                months_after(refused_on, 3),
                *answer,
                "Liet het bestuur niets weten, dan is het voorstel vervallen.",
            )
        )
    if announced := taken.get(StepKind.ANNOUNCED):
        found.append(
            Clock(
                "indienen",
                "Het bestuur dient het geschil in bij de geschillencommissie",
                announced,
                announced + SIX_WEEKS,
                *_first(taken, StepKind.FILED, StepKind.ABANDONED, StepKind.LAPSED),
                "Is het geschil niet ingediend, dan is het voorstel vervallen.",
            )
        )
    if acted := taken.get(StepKind.ACTED):
        found.append(
            Clock(
                "nietig",
                "De MR kan schriftelijk inroepen dat het besluit zonder instemming nietig is",
                acted,
                acted + SIX_WEEKS,
                *_first(taken, StepKind.VOID),
                "Daarna kan de MR dit niet meer inroepen.",
            )
        )
    return tuple(found)


def _first(taken: dict[StepKind, date], *kinds: StepKind) -> tuple[date | None, StepKind | None]:
    """The first step of ``kinds`` that was taken, with its day."""
    return min(((taken[kind], kind) for kind in kinds if kind in taken), default=(None, None))


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))
