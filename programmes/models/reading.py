"""What somebody read of a version: a mark that only they see."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from programmes.consent import querysets
from programmes.models.consent import Version


class Reading(models.Model):
    """One reader read one section (``anchor`` of its page) of one version."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    anchor = models.CharField("onderdeel", max_length=40)
    read_at = models.DateTimeField("gelezen op", auto_now_add=True)

    objects = querysets.ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = "gelezen onderdeel"
        verbose_name_plural = "gelezen onderdelen"
        constraints = [
            models.UniqueConstraint(fields=["version", "reader", "anchor"], name="one_reading_per_reader_and_section")
        ]

    def __str__(self) -> str:
        return self.anchor
