"""The audit trail: one append-only row for everything that meant something."""

from django.conf import settings
from django.db import models
from django.utils.timezone import localtime

from npo_planner import querysets


class AuditEntry(models.Model):
    """Who did what to which row, when. The database refuses to change or delete it (see the migration)."""

    at = models.DateTimeField(auto_now_add=True, verbose_name="wanneer")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="wie")
    event = models.CharField(max_length=60, verbose_name="gebeurtenis")
    school = models.ForeignKey("schools.School", models.PROTECT, null=True, related_name="+")
    board = models.ForeignKey("schools.Board", models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=80, help_text="app.model:pk")
    label = models.CharField(max_length=200)
    detail = models.JSONField(default=dict, help_text="changed fields as {name: [before, after]}")

    objects = querysets.AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "logregel"
        verbose_name_plural = "logregels"
        indexes = [models.Index(fields=["school", "-at"]), models.Index(fields=["subject"])]

    def __str__(self) -> str:
        return f"{localtime(self.at):%d-%m-%Y %H:%M} {self.event} {self.label}"
