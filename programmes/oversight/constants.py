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
