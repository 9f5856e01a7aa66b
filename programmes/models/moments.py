"""The MR from the start: what school and MR agreed about the process, and the moments at which the MR took part.

Both go on while the plan is frozen: they are about the plan and not part of it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from programmes.consent.constants import MomentKind, Phase
from programmes.models.consent import Version
from programmes.models.plan import ProgrammeRow
from programmes.plan.querysets import PlanRowQuerySet


class Agreement(ProgrammeRow):
    """A procesafspraak: what school and MR agreed about the process in one phase.

    ``geledingen`` are the codes of the geledingen that take part. ``agreed_on`` null: a proposal, not agreed yet.
    """

    goes_on = True

    programme = models.ForeignKey("programmes.Programme", models.CASCADE, related_name="agreements")
    phase = models.CharField("fase", max_length=15, choices=Phase)
    text = models.TextField("wat is afgesproken", max_length=2000)
    geledingen = models.JSONField("welke geledingen doen mee", default=list, blank=True)
    others = models.CharField("wie doen er nog meer mee", max_length=200, blank=True)
    due_on = models.DateField("op welke dag", null=True, blank=True)
    timing = models.CharField("wanneer", max_length=160, blank=True)
    agreed_on = models.DateField("met de MR afgesproken op", null=True, blank=True)

    objects = PlanRowQuerySet.as_manager()

    class Meta:
        verbose_name = "procesafspraak"
        verbose_name_plural = "procesafspraken"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79].rstrip()}…"


class MrMoment(ProgrammeRow):
    """A moment at which the MR was informed, spoke, advised or consented, written down by the school or the secretary.

    ``geledingen`` are the codes of those that were there. What the product knows by itself (a version submitted, a
    decision) is not written here a second time.
    """

    goes_on = True

    programme = models.ForeignKey("programmes.Programme", models.CASCADE, related_name="mr_moments")
    held_on = models.DateField("datum")
    phase = models.CharField("fase", max_length=15, choices=Phase)
    kind = models.CharField("wat gebeurde er", max_length=15, choices=MomentKind)
    geledingen = models.JSONField("welke geledingen waren erbij", default=list, blank=True)
    of_version = models.ForeignKey(
        Version, models.PROTECT, null=True, blank=True, related_name="mr_moments", verbose_name="over welke versie"
    )
    subject = models.CharField("onderwerp", max_length=160)
    outcome = models.TextField("wat kwam eruit", blank=True, max_length=3000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name="opgeschreven door"
    )

    objects = PlanRowQuerySet.as_manager()

    class Meta:
        verbose_name = "MR-moment"
        verbose_name_plural = "MR-momenten"
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.subject}, {self.held_on:%d-%m-%Y}"
