"""The fixed words of a plan."""

from django.db.models import TextChoices


class Status(TextChoices):
    """Whether a plan is written, read or in force. How it gets from one to another stands in ``consent/states.py``."""

    DRAFT = "draft", "concept"
    AT_MR = "at_mr", "ligt bij de MR"
    CONSENTED = "consented", "MR heeft ingestemd"
    ADOPTED = "adopted", "vastgesteld"


FROZEN = {Status.AT_MR, Status.CONSENTED, Status.ADOPTED}


class RateBasis(TextChoices):
    """What an amount of the regeling is multiplied with."""

    PUPIL = "leerling", "per leerling"
    ACHTERSTAND = "achterstand", "per eenheid achterstandsscore"
    CUMI = "cumi", "per cumi-leerling boven 4"


class FundingKind(TextChoices):
    """Where money comes from."""

    ROUND = "regeling", "bekostiging uit de regeling"
    MUNICIPALITY = "gemeente", "gemeente"
    SUBSIDY = "subsidie", "subsidie"
    CARRIED = "over", "over van een eerdere regeling"
    OTHER = "anders", "ander geld"


class Certainty(TextChoices):
    """Whether an amount may still change. Empty: the school has not said."""

    PROVISIONAL = "voorlopig", "voorlopig"
    FINAL = "definitief", "definitief"


class Lasting(TextChoices):
    """Whether a measure stops when the money of the round is spent. Empty: the school has not chosen yet."""

    TEMPORARY = "tijdelijk", "tijdelijk"
    PERMANENT = "blijvend", "blijvend"


class CostKind(TextChoices):
    MATERIAL = "materiaal", "materiaal en leermiddelen"
    PROJECT = "project", "project of activiteit"
    TRAINING = "scholing", "scholing van het team"
    SERVICE = "dienst", "dienst van een organisatie"
    INVESTMENT = "investering", "investering, afgeschreven over jaren"
    RESERVATION = "reservering", "reservering, later in te vullen"
    OTHER = "anders", "anders"


MONTHS_OF_YEAR = (5, 7)
"""A school year lies in two calendar years: August to December, and January to July."""
LONGEST_WRITE_OFF = 30
"""Years. The number is the product's own: a school writes nothing off over more."""


FACILITIES_RULE = "alleen samen met een maatregel uit A tot en met E"
"""Said wherever category F can be chosen (menukaart-gebruiken, nponderwijs.nl)."""

MANY_MEASURES = 6
"""More measures than this in the first school year get a friendly warning. The number is the product's own."""

CHOOSE_ADVICE = (
    "Advies van het Arbeidsmarktplatform PO: bepaal wat u belangrijk vindt en durf te kiezen. Begin in het eerste jaar "
    "met een beperkt aantal maatregelen, en met kleine stappen."
)
GROUND_ADVICE = (
    "Advies van het Arbeidsmarktplatform PO: neem de tijd voor de beginanalyse en kies wat echt nodig is. Wat u in de "
    "scan zag, is de reden voor een behoefte, en een behoefte voor een maatregel."
)
"""The guidance behind the two warnings (arbeidsmarktplatformpo.nl/npo, advice 2 and 4 and the text above them)."""
