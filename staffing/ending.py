"""What is left when the temporary money ends, and who is not found yet: pure functions of the posts of one plan.

Only people in the service of the board are counted when the money ends: who is hired, a service or a volunteer leaves
no obligation behind. Units: fte, in three places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from staffing import cost
from staffing.constants import UNFILLED, After, Engagement, Vacancy
from staffing.models import StaffingNeed, StaffPlan

ELSEWHERE = {After.NEXT, After.OTHER, After.NONE}
"""The money that ends takes nothing from these: another line counts them, other money pays them, or there is nobody."""


class Post(Protocol):
    """What works from a day up to and including another: a row, or a post of a frozen document."""

    start: date
    end: date


@dataclass(frozen=True)
class Fte:
    """A number of posts and their fte together: the most that works at one time, so that a post that follows another
    does not count twice. ``unknown`` posts have no amount yet: ``fte`` leaves them out.
    """

    posts: int
    fte: Decimal
    unknown: int

    @classmethod
    def of(cls, posts: Iterable[StaffingNeed]) -> Fte:
        return cls.at_once((post, cost.shown_fte(post)) for post in posts)

    @classmethod
    def at_once(cls, posts: Iterable[tuple[Post, Decimal | None]]) -> Fte:
        """The same of ``posts`` of which the fte is told; None is not known."""
        every = list(posts)
        known = [(post, share) for post, share in every if share is not None]
        at_once = (sum(share for post, share in known if post.start <= day <= post.end) for day in _starts(known))
        return cls(len(every), max(at_once, default=Decimal(0)), len(every) - len(known))


def _starts(known: Iterable[tuple[Post, Decimal]]) -> set[date]:
    return {post.start for post, _ in known}


@dataclass(frozen=True)
class Ending:
    """The fte that loses its money, against the fte that leaves the school by itself.

    ``ends``: all of it. ``leaves``: of that, who goes when the money goes. ``stays``: who goes on in the school's
    ordinary money, or has a permanent contract. ``undecided``: nobody said yet. Both need ``places``.
    ``outflow`` None: the school did not say what leaves by itself.
    """

    ends: Fte
    leaves: Fte
    stays: Fte
    undecided: Fte
    places: Fte
    outflow: Decimal | None
    outflow_source: str

    @property
    def needs_place(self) -> Decimal:
        return self.places.fte

    @property
    def too_many(self) -> Decimal | None:
        """Fte that needs a place and finds none; 0 when there is room, None while the outflow is unknown."""
        return None if self.outflow is None else max(self.needs_place - self.outflow, Decimal(0))

    @property
    def is_complete(self) -> bool:
        return not self.ends.unknown and not self.undecided.posts


def ending(plan: StaffPlan, posts: Sequence[StaffingNeed]) -> Ending | None:
    """What ends with the money among ``posts`` of ``plan``; None when none of it is in the service of the board."""
    own = [post for post in posts if post.engagement == Engagement.OWN and post.after not in ELSEWHERE]
    if not own:
        return None
    undecided = [post for post in own if post.after in {"", After.UNKNOWN}]
    stays = [post for post in own if post.after == After.REGULAR or (post.after == After.STOPS and post.is_permanent)]
    leaves = [post for post in own if post.after == After.STOPS and not post.is_permanent]
    return Ending(
        ends=Fte.of(own),
        leaves=Fte.of(leaves),
        stays=Fte.of(stays),
        undecided=Fte.of(undecided),
        places=Fte.of([*stays, *undecided]),
        outflow=plan.outflow_fte,
        outflow_source=plan.outflow_source,
    )


@dataclass(frozen=True)
class Search:
    """How the search for people stands: for each state its posts and fte, and the posts that nobody fills yet."""

    states: tuple[tuple[str, Fte], ...]
    unfilled: tuple[StaffingNeed, ...]


def search(posts: Sequence[StaffingNeed]) -> Search:
    """Found, open and not found among ``posts``, in that order; states without a post are left out."""
    order = (Vacancy.FOUND, Vacancy.OPEN, Vacancy.NOT_FOUND)
    found = {state: [post for post in posts if post.vacancy == state] for state in order}
    return Search(
        states=tuple((state.label, Fte.of(rows)) for state, rows in found.items() if rows),
        unfilled=tuple(post for post in posts if post.vacancy in UNFILLED),
    )
