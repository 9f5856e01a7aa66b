"""Consent: frozen versions, the round in which the MR speaks, and what was decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from programmes.consent import querysets
from programmes.consent.constants import Audience, ConditionState, Outcome, StepKind, ThreadKind, ThreadState
from programmes.models.plan import Programme
from schools.models import School


class Version(models.Model):
    """A programme as it was submitted: the document tree as canonical JSON. The database refuses to change it."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("versie")
    schema = models.PositiveSmallIntegerField("schema")
    document = models.TextField("document")
    sha256 = models.CharField("vingerafdruk", max_length=64)
    frozen_at = models.DateTimeField("vastgelegd op", auto_now_add=True)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.TextField("toelichting voor de MR", blank=True, max_length=3000)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    """The version with the MR's consent that this one differs from in words only: that consent holds for it too."""

    objects = querysets.VersionQuerySet.as_manager()

    class Meta:
        verbose_name = "versie"
        verbose_name_plural = "versies"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"versie {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("version", kwargs={"pk": self.pk})

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


class ConsentRound(models.Model):
    """The time in which the MR reads, asks and votes on one version. Closed by a decision or a withdrawal."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="consent_round")
    opened_at = models.DateTimeField("voorgelegd op", auto_now_add=True)
    respond_by = models.DateField("reageren tot en met")
    meeting_at = models.DateTimeField("vergadering", null=True)
    meeting_place = models.CharField("plaats van de vergadering", max_length=200, blank=True)
    meeting_changes = models.PositiveSmallIntegerField("hoe vaak de vergadering is gewijzigd", default=0)
    closed_at = models.DateTimeField("gesloten op", null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawal_reason = models.TextField("reden van terughalen", blank=True, max_length=2000)

    objects = querysets.ConsentRoundQuerySet.as_manager()

    class Meta:
        verbose_name = "instemmingsronde"

    def __str__(self) -> str:
        return f"Instemming op {self.version}"

    @property
    def school(self) -> School:
        return self.version.school

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


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


class Decision(models.Model):
    """What the MR decided on one version. The database refuses to change it.

    ``votes`` is the count per geleding: ``{"ouders": {"voor": 2, "tegen": 0, "onthouding": 0}}``. ``roll`` is who
    voted: a list of name, geleding, choice, how, cast_by, at and sha256. ``counted`` is what the reglement made of it
    (``counting.Result.told``), empty when it was not filled in; ``deviation`` why the MR decided otherwise.
    """

    version = models.OneToOneField(Version, models.PROTECT, related_name="decision")
    outcome = models.CharField("besluit", max_length=12, choices=Outcome)
    reasons = models.TextField("redenen of voorwaarden", blank=True, max_length=5000)
    decided_on = models.DateField("datum van het besluit")
    votes = models.JSONField("stemmen", default=dict)
    roll = models.JSONField("stemlijst", default=list)
    counted = models.JSONField("uitslag volgens het reglement", default=dict)
    deviation = models.TextField("waarom anders dan de uitslag", blank=True, max_length=2000)
    sha256 = models.CharField("vingerafdruk", max_length=64, help_text="of the version that was decided on")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("vastgelegd op", auto_now_add=True)

    class Meta:
        verbose_name = "besluit van de MR"
        verbose_name_plural = "besluiten van de MR"

    def __str__(self) -> str:
        return self.get_outcome_display()

    @property
    def is_consent(self) -> bool:
        """Instemming, with conditions or without."""
        return self.outcome != Outcome.WITHHELD


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

    ``stage`` tells which facts around the version the PDF shows (submitted, decided, adopted).
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="renderings")
    stage = models.CharField(max_length=10)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "pdf"
        constraints = [models.UniqueConstraint(fields=["version", "stage"], name="one_rendering_per_stage")]

    def __str__(self) -> str:
        return f"pdf van {self.version} ({self.stage})"
