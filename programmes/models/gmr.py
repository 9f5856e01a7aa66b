"""What a board proposes to do with money that schools set apart for it, and what its GMR decided about that."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from npo_planner.rows import Row
from programmes.council import querysets
from programmes.models.councils import AbstractDecision, AbstractRound, AbstractVersion
from programmes.models.plan import Round, RoundYear
from programmes.models.votes import AbstractBallot, AbstractSeat
from schools.models import Board, School


class Gmr(Board):
    """A board as its GMR sees it: who sits there comes to these pages, and to no other page of the board."""

    objects = querysets.GmrQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = "GMR"
        verbose_name_plural = "GMR's"

    def get_absolute_url(self) -> str:
        return reverse("board_money", kwargs={"pk": self.pk})


class BoardProposal(Row):
    """How the board wants to use the bovenschools money of one regeling. Frozen while it lies with the GMR."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="proposals", verbose_name="bestuur", editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+", editable=False)
    title = models.CharField("titel", max_length=200)
    use = models.TextField("waarvoor gebruikt het bestuur het geld", blank=True, max_length=5000)
    reason = models.TextField("waarom samen, en niet elke school zelf", blank=True, max_length=5000)
    is_frozen = models.BooleanField(default=False, editable=False)

    objects = querysets.ProposalQuerySet.as_manager()

    why_frozen = (
        "Dit voorstel ligt vast, omdat het bij de GMR ligt of omdat de GMR ermee instemde. Haal het terug of begin een "
        "volgende versie om verder te schrijven."
    )

    class Meta:
        verbose_name = "voorstel"
        verbose_name_plural = "voorstellen"
        constraints = [models.UniqueConstraint(fields=["board", "round"], name="one_proposal_per_round")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('board_money', kwargs={'pk': self.board_id})}?regeling={self.round.code}"

    @property
    def owner(self) -> BoardProposal:
        return self


class ProposalLine(Row):
    """What the board spends in one school year on one purpose, and for which schools. ``amount`` None: not known."""

    proposal = models.ForeignKey(
        BoardProposal, models.CASCADE, related_name="lines", verbose_name="voorstel", editable=False
    )
    year = models.ForeignKey(RoundYear, models.PROTECT, related_name="+", verbose_name="schooljaar")
    purpose = models.CharField("waarvoor", max_length=200)
    amount = models.DecimalField("bedrag in euro", max_digits=10, decimal_places=2, null=True, blank=True)
    schools = models.ManyToManyField(
        School, related_name="+", verbose_name="scholen die er iets aan hebben", blank=True
    )
    note = models.CharField("toelichting", max_length=300, blank=True)

    objects = querysets.ProposalLineQuerySet.as_manager()

    class Meta:
        verbose_name = "uitgave van het bestuur"
        verbose_name_plural = "uitgaven van het bestuur"
        ordering = ["year__start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="proposal_line_0_or_more"),
        ]

    def __str__(self) -> str:
        return self.purpose

    @property
    def owner(self) -> BoardProposal:
        return self.proposal


class GmrVersion(AbstractVersion):
    """A proposal as it was put to the GMR, with what the schools had set apart then. Append-only."""

    proposal = models.ForeignKey(BoardProposal, models.PROTECT, related_name="versions")
    note = models.TextField("toelichting voor de GMR", blank=True, max_length=3000)

    objects = querysets.GmrVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "versie van een voorstel"
        verbose_name_plural = "versies van voorstellen"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="one_gmr_version_per_number")]
        indexes = [models.Index(fields=["sha256"], name="gmr_version_fingerprint")]

    def get_absolute_url(self) -> str:
        return reverse("gmr_version", kwargs={"pk": self.pk})

    @property
    def subject(self) -> BoardProposal:
        return self.proposal

    @property
    def answer(self) -> GmrDecision | None:
        """What the GMR decided on it; it comes from ``with_answers()``."""
        return getattr(self, "decision", None)

    @property
    def file_name(self) -> str:
        return f"voorstel-bovenschools-{self.proposal.board.number}-versie-{self.number}"


class GmrRound(AbstractRound):
    """The time in which the GMR reads and votes on one version."""

    version = models.OneToOneField(GmrVersion, models.PROTECT, related_name="gmr_round")

    objects = querysets.GmrRoundQuerySet.as_manager()
    council_name = "GMR"

    class Meta:
        verbose_name = "ronde van de GMR"
        verbose_name_plural = "rondes van de GMR"

    @property
    def owner(self) -> BoardProposal:
        return self.version.proposal

    @property
    def council(self) -> Board:
        return self.owner.board


class GmrSeat(AbstractSeat):
    """A place in the GMR of a board."""

    round = models.ForeignKey(GmrRound, models.PROTECT, related_name="seats")

    objects = querysets.GmrSeatQuerySet.as_manager()

    class Meta:
        verbose_name = "plaats in de GMR"
        verbose_name_plural = "plaatsen in de GMR"
        ordering = ["geleding", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "user", "geleding"], name="one_gmr_seat_per_member_and_geleding"),
        ]

    @property
    def owner(self) -> BoardProposal:
        return self.round.owner


class GmrBallot(AbstractBallot):
    """A vote in the GMR."""

    seat = models.OneToOneField(GmrSeat, models.PROTECT, related_name="ballot")

    class Meta:
        verbose_name = "stem in de GMR"
        verbose_name_plural = "stemmen in de GMR"


class GmrDecision(AbstractDecision):
    """What the GMR decided on one version. The database refuses to change it."""

    version = models.OneToOneField(GmrVersion, models.PROTECT, related_name="decision")

    class Meta:
        verbose_name = "besluit van de GMR"
        verbose_name_plural = "besluiten van de GMR"
