"""Who does it and what it costs."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from npo_planner.rows import Row
from schools.constants import Sector
from schools.models import School
from staffing import querysets
from staffing.constants import PNIL, CostBasis, Engagement, Unit, Vacancy


class StaffKind(models.Model):
    """A kind of staff with the rules that hold for it (domain.md section 7)."""

    code = models.SlugField("code", max_length=30, unique=True)
    name = models.CharField("naam", max_length=60)
    description = models.TextField("omschrijving", blank=True)
    rules = models.TextField("regels", blank=True, help_text="wat u moet weten als u deze mensen inzet")
    usual_engagement = models.CharField("meestal", max_length=12, choices=Engagement, default=Engagement.OWN)
    vat_on_hire = models.BooleanField("btw bij inhuur", default=False)
    rank = models.PositiveSmallIntegerField("volgorde", default=99)
    source = models.URLField("bron", max_length=300, blank=True)

    objects = querysets.StaffKindManager()

    class Meta:
        verbose_name = "soort personeel"
        verbose_name_plural = "soorten personeel"
        ordering = ["rank", "name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class Tariff(models.Model):
    """What one fte of a kind costs the employer in a year, as a source gives it (GPL). Null: not found."""

    kind = models.ForeignKey(StaffKind, models.CASCADE, related_name="tariffs", verbose_name="soort personeel")
    sector = models.CharField("sector", max_length=4, choices=Sector)
    label = models.CharField("naam", max_length=120)
    amount = models.DecimalField("euro per fte per jaar", max_digits=9, decimal_places=2, null=True, blank=True)
    source = models.URLField("bron", max_length=300, blank=True)

    objects = querysets.TariffQuerySet.as_manager()

    class Meta:
        verbose_name = "tarief"
        verbose_name_plural = "tarieven"
        ordering = ["kind", "sector", "label"]

    def __str__(self) -> str:
        return self.label


class StaffPlan(models.Model):
    """All staffing of one school for one round: the school years from ``start`` to ``end``."""

    school = models.ForeignKey(School, models.PROTECT, related_name="staff_plans")
    start = models.DateField("van")
    end = models.DateField("tot en met")
    vat_percent = models.DecimalField(
        "btw bij inhuur (%)", max_digits=4, decimal_places=2, null=True, help_text="what the round proposes"
    )
    is_frozen = models.BooleanField(default=False, editable=False, help_text="set while a plan that uses it is")

    objects = querysets.StaffPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "personeelsplan"
        verbose_name_plural = "personeelsplannen"

    def __str__(self) -> str:
        return f"Menskracht {self.start:%Y}-{self.end:%Y}"


class StaffingNeed(Row):
    """One post: who, how much, in which period, how engaged, at what cost, and what comes after.

    ``amount`` is in ``unit``; ``price`` is in euros as ``cost_basis`` says, employer costs included and VAT excluded;
    null when nobody knows it yet. ``vat_percent`` is added to it.
    """

    plan = models.ForeignKey(StaffPlan, models.CASCADE, related_name="needs")
    kind = models.ForeignKey(StaffKind, models.PROTECT, verbose_name="wie zoekt u")
    description = models.CharField("omschrijving", max_length=160, blank=True)
    amount = models.DecimalField(
        "hoeveel", max_digits=8, decimal_places=3, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    unit = models.CharField("geteld in", max_length=14, choices=Unit, default=Unit.FTE)
    start = models.DateField("van")
    end = models.DateField("tot en met")
    engagement = models.CharField("hoe werkt deze persoon voor u", max_length=12, choices=Engagement)
    cost_basis = models.CharField("hoe rekent u de kosten", max_length=10, choices=CostBasis)
    price = models.DecimalField("bedrag", max_digits=10, decimal_places=2, null=True, blank=True)
    price_source = models.CharField("waar komt het bedrag vandaan", max_length=200, blank=True)
    vat_percent = models.DecimalField("btw", max_digits=4, decimal_places=2, default=0)
    vacancy = models.CharField("stand van de werving", max_length=14, choices=Vacancy, default=Vacancy.OPEN)
    if_not_found = models.TextField("als u niemand vindt", blank=True, max_length=2000)
    afterwards = models.TextField("na afloop van het geld", blank=True, max_length=2000)

    objects = querysets.StaffingNeedQuerySet.as_manager()

    class Meta:
        verbose_name = "inzet van personeel"
        verbose_name_plural = "inzet van personeel"
        ordering = ["start", "kind__rank", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="staffing_ends_after_start"),
            models.CheckConstraint(condition=Q(price=None) | Q(price__gte=0), name="staffing_price_0_or_more"),
            models.CheckConstraint(condition=Q(vat_percent__gte=0, vat_percent__lte=30), name="staffing_vat_0_to_30"),
        ]

    def __str__(self) -> str:
        return self.description or self.kind.name

    @property
    def owner(self) -> StaffPlan:
        return self.plan

    @property
    def is_pnil(self) -> bool:
        """Whether it counts as personeel niet in loondienst in the annual accounts."""
        return self.engagement in PNIL


class Scenario(Row):
    """What a school expects of the next five years; what is null is learnt, proposed or unknown.

    There are three of a plan, by ``rank``; one that nobody changed has no row (``scenarios.PROPOSED``). ``inflow``:
    pupils a year. ``flow``: of every 100 pupils. ``ratio``: pupils for each fte. Euros are of one year.
    """

    RANKS = (1, 2, 3)

    plan = models.ForeignKey(StaffPlan, models.CASCADE, related_name="scenarios")
    rank = models.PositiveSmallIntegerField("volgorde")
    name = models.CharField("naam", max_length=30)
    inflow = models.DecimalField("nieuwe leerlingen per jaar", max_digits=6, decimal_places=1, null=True, blank=True)
    inflow_percent = models.DecimalField(
        "meer of minder nieuwe leerlingen (%)", max_digits=5, decimal_places=1, null=True, blank=True
    )
    flow = models.DecimalField("doorstroom per 100 leerlingen", max_digits=5, decimal_places=1, null=True, blank=True)
    ratio = models.DecimalField("leerlingen per fte", max_digits=6, decimal_places=2, null=True, blank=True)
    euro_per_pupil = models.DecimalField(
        "bekostiging per leerling (euro per jaar)", max_digits=9, decimal_places=2, null=True, blank=True
    )
    euro_per_fte = models.DecimalField(
        "kosten per fte (euro per jaar)", max_digits=10, decimal_places=2, null=True, blank=True
    )
    note = models.TextField("waarom denkt u dit", blank=True, max_length=2000)

    objects = querysets.ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = "scenario"
        verbose_name_plural = "scenario's"
        ordering = ["plan", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "rank"], name="one_scenario_per_plan_and_rank"),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=3), name="scenario_rank_1_to_3"),
            models.CheckConstraint(condition=Q(ratio=None) | Q(ratio__gt=0), name="scenario_ratio_above_0"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> StaffPlan:
        return self.plan
