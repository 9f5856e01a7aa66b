"""Who may read a frozen version, and who makes the summary public."""

from __future__ import annotations

from programmes.models import Programme, Version
from schools import rules as school_rules
from schools.models import User


def can_read_version(user: User, version: Version) -> bool:
    """A version was made to be read: by the school, its MR and its board."""
    return True


def can_publish(user: User, programme: Programme) -> bool:
    """The schoolleider decides whether the summary is public."""
    return school_rules.leads(user, programme.school)
