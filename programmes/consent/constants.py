"""The fixed words of instemming."""

from django.db.models import TextChoices

from programmes.plan.constants import Status


class Outcome(TextChoices):
    CONSENT = "instemming", "instemming"
    CONDITIONAL = "voorwaarden", "instemming met voorwaarden"
    WITHHELD = "onthouden", "instemming onthouden"


class Choice(TextChoices):
    FOR = "voor", "voor"
    AGAINST = "tegen", "tegen"
    ABSTAIN = "onthouding", "onthouding"


OPEN_FOR_COMMENTS = {Status.AT_MR, Status.CONSENTED}
"""While a plan has one of these, people may still ask and answer about its newest version."""
