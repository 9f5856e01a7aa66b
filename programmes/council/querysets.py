"""Reads of the proposals of a board and of what its GMR said about them.

Who works for the board sees all of it; who sits in the GMR sees what was put to it, and no school.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from programmes.consent.querysets import begins_with
from schools.constants import SEATED_ROLES
from schools.models import Membership


def _at_their_boards(user: Any, path: str) -> Q:
    """Rows whose board ``path`` names: the boards that ``user`` works for, and those in whose GMR they sit."""
    return Q(**{f"{path}__in": [*user.roles.board_ids, *user.roles.gmr_ids]})


class GmrQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> GmrQuerySet:
        return self.filter(_at_their_boards(user, "pk"))


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> ProposalQuerySet:
        """What a board still writes is for the board alone."""
        return self.filter(board__in=user.roles.board_ids)

    def with_lines(self) -> ProposalQuerySet:
        """Proposals with their lines, the years and the schools of those, and the board: four queries."""
        lines = self.model._meta.get_field("lines").related_model.objects
        return self.select_related("board", "round").prefetch_related(
            Prefetch("lines", lines.select_related("year").prefetch_related("schools").order_by("year__start", "pk"))
        )


class ProposalLineQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> ProposalLineQuerySet:
        return self.filter(proposal__board__in=user.roles.board_ids)


class GmrVersionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> GmrVersionQuerySet:
        return self.filter(_at_their_boards(user, "proposal__board"))

    def with_answers(self) -> GmrVersionQuerySet:
        """The proposal, the round and the decision joined: one query."""
        return self.select_related(
            "proposal__board", "proposal__round", "frozen_by", "gmr_round__withdrawn_by", "decision__recorded_by"
        )

    def with_fingerprint(self, digits: str) -> GmrVersionQuerySet:
        """The versions, of all boards, whose fingerprint begins with ``digits``, newest first, with their answers."""
        return self.with_answers().filter(begins_with("sha256", digits)).order_by("-frozen_at", "-pk")

    def decided(self, board: Any, round_: Any) -> Any:
        """The newest version of ``board`` for ``round_`` that its GMR decided on, or None: one query."""
        found = self.with_answers().filter(proposal__board=board, proposal__round=round_, decision__isnull=False)
        return found.defer("document").order_by("-number").first()

    def history(self, proposal: Any) -> GmrVersionQuerySet:
        """All versions of ``proposal``, newest first, with their answers but without their text: one query."""
        return self.with_answers().filter(proposal=proposal).defer("document").order_by("-number")


class GmrRoundQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> GmrRoundQuerySet:
        return self.filter(_at_their_boards(user, "version__proposal__board"))


class GmrSeatQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> GmrSeatQuerySet:
        return self.filter(_at_their_boards(user, "round__version__proposal__board"))

    def with_votes(self) -> GmrSeatQuerySet:
        """Seats with their vote, their people, and ``sits``: whether the member still sits there. One query."""
        member = Membership.objects.current().filter(
            user=OuterRef("user"),
            board=OuterRef("round__version__proposal__board"),
            geleding=OuterRef("geleding"),
            role__in=SEATED_ROLES,
        )
        return self.select_related("user", "substitute", "ballot__cast_by").annotate(sits=Exists(member))

    def of_version(self, version: Any) -> GmrSeatQuerySet:
        return self.with_votes().filter(round__version=version)
