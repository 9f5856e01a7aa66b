"""Dutch words: how a text falls apart in stems, and which words point to which kind of intervention.

The list ``GROUPS`` is the product's own. Its words come from the names on the menukaart, the headings of the categories
and the words that domain.md sections 1 to 3 and 7 give for the same things (executive functions as the monitor names
them, kinds of staff, the items under F). A word says how schools write about a kind of measure, never how good it is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST_TEXT = 10_000
"""Characters that are read of a text: twice what a school may write about a measure."""

WORD = re.compile(r"[^\W_]+")
VOWELS = "aeiou"

_STOP = """
    aan aantrekken activiteit al alle als ander bij binnen daar dan dat de deze die dit door een en er gaan gaat geeft
    geven gericht groep haar hebben heeft het hier hij hun iedere ieder in inhuren inter interventie is jaar je kan kind
    kinderen kleine komen komt krijgen krijgt kunnen leer leerkracht leerling leerlingen leraar leraren leren les lessen
    maar maken meer met mogen moeten na naar niet nieuw nog nu of om omdat onder onderwijs ons onze ook op over per
    school schoolse scholen specifiek te technieken tijdelijk tot tussen twee uit uur van veel voor vroeg waar was we
    week wel werken werkt wij willen worden wordt zich zij zijn zo zodat zorgen
    """
"""Words that name no kind of measure: small words, and what every school writes."""


def words(text: str) -> list[str]:
    """The words of the first ``LONGEST_TEXT`` characters, in lower case: letters and digits only."""
    return WORD.findall(unicodedata.normalize("NFC", text[:LONGEST_TEXT]).lower())


def fold(word: str) -> str:
    """``word`` without accents: coöperatief -> cooperatief."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def tokens(text: str) -> list[str]:
    """The ``words`` of a text, folded."""
    return [fold(word) for word in words(text)]


def stem(word: str) -> str:
    """One form for the plural, diminutive and verb forms of a Dutch ``word`` (of ``tokens``): a rule of thumb.

    lessen, lesje -> les; lezen, leest, lees -> lees; scholen -> school; begeleiding, begeleiden -> begeleid.
    """
    for ending in ("ingen", "tjes", "jes", "ing", "tje", "en", "je", "e"):
        left = word.removesuffix(ending)
        if left != word and len(left) >= 3 and any(c in VOWELS for c in left):
            word = _closed(left) if ending in ("ingen", "ing", "en", "e") else left
            break
    for ending in ("s", "t"):
        if word.endswith(ending) and len(word) > 4:
            word = word.removesuffix(ending)
            break
    return word


def _closed(left: str) -> str:
    """Spell a stem as it is without its ending: less -> les, lez -> lees, schol -> school, schrijv -> schrijf."""
    if left[-1] == left[-2] and left[-1] not in VOWELS:
        return left[:-1]
    syllables = len(re.findall(r"[aeiou]+", left))
    vowel, last = left[-2], left[-1]
    is_open = vowel in "aou" or (vowel == "e" and syllables == 1)
    if is_open and last not in f"{VOWELS}wxy" and left[-3] not in VOWELS:
        left = left[:-1] + vowel + last
    return left[:-1] + {"z": "s", "v": "f"}.get(left[-1], left[-1])


STOP = frozenset(stem(word) for word in _STOP.split())


@dataclass(frozen=True)
class Group:
    """Words for one kind of measure of one category.

    ``names``: pieces of the names on the card that mean the same, folded. ``strong`` words name the kind of measure by
    themselves; ``weak`` words only point at it. ``muziek*`` is any word that begins so, ``*assistent`` any that ends
    so; words with spaces are phrases.
    """

    category: str
    names: tuple[str, ...]
    strong: tuple[str, ...]
    weak: tuple[str, ...] = ()


def _group(category: str, names: str, strong: str, weak: str = "") -> Group:
    def parts(text: str) -> tuple[str, ...]:
        return tuple(" ".join(part.split()) for part in text.split(",") if part.strip())

    return Group(category, parts(names), parts(strong), parts(weak))


