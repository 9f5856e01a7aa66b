"""Reading a table of a leerlingvolgsysteem: bytes to text, text to rows, rows to what they would do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from npo_planner.errors import Refused
from scans.constants import Delay, Source
from scans.lvs import columns, plan, reading, workbook
from scans.lvs.levels import delay_of
from scans.models import Domain


def said(read: Callable[..., Any], *args: Any) -> Any:
    """What ``read`` gives, or the sentence with which it refuses."""
    try:
        return read(*args)
    except Refused as refusal:
        return str(refusal)


# --- levels ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "delay"),
    [
        (["I", "ii", "A", "b", "geen", "Geen achterstand", "niveau I"], Delay.NONE),
        (["III", "C", "klein", "kleine achterstand"], Delay.SMALL),
        (["IV", "D", "matig", "matige achterstand"], Delay.MEDIUM),
        (["V", "E", "groot", "Grote achterstand"], Delay.LARGE),
    ],
)
def test_level_is_a_delay(texts, delay):
    assert [delay_of(text, percent=False) for text in texts] == [delay] * len(texts)


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        *[("0", Delay.NONE), ("9,9", Delay.NONE), ("10", Delay.SMALL), ("24,99 %", Delay.SMALL)],
        *[("25%", Delay.MEDIUM), ("49", Delay.MEDIUM), ("50", Delay.LARGE), ("100", Delay.LARGE), ("0,5%", Delay.NONE)],
    ],
)
def test_share_below_the_level_is_a_delay(text, delay):
    assert delay_of(text, percent=True) == delay


@pytest.mark.parametrize("text", ["35%", "35 %", " 35,0%"])
def test_share_with_its_sign_may_stand_among_levels(text):
    assert delay_of(text, percent=False) == Delay.MEDIUM


@pytest.mark.parametrize(
    ("text", "percent", "told"),
    [
        ("VI", False, "“VI” is geen niveau dat wij kennen."),
        ("3", False, "“3” is geen niveau dat wij kennen."),
        ("", False, "“” is geen niveau dat wij kennen."),
        ("-5%", False, "-5% kan geen percentage zijn."),
        ("101", True, "101 kan geen percentage zijn."),
        ("0,35", True, "0,35 is minder dan 1 procent."),
        ("1e1", True, "“1e1” is geen percentage."),
        ("NaN", True, "“NaN” is geen percentage."),
    ],
)
def test_other_levels_get_a_sentence(text, percent, told):
    with pytest.raises(ValueError, match="^" + told.replace(".", r"\.")):
        delay_of(text, percent=percent)


# --- columns ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["Groep", "Vak", "Niveau"], {"groep": 0, "ontwikkelgebied": 1, "niveau": 2}),
        (
            ["% onder niveau", "DOMEIN", "Klas:", "", "Aantal leerlingen", "Toets / bron", "Opmerking", "datum"],
            {"percentage": 0, "ontwikkelgebied": 1, "groep": 2, "aantal": 4, "toets": 5, "toelichting": 6},
        ),
        (
            ["%", "leergebied", "leerjaar", "naam toets"],
            {"percentage": 0, "ontwikkelgebied": 1, "groep": 2, "toets": 3},
        ),
    ],
)
def test_columns_are_known_by_many_names_in_any_order(header, expected):
    assert columns.places(header) == expected


@pytest.mark.parametrize(
    "heading",
    ["Naam", "naam leerling", "Leerling", "LeerlingNaam", "Voornaam", "Achternaam", "Roepnaam", "Leerlingnummer"]
    + ["Geboortedatum", "geb. datum", "BSN", "Burgerservicenummer", "Geslacht", "E-mail", "Onderwijsnummer"],
)
def test_column_about_pupils_themselves_is_refused(heading):
    with pytest.raises(Refused) as refused:
        columns.places(["groep", "vak", "niveau", heading])

    assert refused.value.code == "personal"
    assert str(refused.value).startswith(f"De kolom “{heading}” lijkt over leerlingen zelf te gaan.")


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (["groep", "vak"], "ontbreekt een kolom voor niveau of percentage."),
        (["vak", "niveau"], "ontbreekt een kolom voor groep."),
        (["5", "rekenen", "III"], "ontbreekt een kolom voor groep en ontwikkelgebied en niveau of percentage."),
        (["groep", "klas", "vak", "niveau"], "De tabel heeft twee kolommen voor groep."),
    ],
)
def test_columns_that_miss_or_come_twice_are_told(header, told):
    with pytest.raises(Refused) as refused:
        columns.places(header)

    assert refused.value.code == "columns"
    assert told in str(refused.value)


# --- text to rows ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["\t", ";", ","])
def test_rows_keep_their_numbers(sign):
    text = (
        "\r\n" + sign.join(["groep", "vak", ""]) + "\r\n\r\n" + sign.join(["5", ' "lezen"', " a  b "]) + "\n" + sign * 5
    )

    table = reading.table(text)

    assert (table.header, table.rows) == (("groep", "vak"), ((4, ("5", '"lezen"', "a b")),))


def test_quoted_cells_may_hold_anything():
    assert reading.table('a;b\n"x;y\nz";"zei ""ja"""\nq;r').rows == ((2, ("x;y z", 'zei "ja"')), (3, ("q", "r")))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\n", "empty"),
        ("groep;vak", "empty"),
        ('a;b\n"open;1\n2;3', "quotes"),
        ('a;b\n"x"y;1', "quotes"),
        ("a;b\n" + "1;2\n" * 501, "too_large"),
        ("a;b\n" + ";".join("x" * 31), "too_large"),
        ("a;b\n" + "x" * 501, "too_large"),
        ("a;b\n" + "é" * 500_001, "too_large"),
        ("a;b\n" + "x" * 200_000, "too_large"),
    ],
)
def test_table_that_cannot_be_one_is_refused(text, code):
    with pytest.raises(Refused) as refused:
        reading.table(text)

    assert refused.value.code == code


