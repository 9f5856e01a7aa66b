"""Who does it and what it costs."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from npo_planner.rows import Row
from schools.constants import Sector
from schools.models import School
from staffing import querysets
from staffing.constants import After, Contract, CostBasis, Engagement, Group, Unit, Vacancy


class StaffKind(models.Model):
    """A kind of staff with the rules that hold for it (domain.md section 7)."""

    code = models.SlugField("code", max_length=30, unique=True)
    name = models.CharField("naam", max_length=60)
    group = models.CharField("groep", max_length=12, choices=Group, default=Group.NEW)
    description = models.TextField("omschrijving", blank=True)
    rules = models.TextField("regels", blank=True, help_text="wat u moet weten als u deze mensen inzet")
    where_to_find = models.TextField("waar u ze vindt", blank=True)
    needs_intervention = models.BooleanField(
        "moet bij een interventie van de menukaart horen",
        default=False,
        help_text="zo niet, dan vraagt Controle ernaar",
    )
    usual_engagement = models.CharField("meestal", max_length=12, choices=Engagement, default=Engagement.OWN)
    vat_on_hire = models.BooleanField("btw bij inhuur", default=False)
    rank = models.PositiveSmallIntegerField("volgorde", default=99)
    source = models.URLField("bron", max_length=300, blank=True)

    objects = querysets.CodeManager()

    class Meta:
        verbose_name = "soort personeel"
        verbose_name_plural = "soorten personeel"
        ordering = ["rank", "name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class Subsidy(models.Model):
    """Money from elsewhere for some kinds of staff. ``amount`` in euros, ``per`` says for what; null: not found.

    ``opens_on`` and ``closes_on``: the last round of applications that a source tells.
    """

    code = models.SlugField("code", max_length=30, unique=True)
    name = models.CharField("naam", max_length=120)
    kinds = models.ManyToManyField(StaffKind, related_name="subsidies", verbose_name="voor")
    amount = models.DecimalField("bedrag in euro", max_digits=9, decimal_places=2, null=True, blank=True)
    per = models.CharField("waarvoor", max_length=120, blank=True, help_text="bijvoorbeeld: per persoon, één keer")
    conditions = models.TextField("voorwaarden", blank=True, help_text="één op elke regel")
    opens_on = models.DateField("aanvragen vanaf", null=True, blank=True)
    closes_on = models.DateField("aanvragen tot en met", null=True, blank=True)
    rank = models.PositiveSmallIntegerField("volgorde", default=99)
    source = models.URLField("bron", max_length=300, blank=True)

    objects = querysets.CodeManager()

    class Meta:
        verbose_name = "subsidie"
        verbose_name_plural = "subsidies"
        ordering = ["rank", "name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    @property
    def condition_list(self) -> list[str]:
        return [line.strip() for line in self.conditions.splitlines() if line.strip()]


class Tariff(models.Model):
    """A price of one full-time post of a kind, as a source gives it. Null: not found.

    GPL: what it costs the employer in a year. Scale: the gross month's pay on the lowest step, and on the ``highest``.
    """

    BASES = [
        (CostBasis.YEARLY.value, "per fte per jaar (GPL)"),
        (CostBasis.MONTHLY.value, "bruto per maand (schaal)"),
    ]

    kind = models.ForeignKey(StaffKind, models.CASCADE, related_name="tariffs", verbose_name="soort personeel")
    sector = models.CharField("sector", max_length=4, choices=Sector)
    label = models.CharField("naam", max_length=120)
    basis = models.CharField("gerekend", max_length=12, choices=BASES, default=CostBasis.YEARLY)
    amount = models.DecimalField(
        "bedrag in euro",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="van een schaal de laagste trede",
    )
    highest = models.DecimalField("hoogste trede in euro", max_digits=9, decimal_places=2, null=True, blank=True)
    note = models.CharField("toelichting", max_length=200, blank=True)
    source = models.URLField("bron", max_length=300, blank=True)

    objects = querysets.TariffQuerySet.as_manager()

    class Meta:
        verbose_name = "tarief"
        verbose_name_plural = "tarieven"
        ordering = ["kind", "sector", "label"]

    def __str__(self) -> str:
        return self.label


class StaffPlan(Row):
    """All staffing of one school for one round: the school years from ``start`` to ``end``.

    ``outflow_fte`` is what leaves the school by itself until the money ends (people who retire or go elsewhere), in
    fte; null: the school did not say.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="staff_plans")
    start = models.DateField("van")
    end = models.DateField("tot en met")
    vat_percent = models.DecimalField(
        "btw bij inhuur (%)", max_digits=4, decimal_places=2, null=True, help_text="what the round proposes"
    )
    is_frozen = models.BooleanField(default=False, editable=False, help_text="set while a plan that uses it is")
    outflow_fte = models.DecimalField(
        "verwachte uitstroom", max_digits=6, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    outflow_source = models.CharField("waar komt dit getal vandaan", max_length=200, blank=True)

    objects = querysets.StaffPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "personeelsplan"
        verbose_name_plural = "personeelsplannen"

    def __str__(self) -> str:
        return f"Menskracht {self.start:%Y}-{self.end:%Y}"

    @property
    def owner(self) -> StaffPlan:
        return self


class StaffingNeed(Row):
    """One post: who, how much, in which period, how engaged, at what cost, and what comes after.

    ``amount`` is in ``unit``, for all ``people`` together; ``price`` is in euros as ``cost_basis`` says, VAT excluded;
    null when nobody knows it yet. ``employer_percent`` is added to it, then ``vat_percent``. No ``employer_percent``
    means that the price includes employer costs; beside a month's pay it means that nobody knows them yet.
    One post may hold people in several roles: ``kind`` sets the rules, ``also_roles`` names the others.
    """

    plan = models.ForeignKey(StaffPlan, models.CASCADE, related_name="needs")
    kind = models.ForeignKey(StaffKind, models.PROTECT, verbose_name="wie zoekt u")
    also_roles = models.CharField("ook als", max_length=120, blank=True)
    people = models.PositiveSmallIntegerField("aantal mensen", null=True, blank=True)
    stands_in_for = models.CharField("voor wie", max_length=160, blank=True)
    description = models.CharField("omschrijving", max_length=160, blank=True)
    amount = models.DecimalField(
        "hoeveel", max_digits=8, decimal_places=3, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    unit = models.CharField("geteld in", max_length=16, choices=Unit, default=Unit.FTE)
    start = models.DateField("van")
    end = models.DateField("tot en met")
    engagement = models.CharField("hoe werkt deze persoon voor u", max_length=12, choices=Engagement)
    contract = models.CharField("contract", max_length=10, choices=Contract, blank=True)
    cost_basis = models.CharField("hoe rekent u de kosten", max_length=12, choices=CostBasis)
    price = models.DecimalField("bedrag", max_digits=10, decimal_places=2, null=True, blank=True)
    price_source = models.CharField("waar komt het bedrag vandaan", max_length=200, blank=True)
    employer_percent = models.DecimalField(
        "werkgeverslasten (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    vat_percent = models.DecimalField("btw", max_digits=4, decimal_places=2, default=0)
    vacancy = models.CharField("stand van de werving", max_length=14, choices=Vacancy, default=Vacancy.OPEN)
    if_not_found = models.TextField("als u niemand vindt", blank=True, max_length=2000)
    after = models.CharField("als het geld op is", max_length=14, choices=After, blank=True)
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
            models.CheckConstraint(
                condition=Q(employer_percent=None) | Q(employer_percent__gte=0, employer_percent__lte=100),
                name="staffing_employer_0_to_100",
            ),
            models.CheckConstraint(condition=Q(people=None) | Q(people__gte=1), name="staffing_people_1_or_more"),
        ]

    def __str__(self) -> str:
        return self.description or self.kind.name

    @property
    def owner(self) -> StaffPlan:
        return self.plan

    @property
    def roles(self) -> str:
        """The kind and the other roles in words: "onderwijsassistent en leraarondersteuner"."""
        return f"{self.kind} en {self.also_roles}" if self.also_roles else str(self.kind)

    @property
    def is_permanent(self) -> bool:
        """Whether the post is filled on a permanent contract with the board."""
        return self.engagement == Engagement.OWN and self.contract == Contract.PERMANENT

    @property
    def is_paid(self) -> bool:
        return self.cost_basis != CostBasis.FREE

    @property
    def is_pnil(self) -> bool:
        """Whether it counts as personeel niet in loondienst in the annual accounts.

        People who are hired and paid for school work. A service without an identifiable person and volunteers are not
        (DUO, "Wel of geen PNIL?"; domain.md section 2.4).
        """
        return self.engagement == Engagement.HIRED and self.is_paid


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
