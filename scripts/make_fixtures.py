#!/usr/bin/env python3
"""Make the product's fixtures from the researched data in ../shared/data.

Run from the project's root after the data changed: ``python scripts/make_fixtures.py``. What the data does not say is
null in the fixtures too. Three things here are the product's own and no source's: which domains an intervention
serves, the short names of the categories, and the words in Dutch (notes.py, kinds.py).
"""

import json
from pathlib import Path

from kinds import KINDS, SUBSIDIES
from notes import NOTES

DATA = Path("../shared/data")

SHORT_NAMES = {
    "A": "Meer onderwijs",
    "B": "Effectiever onderwijs",
    "C": "Sociaal-emotioneel en fysiek",
    "D": "Executieve functies",
    "E": "Personeel en ondersteuning",
    "F": "Faciliteiten en randvoorwaarden",
}

DOMAINS = [
    # name, kind, sectors (empty: all)
    ("technisch lezen", "cognitief", "po vso"),
    ("begrijpend lezen", "cognitief", "po vso"),
    ("spelling en taalverzorging", "cognitief", "po vso"),
    ("woordenschat en mondelinge taal", "cognitief", "po vso"),
    ("schrijven", "cognitief", "po vso"),
    ("rekenen", "cognitief", ""),
    ("Nederlands", "cognitief", "vo vso"),
    ("wiskunde", "cognitief", "vo"),
    ("moderne vreemde talen", "cognitief", "vo"),
    ("zaakvakken en overige vakken", "cognitief", ""),
    ("sociaal-emotionele ontwikkeling", "sociaal", ""),
    ("samenwerken", "sociaal", ""),
    ("welbevinden", "welbevinden", ""),
    ("motivatie", "executief", ""),
    ("werkhouding", "executief", ""),
    ("aandacht en werkgeheugen", "executief", ""),
    ("emotieregulatie", "executief", ""),
    ("planning en organisatie", "executief", ""),
    ("motoriek en bewegen", "praktisch", ""),
    ("praktische vaardigheden", "praktisch", "vo vso"),
    ("zelfredzaamheid", "praktisch", "vso"),
    ("loopbaanoriëntatie", "praktisch", "vo vso"),
]

COGNITIVE = [name for name, kind, _ in DOMAINS if kind == "cognitief"]
EXECUTIVE = [name for name, kind, _ in DOMAINS if kind == "executief"]
SERVES = {
    "A1": ["woordenschat en mondelinge taal", "technisch lezen", "rekenen"],
    "A2": COGNITIVE,
    "A3": COGNITIVE,
    "B1": COGNITIVE,
    "B2": COGNITIVE,
    "B3": COGNITIVE,
    "B4": COGNITIVE,
    "B5": [*COGNITIVE, "samenwerken"],
    "B6": [*COGNITIVE, "motivatie", "werkhouding"],
    "B7": COGNITIVE,
    "B8": ["begrijpend lezen", "Nederlands"],
    "B9": ["woordenschat en mondelinge taal", "begrijpend lezen", "Nederlands", "moderne vreemde talen"],
    "B10": ["technisch lezen", "spelling en taalverzorging"],
    "B11": ["schrijven", "spelling en taalverzorging", "Nederlands"],
    "B12": ["loopbaanoriëntatie", "motivatie"],
    "C1": ["welbevinden", "sociaal-emotionele ontwikkeling", "emotieregulatie"],
    "C2": ["motoriek en bewegen", "welbevinden", "samenwerken"],
    "C3": ["welbevinden", "sociaal-emotionele ontwikkeling", "motivatie"],
    "D1": [*EXECUTIVE, "zelfredzaamheid"],
    "D2": ["samenwerken", "sociaal-emotionele ontwikkeling", "motivatie", "werkhouding"],
    "E1": [*COGNITIVE, "aandacht en werkgeheugen", "welbevinden"],
    "E2": [*COGNITIVE, "werkhouding", "aandacht en werkgeheugen"],
    "F1": ["motivatie", "welbevinden", "woordenschat en mondelinge taal"],
    "F2": COGNITIVE,
}

