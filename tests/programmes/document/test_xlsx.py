"""The spreadsheet file: real formulas, empty cells for what nobody knows, text that never runs, the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from programmes.document import stamp, workbook, xlsx
from programmes.document.build import build
from programmes.document.workbook import Book, Column, Formula, Sheet, Unknown
from programmes.models import CostLine, Funding, Measure, Programme, Version
from tests import factories as make

D = Decimal
AS_OF = datetime(2026, 11, 24, 12, tzinfo=UTC)
INPUTS = ["Geld", "Personeel", "Kosten"]


def book_of(programme: Programme, as_of: datetime = AS_OF) -> Workbook:
    return load_workbook(io.BytesIO(bytes_of(programme, as_of)))


def bytes_of(programme: Programme, as_of: datetime = AS_OF) -> bytes:
    return xlsx.render(build(Programme.objects.with_plan().get(pk=programme.pk)), stamp.of_draft(as_of=as_of))


def one_sheet(*values: workbook.Value) -> bytes:
    sheet = Sheet("Blad", tuple(Column(f"Kolom {n}", 20) for n in range(len(values))), (values,))
    return workbook.dumps(Book("Proef", "Concept", AS_OF, (sheet,)))


@pytest.mark.django_db
def test_sheets_stand_in_reading_order_and_each_names_the_document() -> None:
    version = make.put_to_mr(make.make_full_programme())
    facts = stamp.of_version(Version.objects.with_answers().get(pk=version.pk))

    book = load_workbook(io.BytesIO(xlsx.render(build(Programme.objects.with_plan().get()), facts)))

    assert book.sheetnames[:4] == ["Begroting", *INPUTS]
    for sheet in book:
        mark = f"Versie 1 · {version.sha256[:12]}"
        assert mark in sheet["A2"].value
        assert sheet.oddFooter.left.text == mark
        assert sheet.freeze_panes == "B7"
        assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$6:$6")


@pytest.mark.django_db
def test_every_sum_is_a_formula_and_every_amount_a_number() -> None:
    book = book_of(make.make_full_programme())

    derived = [sheet for sheet in book if sheet.title not in ("Naar bestuur", *INPUTS)]
    numbers = [
        (sheet.title, cell.coordinate)
        for sheet in derived
        for row in sheet.iter_rows(min_row=7)
        for cell in row
        if isinstance(cell.value, int | float) and "€" in cell.number_format
    ]
    assert numbers == [("Begroting", "C7")]  # what was there before the first year
    for sheet in book:
        for cell in list(sheet.rows)[-1][1:]:
            assert cell.value is None or cell.data_type == "f" or cell.value == "voorlopig"


@pytest.mark.django_db
def test_unknown_amount_is_an_empty_cell_with_a_note_and_never_0() -> None:
    programme = make.make_full_programme()
    CostLine.objects.update(amount=None)
    Funding.objects.update(amount=None, units=None)

    book = book_of(programme)

    cost = {cell.value: book["Kosten"].cell(7, cell.column) for cell in book["Kosten"][6]}["Bedrag"]
    assert (cost.value, cost.comment.text) == (None, "Dit bedrag is nog niet bekend. Daarom is het vak leeg.")
    money = book["Geld"]
    heads = {cell.value: cell.column for cell in money[6]}
    assert [money.cell(row, heads["Aantal"]).value for row in range(7, money.max_row)] == [None] * (money.max_row - 7)
    assert money.cell(7, heads["Aantal"]).comment.text == "Dit aantal is nog niet bekend."
    overview = book["Begroting"]
    assert "Een gekleurde som is daardoor voorlopig." in overview["A4"].value
    assert [bool(cell.comment) for cell in overview[7]] == [
        cell.value in ("Nieuw geld", "Beschikbaar", "Andere kosten", "Uitgaven", "Naar volgend jaar")
        for cell in overview[6]
    ]
    assert overview["B7"].comment.text == "Voorlopig: in het plan was nog niet alles bekend."


@pytest.mark.django_db
def test_same_document_gives_the_same_bytes_and_no_file_in_it_knows_today() -> None:
    programme = make.make_full_programme()
    CostLine.objects.update(amount=None)

    first, second = bytes_of(programme), bytes_of(programme)

    assert first == second
    archive = zipfile.ZipFile(io.BytesIO(first))
    assert {info.date_time for info in archive.infolist()} == {(2026, 11, 24, 12, 0, 0)}
    assert archive.read("docProps/core.xml").count(b"2026-11-24T12:00:00Z") == 2
    assert archive.testzip() is None


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "＝1"])
def test_text_that_would_run_is_text_and_stays_it_when_edited(text: str) -> None:
    cell = load_workbook(io.BytesIO(one_sheet(text)))["Blad"]["A7"]

    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a\x00b\x07c\x1f", "a\ufffdb\ufffdc\ufffd"),
        ("a\ud800b", "a\ufffdb"),
        ("regel\nregel", "regel\nregel"),
        ("x" * 40_000, "x" * 32_000),
    ],
)
def test_text_that_xml_cannot_hold_is_replaced(text: str, found: str) -> None:
    assert load_workbook(io.BytesIO(one_sheet(text)))["Blad"]["A7"].value == found


def test_only_a_formula_runs() -> None:
    sheet = load_workbook(io.BytesIO(one_sheet("=A1", Formula("=1+1"), D("1.10"), Unknown(), None)))["Blad"]

    assert [sheet.cell(7, place).data_type for place in (1, 2, 3)] == ["s", "f", "n"]
    assert [bool(sheet.cell(7, place).comment) for place in (4, 5)] == [True, False]


@pytest.mark.django_db
def test_no_two_columns_of_a_sheet_have_one_name() -> None:
    """A formula finds its column by name."""
    for sheet in xlsx.sheets_of(build(Programme.objects.with_plan().get(pk=make.make_full_programme().pk))):
        names = [column.head for column in sheet.columns]
        assert len(set(names)) == len(names)


@pytest.mark.django_db
def test_downloads_are_attachments_and_a_version_keeps_its_bytes(client: Client) -> None:
    programme = make.make_full_programme()
    version = make.put_to_mr(programme)
    client.force_login(make.make_head(programme.school))
    code = programme.school.code

    draft, first = (
        client.get(reverse(name, args=[pk]))
        for name, pk in (("draft_xlsx", programme.pk), ("version_xlsx", version.pk))
    )
    Measure.objects.update(title="Later veranderd")
    again = client.get(reverse("version_xlsx", args=[version.pk]))

    assert draft["Content-Disposition"] == f'attachment; filename="begroting-{code}-concept.xlsx"'
    assert first["Content-Disposition"] == f'attachment; filename="begroting-{code}-versie-1.xlsx"'
    assert {r["Content-Type"] for r in (draft, first)} == {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    }
    assert first.content == again.content


@pytest.mark.django_db
@pytest.mark.parametrize("route", ["budget", "document"])
def test_pages_offer_the_spreadsheet_of_the_draft(route: str, client: Client) -> None:
    programme = make.make_full_programme()
    client.force_login(make.make_head(programme.school))

    found = client.get(reverse(route, args=[programme.pk])).content.decode()

    assert f'href="{reverse("draft_xlsx", args=[programme.pk])}"' in found


@pytest.mark.django_db
def test_pages_offer_the_spreadsheet_of_a_version(client: Client) -> None:
    programme = make.make_full_programme()
    version = make.put_to_mr(programme)
    client.force_login(make.make_head(programme.school))

    for url in (reverse("document", args=[programme.pk]), version.get_absolute_url()):
        assert f'href="{reverse("version_xlsx", args=[version.pk])}"' in client.get(url).content.decode()


@pytest.mark.django_db
def test_plan_of_which_every_amount_is_0_has_a_spreadsheet() -> None:
    programme = make.make_programme()
    make.make_cost(programme, D("0.00"))

    book = book_of(programme)

    names = [cell.value for cell in book["Per maatregel"]["B"]]
    assert "zonder maatregel" in names
    assert "maatregel niet vastgelegd" not in names
