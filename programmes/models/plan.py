"""The plan: a round's rules, a school's programme in it, and everything written in that programme."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from menukaart.models import Category, Edition, Intervention
from npo_planner.rows import Row
from programmes.plan import querysets
from programmes.plan.constants import (
    FROZEN,
    LONGEST_WRITE_OFF,
    Certainty,
    CostKind,
    FundingKind,
    Lasting,
    RateBasis,
    Status,
)
from scans.models import Need, Scan
from schools.models import School
from staffing.models import StaffingNeed, StaffPlan


class Round(models.Model):
    """A regeling: what the ministry decided. The NPO is the first; the next one is data, not a release."""

    code = models.SlugField("code", max_length=20, unique=True)
    name = models.CharField("naam", max_length=120)
    spending_deadline = models.DateField("geld besteden tot en met", null=True, blank=True)
    vat_percent = models.DecimalField(
        "btw bij inhuur (%)", max_digits=4, decimal_places=2, null=True, blank=True, help_text="instelling"
    )
    edition = models.ForeignKey(Edition, models.PROTECT, verbose_name="menukaart voor nieuwe plannen")
    is_open = models.BooleanField("scholen kunnen een plan beginnen", default=True)
    source = models.URLField("bron", max_length=300, blank=True)

    objects = querysets.RoundManager()

    class Meta:
        verbose_name = "regeling"
        verbose_name_plural = "regelingen"

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class RoundYear(models.Model):
    """One school year of a round, from 1 August to 31 July. ``count_on`` null: the source does not say."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="years")
    label = models.CharField("schooljaar", max_length=9)
    start = models.DateField("begin")
    end = models.DateField("einde")
    count_on = models.DateField("teldatum", null=True, blank=True)
    new_money = models.BooleanField("nieuw geld", default=True, help_text="uit: alleen geld van eerdere jaren")
    source = models.URLField("bron", max_length=300, blank=True)

    objects = querysets.RoundYearManager()

    class Meta:
        verbose_name = "schooljaar"
        verbose_name_plural = "schooljaren"
        ordering = ["start"]
        constraints = [models.UniqueConstraint(fields=["round", "label"], name="one_year_per_label")]

    def __str__(self) -> str:
        return self.label

    def natural_key(self) -> tuple[str, str]:
        return (self.round.code, self.label)


class FundingRate(models.Model):
    """An amount of the regeling in one school year. ``amount`` null: no source gives it, so the school is asked.

    ``kinds`` are the school kinds it holds for, joined by spaces. ``is_extra`` marks money that not every school gets.
    """

    year = models.ForeignKey(RoundYear, models.CASCADE, related_name="rates")
    code = models.SlugField("code", max_length=30)
    label = models.CharField("naam", max_length=120)
    basis = models.CharField("per", max_length=12, choices=RateBasis)
    amount = models.DecimalField("bedrag in euro", max_digits=9, decimal_places=2, null=True, blank=True)
    kinds = models.CharField("schoolsoorten", max_length=40)
    is_extra = models.BooleanField("alleen voor sommige scholen", default=False)
    note = models.CharField("opmerking", max_length=300, blank=True)
    source = models.URLField("bron", max_length=300, blank=True)
    rank = models.PositiveSmallIntegerField("volgorde", default=1)

    objects = querysets.FundingRateManager()

    class Meta:
        verbose_name = "bedrag"
        verbose_name_plural = "bedragen"
        ordering = ["year", "rank"]
        constraints = [models.UniqueConstraint(fields=["year", "code"], name="one_rate_per_year_code")]

    def __str__(self) -> str:
        return f"{self.label}, {self.year}"


class Programme(Row):
    """A schoolprogramma: one school's plan in one round, from draft to adopted and back for a next version."""

    school = models.ForeignKey(School, models.PROTECT, related_name="programmes")
    round = models.ForeignKey(Round, models.PROTECT, related_name="programmes")
    scan = models.ForeignKey(Scan, models.PROTECT, related_name="programmes")
    staff_plan = models.OneToOneField(StaffPlan, models.PROTECT, related_name="programme")
    edition = models.ForeignKey(Edition, models.PROTECT, verbose_name="editie van de menukaart")
    status = models.CharField("status", max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    vision = models.TextField("visie van de school", blank=True, max_length=5000)
    ambition = models.TextField("wat wil de school met dit programma bereiken", blank=True, max_length=5000)
    involvement = models.TextField("hoe zijn team, ouders en leerlingen betrokken", blank=True, max_length=5000)
    summary = models.TextField("korte samenvatting voor ouders", blank=True, max_length=3000)
    reads_along_since = models.DateField("de MR leest mee sinds", null=True, editable=False)
    reads_along_until = models.DateField("de MR las mee tot en met", null=True, editable=False)
    reads_along_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="liet de MR meelezen",
    )

    objects = querysets.ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = "schoolprogramma"
        verbose_name_plural = "schoolprogramma's"
        constraints = [models.UniqueConstraint(fields=["school", "round"], name="one_programme_per_round")]

    def __str__(self) -> str:
        return f"Schoolprogramma {self.round} van {self.school}"

    def get_absolute_url(self) -> str:
        return reverse("walk", kwargs={"pk": self.pk})

    @property
    def owner(self) -> Programme:
        return self

    @property
    def is_frozen(self) -> bool:
        return self.status in FROZEN

    @property
    def mr_reads_along(self) -> bool:
        """Whether the MR may read the draft now, because the schoolleider opened it."""
        return self.reads_along_since is not None and self.reads_along_until is None


