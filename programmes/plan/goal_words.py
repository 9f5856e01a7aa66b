"""What the words of a Dutch goal say: of whom, about what, how many, by when. Rules of thumb, no language model.

The lists are the product's own (docs/decisions/0008-smart-is-rules.md): how schools write about goals, from the fields
of the schoolscan (domain.md section 3), the menukaart and plans that were read. A list may grow; its tests come along.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum
from functools import lru_cache

from menukaart.words import fold, stem, tokens

LONGEST = 1000
"""Characters that are read: what a goal may hold."""


class Who(IntEnum):
    """How precisely a text says of whom it is."""

    NOBODY = 0
    SOMEBODY = 1
    EXACT = 2


@dataclass(frozen=True)
class When:
    """A moment that the text names, in its own words; ``day`` None: only the measure's years can tell which day.

    ``first``: where the moment begins, when it is a whole school year that ends on ``day``.
    """

    words: str
    day: date | None
    first: date | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Reading:
    """What one goal says. ``percent`` and ``people`` are the first part and the first number of people that it names.

    ``each``: it is about all of a group, or about none, which is a number in words: 100 or 0 percent.
    ``percent_changes`` and ``people_change``: that number says how much more or less there will be, and not
    where the school ends.
    """

    who: Who
    about: str
    is_means: bool
    hollow: str
    percent: Decimal | None
    people: Decimal | None
    are_pupils: bool
    counts_other: bool
    each: Decimal | None
    takes_part: bool
    catches_up: bool
    when: When | None
    percent_changes: bool
    people_change: bool

    @property
    def has_number(self) -> bool:
        return self.percent is not None or self.people is not None or self.counts_other or self.each is not None

    @property
    def is_reach(self) -> bool:
        """How many take part, and not what they learn: "900 leerlingen"."""
        return self.people is not None and self.percent is None and self.takes_part


@lru_cache(maxsize=256)
def plain(text: str) -> str:
    """The first ``LONGEST`` characters in lower case, without accents, control characters and double spaces."""
    kept = (c if unicodedata.category(c)[0] != "C" else " " if c.isspace() else "" for c in text[:LONGEST])
    return " ".join(fold("".join(kept).lower()).split())


def _any(words: str) -> re.Pattern[str]:
    """One of ``words``, which are separated by ``|`` and may go on over lines."""
    joined = "|".join(" ".join(part.split()) for part in words.split("|"))
    return re.compile(rf"\b(?:{joined})\b")


PUPILS = r"(?:leerling|leerlingen|kind|kinderen|kleuters|peuters|jongeren|meisjes|jongens)\b"
STAFF = r"(?:leraar|leraren|leerkracht|leerkrachten|docent|docenten|medewerkers|mentoren|collega's|teamleden)\b"
PEOPLE = rf"(?:{PUPILS}|{STAFF}|(?:ouders|gezinnen|groepen|klassen|deelnemers|vrijwilligers|studenten)\b)"
SMALL_NUMBERS = ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
NUMBER_WORDS = {
    **{word: count for count, word in enumerate(SMALL_NUMBERS, start=2)},
    **{"vijftien": 15, "twintig": 20, "vijfentwintig": 25, "dertig": 30, "veertig": 40, "vijftig": 50},
    **{"zestig": 60, "zeventig": 70, "tachtig": 80, "negentig": 90, "honderd": 100, "tweehonderd": 200},
}
PARTS = {
    "driekwart": 75, "drie kwart": 75, "de helft": 50, "een kwart": 25, "kwart van": 25, "twee derde": 67,
    "tweederde": 67, "een derde": 33, "vier vijfde": 80, "negen van de tien": 90, "acht van de tien": 80,
    "vier van de vijf": 80, "drie van de vier": 75, "9 van de 10": 90, "8 van de 10": 80, "4 van de 5": 80,
}  # fmt: skip
"""Parts in words, in percent; a third is rounded."""
PART = re.compile(rf"(?<![\w.,])(?:{'|'.join(PARTS)})(?![\w]|[.,]\d)")

EXACT = _any(
    r"""groep(?:en)? ?\d | groep [a-h]\b | (?:leer)?jaar(?:laag)? \d\b | leerjaren | jaar[1-8]\b
    | klas(?:sen)? \d | (?:onder|midden|boven)bouw | brugklas\w*
    | (?:eerste|tweede|derde|vierde|vijfde|zesde)(?: )?klas\w* | eersteklas\w*
    | (?:examen|eind)(?:klas|kandida|leerling)\w* | schoolverlaters | kleuter\w* | peuter\w* | nieuwkomer\w*
    | anderstalig\w* | meertalig\w* | nt2 | zorgleerling\w* | jongens | meisjes | vluchteling\w* | vmbo\w*
    | mavo\w* | havo\w* | vwo\w* | gymnasi\w+ | atheneum | praktijkonderwijs | (?:basis|kader)beroeps\w*
    | hele school | iedereen | (?:het|ons|hele) team\b | ouders | leraren | leerkrachten | docenten | mentoren
    | medewerkers | (?:leerlingen|kinderen) (?:met|die|zonder|uit|van wie|op wie) | thuiszitters
    | combinatiegroep\w*"""
)
SOME = _any(rf"{PUPILS} | groepen | klassen")
EACH = re.compile(rf"\b(?:alle|elke|elk|ieder|iedere|geen enkele?|geen) (?:[\w-]+ )?{PEOPLE}|\b(?:iedereen|niemand)\b")

ABOUT = _any(
    r"""lees\w* | leest | lezen | gelezen | lezers? | reken\w* | taal\w* | spell\w* | woordenschat | woorden
    | schrijf\w* | schrijv\w* | wiskund\w* | nederlands\w* | engels\w* | duits\w* | frans\w* | vreemde talen
    | zaakvak\w* | aardrijkskunde | geschiedenis | biologie | natuurkunde | scheikunde | economie | tekst\w*
    | tafels | sommen | breuken | letter\w* | klank\w* | avi | dmt | welbevinden | welzijn | zelfvertrouwen
    | weerbaar\w* | zelfstandig\w* | zelfredzaam\w* | motivat\w* | gemotiveer\w* | concentr\w*
    | volgehouden aandacht | werkhouding | werkgeheugen | executiev\w* | planning | plannen | agenda
    | huiswerk\w* | sociaal\w* | sociale | emotie\w* | veilig\w* | pest\w* | gepest | ruzie\w* | conflict\w*
    | samenwerk\w* | samen ?spelen | plezier | thuis voelen | prettig | motori\w+ | beweg\w* | bewegen | zwem\w*
    | sport\w* | gym\w* | muziek\w* | zing\w* | instrument\w* | toneel\w* | cultu\w+ | optred\w*
    | treedt | treden | loopbaan\w* | stage\w* | doorstro\w* | slaag\w* | slagen
    | geslaagd | examen\w* | cijfer\w* | onvoldoende\w* | \w*niveau\w* | [1-4][fs]\b | \w*vaardig\w* | score\w*
    | scoren | leergroei | groei\w* | groeit | \w*achterstand\w* | verzuim\w* | aanwezig\w* | spijbel\w*
    | uitval\w* | zittenblijv\w* | blijft zitten | blijven zitten | instructie\w* | feedback | ouderbetrokken\w*
    | zomerschool\w* | bijles\w* | doet mee | doen mee | meedoen | mee doen | deelnemen | neemt deel
    | nemen deel | deelname | toets\w*"""
)
DOES = _any(
    r"""(?:geven|geeft|bieden|biedt|starten met) (?:[\w-]+ ){0,4}(?:training|cursus|scholing|bijles|begeleiding)\w*
    | (?:we|wij|school|team) (?:gaan|gaat|starten|start|organiseren|organiseert|volgen|volgt|kopen|koopt|huren|huurt)
    | (?:we|wij|school|team) (?:bieden|biedt|geven|geeft|zetten|zet|voeren|voert|schaffen|schaft|stellen|stelt|maken)
    | (?:volgen|volgt|krijgen|krijgt) (?:[\w-]+ ){1,5}(?:training|cursus|scholing|opleiding|workshop|bijles|les)\w*
    | aanschaf\w* | aangeschaft | aankoop | aanstell\w* | aangesteld | inhuren | ingehuurd | inzet van
    | inzetten van | invoer(?:en|ing)\b | ingevoerd | implement\w+ | opzetten | organiseren | organisatie van
    | er komt | er komen | (?:krijgen|krijgt) (?:een|extra|nieuwe|meer|bijles) | uitvoeren van | opstellen van
    | ontwikkelen van"""
)
HOLLOW = _any(
    r"""aandacht (?:voor|aan|besteden) | werken aan | inzetten op | bevorder\w* | stimuler\w* | versterk\w*
    | optimalis\w* | focus(?:sen)? op | investeren in | borgen | verbetering van | verbeteren van | verhogen van
    | vergroten van | professionaliser\w* | faciliter\w* | intensiver\w*"""
)
VAGUE = _any(
    r"beter\w* | meer | verbeter\w* | vooruit\w* | zoveel mogelijk | zo veel mogelijk | voldoende | goed | leuker"
)
RESULT = _any(
    r"""haal\w* | halen | gehaald | behaal\w* | behalen | bereik\w* | scor\w+ | kunnen | kan | kent | kennen
    | beheers\w* | begrijp(?:t|en)\b | leest | rekent | spelt | schrijft | spreekt | voel\w* | groeien | groeit
    | stijg\w* | daal\w* | dalen | doet mee | doen mee | neemt \w+ | nemen (?:deel|toe|af) | slaagt | slagen
    | presteer\w* | presteren | gaat vooruit | gaan vooruit | ingelopen | inhalen | ingehaald | ervaart
    | ervaren | durft | durven | weet | weten | treedt | treden | stroomt | stromen | blijft | blijven
    | laten zien | laat zien | verbetert | minder | hoger | lager | zitten op | zit op | maakt
    | maken (?:de|het|een|hun|minder|zelf)
    | (?:beter|vlotter|weer|sneller|graag|vaker) (?:lezen|rekenen|schrijven|spellen|samenwerken|spelen|plannen)"""
)
TAKES_PART = _any(
    r"""doet mee | doen mee | meedoen | mee doen | deelnem\w* | neemt deel | nemen deel | deelname | meegedaan
    | deelgenomen | bereik\w* | krijg\w* | volg(?:t|en)\b | gevolgd | bezoek\w* | bezocht
    | (?:gaat|gaan|komt|komen) naar | gebruik\w* | aangemeld | aanmeld\w* | treedt | treden | zitten in
    | maken kennis"""
)
CATCHES_UP = re.compile(
    r"\bgeen (?:[\w-]+ )?(?:achterstand|achterstanden)\b"
    r"|\b\w*achterstand\w* (?:[\w-]+ ){0,6}(?:weg|weggewerkt|ingelopen|ingehaald|verdwenen|opgelost)\b"
    r"|\b(?:inhalen|wegwerken) van (?:[\w-]+ ){0,3}achterstand"
)

MONTHS = [
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
]  # fmt: skip
_MONTH = f"({'|'.join(MONTHS)})"
DAY = re.compile(rf"\b(\d{{1,2}}) {_MONTH} (20\d\d)\b", re.ASCII)
NUMERIC_DAY = re.compile(r"\b(\d{1,2})[-/](\d{1,2})[-/](20\d\d)\b", re.ASCII)
MONTH = re.compile(rf"\b{_MONTH} (20\d\d)\b", re.ASCII)
SCHOOL_YEAR = re.compile(r"\b(?:schooljaar )?(20\d\d) ?[-/] ?(20\d\d|\d\d)\b", re.ASCII)
SUMMER = re.compile(r"\b(?:zomer(?:vakantie)?)(?: van)? (20\d\d)\b", re.ASCII)
SOME_TIME = re.compile(
    rf"\b(?:voor|na|in|eind|einde|tegen|uiterlijk|per|met)(?: van)?(?: de| het| dit| komend)? "
    rf"(?:zomer|zomervakantie|kerst|kerstvakantie|schooljaar|jaar|examens?|{'|'.join(MONTHS)})\b"
    r"|\b(?:binnen|na) (?:een|twee|drie|\d) (?:jaar|maanden|schooljaar|schooljaren)\b"
)

_YEAR = r"[1-8](?!\d)[a-f]?"
NOT_COUNTED = re.compile(
    rf"\b(?:groep(?:en)?|klas(?:sen)?|leerjaar|leerjaren|jaarlaag|vmbo|havo|vwo|mavo|jaar)"
    rf"[ -]?{_YEAR}(?: ?(?:,|en|of|tot en met|t/m|tot|-|/) ?{_YEAR}(?! (?:leerling|kind)))*\b"
    rf"|\b(?:niveau|avi|periode|blok|week|fase) ?-?[me]?\d{{1,2}}\b"
    rf"|\b\d{{1,2}}[-/]\d{{1,2}}[-/]20\d\d\b|\b\d{{1,2}} {_MONTH}\b|\b20\d\d(?: ?[-/] ?(?:20)?\d\d)?\b"
    rf"|\b(?:binnen|na|in|over) \d{{1,2}} (?:jaar|schooljaren|maanden|weken)\b"
    rf"|\b\d{{1,3}} (?:uur|uren|minuten|lessen|dagdelen|dagen) per (?:week|dag|maand|jaar)\b"
    rf"|\bnt2\b|\b[1-4][fs]\b|\b\d{{1,2}}e\b",
    re.ASCII,
)
FROM_TO = re.compile(
    r"\bvan (\d{1,3}(?:[.,]\d{1,2})?) ?(?:%|procent)? naar (\d{1,4}(?:[.,]\d{1,2})?) ?(?:%|procent\b)", re.ASCII
)
PERCENT = re.compile(r"(?<![\d.,])(\d{1,4}(?:[.,]\d{1,2})?) ?(?:%|procent\b|percent\b)", re.ASCII)
COUNT = r"\d{1,3}(?:\.\d{3})+|\d{1,7}"
COUNTED = re.compile(rf"(?<![\w.,])({COUNT}|{'|'.join(NUMBER_WORDS)}) (?:[a-z'-]+ ){{0,2}}?({PEOPLE})", re.ASCII)
_NUMBER = rf"(?:{COUNT}|{'|'.join(NUMBER_WORDS)})"
PART_OF = re.compile(
    rf"(?<![\w.,])({_NUMBER}|een) van (?:de|onze|het|alle) (?:[a-z'-]+ )?{_NUMBER} (?:[a-z'-]+ ){{0,2}}?({PEOPLE})",
    re.ASCII,
)
"""Twelve of twenty: the first number counts, the second says of how many."""
ONE_IN = re.compile(rf"(?<![\w.,])(?:{_NUMBER}|een) op (?:de|elke|iedere) {_NUMBER}(?!\w)", re.ASCII)
_PLACE = r"(?:(?:in|bij|aan|uit|van|naar|per) (?:(?:de|het|een|onze|ons) )?(?:#|[a-z-]+))"
ONLY_COUNTED = re.compile(
    rf"(?:{_PLACE},? ?)?(?:(?:minstens|minimaal|ten minste|ongeveer|circa|ruim|totaal|in totaal) )*"
    rf"{_NUMBER} (?:(?!{PEOPLE})[a-z'-]+ )?{PEOPLE}(?: {_PLACE}){{0,2}}[ .!]*(?:aantal [a-z]+)?[ .!]*",
    re.ASCII,
)
"""A number of people and where they are, without a verb: "900 leerlingen in de zomerschool"."""
_ABOUT = r"(?:(?:ongeveer|circa|minstens|minimaal|ruim|zo'n|ten minste) )?"
_MORE = r"(?:minder|meer|hoger|hogere|lager|lagere|extra|beter|betere|groei|daling|stijging)\b"
PERCENT_CHANGES = re.compile(
    rf"\bmet {_ABOUT}\d[\d.,]* ?(?:%|procent\b|percent\b)|(?<![\d.,])\d[\d.,]* ?(?:%|procent|percent) {_MORE}", re.ASCII
)
PEOPLE_CHANGE = re.compile(
    rf"\bmet {_ABOUT}{_NUMBER} (?:[a-z'-]+ )?{PEOPLE}|(?<![\w.,]){_NUMBER} (?:{_MORE} {PEOPLE}|{PEOPLE} {_MORE})",
    re.ASCII,
)
OTHER_COUNT = re.compile(rf"(?<![\d.,])(?:{COUNT})(?:,\d{{1,2}})?(?![\d.,]*\d)", re.ASCII)


def read(text: str, fields: Iterable[str] = ()) -> Reading:
    """What ``text`` says. ``fields`` are the school's ontwikkelgebieden that count as a subject too."""
    return _read(text[:LONGEST], tuple(sorted(set(fields))))


