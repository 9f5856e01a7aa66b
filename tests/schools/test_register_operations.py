"""Importing register files: whole or not at all, repeatable, and told in the audit trail."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from schools.constants import CountSource
from schools.duo import reading, report
from schools.duo.files import open_file
from schools.models import Board, PupilCount, RegisterImport, School, User
from schools.operations import register
from tests.schools import duo_files
from tests.schools.duo_files import BOARDS, HISTORY, SPECIAL

pytestmark = pytest.mark.django_db

APRIL = date(2026, 4, 18)
AUGUST = date(2026, 8, 4)
CODES = [f"{n:02d}AA00" for n in range(20)]


@pytest.fixture
def administrator() -> User:
    return User.objects.create_user("beheer@example.nl", "Bea Heer", is_staff=True)


def imported(data: bytes, on: date = AUGUST, by: User | None = None, **choices: Any) -> dict[str, int]:
    """Import ``data``; the counts that are not 0."""
    file = open_file("bestand-2019.csv", data, reading.COMMAND)
    plan = register.import_file(file=file, choices=register.Choices(on, **choices), by=by)
    return {key: n for key, n in report.counts(plan).items() if n}


def everything() -> list[list[dict[str, Any]]]:
    """All rows that an import can write, for before and after."""
    return [list(m.objects.order_by("pk").values()) for m in (Board, School, PupilCount, RegisterImport, AuditEntry)]


def trail() -> list[tuple[str, str, dict[str, Any]]]:
    """The events of the schools themselves."""
    return list(AuditEntry.objects.exclude(school=None).order_by("pk").values_list("event", "school__code", "detail"))


def test_a_new_school_is_stored_with_its_board():
    imported(duo_files.bo(["01EE00"], {"01EE00": {"PLAATSNAAM": "'S-GRAVENHAGE", "GEMEENTENUMMER": "518"}}))

    school = School.objects.values().get()
    del school["id"]
    assert school == {
        "code": "01EE00",
        "brin": "01EE",
        "name": "De Eik",
        "kind": "bo",
        "board_id": Board.objects.get(number="41001", name="").pk,
        "structure": "",
        "education": "",
        "cluster": "",
        "street": "Dorpsstraat",
        "house_number": "1",
        "postcode": "9400 AA",
        "town": "'s-Gravenhage",
        "municipality_code": "0518",
        "municipality": "'s-Gravenhage",
        "province": "Drenthe",
        "denomination": "Openbaar",
        "phone": "0592000000",
        "website": "www.eik.example",
        "register_date": AUGUST,
        "closed_on": None,
    }


def test_the_same_file_a_second_time_changes_nothing():
    imported(duo_files.bo(CODES))
    before = everything()[:3]

    assert imported(duo_files.bo(CODES)) == {"unchanged": 20}
    assert everything()[:3] == before


def test_a_changed_school_keeps_its_key_and_what_hangs_on_it():
    imported(duo_files.bo(CODES), APRIL)
    before = School.objects.get(code="00AA00")

    imported(duo_files.bo(CODES, {"00AA00": {"VESTIGINGSNAAM": "Het Avontuur"}}))

    after = School.objects.get(pk=before.pk)
    assert (after.code, after.name, after.register_date) == ("00AA00", "Het Avontuur", AUGUST)


def test_a_school_that_moves_to_another_board_is_told_in_its_trail():
    imported(duo_files.bo(CODES), APRIL)

    imported(duo_files.bo(CODES, {"00AA00": {"BEVOEGD GEZAG NUMMER": "79874"}}))

    assert School.objects.get(code="00AA00").board == Board.objects.get(number="79874")
    assert trail() == [("school_moved", "00AA00", {"board": ["41001", "79874"]})]


def test_a_school_that_disappears_is_closed_and_reopened_when_it_comes_back():
    imported(duo_files.bo(CODES), APRIL)

    assert imported(duo_files.bo(CODES[1:])) == {"closed": 1, "unchanged": 19}
    assert School.objects.get(code="00AA00").closed_on == AUGUST
    assert imported(duo_files.bo(CODES)) == {"changed": 1, "reopened": 1, "unchanged": 19}
    assert School.objects.get(code="00AA00").closed_on is None
    assert trail() == [
        ("school_closed", "00AA00", {"closed_on": ["", "2026-08-04"]}),
        ("school_reopened", "00AA00", {"closed_on": ["2026-08-04", ""]}),
    ]


def test_a_school_may_move_and_reopen_at_once():
    imported(duo_files.bo(CODES), APRIL)
    imported(duo_files.bo(CODES[1:]))

    imported(duo_files.bo(CODES, {"00AA00": {"BEVOEGD GEZAG NUMMER": "79874"}}))

    assert [event for event, _, _ in trail()] == ["school_closed", "school_moved", "school_reopened"]


def test_an_excerpt_closes_nothing_unless_somebody_says_so():
    imported(duo_files.bo(CODES))

    assert imported(duo_files.bo(CODES[:5])) == {"not_closed": 15, "unchanged": 5}
    assert School.objects.open().count() == 20
    assert imported(duo_files.bo(CODES[:5]), close_missing=True) == {"closed": 15, "unchanged": 5}
    assert School.objects.open().count() == 5


def test_the_date_of_the_file_is_kept_also_with_unchanged_schools():
    imported(duo_files.bo(CODES), APRIL)
    imported(duo_files.bo(CODES[1:]), AUGUST)

    assert list(School.objects.order_by("code").values_list("register_date", flat=True)) == [APRIL] + [AUGUST] * 19


def test_a_bad_row_stays_out_and_the_others_go_in():
    data = duo_files.bo(CODES[:3], {"01AA00": {"VESTIGINGSNAAM": "x" * 121}})

    assert imported(data) == {"new": 2, "new_boards": 1, "refused": 1}
    assert list(School.objects.order_by("code").values_list("code", flat=True)) == ["00AA00", "02AA00"]
    assert RegisterImport.objects.get().report["refused"] == [
        {"line": 3, "reason": "VESTIGINGSNAAM is 121 tekens lang; er passen er 120"}
    ]


def test_every_text_field_refuses_what_the_database_has_no_room_for():
    """SQLite would store it; PostgreSQL would refuse the whole file."""
    columns = [n for n in SPECIAL.split(";") if n in duo_files.ADDRESS.split(";")] + [
        "PROVINCIE",
        "CLUSTER",
        "ONDERWIJS",
    ]
    rows = [duo_files.school(f"{n:02d}AA00", {c: "x" * 200}, SPECIAL) for n, c in enumerate(columns)]

    assert imported(duo_files.data(SPECIAL, *rows)) == {"refused": 13}


def test_an_error_while_writing_leaves_nothing_behind():
    imported(duo_files.bo(CODES), APRIL)
    before = everything()

    with pytest.raises(ValueError, match="unsaved related object"):  # the trail cannot name somebody without a key
        imported(duo_files.bo([*CODES[1:], "99AA00"], {"01AA00": {"VESTIGINGSNAAM": "Nieuw"}}), by=User())

    assert everything() == before


def test_boards_get_their_names():
    imported(duo_files.bo(CODES))
    cells = {"BEVOEGD GEZAG NUMMER": "41001", "BEVOEGD GEZAG NAAM": "Stichting A", "PLAATSNAAM": "HOORN NH"}

    assert imported(duo_files.data(BOARDS, duo_files.line(BOARDS, cells | {"KVK-NUMMER": "1180264"}))) == {
        "changed": 1,
        "renamed": 1,
    }
    assert Board.objects.values_list("number", "name", "town", "kvk").get() == (
        "41001",
        "Stichting A",
        "Hoorn NH",
        "01180264",
    )


def test_counts_are_stored_for_known_schools_only():
    imported(duo_files.bo(["00AW02"]))
    rows = [duo_files.history("00AW02", {2023: 5, 2024: "<5", 2025: 0}), duo_files.history("99ZZ00", {2025: 100})]

    assert imported(duo_files.data(HISTORY, *rows)) == {"new": 3, "unknown": 1}
    assert list(PupilCount.objects.order_by("year").values_list("year", "group", "number", "masked", "source")) == [
        (2023, "", 5, False, "register"),
        (2024, "", None, True, "register"),
        (2025, "", 0, False, "register"),
    ]


def test_counts_of_a_second_import_replace_those_that_differ():
    imported(duo_files.bo(["00AW02"]))
    imported(duo_files.data(HISTORY, duo_files.history("00AW02", {2023: 5, 2024: "<5", 2025: 8})))

    again = imported(duo_files.data(HISTORY, duo_files.history("00AW02", {2023: "<5", 2024: 6, 2025: 8})))

    assert again == {"changed": 2, "unchanged": 1}
    assert list(PupilCount.objects.order_by("year").values_list("year", "number", "masked")) == [
        (2023, None, True),
        (2024, 6, False),
        (2025, 8, False),
    ]


def test_counts_of_the_school_itself_and_of_its_groups_stay():
    imported(duo_files.bo(["00AW02"]))
    school = School.objects.get()
    PupilCount.objects.create(school=school, year=2025, number=30, source=CountSource.SCHOOL)
    PupilCount.objects.create(school=school, year=2024, group="groep 5", number=7)

    assert imported(duo_files.data(HISTORY, duo_files.history("00AW02", {2024: 20, 2025: 8}))) == {"new": 1, "kept": 1}
    assert list(PupilCount.objects.order_by("year", "group").values_list("year", "group", "number")) == [
        (2024, "", 20),
        (2024, "groep 5", 7),
        (2025, "", 30),
    ]


def test_years_may_be_chosen():
    imported(duo_files.bo(["00AW02"]))

    imported(
        duo_files.data(HISTORY, duo_files.history("00AW02", dict.fromkeys(range(1996, 2026), 9))), years=(2023, 9999)
    )

    assert list(PupilCount.objects.order_by("year").values_list("year", flat=True)) == [2023, 2024, 2025]


def test_an_import_is_kept_with_its_report_and_logged(administrator):
    imported(duo_files.bo(["01EE00"]), by=administrator)

    done = RegisterImport.objects.get()
    assert (done.by, done.file_name, done.file_date, done.content) == (administrator, "bestand-2019.csv", AUGUST, None)
    assert done.applied_at is not None
    assert done.report["sentence"] == "nieuw 1 · gewijzigd 0 · gesloten 0 · ongewijzigd 0 · geweigerd 0"
    entry = AuditEntry.objects.get(event="register_applied")
    assert (entry.actor, entry.subject) == (administrator, f"schools.registerimport:{done.pk}")
    assert entry.detail["counts"]["new"] == 1


# --- upload, apply, cancel ---------------------------------------------------------------------------------------------


def upload(data: bytes, by: User, name: str = "po.csv") -> RegisterImport:
    return register.upload(file_name=name, data=data, file_date=AUGUST, by=by)


def test_an_upload_tells_what_it_would_do_and_writes_nothing_else(administrator):
    found = upload(duo_files.bo(CODES), administrator)

    assert found.report["counts"]["new"] == 20
    assert (found.applied_at, bytes(found.content)) == (None, duo_files.bo(CODES))
    assert (School.objects.count(), Board.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)


def test_applying_an_upload_does_what_it_told_and_forgets_the_file(administrator):
    found = upload(duo_files.bo(CODES), administrator)

    register.apply_upload(found=found, close_missing=False, by=administrator)

    found.refresh_from_db()
    assert School.objects.count() == 20
    assert found.applied_at is not None
    assert found.content is None


def test_applying_plans_again_because_others_imported_meanwhile(administrator):
    found = upload(duo_files.bo(CODES), administrator)
    imported(duo_files.bo(CODES[:10]))

    plan = register.apply_upload(found=found, close_missing=False, by=administrator)

    found.refresh_from_db()
    assert (len(plan.new), plan.unchanged) == (10, 10)
    assert found.report["counts"]["new"] == 10


def test_an_upload_is_applied_once(administrator):
    found = upload(duo_files.bo(CODES), administrator)
    register.apply_upload(found=found, close_missing=False, by=administrator)

    with pytest.raises(Refused) as again:
        register.apply_upload(found=found, close_missing=False, by=administrator)
    with pytest.raises(Refused) as cancelled:
        register.cancel_upload(found=found, by=administrator)

    assert (again.value.code, cancelled.value.code) == ("applied", "applied")


def test_a_cancelled_upload_is_gone_and_logged(administrator):
    found = upload(duo_files.bo(CODES), administrator)

    register.cancel_upload(found=found, by=administrator)

    assert not RegisterImport.objects.exists()
    assert list(AuditEntry.objects.values_list("event", "label")) == [("register_cancelled", "po.csv")]


@pytest.mark.parametrize(
    ("data", "code"), [(b"PK\x03\x04", "not_csv"), (b"naam;plaats\n", "unknown_header"), (b" ", "empty")]
)
def test_a_file_that_is_no_register_file_is_refused_and_not_kept(administrator, data, code):
    with pytest.raises(Refused) as refused:
        upload(data, administrator)

    assert refused.value.code == code
    assert not RegisterImport.objects.exists()
