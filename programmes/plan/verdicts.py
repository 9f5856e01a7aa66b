"""What one letter of SMART says of a goal: a state, a sentence, and a tip that can be taken over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format


class State(StrEnum):
    GOOD = "goed"
    BETTER = "kan_beter"
    MISSING = "ontbreekt"


LABELS = {State.GOOD: "goed", State.BETTER: "kan beter", State.MISSING: "ontbreekt"}
WORDS = {"S": "Specifiek", "M": "Meetbaar", "A": "Acceptabel", "R": "Realistisch", "T": "Tijdsgebonden"}


@dataclass(frozen=True)
class Tip:
    """What would make it better. ``offer``: values for fields of the form, as they are typed; or ``route`` and ``pk``
    lead to the page, called ``place``, where it is mended.
    """

    text: str
    offer: Mapping[str, str] = field(default_factory=dict)
    route: str = ""
    pk: int = 0
    place: str = ""

    @property
    def query(self) -> str:
        """The offer as the button carries it."""
        return urlencode(self.offer)

    @property
    def url(self) -> str:
        return reverse(self.route, kwargs={"pk": self.pk}) if self.route else ""


@dataclass(frozen=True)
class Verdict:
    """One letter of one goal."""

    letter: str
    state: State
    seen: str
    tip: Tip | None = None

    @property
    def word(self) -> str:
        return WORDS[self.letter]

    @property
    def label(self) -> str:
        return LABELS[self.state]

    @property
    def is_good(self) -> bool:
        return self.state == State.GOOD

    @property
    def is_mended_here(self) -> bool:
        """Whether the goal itself can be made better, and not another page."""
        return not (self.tip and self.tip.route)


def day_of(day: date) -> str:
    return date_format(day, "j F Y")


def and_(names: Sequence[str]) -> str:
    """``a, b en c``."""
    *first, last = names or [""]
    return f"{', '.join(first)} en {last}" if first else last
