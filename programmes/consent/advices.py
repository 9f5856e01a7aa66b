"""The six advices for a part of the MR in the programme (domain.md section 5), judged by what the facts say.

Each advice has a few signs. All of them there: done; some: partly; none: not yet. Nobody ticks a box, and nothing is
ever held up by it. Pure: no queries, no texts of a plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.formats import date_format

from programmes.consent.constants import MomentKind, Phase
from scans.constants import Party

SPOKEN = {MomentKind.DISCUSSED, MomentKind.ADVICE, MomentKind.CONSENT}
"""The kinds of moment at which the MR said something itself."""
AGREED_PHASES = (Phase.RESEARCH, Phase.PLAN, Phase.EXECUTION)
"""The phases about which the source asks for an agreement."""
HEARD = {Party.TEAM: "het team", Party.PARENTS: "ouders", Party.PUPILS: "leerlingen"}
"""Who is heard in the research, beside the MR."""


class State(TextChoices):
    """How far an advice is followed."""

    DONE = "done", "gedaan"
    PARTLY = "busy", "deels"
    TODO = "todo", "nog niet"


class Deed(TextChoices):
    """What somebody can do about a sign that is not there: the name of a page, and what its button says."""

    AGREE_RESEARCH = "agreement_add:onderzoek", "Maak een afspraak over het onderzoek"
    AGREE_PLAN = "agreement_add:plan", "Maak een afspraak over het plan"
    AGREE_EXECUTION = "agreement_add:uitvoering", "Maak een afspraak over de uitvoering"
    AGREE_ACCOUNTING = "agreement_add:verantwoording", "Maak een afspraak over de verantwoording"
    SET_AGREED = "agreement_edit:", "Vul in wanneer dit met de MR is afgesproken"
    TALK_RESEARCH = "moment_add:onderzoek", "Leg een moment met de MR vast"
    TALK_PLAN = "moment_add:plan", "Leg een moment over het plan vast"
    TALK_EXECUTION = "moment_add:uitvoering", "Leg vast wat u de MR vertelde"
    TALK_ACCOUNTING = "moment_add:verantwoording", "Leg vast dat de MR dit besprak"
    HEAR = "consultation_add:", "Leg een gesprek vast in de schoolscan"
    OPEN_DRAFT = "reading_along_open:", "Laat de MR meelezen"
    ANSWER = "mr:", "Naar de vragen van de MR"
    MEASURE = "monitoring:", "Naar de uitvoering"
    ACCOUNT = "accounting:", "Naar de verantwoording"

    @property
    def route(self) -> str:
        return self.value.split(":")[0]

    @property
    def phase(self) -> str:
        """The phase that its page begins with, or nothing."""
        return self.value.split(":")[1]


@dataclass(frozen=True)
class Contact:
    """One moment of school and MR; ``geledingen`` are the codes of those that were there, as far as written down.

    ``place`` is where it stands on the page.
    """

    on: date
    phase: str
    kind: str
    geledingen: frozenset[str] = frozenset()
    place: str = "#momenten"


@dataclass(frozen=True)
class Facts:
    """What is known of a programme. Dates are None while it did not happen.

    ``agreed`` holds phases with an agreement, ``proposed`` those with one that has no date of agreement yet.
    ``heard`` is the last talk with each party in the scan. ``asked`` and ``unanswered`` count questions.
    ``told_on`` is the last measurement or evaluation; ``accounted`` the school years with money that was spent.
    """

    geledingen: tuple[str, ...]
    contacts: tuple[Contact, ...] = ()
    agreed: frozenset[str] = frozenset()
    proposed: frozenset[str] = frozenset()
    heard: Mapping[str, date] = field(default_factory=dict)
    submitted_on: date | None = None
    adopted_on: date | None = None
    reads_along_since: date | None = None
    reads_along_until: date | None = None
    asked: int = 0
    unanswered: int = 0
    told_on: date | None = None
    accounted: tuple[str, ...] = ()

    def contacts_in(self, phase: Phase, kinds: set[MomentKind] | None = None) -> list[Contact]:
        """The moments in ``phase`` (of ``kinds``, if given), oldest first."""
        found = [c for c in self.contacts if c.phase == phase and (kinds is None or c.kind in kinds)]
        return sorted(found, key=lambda contact: contact.on)


@dataclass(frozen=True)
class Sign:
    """One thing that shows whether an advice is followed, in words; ``deed`` makes it so while it is not there.

    ``see`` is where it can be read: a place on the page, or the name of another page.
    """

    is_there: bool
    told: str
    deed: Deed | None = None
    see: str = ""


@dataclass(frozen=True)
class Advice:
    """One of the six: its name in full and in a word, why it helps, and its signs."""

    number: int
    name: str
    short: str
    why: str
    signs: tuple[Sign, ...]

    @property
    def state(self) -> State:
        there = [sign.is_there for sign in self.signs]
        return State.DONE if all(there) else State.PARTLY if any(there) else State.TODO

    @property
    def deeds(self) -> list[Deed]:
        """What can be done, the first thing first."""
        return [sign.deed for sign in self.signs if not sign.is_there and sign.deed]


def look(facts: Facts) -> tuple[Advice, ...]:
    """The six advices, in the order of the walk."""
    return tuple(
        Advice(number, name, short, why, tuple(signs(facts)))
        for number, (name, short, why, signs) in enumerate(ADVICES, start=1)
    )


def _from_the_start(facts: Facts) -> Iterator[Sign]:
    before = [c for c in facts.contacts if facts.submitted_on is None or c.on < facts.submitted_on]
    if before:
        first = min(before, key=lambda contact: contact.on)
        yield Sign(True, f"Het eerste moment met de MR was op {_day(first.on)}.", see=first.place)
    elif facts.submitted_on:
        told = f"Er is geen moment met de MR vastgelegd van voor {_day(facts.submitted_on)}."
        yield Sign(False, told, Deed.TALK_PLAN)
    else:
        yield Sign(False, "Er is nog geen moment met de MR vastgelegd.", Deed.TALK_RESEARCH)
    absent = set(facts.geledingen) - {geleding for contact in before for geleding in contact.geledingen}
    if absent:
        missed = _and(geleding for geleding in facts.geledingen if geleding in absent)
        told = f"Nog niet vastgelegd dat deze geledingen erbij waren: {missed}."
        yield Sign(False, told, Deed.TALK_PLAN if before else None)
    else:
        yield Sign(True, f"Elke geleding was erbij: {_and(facts.geledingen)}.")


def _agreements(facts: Facts) -> Iterator[Sign]:
    deeds = {
        Phase.RESEARCH: Deed.AGREE_RESEARCH,
        Phase.PLAN: Deed.AGREE_PLAN,
        Phase.EXECUTION: Deed.AGREE_EXECUTION,
    }
    for phase in AGREED_PHASES:
        if phase in facts.agreed:
            yield Sign(True, f"Er is een afspraak over {_the(phase)}.", see=f"#afspraken-{phase.value}")
        elif phase in facts.proposed:
            told = f"Er is een voorstel over {_the(phase)}, nog zonder de dag waarop dit met de MR is afgesproken."
            yield Sign(False, told, Deed.SET_AGREED, see=f"#afspraken-{phase.value}")
        else:
            yield Sign(False, f"Er is nog geen afspraak over {_the(phase)}.", deeds[phase])


def _research(facts: Facts) -> Iterator[Sign]:
    spoken = facts.contacts_in(Phase.RESEARCH, SPOKEN)
    if spoken:
        told = f"De MR dacht mee over het onderzoek, het laatst op {_day(spoken[-1].on)}."
        yield Sign(True, told, see=spoken[-1].place)
    else:
        yield Sign(False, "Nog niet vastgelegd dat de MR meedacht over het onderzoek.", Deed.TALK_RESEARCH)
    for party, name in HEARD.items():
        if party in facts.heard:
            yield Sign(True, f"De school sprak met {name}, het laatst op {_day(facts.heard[party])}.", see="scan")
        else:
            yield Sign(False, f"Er is nog geen gesprek of vragenlijst met {name} vastgelegd.", Deed.HEAR)


def _writing(facts: Facts) -> Iterator[Sign]:
    since, until = facts.reads_along_since, facts.reads_along_until
    if since and until:
        yield Sign(True, f"De MR las mee met het concept van {_day(since)} tot en met {_day(until)}.")
    elif since:
        yield Sign(True, f"De MR leest mee met het concept sinds {_day(since)}.", see="draft")
    else:
        yield Sign(False, "De MR las nog niet mee met het concept.", Deed.OPEN_DRAFT)
    spoken = facts.contacts_in(Phase.PLAN, SPOKEN)
    if spoken:
        told = f"School en MR bespraken het plan, het laatst op {_day(spoken[-1].on)}."
        yield Sign(True, told, see=spoken[-1].place)
    else:
        yield Sign(False, "Nog niet vastgelegd dat school en MR het plan bespraken.", Deed.TALK_PLAN)
    if facts.unanswered:
        one = facts.unanswered == 1
        told = "1 vraag van de MR heeft" if one else f"{facts.unanswered} vragen van de MR hebben"
        yield Sign(False, f"{told} nog geen antwoord.", Deed.ANSWER)
    elif facts.asked:
        yield Sign(True, f"Alle vragen van de MR hebben een antwoord: {facts.asked}.", see="mr")


def _in_between(facts: Facts) -> Iterator[Sign]:
    if not facts.adopted_on:
        yield Sign(False, "Dit begint als het programma is vastgesteld.", _unless_agreed(facts, Phase.EXECUTION))
        return
    if facts.told_on:
        told = f"De MR kan lezen hoe het gaat. De laatste meting of evaluatie is van {_day(facts.told_on)}."
        yield Sign(True, told, see="monitoring")
    else:
        yield Sign(False, "De school legde nog niet vast hoe het gaat.", Deed.MEASURE)
    contacts = facts.contacts_in(Phase.EXECUTION)
    if not contacts:
        yield Sign(False, "Nog niet vastgelegd dat de MR tussentijds hoorde hoe het gaat.", Deed.TALK_EXECUTION)
    elif facts.told_on and contacts[-1].on < facts.told_on:
        told = f"De MR hoorde het laatst op {_day(contacts[-1].on)} hoe het gaat. Daarna is er weer gemeten."
        yield Sign(False, told, Deed.TALK_EXECUTION, see=contacts[-1].place)
    else:
        told = f"De MR hoorde het laatst op {_day(contacts[-1].on)} hoe het gaat."
        yield Sign(True, told, see=contacts[-1].place)


def _accounting(facts: Facts) -> Iterator[Sign]:
    if not facts.adopted_on:
        told = "Dit komt na elk schooljaar, als de school verantwoording aflegt."
        yield Sign(False, told, _unless_agreed(facts, Phase.ACCOUNTING))
        return
    if facts.accounted:
        told = f"De MR kan lezen wat er is uitgegeven in {_and(facts.accounted)}."
        yield Sign(True, told, see="accounting")
    else:
        yield Sign(False, "De school vulde nog niet in wat er is uitgegeven.", Deed.ACCOUNT)
    contacts = facts.contacts_in(Phase.ACCOUNTING)
    if contacts:
        told = f"School en MR spraken over de verantwoording, het laatst op {_day(contacts[-1].on)}."
        yield Sign(True, told, see=contacts[-1].place)
    else:
        yield Sign(False, "Nog niet vastgelegd dat de MR de verantwoording zag.", Deed.TALK_ACCOUNTING)


ADVICES = (
    (
        "Betrek de MR vanaf het begin",
        "Vroeg erbij",
        "Wie vroeg meedenkt, kan nog iets veranderen. Wacht niet tot het plan klaar is.",
        _from_the_start,
    ),
    (
        "Spreek af hoe u samenwerkt",
        "Afspraken",
        "Leg per fase vast wie wanneer meedoet: in het onderzoek, bij het plan en in de uitvoering.",
        _agreements,
    ),
    (
        "Laat de MR meedenken in het onderzoek",
        "Onderzoek",
        "Team, ouders en leerlingen zien wat cijfers niet laten zien. De MR weet wie u nog moet spreken.",
        _research,
    ),
    (
        "Geef de MR een rol bij het schrijven",
        "Schrijven",
        "Laat de MR meelezen met het concept, bespreek het plan en geef antwoord op elke vraag.",
        _writing,
    ),
    (
        "Vertel tussentijds hoe het gaat",
        "Tussentijds",
        "Zo kan de MR meedenken zolang er nog iets te veranderen is.",
        _in_between,
    ),
    (
        "Betrek de MR bij de verantwoording",
        "Verantwoorden",
        "Laat zien wat er is uitgegeven en wat het opleverde, voordat het in het jaarverslag staat.",
        _accounting,
    ),
)


def _unless_agreed(facts: Facts, phase: Phase) -> Deed | None:
    """Before it is time for something, school and MR can agree how they will do it."""
    deed = {Phase.EXECUTION: Deed.AGREE_EXECUTION, Phase.ACCOUNTING: Deed.AGREE_ACCOUNTING}[phase]
    return None if phase in facts.agreed | facts.proposed else deed


def _the(phase: Phase) -> str:
    return f"{'de' if phase in {Phase.EXECUTION, Phase.ACCOUNTING} else 'het'} {phase.label}"


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _and(words: Iterator[str] | tuple[str, ...]) -> str:
    *most, last = words
    return f"{', '.join(most)} en {last}" if most else last
