"""An edition as a file and back: equal, capped, and with a sentence for every row that is wrong."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from menukaart import exchange
from menukaart.exchange import COLUMNS, read
from menukaart.models import Edition, Intervention
from menukaart.records import Record
from npo_planner import sheets
from npo_planner.errors import Refused

pytestmark = pytest.mark.django_db

PLAIN = Record("B3", "B", "Instructie", 4, 2, 3, "po vo", ("rekenen", "begrijpend lezen"), "Let op", "https://a.nl/")


def shipped(code: str) -> list[Record]:
    edition = Edition.objects.get(code=code)
    return [Record.of(card) for card in Intervention.objects.of_edition(edition)]


def to_csv(records: list[Record]) -> bytes:
    return sheets.dumps(exchange.table(records))


def a_csv(**cells: str) -> bytes:
    """A file with one row, ``PLAIN`` but for ``cells``."""
    row = dict(zip(COLUMNS, exchange.table([PLAIN])[1], strict=True)) | cells
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([COLUMNS, [row[name] for name in COLUMNS]])
    return out.getvalue().encode()


def a_json(**cells: object) -> bytes:
    return json.dumps([exchange.rows([PLAIN])[0] | cells]).encode()


def refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        read(data)
    return refused.value.code, str(refused.value)


# --- round trips -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["2021", "2022"])
@pytest.mark.parametrize("write", [to_csv, exchange.to_json], ids=["csv", "json"])
def test_a_shipped_edition_comes_back_equal(code, write):
    before = shipped(code)

    reading = read(write(before))

    assert (list(reading.records), reading.errors) == (before, ())
    assert len(before) > 20


@pytest.mark.parametrize("write", [to_csv, exchange.to_json], ids=["csv", "json"])
@pytest.mark.parametrize(
    "note",
    [
        "=1+1",
        "'=1+1",
        "-2 maanden",
        '"quotes"; en; puntkomma',
        "regel een\r\nregel twee\nregel drie",
        "é 👩‍🏫 <b>",
        "@x",
    ],
)
def test_awkward_text_comes_back_equal(write, note):
    record = replace(PLAIN, note=note, name="=HYPERLINK()")

    assert read(write([record])).records == (record,)


@pytest.mark.parametrize("write", [to_csv, exchange.to_json], ids=["csv", "json"])
def test_what_the_card_does_not_say_stays_nothing(write):
    record = Record("F4", "F", "Professionalisering")

    assert read(write([record])).records == (record,)


def test_a_csv_file_cannot_run_anything():
    text = to_csv([replace(PLAIN, name="=cmd|' /C calc'!A0")]).decode("utf-8-sig")

    assert ";'=cmd" in text
    assert ";=" not in text


def test_json_has_null_for_what_is_not_known():
    (row,) = json.loads(exchange.to_json([Record("F4", "F", "x")]))

    assert (list(row), row["effect_maanden"], row["sectoren"]) == (list(COLUMNS), None, "")


# --- what people type ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"code": "b3"}, "code", "B3"),
        ({"categorie": "b"}, "letter", "B"),
        ({"effect_maanden": "niet vermeld"}, "effect_months", None),
        ({"effect_maanden": " Niet Vermeld "}, "effect_months", None),
        ({"effect_maanden": "+5"}, "effect_months", 5),
        ({"effect_maanden": "-2"}, "effect_months", -2),
        ({"effect_maanden": "0"}, "effect_months", 0),
        ({"kosten": ""}, "cost", None),
        ({"sectoren": "vo, PO"}, "sectors", "po vo"),
        ({"ontwikkelgebieden": "rekenen|rekenen"}, "domains", ("rekenen",)),
        ({"ontwikkelgebieden": " | "}, "domains", ()),
    ],
)
def test_cells_are_read_as_people_type_them(cells, field, value):
    for data in (a_csv(**cells), a_json(**cells)):
        (record,) = read(data).records
        assert getattr(record, field) == value


def test_commas_another_order_of_columns_and_empty_rows_are_fine():
    row = dict(zip(COLUMNS, exchange.table([PLAIN])[1], strict=True))
    names = sorted(COLUMNS, reverse=True)
    out = io.StringIO()
    csv.writer(out).writerows([[n.upper() for n in names], [""] * len(names), [row[name] for name in names], []])

    assert read(out.getvalue().encode()).records == (PLAIN,)


# --- what is wrong with a row ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "error"),
    [
        ({"code": ""}, "code: Dit veld is verplicht."),
        ({"code": "B-3"}, "code: Gebruik een letter en daarna hoogstens drie cijfers of letters, zoals B3."),
        ({"categorie": "G"}, "categorie: Kies een letter uit A, B, C, D, E, F."),
        ({"naam": ""}, "naam: Dit veld is verplicht."),
        ({"effect_maanden": "veel"}, "effect_maanden: Vul een heel getal in, bijvoorbeeld 12."),
        ({"effect_maanden": "4,5"}, "effect_maanden: Vul een heel getal in, bijvoorbeeld 12."),
        ({"effect_maanden": "13"}, "effect_maanden: Vul hoogstens 12 in."),
        ({"bewijs": "0"}, "bewijs: Vul 1 of meer in."),
        ({"bewijs": "NaN"}, "bewijs: Vul een heel getal in, bijvoorbeeld 12."),
        ({"kosten": "6"}, "kosten: Vul hoogstens 5 in."),
        ({"sectoren": "po mbo"}, "sectoren: Gebruik alleen po, vo, vso."),
        ({"ontwikkelgebieden": "rekenen | toveren"}, "ontwikkelgebieden: “toveren” is geen gedeeld ontwikkelgebied."),
        ({"bron": "javascript:alert(1)"}, "bron: Voer een geldige URL in."),
        ({"naam": "a\x07b"}, "naam: Hier staat een teken in dat geen tekst is."),
        ({"bron": "https://a.nl/\x1b"}, "bron: Hier staat een teken in dat geen tekst is."),
    ],
)
def test_a_row_that_is_wrong_is_told_with_its_number_and_nothing_is_read(cells, error):
    reading = read(a_csv(**cells))

    assert reading == exchange.Reading((), (f"Rij 2: {error}",))
    assert read(a_json(**cells)).errors == (f"Rij 1: {error}",)


@pytest.mark.parametrize(("name", "longest"), [("naam", 120), ("opmerking", 2000), ("bron", 400)])
def test_a_field_that_is_too_long_is_told(name, longest):
    (error,) = read(a_csv(**{name: "https://a.nl/" + "x" * longest})).errors

    assert error.startswith(f"Rij 2: {name}: Zorg dat deze waarde niet meer dan {longest} tekens bevat")


def test_a_code_that_stands_twice_is_told_with_both_rows():
    other = replace(PLAIN, code="B4")

    assert read(to_csv([PLAIN, other, PLAIN])).errors == ("Rij 4: code B3 staat ook in rij 2.",)


def test_errors_come_in_the_order_of_the_rows_and_are_capped():
    wrong = [replace(PLAIN, code=f"B{n}", letter="X") for n in range(40)]

    errors = read(to_csv(wrong)).errors

    assert (len(errors), errors[0][:6], errors[29][:7], errors[30]) == (31, "Rij 2:", "Rij 31:", "En nog 10 fouten.")


def test_a_row_with_another_number_of_cells_is_told():
    assert refusal(to_csv([PLAIN]) + b"B4;B;x\r\n") == (
        "bad_csv",
        "Rij 3: hier staan 3 cellen, en in de eerste rij 10.",
    )


# --- what is no such file --------------------------------------------------------------------------------------------

HEADER = ";".join(COLUMNS).encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (HEADER, "empty"),
        (b"[]", "empty"),
        (b"PK\x03\x04" + b"x" * 100, "not_text"),
        (b"\xd0\xcf\x11\xe0", "not_text"),
        (b"%PDF-1.7", "not_text"),
        ("code;naam".encode("utf-16"), "not_text"),
        ("é;naam".encode("cp1252"), "not_text"),
        (HEADER + b"\n\0\0", "not_text"),
        (b"x" * 300_001, "too_large"),
        (HEADER + b"\n" + b"B1;B;x;;;;;;;\n" * 201, "too_large"),
        (json.dumps([{}] * 201).encode(), "too_large"),
        (b"naam;plaats\nx;y\n", "bad_columns"),
        (HEADER + b";extra\n", "bad_columns"),
        (HEADER + b";code\n", "bad_columns"),
        (HEADER + b'\n"B1;B;x', "bad_csv"),
        (HEADER + b"\n" + b'"' + b"x" * 200_000 + b'"', "bad_csv"),
        (b"{}", "bad_json"),
        (b"[1]", "bad_json"),
        (b"[{]", "bad_json"),
        (b"[" * 100_000, "bad_json"),
        (b'[{"code": NaN}]', "bad_json"),
        (b'[{"code": ' + b"9" * 5000 + b"}]", "bad_json"),
        (b'[{"naam": "\\ud800"}]', "bad_json"),
        (b'[{"\\ud800": 1}]', "bad_json"),
        (b'[{"code": true}]', "bad_json"),
        (b'[{"code": ["B1"]}]', "bad_json"),
        (b'[{"code": 1.5}]', "bad_json"),
        (b'[{"code": "B1"}]', "bad_columns"),
    ],
)
def test_what_is_no_edition_is_refused_with_a_sentence(data, code):
    found, reason = refusal(data)

    assert found == code
    assert reason.endswith(".")


# --- between preview and import --------------------------------------------------------------------------------------

HEAD = {"code": "2023", "name": "Menukaart", "published_on": None, "source": ""}


@pytest.mark.parametrize("code", ["2021", "2022"])
def test_a_preview_comes_back_as_it_was(code):
    signed = exchange.sign(shipped(code), HEAD, 7)

    assert exchange.unsign(signed, 7) == (tuple(shipped(code)), HEAD)


@pytest.mark.parametrize(
    "change", [lambda text: "", lambda text: text[:-2], lambda text: "a" + text, lambda text: "x" * 9]
)
def test_a_preview_that_was_touched_is_refused(change):
    signed = exchange.sign([PLAIN], HEAD, 7)

    with pytest.raises(Refused) as refused:
        exchange.unsign(change(signed), 7)

    assert refused.value.code == "expired"


def test_a_preview_is_of_one_person_and_of_one_day(monkeypatch):
    signed = exchange.sign([PLAIN], HEAD, 7)

    with pytest.raises(Refused):
        exchange.unsign(signed, 8)
    monkeypatch.setattr(exchange, "PREVIEW_LASTS", -1)
    with pytest.raises(Refused):
        exchange.unsign(signed, 7)


def test_the_largest_file_fits_in_a_form():
    records = [replace(PLAIN, code=f"B{n}", note=f"{n} " * 400) for n in range(200)]

    assert len(exchange.sign(records, HEAD, 7)) < 1_000_000
