"""Reads of schoolscans."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from schools.models import School


class DomainQuerySet(models.QuerySet):
    def get_by_natural_key(self, name: str) -> Any:
        """A shared domain, as the fixtures name it."""
        return self.get(name=name, school=None)

    def shared(self) -> DomainQuerySet:
        """The domains that no school added itself."""
        return self.filter(school=None)

    def for_school(self, school: Any) -> DomainQuerySet:
        """The domains of the school's sector and those that the school added itself."""
        shared = Q(school=None) & (Q(sectors="") | Q(sectors__contains=school.sector))
        return self.filter(shared | Q(school=school)).order_by("rank", "name")


class ScanQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> ScanQuerySet:
        return self.filter(school__in=School.objects.visible_to(user))


class ScanRowQuerySet(models.QuerySet):
    """Rows of a scan: findings, consultations, needs."""

    def visible_to(self, user: Any) -> ScanRowQuerySet:
        return self.filter(scan__school__in=School.objects.visible_to(user))

    def with_needs(self) -> ScanRowQuerySet:
        """Findings with their domain, the needs that rest on them and the talks that they rest on: three queries."""
        return self.select_related("domain", "previous").prefetch_related("needs", "consultations")

    def gone(self, next_scan: Any) -> ScanRowQuerySet:
        """Findings of a scan that no finding of ``next_scan`` goes on from: one query."""
        kept = next_scan.findings.exclude(previous=None).values("previous")
        return self.exclude(pk__in=kept).select_related("domain")

    def with_supported(self) -> ScanRowQuerySet:
        """Talks with the findings that rest on them: two queries, and one for their domains."""
        return self.prefetch_related("findings__domain")

    def with_findings(self) -> ScanRowQuerySet:
        """Needs with their findings and the measures that answer them: four queries."""
        return self.prefetch_related("findings__domain", "measures")