@lru_cache(maxsize=512)
def _read(text: str, fields: tuple[str, ...]) -> Reading:
    bare = plain(text)
    does, hollow, result = DOES.search(bare), HOLLOW.search(bare) or VAGUE.search(bare), RESULT.search(bare)
    countable = NOT_COUNTED.sub(" # ", bare)
    one_in = ONE_IN.search(countable)
    counted = PART_OF.search(countable) or COUNTED.search(ONE_IN.sub(" # ", countable))
    return Reading(
        who=_who(bare, bool(counted or one_in)),
        about=_about(bare, fields),
        is_means=bool(does or HOLLOW.search(bare)) and not result and not counted and not one_in,
        hollow=hollow.group() if hollow else "",
        percent=_percent(countable),
        people=_count(counted.group(1)) if counted else None,
        are_pupils=bool(counted and re.match(PUPILS, counted.group(2))),
        counts_other=bool(one_in or OTHER_COUNT.search(countable)),
        each=_each(bare),
        takes_part=bool(TAKES_PART.search(bare) or ONLY_COUNTED.fullmatch(" ".join(countable.split()))),
        catches_up=bool(CATCHES_UP.search(bare)),
        when=_when(bare),
        percent_changes=not FROM_TO.search(countable) and _within(PERCENT_CHANGES, PERCENT.search(countable)),
        people_change=_within(PEOPLE_CHANGE, counted),
    )


