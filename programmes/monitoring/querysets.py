"""Reads of monitoring."""

from __future__ import annotations

from typing import Any

from django.db import models

from schools.models import School


class RealisationQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> RealisationQuerySet:
        return self.filter(programme__school__in=School.objects.visible_to(user))
