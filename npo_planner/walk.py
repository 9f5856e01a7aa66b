"""The frame around a step page: which plan, which steps, how far.

The steps know every app, so they live in ``programmes``; pages of the apps to its left (scans, staffing) need them
around their content too. ``programmes`` registers its builder here at start-up, and every page asks here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

_builders: list[Callable[[Any, Any, str], Any]] = []
_tellers: list[Callable[[Any], SafeString]] = []


def register(builder: Callable[[Any, Any, str], Any]) -> None:
    """Name the function that makes the walk; called once, when the apps are ready."""
    _builders[:] = [builder]


def walk_of(row: Any, user: Any, current: str) -> Any:
    """The walk around ``row`` (a scan, a staff plan or a programme) at the step with route ``current``, or nothing.

    It is made when a page looks at it: what was saved and goes on to another page does without its queries.
    """
    return SimpleLazyObject(lambda: _builders[0](row, user, current) if _builders else None)


def register_totals(teller: Callable[[Any], SafeString]) -> None:
    """Name the function that tells what a budget would be with one row; called once, when the apps are ready."""
    _tellers[:] = [teller]


def totals_with(row: Any) -> SafeString:
    """What is left of the money of the plan with ``row`` (a post) as somebody types it; empty without a plan."""
    return _tellers[0](row) if _tellers else SafeString()
