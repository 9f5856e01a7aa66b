"""Reads of menskracht."""

from __future__ import annotations

from typing import Any

from django.db import models

from schools.models import School


class CodeManager(models.Manager):
    def get_by_natural_key(self, code: str) -> Any:
        return self.get(code=code)


class TariffQuerySet(models.QuerySet):
    def for_school(self, school: Any) -> TariffQuerySet:
        """Prices that a source gives for the school's sector: first GPL, then scales."""
        found = self.filter(sector=school.sector).exclude(amount=None).select_related("kind")
        return found.order_by("kind", models.Case(models.When(basis="per_jaar", then=0), default=1), "label")


class StaffPlanQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> StaffPlanQuerySet:
        return self.filter(school__in=School.objects.visible_to(user))


class StaffingNeedQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> StaffingNeedQuerySet:
        return self.filter(plan__school__in=School.objects.visible_to(user))

    def with_shares(self) -> StaffingNeedQuerySet:
        """Posts with their kind and the measures that they work for: two queries."""
        return (
            self.select_related("kind").prefetch_related("deployments__measure").order_by("start", "kind__rank", "pk")
        )


class ScenarioQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> ScenarioQuerySet:
        return self.filter(plan__school__in=School.objects.visible_to(user))
