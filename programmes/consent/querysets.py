"""Reads of versions and what the MR said about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q

from programmes.consent.constants import UNANSWERED, Audience, ConditionState
from schools.constants import SEATED_ROLES, Role
from schools.models import Board, Membership, School


def begins_with(field: str, digits: str) -> Q:
    """Hexadecimal ``field`` begins with ``digits``: as a range, so that any index serves."""
    return Q(**{f"{field}__gte": digits, f"{field}__lt": f"{digits}g"})


class RenderingQuerySet(models.QuerySet):
    def with_fingerprint(self, sha256: str) -> Any:
        """The rendering whose bytes have this SHA-256, without those bytes, or None."""
        return self.filter(sha256=sha256).defer("content").first()


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

    def with_stage(self) -> VersionQuerySet:
        """How far a version is and whose, and nothing else of it: one query, as cheap as it can be."""
        joined = ("consent_round", "decision", "adoption", "corrects__decision")
        told = ("number", "programme__school__code", "programme__school__name", "consent_round__closed_at")
        return self.select_related("programme__school", *joined).only(*told, *(f"{each}__version" for each in joined))

    def with_fingerprint(self, digits: str) -> VersionQuerySet:
        """The versions, of all schools, whose fingerprint begins with ``digits``, newest first, with their answers."""
        return self.with_answers().filter(begins_with("sha256", digits)).order_by("-frozen_at", "-pk")

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


class ConsentRoundQuerySet(OfVersionQuerySet):
    def open(self) -> ConsentRoundQuerySet:
        return self.filter(closed_at=None)

    def open_at(self, school: Any) -> ConsentRoundQuerySet:
        return self.open().filter(version__programme__school=school)

    def to_remind(self) -> ConsentRoundQuerySet:
        """Open rounds with school and reglement, without the text. One query."""
        return (
            self.open()
            .select_related("version__programme__school__board", "version__programme__school__reglement")
            .defer("version__document")
            .order_by("pk")
        )


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

    def answers(self, programme: Any) -> dict[int, dict[str, Any]]:
        """Of each version of ``programme`` with threads between MR and school, by its key: how many were ``asked``, how
        many ``answered``, and the moment of the last answer, ``last``: one query.
        """
        answered = Q(parent=None) & ~Q(state__in=UNANSWERED)
        counted = (
            self.for_everybody()
            .filter(version__programme=programme)
            .values("version")
            .order_by("version")
            .annotate(
                asked=Count("pk", filter=Q(parent=None)),
                answered=Count("pk", filter=answered),
                last=Max("written_at", filter=Q(parent__isnull=False)),
            )
        )
        return {row.pop("version"): row for row in counted}

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
        """Seats with their vote and their people. One query.

        ``sits``: whether the member still sits there; ``stands_in``: whether the substitute is one still.
        """
        here = Membership.objects.current().filter(
            school=OuterRef("round__version__programme__school"), geleding=OuterRef("geleding")
        )
        return self.select_related("user", "substitute", "ballot__cast_by").annotate(
            sits=Exists(here.filter(user=OuterRef("user"), role__in=SEATED_ROLES)),
            stands_in=Exists(here.filter(user=OuterRef("substitute"), role=Role.MR_SUBSTITUTE)),
        )

    def of_version(self, version: Any) -> SeatQuerySet:
        return self.with_votes().filter(round__version=version)


class ReminderQuerySet(models.QuerySet):
    def waiting(self, before: datetime) -> ReminderQuerySet:
        """Not sent, and not being sent since ``before``."""
        return self.filter(Q(claimed_at=None) | Q(claimed_at__lt=before), sent_at=None)


class ConditionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> ConditionQuerySet:
        return self.filter(decision__version__programme__school__in=School.objects.visible_to(user))

    def of(self, version: Any) -> ConditionQuerySet:
        """The conditions of the consent that holds for ``version``."""
        return self.filter(decision=version.answer).select_related("changed_by")

    def followed(self, programme: Any, version: Any) -> ConditionQuerySet:
        """Those of ``version``, and those of earlier consents that are not met yet: a next version ends none."""
        not_met = ~Q(state=ConditionState.MET)
        of_programme = self.filter(decision__version__programme=programme)
        return of_programme.filter(Q(decision=version.answer) | not_met).select_related("changed_by")


class BallotQuerySet(models.QuerySet):
    def of_version(self, version: Any) -> BallotQuerySet:
        """The votes on ``version`` with their seats, by geleding and name."""
        return self.filter(seat__round__version=version).select_related("seat", "cast_by").order_by("seat", "pk")


class ReadingQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> ReadingQuerySet:
        """Only one's own: nobody sees what somebody else read."""
        return self.filter(reader=user)

    def anchors(self, version: Any, user: Any) -> set[str]:
        """The sections of ``version`` that ``user`` read: one query."""
        return set(self.visible_to(user).filter(version=version).values_list("anchor", flat=True))
