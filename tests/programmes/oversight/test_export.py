"""The zip of a board: every newest version, safe and different names, and an index of what is there and what is not."""

import csv
import io
import zipfile

import pytest
from django.urls import reverse

from npo_planner.sheets import plain
from programmes.consent.operations import revise
from programmes.models import Rendering
from programmes.oversight import export, querysets
from schools.constants import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


def unzip(data):
    """Names to bytes, and the index as dictionaries."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    files = {name: archive.read(name) for name in archive.namelist()}
    text = io.StringIO(files.pop(export.INDEX).decode("utf-8-sig"), newline="")
    names, *rows = [[plain(value) for value in row] for row in csv.reader(text, delimiter=";")]
    return files, [dict(zip(names, row, strict=True)) for row in rows]


def build(schools, render):
    """The zip of ``schools``, and the pieces that it came in."""
    versions = querysets.newest_versions(schools[0].board, querysets.rounds().first())
    pieces = list(export.zip_parts(schools, versions, render))
    return unzip(b"".join(pieces)), pieces


def test_names_are_safe_and_different_whatever_a_school_is_called():
    board = make.make_board()
    names = ["../../etc/passwd", "Gelijk", "Gelijk", "\u202eEvil\r\n.exe", "𝕏" * 90, "’t Kompas"]
    schools = [make.make_school(board=board, name=name) for name in names]
    for school in schools:
        make.put_to_mr(make.make_full_programme(school))

    (files, index), _ = build(schools, lambda version: b"%PDF" + str(version.pk).encode())

    codes = [school.code.lower() for school in schools]
    assert list(files) == [
        f"{codes[0]}-etcpasswd-versie-1.pdf",
        f"{codes[1]}-gelijk-versie-1.pdf",
        f"{codes[2]}-gelijk-versie-1.pdf",
        f"{codes[3]}-evil-exe-versie-1.pdf",
        f"{codes[4]}-{'x' * 60}-versie-1.pdf",
        f"{codes[5]}-t-kompas-versie-1.pdf",
    ]
    assert [row["bestand"] for row in index] == list(files)


def test_the_newest_version_is_taken_and_a_school_without_one_is_in_the_index():
    board = make.make_board()
    with_two, without = make.make_school(board=board, name="Twee"), make.make_school(board=board, name="=Geen")
    programme = make.make_full_programme(with_two)
    make.make_adopted(programme)
    programme.refresh_from_db()
    revise(programme=programme, by=make.make_head(with_two))
    second = make.put_to_mr(programme)
    make.make_programme(without)

    (files, index), _ = build([with_two, without], lambda version: b"%PDF" + version.sha256.encode())

    assert files == {f"{with_two.code.lower()}-twee-versie-2.pdf": b"%PDF" + second.sha256.encode()}
    assert [(row["school"], row["versie"], row["stand"], row["sha256"]) for row in index] == [
        ("Twee", "2", "Voorgelegd aan de MR", second.sha256),
        ("=Geen", "", "nog geen versie", ""),
    ]


def test_each_pdf_comes_as_soon_as_it_is_rendered():
    board = make.make_board()
    schools = [make.make_school(board=board) for _ in range(3)]
    for school in schools:
        make.put_to_mr(make.make_full_programme(school))

    _, pieces = build(schools, lambda version: b"%PDF" + b"x" * 1000)

    assert [len(piece) > 1000 for piece in pieces[:3]] == [True, True, True]


def test_one_pdf_that_fails_does_not_lose_the_others(caplog):
    board = make.make_board()
    schools = [make.make_school(board=board, name=name) for name in ("Goed", "Stuk", "Ook goed")]
    for school in schools:
        make.put_to_mr(make.make_full_programme(school))

    def render(version):
        if version.programme.school.name == "Stuk":
            raise RuntimeError("no")
        return b"%PDF"

    (files, index), _ = build(schools, render)

    assert (len(files), [row["bestand"] != "" for row in index]) == (2, [True, False, True])
    assert index[1]["stand"] == "de pdf kon niet worden gemaakt"
    assert [record.levelname for record in caplog.records] == ["ERROR"]


@pytest.mark.pdf
def test_the_board_downloads_every_school_and_the_pdfs_are_stored(client):
    board = make.make_board()
    version = make.put_to_mr(make.make_full_programme(make.make_school(board=board, name="De Ark")))
    make.put_to_mr(make.make_full_programme(make.make_school(name="Van een ander bestuur")))
    make.make_school(board=board, name="Zonder plan")
    client.force_login(make.make_member(board, Role.BOARD))

    response = client.get(reverse("board_zip", args=[board.pk]))

    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == f'attachment; filename="schoolprogrammas-bestuur-{board.number}.zip"'
    files, index = unzip(b"".join(response.streaming_content))
    name = f"{version.programme.school.code.lower()}-de-ark-versie-1.pdf"
    assert list(files) == [name]
    assert files[name].startswith(b"%PDF")
    assert files[name] == bytes(Rendering.objects.get(version=version).content)
    assert [row["school"] for row in index] == ["De Ark", "Zonder plan"]
