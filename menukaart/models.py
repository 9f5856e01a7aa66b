"""What works: editions of the ministry's menu of interventions."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from menukaart import querysets
from menukaart.constants import EditionStatus
from menukaart.figures import cost_text, effect_text, evidence_text
from menukaart.usage import is_pointed_at
from npo_planner.rows import Row
from scans.models import Domain
from schools.constants import Sector


class Kept(Row):
    """A row that administrators keep. ``changed_at`` is null for what came with the fixtures."""

    changed_at = models.DateTimeField(auto_now=True, null=True)

    class Meta:
        abstract = True


class Edition(Kept):
    """One edition of the menukaart. A plan keeps the edition that it chose from, so what was published stays."""

    code = models.SlugField("code", max_length=20, unique=True)
    name = models.CharField("naam", max_length=80)
    published_on = models.DateField("verschenen op", null=True, blank=True)
    status = models.CharField("status", max_length=12, choices=EditionStatus, default=EditionStatus.DRAFT)
    source = models.URLField("bron", max_length=300, blank=True)

    objects = querysets.EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "editie"
        verbose_name_plural = "edities"
        ordering = [models.F("published_on").desc(nulls_last=True), "code"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    def get_absolute_url(self) -> str:
        return reverse("edition", kwargs={"code": self.code})

    @property
    def owner(self) -> Edition:
        return self

    @property
    def school(self) -> None:
        """The menukaart is of no school: the trail names none."""
        return None

    @property
    def is_published(self) -> bool:
        return self.status == EditionStatus.PUBLISHED

    is_frozen = is_published

    @property
    def is_in_use(self) -> bool:
        """Whether another app (a plan, a regeling) points at it or one of its interventions: a query per relation."""
        own = type(self)._base_manager.filter(pk=self.pk)
        return is_pointed_at(own) or is_pointed_at(Intervention._base_manager.filter(edition=self.pk))


class Category(models.Model):
    """A doelgebied A to F: the same letters return in the annual accounts."""

    letter = models.CharField("letter", max_length=1, unique=True)
    name = models.CharField("naam", max_length=160)
    short_name = models.CharField("korte naam", max_length=40)

    objects = querysets.CategoryManager()

    class Meta:
        verbose_name = "categorie"
        verbose_name_plural = "categorieën"
        ordering = ["letter"]

    def __str__(self) -> str:
        return f"{self.letter}. {self.short_name}"

    def natural_key(self) -> tuple[str]:
        return (self.letter,)


class Intervention(Kept):
    """A kind of measure on one edition. Null figures are unknown in the source; they are shown as "niet vermeld"."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="interventions", verbose_name="editie")
    code = models.CharField("code", max_length=4, help_text="our own code: the card has letters only")
    category = models.ForeignKey(Category, models.PROTECT, verbose_name="categorie")
    name = models.CharField("naam", max_length=120)
    effect_months = models.SmallIntegerField(
        "effect in maanden",
        null=True,
        blank=True,
        validators=[MinValueValidator(-12), MaxValueValidator(12)],
        help_text="gemiddeld aantal maanden extra leergroei; leeg als de kaart niets vermeldt",
    )
    evidence = models.PositiveSmallIntegerField(
        "sterkte van het bewijs",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    cost = models.PositiveSmallIntegerField(
        "kosten", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    sectors = models.CharField("sectoren", max_length=20, blank=True, help_text="leeg: niet vermeld; bv. po vo vso")
    domains = models.ManyToManyField(
        Domain,
        blank=True,
        related_name="interventions",
        verbose_name="ontwikkelgebieden",
        help_text="eigen indeling van de NPO Planner: de kaart zelf deelt niet in naar ontwikkelgebied",
    )
    note = models.TextField("opmerking", blank=True)
    source = models.URLField("bron", max_length=400, blank=True)

    objects = querysets.InterventionQuerySet.as_manager()

    class Meta:
        verbose_name = "interventie"
        verbose_name_plural = "interventies"
        ordering = ["edition", "category", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="one_code_per_edition")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def owner(self) -> Edition:
        return self.edition

    @property
    def sector_list(self) -> list[Sector]:
        return [Sector(code) for code in self.sectors.split()]

    @property
    def effect_text(self) -> str:
        return effect_text(self.effect_months)

    @property
    def evidence_text(self) -> str:
        return evidence_text(self.evidence)

    @property
    def cost_text(self) -> str:
        return cost_text(self.cost)

    @property
    def key(self) -> tuple[str, str]:
        return (self.edition.code, self.code)