def test_table_at_its_limits_is_read():
    assert len(reading.table("a;b\n" + "1;2\n" * 500).rows) == 500
    assert len(reading.table(";".join("x" * 30) + "\n" + ";".join("y" * 30)).rows[0][1]) == 30
    assert reading.table("a;b\n1;" + "x" * 500).rows[0][1][1] == "x" * 500


@given(st.text(max_size=200))
def test_any_text_is_a_table_or_a_sentence(text):
    found = said(reading.table, text)

    assert found.endswith(".") if isinstance(found, str) else found.rows


# --- files -----------------------------------------------------------------------------------------------------------


def book(*rows: list[Any], change: Any = None) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def archive(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "note"),
    [
        ("groep;analyse é".encode(), ""),
        ("groep;analyse é".encode("utf-8-sig"), ""),
        ("groep;analyse é".encode("utf-16"), ""),
        ("groep;analyse é".encode("cp1252"), reading.OLD_SET),
    ],
)
def test_text_file_is_read_in_each_way_that_excel_saves_it(data, note):
    assert reading.text_of_file("a.csv", data) == ("groep;analyse é", note)


HEAD = ["groep", "vak", "percentage", "aantal"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b" \r\n", "empty"),
        ("a.csv", b"a;b\n" + b"x" * 1_000_000, "too_large"),
        ("a.csv", b"a\x00b", "not_a_table"),
        ("a.csv", "groep;vak".encode("utf-16-le"), "not_a_table"),
        ("a.csv", b"\xff\xfea", "not_a_table"),
        ("a.csv", b"\x81\x8d", "not_a_table"),
        ("a.csv", b"%PDF-1.7", "not_a_table"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "not_a_table"),
        ("a.xlsx", b"groep;vak", "not_a_table"),
        ("a.xlsx", b"PK\x03\x04 no zip", "not_a_table"),
        ("a.xlsx", book(HEAD)[:-40], "not_a_table"),
        ("a.docx", archive({"word/document.xml": b"<a/>"}), "not_a_table"),
        ("a.xlsx", archive({"xl/workbook.xml": b"<a/>"}), "not_a_table"),
        ("a.xlsx", archive({"xl/workbook.xml": b"0" * 10_000_001}), "bomb"),
        ("a.xlsx", archive({f"{n}": b"" for n in range(301)}), "bomb"),
    ],
)
def test_file_that_is_no_table_gets_a_sentence(name, data, code):
    with pytest.raises(Refused) as refused:
        reading.text_of_file(name, data)

    assert (refused.value.code, str(refused.value)[-1]) == (code, ".")


