"""The fixed words of oversight."""

from django.db.models import TextChoices


class Sort(TextChoices):
    """The order of the schools of a board."""

    NAME = "naam", "naam van de school"
    STEP = "stap", "minste stappen klaar"
    BALANCE = "saldo", "laagste saldo"
    DEADLINE = "termijn", "eerste termijn van de MR"
    CHANGED = "gewijzigd", "laatst gewijzigd"


NO_PLAN = "geen"
"""In the filter on status: schools that have no plan yet."""


class Binding(TextChoices):
    """In which form a board takes all its programmes along."""

    ZIP = "zip", "Een zip met een PDF van elke school"
    BOOK = "boek", "Eén PDF van alle scholen, met een inhoudsopgave"
