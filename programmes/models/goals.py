"""What a measure is to bring about: goals with where they start, where they end, and the points on the way."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from npo_planner.rows import Row
from programmes.models.plan import Measure, Programme
from programmes.plan import querysets


class Goal(Row):
    """A SMART goal of a measure. Baseline and target may be words only: a goal without a number is allowed.

    ``baseline_on`` and ``baseline_source``: on which day, and in which source, the school saw the baseline.
    """

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="goals", verbose_name="maatregel")
    statement = models.TextField("wat wilt u bereiken", max_length=1000)
    indicator = models.CharField("waaraan meet u dat", max_length=200, blank=True)
    unit = models.CharField("eenheid", max_length=40, blank=True)
    baseline = models.DecimalField("beginwaarde", max_digits=9, decimal_places=2, null=True, blank=True)
    baseline_on = models.DateField("beginwaarde gemeten op", null=True, blank=True)
    baseline_source = models.CharField("bron van de beginwaarde", max_length=200, blank=True)
    target = models.DecimalField("streefwaarde", max_digits=9, decimal_places=2, null=True, blank=True)
    how_measured = models.CharField("hoe en waarmee meet u", max_length=200, blank=True)
    deadline = models.DateField("uiterlijk op", null=True, blank=True)
    responsible = models.CharField("wie volgt dit (functie)", max_length=120, blank=True)

    objects = querysets.MeasureRowQuerySet.as_manager()

    class Meta:
        verbose_name = "doel"
        verbose_name_plural = "doelen"
        ordering = ["measure__rank", "pk"]

    def __str__(self) -> str:
        return self.statement[:100]

    @property
    def owner(self) -> Programme:
        return self.measure.programme


class Milestone(Row):
    """A tussenpunt: what the school expects of a goal on a day before its deadline, in a number, in words, or both."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="milestones", verbose_name="doel")
    due_on = models.DateField("datum")
    value = models.DecimalField("waarde", max_digits=9, decimal_places=2, null=True, blank=True)
    note = models.CharField("wat ziet u dan", max_length=200, blank=True)

    objects = querysets.GoalRowQuerySet.as_manager()

    class Meta:
        verbose_name = "tussenpunt"
        verbose_name_plural = "tussenpunten"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(value__isnull=False) | ~Q(note=""), name="milestone_says_something")
        ]

    def __str__(self) -> str:
        return f"tussenpunt van {self.due_on:%d-%m-%Y}"

    @property
    def owner(self) -> Programme:
        return self.goal.measure.programme