EDITIONS = [
    (
        "2021",
        "Menukaart mei 2021",
        "2021-05-10",
        "https://www.nponderwijs.nl/po-en-vo/menukaart/interventies-kiezen",
    ),
    (
        "2022",
        "Menukaart april 2022",
        "2022-04-01",
        "https://www.nponderwijs.nl/po-en-vo/aan-de-slag/menukaart/",
    ),
]


def row(model: str, **fields: object) -> dict:
    return {"model": model, "fields": fields}


def write(path: str, rows: list[dict]) -> None:
    Path(path).parent.mkdir(exist_ok=True)
    Path(path).write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    print(f"{path}: {len(rows)} rows")


def load(name: str) -> object:
    return json.loads((DATA / name).read_text())


def categories() -> list[dict]:
    names = {item["category"]: item["category_name"] for item in load("menukaart-2021.json")}
    return [
        row("menukaart.category", letter=letter, name=names[letter], short_name=SHORT_NAMES[letter])
        for letter in sorted(names)
    ]


def edition(code: str, name: str, published_on: str, source: str) -> list[dict]:
    rows = [
        row(
            "menukaart.edition",
            code=code,
            name=name,
            published_on=published_on,
            status="gepubliceerd",
            source=source,
        )
    ]
    for item in load(f"menukaart-{code}.json"):
        rows.append(
            row(
                "menukaart.intervention",
                edition=[code],
                code=item["code"],
                category=[item["category"]],
                name=item["name"],
                effect_months=item["effect_months"],
                evidence=item["evidence"],
                cost=item["cost"],
                sectors=" ".join(item["sectors"] or []),
                domains=[[name] for name in SERVES.get(item["code"], [])],
                note=NOTES[item["note"]],
                source=item["source"].split("?utm")[0],
            )
        )
    return rows


TEACHERS = ["leraar", "stille-reserve", "vakdocent", "eigen-uren", "vervanging"]
SUPPORT = ["onderwijsassistent", "leraarondersteuner", "klassenassistent", "eigen-uren", "vervanging"]
FUNCTIONS = {"onderwijsassistent": "onderwijsassistent", "leraarondersteuner": "leraarondersteuner"}
SCALE_NOTE = "De bron noemt 1 januari 2021 en ook 1 januari 2022. Exclusief werkgeverslasten."


def gpl() -> list[dict]:
    """What one fte costs the employer in a year, as the ministry counts it."""
    kinds = {"leraar": TEACHERS, "onderwijsondersteunend personeel": SUPPORT}
    return [
        row(
            "staffing.tariff",
            kind=[kind],
            sector=item["sector"],
            label=f"GPL {item['functie']} {item['sector']}, {item['periode']}",
            basis="per_jaar",
            amount=f"{item['bedrag']:.2f}",
            highest=None,
            note="",
            source=item["source"],
        )
        for item in load("personeel.json")["gpl"]
        if item["bedrag"] is not None
        for kind in kinds.get(item["functie"], [])
    ]


def scales() -> list[dict]:
    """The scales of support staff in po: gross pay a month on the lowest and the highest step."""
    data = load("personeel.json")
    table = data["schalen_oop_po"]
    scale_of = {item["functie"]: item["schaal"] for item in data["functies"] if item["sector"] == "po"}
    rows = []
    for scale in table["schalen"]:
        for function, number in scale_of.items():
            kind = FUNCTIONS.get(function.rsplit(" ", 1)[0])
            if kind is None or number != str(scale["schaal"]):
                continue
            rows.append(
                row(
                    "staffing.tariff",
                    kind=[kind],
                    sector="po",
                    label=f"Schaal {number} ({function})",
                    basis="per_maand",
                    amount=f"{scale['min']:.2f}",
                    highest=f"{scale['max']:.2f}",
                    note=SCALE_NOTE,
                    source=table["source"],
                )
            )
    return rows


