"""Who may do what with a scan: the school's own people write, the board reads along."""

from __future__ import annotations

from typing import Any

from scans.models import Scan
from schools import rules as school_rules
from schools.models import User


def can_read(user: User, scan: Scan) -> bool:
    return school_rules.reads_drafts_at(user, scan.school)


def can_edit(user: User, scan: Scan) -> bool:
    return school_rules.writes_at(user, scan.school)


def can_edit_row(user: User, row: Any) -> bool:
    """A finding, consultation or need."""
    return can_edit(user, row.scan)
