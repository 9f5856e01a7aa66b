"""The audit trail, the history of each field, who is writing where, and the queue of jobs."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.timezone import localtime

from npo_planner import querysets
from npo_planner.jobs import querysets as jobs
from npo_planner.jobs.constants import OPEN, Priority, State


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


class FieldEdit(models.Model):
    """What one person made of one field of a row in one go: the history that people restore from.

    ``before`` and ``after`` are what a form field takes: text, or a list of keys. Saves of one person that follow each
    other within ``ONE_GO`` are one edit, so it may still change; the audit trail never does.
    """

    subject = models.CharField(max_length=80, help_text="app.model:pk")
    field = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    began_at = models.DateTimeField(auto_now_add=True)
    at = models.DateTimeField(auto_now=True)
    before = models.JSONField()
    after = models.JSONField()

    objects = querysets.FieldEditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "wijziging"
        verbose_name_plural = "wijzigingen"
        indexes = [models.Index(fields=["subject", "field", "-at"])]

    def __str__(self) -> str:
        return f"{self.subject} {self.field}"


class Sitting(models.Model):
    """One person at one form in one tab: that they are there, and what they typed that is not in the plan yet.

    ``typed`` is the draft: field name to the list of texts that a browser sends. ``number`` is that of the last
    message of the browser, so that a late one is dropped. ``used_at``: it was sent with the button, and never twice.
    """

    key = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    typed = models.JSONField(default=dict)
    number = models.PositiveBigIntegerField(default=0)
    seen_at = models.DateTimeField()
    left = models.BooleanField(default=False)
    used_at = models.DateTimeField(null=True)

    objects = querysets.SittingQuerySet.as_manager()

    class Meta:
        verbose_name = "schrijfplek"
        verbose_name_plural = "schrijfplekken"
        indexes = [models.Index(fields=["path", "seen_at"]), models.Index(fields=["user", "path"])]

    def __str__(self) -> str:
        return f"{self.user} op {self.path}"

    @property
    def is_alive(self) -> bool:
        """Whether its tab is open now."""
        return not self.left and self.seen_at > timezone.now() - querysets.ALIVE


class Job(models.Model):
    """Something that takes too long for a request: what was ordered, how far it is, and what came of it.

    ``arguments`` and ``material`` (bytes) are what its handler gets; ``key`` is the fingerprint of the order, so that
    who asks twice waits once. ``place`` is the address at which ``user`` (null: the product itself) gets the result.
    ``token`` names the turn that holds the job until ``leased_until``: whoever has another one can write nothing.
    ``notes`` is what a handler keeps between two turns.
    """

    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    material = models.BinaryField(default=b"")
    key = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    place = models.CharField(max_length=300, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.PEOPLE)
    state = models.CharField("stand", max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    notes = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(default=timezone.now)
    ordered_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    sentence = models.TextField(blank=True, help_text="what people are told about how it ended")
    content = models.BinaryField(null=True)
    content_type = models.CharField(max_length=100, blank=True)
    file_name = models.CharField(max_length=200, blank=True)

    objects = jobs.JobQuerySet.as_manager()

    class Meta:
        verbose_name = "opdracht"
        verbose_name_plural = "opdrachten"
        constraints = [models.UniqueConstraint(fields=["key"], condition=models.Q(state__in=OPEN), name="one_open_job")]
        indexes = [
            models.Index(fields=["state", "priority", "ordered_at"]),
            models.Index(fields=["key"]),
            models.Index(fields=["user", "kind", "-ordered_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} ({self.state})"

    @property
    def is_open(self) -> bool:
        """It waits or is being carried out."""
        return self.state in OPEN


class Worker(models.Model):
    """A process that carries out jobs, and when it was last heard of."""

    key = models.UUIDField(primary_key=True)
    seen_at = models.DateTimeField()

    objects = jobs.WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = "werkproces"
        verbose_name_plural = "werkprocessen"

    def __str__(self) -> str:
        return str(self.key)


class Clock(models.Model):
    """When a periodic job was last put on the queue."""

    name = models.CharField(max_length=40, primary_key=True)
    rang_at = models.DateTimeField()

    class Meta:
        verbose_name = "wekker"
        verbose_name_plural = "wekkers"

    def __str__(self) -> str:
        return self.name
