"""The reminders to vote: each is sent once, whoever asks for it and however often."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from programmes.consent import querysets
from programmes.consent.constants import ReminderKind
from programmes.models.votes import Seat


class Reminder(models.Model):
    """One mail to ``user`` (the member or the substitute) about the vote of one seat, on ``day``.

    ``sent_at`` is None while it waits. ``claimed_at`` is set by the process that is sending it, so that another leaves
    it alone; a process that died is taken over after ``reminders.PATIENCE``.
    """

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField("soort", max_length=12, choices=ReminderKind)
    day = models.DateField("dag")
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField("verstuurd op", null=True)

    objects = querysets.ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "herinnering"
        verbose_name_plural = "herinneringen"
        constraints = [
            models.UniqueConstraint(fields=["seat", "user", "day"], name="one_reminder_a_day"),
            models.UniqueConstraint(
                fields=["seat", "user", "kind"],
                condition=~Q(kind=ReminderKind.ASKED),
                name="one_reminder_per_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_kind_display()}"
