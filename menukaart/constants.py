"""The fixed words of the menukaart."""

import re

from django.db.models import TextChoices


class EditionStatus(TextChoices):
    DRAFT = "concept", "concept"
    PUBLISHED = "gepubliceerd", "gepubliceerd"


FACILITIES = "F"
"""Category F (faciliteiten en randvoorwaarden) only together with an intervention of A to E (menukaart page)."""

RESERVED_CODES = frozenset({"beheer"})
"""Words that stand in an address where the code of an edition stands."""

CODE = re.compile(r"[A-Za-z][A-Za-z0-9]{0,3}")
"""The code of an intervention: a letter, then letters or digits. It stands in addresses."""

LONGEST_NOTE = 2000
