"""The real files of DUO, with the edge cases that their README lists by line."""

from __future__ import annotations

import time
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from schools.duo import reading, report
from schools.duo.files import RegisterFile, open_file
from schools.duo.records import CountRecord, Record
from schools.models import Board, PupilCount, School
from schools.operations import register

pytestmark = pytest.mark.register

DUO = Path(settings.BASE_DIR).parent / "shared" / "data" / "duo"
APRIL = "po-2026-04/02.-alle-schoolvestigingen-basisonderwijs.csv"
AUGUST = "po-2026-08/02.-alle-schoolvestigingen-basisonderwijs.csv"
HISTORY = "po-2026-08/06.-historisch-overzicht-aantal-leerlingen-per-schoolvestiging.csv"
VO = "vo-2020-12/alle-vestigingen-vo.csv"
VO_TYPES = "vo-2020-12/leerlingen-vo-per-vestiging-naar-onderwijstype-2019.csv"
VO_2020 = "vo-2023-08/03-leerlingen-vo-per-vestiging-en-bestuur-vavo-apart-2020.csv"
VO_2021 = "vo-2023-08/03.-leerlingen-vo-per-vestiging-en-bestuur-(vavo-apart)-2021.csv"
VO_2022 = "vo-2023-08/03.-leerlingen-vo-per-vestiging-en-bestuur-(vavo-apart)-2022.csv"
BOARDS = "vo-2023-08/03.-bevoegde-gezagen-vo.csv"
DISTANCE = "po-2019/gemiddelde-afstand-tussen-woonadres-leerling-en-schoolvestiging-2019-2020.csv"
EXCERPT_VO = "excerpts-2026/excerpt-02.-alle-vestigingen-vo.csv"
EXCERPT_SPECIAL = "excerpts-2026/excerpt-09.-alle-vestigingen-sbo-so-en-vso.csv"
EXCERPT_VO_COUNTS = "excerpts-2026/excerpt-03.-leerlingen-vo-per-vestiging-en-bestuur-(vavo-apart)-2025.csv"
ROOM = {f.name: f.max_length for model in (School, Board) for f in model._meta.concrete_fields if f.max_length}


def real(path: str) -> RegisterFile:
    return open_file(Path(path).name, (DUO / path).read_bytes(), reading.UPLOAD)


@cache
def records(path: str, years: tuple[int, int] | None = None) -> tuple[Record, ...]:
    """All records of a real file, of which no row may be refused."""
    parsed = real(path).parse(ROOM, years=years)
    assert parsed.refused == ()
    return parsed.records


@cache
def by_line(path: str) -> dict[int, Record]:
    return {record.line: record for record in records(path)}


def imported(path: str, on: date, years: tuple[int, int] | None = None) -> dict[str, int]:
    """Import a real file; the counts that are not 0."""
    plan = register.import_file(file=real(path), choices=register.Choices(on, years=years), by=None)
    return {key: n for key, n in report.counts(plan).items() if n}


# --- the whole register -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_april_then_august_reports_what_changed_between_them():
    assert imported(APRIL, date(2026, 4, 18)) == {"new": 6107, "new_boards": 748}

    august = imported(AUGUST, date(2026, 8, 4))

    assert august == {
        "new": 17,
        "changed": 58,
        "renamed": 26,
        "moved": 1,
        "closed": 2,
        "unchanged": 6047,
        "new_boards": 2,
    }
    assert list(School.objects.exclude(closed_on=None).order_by("code").values_list("code", "closed_on")) == [
        ("32GV00", date(2026, 8, 4)),
        ("32HW00", date(2026, 8, 4)),
    ]
    assert School.objects.get(code="16BD00").board.number == "79874"
    assert School.objects.get(code="05CS00").name == "Het Avontuur"
    assert School.objects.get(code="32LY00").municipality == "Meierijstad"
    assert imported(AUGUST, date(2026, 8, 4)) == {"unchanged": 6122}


