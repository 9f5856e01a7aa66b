"""Which DUO file is this? Its header tells: every file, in its old and new layout, is one ``Layout`` here.

A new column name at DUO is one more name in a tuple below. Names are compared in capitals, with ``_`` as a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from npo_planner.errors import Refused
from schools.constants import Kind


class Target(IntEnum):
    """What a file fills; files that come together are imported in this order."""

    BOARDS = 1
    SCHOOLS = 2
    COUNTS = 3


@dataclass(frozen=True)
class Layout:
    """One kind of file. ``columns``: our field name to the column names that DUO gave it, newest first."""

    key: str
    title: str
    target: Target
    columns: Mapping[str, tuple[str, ...]]
    optional: frozenset[str] = frozenset()
    numbered: re.Pattern[str] | None = None  # a column per year, or per group of pupils
    kinds: tuple[Kind, ...] = ()  # the file holds all open schools of these kinds
    year_in_name: bool = False  # the file itself does not say of which year it is
    sums: bool = False  # a location has several rows, which add up
    fills_gaps: bool = False  # another source is better: only counts that nobody knows yet


CODE = {
    "brin": ("INSTELLINGSCODE", "BRIN NUMMER"),
    "code": ("VESTIGINGSCODE", "VESTIGINGSNUMMER"),
}
ADDRESS = CODE | {
    "province": ("PROVINCIE",),
    "board": ("BEVOEGD GEZAG NUMMER",),
    "name": ("VESTIGINGSNAAM",),
    "street": ("STRAATNAAM",),
    "house_number": ("HUISNUMMER-TOEVOEGING",),
    "postcode": ("POSTCODE",),
    "town": ("PLAATSNAAM",),
    "municipality_code": ("GEMEENTENUMMER",),
    "municipality": ("GEMEENTENAAM",),
    "denomination": ("DENOMINATIE",),
    "phone": ("TELEFOONNUMMER",),
    "website": ("INTERNETADRES",),
}
SPECIAL_KINDS = {"SBAO": Kind.SBO, "SO": Kind.SO, "VSO": Kind.VSO, "(V)SO": Kind.SO_VSO}

# A header with all columns of a layout is that layout; the first that fits wins, so the most particular come first.
LAYOUTS = (
    Layout(
        "special",
        "adressen speciaal (basis)onderwijs (09.-alle-vestigingen-sbo-so-en-vso.csv)",
        Target.SCHOOLS,
        ADDRESS | {"kind": ("SOORT PRIMAIR ONDERWIJS",), "cluster": ("CLUSTER",), "education": ("ONDERWIJS",)},
        optional=frozenset({"cluster", "education"}),
        kinds=tuple(SPECIAL_KINDS.values()),
    ),
    Layout(
        "vo",
        "adressen voortgezet onderwijs (02.-alle-vestigingen-vo.csv)",
        Target.SCHOOLS,
        ADDRESS | {"structure": ("ONDERWIJSSTRUCTUUR",)},
        kinds=(Kind.VO,),
    ),
    Layout(
        "bo",
        "adressen basisonderwijs (02.-alle-schoolvestigingen-basisonderwijs.csv)",
        Target.SCHOOLS,
        ADDRESS,
        kinds=(Kind.BO,),
    ),
    Layout(
        "history",
        "leerlingen po per jaar (06.-historisch-overzicht-aantal-leerlingen-per-schoolvestiging.csv)",
        Target.COUNTS,
        CODE,
        numbered=re.compile(r"LEERLINGEN ([0-9]{4})"),
    ),
    Layout(
        "vo_counts",
        "leerlingen vo (03.-leerlingen-vo-per-vestiging-en-bestuur-…-2025.csv)",
        Target.COUNTS,
        CODE | {"number": ("AANTAL LEERLINGEN",)},  # without vavo: the only total that all years have
        year_in_name=True,
    ),
    Layout(
        "vo_types",
        "leerlingen vo naar onderwijstype (leerlingen-vo-per-vestiging-naar-onderwijstype-2019.csv)",
        Target.COUNTS,
        CODE,
        numbered=re.compile(r"LEER- OF VERBLIJFSJAAR ([0-9]) - (?:MAN|VROUW)"),
        year_in_name=True,
        sums=True,
        fills_gaps=True,
    ),
    Layout(
        "distance",
        "afstand tot school (gemiddelde-afstand-tussen-woonadres-leerling-en-schoolvestiging-2019-2020.csv)",
        Target.COUNTS,
        CODE | {"reference_date": ("PEILDATUM",), "number": ("LEERLINGEN",)},
        sums=True,  # SO and VSO of one location are two rows
        fills_gaps=True,  # it tells 4 where file 06 masks, and is a first count that 06 corrected
    ),
    Layout(
        "boards",
        "besturen (03.-bevoegde-gezagen-vo.csv, besturenbo.csv)",
        Target.BOARDS,
        {
            "number": ("BEVOEGD GEZAG NUMMER",),
            "name": ("BEVOEGD GEZAG NAAM",),
            "town": ("PLAATSNAAM",),
            "kvk": ("KVK-NUMMER", "KVK NUMMER"),
        },
        optional=frozenset({"town", "kvk"}),
    ),
)


@dataclass(frozen=True)
class Found:
    """A layout and where its columns are in this file. ``numbered``: (year or group, place) pairs."""

    layout: Layout
    places: Mapping[str, int]
    width: int
    numbered: Sequence[tuple[int, int]] = field(default=())


def recognise(header: Sequence[str]) -> Found:
    """The layout of a file. Raises Refused (unknown_header, double_column)."""
    names = [re.sub(r"[\s_]+", " ", name).strip().upper() for name in header]
    for layout in LAYOUTS:
        found = _fit(layout, names)
        if found is not None:
            _refuse_doubles(names, found)
            return found
    known = "; ".join(layout.title for layout in LAYOUTS)
    raise Refused(
        "De eerste regel hoort niet bij een bestand dat de planner kent. Gebruik het CSV-bestand zoals DUO het "
        f"publiceert. Bekend zijn: {known}.",
        code="unknown_header",
    )


def _fit(layout: Layout, names: Sequence[str]) -> Found | None:
    places = {key: place for key, wanted in layout.columns.items() if (place := _place(names, wanted)) is not None}
    numbered = [
        (int(match[1]), i)
        for i, name in enumerate(names)
        if layout.numbered and (match := layout.numbered.fullmatch(name))
    ]
    if layout.columns.keys() - places.keys() - layout.optional or (layout.numbered and not numbered):
        return None
    return Found(layout, places, len(names), tuple(numbered))


def _place(names: Sequence[str], wanted: Iterable[str]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)


def _refuse_doubles(names: Sequence[str], found: Found) -> None:
    used = [names[i] for i in (*found.places.values(), *(place for _, place in found.numbered))]
    double = next((name for name in used if names.count(name) > 1), None)
    if double:
        raise Refused(f"De kolom {double} staat meer dan één keer in dit bestand.", code="double_column")
