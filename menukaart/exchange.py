"""An edition as a file, CSV or JSON with the same columns, and back.

A file is untrusted: its size is capped before it is parsed, its rows and fields before they are used, and a sentence in
Dutch says for each row what is wrong with it. Nothing is written here; ``operations.import_edition`` takes the records.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing

from menukaart.forms import LARGEST_FILE, RecordForm
from menukaart.models import Category
from menukaart.records import Record
from npo_planner import sheets
from npo_planner.errors import Refused
from scans.models import Domain

COLUMNS = tuple(RecordForm.base_fields)
MOST_ROWS = 200
MOST_ERRORS = 30
BETWEEN = " | "

AS_CSV = "Sla het op als “CSV UTF-8 (door puntkomma gescheiden)” en lees dat bestand in."
DISGUISES = (
    (b"PK\x03\x04", f"Dit is een Excel- of zipbestand. {AS_CSV}"),
    (b"\xd0\xcf\x11\xe0", f"Dit is een Excel-bestand. {AS_CSV}"),
    (b"%PDF", f"Dit is een PDF. {AS_CSV}"),
    (codecs.BOM_UTF16_LE, f"Dit bestand is opgeslagen als UTF-16 (“Unicode-tekst”). {AS_CSV}"),
    (codecs.BOM_UTF16_BE, f"Dit bestand is opgeslagen als UTF-16 (“Unicode-tekst”). {AS_CSV}"),
)

SALT = "menukaart.import"
PREVIEW_LASTS = 24 * 3600
"""In seconds: how long a preview may wait to be applied."""


@dataclass(frozen=True)
class Reading:
    """What a file says: its records, or in Dutch what is wrong. With errors there are no records."""

    records: tuple[Record, ...]
    errors: tuple[str, ...]


# --- out ------------------------------------------------------------------------------------------------------------


def rows(records: Iterable[Record]) -> list[dict[str, Any]]:
    """One dict per record, keyed by ``COLUMNS``; null stays None."""
    return [
        {
            "code": record.code,
            "categorie": record.letter,
            "naam": record.name,
            "effect_maanden": record.effect_months,
            "bewijs": record.evidence,
            "kosten": record.cost,
            "sectoren": record.sectors,
            "ontwikkelgebieden": BETWEEN.join(record.domains),
            "opmerking": record.note,
            "bron": record.source,
        }
        for record in records
    ]


def table(records: Iterable[Record]) -> list[tuple[Any, ...]]:
    """Header and rows for ``sheets``."""
    return [COLUMNS, *(tuple(row[name] for name in COLUMNS) for row in rows(records))]


def to_json(records: Iterable[Record]) -> bytes:
    return json.dumps(rows(records), ensure_ascii=False, indent=1).encode() + b"\n"


# --- in -------------------------------------------------------------------------------------------------------------


def read(data: bytes) -> Reading:
    """The records of a CSV or JSON file, or what is wrong with its rows. Two queries.

    Raises Refused (too_large, not_text, empty, bad_json, bad_csv, bad_columns) for what is no such file at all.
    """
    text = _text(data)
    table = _json_rows(text) if text.lstrip()[:1] in ("[", "{") else _csv_rows(text)
    if not table:
        raise Refused("In dit bestand staan geen interventies.", code="empty")
    if len(table) > MOST_ROWS:
        raise Refused(f"Dit bestand heeft {len(table)} rijen. Er passen hoogstens {MOST_ROWS}.", code="too_large")
    return _checked(table)


def _checked(table: list[tuple[int, dict[str, str]]]) -> Reading:
    letters = set(Category.objects.short_names())
    domains = set(Domain.objects.shared().values_list("name", flat=True))
    records, errors, places = [], [], {}
    for place, row in table:
        form = RecordForm(row, letters=letters, domains=domains)
        if not form.is_valid():
            errors += [f"Rij {place}: {name}: {error}" for name, found in form.errors.items() for error in found]
        elif form.record.code in places:
            errors.append(f"Rij {place}: code {form.record.code} staat ook in rij {places[form.record.code]}.")
        else:
            places[form.record.code] = place
            records.append(form.record)
    if len(errors) > MOST_ERRORS:
        errors[MOST_ERRORS:] = [f"En nog {len(errors) - MOST_ERRORS} fouten."]
    return Reading((), tuple(errors)) if errors else Reading(tuple(records), ())


def _text(data: bytes) -> str:
    if len(data) > LARGEST_FILE:
        raise Refused("Dit bestand is groter dan 300 kB. Zo groot is geen editie van de menukaart.", code="too_large")
    for start, reason in DISGUISES:
        if data.startswith(start):
            raise Refused(reason, code="not_text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"Dit bestand is niet opgeslagen als UTF-8. {AS_CSV}", code="not_text") from error
    if "\0" in text:
        raise Refused(f"Dit is geen tekstbestand. {AS_CSV}", code="not_text")
    if not text.strip():
        raise Refused("Dit bestand is leeg.", code="empty")
    return text


def _json_rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """Numbered rows of a JSON list; the first is row 1."""
    try:
        found = json.loads(text, parse_constant=_no_number)
        json.dumps(found, ensure_ascii=False).encode()  # half a character (a lone surrogate) is no text
    except (ValueError, RecursionError) as error:
        raise Refused(
            "Dit JSON-bestand is niet goed te lezen. Download een editie als voorbeeld.", code="bad_json"
        ) from (error)
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise Refused("Dit JSON-bestand is geen lijst met interventies.", code="bad_json")
    if len(found) > MOST_ROWS:
        raise Refused(f"Dit bestand heeft {len(found)} rijen. Er passen hoogstens {MOST_ROWS}.", code="too_large")
    for place, row in enumerate(found, start=1):
        if strange := [name for name, value in row.items() if isinstance(value, dict | list | bool | float)]:
            raise Refused(f"Rij {place}: {strange[0][:40]} is geen tekst of heel getal.", code="bad_json")
        _check_columns(list(row), f"Rij {place}: ")
    return [
        (place, {n: "" if v is None else str(v) for n, v in row.items()}) for place, row in enumerate(found, start=1)
    ]


def _no_number(word: str) -> None:
    raise ValueError(f"no number of JSON: {word}")


def _csv_rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """Numbered rows below the header, which is row 1, as a spreadsheet counts them. Empty rows are left out."""
    first = text.lstrip().partition("\n")[0]
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Refused(
            "Dit CSV-bestand is niet goed te lezen: er staat ergens een aanhalingsteken te veel of te weinig.",
            code="bad_csv",
        ) from error
    header, *lines = lines
    header = [name.strip().lower() for name in header]
    _check_columns(header)
    found = []
    for place, line in enumerate(lines, start=2):
        if any(cell.strip() for cell in line):
            if len(line) != len(header):
                reason = f"Rij {place}: hier staan {len(line)} cellen, en in de eerste rij {len(header)}."
                raise Refused(reason, code="bad_csv")
            found.append((place, dict(zip(header, map(sheets.plain, line), strict=True))))
    return found


def _check_columns(names: list[str], where: str = "") -> None:
    missing = [name for name in COLUMNS if name not in names]
    strange = [name for name in names if name not in COLUMNS]
    if missing:
        raise Refused(
            f"{where}De kolom “{missing[0]}” ontbreekt. Nodig zijn: {', '.join(COLUMNS)}.", code="bad_columns"
        )
    if strange:
        raise Refused(f"{where}De kolom “{strange[0][:40]}” hoort er niet bij.", code="bad_columns")
    if len(set(names)) < len(names):
        raise Refused(f"{where}Een kolom staat er dubbel in.", code="bad_columns")


# --- between preview and import -------------------------------------------------------------------------------------


def sign(records: Iterable[Record], head: dict[str, Any], user_pk: int) -> str:
    """What a preview shows, as text that comes back unchanged or not at all."""
    kept = {"head": head, "by": user_pk, "records": [asdict(record) for record in records]}
    return signing.dumps(kept, salt=SALT, compress=True)


def unsign(text: str, user_pk: int) -> tuple[tuple[Record, ...], dict[str, Any]]:
    """The records and head of a preview that this person looked at. Raises Refused (expired)."""
    try:
        kept = signing.loads(text, salt=SALT, max_age=PREVIEW_LASTS)
    except signing.BadSignature as error:
        raise Refused("Dit voorbeeld is niet meer geldig. Lees het bestand opnieuw in.", code="expired") from error
    if kept["by"] != user_pk:
        raise Refused("Dit voorbeeld is van iemand anders. Lees het bestand opnieuw in.", code="expired")
    found = [Record(**row | {"domains": tuple(row["domains"])}) for row in kept["records"]]
    return tuple(found), kept["head"]
