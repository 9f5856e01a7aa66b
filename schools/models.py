"""People, boards, schools, and who is what where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from schools import querysets
from schools.constants import (
    AT_BOARD,
    GELEDINGEN_OF_SECTOR,
    GMR_ROLES,
    GROUPS_OF_SECTOR,
    MR_ROLES,
    NEEDS_GELEDING,
    SEATED_ROLES,
    SECTOR_OF_KIND,
    CountSource,
    Geleding,
    Kind,
    Role,
    Sector,
)


class UserManager(BaseUserManager):
    """Accounts are found by e-mail address, whatever its case."""

    def get_by_natural_key(self, email: str) -> User:
        return self.get(email__iexact=email)

    def create_user(self, email: str, name: str, password: str | None = None, **extra: Any) -> User:
        user = self.model(email=email.strip().lower(), name=name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, name: str, password: str | None = None, **extra: Any) -> User:
        return self.create_user(email, name, password, is_staff=True, is_superuser=True, **extra)


@dataclass
class Roles:
    """What one person is, loaded once per request: ``schools[pk]`` and ``boards[pk]`` are sets of roles.

    ``geledingen[pk]`` of a school: those for which the person has a seat in its MR; ``gmr[pk]`` of a board the same.
    """

    schools: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    boards: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    geledingen: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    gmr: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def school_ids(self) -> list[int]:
        return list(self.schools)

    @property
    def board_ids(self) -> list[int]:
        """The boards that the person works for: who sits in the GMR sees no school by that."""
        return [pk for pk, roles in self.boards.items() if Role.BOARD in roles]

    @property
    def gmr_ids(self) -> list[int]:
        """The boards in whose GMR the person has a role."""
        return [pk for pk, roles in self.boards.items() if roles & GMR_ROLES]

    @property
    def deliberating_ids(self) -> list[int]:
        """The schools in whose MR this person has a role."""
        return [pk for pk, roles in self.schools.items() if roles & MR_ROLES]

    def at(self, school: School) -> set[str]:
        """The roles at ``school``, those at its board included."""
        return self.schools.get(school.pk, set()) | self.boards.get(school.board_id, set())


class User(AbstractUser):
    """A person who signs in. What they may do follows from their memberships; ``is_staff`` marks a beheerder."""

    username = None
    first_name = None
    last_name = None
    email = models.EmailField("e-mailadres", max_length=254, unique=True)
    name = models.CharField("naam", max_length=120)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = "gebruiker"
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def roles(self) -> Roles:
        """All current roles: one query, once per request.

        Who leads a school or works for its board has no role in its MR or GMR, whatever a row says: nobody consents to
        their own plan.
        """
        roles = Roles()
        board_of: dict[int, int] = {}
        for membership in self.memberships.current().select_related("school"):
            if membership.school_id:
                board_of[membership.school_id] = membership.school.board_id
                roles.schools[membership.school_id].add(membership.role)
                if membership.is_seat:
                    roles.geledingen[membership.school_id].append(membership.geleding)
            else:
                roles.boards[membership.board_id].add(membership.role)
                if membership.is_seat:
                    roles.gmr[membership.board_id].append(membership.geleding)
        for pk, held in roles.schools.items():
            if Role.HEAD in held or board_of[pk] in roles.board_ids:
                held -= MR_ROLES
                roles.geledingen.pop(pk, None)
        for pk in roles.board_ids:
            roles.boards[pk] -= GMR_ROLES
            roles.gmr.pop(pk, None)
        return roles


class Board(models.Model):
    """A bevoegd gezag: the legal board of schools, and the tenant of everything below it."""

    number = models.CharField("nummer", max_length=5, unique=True, help_text="BEVOEGD GEZAG NUMMER of DUO")
    name = models.CharField("naam", max_length=120, blank=True)
    town = models.CharField("plaats", max_length=60, blank=True)
    kvk = models.CharField("KvK-nummer", max_length=8, blank=True)
    small_number_threshold = models.PositiveSmallIntegerField("drempel kleine aantallen", default=10)

    objects = querysets.BoardQuerySet.as_manager()

    class Meta:
        verbose_name = "bestuur"
        verbose_name_plural = "besturen"
        ordering = ["name", "number"]
        constraints = [
            models.CheckConstraint(condition=Q(small_number_threshold__gte=5), name="board_threshold_5_or_more")
        ]

    def __str__(self) -> str:
        return self.name or f"Bestuur {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("board", kwargs={"pk": self.pk})

    @cached_property
    def geledingen(self) -> tuple[Geleding, ...]:
        """The sections of its GMR: those that any of its kinds of school may have. One query."""
        kinds = set(self.schools.open().values_list("kind", flat=True).order_by())
        found = {geleding for kind in kinds for geleding in GELEDINGEN_OF_SECTOR[SECTOR_OF_KIND[Kind(kind)]]}
        return tuple(geleding for geleding in Geleding if geleding in found or not kinds)

    is_frozen = False
    """Rows of the board itself, as the reglement of its GMR, never lie with anybody."""

    @property
    def board(self) -> Board:
        """Itself: every owner of rows has a ``school`` or a ``board``."""
        return self


class School(models.Model):
    """One vestiging of the register: the unit that writes a plan."""

    code = models.CharField("vestigingscode", max_length=6, unique=True, help_text="BRIN and two digits")
    brin = models.CharField("BRIN", max_length=4, db_index=True)
    name = models.CharField("naam", max_length=120)
    kind = models.CharField("soort", max_length=6, choices=Kind)
    board = models.ForeignKey(Board, models.PROTECT, related_name="schools", verbose_name="bestuur")
    structure = models.CharField("onderwijsstructuur", max_length=60, blank=True, help_text="vo: VBO/MAVO/HAVO")
    education = models.CharField("onderwijs", max_length=120, blank=True, help_text="special schools: SO ZMLK")
    cluster = models.CharField("cluster", max_length=5, blank=True)
    street = models.CharField("straat", max_length=60, blank=True)
    house_number = models.CharField("huisnummer", max_length=20, blank=True)
    postcode = models.CharField("postcode", max_length=7, blank=True)
    town = models.CharField("plaats", max_length=60, blank=True)
    municipality_code = models.CharField("gemeentecode", max_length=4, blank=True)
    municipality = models.CharField("gemeente", max_length=60, blank=True)
    province = models.CharField("provincie", max_length=30, blank=True)
    denomination = models.CharField("denominatie", max_length=60, blank=True)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    website = models.CharField("website", max_length=120, blank=True, help_text="as registered, not checked")
    register_date = models.DateField("registerdatum", null=True, help_text="date of the file it was last seen in")
    closed_on = models.DateField("gesloten op", null=True, blank=True)

    objects = querysets.SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = "school"
        verbose_name_plural = "scholen"
        ordering = ["name", "code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("school", kwargs={"pk": self.pk})

    @property
    def sector(self) -> Sector:
        return SECTOR_OF_KIND[Kind(self.kind)]

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups (po) or years (vo) that this school may have."""
        return GROUPS_OF_SECTOR[self.sector]

    @property
    def geledingen(self) -> tuple[Geleding, ...]:
        return GELEDINGEN_OF_SECTOR[self.sector]

    is_frozen = False
    """Rows of the school itself never lie with the MR."""

    @property
    def school(self) -> School:
        """Itself: every owner of rows has a ``school``."""
        return self


