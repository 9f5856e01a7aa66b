"""Rows become records, or a refusal that names the line and stops nothing else."""

import pytest

from schools.duo import reading
from schools.duo.files import open_file
from schools.duo.records import BoardRecord, CountRecord, Parsed, Refusal, SchoolRecord
from tests.schools import duo_files
from tests.schools.duo_files import BO, BOARDS, DISTANCE, SPECIAL, VO, VO_COUNTS, VO_OLD, VO_TYPES

ROOM = {"name": 120, "kvk": 8, "code": 6, "town": 60, "postcode": 7}


def parse(data: bytes, name: str = "bestand-2022.csv", **options: object) -> Parsed:
    return open_file(name, data, reading.UPLOAD).parse(ROOM, **options)


def school(row: str, header: str = BO) -> SchoolRecord:
    """The one school of a file with one row."""
    (record,) = parse(duo_files.data(header, row)).records
    return record


def counts(data: bytes, **options: object) -> list[tuple[str, int, int | None, bool]]:
    return [(r.code, r.year, r.number, r.masked) for r in parse(data, **options).records]


def refused(data: bytes) -> list[tuple[int, str]]:
    return [(refusal.line, refusal.reason) for refusal in parse(data).refused]


# --- schools ----------------------------------------------------------------------------------------------------------


def test_a_row_of_the_primary_file_is_a_school():
    assert school(duo_files.school("01EE00", {"PLAATSNAAM": "ALTEVEER GEM NOORDENVELD"})) == SchoolRecord(
        line=2,
        code="01EE00",
        brin="01EE",
        name="De Eik",
        kind="bo",
        board="41001",
        structure="",
        education="",
        cluster="",
        street="Dorpsstraat",
        house_number="1",
        postcode="9400 AA",
        town="Alteveer gem Noordenveld",
        municipality_code="0106",
        municipality="Assen",
        province="Drenthe",
        denomination="Openbaar",
        phone="0592000000",
        website="www.eik.example",
    )


@pytest.mark.parametrize("header", [VO, VO_OLD])
def test_old_and_new_headers_of_the_secondary_file_give_the_same_school(header):
    record = school(duo_files.school("20LO09", {"ONDERWIJSSTRUCTUUR": "BRUGJAAR"}, header), header)

    assert (record.code, record.brin, record.kind, record.structure) == ("20LO09", "20LO", "vo", "BRUGJAAR")


@pytest.mark.parametrize(("written", "kind"), [("SBAO", "sbo"), ("SO", "so"), ("VSO", "vso"), ("(V)SO", "so_vso")])
def test_the_special_file_tells_the_kind_the_cluster_and_the_education(written, kind):
    cells = {"SOORT PRIMAIR ONDERWIJS": written, "CLUSTER": "3/4", "ONDERWIJS": "SO ZMLK + VSO ZMLK"}

    record = school(duo_files.school("16QX01", cells, SPECIAL), SPECIAL)

    assert (record.kind, record.cluster, record.education) == (kind, "3/4", "SO ZMLK + VSO ZMLK")


def test_blanks_are_empty_texts():
    cells = {"TELEFOONNUMMER": " ", "INTERNETADRES": " " * 80, "DENOMINATIE": ""}

    record = school(duo_files.school("32JK00", cells))

    assert (record.phone, record.website, record.denomination) == ("", "", "")


@pytest.mark.parametrize(("written", "read_as"), [("60", "0060"), ("0114", "0114"), (" ", "")])
def test_lost_zeros_of_a_municipality_are_put_back(written, read_as):
    assert school(duo_files.school("19HY00", {"GEMEENTENUMMER": written})).municipality_code == read_as


@pytest.mark.parametrize(("written", "read_as"), [("3146BX", "3146 BX"), ("9306 TC", "9306 TC"), (" ", "")])
def test_a_postcode_gets_its_space(written, read_as):
    assert school(duo_files.school("10NP00", {"POSTCODE": written})).postcode == read_as


@pytest.mark.parametrize(
    "name",
    [
        "'t Twiespan",
        "’t Palet Holy",
        "Obs Het  Vogelnest",
        "Br!cks",
        "Dalton Kindcentrum het P@rk",
        "Bijbelgetrouw KindCentrum de Bongerd (Geref. Onderw. & Chr. kinderopvang)",
        "Fusieschool De Vier Windstreken / Zeven zeeën",
        "3Sprong",
        "Het Hoeltien, locatie Vogelvlucht",
    ],
)
def test_a_name_stays_as_it_is_registered(name):
    assert school(duo_files.school("04LL00", {"VESTIGINGSNAAM": name})).name == name


def test_a_website_stays_as_it_is_registered():
    assert school(duo_files.school("07IQ07", {"INTERNETADRES": "www. sterrenpad.nl"})).website == "www. sterrenpad.nl"