class ProgrammeRow(Row):
    """A row of a programme."""

    class Meta:
        abstract = True

    @property
    def owner(self) -> Programme:
        return self.programme


class Measure(ProgrammeRow):
    """A maatregel: what the school will do. From the menukaart, or off it with a reason and the nearest category.

    ``also`` are other interventions of the same edition that it uses; its category is that of ``intervention``.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="measures")
    intervention = models.ForeignKey(
        Intervention, models.PROTECT, null=True, blank=True, verbose_name="interventie van de menukaart"
    )
    also = models.ManyToManyField(Intervention, blank=True, related_name="also_in", verbose_name="ook van de menukaart")
    category = models.ForeignKey(Category, models.PROTECT, verbose_name="categorie")
    title = models.CharField("naam van de maatregel", max_length=160)
    description = models.TextField("wat gaat de school doen", blank=True, max_length=5000)
    reason = models.TextField("waarom past dit bij de behoeften", blank=True, max_length=3000)
    needs = models.ManyToManyField(Need, blank=True, related_name="measures", verbose_name="behoeften")
    groups = models.CharField("voor welke groepen", max_length=160, blank=True)
    responsible = models.CharField("wie is verantwoordelijk (functie)", max_length=120, blank=True)
    years = models.ManyToManyField(RoundYear, blank=True, related_name="measures", verbose_name="in welke schooljaren")
    lasting = models.CharField("tijdelijk of blijvend", max_length=10, choices=Lasting, blank=True)
    starts_on = models.DateField("begint op", null=True, blank=True)
    ends_on = models.DateField("loopt tot en met", null=True, blank=True)
    planning = models.TextField("wat gebeurt wanneer", blank=True, max_length=3000)
    rank = models.PositiveSmallIntegerField("volgorde", default=99, editable=False)

    objects = querysets.PlanRowQuerySet.as_manager()

    class Meta:
        verbose_name = "maatregel"
        verbose_name_plural = "maatregelen"
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="measure_ends_after_its_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_off_menu(self) -> bool:
        return self.intervention_id is None


class NotChosen(ProgrammeRow):
    """A card of the menukaart that the school weighed and left, with the reason. Choosing it later is allowed."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="not_chosen")
    intervention = models.ForeignKey(
        Intervention, models.PROTECT, related_name="not_chosen", verbose_name="interventie van de menukaart"
    )
    reason = models.TextField("waarom niet gekozen", max_length=1000)

    objects = querysets.PlanRowQuerySet.as_manager()

    class Meta:
        verbose_name = "niet gekozen interventie"
        verbose_name_plural = "niet gekozen interventies"
        ordering = ["intervention__category__letter", "intervention__pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "intervention"], name="one_reason_per_card_not_chosen"),
        ]

    def __str__(self) -> str:
        return self.intervention.name


