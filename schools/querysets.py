"""Reads of schools and people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, F, Q


def _current_members() -> Count:
    current = Q(memberships__ended_on=None, memberships__user__is_active=True)
    return Count("memberships", filter=current)


class SchoolQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> SchoolQuerySet:
        """Schools where ``user`` has a role, or whose board they work for."""
        return self.filter(Q(pk__in=user.roles.school_ids) | Q(board__in=user.roles.board_ids))

    def open(self) -> SchoolQuerySet:
        return self.filter(closed_on=None)

    def with_board(self) -> SchoolQuerySet:
        return self.select_related("board")

    def with_people(self) -> SchoolQuerySet:
        """Schools with ``n_people``: how many roles there are now."""
        return self.annotate(n_people=_current_members())

    def search(self, text: str) -> SchoolQuerySet:
        """Schools whose name, town or code contains ``text``."""
        return self.filter(Q(name__icontains=text) | Q(town__icontains=text) | Q(code__istartswith=text)).order_by(
            "name", "code"
        )


class BoardQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> BoardQuerySet:
        """The boards that ``user`` works for."""
        return self.filter(pk__in=user.roles.board_ids)

    def with_people(self) -> BoardQuerySet:
        """Boards with ``n_people``: how many work for it now."""
        return self.annotate(n_people=_current_members())

    def search(self, text: str) -> BoardQuerySet:
        """Boards whose name, town or number contains ``text``."""
        return self.filter(Q(name__icontains=text) | Q(town__icontains=text) | Q(number__startswith=text)).order_by(
            "name", "number"
        )


class MembershipQuerySet(models.QuerySet):
    def current(self) -> MembershipQuerySet:
        return self.filter(ended_on=None, user__is_active=True)

    def visible_to(self, user: Any) -> MembershipQuerySet:
        return self.filter(
            Q(school__in=user.roles.school_ids)
            | Q(board__in=user.roles.board_ids)
            | Q(school__board__in=user.roles.board_ids)
        )

    def of_school(self, school: Any) -> MembershipQuerySet:
        """Everybody with a current role at ``school``, with their accounts, ordered by role and name."""
        return self.current().filter(school=school).select_related("user").order_by("role", "user__name")

    def of_board(self, board: Any) -> MembershipQuerySet:
        """Everybody who works for ``board`` now, with their accounts, by name."""
        return self.current().filter(board=board).select_related("user").order_by("user__name")

    def of_school_and_board(self, school: Any) -> MembershipQuerySet:
        """Everybody with a current role at ``school`` or at its board, with their accounts."""
        return self.current().filter(Q(school=school) | Q(board=school.board_id)).select_related("user")


class LogoQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> LogoQuerySet:
        """Those of the schools that ``user`` sees, and of the boards of those."""
        schools = self.model._meta.get_field("school").related_model.objects.visible_to(user)
        return self.filter(
            Q(school__in=schools) | Q(board__in=schools.values("board")) | Q(board__in=user.roles.board_ids)
        )

    def own(self, place: Any) -> Any | None:
        """The logo that a school or a board has itself: one query."""
        return self.filter(**{place._meta.model_name: place}).first()

    def of_school(self, school: Any) -> Any | None:
        """The logo on the papers of ``school``: its own, else that of its board. One query."""
        both = self.filter(Q(school=school) | Q(board=school.board_id)).select_related("school", "board")
        return both.order_by(F("school").asc(nulls_last=True)).first()


class PupilCountQuerySet(models.QuerySet):
    def totals(self) -> PupilCountQuerySet:
        """Whole-school counts, newest first."""
        return self.filter(group="").order_by("-year")


class RegisterImportQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> RegisterImportQuerySet:
        """All imports for administrators, none for anybody else."""
        return self.all() if user.is_staff else self.none()


class FailedLoginQuerySet(models.QuerySet):
    def since(self, moment: datetime) -> FailedLoginQuerySet:
        return self.filter(at__gt=moment)

    def before(self, moment: datetime) -> FailedLoginQuerySet:
        return self.filter(at__lte=moment)

    def counts(self, *, account: str, address: str) -> dict[str, int]:
        """How often for this account, from this address, and both: one query."""
        return self.aggregate(
            by_account=Count("pk", filter=Q(account=account)),
            by_address=Count("pk", filter=Q(address=address)),
            by_both=Count("pk", filter=Q(account=account, address=address)),
        )
