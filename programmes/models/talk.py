"""What became of a thread of comments, and who was told by mail what was said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from programmes.consent.constants import ThreadState
from programmes.models.consent import Comment, Version


class ThreadMove(models.Model):
    """One step of a thread: who answered, resolved or reopened it, and when. The database refuses to change it."""

    thread = models.ForeignKey(Comment, models.PROTECT, related_name="moves")
    state = models.CharField("stand", max_length=12, choices=ThreadState)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField("namens", max_length=40)
    at = models.DateTimeField("wanneer", default=timezone.now)

    class Meta:
        verbose_name = "stap van een vraag"
        verbose_name_plural = "stappen van een vraag"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_state_display()


class Told(models.Model):
    """Up to which comment on a version one person was told by mail, and when that was."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    last = models.PositiveBigIntegerField("sleutel van de laatste reactie in de mail", default=0)
    told_at = models.DateTimeField("gemaild op")

    class Meta:
        verbose_name = "bericht over reacties"
        verbose_name_plural = "berichten over reacties"
        constraints = [models.UniqueConstraint(fields=["user", "version"], name="told_once_per_version")]

    def __str__(self) -> str:
        return f"{self.user}, {self.version}"
