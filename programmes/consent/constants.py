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


class Majority(TextChoices):
    """When the votes say yes."""

    WHOLE = "samen", "meer stemmen voor dan tegen in de hele raad"
    EACH = "elk", "meer stemmen voor dan tegen in elke geleding"


class Abstentions(TextChoices):
    """What an abstention does."""

    NOT = "niet", "tellen niet mee: het gaat om voor en tegen"
    AGAINST = "mee", "tellen mee: meer dan de helft van alle stemmen moet voor zijn"


class Quorum(TextChoices):
    """How many members must vote before the result counts."""

    NONE = "geen", "er is geen minimum"
    HALF = "helft", "minstens de helft van de leden"
    MORE = "meer", "meer dan de helft van de leden"
    TWO_THIRDS = "tweederde", "minstens twee derde van de leden"
    ALL = "alle", "alle leden"


class How(TextChoices):
    """Who put the vote in."""

    SELF = "zelf", "zelf gestemd"
    SUBSTITUTE = "vervanger", "door de plaatsvervanger"
    HAND = "hand", "ingevoerd door de secretaris"


class SeatState(TextChoices):
    """How it stands with the vote of one seat, for the list of who votes."""

    VOTED = "gestemd", "heeft gestemd"
    LEFT = "vertrokken", "zit niet meer in de MR, telt niet mee"
    SUBSTITUTED = "vervangen", "afwezig, de plaatsvervanger stemt"
    ABSENT = "afwezig", "afwezig, er komt geen stem"
    BY_HAND = "zonder_account", "zonder account, u voert de stem in"
    WAITING = "wacht", "nog niet gestemd"


class ReminderKind(TextChoices):
    """Why somebody is reminded."""

    BEFORE = "vooraf", "voor het einde van de termijn"
    LAST = "laatste_dag", "op de laatste dag"
    ASKED = "gevraagd", "op verzoek"


class ConditionState(TextChoices):
    """How far a condition of the MR is."""

    OPEN = "open", "nog niet voldaan"
    REPORTED = "gemeld", "volgens de school voldaan"
    MET = "voldaan", "voldaan"


class StepKind(TextChoices):
    """What can happen after a refusal, or after a decision without consent."""

    ABANDONED = "ingetrokken", "het bestuur trekt het voorstel in"
    ANNOUNCED = "aangekondigd", "het bestuur gaat naar de geschillencommissie"
    FILED = "ingediend", "het bestuur heeft het geschil ingediend"
    LAPSED = "vervallen", "het voorstel is vervallen"
    UPHELD = "mag", "uitspraak: het bestuur mag het voorstel houden"
    REJECTED = "mag_niet", "uitspraak: de MR mocht instemming onthouden"
    ACTED = "uitgevoerd", "de MR hoorde dat het plan zonder instemming wordt uitgevoerd"
    VOID = "nietig", "de MR roept schriftelijk in dat dat besluit nietig is"


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
