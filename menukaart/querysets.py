"""Reads of the menukaart."""

from __future__ import annotations

from typing import Any

from django.db import models

from menukaart.constants import EditionStatus


class EditionManager(models.Manager):
    def get_by_natural_key(self, code: str) -> Any:
        return self.get(code=code)

    def published(self) -> models.QuerySet:
        return self.filter(status=EditionStatus.PUBLISHED)


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
