"""A queue that is really a queue, and kinds of job made up for one test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from npo_planner.jobs import registry


@pytest.fixture(autouse=True)
def queued(settings: Any) -> None:
    """Orders wait for a worker, as on a server."""
    settings.JOBS_AT_ONCE = False


@pytest.fixture
def handle(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Register handlers for this test: ``handle("name", function, is_shared=…)``."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    monkeypatch.setattr(registry, "_slots", {})
    registry.register("test", lambda turn: None)
    return registry.register
