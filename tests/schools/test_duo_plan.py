"""What a file changes is planned before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from schools.duo import reading, report
from schools.duo.files import open_file
from schools.duo.plan import KnownCounts, KnownSchools, Plan, plan_boards, plan_counts, plan_schools
from schools.duo.records import SCHOOL_FIELDS, Parsed
from tests.schools import duo_files
from tests.schools.duo_files import BO, BOARDS, DISTANCE, HISTORY, SPECIAL

AUGUST = date(2026, 8, 4)
APRIL = date(2026, 4, 18)
CODES = [f"{n:02d}AA00" for n in range(20)]


def parse(data: bytes) -> Parsed:
    return open_file("bestand-2019.csv", data, reading.UPLOAD).parse({"name": 120})


def known(data: bytes, *, seen_on: date | None = APRIL, closed: Mapping[str, date] | None = None) -> KnownSchools:
    """The database as it would be after ``data``."""
    records = parse(data).records
    schools = {
        record.code: {name: getattr(record, name) for name in SCHOOL_FIELDS}
        | {"pk": pk, "closed_on": (closed or {}).get(record.code), "register_date": seen_on}
        for pk, record in enumerate(records, start=1)
    }
    return KnownSchools(schools, frozenset(record.board for record in records))


def plan(data: bytes, before: bytes, *, close_missing: bool = False, **options: Any) -> Plan:
    return plan_schools(parse(data), known(before, **options), AUGUST, close_missing=close_missing)


def counted(plan: Plan) -> dict[str, int]:
    """The counts that are not 0."""
    return {key: n for key, n in report.counts(plan).items() if n}


def changed(plan: Plan) -> dict[str, dict[str, tuple]]:
    return {change.record.key: dict(change.fields) for change in plan.changed}


# --- schools ----------------------------------------------------------------------------------------------------------


def test_in_an_empty_database_everything_is_new():
    made = plan_schools(parse(duo_files.bo(CODES)), KnownSchools({}, frozenset()), AUGUST)

    assert counted(made) == {"new": 20, "new_boards": 1}
    assert [record.code for record in made.new] == CODES
    assert made.new_boards == ("41001",)


def test_the_same_file_again_changes_nothing():
    made = plan(duo_files.bo(CODES), duo_files.bo(CODES), seen_on=AUGUST)

    assert counted(made) == {"unchanged": 20}
    assert made.seen == ()


def test_a_later_file_without_changes_only_tells_when_the_schools_were_seen():
    made = plan(duo_files.bo(CODES), duo_files.bo(CODES))

    assert counted(made) == {"unchanged": 20}
    assert made.seen == tuple(range(1, 21))


def test_changes_are_told_per_field_with_old_and_new():
    cells = {
        "00AA00": {"VESTIGINGSNAAM": "Het Avontuur", "INTERNETADRES": " "},
        "01AA00": {"BEVOEGD GEZAG NUMMER": "79874"},
        "02AA00": {"PLAATSNAAM": "HOORN NH"},
    }

    made = plan(duo_files.bo(CODES, cells), duo_files.bo(CODES))

    assert changed(made) == {
        "00AA00": {"name": ("De Eik", "Het Avontuur"), "website": ("www.eik.example", "")},
        "01AA00": {"board": ("41001", "79874")},
        "02AA00": {"town": ("Assen", "Hoorn NH")},
    }
    assert counted(made) == {"changed": 3, "renamed": 1, "moved": 1, "unchanged": 17, "new_boards": 1}


def test_a_school_that_disappeared_is_closed():
    made = plan(duo_files.bo(CODES[1:]), duo_files.bo(CODES))

    assert [(closing.code, closing.name) for closing in made.closed] == [("00AA00", "De Eik")]
    assert counted(made) == {"closed": 1, "unchanged": 19}


def test_a_closed_school_that_stays_away_is_not_closed_again():
    made = plan(duo_files.bo(CODES[1:]), duo_files.bo(CODES), closed={"00AA00": APRIL})

    assert counted(made) == {"unchanged": 19}


def test_a_closed_school_that_comes_back_is_reopened():
    made = plan(duo_files.bo(CODES), duo_files.bo(CODES), closed={"00AA00": APRIL})

    assert changed(made) == {"00AA00": {"closed_on": (APRIL, None)}}
    assert counted(made) == {"changed": 1, "reopened": 1, "unchanged": 19}


def test_schools_of_other_kinds_are_not_closed():
    special = duo_files.data(SPECIAL, *(duo_files.school(code, header=SPECIAL) for code in CODES))

    made = plan(duo_files.bo(["99ZZ00"]), special)

    assert counted(made) == {"new": 1}


@pytest.mark.parametrize(("missing", "closed"), [(2, 2), (3, 0)])
def test_a_file_that_misses_more_than_a_tenth_of_the_open_schools_closes_none(missing, closed):
    made = plan(duo_files.bo(CODES[missing:]), duo_files.bo(CODES))

    assert len(made.closed) == closed
    assert len(made.not_closed) == missing - closed
    assert bool(made.notes) is (closed == 0)


def test_missing_schools_are_closed_when_somebody_says_so():
    made = plan(duo_files.bo(CODES[3:]), duo_files.bo(CODES), close_missing=True)

    assert (len(made.closed), made.not_closed, made.notes) == (3, (), ())


def test_a_file_older_than_what_is_known_says_so_and_closes_none():
    made = plan(duo_files.bo(CODES[1:]), duo_files.bo(CODES), seen_on=date(2026, 8, 5))

    assert made.closed == ()
    assert made.notes == (
        "Dit bestand is van 04-08-2026, ouder dan het register van 05-08-2026 dat er al in staat.",
        "Niet in dit bestand: 1 van de 20 open scholen. In een ouder bestand ontbreken nieuwe scholen, dus geen school "
        "is gesloten.",
    )


@pytest.mark.parametrize(
    "cells",
    [{"VESTIGINGSNAAM": " "}, {"VESTIGINGSCODE": "kapot"}, {"TELEFOONNUMMER": "een;te veel"}],
    ids=["bad value", "bad code, BRIN readable", "wrong width"],
)
def test_a_school_whose_row_is_refused_is_not_closed(cells):
    made = plan(duo_files.bo(CODES, {"00AA00": cells}), duo_files.bo(CODES))

    assert counted(made) == {"refused": 1, "unchanged": 19}


def test_no_school_is_closed_when_a_refused_row_does_not_tell_its_school():
    cells = {"00AA00": {"VESTIGINGSCODE": "kapot", "INSTELLINGSCODE": " "}}

    made = plan(duo_files.bo(CODES, cells), duo_files.bo(CODES))

    assert counted(made) == {"refused": 1, "unchanged": 19, "not_closed": 1}


def test_a_line_that_is_no_row_at_all_does_not_stop_closings():
    data = duo_files.data(BO, *(duo_files.school(code) for code in CODES[1:]), "Bron: DUO")

    made = plan(data, duo_files.bo(CODES))

    assert counted(made) == {"closed": 1, "refused": 1, "unchanged": 19}


def test_a_municipality_without_a_name_gets_it_from_its_other_schools():
    cells = {code: {"GEMEENTENUMMER": "1948", "GEMEENTENAAM": "MEIERIJSTAD"} for code in CODES[:2]}
    cells["02AA00"] = {"GEMEENTENUMMER": "1948", "GEMEENTENAAM": " "}

    made = plan_schools(parse(duo_files.bo(CODES, cells)), KnownSchools({}, frozenset()), AUGUST)

    assert [record.municipality for record in made.new[:4]] == ["Meierijstad"] * 3 + ["Assen"]


# --- boards -----------------------------------------------------------------------------------------------------------


def board(number: str, name: str, kvk: str = "01180264") -> str:
    cells = {"BEVOEGD GEZAG NUMMER": number, "BEVOEGD GEZAG NAAM": name, "PLAATSNAAM": "ASSEN", "KVK-NUMMER": kvk}
    return duo_files.line(BOARDS, cells)


KNOWN_BOARDS = {
    "41001": {"name": "", "town": "", "kvk": ""},
    "41002": {"name": "Stichting B", "town": "Assen", "kvk": "01180264"},
}


def test_a_board_file_gives_names_to_known_boards_and_adds_others():
    rows = [board("41001", "Stichting A"), board("41002", "Stichting B"), board("41003", "Stichting C")]

    made = plan_boards(parse(duo_files.data(BOARDS, *rows)), KNOWN_BOARDS, AUGUST)

    assert changed(made) == {
        "41001": {"name": ("", "Stichting A"), "town": ("", "Assen"), "kvk": ("", "01180264")},
    }
    assert counted(made) == {"new": 1, "changed": 1, "renamed": 1, "unchanged": 1}


def test_a_board_file_without_a_column_leaves_what_is_known():
    data = b'"BEVOEGD GEZAG NUMMER","BEVOEGD GEZAG NAAM"\n"41002","Stichting BB"\n"41003","Stichting C"\n'

    made = plan_boards(parse(data), KNOWN_BOARDS, AUGUST)

    assert changed(made) == {"41002": {"name": ("Stichting B", "Stichting BB")}}
    assert made.changed[0].record.kvk == "01180264"
    assert (made.new[0].town, made.new[0].kvk) == ("", "")


# --- pupil counts -----------------------------------------------------------------------------------------------------


def known_counts(**fields: Any) -> KnownCounts:
    count = {"number": 100, "masked": False, "source": "register"} | fields
    return KnownCounts(frozenset({"00AA00", "00AB00"}), {("00AA00", 2019): count})


def history(code: str, count: object) -> bytes:
    return duo_files.data(HISTORY, duo_files.history(code, {2019: count}))


def distance(code: str, count: object) -> bytes:
    cells = {"PEILDATUM": "20191001", "BRIN_NUMMER": code[:4], "VESTIGINGSNUMMER": code[4:], "LEERLINGEN": count}
    return duo_files.data(DISTANCE, duo_files.line(DISTANCE, cells))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (history("00AA00", 100), {"unchanged": 1}),
        (history("00AA00", 101), {"changed": 1}),
        (history("00AA00", "<5"), {"changed": 1}),
        (history("00AA00", " "), {}),
        (history("00AB00", 0), {"new": 1}),
        (history("99ZZ00", 100), {"unknown": 1}),
        (distance("00AA00", 101), {"kept": 1}),
        (distance("00AA00", 100), {"unchanged": 1}),
        (distance("00AB00", 50), {"new": 1}),
    ],
)
def test_counts_are_new_changed_unchanged_unknown_or_better_known(data, expected):
    assert counted(plan_counts(parse(data), known_counts(), AUGUST)) == expected


def test_a_count_that_becomes_masked_loses_its_number():
    made = plan_counts(parse(history("00AA00", "<5")), known_counts(), AUGUST)

    assert changed(made) == {"00AA00": {"number": (100, None), "masked": (False, True)}}


def test_a_count_that_the_school_gave_itself_stays():
    made = plan_counts(parse(history("00AA00", 90)), known_counts(source="school"), AUGUST)

    assert counted(made) == {"kept": 1}


# --- the report -------------------------------------------------------------------------------------------------------


def test_the_sentence_counts_everything_that_happened():
    n = dict.fromkeys(("new", "changed", "closed", "unchanged", "refused", "renamed", "moved", "reopened"), 0)

    assert report.sentence(
        n | {"new": 17, "changed": 58, "renamed": 26, "moved": 1, "closed": 2, "unchanged": 6047}
    ) == ("nieuw 17 · gewijzigd 58 (hernoemd 26, ander bestuur 1) · gesloten 2 · ongewijzigd 6.047 · geweigerd 0")
    assert report.sentence(n) == "nieuw 0 · gewijzigd 0 · gesloten 0 · ongewijzigd 0 · geweigerd 0"


def test_the_report_lists_what_happens_to_whom():
    labels = {name: name.upper() for name in (*SCHOOL_FIELDS, "closed_on")}
    cells = {
        "01AA00": {"VESTIGINGSNAAM": "Het Avontuur", "BEVOEGD GEZAG NUMMER": "79874"},
        "02AA00": {"TELEFOONNUMMER": " "},
        "03AA00": {"VESTIGINGSNAAM": " "},
    }
    data = duo_files.bo([*CODES[1:], "99AA00"], cells)

    told = report.as_json(plan(data, duo_files.bo(CODES), closed={"04AA00": APRIL}), labels)

    renamed = {
        "line": 2,
        "key": "01AA00",
        "name": "Het Avontuur",
        "fields": [
            {"label": "NAME", "old": "De Eik", "new": "Het Avontuur"},
            {"label": "BOARD", "old": "41001", "new": "79874"},
        ],
    }
    phone = {"label": "PHONE", "old": "0592000000", "new": ""}
    opened = {"label": "CLOSED_ON", "old": "gesloten op 18-04-2026", "new": "open"}
    assert told["groups"] == [
        {"title": "Ander bestuur", "total": 1, "rows": [renamed]},
        {"title": "Andere naam", "total": 1, "rows": [renamed]},
        {"title": "Heropend", "total": 1, "rows": [{"line": 5, "key": "04AA00", "name": "De Eik", "fields": [opened]}]},
        {
            "title": "Andere wijzigingen",
            "total": 1,
            "rows": [{"line": 3, "key": "02AA00", "name": "De Eik", "fields": [phone]}],
        },
    ]
    assert told["new"] == [{"line": 21, "key": "99AA00", "name": "De Eik"}]
    assert told["closed"] == [{"key": "00AA00", "name": "De Eik"}]
    assert told["refused"] == [{"line": 4, "reason": "VESTIGINGSNAAM is leeg"}]
    assert told["notes"] == ["Besturen die nog niet bekend waren: 1. Zij hebben nog geen naam."]


def test_the_report_shows_fifty_of_each_kind_but_counts_all():
    codes = [f"{n:02d}AA00" for n in range(60)]

    told = report.as_json(plan(duo_files.bo(codes), duo_files.bo(["99ZZ00"])), {})

    assert (len(told["new"]), told["counts"]["new"]) == (50, 60)
