"""The fixed words of schools and people."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """The kind of school, as the DUO register tells it."""

    BO = "bo", "basisonderwijs"
    SBO = "sbo", "speciaal basisonderwijs"
    SO = "so", "speciaal onderwijs"
    VSO = "vso", "voortgezet speciaal onderwijs"
    SO_VSO = "so_vso", "speciaal en voortgezet speciaal onderwijs"
    VO = "vo", "voortgezet onderwijs"


class Sector(TextChoices):
    """The sector words of the menukaart; ``vso`` stands for all of (v)so there."""

    PO = "po", "primair onderwijs"
    VO = "vo", "voortgezet onderwijs"
    VSO = "vso", "(voortgezet) speciaal onderwijs"


SECTOR_OF_KIND = {
    Kind.BO: Sector.PO,
    Kind.SBO: Sector.PO,
    Kind.SO: Sector.VSO,
    Kind.VSO: Sector.VSO,
    Kind.SO_VSO: Sector.VSO,
    Kind.VO: Sector.VO,
}


class Role(TextChoices):
    """What a person is at one school or one board."""

    HEAD = "schoolleider", "schoolleider"
    TEAM = "teamlid", "teamlid"
    MR_MEMBER = "mr_lid", "MR-lid"
    MR_SECRETARY = "mr_secretaris", "secretaris van de MR"
    MR_SUBSTITUTE = "mr_vervanger", "plaatsvervanger in de MR"
    BOARD = "bestuursmedewerker", "bestuursmedewerker"
    GMR_MEMBER = "gmr_lid", "GMR-lid"
    GMR_SECRETARY = "gmr_secretaris", "secretaris van de GMR"


MR_ROLES = {Role.MR_MEMBER, Role.MR_SECRETARY, Role.MR_SUBSTITUTE}
GMR_ROLES = {Role.GMR_MEMBER, Role.GMR_SECRETARY}
SEATED_ROLES = {Role.MR_MEMBER, Role.MR_SECRETARY, Role.GMR_MEMBER, Role.GMR_SECRETARY}
"""Who has a vote of their own, when they sit there for a geleding. A substitute votes for somebody else only."""
AT_BOARD = {Role.BOARD} | GMR_ROLES
"""The roles that a person has at a board; all others are at a school."""
NEEDS_GELEDING = {Role.MR_MEMBER, Role.MR_SUBSTITUTE, Role.GMR_MEMBER}
WRITER_ROLES = {Role.HEAD, Role.TEAM}


class Geleding(TextChoices):
    """A section of the MR."""

    STAFF = "personeel", "personeel"
    PARENTS = "ouders", "ouders"
    PUPILS = "leerlingen", "leerlingen"


GELEDINGEN_OF_SECTOR = {
    Sector.PO: (Geleding.STAFF, Geleding.PARENTS),
    Sector.VO: (Geleding.STAFF, Geleding.PARENTS, Geleding.PUPILS),
    Sector.VSO: (Geleding.STAFF, Geleding.PARENTS, Geleding.PUPILS),
}

GROUPS_OF_SECTOR = {
    Sector.PO: tuple(f"groep {n}" for n in range(1, 9)),
    Sector.VO: tuple(f"leerjaar {n}" for n in range(1, 7)),
    Sector.VSO: ("so onderbouw", "so bovenbouw", "vso onderbouw", "vso bovenbouw"),
}


class CountSource(TextChoices):
    """Where a pupil count comes from."""

    REGISTER = "register", "DUO-register"
    SCHOOL = "school", "opgave van de school"
