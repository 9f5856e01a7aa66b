"""Consent: frozen versions, the round in which the MR speaks, and what was decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from programmes.consent import querysets
from programmes.consent.constants import Audience, ConditionState, StepKind, ThreadKind, ThreadState
from programmes.models.councils import AbstractDecision, AbstractRound, AbstractVersion
from programmes.models.plan import Programme
from schools.models import School


class Version(AbstractVersion):
    """A programme as it was submitted: the document tree as canonical JSON. The database refuses to change it."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    note = models.TextField("toelichting voor de MR", blank=True, max_length=3000)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    """The version with the MR's consent that this one differs from in words only: that consent holds for it too."""

    objects = querysets.VersionQuerySet.as_manager()

    class Meta:
        verbose_name = "versie"
        verbose_name_plural = "versies"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="one_version_per_number")]
        indexes = [models.Index(fields=["sha256"], name="version_fingerprint")]

    def get_absolute_url(self) -> str:
        return reverse("version", kwargs={"pk": self.pk})

    @property
    def subject(self) -> Programme:
        return self.programme

    @property
    def answer(self) -> Decision | None:
        """What the MR decided that holds for this version: on itself, or on the version whose words it corrects."""
        return getattr(self.corrects or self, "decision", None)

    @property
    def file_name(self) -> str:
        """The name of a download, without its ending: safe in a header and in a folder."""
        return f"schoolprogramma-{self.school.code}-versie-{self.number}"

    @property
    def school(self) -> School:
        return self.programme.school


class ConsentRound(AbstractRound):
    """The time in which the MR reads, asks and votes on one version. Closed by a decision or a withdrawal."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="consent_round")
    meeting_at = models.DateTimeField("vergadering", null=True)
    meeting_place = models.CharField("plaats van de vergadering", max_length=200, blank=True)
    meeting_changes = models.PositiveSmallIntegerField("hoe vaak de vergadering is gewijzigd", default=0)

    objects = querysets.ConsentRoundQuerySet.as_manager()

    class Meta:
        verbose_name = "instemmingsronde"

    council_name = "MR"

    @property
    def school(self) -> School:
        return self.version.school

    @property
    def council(self) -> School:
        return self.school


class Comment(models.Model):
    """What somebody said about one place of a version. Without a parent it is the first of a thread.

    ``audience`` of an answer is that of its thread: who may not read the first may read none of it. ``kind`` is empty
    for an answer and for what the MR says to itself; ``state`` is that of the thread, told by its ``moves``.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="comments")
    section = models.CharField("onderdeel", max_length=40, help_text="anchor in the document")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField("namens", max_length=40)
    from_mr = models.BooleanField("van de MR", default=False)
    kind = models.CharField("soort", max_length=10, choices=ThreadKind, blank=True)
    audience = models.CharField("voor wie", max_length=6, choices=Audience, default=Audience.SCHOOL)
    state = models.CharField("stand", max_length=12, choices=ThreadState, default=ThreadState.OPEN)
    text = models.TextField("vraag of opmerking", max_length=3000)
    written_at = models.DateTimeField(auto_now_add=True)

    objects = querysets.CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "reactie"
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def school(self) -> School:
        return self.version.school

    @property
    def is_private(self) -> bool:
        """Only the MR reads it."""
        return self.audience == Audience.MR


class Decision(AbstractDecision):
    """What the MR decided on one version. The database refuses to change it."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="decision")

    class Meta:
        verbose_name = "besluit van de MR"
        verbose_name_plural = "besluiten van de MR"


class Condition(models.Model):
    """One condition of the MR's consent, until the MR says that it is met."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="conditions")
    text = models.TextField("voorwaarde", max_length=2000)
    state = models.CharField("stand", max_length=10, choices=ConditionState, default=ConditionState.OPEN)
    note = models.TextField("toelichting", blank=True, max_length=2000)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = querysets.ConditionQuerySet.as_manager()

    class Meta:
        verbose_name = "voorwaarde"
        verbose_name_plural = "voorwaarden"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def owner(self) -> Programme:
        return self.decision.version.programme

    @property
    def school(self) -> School:
        return self.owner.school


class Step(models.Model):
    """What the board or the MR did after a refusal, or after a decision without consent. Append-only.

    ``on`` is the day on which it happened, as the person who recorded it says.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="steps")
    kind = models.CharField("stap", max_length=12, choices=StepKind)
    on = models.DateField("datum")
    note = models.TextField("toelichting", blank=True, max_length=2000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "stap na een weigering"
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class Adoption(models.Model):
    """The board's decision that a version is the school's programme. The database refuses to change it."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="adoption")
    adopted_on = models.DateField("vastgesteld op")
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "vaststelling"

    def __str__(self) -> str:
        return f"vastgesteld op {self.adopted_on:%d-%m-%Y}"


class Rendering(models.Model):
    """The PDF of a version as it stood: made once, stored, and the same bytes for ever.

    ``stage`` tells which facts around the version the PDF shows (submitted, decided, adopted), ``length`` how much of
    the plan (``document.lengths``).
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="renderings")
    stage = models.CharField(max_length=10)
    length = models.CharField(max_length=20, default="volledig")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = querysets.RenderingQuerySet.as_manager()

    class Meta:
        verbose_name = "pdf"
        constraints = [models.UniqueConstraint(fields=["version", "stage", "length"], name="one_rendering_per_stage")]
        indexes = [models.Index(fields=["sha256"], name="rendering_fingerprint")]

    def __str__(self) -> str:
        return f"pdf van {self.version} ({self.stage}, {self.length})"
