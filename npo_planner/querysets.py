"""Reads of the audit trail."""

from __future__ import annotations

from typing import Any

from django.db import models

SECRET = ("voted", "vote_changed")
"""Who voted what is for the MR alone; it reads that with its ballots, not in the log of the school."""


class AuditEntryQuerySet(models.QuerySet):
    def of_school(self, school: Any) -> AuditEntryQuerySet:
        """What happened at ``school``, newest first, with who did it; votes are left out."""
        return self.filter(school=school).exclude(event__in=SECRET).select_related("actor").order_by("-at", "-pk")
