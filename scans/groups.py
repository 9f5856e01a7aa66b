"""Groups of pupils, as people type them."""

from __future__ import annotations


def same_group(group: str) -> str:
    """What two ways to write one group have in common: ``Groep  5`` is ``groep 5``."""
    return " ".join(group.lower().split())