@pytest.mark.django_db
def test_all_6122_schools_go_in_within_twenty_seconds_and_their_counts_join():
    started = time.monotonic()
    assert imported(AUGUST, date(2026, 8, 4)) == {"new": 6122, "new_boards": 749}
    assert time.monotonic() - started < 20

    years = (2023, 2025)
    assert imported(HISTORY, date(2026, 8, 4), years) == {"new": 3 * 6092, "unknown": 3645}
    assert imported(HISTORY, date(2026, 8, 4), years) == {"unchanged": 3 * 6092, "unknown": 3645}
    assert PupilCount.objects.get(school__code="05VX00", year=2025).number == 1673
    assert not PupilCount.objects.filter(school__code="27MK00").exists()


@pytest.mark.django_db
def test_boards_and_secondary_schools_join():
    assert imported(BOARDS, date(2023, 8, 21)) == {"new": 283}
    assert imported(VO, date(2020, 12, 1))["new"] == 1619
    assert imported(VO_TYPES, date(2020, 12, 1)) == {"new": 1439, "unknown": 11}
    assert imported(VO_2022, date(2023, 8, 9)) == {"new": 1413, "unknown": 37}
    assert imported(EXCERPT_SPECIAL, date(2026, 8, 4))["new"] == 22
    assert Board.objects.get(number="10028").name == "Gemeente Ameland"


# --- edge cases -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "code", "name"),
    [
        (522, "04NA00", 'Algemeen Bijzondere basisschool "de Fluessen"'),
        (2061, "00AR00", 'Basisschool "De Maasparel"'),
        (4646, "18HI00", 'Basisschool "Kla4"'),
        (168, "13XW01", "Het Hoeltien, locatie Vogelvlucht"),
        (1397, "04LG00", "School met de Bijbel, De Zaaier"),
        (933, "04CT00", "Bijbelgetrouw KindCentrum de Bongerd (Geref. Onderw. & Chr. kinderopvang)"),
        (64, "04LL00", "'t Twiespan"),
        (171, "22KM00", "'T Rastholt"),
        (7, "05OC00", "Dalton Kindcentrum ’t Kompas"),
        (773, "09DN00", "Openbare Basisschool ‘t Ienster"),
        (5098, "32HX00", "’t Palet Holy"),
        (131, "10UN00", "IKC 't Oelebröd"),
        (578, "12RF00", "Skoalle De Dúnwizer"),
        (596, "14FY00", "Skôalle it Aventoer"),
        (559, "14ML00", "Obs Het  Vogelnest"),
        (2198, "05FZ00", "Br!cks"),
        (1187, "13QS00", "Dalton Kindcentrum het P@rk"),
        (3599, "20ZE00", "Fusieschool De Vier Windstreken / Zeven zeeën"),
        (424, "15LH00", "3Sprong"),
        (884, "13KE00", "RS 1"),
        (31, "03GR00", "Het Mozaiek"),
        (32, "03GR01", "Het Mozaiek"),
    ],
)
def test_odd_names_of_primary_schools_stay_as_they_are(line, code, name):
    school = by_line(AUGUST)[line]

    assert (school.code, school.name) == (code, name)


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        (2, "phone", ""),
        (2, "website", ""),
        (2, "town", "Alteveer gem Noordenveld"),
        (218, "phone", ""),
        (2912, "municipality_code", "1948"),
        (1244, "house_number", "27-A 29"),
        (2692, "house_number", "1-A-5"),
        (4314, "house_number", "3-A/B"),
        (5101, "house_number", "1-3-5"),
        (1910, "website", "www. sterrenpad.fortior.nl"),
        (290, "website", "WWW.KOMPAS-EMMELOORD.NL"),
        (76, "website", "hoeksteen.pentaprimair.nl"),
        (2234, "town", "'s-Hertogenbosch"),
        (2234, "municipality", "'s-Hertogenbosch"),
        (228, "denomination", "Samenwerking PC, RK"),
        (52, "code", "05SE00"),
    ],
)
def test_odd_values_of_primary_schools_are_read(line, field, value):
    assert getattr(by_line(AUGUST)[line], field) == value


def test_the_longest_name_fits():
    assert (by_line(AUGUST)[6041].code, len(by_line(AUGUST)[6041].name)) == ("17TN00", 77)
    assert max(len(record.name) for record in records(AUGUST)) == 77


