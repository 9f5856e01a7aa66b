"""Write the audit trail."""

from __future__ import annotations

from typing import Any

from django.db import models

from npo_planner.models import AuditEntry
from npo_planner.values import subject_of


def log(
    *,
    by: Any,
    event: str,
    subject: models.Model,
    school: models.Model | None = None,
    board: models.Model | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Add one row to the trail, in the caller's transaction. ``by`` is None for a management command."""
    return AuditEntry.objects.create(
        actor=by,
        event=event,
        school=school,
        board=board or (school.board if school is not None else None),
        subject=subject_of(subject),
        label=str(subject)[:200],
        detail=detail or {},
    )


def at(owner: Any) -> dict[str, Any]:
    """Where something about ``owner`` happened: at its school, at its board when it is of no school, or nowhere."""
    return {"school": getattr(owner, "school", None), "board": getattr(owner, "board", None)}
