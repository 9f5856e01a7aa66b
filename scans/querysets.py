"""Reads of schoolscans."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Prefetch, Q

from schools.models import School


class DomainQuerySet(models.QuerySet):
    def get_by_natural_key(self, name: str) -> Any:
        """A shared domain, as the fixtures name it."""
        return self.get(name=name, school=None)

    def for_school(self, school: Any) -> DomainQuerySet:
        """The domains of the school's sector and those that the school added itself."""
        shared = Q(school=None) & (Q(sectors="") | Q(sectors__contains=school.sector))
        return self.filter(shared | Q(school=school)).order_by("rank", "name")


class ScanQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> ScanQuerySet:
        return self.filter(school__in=School.objects.visible_to(user))

    def with_rows(self) -> ScanQuerySet:
        """Findings with domains, needs with their findings, and talks: five queries for any number of scans."""
        from scans.models import Consultation, Finding, Need  # these models use this module

        return self.prefetch_related(
            Prefetch("findings", Finding.objects.select_related("domain").order_by("domain__rank", "group", "pk")),
            Prefetch("consultations", Consultation.objects.order_by("held_on", "pk")),
            Prefetch("needs", Need.objects.order_by("rank", "pk")),
            Prefetch("needs__findings", Finding.objects.select_related("domain")),
        )


class ScanRowQuerySet(models.QuerySet):
    """Rows of a scan: findings, consultations, needs."""

    def visible_to(self, user: Any) -> ScanRowQuerySet:
        return self.filter(scan__school__in=School.objects.visible_to(user))