def test_schools_with_the_same_name_town_or_address_stay_apart():
    rows = by_line(AUGUST)

    assert [rows[line].town for line in (250, 299, 390, 1150)] == ["Hoogeveen", "Ens", "Lelystad", "Ingen"]
    assert {rows[line].name for line in (250, 299, 390, 1150)} == {"De Regenboog"}
    assert {(rows[line].street, rows[line].house_number) for line in range(878, 889)} == {("Rijnstraat", "74")}
    assert len({record.code for record in records(AUGUST)}) == 6122


def test_every_municipality_has_one_code_of_four_digits_and_a_readable_name():
    schools = records(AUGUST)

    assert len({school.municipality_code for school in schools}) == 342
    assert {len(school.municipality_code) for school in schools} == {4}
    assert not [s.municipality for s in schools if s.municipality != "" and s.municipality == s.municipality.upper()]
    assert not [s.town for s in schools if s.town == s.town.upper()]


def test_secondary_schools_in_the_old_layout():
    rows = by_line(VO)

    assert len(rows) == 1619
    assert rows[29].name == "Stad & Esch Praktijkschool"
    assert (rows[10].code, rows[10].structure) == ("20LO09", "BRUGJAAR")
    assert rows[183].code == "19EO00"
    assert '"' in rows[183].name
    assert "Mariëndael" in rows[242].name
    assert "Niekée" in rows[479].name
    assert "Bahûrim" in rows[1295].name
    assert rows[1502].denomination == ""
    assert (sum(not r.phone for r in rows.values()), sum(not r.website for r in rows.values())) == (207, 497)


def test_boards_with_odd_names():
    rows = by_line(BOARDS)

    assert (rows[2].name, rows[2].kvk) == ("Gemeente Ameland", "01180264")
    assert rows[4].kvk == ""
    assert "West-Fryslƒn" in rows[139].name
    assert "Libréon" in rows[231].name
    assert max(len(record.name) for record in rows.values()) == 80


def test_masked_counts_of_the_history():
    counts = records(HISTORY, (1996, 2025))
    masked = [count for count in counts if count.masked]

    assert len(counts) == 9737 * 30
    assert len(masked) == 762
    assert sum(count.year == 2025 for count in masked) == 13
    assert CountRecord(194, "00TO04", 2025, None, True) in masked
    assert [c.number for c in counts if c.code == "03GP00" and c.year >= 2023] == [41, 32, 0]
    assert [c.number for c in counts if c.code == "00AW02" and c.year >= 2023] == [5, None, 0]
    assert [c.number for c in counts if c.code == "00SU03" and c.year >= 2023] == [0, 0, 38]
    assert sum(c.number == 0 for c in counts if c.year == 2025) == 2783


@pytest.mark.parametrize(
    ("path", "year", "locations", "pupils"),
    [
        (VO_TYPES, 2019, 1450, 956_857),
        (VO_2020, 2020, 1440, 934_232),
        (VO_2021, 2021, 1443, 929_686),
        (VO_2022, 2022, 1450, 936_565),
        (EXCERPT_VO_COUNTS, 2025, 17, 7_807),
    ],
)
def test_secondary_counts_add_up(path, year, locations, pupils):
    counts = records(path)

    assert {count.year for count in counts} == {year}
    assert (len(counts), sum(count.number for count in counts)) == (locations, pupils)


def test_the_distance_file_counts_every_location_once():
    counts = records(DISTANCE)

    assert len(counts) == len({count.code for count in counts}) == 7137
    assert {count.year for count in counts} == {2019}
    assert [count.number for count in counts if count.code == "00KK00"] == [240]


def test_the_excerpts_of_the_current_files():
    secondary = {record.code: record for record in records(EXCERPT_VO)}
    special = {record.code: record for record in records(EXCERPT_SPECIAL)}

    assert (len(secondary), len(special)) == (11, 22)
    assert secondary["19IW02"].website == "0528266192"
    assert {record.kind for record in special.values()} == {"so_vso", "sbo", "vso"}
    assert (special["16QX01"].cluster, special["19TE00"].cluster) == ("3/4", "")
    assert (special["23HU00"].street, special["23HU00"].house_number) == ("Schoener 11", "9")
    assert special["14WS02"].name == "SO Zonnebloemschoo, Urk"
    assert special["20QP00"].name == "Facet Onderwijs & Opvoeding"
    assert special["07IQ07"].website == "https://scholen.ihub.nl/scholen/onderwijs plus"
