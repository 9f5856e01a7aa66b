"""What the MR and the GMR said about the parts of a school's money that the board uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template

from programmes.council import facts
from programmes.council.facts import Pointed
from programmes.models import BoardShare, GmrVersion, Programme
from programmes.plan.constants import Status

register = template.Library()


@dataclass(frozen=True)
class Answered:
    """A part as it is written now; ``pointed`` is what the MR consented to, which may be another text or amount."""

    share: BoardShare
    pointed: Pointed | None

    @property
    def has_consent(self) -> bool:
        return self.pointed is not None and facts.is_same(self.pointed, self.share)

    @property
    def is_open(self) -> bool:
        return self.share.amount is None or not (self.has_consent or self.share.agreed_on)


@register.inclusion_tag("programmes/council/_board_shares.html")
def board_shares(programme: Programme, editable: bool) -> dict[str, Any]:
    """The parts of ``programme`` (``with_plan``) for the board: three queries, none when there are no parts.

    A tag, because the room ``plan`` may not import the room ``council``: the page asks for it, its view does not.
    """
    shares = list(programme.board_shares.all())
    if not shares:
        return {"parts": []}
    pointed = facts.pointed_by_school(programme.versions.all()).get(programme.school, ())
    by_share = {found.share.id: found for found in pointed}
    return {
        "parts": [Answered(share, by_share.get(share.pk)) for share in shares],
        "programme": programme,
        "editable": editable,
        "at_mr": programme.status == Status.AT_MR,
        "gmr": GmrVersion.objects.decided(programme.school.board, programme.round),
    }
