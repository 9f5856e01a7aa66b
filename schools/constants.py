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
    BOARD = "bestuursmedewerker", "bestuursmedewerker"


BOARD_ROLES = {Role.BOARD}
MR_ROLES = {Role.MR_MEMBER, Role.MR_SECRETARY}
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
