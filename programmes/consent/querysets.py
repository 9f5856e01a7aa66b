"""Reads of versions and what the MR said about them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Prefetch

from schools.models import School


class VersionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> VersionQuerySet:
        return self.filter(programme__school__in=School.objects.visible_to(user))

    def with_answers(self) -> VersionQuerySet:
        """The programme, the consent round, the decision and the adoption joined: one query."""
        return self.select_related(
            "programme__school__board",
            "programme__round",
            "frozen_by",
            "consent_round",
            "decision",
            "adoption",
        )


class OfVersionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> OfVersionQuerySet:
        return self.filter(version__programme__school__in=School.objects.visible_to(user))


class CommentQuerySet(OfVersionQuerySet):
    def threads(self, version: Any) -> CommentQuerySet:
        """Comments on ``version`` with authors and replies: two queries."""
        replies = self.model.objects.select_related("author").order_by("written_at", "pk")
        return (
            self.filter(version=version, parent=None)
            .select_related("author")
            .prefetch_related(Prefetch("replies", replies))
        )
