"""The fixed words of a schoolscan."""

from django.db.models import IntegerChoices, TextChoices


class DomainKind(TextChoices):
    """The development fields of the schoolscan (domain.md section 3)."""

    COGNITIVE = "cognitief", "cognitief"
    SOCIAL = "sociaal", "sociaal-emotioneel"
    WELLBEING = "welbevinden", "welbevinden"
    EXECUTIVE = "executief", "executieve functies"
    PRACTICAL = "praktisch", "praktische vaardigheden"
    OTHER = "anders", "anders"


class Delay(IntegerChoices):
    """How far pupils are behind what the school expects of them; ordered, so that a heat map may use it."""

    NONE = 0, "geen achterstand"
    SMALL = 1, "kleine achterstand"
    MEDIUM = 2, "matige achterstand"
    LARGE = 3, "grote achterstand"

    @property
    def short(self) -> str:
        """Where the word achterstand stands in the head of the table."""
        return ("geen", "klein", "matig", "groot")[self]


class Trend(TextChoices):
    """Against the last scan (the spring 2022 update asks this)."""

    BETTER = "beter", "beter dan vorige keer"
    SAME = "gelijk", "gelijk gebleven"
    WORSE = "slechter", "slechter dan vorige keer"


def trend_of(before: int | None, now: int | None) -> Trend | None:
    """How a delay changed; None when one of the two is not known."""
    if before is None or now is None:
        return None
    return Trend.SAME if now == before else Trend.BETTER if now < before else Trend.WORSE


class Source(TextChoices):
    """What a finding rests on."""

    LVS = "lvs", "leerlingvolgsysteem (Cito, IEP, DIA, Boom)"
    METHOD = "methode", "toetsen bij de methode"
    SURVEY = "vragenlijst", "vragenlijst"
    OBSERVATION = "observatie", "observatie in de klas"
    TALK = "gesprek", "gesprek"
    OTHER = "anders", "anders"


class Party(TextChoices):
    """Who was heard."""

    TEAM = "team", "het team"
    PUPILS = "leerlingen", "leerlingen"
    PARENTS = "ouders", "ouders"
    MR = "mr", "de MR"
    OTHERS = "anderen", "anderen (gemeente, opvang, zorg)"


MANY_NEEDS = 5
"""Above this many needs the page asks to choose; the source page says: dare to choose."""