def subsidies() -> list[dict]:
    amounts = {item["naam"]: item for item in load("personeel.json")["subsidies"]}
    return [
        row(
            "staffing.subsidy",
            code=item["code"],
            name=item["name"],
            kinds=[[code] for code in item["kinds"]],
            amount=f"{amounts[item['naam']]['bedrag']:.2f}",
            per=item["per"],
            conditions="\n".join(item["conditions"]),
            opens_on=item["opens_on"],
            closes_on=item["closes_on"],
            rank=rank,
            source=amounts[item["naam"]]["source"],
        )
        for rank, item in enumerate(SUBSIDIES, start=1)
    ]


RATE_KINDS = {"bao": "bo", "sbo": "sbo", "so_vso": "so vso so_vso", "vo_basis": "vo", "vo_verhoogd": "vo"}
EXTRA_KINDS = {"bao": "bo", "sbo, so, vso (also cluster 1 and 2)": "sbo so vso so_vso", "vo": "vo"}
EXTRA_LABELS = {"bo": "achterstandsscore", "sbo so vso so_vso": "cumi-leerlingen", "vo": "achterstandsscore"}
LABELS = {
    "vo_basis": "vwo, havo, mavo, leerjaar 1 en 2 van vmbo basis/kader",
    "vo_verhoogd": "praktijkonderwijs, leerjaar 3 en 4 van vmbo basis/kader",
}


def rates(data: dict) -> list[dict]:
    rows = []
    for item in data["bedrag_per_leerling"]:
        if item["type"] not in RATE_KINDS:
            continue
        rows.append(
            row(
                "programmes.fundingrate",
                year=["npo", item["schooljaar"].replace("/", "-")],
                code=item["type"],
                label=LABELS.get(item["type"], item["label"]),
                basis="leerling",
                amount=None if item["bedrag"] is None else f"{item['bedrag']:.2f}",
                kinds=RATE_KINDS[item["type"]],
                note="",
                source=item["source"] or "",
                rank=2 if item["type"] == "vo_verhoogd" else 1,
            )
        )
    for item in data["achterstand"]:
        kinds = EXTRA_KINDS[item["voor"]]
        rows.append(
            row(
                "programmes.fundingrate",
                year=["npo", item["schooljaar"].replace("/", "-")],
                code=f"achterstand-{kinds.split()[0]}",
                label=f"extra: {EXTRA_LABELS[kinds]}",
                basis="cumi" if kinds.startswith("sbo") else "achterstand",
                amount=None if item["bedrag"] is None else f"{item['bedrag']:.2f}",
                kinds=kinds,
                is_extra=True,
                source=item["source"] or "",
                rank=3,
            )
        )
    return rows


def npo_round() -> list[dict]:
    data = load("bekostiging.json")
    counts = {item["schooljaar"]: item["teldatum"] for item in data["teldatum"]}
    no_money = {item["schooljaar"] for item in data["bedrag_per_leerling"] if item["type"] == "alle"}
    rows = [
        row(
            "programmes.round",
            code="npo",
            name="Nationaal Programma Onderwijs",
            spending_deadline=data["bestedingstermijn"]["eindigt"],
            vat_percent="21.00",
            edition=["2021"],
            source=data["regeling"]["2021/2022"],
        )
    ]
    for start in (2021, 2022, 2023, 2024):
        label = f"{start}/{start + 1}"
        rows.append(
            row(
                "programmes.roundyear",
                round=["npo"],
                label=label.replace("/", "-"),
                start=f"{start}-08-01",
                end=f"{start + 1}-07-31",
                count_on=counts.get(label),
                new_money=label not in no_money,
            )
        )
    return rows + rates(data)


def main() -> None:
    write(
        "scans/fixtures/domains.json",
        [
            row("scans.domain", name=name, kind=kind, sectors=sectors, rank=rank)
            for rank, (name, kind, sectors) in enumerate(DOMAINS, start=1)
        ],
    )
    write("menukaart/fixtures/categories.json", categories())
    for one in EDITIONS:
        write(f"menukaart/fixtures/menukaart_{one[0]}.json", edition(*one))
    kinds = [row("staffing.staffkind", **fields, rank=rank) for rank, fields in enumerate(KINDS, start=1)]
    write("staffing/fixtures/staff.json", kinds + gpl() + scales() + subsidies())
    write("programmes/fixtures/npo.json", npo_round())


if __name__ == "__main__":
    main()