@lru_cache(maxsize=1024)
def mentions(text: str, name: str) -> bool:
    """Whether ``text`` names ``name`` (an ontwikkelgebied, a group): one of its long words, or all of it."""
    bare = plain(text)
    whole = plain(name)
    if whole and re.search(rf"(?<!\w){re.escape(whole)}(?!\w)", bare):
        return True
    stems = {stem(word) for word in tokens(name) if len(word) >= 5 and word not in ("groep", "groepen", "leerjaar")}
    return bool(stems & {stem(word) for word in tokens(bare)})


def names_group(text: str, groups: str) -> bool:
    """Whether ``text`` names one of ``groups`` ("Unit 2, Unit 3") in the school's own words, whatever those are."""
    bare, names = plain(text), [plain(groups), *re.split(r" en |[,;/&]", plain(groups))]
    names = [name.strip() for name in names if name.strip() and not SOME.fullmatch(name.strip())]
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", bare) for name in names)


def _who(bare: str, counted: bool) -> Who:
    if counted or EXACT.search(bare) or EACH.search(bare):
        return Who.EXACT
    return Who.SOMEBODY if SOME.search(bare) else Who.NOBODY


def _about(bare: str, fields: tuple[str, ...]) -> str:
    """What it is about: the word in the text, or the field that it names; empty when neither is there."""
    if found := ABOUT.search(bare):
        return found.group()
    return next((field for field in fields if mentions(bare, field)), "")


