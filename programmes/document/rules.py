"""Who may read a frozen version."""

from __future__ import annotations

from programmes.models import Version
from schools.models import User


def can_read_version(user: User, version: Version) -> bool:
    """A version was made to be read: by the school, its MR and its board."""
    return True