def test_a_code_is_a_text_and_in_capitals():
    assert school(duo_files.school("05se00")).code == "05SE00"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"VESTIGINGSCODE": "1EE00"}, "“1EE00” is geen vestigingscode zoals 00DX01"),
        ({"VESTIGINGSCODE": " "}, "“01EE” is geen vestigingscode zoals 00DX01"),
        ({"VESTIGINGSCODE": " ", "INSTELLINGSCODE": " "}, "“” is geen vestigingscode zoals 00DX01"),
        ({"VESTIGINGSCODE": "٠١EE٠٠"}, "“٠١EE٠٠” is geen vestigingscode zoals 00DX01"),
        ({"INSTELLINGSCODE": "02EE"}, "vestiging 01EE00 hoort niet bij instelling 02EE"),
        ({"BEVOEGD GEZAG NUMMER": "0"}, "“0” is geen nummer van een bevoegd gezag (vijf cijfers)"),
        ({"VESTIGINGSNAAM": " "}, "VESTIGINGSNAAM is leeg"),
        ({"VESTIGINGSNAAM": "x" * 121}, "VESTIGINGSNAAM is 121 tekens lang; er passen er 120"),
        ({"POSTCODE": "1234 ABC"}, "POSTCODE is 8 tekens lang; er passen er 7"),
        ({"TELEFOONNUMMER": "0592;1"}, "32 kolommen in plaats van 31"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_the_others_go_in(cells, reason):
    rows = [duo_files.school("00AA00"), duo_files.school("01EE00", cells), duo_files.school("02AA00")]

    parsed = parse(duo_files.data(BO, *rows, encoding="utf-8"))

    assert [(r.line, r.code) for r in parsed.records] == [(2, "00AA00"), (4, "02AA00")]
    assert [(r.line, r.reason) for r in parsed.refused] == [(3, reason)]


def test_a_kind_that_nobody_knows_is_refused():
    row = duo_files.school("01EE00", {"SOORT PRIMAIR ONDERWIJS": "HBO"}, SPECIAL)

    assert refused(duo_files.data(SPECIAL, row)) == [(2, "“HBO” is geen soort onderwijs die de planner kent")]


def test_the_second_row_with_a_code_is_refused():
    rows = [duo_files.school("00AA00"), duo_files.school("02AA00"), duo_files.school("00AA00", {"PLAATSNAAM": "EDE"})]

    parsed = parse(duo_files.data(BO, *rows))

    assert [(r.line, r.code, r.town) for r in parsed.records] == [(2, "00AA00", "Assen"), (3, "02AA00", "Assen")]
    assert [(r.line, r.reason) for r in parsed.refused] == [(4, "00AA00 staat al op regel 2")]


def test_a_refused_row_tells_which_schools_it_may_be_about():
    rows = ["geen;rij", duo_files.school("1EE00"), "Drenthe;41001;09AB;09AB00;afgebroken", "x" * 20_001]

    parsed = parse(duo_files.data(BO, *rows))

    assert parsed.refused == (
        Refusal(2, "2 kolommen in plaats van 31", is_row=False),
        Refusal(3, "“1EE00” is geen vestigingscode zoals 00DX01"),
        Refusal(4, "5 kolommen in plaats van 31", brins=frozenset({"09AB"}), is_row=False),
        Refusal(5, "deze regel is te lang", is_row=False),
    )


# --- boards -----------------------------------------------------------------------------------------------------------


def test_a_board_has_a_name_a_town_and_a_kvk_number_with_its_zeros():
    row = duo_files.line(
        BOARDS,
        {"BEVOEGD GEZAG NUMMER": "10028", "BEVOEGD GEZAG NAAM": "Gemeente Ameland", "PLAATSNAAM": "NES GEM AMELAND"}
        | {"KVK-NUMMER": "1180264"},
    )

    assert parse(duo_files.data(BOARDS, row)).records == (
        BoardRecord(line=2, number="10028", name="Gemeente Ameland", town="Nes gem Ameland", kvk="01180264"),
    )


def test_a_board_file_of_the_portal_is_read_and_a_missing_column_is_unknown():
    data = b'\xef\xbb\xbf"BEVOEGD GEZAG NUMMER","BEVOEGD GEZAG NAAM"\n"41001","Stichting A, B"\n'

    assert parse(data).records == (BoardRecord(line=2, number="41001", name="Stichting A, B", town=None, kvk=None),)


def test_boards_without_number_or_name_or_with_a_long_kvk_number_are_refused():
    cells = {"BEVOEGD GEZAG NUMMER": "41001", "BEVOEGD GEZAG NAAM": "Stichting"}
    wrong = [{"BEVOEGD GEZAG NUMMER": "4100"}, {"BEVOEGD GEZAG NAAM": " "}, {"KVK-NUMMER": "123456789"}]

    assert refused(duo_files.data(BOARDS, *(duo_files.line(BOARDS, cells | w) for w in wrong))) == [
        (2, "“4100” is geen nummer van een bevoegd gezag (vijf cijfers)"),
        (3, "BEVOEGD GEZAG NAAM is leeg"),
        (4, "KVK-NUMMER is 9 tekens lang; er passen er 8"),
    ]


# --- pupil counts -----------------------------------------------------------------------------------------------------


def test_a_masked_count_is_unknown_and_small_0_is_0_and_a_blank_is_nothing():
    data = duo_files.data(duo_files.HISTORY, duo_files.history("00AW02", {2022: 5, 2023: "<5", 2024: 0, 2025: " "}))

    assert counts(data) == [
        ("00AW02", 2022, 5, False),
        ("00AW02", 2023, None, True),
        ("00AW02", 2024, 0, False),
    ]


def test_of_the_history_the_newest_twelve_years_are_taken():
    data = duo_files.data(duo_files.HISTORY, duo_files.history("00AR00", dict.fromkeys(range(1996, 2026), 136)))

    assert [year for _, year, _, _ in counts(data)] == list(range(2014, 2026))
    assert [year for _, year, _, _ in counts(data, years=(1998, 2000))] == [1998, 1999, 2000]


@pytest.mark.parametrize("cell", ["abc", "-3", "12,5", "1.201", "<10", "999999", "1e3", "٤"])
def test_a_row_with_something_that_is_no_count_is_refused_as_a_whole(cell):
    rows = [duo_files.history("00AA00", {2024: 10, 2025: cell}), duo_files.history("00AB00", {2025: 20})]

    parsed = parse(duo_files.data(duo_files.HISTORY, *rows, encoding="utf-8"))

    assert parsed.records == (CountRecord(line=3, code="00AB00", year=2025, number=20, masked=False),)
    assert [(r.line, r.reason) for r in parsed.refused] == [(2, f"“{cell}” is geen aantal leerlingen")]


def test_secondary_counts_are_those_without_vavo_in_the_year_of_the_file_name():
    cells = {"BRIN NUMMER": "20LO", "VESTIGINGSNUMMER": "20LO00", "AANTAL LEERLINGEN": 1201}
    rows = [duo_files.line(VO_COUNTS, cells | {"TOTAAL AANTAL LEERLINGEN": 1226})]

    assert counts(duo_files.data(VO_COUNTS, *rows), name="03.-leerlingen-vo-2021.csv") == [
        ("20LO00", 2021, 1201, False)
    ]


def test_the_types_of_education_of_a_location_add_up():
    column = "LEER- OF VERBLIJFSJAAR {} - {}"
    cells = {"BRIN NUMMER": "00AH", "VESTIGINGSNUMMER": "00"}
    rows = [
        cells | {column.format(1, "MAN"): 89, column.format(1, "VROUW"): 105},
        {"BRIN NUMMER": "00AH", "VESTIGINGSNUMMER": "1", column.format(4, "MAN"): 7},
        cells | {column.format(6, "VROUW"): 6, column.format(6, "MAN"): 0},
    ]
    data = duo_files.data(VO_TYPES, *(duo_files.line(VO_TYPES, row) for row in rows))

    assert counts(data, name="onderwijstype-2019.csv") == [("00AH00", 2019, 200, False), ("00AH01", 2019, 7, False)]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("<5", "een afgeschermd aantal (<5): het totaal van deze vestiging is niet te berekenen"),
        ("?", "“?” is geen aantal leerlingen"),
    ],
)
def test_a_location_of_which_one_part_is_unknown_gets_no_total(cell, reason):
    column = "LEER- OF VERBLIJFSJAAR 1 - MAN"
    rows = [("00AH", "00", 100), ("00AH", "00", cell), ("00AI", "00", 30), ("00AH", "00", 50)]
    cells = [{"BRIN NUMMER": brin, "VESTIGINGSNUMMER": n, column: count} for brin, n, count in rows]

    parsed = parse(duo_files.data(VO_TYPES, *(duo_files.line(VO_TYPES, row) for row in cells)))

    assert [(r.code, r.number) for r in parsed.records] == [("00AI00", 30)]
    assert [(r.line, r.code, r.reason) for r in parsed.refused] == [(3, "00AH00", reason)]


def test_so_and_vso_of_one_location_add_up_in_the_distance_file():
    cells = {"PEILDATUM": "20191001", "BRIN_NUMMER": "00KK", "VESTIGINGSNUMMER": "00"}
    rows = [cells | {"SOORT_PO": "So", "LEERLINGEN": 230}, cells | {"SOORT_PO": "Vso", "LEERLINGEN": 10}]

    assert counts(duo_files.data(DISTANCE, *(duo_files.line(DISTANCE, row) for row in rows))) == [
        ("00KK00", 2019, 240, False)
    ]


def test_a_reference_date_that_is_no_date_is_refused():
    cells = {"PEILDATUM": "1-10-2019", "BRIN_NUMMER": "00KK", "VESTIGINGSNUMMER": "00", "LEERLINGEN": 1}

    assert refused(duo_files.data(DISTANCE, duo_files.line(DISTANCE, cells))) == [
        (2, "PEILDATUM “1-10-2019” is geen datum zoals 20191001")
    ]


def test_progress_is_told_every_thousand_rows():
    told: list[int] = []

    parse(duo_files.bo([f"{n % 100:02d}A{chr(65 + n // 100)}00" for n in range(2500)]), progress=told.append)

    assert told == [1000, 2000]