class Deployment(Row):
    """The share (percent) of a post that works for one measure: one assistant may serve several."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="deployments", verbose_name="maatregel")
    staffing_need = models.ForeignKey(
        StaffingNeed, models.CASCADE, related_name="deployments", verbose_name="personeel"
    )
    share = models.DecimalField(
        "deel van de inzet (%)",
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0.01), MaxValueValidator(100)],
    )

    objects = querysets.MeasureRowQuerySet.as_manager()

    class Meta:
        verbose_name = "verdeling"
        verbose_name_plural = "verdelingen"
        ordering = ["measure__rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "staffing_need"], name="one_share_per_measure_and_post"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=100), name="share_between_0_and_100"),
        ]

    def __str__(self) -> str:
        return f"{self.staffing_need} voor {self.measure}"

    @property
    def owner(self) -> Programme:
        return self.measure.programme


class CostLine(ProgrammeRow):
    """A cost that is not staff. Its category is that of its measures; what no measure takes has ``own_category``.

    ``amount`` falls in school year ``year``; of an investment it is what was paid, and each year bears its part from
    ``starts_on`` (empty: the first day of ``year``) over ``write_off_years``. A reservation is filled in later,
    ultimately on ``decide_by``.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="cost_lines")
    description = models.CharField("omschrijving", max_length=160)
    kind = models.CharField("soort kosten", max_length=12, choices=CostKind)
    year = models.ForeignKey(RoundYear, models.PROTECT, verbose_name="schooljaar")
    amount = models.DecimalField("bedrag in euro", max_digits=10, decimal_places=2, null=True, blank=True)
    measures = models.ManyToManyField(
        Measure, through="CostShare", blank=True, related_name="cost_lines", verbose_name="maatregelen"
    )
    own_category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="categorie, als er geen maatregel bij hoort",
    )
    write_off_years = models.PositiveSmallIntegerField("afschrijven over (jaren)", null=True, blank=True)
    starts_on = models.DateField("in gebruik vanaf", null=True, blank=True)
    decide_by = models.DateField("invullen uiterlijk op", null=True, blank=True)
    note = models.CharField("toelichting", max_length=300, blank=True)

    objects = querysets.PlanRowQuerySet.as_manager()

    class Meta:
        verbose_name = "kostenregel"
        verbose_name_plural = "kostenregels"
        ordering = ["year__start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="cost_0_or_more"),
            models.CheckConstraint(
                condition=Q(write_off_years=None) | Q(write_off_years__range=(1, LONGEST_WRITE_OFF)),
                name="write_off_1_to_30_years",
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def shares(self) -> list[tuple[Measure, Decimal | None]]:
        """Its measures with their share in percent; None: an equal part of what is left."""
        return [(each.measure, each.share) for each in self.cost_shares.all()]


class CostShare(models.Model):
    """The share (percent) of a cost that is for one measure. Empty: an equal part of what the others leave."""

    cost_line = models.ForeignKey(CostLine, models.CASCADE, related_name="cost_shares")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="cost_shares", verbose_name="maatregel")
    share = models.DecimalField("deel van de kosten (%)", max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = "verdeling van kosten"
        verbose_name_plural = "verdelingen van kosten"
        ordering = ["measure__rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cost_line", "measure"], name="one_share_per_cost_and_measure"),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gt=0, share__lte=100), name="cost_share_between_0_and_100"
            ),
        ]

    def __str__(self) -> str:
        return str(self.cost_line)


class Funding(ProgrammeRow):
    """Money in, in one school year: a rate times units, or an amount of one's own that overrides it.

    ``units`` are pupils or score units; null until the school gives them. ``amount``, from the school's beschikking,
    wins over the computation. Both null: unknown, and the page asks. ``spend_by`` null: the deadline of the round.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="funding")
    year = models.ForeignKey(RoundYear, models.PROTECT, verbose_name="schooljaar")
    kind = models.CharField("soort", max_length=10, choices=FundingKind, default=FundingKind.ROUND)
    rate = models.ForeignKey(FundingRate, models.PROTECT, null=True, blank=True, verbose_name="bedrag")
    label = models.CharField("omschrijving", max_length=120)
    units = models.DecimalField("aantal", max_digits=9, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField(
        "bedrag volgens uw beschikking", max_digits=10, decimal_places=2, null=True, blank=True
    )
    certainty = models.CharField("voorlopig of definitief", max_length=10, choices=Certainty, blank=True)
    spend_by = models.DateField("besteden tot en met", null=True, blank=True)
    note = models.CharField("toelichting", max_length=300, blank=True)

    objects = querysets.PlanRowQuerySet.as_manager()

    class Meta:
        verbose_name = "inkomsten"
        verbose_name_plural = "inkomsten"
        ordering = ["year__start", "kind", "rate__rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "rate"], name="one_funding_per_rate"),
            models.CheckConstraint(
                condition=Q(kind=FundingKind.ROUND, rate__isnull=False) | (~Q(kind=FundingKind.ROUND) & Q(rate=None)),
                name="round_funding_has_rate",
            ),
            models.CheckConstraint(condition=Q(units=None) | Q(units__gte=0), name="funding_units_0_or_more"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="funding_amount_0_or_more"),
        ]

    def __str__(self) -> str:
        return self.label


class BoardShare(ProgrammeRow):
    """A part of the school's money that the board spends for several schools (bovenschools), in one school year.

    Only what the MR of the school pointed out and agreed to beforehand (domain.md section 2.4): by its consent to a
    version with this part in it, or on paper on ``agreed_on``.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="board_shares")
    year = models.ForeignKey(RoundYear, models.PROTECT, verbose_name="schooljaar")
    purpose = models.CharField("waarvoor gebruikt het bestuur dit", max_length=200)
    amount = models.DecimalField("bedrag in euro", max_digits=10, decimal_places=2, null=True, blank=True)
    agreed_on = models.DateField("de MR ging akkoord op", null=True, blank=True)
    note = models.CharField("toelichting", max_length=300, blank=True)

    objects = querysets.PlanRowQuerySet.as_manager()

    class Meta:
        verbose_name = "deel voor het bestuur"
        verbose_name_plural = "delen voor het bestuur"
        ordering = ["year__start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="board_share_0_or_more"),
        ]

    def __str__(self) -> str:
        return self.purpose