def test_workbook_becomes_the_text_that_people_see_in_it():
    def change(made: Workbook) -> None:
        made.active["C2"].number_format = "0%"
        made.active["A4"] = date(2021, 5, 3)
        made.active["XFD9"] = "far away"
        made.create_sheet("Anders")["A1"] = "second sheet"

    data = book(HEAD, [5, "rekenen", 0.355, 12.0], ["groep 6", 'zei "ja"\n\tdoe', 12.345, True], change=change)

    assert reading.text_of_file("a.xlsx", data)[0] == (
        "groep\tvak\tpercentage\taantal\n5\trekenen\t35,5%\t12\n"
        'groep 6\t"zei ""ja"" doe"\t12,34\tja\n2021-05-03\n\n\n\n\n\n'
    )


def test_hidden_sheet_is_not_the_first():
    def change(made: Workbook) -> None:
        made.active.sheet_state = "hidden"
        made.create_sheet("Zichtbaar")["A1"] = "ja"

    assert workbook.text(book(["nee"], change=change), rows=5, columns=5) == "ja\n"


def test_sheet_that_is_too_long_or_wide_is_told_as_such():
    for data in (book(HEAD, *[[5, "rekenen", 1]] * 501), book(["x"] * 31, ["y"])):
        with pytest.raises(Refused) as refused:
            reading.table(reading.text_of_file("a.xlsx", data)[0])
        assert refused.value.code == "too_large"


def test_sheet_with_a_row_at_the_very_end_is_refused():
    def change(made: Workbook) -> None:
        made.active["A1048576"] = "x"

    with pytest.raises(Refused) as refused:
        reading.text_of_file("a.xlsx", book(HEAD, change=change))

    assert refused.value.code == "too_large"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_xml_that_grows_or_reads_files_is_refused(part):
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c SYSTEM "file:///etc/passwd">]><a>&b;&c;</a>'
    with zipfile.ZipFile(io.BytesIO(book(HEAD, ["x"]))) as good:
        files = {name: good.read(name) for name in good.namelist()} | {part: bomb}

    found = said(reading.text_of_file, "a.xlsx", archive(files))

    assert "root:" not in str(found)
    assert "bbbb" not in str(found)


@given(st.binary(max_size=300))
def test_any_file_is_text_or_a_sentence(data):
    for start in (b"", b"PK\x03\x04", b"\xff\xfe"):
        found = said(reading.text_of_file, "a.xlsx", start + data)
        assert isinstance(found, tuple) or found.endswith(".")


# --- rows to a plan --------------------------------------------------------------------------------------------------

MATHS, READING = Domain(pk=1, name="rekenen"), Domain(pk=2, name="begrijpend lezen")
GROUPS = [f"groep {n}" for n in range(1, 9)]


def finding(**fields: Any) -> SimpleNamespace:
    return SimpleNamespace(
        **{"domain_id": 1, "group": "groep 5", "delay": 2, "pupils": None, "source": "", "source_note": ""}
        | {"explanation": "", "get_delay_display": lambda: "matige achterstand"}
        | fields
    )


def planned(*lines: str, findings: tuple = (), header: str = "groep;vak;niveau;percentage;aantal;toets;toelichting"):
    table = reading.table("\n".join([header, *lines]))
    return plan.make(table, domains=[MATHS, READING], groups=GROUPS, findings=findings)


