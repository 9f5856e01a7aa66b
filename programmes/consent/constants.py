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


class ThreadKind(TextChoices):
    """What the first comment of a thread is."""

    QUESTION = "vraag", "vraag"
    REMARK = "opmerking", "opmerking"
    PROPOSAL = "voorstel", "voorstel"


class Audience(TextChoices):
    """Who reads a thread."""

    SCHOOL = "school", "de MR en de school"
    MR = "mr", "alleen de MR"


class ThreadState(TextChoices):
    """Where a thread stands."""

    OPEN = "open", "open"
    ANSWERED = "beantwoord", "beantwoord"
    RESOLVED = "afgehandeld", "afgehandeld"
    REOPENED = "heropend", "heropend"


THREAD_MOVES = {
    ThreadState.OPEN: {ThreadState.ANSWERED, ThreadState.RESOLVED},
    ThreadState.ANSWERED: {ThreadState.RESOLVED, ThreadState.REOPENED},
    ThreadState.RESOLVED: {ThreadState.REOPENED},
    ThreadState.REOPENED: {ThreadState.ANSWERED, ThreadState.RESOLVED},
}
"""Every move of a thread that exists. The other side answers; the asker or the secretary resolves; the MR reopens."""

UNANSWERED = (ThreadState.OPEN, ThreadState.REOPENED)
"""Waits for an answer."""

OPEN_FOR_COMMENTS = {Status.AT_MR, Status.CONSENTED}
"""While a plan has one of these, people may still ask and answer about its newest version."""
