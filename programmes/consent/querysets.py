"""Reads of versions and what the MR said about them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, Max, Prefetch, Q

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
            "consent_round__withdrawn_by",
            "decision__recorded_by",
            "adoption__adopted_by",
        )

    def in_force(self) -> VersionQuerySet:
        """The versions that a board adopted, with their answers; of one programme the newest is in force."""
        return self.with_answers().filter(adoption__isnull=False).order_by("-number")

    def history(self, programme: Any) -> VersionQuerySet:
        """All versions of ``programme``, newest first, with their answers but without their text: one query."""
        return self.with_answers().filter(programme=programme).defer("document").order_by("-number")


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

    def answers(self, programme: Any) -> dict[int, dict[str, Any]]:
        """Of each version of ``programme`` with questions, by its key: how many were ``asked``, how many ``answered``,
        and the moment of the last answer, ``last``: one query.
        """
        question, answer = Q(parent=None), Q(parent__isnull=False)
        counted = (
            self.filter(version__programme=programme)
            .values("version")
            .order_by("version")
            .annotate(
                asked=Count("pk", filter=question, distinct=True),
                answered=Count("parent", filter=answer, distinct=True),
                last=Max("written_at", filter=answer),
            )
        )
        return {row.pop("version"): row for row in counted}

    def counts(self, version: Any) -> dict[str, int]:
        """How many questions there are on ``version``: ``all`` of them, and those ``open`` without an answer."""
        return self.filter(version=version, parent=None).aggregate(
            all=Count("pk", distinct=True), open=Count("pk", filter=Q(replies=None))
        )


class BallotQuerySet(models.QuerySet):
    def of_version(self, version: Any) -> BallotQuerySet:
        """The votes on ``version`` with their voters, by name."""
        return self.filter(round__version=version).select_related("voter").order_by("voter__name", "pk")
