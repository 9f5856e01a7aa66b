"""``manage.py import_duo``: several files, in the order that makes sense, with counts and refused lines."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from npo_planner.models import AuditEntry
from schools.models import Board, PupilCount, RegisterImport, School
from tests.schools import duo_files
from tests.schools.duo_files import BOARDS, HISTORY

pytestmark = pytest.mark.django_db

CODES = [f"{n:02d}AA00" for n in range(20)]
DEMO = sorted((Path(settings.BASE_DIR) / "schools" / "demo").glob("*.csv"))


def run(*files: Path, **options: object) -> tuple[list[str], list[str]]:
    """The lines on stdout and on stderr."""
    out, err = StringIO(), StringIO()
    call_command("import_duo", *files, stdout=out, stderr=err, **options)
    return out.getvalue().splitlines(), err.getvalue().splitlines()


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def boards(folder: Path) -> Path:
    row = duo_files.line(BOARDS, {"BEVOEGD GEZAG NUMMER": "41001", "BEVOEGD GEZAG NAAM": "Stichting A"})
    return put(folder, "besturen.csv", duo_files.data(BOARDS, row))


def test_files_go_in_as_boards_addresses_counts_whatever_their_order(tmp_path):
    counts = put(tmp_path, "06.csv", duo_files.data(HISTORY, duo_files.history("00AA00", {2025: 7})))
    schools = put(tmp_path, "02.csv", duo_files.bo(CODES))

    out, err = run(counts, schools, boards(tmp_path))

    assert out == [
        "besturen.csv: besturen (03.-bevoegde-gezagen-vo.csv, besturenbo.csv)",
        "  nieuw 1 · gewijzigd 0 · gesloten 0 · ongewijzigd 0 · geweigerd 0",
        "02.csv: adressen basisonderwijs (02.-alle-schoolvestigingen-basisonderwijs.csv)",
        "  nieuw 20 · gewijzigd 0 · gesloten 0 · ongewijzigd 0 · geweigerd 0",
        "06.csv: leerlingen po per jaar (06.-historisch-overzicht-aantal-leerlingen-per-schoolvestiging.csv)",
        "  nieuw 1 · gewijzigd 0 · gesloten 0 · ongewijzigd 0 · geweigerd 0",
    ]
    assert err == []
    assert (School.objects.count(), PupilCount.objects.get().number, Board.objects.get().name) == (20, 7, "Stichting A")


def test_refused_rows_are_told_with_their_lines_and_are_no_failure(tmp_path):
    cells = {"01AA00": {"VESTIGINGSNAAM": " "}, "02AA00": {"BEVOEGD GEZAG NUMMER": "x"}}

    out, _ = run(put(tmp_path, "02.csv", duo_files.bo(CODES, cells)))

    assert out[1:] == [
        "  nieuw 18 · gewijzigd 0 · gesloten 0 · ongewijzigd 0 · geweigerd 2",
        "  Besturen die nog niet bekend waren: 1. Zij hebben nog geen naam.",
        "  regel 3: VESTIGINGSNAAM is leeg",
        "  regel 4: “x” is geen nummer van een bevoegd gezag (vijf cijfers)",
    ]


def test_a_file_that_cannot_be_read_fails_at_the_end_and_the_others_go_in(tmp_path):
    out, err = StringIO(), StringIO()
    good = put(tmp_path, "02.csv", duo_files.bo(CODES))
    excel = put(tmp_path, "02.xlsx", b"PK\x03\x04")

    with pytest.raises(CommandError) as failed:
        call_command("import_duo", excel, tmp_path / "weg.csv", good, stdout=out, stderr=err)

    assert str(failed.value) == "2 van de 3 bestanden zijn niet gelezen."
    assert failed.value.returncode == 1
    assert [line.split(":")[0] for line in err.getvalue().splitlines()] == [str(excel), str(tmp_path / "weg.csv")]
    assert School.objects.count() == 20


def test_the_date_is_the_one_of_the_file_unless_given(tmp_path):
    path = put(tmp_path, "02.csv", duo_files.bo(CODES[:1]))
    os.utime(path, (1_776_500_000, 1_776_500_000))

    run(path)
    run(path, "--date=2026-08-04")

    assert [str(day) for day in RegisterImport.objects.order_by("pk").values_list("file_date", flat=True)] == [
        "2026-04-18",
        "2026-08-04",
    ]


def test_a_dry_run_tells_everything_and_changes_nothing(tmp_path):
    schools = put(tmp_path, "02.csv", duo_files.bo(CODES))
    counts = put(tmp_path, "06.csv", duo_files.data(HISTORY, duo_files.history("00AA00", {2025: 7})))

    out, _ = run(schools, counts, dry_run=True)

    assert out[1] == "  nieuw 20 · gewijzigd 0 · gesloten 0 · ongewijzigd 0 · geweigerd 0"
    assert out[-2:] == [
        "  nieuw 1 · gewijzigd 0 · gesloten 0 · ongewijzigd 0 · geweigerd 0",
        "Proef: er is niets gewijzigd.",
    ]
    assert [m.objects.count() for m in (Board, School, PupilCount, RegisterImport, AuditEntry)] == [0, 0, 0, 0, 0]


def test_missing_schools_are_closed_on_request(tmp_path):
    run(put(tmp_path, "02.csv", duo_files.bo(CODES)), "--date=2026-04-18")
    few = put(tmp_path, "02.csv", duo_files.bo(CODES[:5]))

    out, _ = run(few, "--date=2026-08-04")
    assert out[1:] == [
        "  nieuw 0 · gewijzigd 0 · gesloten 0 · ongewijzigd 5 · geweigerd 0",
        "  Niet in dit bestand: 15 van de 20 open scholen. Dat is meer dan 10 %, dus het lijkt een uittreksel: geen "
        "school is gesloten.",
    ]
    out, _ = run(few, "--date=2026-08-04", close_missing=True)
    assert out[1:] == ["  nieuw 0 · gewijzigd 0 · gesloten 15 · ongewijzigd 5 · geweigerd 0"]


def test_years_are_chosen_on_the_command_line(tmp_path):
    schools = put(tmp_path, "02.csv", duo_files.bo(["00AA00"]))
    history = duo_files.history("00AA00", dict.fromkeys(range(1996, 2026), 9))

    run(schools, put(tmp_path, "06.csv", duo_files.data(HISTORY, history)), "--years=2019-2020")

    assert list(PupilCount.objects.order_by("year").values_list("year", flat=True)) == [2019, 2020]


def test_progress_is_told_every_thousand_rows(tmp_path):
    codes = [f"{n % 100:02d}A{chr(65 + n // 100)}00" for n in range(2500)]

    _, err = run(put(tmp_path, "02.csv", duo_files.bo(codes)))

    assert err == ["  1000 van 2500 regels", "  2000 van 2500 regels"]


def test_the_demo_files_make_two_boards_with_eight_schools():
    run(*DEMO)

    assert list(School.objects.order_by("code").values_list("code", "kind", "board__name", "town")) == [
        ("99AA00", "bo", "Stichting Openwijs", "Veenhout"),
        ("99AB00", "bo", "Stichting Openwijs", "Zanderwoud"),
        ("99AC00", "bo", "Stichting Openwijs", "Veenhout"),
        ("99AC01", "bo", "Stichting Openwijs", "Oude Steiger gem Veenwaard"),
        ("99AS00", "sbo", "Stichting Openwijs", "Veenhout"),
        ("99VA00", "vo", "Vereniging Het Getij", "IJzande"),
        ("99VP00", "vo", "Vereniging Het Getij", "IJzande"),
        ("99ZA00", "so_vso", "Vereniging Het Getij", "'t Schor"),
    ]
    for school in School.objects.all():
        years = set(school.pupil_counts.values_list("year", flat=True))
        assert years >= set(range(2016, 2026))
    assert list(PupilCount.objects.filter(masked=True).values_list("school__code", "year")) == [("99ZA00", 2016)]
    assert not any(found.report["refused"] for found in RegisterImport.objects.all())
