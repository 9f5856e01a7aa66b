"""What a version, a round and a decision are for every council: the MR of a school and the GMR of a board."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from programmes.consent.constants import Outcome

VERBS = {
    Outcome.CONSENT: "stemde in",
    Outcome.CONDITIONAL: "stemde in met voorwaarden",
    Outcome.WITHHELD: "stemde niet in",
}


class AbstractVersion(models.Model):
    """A text as it was submitted to a council: canonical JSON and its fingerprint. ``subject`` is what it is of."""

    number = models.PositiveSmallIntegerField("versie")
    schema = models.PositiveSmallIntegerField("schema")
    document = models.TextField("document")
    sha256 = models.CharField("vingerafdruk", max_length=64)
    frozen_at = models.DateTimeField("vastgelegd op", auto_now_add=True)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"versie {self.number}"

    @property
    def has_consent(self) -> bool:
        """Whether the ``answer`` of the council that holds for it is instemming, with conditions or without."""
        return self.answer is not None and self.answer.is_consent


class AbstractRound(models.Model):
    """The time in which a council reads and votes on one version. Closed by a decision or a withdrawal.

    ``council`` is the school or the board whose council it is, ``council_name`` how people call it.
    """

    opened_at = models.DateTimeField("voorgelegd op", auto_now_add=True)
    respond_by = models.DateField("reageren tot en met")
    closed_at = models.DateTimeField("gesloten op", null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawal_reason = models.TextField("reden van terughalen", blank=True, max_length=2000)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"Instemming op {self.version}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class AbstractDecision(models.Model):
    """What a council decided on one version.

    ``votes`` is the count per geleding: ``{"ouders": {"voor": 2, "tegen": 0, "onthouding": 0}}``. ``roll`` is who
    voted: a list of name, geleding, choice, how, cast_by, at and sha256. ``counted`` is what the reglement made of it
    (``counting.Result.told``), empty when it was not filled in; ``deviation`` why the council decided otherwise.
    """

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
        abstract = True

    def __str__(self) -> str:
        return self.get_outcome_display()

    @property
    def verb(self) -> str:
        """What the council did, after its name: "MR stemde in"."""
        return VERBS[Outcome(self.outcome)]

    @property
    def is_consent(self) -> bool:
        """Instemming, with conditions or without."""
        return self.outcome != Outcome.WITHHELD
