"""The fixed words of the menukaart."""

from django.db.models import TextChoices


class EditionStatus(TextChoices):
    DRAFT = "concept", "concept"
    PUBLISHED = "gepubliceerd", "gepubliceerd"


FACILITIES = "F"
"""Category F (faciliteiten en randvoorwaarden) only together with an intervention of A to E (menukaart page)."""
