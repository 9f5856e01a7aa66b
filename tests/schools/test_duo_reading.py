"""Bytes of DUO files become header and lines, whatever their encoding, separator and quotes."""

import pytest

from npo_planner.errors import Refused
from schools.duo import reading


def read(data: bytes) -> list[tuple[int, list[str]]]:
    """All rows of ``data``, cut into cells, with their line numbers."""
    sheet = reading.sheet(data, reading.UPLOAD)
    return [(line, reading.cells(text, sheet.delimiter)) for line, text in sheet.lines]


def test_utf8_with_bom_is_read_and_the_bom_is_no_part_of_the_first_column():
    sheet = reading.sheet("\ufeffNAAM;PLAATS\r\nSúdwest;x\r\n".encode(), reading.UPLOAD)

    assert sheet.header == ("NAAM", "PLAATS")
    assert sheet.lines == ((2, "Súdwest;x"),)


def test_utf8_without_bom_is_read():
    assert read("A;B\nNiekée;2\n".encode()) == [(2, ["Niekée", "2"])]


def test_cp1252_is_read_with_curly_apostrophes():
    assert read(b"A;B\nDalton Kindcentrum \x92t Kompas;\x91t Ienster\n") == [
        (2, ["Dalton Kindcentrum ’t Kompas", "‘t Ienster"])
    ]


def test_a_byte_that_cp1252_knows_but_the_source_damaged_is_accepted():
    assert read(b"A;B\nWest-Frysl\x83n;Noardeast-Frysl\xd4n\n") == [(2, ["West-Fryslƒn", "Noardeast-FryslÔn"])]


def test_a_byte_that_means_nothing_in_cp1252_becomes_a_replacement_character():
    assert read(b"A;B\nFrysl\x81n;\xe9\n") == [(2, ["Frysl\ufffdn", "é"])]


def test_a_damaged_byte_in_a_file_with_a_bom_does_not_spoil_the_accents_of_the_others():
    assert read(b"\xef\xbb\xbfA;B\n\xc3\xa9;\xff\n") == [(2, ["é", "\ufffd"])]


def test_control_characters_become_replacement_characters_and_do_not_end_a_line():
    assert read("A;B\na\x0bb\x85c;x\u2028d\n".encode()) == [(2, ["a\ufffdb\ufffdc", "x\u2028d"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_line_ends_are_line_ends(end):
    assert read(f"A;B{end}1;2{end}3;4".encode()) == [(2, ["1", "2"]), (3, ["3", "4"])]


def test_blank_lines_are_left_out_but_counted():
    assert read(b"A;B\n\n1;2\n ; \n3;4\n") == [(3, ["1", "2"]), (5, ["3", "4"])]


def test_blanks_are_stripped_whether_one_space_or_eighty():
    assert read(b"A;B;C\n ;" + b" " * 80 + b"; Ichthus\n") == [(2, ["", "", "Ichthus"])]


def test_a_comma_separates_when_the_header_has_no_semicolons():
    data = b'\xef\xbb\xbf"BEVOEGD GEZAG NUMMER","BEVOEGD GEZAG NAAM"\n"41001","Stichting A, B en C"\n'

    assert read(data) == [(2, ["41001", "Stichting A, B en C"])]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (b'"Basisschool ""De Maasparel"""', 'Basisschool "De Maasparel"'),
        (b'"BS """"De Maasparel"""""', 'BS "De Maasparel"'),
        (b'VMBO "De Jutter" Vlieland', 'VMBO "De Jutter" Vlieland'),
        (b'"Almere College, Ontmoetingsschool; PRO"', "Almere College, Ontmoetingsschool; PRO"),
    ],
)
def test_quotes_in_all_forms_of_duo(written, read_as):
    assert read(b"A;B\n" + written + b";2\n") == [(2, [read_as, "2"])]


def test_a_quote_that_is_never_closed_spoils_its_own_line_only():
    assert read(b'A;B\n"open;1\nDe Eik;2\n') == [(2, ["open;1"]), (3, ["De Eik", "2"])]


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"PK\x03\x04\x14\x00", "not_csv", "Dit is een Excel- of zipbestand"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "not_csv", "Dit is een Excel-bestand"),
        (b"%PDF-1.7", "not_csv", "Dit is een PDF"),
        ("PROVINCIE;A".encode("utf-16"), "not_csv", "UTF-16"),
        (b"\xfe\xff\x00P", "not_csv", "UTF-16"),
        ("PROVINCIE;A".encode("utf-16-le"), "not_csv", "geen CSV-bestand"),
        (b"A;B\n1;\x002\n", "not_csv", "geen CSV-bestand"),
        (b"", "empty", "leeg"),
        (b"\xef\xbb\xbf \r\n\r\n", "empty", "leeg"),
    ],
)
def test_what_is_no_csv_is_refused_with_what_to_do(data, code, says):
    with pytest.raises(Refused) as refused:
        reading.sheet(data, reading.UPLOAD)

    assert refused.value.code == code
    assert says in str(refused.value)


@pytest.mark.parametrize(
    "data",
    [b"A;B\n" + b"x" * 100, b"A;B\n" + b"1;2\n" * 4, b";".join([b"A"] * 4)],
    ids=["bytes", "rows", "columns"],
)
def test_a_file_beyond_the_limits_is_refused(data):
    with pytest.raises(Refused) as refused:
        reading.sheet(data, reading.Limits(size=100, rows=3, columns=3))

    assert refused.value.code == "too_large"


def test_an_upload_may_be_as_large_as_the_largest_file_of_duo_and_no_more():
    rows = b"1;2\n" * reading.UPLOAD.rows

    assert len(reading.sheet(b"A;B\n" + rows, reading.UPLOAD).lines) == 30_000
    with pytest.raises(Refused):
        reading.sheet(b"A;B\n" + rows + b"1;2\n", reading.UPLOAD)
