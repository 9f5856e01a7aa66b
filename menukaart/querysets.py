"""Reads of the menukaart."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, F
from django.db.models.functions import Length

from menukaart.constants import EditionStatus


class EditionQuerySet(models.QuerySet):
    def get_by_natural_key(self, code: str) -> Any:
        return self.get(code=code)

    def visible_to(self, user: Any) -> EditionQuerySet:
        """What was published for everybody who signed in; drafts for administrators."""
        return self.all() if user.is_staff else self.published()

    def published(self) -> EditionQuerySet:
        return self.filter(status=EditionStatus.PUBLISHED)

    def before(self, edition: Any) -> EditionQuerySet:
        """What was published before ``edition``, newest first; before one without a date: everything else."""
        others = self.published().exclude(pk=edition.pk).order_by("-published_on", "-pk")
        return others.filter(published_on__lt=edition.published_on) if edition.published_on else others

    def with_how_many(self) -> EditionQuerySet:
        """Editions with ``how_many``: the number of their interventions; newest first, undated ones last.

        A query that groups has no order of its own.
        """
        counted = self.annotate(how_many=Count("interventions"))
        return counted.order_by(F("published_on").desc(nulls_last=True), "code")


class CategoryManager(models.Manager):
    def get_by_natural_key(self, letter: str) -> Any:
        return self.get(letter=letter)

    def short_names(self) -> dict[str, str]:
        """``{"A": "Meer onderwijs", …}``: one query."""
        return dict(self.values_list("letter", "short_name"))


class InterventionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> InterventionQuerySet:
        """The interventions of the editions that ``user`` may see."""
        return self.all() if user.is_staff else self.filter(edition__status=EditionStatus.PUBLISHED)

    def of_edition(self, edition: Any) -> InterventionQuerySet:
        """All interventions of ``edition`` with category and domains, B9 before B10: two queries."""
        cards = self.filter(edition=edition).select_related("category", "edition").prefetch_related("domains")
        return cards.order_by("category__letter", Length("code"), "code")
