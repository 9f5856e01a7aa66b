"""Reads of the audit trail, of the history of fields, and of who is writing where."""

from __future__ import annotations

from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.utils import timezone

from npo_planner.values import subject_of

SECRET = ("voted", "vote_changed", "absence_set", "deliberated")
"""Who voted what, and that the MR deliberates, is for the MR alone: it reads that with the version, not in the log."""


class AuditEntryQuerySet(models.QuerySet):
    def of_school(self, school: Any) -> AuditEntryQuerySet:
        """What happened at ``school``, newest first, with who did it; votes are left out."""
        return self.filter(school=school).exclude(event__in=SECRET).select_related("actor").order_by("-at", "-pk")

    def deleted(self, *models_: type[models.Model]) -> AuditEntryQuerySet:
        """The lines that tell that a row of one of ``models_`` was deleted."""
        named = [models.Q(subject__startswith=f"{model._meta.label_lower}:") for model in models_]
        return self.filter(reduce(or_, named), event="row_deleted")


class FieldEditQuerySet(models.QuerySet):
    def of(self, row: models.Model) -> FieldEditQuerySet:
        """The edits of all fields of ``row``, newest first."""
        return self.filter(subject=subject_of(row))


ALIVE = timedelta(seconds=40)
"""A tab tells every 15 seconds that it is open; after this long it is not any more."""
KEPT = timedelta(days=30)
"""How long a draft that nobody finished is kept."""


class SittingQuerySet(models.QuerySet):
    def alive(self) -> SittingQuerySet:
        """Those whose tab is open now."""
        return self.filter(seen_at__gt=timezone.now() - ALIVE, left=False, used_at=None)

    def others(self, sitting: Any) -> list[str]:
        """The names of who else has this form open: one query."""
        here = self.alive().filter(path=sitting.path).exclude(user=sitting.user_id)
        return list(here.order_by("user__name").values_list("user__name", flat=True).distinct())

    def waiting(self, user: Any) -> SittingQuerySet:
        """What ``user`` typed anywhere and did not send, newest first."""
        kept = self.filter(user=user, used_at=None, seen_at__gt=timezone.now() - KEPT)
        return kept.exclude(typed={}).order_by("-seen_at")

    def drafts(self, user: Any, path: str) -> SittingQuerySet:
        """What ``user`` typed at ``path`` and did not send, newest first."""
        return self.waiting(user).filter(path=path)

    def overdue(self) -> SittingQuerySet:
        return self.filter(seen_at__lt=timezone.now() - KEPT)
