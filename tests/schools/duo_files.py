"""Handwritten register files: the headers of DUO, and rows that say only what a test is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

AREAS = (
    "STRAATNAAM CORRESPONDENTIEADRES;HUISNUMMER-TOEVOEGING CORRESPONDENTIEADRES;POSTCODE CORRESPONDENTIEADRES;"
    "PLAATSNAAM CORRESPONDENTIEADRES;NODAAL GEBIED CODE;NODAAL GEBIED NAAM;RPA-GEBIED CODE;RPA-GEBIED NAAM;"
    "WGR-GEBIED CODE;WGR-GEBIED NAAM;COROPGEBIED CODE;COROPGEBIED NAAM;ONDERWIJSGEBIED CODE;ONDERWIJSGEBIED NAAM;"
    "RMC-REGIO CODE;RMC-REGIO NAAM"
)
ADDRESS = (
    "VESTIGINGSNAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;POSTCODE;PLAATSNAAM;GEMEENTENUMMER;GEMEENTENAAM;DENOMINATIE;"
    "TELEFOONNUMMER;INTERNETADRES"
)
NEW = "PROVINCIE;BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE"
OLD = "PROVINCIE;BEVOEGD GEZAG NUMMER;BRIN NUMMER;VESTIGINGSNUMMER"

BO = f"{NEW};{ADDRESS};{AREAS};VAKANTIEREGIO"
VO = f"{NEW};{ADDRESS};ONDERWIJSSTRUCTUUR;{AREAS};VAKANTIEREGIO"
VO_OLD = f"{OLD};{ADDRESS};ONDERWIJSSTRUCTUUR;{AREAS}"
SPECIAL = f"SOORT PRIMAIR ONDERWIJS;{NEW};{ADDRESS};CLUSTER;ONDERWIJS;{AREAS};VAKANTIEREGIO"
BOARDS = (
    "BEVOEGD GEZAG NUMMER;BEVOEGD GEZAG NAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;POSTCODE;PLAATSNAAM;GEMEENTENUMMER;"
    "GEMEENTENAAM;DENOMINATIE;TELEFOONNUMMER;INTERNETADRES;ADMINISTRATIEKANTOORNUMMER;KVK-NUMMER"
)
HISTORY = (
    "INSTELLINGSCODE;VESTIGINGSCODE;NAAM_VESTIGING;SOORT_VESTIGING;DENOMINATIE_VESTIGING;BEVOEGD_GEZAG_NUMMER;"
    "GEMEENTECODE_VESTIGING;GEMEENTENAAM_VESTIGING;"
) + ";".join(f"LEERLINGEN_{year}" for year in range(1996, 2026))
VO_COUNTS = (
    "BEVOEGD GEZAG NUMMER;BRIN NUMMER;VESTIGINGSNUMMER;INSTELLINGSNAAM VESTIGING;PLAATSNAAM;GEMEENTENUMMER;"
    "GEMEENTENAAM;PROVINCIE;AANTAL LEERLINGEN;AANTAL VO LEERLINGEN UITBESTEED AAN VAVO;TOTAAL AANTAL LEERLINGEN"
)
VO_TYPES = (
    "BRIN NUMMER;VESTIGINGSNUMMER;INSTELLINGSNAAM VESTIGING;PLAATSNAAM VESTIGING;PROVINCIE VESTIGING;"
    "ONDERWIJSTYPE VO EN LEER- OF VERBLIJFSJAAR;VMBO SECTOR;AFDELING;ELEMENTCODE;OPLEIDINGSNAAM;"
) + ";".join(f"LEER- OF VERBLIJFSJAAR {n} - {sex}" for n in range(1, 7) for sex in ("MAN", "VROUW"))
DISTANCE = (
    "PEILDATUM;BRIN_NUMMER;VESTIGINGSNUMMER;INSTELLINGSNAAM_VESTIGING;POSTCODE_VESTIGING;PLAATSNAAM;GEMEENTENUMMER;"
    "GEMEENTENAAM;PROVINCIE;SOORT_PO;DENOMINATIE_VESTIGING;BEVOEGD_GEZAG_NUMMER;AFSTAND;LEERLINGEN"
)

SCHOOL = {
    "PROVINCIE": "Drenthe",
    "BEVOEGD GEZAG NUMMER": "41001",
    "VESTIGINGSNAAM": "De Eik",
    "STRAATNAAM": "Dorpsstraat",
    "HUISNUMMER-TOEVOEGING": "1",
    "POSTCODE": "9400 AA",
    "PLAATSNAAM": "ASSEN",
    "GEMEENTENUMMER": "0106",
    "GEMEENTENAAM": "ASSEN",
    "DENOMINATIE": "Openbaar",
    "TELEFOONNUMMER": "0592000000",
    "INTERNETADRES": "www.eik.example",
    "ONDERWIJSSTRUCTUUR": "VBO/MAVO",
    "SOORT PRIMAIR ONDERWIJS": "SBAO",
    "ONDERWIJS": "SBAO",
}


def line(header: str, cells: Mapping[str, object], blank: str = " ") -> str:
    """One row with the ``cells`` that are named and blanks as DUO writes them for the others."""
    return ";".join(str(cells.get(name, blank)) for name in header.split(";"))


def school(code: str, cells: Mapping[str, object] | None = None, header: str = BO) -> str:
    """A row of an address file: a school in Assen, but for what ``cells`` say."""
    codes = dict.fromkeys(("INSTELLINGSCODE", "BRIN NUMMER"), code[:4])
    codes |= dict.fromkeys(("VESTIGINGSCODE", "VESTIGINGSNUMMER"), code)
    return line(header, SCHOOL | codes | (cells or {}))


def history(code: str, counts: Mapping[int, object]) -> str:
    """A row of file 06 with the ``counts`` of some years; the other years are empty."""
    cells = {"INSTELLINGSCODE": code[:4], "VESTIGINGSCODE": code}
    return line(HISTORY, cells | {f"LEERLINGEN_{year}": n for year, n in counts.items()}, blank="")


def data(header: str, *rows: str, encoding: str = "cp1252", end: str = "\r\n") -> bytes:
    """The bytes of a file."""
    return "".join(f"{row}{end}" for row in (header, *rows)).encode(encoding)


def bo(codes: Sequence[str], cells: Mapping[str, Mapping[str, object]] | None = None) -> bytes:
    """A file of primary schools: ``codes``, with other ``cells`` for some of them."""
    return data(BO, *(school(code, (cells or {}).get(code)) for code in codes))
