"""Kinds of staff and the subsidies for them, in Dutch, as they go into the fixtures.

The rules come from domain.md section 7 and the pages named as source. Where to look for people is advice of this
product: no source lists it. What no source gives is None.
"""

AMPO = "https://arbeidsmarktplatformpo.nl/npo"
BSO = "https://www.nponderwijs.nl/po-en-vo/bso"
FINANCE = "https://www.nponderwijs.nl/over-het-nationaal-programma-onderwijs/faq/financien"
VO_RAAD = "https://www.vo-raad.nl/nieuws/hoe-extra-menskracht-voor-het-npo-te-vinden"
SIDE_ENTRY = "https://duo.nl/zakelijk/primair-onderwijs/bekostiging-en-subsidies/subsidie-zij-instroom.jsp"
DUS_I = "https://www.dus-i.nl/subsidies/onderwijspersoneel-opleiding-tot-leraar-primair-onderwijs"
PNIL_SOURCE = (
    "https://duo.nl/zakelijk/primair-onderwijs/personeel/levering-gegevens-personeel-niet-in-loondienst/"
    "wel-of-geen-pnil.jsp"
)

UNDER_A_TEACHER = "Werkt onder verantwoordelijkheid van een leraar en geeft niet zelfstandig les zonder bevoegdheid."


def kind(
    code: str, name: str, group: str, description: str, rules: str, find: str, source: str, **more: object
) -> dict:
    """One kind; ``usual`` engagement "eigen" and ``vat`` on hire True unless given."""
    return {
        "code": code,
        "name": name,
        "group": group,
        "description": description,
        "rules": rules,
        "where_to_find": find,
        "needs_intervention": more.get("needs_intervention", False),
        "usual_engagement": more.get("usual", "eigen"),
        "vat_on_hire": more.get("vat", True),
        "source": source,
    }