def test_new_cell_is_added_with_all_that_the_row_says():
    made = planned("5;Rekenen;IV;;1.200;Cito M5;Minder geoefend")

    assert (made.errors, made.added, made.changed, made.kept) == ((), 1, 0, 0)
    assert made.lines[0].values == {
        "domain": MATHS,
        "group": "groep 5",
        "delay": Delay.MEDIUM,
        "explanation": "Minder geoefend",
        "source": Source.LVS,
        "source_note": "Cito M5",
        "pupils": 1200,
    }


def test_finding_that_is_there_changes_and_keeps_its_texts_and_what_the_row_leaves_empty():
    there = finding(explanation="Van ons.", pupils=4, source="lvs", source_note="Cito M4")

    made = planned("GROEP 5;rekenen;;60;;;Van hen.", findings=(there,))

    assert [(line.finding, line.values, line.before) for line in made.lines] == [
        (there, {"delay": Delay.LARGE}, "matige achterstand")
    ]
    assert planned("5;rekenen;IV", findings=(there,)).lines[0].deed == plan.Deed.KEEP
    assert planned("5;rekenen;IV;;0;vragenlijst;x", findings=(finding(),)).lines[0].values == {
        "pupils": 0,
        "source": Source.SURVEY,
        "source_note": "vragenlijst",
        "explanation": "x",
    }


@pytest.mark.parametrize(
    ("lines", "errors"),
    [
        (["5;rekenne;IV"], ["Rij 2: ontwikkelgebied “rekenne” kennen wij niet. Bedoelt u rekenen?"]),
        (["5;zwemmen;IV"], ["Rij 2: ontwikkelgebied “zwemmen” kennen wij niet. "]),
        (["5;;IV", ";rekenen;IV"], ["Rij 2: vul een ontwikkelgebied in.", "Rij 3: vul een groep in."]),
        (["5;rekenen"], ["Rij 2: vul een niveau of een percentage in."]),
        (["5;rekenen;VI"], ["Rij 2: “VI” is geen niveau dat wij kennen. "]),
        (["5;rekenen;V;5"], ["Rij 2: niveau “V” en percentage “5” zeggen iets anders. Laat er een leeg."]),
        (["5;rekenen;V;;een paar"], ["Rij 2: “een paar” is geen aantal leerlingen. "]),
        (["5;rekenen;V;;2,5"], ["Rij 2: “2,5” is geen aantal leerlingen. "]),
        (["5;rekenen;V;;-1"], ["Rij 2: “-1” is geen aantal leerlingen. "]),
        (["5;rekenen;V;;100000"], ["Rij 2: “100000” is geen aantal leerlingen. "]),
        (["5;rekenen;V", "6;rekenen;V", "groep  5;Rekenen;I"], ["Rij 4: rekenen, groep 5 staat ook in rij 2."]),
        (["5;rekenen;V;;;" + "x" * 201], ["Rij 2: de naam van de toets of bron is langer dan 200 tekens."]),
        (["g" * 61 + ";rekenen;V"], ["Rij 2: de naam van de groep is langer dan 60 tekens."]),
        (["x;y;z;1000;q"], ["Rij 2: ontwikkelgebied “y”", "Rij 2: “z” is geen", "Rij 2: “q” is geen aantal"]),
    ],
)
def test_row_with_a_mistake_gets_its_number_and_a_sentence(lines, errors):
    found = planned(*lines).errors

    assert [error[: len(told)] for error, told in zip(found, errors, strict=True)] == errors


def test_cell_with_two_findings_is_for_the_scan_itself():
    made = planned("5;rekenen;V", findings=(finding(), finding()))

    assert made.errors == ("Rij 2: bij rekenen, groep 5 staan al 2 bevindingen. Wijzig die in de scan zelf.",)


def test_group_of_ones_own_and_columns_without_use():
    made = planned("Plusklas;rekenen;I;x", header="groep;vak;niveau;datum")

    assert (made.lines[0].group, made.unused) == ("Plusklas", ("datum",))
