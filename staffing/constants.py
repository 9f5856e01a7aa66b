"""The fixed words of menskracht."""

from decimal import Decimal

from django.db.models import TextChoices

HOURS_PER_YEAR = Decimal(1659)
"""One fte is 1,659 hours a year, in po and vo (normjaartaak; domain.md section 7.3)."""
HOURS_PER_WEEK = Decimal(40)
"""A full-time week (personeel.json, voltijd_uren_per_week)."""
HOURS_PER_DAY = Decimal(8)
HOURS_PER_DAGDEEL = Decimal(4)


class Unit(TextChoices):
    """In what a school counts staff. Per week means: in every week of the period that the full-timer works."""

    FTE = "fte", "fte"
    HOURS_WEEK = "uren_week", "uren per week"
    DAYS_WEEK = "dagen_week", "dagen per week"
    DAGDELEN_WEEK = "dagdelen_week", "dagdelen per week"
    HOURS_TOTAL = "uren_totaal", "uren in totaal"
    DAYS_TOTAL = "dagen_totaal", "dagen in totaal"
    DAGDELEN_TOTAL = "dagdelen_totaal", "dagdelen in totaal"


HOURS_OF_WEEKLY = {
    Unit.HOURS_WEEK: Decimal(1),
    Unit.DAYS_WEEK: HOURS_PER_DAY,
    Unit.DAGDELEN_WEEK: HOURS_PER_DAGDEEL,
}
"""Hours in one of what is counted per week."""
HOURS_OF_TOTAL = {
    Unit.HOURS_TOTAL: Decimal(1),
    Unit.DAYS_TOTAL: HOURS_PER_DAY,
    Unit.DAGDELEN_TOTAL: HOURS_PER_DAGDEEL,
}
"""Hours in one of what is counted over the whole period."""


class Group(TextChoices):
    """Where people come from: the order in which a school had better look (AMPO, step 7)."""

    OWN = "eigen", "Eigen mensen"
    NEW = "nieuw", "Nieuwe mensen in dienst"
    OTHERS = "anderen", "Via anderen"
    UNPAID = "zonder_loon", "Zonder loon"


class Engagement(TextChoices):
    """How somebody works for the school."""

    OWN = "eigen", "in dienst van het bestuur"
    HIRED = "ingehuurd", "ingehuurd (niet in loondienst)"
    SERVICE = "dienst", "dienst van een organisatie"
    VOLUNTEER = "vrijwilliger", "vrijwilliger"


class Contract(TextChoices):
    """The contract of somebody in the service of the board."""

    PERMANENT = "vast", "vast"
    TEMPORARY = "tijdelijk", "tijdelijk"


class CostBasis(TextChoices):
    """How the cost is worked out."""

    YEARLY = "per_jaar", "bedrag per fte per jaar"
    MONTHLY = "per_maand", "bruto maandsalaris bij een volledige baan"
    HOURLY = "per_uur", "bedrag per uur"
    DAILY = "per_dag", "bedrag per dag"
    PER_DAGDEEL = "per_dagdeel", "bedrag per dagdeel"
    FIXED = "vast", "vast bedrag voor de hele periode"
    FREE = "geen", "kost niets"


HOURS_OF_PRICE = {
    CostBasis.HOURLY: Decimal(1),
    CostBasis.DAILY: HOURS_PER_DAY,
    CostBasis.PER_DAGDEEL: HOURS_PER_DAGDEEL,
}
"""Hours that one price pays for."""


class Vacancy(TextChoices):
    OPEN = "open", "nog te vinden"
    FOUND = "gevonden", "gevonden"
    NOT_FOUND = "niet_gevonden", "niet gevonden"


UNFILLED = {Vacancy.OPEN, Vacancy.NOT_FOUND}


class After(TextChoices):
    """What happens to a post when the money ends."""

    STOPS = "stopt", "de inzet stopt"
    NEXT = "andere_regel", "gaat verder in een andere regel van dit plan"
    REGULAR = "gewoon_geld", "gaat door, uit de gewone bekostiging"
    OTHER = "ander_geld", "gaat door, met ander geld"
    UNKNOWN = "onbekend", "dat weten wij nog niet"
    NONE = "nvt", "niet van toepassing"


REPLACEMENT = "vervanging"
"""The code of the kind that stands in for somebody who is released: it asks for whom."""
