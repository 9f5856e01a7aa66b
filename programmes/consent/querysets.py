"""Reads of versions and what the MR said about them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, Prefetch, Q

from programmes.consent.constants import UNANSWERED, Audience
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
    def visible_to(self, user: Any) -> CommentQuerySet:
        return super().visible_to(user).read_by(user)

    def read_by(self, user: Any) -> CommentQuerySet:
        """Without what the MR says to itself, unless ``user`` deliberates there (``rules.can_deliberate``)."""
        member = Q(version__programme__school__in=user.roles.deliberating_ids)
        of_board = Q(version__programme__school__board__in=user.roles.board_ids)
        return self.filter(Q(audience=Audience.SCHOOL) | (member & ~of_board))

    def for_everybody(self) -> CommentQuerySet:
        """Without what is for the MR only."""
        return self.filter(audience=Audience.SCHOOL)

    def for_school(self) -> CommentQuerySet:
        """The first of each thread between the MR and the school."""
        return self.for_everybody().filter(parent=None)

    def with_answers(self) -> CommentQuerySet:
        """Threads, oldest first, with authors, school, answers and moves: three queries."""
        answers = self.model.objects.select_related("author").order_by("written_at", "pk")
        moves = self.model._meta.get_field("moves").related_model.objects.select_related("by")
        return (
            self.filter(parent=None)
            .select_related("author", "version__programme__school")
            .defer("version__document")
            .prefetch_related(Prefetch("replies", answers), Prefetch("moves", moves))
            .order_by("written_at", "pk")
        )

    def threads(self, version: Any, reader: Any) -> CommentQuerySet:
        """What ``reader`` may read of the threads on ``version``: three queries."""
        return self.filter(version=version).read_by(reader).with_answers()

    def of_programme(self, programme: Any) -> CommentQuerySet:
        """The threads between MR and school on every version of ``programme``: three queries."""
        return self.for_school().filter(version__programme=programme).with_answers()

    def left_open(self, version: Any) -> CommentQuerySet:
        """Threads between MR and school on the versions before ``version`` that still wait for an answer: one query."""
        earlier = self.for_school().filter(
            version__programme=version.programme_id, version__number__lt=version.number, state__in=UNANSWERED
        )
        return earlier.select_related("author", "version").defer("version__document").order_by("written_at", "pk")

    def counts(self, version: Any) -> dict[str, int]:
        """How many threads between MR and school there are on ``version``: ``all``, and ``open`` without an answer."""
        return (
            self.for_school()
            .filter(version=version)
            .aggregate(all=Count("pk"), open=Count("pk", filter=Q(state__in=UNANSWERED)))
        )

    def waiting(self, schools: Any) -> dict[int, int]:
        """How many threads wait for an answer at ``schools`` on any version, by the key of the programme: one query."""
        found = self.for_school().filter(version__programme__school__in=schools, state__in=UNANSWERED, from_mr=True)
        counted = found.order_by().values("version__programme").annotate(n=Count("pk"))
        return {row["version__programme"]: row["n"] for row in counted}


class BallotQuerySet(models.QuerySet):
    def of_version(self, version: Any) -> BallotQuerySet:
        """The votes on ``version`` with their voters, by name."""
        return self.filter(round__version=version).select_related("voter").order_by("voter__name", "pk")
