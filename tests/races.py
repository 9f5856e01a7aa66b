"""Several people at one moment, each on a real connection of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection

from npo_planner.errors import Refused

PATIENCE = 10  # seconds


def together(*deeds: Callable[[], Any], patience: int = 3 * PATIENCE) -> list[Any]:
    """Do all ``deeds`` at the same moment, each on its own connection: what each returned or raised.

    ``patience`` in seconds for each of them.
    """
    start = Barrier(len(deeds))
    results: list[Any] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        try:
            start.wait(PATIENCE)
            results[place] = deed()
        except Exception as error:  # noqa: BLE001 - the test looks at what it was
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(patience)
    return results


def outcomes(results: list[Any]) -> Counter:
    """How often each result came: a code for a refusal, a status for a response, a class name for anything else."""
    return Counter(r.code if isinstance(r, Refused) else getattr(r, "status_code", type(r).__name__) for r in results)
