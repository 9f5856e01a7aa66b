"""Reads of versions and what the MR said about them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from schools.constants import SEATED_ROLES
from schools.models import Board, Membership, School


class VersionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> VersionQuerySet:
        return self.filter(programme__school__in=School.objects.visible_to(user))

    def with_answers(self) -> VersionQuerySet:
        """The programme, the consent round, the decision and the adoption joined, and the steps: two queries.

        With them the decision on the version that it corrects, if it does.
        """
        steps = self.model._meta.get_field("steps").related_model.objects
        return self.select_related(
            "programme__school__board",
            "programme__round",
            "frozen_by",
            "consent_round__withdrawn_by",
            "decision__recorded_by",
            "adoption__adopted_by",
            "corrects__decision__recorded_by",
        ).prefetch_related(Prefetch("steps", steps.select_related("recorded_by")))

    def in_force(self) -> VersionQuerySet:
        """The versions that a board adopted, with their answers; of one programme the newest is in force."""
        return self.with_answers().filter(adoption__isnull=False).order_by("-number")

    def history(self, programme: Any) -> VersionQuerySet:
        """All versions of ``programme``, newest first, with their answers but without their text: one query."""
        return (
            self.with_answers().filter(programme=programme).defer("document", "corrects__document").order_by("-number")
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

    def counts(self, version: Any) -> dict[str, int]:
        """How many questions there are on ``version``: ``all`` of them, and those ``open`` without an answer."""
        return self.filter(version=version, parent=None).aggregate(
            all=Count("pk", distinct=True), open=Count("pk", filter=Q(replies=None))
        )


class ReglementQuerySet(models.QuerySet):
    def of(self, place: School | Board) -> ReglementQuerySet:
        """That of the MR of a school, or of the GMR of a board."""
        return self.filter(**{"board" if isinstance(place, Board) else "school": place})

    def visible_to(self, user: Any) -> ReglementQuerySet:
        return self.filter(Q(school__in=School.objects.visible_to(user)) | Q(board__in=user.roles.gmr_ids))


class SeatQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> SeatQuerySet:
        return self.filter(round__version__programme__school__in=School.objects.visible_to(user))

    def with_votes(self) -> SeatQuerySet:
        """Seats with their vote, their people, and ``sits``: whether the member still sits there. One query."""
        member = Membership.objects.current().filter(
            user=OuterRef("user"),
            school=OuterRef("round__version__programme__school"),
            geleding=OuterRef("geleding"),
            role__in=SEATED_ROLES,
        )
        return self.select_related("user", "substitute", "ballot__cast_by").annotate(sits=Exists(member))

    def of_version(self, version: Any) -> SeatQuerySet:
        return self.with_votes().filter(round__version=version)


class ConditionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> ConditionQuerySet:
        return self.filter(decision__version__programme__school__in=School.objects.visible_to(user))

    def of(self, version: Any) -> ConditionQuerySet:
        """The conditions of the consent that holds for ``version``."""
        return self.filter(decision=version.answer).select_related("changed_by")


class BallotQuerySet(models.QuerySet):
    def of_version(self, version: Any) -> BallotQuerySet:
        """The votes on ``version`` with their seats, by geleding and name."""
        return self.filter(seat__round__version=version).select_related("seat", "cast_by").order_by("seat", "pk")
