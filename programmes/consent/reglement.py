"""The reglement of the MR: what it says about deciding, and what that means in an example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from npo_planner.errors import Refused
from npo_planner.rows import save_row
from programmes.consent import counting, seats
from programmes.consent.constants import Choice, Quorum
from programmes.consent.counting import Part, Result, Vote
from programmes.models import ConsentRound, Programme, Reglement
from schools import rules as school_rules
from schools.constants import SEATED_ROLES
from schools.models import Membership, School, User

SUPPOSED = 8
"""How many members the example has when nobody sits in the MR yet."""


def of(school: School) -> Reglement:
    """The reglement of the MR of ``school``, or an empty one that is not stored: one query."""
    return Reglement.objects.filter(school=school).first() or Reglement(school=school)


def is_locked_for(user: User, school: School) -> bool:
    """While a round is open the rules by which it is counted are the secretary's alone: one query."""
    return not school_rules.is_secretary_of(user, school) and ConsentRound.objects.open_at(school).exists()


@transaction.atomic
def write(*, reglement: Reglement, values: Mapping[str, Any], by: User, in_passing: bool = False) -> Reglement:
    """Change what the reglement says; the first time it is made.

    Raises Refused (round_open, stale).
    """
    # Whoever submits a plan holds its programme: no round begins between the look and the write.
    list(Programme.objects.filter(school=reglement.school).order_by("pk").select_for_update(no_key=True))
    if is_locked_for(by, reglement.school):
        text = "Er loopt een ronde. Tot het besluit kan alleen de secretaris van de MR het reglement wijzigen."
        raise Refused(text, code="round_open")
    return save_row(row=reglement, values=values, by=by, in_passing=in_passing)


@dataclass(frozen=True)
class Example:
    """What a reglement comes to with numbers: ``needed`` of ``members`` vote (None: no minimum), and a count."""

    words: list[str]
    is_known: bool
    members: int
    is_supposed: bool
    quorum: str
    needed: int | None
    each: list[tuple[str, int, int | None]]
    votes: tuple[Part, ...]
    result: Result


def example(reglement: Reglement, school: School) -> Example:
    """``reglement`` in words and in numbers, with the members who sit in the MR of ``school`` now: one query."""
    sitting = set(
        Membership.objects.current()
        .filter(school=school, role__in=SEATED_ROLES)
        .exclude(geleding="")
        .values_list("user", "geleding")
    )
    members = len(sitting) or SUPPOSED
    rule = seats.rule(reglement)
    each = []
    if rule.quorum and rule.quorum != Quorum.NONE and rule.quorum_each:
        for geleding in {geleding for _, geleding in sitting}:
            number = sum(g == geleding for _, g in sitting)
            each.append((geleding, number, counting.needed(rule.quorum, number)))
    result = counting.count(_supposed(school), [str(g) for g in school.geledingen], rule)
    return Example(
        words=rule.words,
        is_known=rule.is_known,
        members=members,
        is_supposed=not sitting,
        quorum=rule.quorum,
        needed=counting.needed(rule.quorum, members) if rule.quorum else None,
        each=sorted(each),
        votes=tuple(part for part in result.parts if part.members),
        result=result,
    )


def _supposed(school: School) -> list[Vote]:
    """Eight votes on which the rules differ: more for than against together, not in every geleding."""
    first, second = (str(geleding) for geleding in school.geledingen[:2])
    votes = {first: (3, 1, 0), second: (1, 2, 1)}
    return [
        Vote(geleding, choice)
        for geleding, numbers in votes.items()
        for choice, number in zip(Choice, numbers, strict=True)
        for _ in range(number)
    ]
