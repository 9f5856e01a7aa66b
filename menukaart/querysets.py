"""Reads of the menukaart."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count

from menukaart.constants import EditionStatus


class EditionQuerySet(models.QuerySet):
    def get_by_natural_key(self, code: str) -> Any:
        return self.get(code=code)

    def published(self) -> EditionQuerySet:
        return self.filter(status=EditionStatus.PUBLISHED)

    def with_how_many(self) -> EditionQuerySet:
        """Editions with ``how_many``: the number of their interventions."""
        return self.annotate(how_many=Count("interventions"))


class CategoryManager(models.Manager):
    def get_by_natural_key(self, letter: str) -> Any:
        return self.get(letter=letter)

    def short_names(self) -> dict[str, str]:
        """``{"A": "Meer onderwijs", …}``: one query."""
        return dict(self.values_list("letter", "short_name"))


class InterventionQuerySet(models.QuerySet):
    def of_edition(self, edition: Any) -> InterventionQuerySet:
        """All interventions of ``edition`` with category and domains: two queries."""
        return self.filter(edition=edition).select_related("category", "edition").prefetch_related("domains")