GROUPS = (
    # A. Meer onderwijs
    _group("A", "vroegschool", "peuter*, kleuter*, vve, voorschool*, vroegschool*, jonge kind", "woordenschat"),
    _group(
        "A",
        "uitbreiding",
        "verlengde schooldag, verlengde lesdag, langere schooldag, extra lesuur, extra lesuren, extra uren les, "
        "meer lestijd, extra lestijd, meer onderwijstijd, extra onderwijs, weekendschool*, huiswerkklas*, bijspijker*, "
        "na schooltijd, buiten schooltijd, na school, op zaterdag, studie uur, huiswerkbegeleid*, inhaalles*",
        "extra les, middag, middagen, uren, woensdagmiddag, lestijd, schooldag, examentraining",
    ),
    _group(
        "A",
        "zomer, lente",
        "zomerschool*, lenteschool*, herfstschool*, winterschool*, vakantieschool*, zomervakantie, meivakantie, "
        "herfstvakantie, voorjaarsvakantie, kerstvakantie, zomercursus*",
        "vakantie*, zomer, lente",
    ),
    # B. Effectiever onderwijs
    _group("B", "een op een", "een op een, 1 op 1, bijles*, tutor*, remedial teach*", "begeleid, individueel"),
    _group(
        "B", "individuele instructie", "op maat, maatwerk, eigen niveau, differentieer*, differentiatie", "individueel"
    ),
    _group(
        "B",
        "kleine groep",
        "kleine groep, klein groep, instructiegroep*, verlengde instructie, plusgroep*, niveaugroep*",
        "instructie, buiten de klas, rekenen, taal",
    ),
    _group(
        "B", "directe instructie", "directe instructie, edi, expliciete instructie, voordoen", "instructie, lesmodel"
    ),
    _group(
        "B",
        "medeleerling",
        "leesmaatje*, leesbuddy*, maatjesproject*, medeleerling*, tutorlezen, oudere leerling, "
        "van elkaar, peer*, leerling tutor",
        "maatje*, buddy*",
    ),
    _group("B", "feedback", "feedback, formatief*, formatieve toets", "toetsing, terugkoppel*"),
    _group("B", "beheersing", "beheersing*, mastery, leerdoel*, tot ze het beheersen", "basisniveau, herhaal"),
    _group(
        "B",
        "begrijpend lezen",
        "begrijpend lezen, leesstrategie*, close reading, tekstbegrip, leesbegrip, voorlees*, leesbevorder*",
        "lezen, leesonderwijs, tekst*, boek*, bibliotheek",
    ),
    _group(
        "B",
        "gesprokentaal",
        "mondelinge taal, spreekvaardig*, taalklas*, nt2, logoped*, praatgroep*, gesprokentaal*, taalontwikkel*",
        "woordenschat, spreken, taal, nieuwkomer*, gesprek*",
    ),
    _group(
        "B",
        "fonemisch",
        "fonemisch, fonologisch, klankbewust*, letterkennis, aanvankelijk lezen, technisch lezen",
        "klank*, letter*, spelling, lezen",
    ),
    _group(
        "B",
        "schrijfonderwijs",
        "schrijfonderwijs, teksten schrijven, leren schrijven, schrijfvaardig*, verhalen schrijven",
        "schrijven",
    ),
    _group("B", "loopbaan", "loopbaan*, lob, beroepskeuze, studiekeuze, profielkeuze", "stage*, vervolgopleiding*"),
    # C. Sociaal-emotioneel en fysiek
    _group(
        "C",
        "welbevinden",
        "welbevinden, welzijn, sociaal emotioneel, sociaal emotionele, weerbaar*, rots en water, faalangst*, pest*, "
        "zelfvertrouwen, sociale vaardig*, kanjertraining*, vreedzame school, schoolmaatschappelijk werk*, "
        "schoolpsycholoog, groepsdynamiek, groepsvorming, somber*, mentale gezondheid, rouw*, trauma*, speltherap*",
        "angst*, emotie*, gevoel*, vertrouwen, psycholoog, coach*, veilig*, sfeer, samenspelen",
    ),
    _group(
        "C",
        "sport",
        "sport*, gym, gymles*, gymnastiek, beweeg*, bewegen, bewegingsonderwijs, motoriek, motorisch*, zwem*, "
        "schoolplein*, dans*, voetbal*",
        "spel, spellen, fitheid, gezond*",
    ),
    _group(
        "C",
        "cultuur",
        "muziek*, toneel*, theater*, cultuur*, kunst*, koor, tekenen, schilder*, drama*, creatief*, museum*, dansles*",
        "optreden, instrument*, zingen, atelier*",
    ),
    # D. Executieve functies
    _group(
        "D",
        "metacognitie, zelfregulerend",
        "executieve, executieve functie, metacogniti*, zelfregul*, leren leren, leren plannen, plannen en organiseren, "
        "werkhouding, "
        "werkgeheugen, concentratie*, studievaardig*, zelfstandig werken, mentoruren, mentoruur, doelgericht, "
        "timemanagement, "
        "huiswerk plannen, huiswerkbegeleid*, impuls*, emotieregulatie",
        "aandacht, motivatie, zelfstandig*, agenda, plannen, organiseren, overzicht, reflect*, reflectie, "
        "mentor*, huiswerk",
    ),
    _group(
        "D",
        "samenwerkend",
        "samenwerkend, samenwerken, cooperatie*, groepswerk, teamwerk, in tweetallen",
        "samen, groepsopdracht*, project*",
    ),
    # E. Personeel en ondersteuning
    _group(
        "E",
        "klassenverkleining",
        "klassenverkleining, kleinere klas, kleine klas, klas splitsen, splitsen, gesplitst, groep splitsen, "
        "extra klas, extra groep, minder leerlingen",
        "splits*, halve klas, combinatieklas*, combinatiegroep*",
    ),
    _group(
        "E",
        "assistent, instructeur",
        "onderwijsassistent*, klassenassistent*, leraarondersteuner*, *assistent, extra handen, extra personeel, "
        "instructeur*, extra leerkracht, extra leraar, extra docent, vakleerkracht*, zij instromer*, pedagogisch "
        "medewerker, extra begeleider, co teach*, intern begeleider",
        "handen, ondersteuner, personeel, formatie, medewerker, stagiair*, student*, fte, aanstellen",
    ),
    # F. Faciliteiten en randvoorwaarden
    _group("F", "ouder", "ouderbetrokken*, ouderavond*, oudergesprek*, ouderkamer*, thuisbezoek*", "ouder*, thuis"),
    _group(
        "F",
        "digitale",
        "laptop*, chromebook*, tablet*, ipad*, software*, digitale leermiddel, adaptieve software, licentie*, "
        "digibord*, ict, wifi, devices",
        "digita*, computer*, app, online, adaptief",
    ),
    _group("F", "aantrekken, inhuren", "uitzendbureau*, detacher*, werving*", "inhuren, inhuur, tijdelijk"),
    _group(
        "F",
        "professionalisering",
        "professionaliser*, nascholing, bijscholing*, scholing*, studiedag*, teamtraining*, cursus voor leraren, "
        "opleiding van het team, training van het team, deskundigheidsbevorder*, lesson study",
        "training, cursus, opleiding, opleiden, team, expert*",
    ),
    _group("F", "schoolontwikkeling", "schoolontwikkel*, verbetercultuur, kwaliteitszorg", "visie, schoolleid*, team"),
    _group(
        "F",
        "monitoren",
        "monitor*, data geinformeerd*, datagestuurd*, leerlingvolgsysteem, lvs",
        "data, toetsen, bijstellen",
    ),
    _group(
        "F",
        "leermiddelen",
        "leermiddel*, lesmateriaal, lesmaterialen, lesmethode*, nieuwe methode, schoolboek*, meubilair, lokaal, "
        "lokalen, "
        "inrichting",
        "materiaal, materialen, aanschaf*, methode, boek*, kopen",
    ),
)
