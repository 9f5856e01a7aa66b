"""What is needed: a scan with its findings and talks, and the needs that follow from it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from npo_planner.rows import FROZEN, Row
from scans import querysets
from scans.constants import Delay, DomainKind, Party, Source, Trend, trend_of
from schools.models import School

CLOSED = "Deze scan is afgesloten, want de school heeft een nieuwere. Schrijf daarin verder."


class Domain(models.Model):
    """A field of development. Findings are made in it, interventions aim at it, needs stand between.

    ``sectors`` is empty for all sectors, else their codes joined by spaces. ``school`` is set for a domain that a
    school added itself.
    """

    name = models.CharField("naam", max_length=60)
    kind = models.CharField("soort", max_length=12, choices=DomainKind)
    sectors = models.CharField("sectoren", max_length=20, blank=True)
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="domains")
    rank = models.PositiveSmallIntegerField("volgorde", default=99)

    objects = querysets.DomainQuerySet.as_manager()

    class Meta:
        verbose_name = "ontwikkelgebied"
        verbose_name_plural = "ontwikkelgebieden"
        ordering = ["rank", "name"]
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(school=None), name="one_shared_domain_per_name"),
            models.UniqueConstraint(fields=["school", "name"], name="one_own_domain_per_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


class Scan(Row):
    """One schoolscan. A school makes several over time; a plan rests on one of them."""

    school = models.ForeignKey(School, models.PROTECT, related_name="scans")
    title = models.CharField("naam van de scan", max_length=80)
    held_on = models.DateField("gemaakt op", null=True, blank=True)
    summary = models.TextField("samenvatting", blank=True, max_length=5000)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="renewals", verbose_name="vorige scan"
    )
    is_frozen = models.BooleanField(
        default=False, editable=False, help_text="set while a plan that uses it is, and once a newer scan follows"
    )

    objects = querysets.ScanQuerySet.as_manager()

    class Meta:
        verbose_name = "schoolscan"
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def why_frozen(self) -> str:
        """What to say to who wants to write in it while it ``is_frozen``: one query."""
        return CLOSED if self.renewals.exists() else FROZEN

    def get_absolute_url(self) -> str:
        return reverse("scan", kwargs={"pk": self.pk})

    @property
    def owner(self) -> Scan:
        return self


class ScanRow(Row):
    """A row of a scan."""

    class Meta:
        abstract = True

    @property
    def owner(self) -> Scan:
        return self.scan


class Finding(ScanRow):
    """What the school saw: one domain, one group of pupils, how far behind, from which source, and why."""

    scan = models.ForeignKey(Scan, models.CASCADE, related_name="findings")
    domain = models.ForeignKey(Domain, models.PROTECT, verbose_name="ontwikkelgebied")
    group = models.CharField("groep", max_length=60, help_text="Bijvoorbeeld groep 5, bovenbouw of hele school.")
    delay = models.PositiveSmallIntegerField("hoe groot is de achterstand", choices=Delay, null=True, blank=True)
    pupils = models.PositiveIntegerField("aantal leerlingen", null=True, blank=True)
    trend = models.CharField("vergeleken met de vorige scan", max_length=8, choices=Trend, blank=True)
    source = models.CharField("bron", max_length=12, choices=Source, blank=True)
    source_note = models.CharField("toelichting op de bron", max_length=200, blank=True)
    explanation = models.TextField("wat zien we, en waardoor komt het", blank=True, max_length=5000)
    previous = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="+")
    consultations = models.ManyToManyField(
        "Consultation", blank=True, related_name="findings", verbose_name="blijkt uit deze gesprekken"
    )

    objects = querysets.ScanRowQuerySet.as_manager()
    writers_only = frozenset({"pupils"})
    """Fields that the log tells to the school's own writers and to nobody else: small numbers."""

    class Meta:
        verbose_name = "bevinding"
        verbose_name_plural = "bevindingen"
        ordering = ["domain__rank", "group", "pk"]

    def __str__(self) -> str:
        return f"{self.domain}, {self.group}"

    @property
    def delay_label(self) -> str:
        return self.get_delay_display() if self.delay is not None else ""

    @property
    def was_label(self) -> str:
        """The delay in the previous scan; empty when there is none. No query when ``previous`` is loaded."""
        return self.previous.delay_label if self.previous else ""

    @property
    def change(self) -> Trend | None:
        """Against the previous scan: from the two delays when both are known, else as the school said."""
        if self.previous is None:
            return Trend(self.trend) if self.trend else None
        return trend_of(self.previous.delay, self.delay)

    @property
    def trend_label(self) -> str:
        return str(self.change.label) if self.change is not None else ""


class Consultation(ScanRow):
    """A talk or questionnaire: the team, pupils and parents are heard."""

    scan = models.ForeignKey(Scan, models.CASCADE, related_name="consultations")
    held_on = models.DateField("datum")
    party = models.CharField("met wie", max_length=12, choices=Party)
    how = models.CharField("hoe", max_length=120, blank=True)
    heard = models.PositiveIntegerField("hoeveel mensen deden mee", null=True, blank=True)
    outcome = models.TextField("wat kwam eruit", max_length=5000)

    objects = querysets.ScanRowQuerySet.as_manager()

    class Meta:
        verbose_name = "gesprek"
        verbose_name_plural = "gesprekken"
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_party_display()}, {self.held_on:%d-%m-%Y}"


class Need(ScanRow):
    """What pupils need, in the school's own words, ranked. It rests on findings."""

    scan = models.ForeignKey(Scan, models.CASCADE, related_name="needs")
    title = models.CharField("wat hebben leerlingen nodig", max_length=160)
    explanation = models.TextField("waarom dit voorgaat", blank=True, max_length=5000)
    findings = models.ManyToManyField(Finding, blank=True, related_name="needs", verbose_name="bevindingen")
    rank = models.PositiveSmallIntegerField("volgorde", default=99, editable=False)

    objects = querysets.ScanRowQuerySet.as_manager()

    class Meta:
        verbose_name = "behoefte"
        verbose_name_plural = "behoeften"
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def domains(self) -> list[Domain]:
        """The domains of its findings, each once. Prefetched findings cost no query."""
        return sorted({f.domain for f in self.findings.all()}, key=lambda d: (d.rank, d.name))
