"""Which column of a table is which, by the names that schools and their systems give them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from npo_planner.errors import Refused

GROUP, DOMAIN, LEVEL, PERCENT, PUPILS, SOURCE, EXPLANATION = (
    *("groep", "ontwikkelgebied", "niveau", "percentage"),
    *("aantal", "toets", "toelichting"),
)
NAMES = {
    GROUP: "groep, klas, leerjaar, jaargroep, groepsnaam, groepnaam",
    DOMAIN: "ontwikkelgebied, domein, vak, vakgebied, gebied, leergebied, vaknaam, domeinnaam, onderdeel",
    LEVEL: "niveau, niveauwaarde, vaardigheidsniveau, achterstand, gemiddeld niveau, niveau groep",
    PERCENT: "percentage, %, procent, perc, percentage onder niveau, % onder niveau, % leerlingen onder niveau,"
    "percentage leerlingen onder niveau, percentage achterstand, % achterstand, aandeel, aandeel onder niveau",
    PUPILS: "aantal, aantal leerlingen, leerlingen, aantal lln, lln, n, aantal ll",
    SOURCE: "toets, bron, toetsnaam, naam toets, toets bron, bron toets, meting, meetinstrument, instrument",
    EXPLANATION: "toelichting, opmerking, opmerkingen, uitleg, analyse",
}
KNOWN = {name.strip(): column for column, names in NAMES.items() for name in names.split(",")}
PERSONAL = re.compile(
    r"naam|\bleerling\b|leerling ?(nummer|nr|id|code)|geboorte|geb ?dat|\bbsn\b|burgerservice|onderwijsnummer|\bpgn\b"
    r"|geslacht|adres|postcode|telefoon|\be ?mail"
)
"""Headings of columns that tell about one pupil."""

REFUSAL = (
    "De kolom “{}” lijkt over leerlingen zelf te gaan. Haal die kolom weg: in de scan staan alleen groepen, geen namen "
    "of gegevens van leerlingen."
)


def places(header: Sequence[str]) -> dict[str, int]:
    """Where each column stands. Columns that mean nothing here are left out.

    Raises Refused (personal, columns) for a column about pupils themselves, one that is missing, or twice the same.
    """
    found: dict[str, int] = {}
    for place, heading in enumerate(header):
        column = KNOWN.get(_plain(heading))
        if column is None and PERSONAL.search(_plain(heading)):
            raise Refused(REFUSAL.format(heading[:40]), code="personal")
        if column in found:
            raise Refused(f"De tabel heeft twee kolommen voor {column}. Laat er een staan.", code="columns")
        if column is not None:
            found[column] = place
    missing = [name for name in (GROUP, DOMAIN) if name not in found]
    if not found.keys() & {LEVEL, PERCENT}:
        missing.append(f"{LEVEL} of {PERCENT}")
    if missing:
        raise Refused(
            f"In de eerste rij ontbreekt een kolom voor {' en '.join(missing)}. Zet in de eerste rij de namen van de "
            "kolommen.",
            code="columns",
        )
    return found


def unused(header: Sequence[str]) -> list[str]:
    """Headings that nothing is done with."""
    return [heading for heading in header if heading and _plain(heading) not in KNOWN]


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9%à-ÿ]+", " ", heading.lower().replace("%", " % ")).split())
