"""The notes of the researched menukaart in Dutch, as the pages show them. A note that is not here stops the script."""

NEWS = (
    "https://www.nponderwijs.nl/actueel/nieuws/2022/04/07/doorontwikkeling-menukaart-np-onderwijs-en-onderwijskennis.nl"
)
NO_SIGN_EN = (
    "no euro sign in the stored text; not read as zero (in both editions the value 1 never shows, so a single sign may "
    "have been lost, see domain.md 1.4)"
)
NO_SIGN = (
    "In de bewaarde tekst staat geen euroteken. Dat is niet gelezen als nul: in beide edities komt één teken nergens "
    "voor, dus een enkel teken kan verloren zijn gegaan."
)
NO_FIGURES = "In de bewaarde tekst staan geen cijfers."
ONLY_TOGETHER = "Mag alleen samen met een interventie uit A tot en met E."
UNDER_F_EN = (
    "supporting activity under F, without effect figures; F only together with an intervention of A-E. The stored OCW "
    "page is cut before or without this item; the list comes from the named secondary source"
)
UNDER_F = (
    f"Ondersteuning onder F, zonder cijfers. {ONLY_TOGETHER} De bewaarde pagina van OCW is afgebroken voor of zonder "
    "dit punt; de lijst komt uit de genoemde bron"
)

NOTES = {
    "": "",
    "aimed at ages before and in the first groups of primary school; the page itself does not restrict it to a "
    "sector": (
        "Bedoeld voor de leeftijd voor en in de eerste groepen van de basisschool. De pagina zelf noemt geen sector."
    ),
    "page adds: intensive and individual, by teacher, teaching assistant or another adult": (
        "De pagina zegt erbij: intensief en individueel, door een leraar, onderwijsassistent of andere volwassene."
    ),
    f"page adds: tasks and guidance per pupil; {NO_SIGN_EN}": (
        f"De pagina zegt erbij: taken en begeleiding per leerling. {NO_SIGN}"
    ),
    "no figures in the stored text; one of three interventions that OCW added to the EEF list": (
        f"{NO_FIGURES} Een van de drie interventies die OCW toevoegde aan de lijst van EEF."
    ),
    NO_SIGN_EN: NO_SIGN,
    "no figures in the stored text; described by welfare/health partners (NCJ, Trimbos-instituut, Pharos, NIP, NJi), "
    "strength of evidence per programme is in a databank of youth interventions": (
        f"{NO_FIGURES} Beschreven door partners voor welzijn en gezondheid (NCJ, Trimbos-instituut, Pharos, NIP, NJi). "
        "Hoe sterk het bewijs per programma is, staat in een databank met jeugdinterventies."
    ),
    "own page calls it: small effect, limited evidence, high cost "
    "(https://www.nponderwijs.nl/interventies/onderwijsassistenten)": (
        "De eigen pagina zegt: klein effect, beperkt bewijs, hoge kosten "
        "(https://www.nponderwijs.nl/interventies/onderwijsassistenten)."
    ),
    "F only together with an intervention of A-E": ONLY_TOGETHER,
    "page adds: IT hardware and software for specific interventions, distance learning, feedback; F only together with "
    "an intervention of A-E": (
        "De pagina zegt erbij: apparaten en programma’s voor bepaalde interventies, leren op afstand, feedback. "
        f"{ONLY_TOGETHER}"
    ),
    UNDER_F_EN: f"{UNDER_F}.",
    f"{UNDER_F_EN} and https://www.kirschnered.nl/2021/05/22/menukaart-npo-een-hagelschotbenadering/": (
        f"{UNDER_F} en https://www.kirschnered.nl/2021/05/22/menukaart-npo-een-hagelschotbenadering/."
    ),
    "no figures in the stored text; from 1 April 2022 split into specific interventions from the toolkit Jonge Kind, "
    f"among them beginnende geletterdheid and beginnende gecijferdheid ({NEWS})": (
        f"{NO_FIGURES} Sinds 1 april 2022 gesplitst in interventies uit de toolkit Jonge Kind, waaronder beginnende "
        f"geletterdheid en beginnende gecijferdheid ({NEWS})."
    ),
    "no figures in the stored text": NO_FIGURES,
    f"new per 1 April 2022 ({NEWS}); {NO_SIGN_EN}": f"Nieuw per 1 april 2022 ({NEWS}). {NO_SIGN}",
    f"new per 1 April 2022 ({NEWS}); no figures in the stored text": f"Nieuw per 1 april 2022 ({NEWS}). {NO_FIGURES}",
    "no figures in the stored text; added between the two editions (the 2021 page announced work on LOB and the step "
    "from vo to mbo)": (
        f"{NO_FIGURES} Toegevoegd tussen de twee edities: de pagina van 2021 kondigde werk aan LOB en de stap van vo "
        "naar mbo aan."
    ),
    "no check mark in the stored text; not read as zero (a single mark may have been lost)": (
        "In de bewaarde tekst staat geen vinkje. Dat is niet gelezen als nul: een enkel vinkje kan verloren zijn "
        "gegaan."
    ),
    "the stored text is cut inside this row; figures not found": (
        "De bewaarde tekst is in deze rij afgebroken. De cijfers zijn niet gevonden."
    ),
    "category F lies behind the cut of the stored text; the item is taken over from the 2021 edition because OCW said "
    "the composition did not change apart from the additions; figures not found": (
        "De bewaarde tekst is voor categorie F afgebroken. Dit punt is overgenomen uit de editie van 2021, omdat "
        "volgens OCW alleen het nieuwe veranderde. De cijfers zijn niet gevonden."
    ),
    "as F1": (
        "De bewaarde tekst is voor categorie F afgebroken. Dit punt is overgenomen uit de editie van 2021, zoals F1. "
        "De cijfers zijn niet gevonden."
    ),
}
