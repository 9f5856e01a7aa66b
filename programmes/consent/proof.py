"""Which bytes a vote, a decision or an adoption was about, and whether they are still the same."""

from __future__ import annotations

from typing import Any

from programmes.document import canonical
from programmes.models import Version


def is_intact(version: Version) -> bool:
    """Whether the stored text of ``version`` still has the fingerprint it was frozen with."""
    return canonical.fingerprint(version.document) == version.sha256


def of(version: Version) -> dict[str, Any]:
    """What a line of the audit trail says about ``version``."""
    return {"version": version.number, "sha256": version.sha256}
