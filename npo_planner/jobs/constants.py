"""What a job goes through, and how long and how many."""

from __future__ import annotations

from datetime import timedelta

from django.db import models


class State(models.TextChoices):
    """A job waits, is carried out, and then stays as it ended until it is swept away."""

    WAITING = "wacht", "wacht"
    RUNNING = "bezig", "wordt gemaakt"
    DONE = "klaar", "klaar"
    FAILED = "mislukt", "mislukt"
    CANCELLED = "gestopt", "gestopt"


OPEN = (State.WAITING, State.RUNNING)


class Priority(models.IntegerChoices):
    """Who waits for it: somebody at a screen, or nobody yet."""

    PEOPLE = 0
    AHEAD = 5


ATTEMPTS = 2
"""A job that failed, or whose worker died, is tried once more."""
AT_MOST = 20
"""So many jobs one person may have waiting or running (T33 of TRUST.md)."""
LEASE = timedelta(seconds=30)
"""A running job whose worker said nothing for so long is taken over by another."""
BEAT = 8  # seconds
"""How often a worker says that it is there, and that it still has its job."""
LONGEST = timedelta(minutes=15)
"""A turn that takes longer hangs: its lease is not renewed any more."""
KEPT = timedelta(days=1)
"""How long a job that ended is kept, with its file."""
SEEN = timedelta(minutes=1)
"""A worker that said nothing for so long is not there."""

GAVE_UP = (
    "Het maken is twee keer mislukt. Probeer het over een paar minuten opnieuw. "
    "Lukt het dan weer niet, meld het dan aan de beheerder."
)
