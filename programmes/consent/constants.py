"""The fixed words of instemming."""

from django.db.models import TextChoices


class Outcome(TextChoices):
    CONSENT = "instemming", "instemming"
    CONDITIONAL = "voorwaarden", "instemming met voorwaarden"
    WITHHELD = "onthouden", "instemming onthouden"


class Choice(TextChoices):
    FOR = "voor", "voor"
    AGAINST = "tegen", "tegen"
    ABSTAIN = "onthouding", "onthouding"
