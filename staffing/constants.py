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


class Engagement(TextChoices):
    """How somebody works for the school."""

    OWN = "eigen", "in dienst van het bestuur"
    HIRED = "ingehuurd", "ingehuurd (niet in loondienst)"
    SERVICE = "dienst", "dienst van een organisatie"
    VOLUNTEER = "vrijwilliger", "vrijwilliger"


PNIL = {Engagement.HIRED}
"""PNIL is paid people on school work who are not on the payroll. A service without an identifiable person and
volunteers are not (DUO, domain.md section 2.4)."""


class CostBasis(TextChoices):
    """How the cost is worked out."""

    YEARLY = "per_jaar", "bedrag per fte per jaar"
    HOURLY = "per_uur", "bedrag per uur"
    FIXED = "vast", "vast bedrag voor de hele periode"
    FREE = "geen", "kost niets"


class Vacancy(TextChoices):
    OPEN = "open", "nog te vinden"
    FOUND = "gevonden", "gevonden"
    NOT_FOUND = "niet_gevonden", "niet gevonden"