KINDS = [
    kind(
        "eigen-uren",
        "uitbreiding van eigen personeel",
        "eigen",
        "Iemand uit uw team werkt tijdelijk meer uren, ook in vakanties. U hoeft niet te werven en de kinderen kennen "
        "deze persoon al.",
        "Meer uren voor eigen leraren mogen uit het geld betaald worden, ook in vakanties. Spreek af dat de "
        "uitbreiding tijdelijk is, en leg dat schriftelijk vast.",
        "Vraag het team wie meer wil werken, en onder welke voorwaarden. Kijk ook naar mensen met een klein contract.",
        FINANCE,
    ),
    kind(
        "vervanging",
        "vervanging van wie wordt vrijgeroosterd",
        "eigen",
        "Een ervaren leraar wordt vrijgeroosterd voor de maatregel; iemand anders neemt de groep of het werk over. U "
        "betaalt de vervanging.",
        "Reken de kosten van wie vervangt, niet ook die van wie wordt vrijgeroosterd: dat salaris betaalt u al. Noem "
        "wie wordt vrijgeroosterd bij functie, niet bij naam.",
        "Kijk wie in het team extra dagen kan werken. Vraag daarna uw bestuur, de vervangingspool en parttimers van "
        "andere scholen.",
        AMPO,
    ),
    kind(
        "onderwijsassistent",
        "onderwijsassistent",
        "nieuw",
        "Helpt de leraar in en buiten de klas en begeleidt leerlingen, alleen of in groepjes.",
        "Werkt onder verantwoordelijkheid van een leraar. Voor de opleiding tot leraar bestaat een subsidie van 5.000 "
        "euro per jaar, hoogstens vier jaar.",
        "Mbo-opleidingen voor onderwijsassistent (ook stagiairs die klaar zijn), ouders met ervaring, medewerkers van "
        "de opvang, en assistenten met een klein contract in uw bestuur.",
        AMPO,
    ),
    kind(
        "leraarondersteuner",
        "leraarondersteuner",
        "nieuw",
        "Neemt een deel van het lesgeven over van de leraar, bijvoorbeeld instructie aan een kleine groep.",
        "Werkt onder verantwoordelijkheid van een leraar. De subsidie voor de opleiding tot leraar geldt ook hier.",
        "Onderwijsassistenten die verder willen, mensen met een hbo-opleiding pedagogiek of sport, studenten die met "
        "de pabo gestopt zijn.",
        AMPO,
    ),
    kind(
        "klassenassistent",
        "klassenassistent",
        "nieuw",
        "Helpt met praktisch werk en toezicht, zodat de leraar tijd heeft voor leerlingen.",
        "Werkt onder verantwoordelijkheid van een leraar.",
        "Het netwerk van de school: ouders, buurt, vrijwilligers die meer willen. Vraag ook het UWV en de gemeente.",
        VO_RAAD,
    ),
    kind(
        "leraar",
        "leraar",
        "nieuw",
        "Bevoegde leraar met een extra aanstelling.",
        "Meer uren voor eigen leraren mogen uit het geld betaald worden, ook in vakanties.",
        "Parttimers en invallers die u kent, oud-studenten die bij u stage liepen, het regionale loket voor werken in "
        "het onderwijs.",
        FINANCE,
    ),
    kind(
        "zij-instromer",
        "zij-instromer",
        "nieuw",
        "Komt uit een ander beroep en staat voor de klas tijdens de opleiding tot leraar.",
        "Subsidie van 20.000 euro per persoon, één keer. De bevoegdheid moet binnen twee jaar gehaald zijn. Vraag de "
        "subsidie aan nadat de opleiding begonnen is.",
        "Het regionale loket voor werken in het onderwijs, de lerarenopleiding, en ouders en buurtgenoten met een "
        "hbo- of wo-diploma. Bied eerst een meeloopdag.",
        SIDE_ENTRY,
    ),
    kind(
        "stille-reserve",
        "leraar uit de stille reserve",
        "nieuw",
        "Bevoegde leraar die nu niet in het onderwijs werkt, of een uitkering heeft.",
        "In 2020 werkten ruim 25.000 bevoegde vakdocenten niet meer in het voortgezet onderwijs, en ook niet in het "
        "primair onderwijs. Een deel kan als ondersteuning in de klas beginnen.",
        "Oud-collega's en oud-stagiairs, ouders met een pabo-diploma, het UWV. Een rustige start (een paar dagdelen, "
        "een maatje) haalt mensen over.",
        AMPO,
    ),
    kind(
        "vakdocent",
        "vakdocent",
        "nieuw",
        "Leraar voor één vak, zoals gym, muziek of techniek.",
        "Bevoegd voor het eigen vak. Laat de groepsleraar in die tijd met een kleine groep werken: dan is het extra "
        "hulp en niet alleen een ander vak.",
        "Conservatorium, lerarenopleiding voor het vak, de academie voor lichamelijke opvoeding, het centrum voor de "
        "kunsten, collega-scholen met een kleine aanstelling.",
        AMPO,
    ),
    kind(
        "pedagoog",
        "pedagoog of psycholoog",
        "nieuw",
        "Begeleidt leerlingen met sociale of emotionele vragen.",
        "Spreek met het samenwerkingsverband af wat de school doet en wat de jeugdhulp.",
        "Het samenwerkingsverband, het wijkteam, opleidingen orthopedagogiek en psychologie, zelfstandige praktijken.",
        VO_RAAD,
    ),
    kind(
        "student",
        "student",
        "nieuw",
        "Student die leerlingen begeleidt of bijles geeft.",
        UNDER_A_TEACHER,
        "Pabo, lerarenopleiding, universiteit of hogeschool in de buurt, en oud-leerlingen van de school.",
        AMPO,
    ),
    kind(
        "lio",
        "leraar in opleiding",
        "nieuw",
        "Student van de lerarenopleiding in de laatste fase.",
        "Werkt onder verantwoordelijkheid van een leraar. Spreek met de opleiding af welke taken en welke begeleiding "
        "erbij horen.",
        "De lerarenopleiding waarmee u samen opleidt, en studenten die nu bij u stage lopen.",
        AMPO,
    ),
    kind(
        "trainee",
        "trainee",
        "nieuw",
        "Jonge academicus of hbo'er die tijdelijk in de school werkt en intussen wordt opgeleid.",
        UNDER_A_TEACHER,
        "Programma's voor trainees in het onderwijs, de universiteit of hogeschool in de buurt.",
        VO_RAAD,
    ),
    kind(
        "oud-medewerker",
        "gepensioneerde of oud-medewerker",
        "nieuw",
        "Kent de school en begeleidt leerlingen of nieuwe collega's.",
        "Vraag uw salarisadministratie wat werken naast AOW of pensioen betekent voor contract en premies.",
        "Uw eigen lijst van oud-collega's. Bel zelf: een persoonlijke vraag werkt het best.",
        AMPO,
    ),
    kind(
        "bso",
        "pedagogisch medewerker van de bso",
        "anderen",
        "Extra handen in de klas, zodat de leraar kan lesgeven aan een kleine groep.",
        "De inzet moet horen bij een interventie van de menukaart en is zelf geen interventie. Werkt onder "
        "verantwoordelijkheid van een leraar en geeft niet zelfstandig les zonder bevoegdheid. Over inhuur van de bso "
        "betaalt u btw; bij een aanstelling niet, maar dan zijn er werkgeverslasten.",
        "De opvang in of naast uw gebouw. Veel medewerkers hebben 's ochtends tijd. Bespreek het eerst met de leiding "
        "van de opvang.",
        BSO,
        usual="ingehuurd",
        needs_intervention=True,
    ),
    kind(
        "ander-bestuur",
        "personeel van een ander bestuur",
        "anderen",
        "Collega die een ander schoolbestuur uitleent.",
        "Telt mee als personeel niet in loondienst als u ervoor betaalt.",
        "Scholen in de buurt met minder leerlingen dan verwacht, de regionale pool, het samenwerkingsverband.",
        PNIL_SOURCE,
        usual="ingehuurd",
        vat=False,
    ),
    kind(
        "sport-cultuur",
        "medewerker van sport of cultuur",
        "anderen",
        "Buurtsportcoach, muziekschool of cultuurinstelling.",
        "Als dienst zonder vaste persoon telt het niet mee als personeel niet in loondienst.",
        "De gemeente (buurtsportcoaches), sportclubs, de muziekschool, de bibliotheek en het museum in de buurt.",
        AMPO,
        usual="dienst",
    ),
    kind(
        "zzp-uitzend",
        "zzp'er of uitzendkracht",
        "anderen",
        "Iemand die via een bureau of als zelfstandige werkt.",
        "Telt mee als personeel niet in loondienst, btw en bureaukosten inbegrepen.",
        "Bureaus en zelfstandigen met ervaring op scholen. Vraag uw bestuur eerst of er afspraken met bureaus zijn, en "
        "reken de bureaukosten mee.",
        PNIL_SOURCE,
        usual="ingehuurd",
    ),
    kind(
        "dienst",
        "dienst van een organisatie",
        "anderen",
        "Een organisatie voert iets uit, zonder dat u kiest wie er komt.",
        "Telt niet mee als personeel niet in loondienst.",
        "Organisaties voor huiswerkhulp, training of onderzoek. Vraag een offerte met één prijs voor het hele project.",
        PNIL_SOURCE,
        usual="dienst",
    ),
    kind(
        "vrijwilliger",
        "vrijwilliger",
        "zonder_loon",
        "Bijvoorbeeld een ouder of buurtbewoner die helpt.",
        "Telt niet mee als personeel niet in loondienst, ook niet met een vrijwilligersvergoeding.",
        "Ouders, grootouders, de buurt, de vrijwilligerscentrale van de gemeente, maatschappelijke stages.",
        PNIL_SOURCE,
        usual="vrijwilliger",
        vat=False,
    ),
]

