"""What the votes come to by the rules of the reglement. Pure: nothing is decided here, the secretary records that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import TextChoices

from programmes.consent.constants import Abstentions, Choice, Majority, Quorum


class Verdict(TextChoices):
    """What a count says. ``UNKNOWN``: the reglement is not filled in, so no rule says anything."""

    YES = "instemming", "de raad stemt in"
    NO = "onthouden", "de raad stemt niet in"
    TIE = "onbeslist", "de stemmen staken"
    FEW = "te_weinig", "er hebben te weinig leden gestemd"
    UNKNOWN = "", "het reglement is niet ingevuld"


@dataclass(frozen=True)
class Rule:
    """The part of a reglement that a count needs; empty is not filled in."""

    majority: str = ""
    abstentions: str = ""
    quorum: str = ""
    quorum_each: bool = False

    @property
    def is_known(self) -> bool:
        return bool(self.majority and self.abstentions and self.quorum)

    @property
    def words(self) -> list[str]:
        """The rule in Dutch, a sentence part each."""
        found = [Majority(self.majority).label] if self.majority else []
        found += [f"onthoudingen {Abstentions(self.abstentions).label}"] if self.abstentions else []
        found += (
            [Quorum(self.quorum).label + (", ook in elke geleding" if self.quorum_each else "")] if self.quorum else []
        )
        return found


@dataclass(frozen=True)
class Vote:
    """One seat: ``choice`` empty when there is no vote."""

    geleding: str
    choice: str = ""


@dataclass(frozen=True)
class Part:
    """The votes of one geleding, or of the whole council when ``geleding`` is empty.

    ``needed`` is how many votes the quorum asks, None when it asks nothing here.
    """

    geleding: str
    members: int
    voor: int
    tegen: int
    onthouding: int
    needed: int | None = None
    verdict: str = Verdict.UNKNOWN

    @property
    def cast(self) -> int:
        return self.voor + self.tegen + self.onthouding

    @property
    def waiting(self) -> int:
        return self.members - self.cast

    @property
    def is_enough(self) -> bool:
        return self.needed is None or self.cast >= self.needed


@dataclass(frozen=True)
class Result:
    """The whole council, each geleding, and what the rule makes of them."""

    rule: Rule
    whole: Part
    parts: tuple[Part, ...]
    verdict: Verdict

    @property
    def label(self) -> str:
        return self.verdict.label

    def told(self) -> dict[str, Any]:
        """As the decision keeps it; empty when the rule is not known."""
        if not self.rule.is_known:
            return {}
        return {
            "rule": asdict(self.rule),
            "verdict": str(self.verdict),
            "parts": [asdict(part) | {"verdict": str(part.verdict)} for part in (self.whole, *self.parts)],
        }


def count(votes: Iterable[Vote], geledingen: Sequence[str], rule: Rule) -> Result:
    """Count ``votes`` (one for every seat that counts) of the ``geledingen`` by ``rule``.

    A geleding in which nobody sits cannot say yes or no: it is left out of the verdict.
    """
    seats = list(votes)
    whole = _part("", seats, rule, asks=True)
    parts = tuple(
        _part(str(geleding), [vote for vote in seats if vote.geleding == geleding], rule, asks=rule.quorum_each)
        for geleding in geledingen
    )
    return Result(rule, whole, parts, _verdict(whole, [part for part in parts if part.members], rule))


def _part(geleding: str, seats: Sequence[Vote], rule: Rule, *, asks: bool) -> Part:
    voor, tegen, onthouding = (sum(vote.choice == choice for vote in seats) for choice in Choice)
    asked = needed(rule.quorum, len(seats)) if asks and rule.quorum else None
    return Part(str(geleding), len(seats), voor, tegen, onthouding, asked, _majority(voor, tegen, onthouding, rule))


def needed(quorum: str, members: int) -> int | None:
    """How many of ``members`` must vote by ``quorum``; None when that asks nothing."""
    return {
        Quorum.NONE: None,
        Quorum.HALF: -(-members // 2),
        Quorum.MORE: members // 2 + 1 if members else 0,
        Quorum.TWO_THIRDS: -(-members * 2 // 3),
        Quorum.ALL: members,
    }[Quorum(quorum)]


def _majority(voor: int, tegen: int, onthouding: int, rule: Rule) -> Verdict:
    if not rule.is_known:
        return Verdict.UNKNOWN
    against = tegen + (onthouding if rule.abstentions == Abstentions.AGAINST else 0)
    if voor == against:
        return Verdict.TIE if not (rule.abstentions == Abstentions.AGAINST and onthouding) else Verdict.NO
    return Verdict.YES if voor > against else Verdict.NO


def _verdict(whole: Part, parts: Sequence[Part], rule: Rule) -> Verdict:
    if not rule.is_known:
        return Verdict.UNKNOWN
    if not all(part.is_enough for part in (whole, *parts)):
        return Verdict.FEW
    if rule.majority == Majority.WHOLE:
        return Verdict(whole.verdict)
    said = {part.verdict for part in parts}
    return Verdict.NO if Verdict.NO in said else Verdict.TIE if Verdict.TIE in said or not said else Verdict.YES
