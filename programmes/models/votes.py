"""Who may vote in a consent round, by which rules, and the votes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from npo_planner.rows import Row
from programmes.consent import querysets
from programmes.consent.constants import Abstentions, Choice, How, Majority, Quorum
from programmes.models.consent import ConsentRound
from programmes.models.plan import Programme
from schools.constants import Geleding
from schools.models import Board, School


class Reglement(Row):
    """What the reglement of a MR (of a school) or of a GMR (of a board) says about deciding.

    Empty is "not filled in": no source gives these for all, so nothing is counted by a rule that nobody named.
    """

    school = models.OneToOneField(School, models.PROTECT, null=True, related_name="reglement", editable=False)
    board = models.OneToOneField(
        Board, models.PROTECT, null=True, related_name="reglement", verbose_name="bestuur", editable=False
    )
    term_weeks = models.PositiveSmallIntegerField("termijn om te reageren, in weken", null=True, blank=True)
    majority = models.CharField("wanneer stemt de raad in", max_length=12, choices=Majority, blank=True)
    abstentions = models.CharField("onthoudingen", max_length=12, choices=Abstentions, blank=True)
    quorum = models.CharField("hoeveel leden stemmen er minstens", max_length=12, choices=Quorum, blank=True)
    quorum_each = models.BooleanField("dat geldt ook voor elke geleding apart", default=False)
    substitutes = models.BooleanField("een plaatsvervanger mag stemmen voor een lid dat er niet is", default=False)
    remind_days = models.PositiveSmallIntegerField(
        "herinnering zoveel dagen voor het einde van de termijn", null=True, blank=True
    )
    source = models.CharField("waar dit staat", max_length=200, blank=True)

    objects = querysets.ReglementQuerySet.as_manager()

    class Meta:
        verbose_name = "reglement"
        constraints = [
            models.CheckConstraint(
                name="reglement_of_school_or_board",
                condition=Q(school=None, board__isnull=False) | Q(school__isnull=False, board=None),
            )
        ]

    def __str__(self) -> str:
        return f"Reglement van de {'MR' if self.school_id else 'GMR'}"

    @property
    def owner(self) -> School | Board:
        return self.school or self.board


class AbstractSeat(models.Model):
    """One place in a council during one round: who may vote for which geleding.

    Made for everybody who sits there when the round opens; the secretary adds who comes later, and members without an
    account (``user`` None: their vote is entered by hand). An absent member may name a substitute.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("naam", max_length=120)
    geleding = models.CharField("geleding", max_length=10, choices=Geleding)
    is_absent = models.BooleanField("afwezig", default=False)
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="plaatsvervanger",
    )
    note = models.CharField("toelichting", max_length=300, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.name}, {self.geleding}"


class Seat(AbstractSeat):
    """A place in the MR of a school."""

    round = models.ForeignKey(ConsentRound, models.PROTECT, related_name="seats")

    objects = querysets.SeatQuerySet.as_manager()

    class Meta:
        verbose_name = "plaats in de MR"
        ordering = ["geleding", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "user", "geleding"], name="one_seat_per_member_and_geleding"),
        ]

    @property
    def owner(self) -> Programme:
        return self.round.version.programme

    @property
    def school(self) -> School:
        return self.owner.school


class AbstractBallot(models.Model):
    """The vote of one seat. It may change until the round closes.

    ``cast_by`` is the member, the substitute, or with ``how`` "hand" the secretary who entered it.
    """

    choice = models.CharField("stem", max_length=10, choices=Choice)
    reason = models.TextField("toelichting", blank=True, max_length=2000)
    conditions = models.TextField("voorwaarden", blank=True, max_length=2000)
    how = models.CharField("hoe", max_length=10, choices=How, default=How.SELF)
    note = models.CharField("notitie van de secretaris", max_length=300, blank=True)
    sha256 = models.CharField("vingerafdruk", max_length=64, help_text="of the version that was voted on")
    cast_at = models.DateTimeField("gestemd op", auto_now=True)
    cast_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_choice_display()}"


class Ballot(AbstractBallot):
    """A vote in the MR."""

    seat = models.OneToOneField(Seat, models.PROTECT, related_name="ballot")

    objects = querysets.BallotQuerySet.as_manager()

    class Meta:
        verbose_name = "stem"
        verbose_name_plural = "stemmen"
        ordering = ["seat__geleding", "cast_at"]
