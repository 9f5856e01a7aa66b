"""The fixed words of instemming."""

from django.db.models import TextChoices

from programmes.plan.constants import Status


class Phase(TextChoices):
    """What school and MR make agreements about, and what they talk about (domain.md section 5)."""

    RESEARCH = "onderzoek", "onderzoek"
    PLAN = "plan", "plan"
    EXECUTION = "uitvoering", "uitvoering"
    ACCOUNTING = "verantwoording", "verantwoording"


class MomentKind(TextChoices):
    """How the MR was part of a moment."""

    INFORMED = "geinformeerd", "geïnformeerd"
    DISCUSSED = "besproken", "besproken"
    ADVICE = "advies", "advies"
    CONSENT = "instemming", "besluit over instemming"


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
