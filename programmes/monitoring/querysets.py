"""Reads of monitoring."""

from __future__ import annotations

from typing import Any

from django.db import models

from schools.models import School


class MonitoredQuerySet(models.QuerySet):
    """What was written about a version that was in force: measurements, evaluations."""

    def visible_to(self, user: Any) -> MonitoredQuerySet:
        return self.filter(version__programme__school__in=School.objects.visible_to(user))

    def of_programme(self, programme: Any) -> MonitoredQuerySet:
        """All of ``programme``, of earlier versions too, oldest first, with the writers: one query."""
        return self.filter(version__programme=programme).select_related("by")


class RealisationQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> RealisationQuerySet:
        return self.filter(programme__school__in=School.objects.visible_to(user))

    def of_programme(self, programme: Any) -> RealisationQuerySet:
        """What was spent, with year and category: one query."""
        return self.filter(programme=programme).select_related("year", "category")
