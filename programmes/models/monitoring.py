"""Carrying out and accounting: measurements, verdicts, and what was really spent.

Measurements and evaluations point into the document of the version that was in force when they were written, not at
live rows: they stay what they were when a next version drops the goal or the measure.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menukaart.models import Category
from programmes.models.consent import Version
from programmes.models.plan import Programme, RoundYear
from programmes.monitoring import querysets
from programmes.monitoring.constants import Verdict


class Measurement(models.Model):
    """What a goal's indicator was on a day; a value, words, or both."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="measurements")
    goal = models.PositiveBigIntegerField("doel", help_text="id of the goal in the document of the version")
    measured_on = models.DateField("gemeten op")
    value = models.DecimalField("waarde", max_digits=9, decimal_places=2, null=True, blank=True)
    note = models.TextField("wat zien we", blank=True, max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    objects = querysets.MonitoredQuerySet.as_manager()

    class Meta:
        verbose_name = "meting"
        verbose_name_plural = "metingen"
        ordering = ["measured_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(value__isnull=False) | ~Q(note=""), name="measurement_says_something")
        ]

    def __str__(self) -> str:
        return f"{self.measured_on:%d-%m-%Y}"


class Evaluation(models.Model):
    """The verdict on a measure after a look at its results (PDCA)."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="evaluations")
    measure = models.PositiveBigIntegerField("maatregel", help_text="id of the measure in the document of the version")
    held_on = models.DateField("besproken op")
    verdict = models.CharField("besluit", max_length=10, choices=Verdict)
    text = models.TextField("waarom", max_length=3000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    objects = querysets.MonitoredQuerySet.as_manager()

    class Meta:
        verbose_name = "evaluatie"
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}, {self.held_on:%d-%m-%Y}"


class Realisation(models.Model):
    """What was really spent in a school year on a category, and how much of it on PNIL.

    No row: nobody knows yet what was spent. ``pnil`` null: nobody knows that part yet. 0 is known and means none.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="realisations")
    year = models.ForeignKey(RoundYear, models.PROTECT, verbose_name="schooljaar")
    category = models.ForeignKey(Category, models.PROTECT, verbose_name="categorie")
    spent = models.DecimalField("uitgegeven", max_digits=10, decimal_places=2)
    pnil = models.DecimalField("waarvan personeel niet in loondienst", max_digits=10, decimal_places=2, null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = querysets.RealisationQuerySet.as_manager()

    class Meta:
        verbose_name = "besteding"
        verbose_name_plural = "bestedingen"
        ordering = ["year", "category"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "year", "category"], name="one_realisation_per_year_category"),
            models.CheckConstraint(condition=Q(spent__gte=0), name="realisation_0_or_more"),
            models.CheckConstraint(
                condition=Q(pnil=None) | Q(pnil__gte=0, pnil__lte=F("spent")), name="realisation_pnil_within_spent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.category.letter}"
