"""The header of a file tells which file it is, in its old and its new layout."""

import pytest

from npo_planner.errors import Refused
from schools.duo import layouts, reading
from schools.duo.files import open_file, parse_years, year_in_name
from schools.duo.layouts import Target
from tests.schools import duo_files

PORTAL_BOARDS = '"BEVOEGD GEZAG NUMMER","BEVOEGD GEZAG NAAM","PLAATSNAAM","KVK-NUMMER"'
SPECIAL_BOARDS = "SOORT PRIMAIR ONDERWIJS;" + duo_files.BOARDS.removesuffix(";KVK-NUMMER")
VO_COUNTS_2025 = (
    '"BEVOEGD GEZAG NUMMER";"INSTELLINGSCODE";"VESTIGINGSCODE";"INSTELLINGSNAAM VESTIGING";"PLAATSNAAM";'
    '"GEMEENTENUMMER";"GEMEENTENAAM";"PROVINCIE";"AANTAL LEERLINGEN";"AANTAL VO LEERLINGEN UITBESTEED AAN VAVO"'
)


def recognise(header: str) -> layouts.Found:
    return layouts.recognise(reading.sheet(header.encode(), reading.UPLOAD).header)


@pytest.mark.parametrize(
    ("header", "key", "target"),
    [
        (duo_files.BO, "bo", Target.SCHOOLS),
        (f"{duo_files.OLD};{duo_files.ADDRESS};{duo_files.AREAS}", "bo", Target.SCHOOLS),
        (duo_files.VO, "vo", Target.SCHOOLS),
        (duo_files.VO_OLD, "vo", Target.SCHOOLS),
        (duo_files.SPECIAL, "special", Target.SCHOOLS),
        (duo_files.SPECIAL.replace(";CLUSTER;ONDERWIJS", ""), "special", Target.SCHOOLS),
        (duo_files.BOARDS, "boards", Target.BOARDS),
        (PORTAL_BOARDS, "boards", Target.BOARDS),
        (SPECIAL_BOARDS, "boards", Target.BOARDS),
        (duo_files.HISTORY, "history", Target.COUNTS),
        (duo_files.VO_COUNTS, "vo_counts", Target.COUNTS),
        (VO_COUNTS_2025, "vo_counts", Target.COUNTS),
        (duo_files.VO_TYPES, "vo_types", Target.COUNTS),
        (duo_files.DISTANCE, "distance", Target.COUNTS),
    ],
)
def test_every_known_header_is_recognised(header, key, target):
    found = recognise(header)

    assert (found.layout.key, found.layout.target) == (key, target)


def test_columns_may_stand_in_any_order_and_in_small_letters():
    names = duo_files.BO.lower().split(";")

    found = recognise(";".join(reversed(names)))

    assert found.layout.key == "bo"
    assert found.places["code"] == names[::-1].index("vestigingscode")


@pytest.mark.parametrize(
    "header",
    ["naam;plaats", duo_files.BO.replace("VESTIGINGSNAAM;", ""), "INSTELLINGSCODE;VESTIGINGSCODE;LEERLINGEN_20"],
)
def test_an_unknown_header_is_refused_and_the_known_files_are_told(header):
    with pytest.raises(Refused) as refused:
        recognise(header)

    assert refused.value.code == "unknown_header"
    assert "02.-alle-schoolvestigingen-basisonderwijs.csv" in str(refused.value)
    assert "03.-bevoegde-gezagen-vo.csv" in str(refused.value)


def test_a_column_that_is_there_twice_is_refused():
    with pytest.raises(Refused) as refused:
        recognise(f"{duo_files.BO};POSTCODE")

    assert refused.value.code == "double_column"
    assert "POSTCODE" in str(refused.value)


def test_a_column_of_no_interest_may_be_there_twice():
    assert recognise(f"{duo_files.BO};VAKANTIEREGIO").layout.key == "bo"


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("03.-leerlingen-vo-per-vestiging-en-bestuur-(vavo-apart)-2022.csv", 2022),
        ("leerlingen-vo-per-vestiging-naar-onderwijstype-2019.csv", 2019),
        ("leerlingen-2019-2020.csv", 2019),
        ("2018 versie van 2021.csv", 2021),
        ("leerlingen.csv", None),
        ("120225.csv", None),
    ],
)
def test_the_year_of_counts_comes_from_the_file_name(name, year):
    assert year_in_name(name) == year


def test_a_file_without_a_year_in_its_name_is_refused_when_it_needs_one():
    with pytest.raises(Refused) as refused:
        open_file("leerlingen.csv", duo_files.data(duo_files.VO_COUNTS), reading.UPLOAD)

    assert refused.value.code == "no_year"


@pytest.mark.parametrize(
    ("text", "years"), [("2015-", (2015, 9999)), ("2015-2020", (2015, 2020)), (" 2019 ", (2019, 2019))]
)
def test_a_range_of_years_is_read(text, years):
    assert parse_years(text) == years


@pytest.mark.parametrize("text", ["", "-2020", "15-", "2020-2015", "alles"])
def test_a_range_of_years_that_makes_no_sense_is_an_error(text):
    with pytest.raises(ValueError, match="range of years|ends before"):
        parse_years(text)