def _percent(bare: str) -> Decimal | None:
    if found := FROM_TO.search(bare) or PERCENT.search(bare):
        return Decimal(found.groups()[-1].replace(",", "."))
    named = PART.search(bare)
    return Decimal(PARTS[named.group()]) if named else None


def _within(change: re.Pattern[str], number: re.Match[str] | None) -> bool:
    """Whether ``number`` is part of a ``change`` in its text."""
    return number is not None and any(c.start() <= number.start(1) < c.end() for c in change.finditer(number.string))


def _each(bare: str) -> Decimal | None:
    found = EACH.search(bare)
    return Decimal(0 if found.group().startswith(("geen", "niemand")) else 100) if found else None


def _count(digits: str) -> Decimal:
    return Decimal(NUMBER_WORDS[digits]) if digits in NUMBER_WORDS else Decimal(digits.replace(".", ""))


def _when(bare: str) -> When | None:
    """The first moment in the text, the most precise kind first. A school year ends on 31 July."""
    if found := DAY.search(bare):
        return When(found.group(), _date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1])))
    if found := NUMERIC_DAY.search(bare):
        return When(found.group(), _date(int(found[3]), int(found[2]), int(found[1])))
    if found := MONTH.search(bare):
        year, month = int(found[2]), MONTHS.index(found[1]) + 1
        return When(found.group(), date(year, month, monthrange(year, month)[1]))
    if found := SUMMER.search(bare):
        return When(found.group(), date(int(found[1]), 7, 31))
    if found := SCHOOL_YEAR.search(bare):
        return When(found.group(), date(int(found[1]) + 1, 7, 31), date(int(found[1]), 8, 1))
    if found := SOME_TIME.search(bare):
        return When(found.group(), None)
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
