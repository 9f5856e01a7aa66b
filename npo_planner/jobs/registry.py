"""Who carries out what. The queue knows no app: every app registers its handlers when it is ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.management import call_command

if TYPE_CHECKING:
    from npo_planner.jobs.turn import Turn


@dataclass(frozen=True)
class Product:
    """A file that a job made, for who ordered it."""

    content: bytes
    content_type: str
    file_name: str


Handle = Callable[["Turn"], Product | None]


@dataclass(frozen=True)
class Kind:
    """``is_shared``: what comes of it is stored elsewhere and the same for everybody, so one job serves all who ask."""

    handle: Handle
    is_shared: bool = False


_kinds: dict[str, Kind] = {}
_slots: dict[str, Callable[[datetime], datetime]] = {}


def register(name: str, handle: Handle, *, is_shared: bool = False) -> None:
    """Name the function that carries out jobs of kind ``name``. It may be called twice for one job: after a crash."""
    _kinds[name] = Kind(handle, is_shared)


def kind(name: str) -> Kind:
    """Raises KeyError for a kind that nobody registered."""
    return _kinds[name]


def register_command(name: str, slot: Callable[[datetime], datetime]) -> None:
    """Let the workers run the management command ``name``; ``slot(now)`` is the last moment at which it was due."""
    register(name, lambda turn: call_command(name), is_shared=True)
    _slots[name] = slot


def slots() -> dict[str, Callable[[datetime], datetime]]:
    """What is run by the clock: the kind of job, and when it was due last."""
    return dict(_slots)