class PupilCount(models.Model):
    """Pupils on 1 October of ``year``: of the whole school (``group`` empty) or of one group.

    ``number`` is null when the register masks it (fewer than 5, ``masked``) or nobody knows it; 0 means none.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="pupil_counts")
    year = models.PositiveSmallIntegerField("teljaar")
    group = models.CharField("groep", max_length=40, blank=True)
    number = models.PositiveIntegerField("leerlingen", null=True)
    masked = models.BooleanField("gemaskeerd", default=False)
    source = models.CharField("bron", max_length=10, choices=CountSource, default=CountSource.REGISTER)

    objects = querysets.PupilCountQuerySet.as_manager()

    class Meta:
        verbose_name = "leerlingtelling"
        verbose_name_plural = "leerlingtellingen"
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "group"], name="one_count_per_school_year_group"),
            models.CheckConstraint(condition=Q(masked=False) | Q(number=None), name="masked_count_has_no_number"),
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.year} {self.group}".strip()


class Membership(models.Model):
    """One role of one person at one school or one board, from a date until it ends."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="persoon")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="memberships")
    board = models.ForeignKey(Board, models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField("rol", max_length=20, choices=Role)
    geleding = models.CharField("geleding", max_length=10, choices=Geleding, blank=True)
    since = models.DateField("sinds", auto_now_add=True)
    ended_on = models.DateField("beëindigd op", null=True, blank=True)

    objects = querysets.MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "rol"
        verbose_name_plural = "rollen"
        constraints = [
            models.CheckConstraint(
                name="role_at_school_or_board",
                condition=Q(role__in=sorted(AT_BOARD), school=None, board__isnull=False)
                | (~Q(role__in=sorted(AT_BOARD)) & Q(school__isnull=False, board=None)),
            ),
            models.CheckConstraint(
                name="mr_member_has_geleding", condition=~Q(role__in=sorted(NEEDS_GELEDING)) | ~Q(geleding="")
            ),
            models.CheckConstraint(
                name="only_mr_has_geleding",
                condition=Q(geleding="") | Q(role__in=sorted(MR_ROLES | GMR_ROLES)),
            ),
            models.UniqueConstraint(
                fields=["user", "school", "role", "geleding"],
                condition=Q(ended_on=None, board=None),
                name="one_current_role_at_school",
            ),
            models.UniqueConstraint(
                fields=["user", "board", "role", "geleding"],
                condition=Q(ended_on=None, school=None),
                name="one_current_role_at_board",
            ),
        ]

    def __str__(self) -> str:
        role = self.get_role_display()
        return f"{self.user}, {role} ({self.geleding})" if self.geleding else f"{self.user}, {role}"

    @property
    def place(self) -> School | Board:
        return self.school or self.board

    @property
    def is_seat(self) -> bool:
        """Whether it gives a vote in the MR or the GMR."""
        return bool(self.geleding) and self.role in SEATED_ROLES


class Logo(models.Model):
    """The logo of a school; or of a board, for its schools without one. A PNG as ``schools.logo`` makes it."""

    school = models.OneToOneField(School, models.PROTECT, null=True, related_name="own_logo")
    board = models.OneToOneField(Board, models.PROTECT, null=True, related_name="own_logo")
    content = models.BinaryField("afbeelding")
    sha256 = models.CharField("vingerafdruk", max_length=64)
    width = models.PositiveSmallIntegerField("breedte")
    height = models.PositiveSmallIntegerField("hoogte")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="geplaatst door")
    uploaded_at = models.DateTimeField("geplaatst op", auto_now=True)

    objects = querysets.LogoQuerySet.as_manager()

    class Meta:
        verbose_name = "logo"
        verbose_name_plural = "logo's"
        constraints = [
            models.CheckConstraint(
                condition=Q(school=None, board__isnull=False) | Q(school__isnull=False, board=None),
                name="logo_of_school_or_board",
            )
        ]

    def __str__(self) -> str:
        return f"Logo van {self.place}"

    @property
    def place(self) -> School | Board:
        return self.school or self.board


class FailedLogin(models.Model):
    """A wrong password: fingerprints of the account and of where it came from, kept for a quarter of an hour.

    Read by ``schools.operations.accounts``, which makes people wait after too many.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    account = models.CharField(max_length=64)
    address = models.CharField(max_length=64)

    objects = querysets.FailedLoginQuerySet.as_manager()

    class Meta:
        verbose_name = "mislukte inlogpoging"
        indexes = [models.Index(fields=["account", "at"]), models.Index(fields=["address", "at"])]

    def __str__(self) -> str:
        return f"{self.at:%d-%m-%Y %H:%M}"


class RegisterImport(models.Model):
    """One import of a DUO file: uploaded, previewed, and applied or not."""

    at = models.DateTimeField("wanneer", auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField("bestand", max_length=200)
    file_date = models.DateField("datum van het bestand")
    content = models.BinaryField("inhoud", null=True, help_text="kept until applied")
    report = models.JSONField("verslag", default=dict)
    applied_at = models.DateTimeField("verwerkt op", null=True)

    objects = querysets.RegisterImportQuerySet.as_manager()

    class Meta:
        verbose_name = "registerimport"
        verbose_name_plural = "registerimports"
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.file_name
