"""Which bytes a version keeps, and which a vote, a decision or an adoption was about."""

from __future__ import annotations

from typing import Any

from programmes.document import canonical
from programmes.models.councils import AbstractVersion
from schools.models import User


def frozen(document: Any, *, last: AbstractVersion | None, by: User) -> dict[str, Any]:
    """The fields of the version after ``last`` (None: the first) that freezes ``document`` for any council."""
    text = canonical.dumps(document)
    return {
        "number": last.number + 1 if last else 1,
        "schema": document.schema_version,
        "document": text,
        "sha256": canonical.fingerprint(text),
        "frozen_by": by,
    }


def of(version: AbstractVersion) -> dict[str, Any]:
    """What a line of the audit trail says about ``version``."""
    return {"version": version.number, "sha256": version.sha256}
