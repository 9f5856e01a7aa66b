"""The zip of a board: every school by a safe name of its own, and an index of who is there and who is not."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace

from npo_planner.sheets import plain
from programmes.oversight import export
from programmes.oversight.bundles import NO_VERSION, Entry

ENTRY = Entry("99AA00", "99AA", "De Ark", 7, 2, "2022-06-01", "f" * 64, "Voorgelegd aan de MR", rendering=5)


def unzip(data: bytes) -> tuple[dict[str, bytes], list[dict[str, str]]]:
    """Names to bytes, and the index as dictionaries."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    files = {name: archive.read(name) for name in archive.namelist()}
    text = io.StringIO(files.pop(export.INDEX).decode("utf-8-sig"), newline="")
    names, *rows = [[plain(value) for value in row] for row in csv.reader(text, delimiter=";")]
    return files, [dict(zip(names, row, strict=True)) for row in rows]


def build(*entries: Entry) -> tuple[dict[str, bytes], list[dict[str, str]]]:
    return unzip(b"".join(export.zip_parts(entries, lambda entry: f"%PDF{entry.code}".encode())))


def test_names_are_safe_and_different_whatever_a_school_is_called():
    names = ["../../etc/passwd", "Gelijk", "Gelijk", "\u202eEvil\r\n.exe", "𝕏" * 90, "’t Kompas"]

    files, index = build(*(replace(ENTRY, code=f"99AA0{place}", name=name) for place, name in enumerate(names)))

    assert list(files) == [
        "99aa00-etcpasswd-versie-2.pdf",
        "99aa01-gelijk-versie-2.pdf",
        "99aa02-gelijk-versie-2.pdf",
        "99aa03-evil-exe-versie-2.pdf",
        f"99aa04-{'x' * 60}-versie-2.pdf",
        "99aa05-t-kompas-versie-2.pdf",
    ]
    assert [row["bestand"] for row in index] == list(files)


def test_the_index_tells_who_is_there_and_why_another_is_not():
    without = Entry("99AB00", "99AB", "=Geen", problem=NO_VERSION)
    broken = replace(ENTRY, code="99AC00", name="Stuk", rendering=None, problem="Dit document is te groot.")

    files, index = build(ENTRY, without, broken)

    assert files == {"99aa00-de-ark-versie-2.pdf": b"%PDF99AA00"}
    assert [tuple(row.values()) for row in index] == [
        ("99AA00", "99AA", "De Ark", "99aa00-de-ark-versie-2.pdf", "2", ENTRY.stand, "2022-06-01", "f" * 64),
        ("99AB00", "99AB", "=Geen", "", "", NO_VERSION, "", ""),
        ("99AC00", "99AA", "Stuk", "", "2", "Dit document is te groot.", "2022-06-01", "f" * 64),
    ]


def test_each_pdf_comes_as_soon_as_it_is_read():
    entries = [replace(ENTRY, code=f"99AA0{place}") for place in range(3)]

    pieces = list(export.zip_parts(entries, lambda entry: b"%PDF" + b"x" * 1000))

    assert [len(piece) > 1000 for piece in pieces[:3]] == [True, True, True]