SUBSIDIES = [
    {
        "code": "zij-instroom",
        "naam": "zij-instroom",
        "name": "Subsidie zij-instroom",
        "kinds": ["zij-instromer"],
        "per": "per zij-instromer, één keer",
        "conditions": [
            "De zij-instromer haalt binnen twee jaar de bevoegdheid.",
            "U vraagt de subsidie aan nadat de opleiding is begonnen.",
            "Het bestuur heeft de persoon in dienst of huurt deze in.",
            "Het geld is voor het geschiktheidsonderzoek, de opleiding, de begeleiding en het studieverlof.",
            "Aanvragen worden behandeld op volgorde van binnenkomst, tot het geld op is.",
        ],
        "opens_on": "2018-10-16",
        "closes_on": "2019-10-15",
    },
    {
        "code": "assistent-tot-leraar",
        "naam": "onderwijsassistenten opleiding tot leraar",
        "name": "Subsidie onderwijsassistenten opleiding tot leraar",
        "kinds": ["onderwijsassistent", "leraarondersteuner"],
        "per": "per persoon per jaar, hoogstens vier jaar (samen 20.000 euro)",
        "conditions": [
            "De assistent of ondersteuner is in dienst van het bestuur en is geen zzp'er.",
            "Deze persoon volgt een bekostigde opleiding tot leraar en is daarmee begonnen.",
            "Er is acht uur studieverlof per week, naar rato van de aanstelling.",
            "Bestuur en medewerker leggen de afspraken vast in een overeenkomst.",
            "Voor het voortgezet onderwijs geldt de regeling sinds 2023.",
            "Aanvragen worden behandeld op volgorde van binnenkomst, tot het geld op is.",
        ],
        "opens_on": "2025-01-01",
        "closes_on": "2025-10-15",
    },
]
