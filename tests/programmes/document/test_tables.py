"""The CSV files of a document: what the document says, to the cent, row by row, and no text that runs."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from programmes.cases import PRIMARY, write_plan
from programmes.document import canonical, stamp, tables
from programmes.document.build import build
from programmes.document.schema import CostNode, Document, GoalNode, MeasureNode, PostNode
from programmes.models import BoardShare, Programme
from schools.constants import Kind
from tests import factories as make
from tests.programmes.document.one_of_each import edited, full
from tests.programmes.document.plans import any_plan
from tests.programmes.document.test_docx import VERSION
from tests.programmes.document.test_xlsx_office import FROZEN_FILE

AS_OF = datetime(2026, 11, 24, 12, tzinfo=UTC)
Rows = list[dict[str, str]]


def tree(programme: Programme) -> Document:
    return build(Programme.objects.with_plan().get(pk=programme.pk))


def read(document: Document) -> dict[str, Rows]:
    """The rows of each file by the first word of its name."""
    with zipfile.ZipFile(io.BytesIO(tables.render(document, stamp.of_draft(as_of=AS_OF)))) as zipped:
        texts = {name.split("-")[0]: zipped.read(name).decode("utf-8-sig") for name in zipped.namelist()}
    return {
        name: list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";", strict=True))
        for name, text in texts.items()
    }


def total(rows: Rows, head: str = "Bedrag") -> Decimal:
    return sum((Decimal(row[head].replace(",", ".")) for row in rows if row[head]), Decimal("0.00"))


@pytest.mark.django_db
def test_files_sum_to_what_the_document_says() -> None:
    school = make.make_school(kind=Kind.BO)
    real = write_plan(school=school, case=PRIMARY, by=make.make_head(school))
    shared = make.make_full_programme()
    BoardShare.objects.create(programme=shared, year=make.years(shared)[0], purpose="Inkoop", amount=Decimal("5.05"))

    for document in (tree(real), tree(shared), *(tree(any_plan(seed)) for seed in range(3))):
        files = read(document)

        budget = document.budget
        to_board = sum((share.amount or Decimal(0) for share in budget.board_shares), Decimal("0.00"))
        assert total(files["uitgaven"]) == budget.spent.amount
        assert total(files["geld"]) == budget.funding.amount - to_board
        assert [row["Maatregel"] for row in files["maatregelen"]] == [m.title for m in document.measures]
        for row, measure in zip(files["maatregelen"], document.measures, strict=True):
            years = sum(total([row], f"Uitgaven {year}") for year in document.round.years)
            assert (total([row], "Uitgaven samen"), years) == (measure.total.amount, measure.total.amount)
        assert [row["Inzet"] for row in files["menskracht"]] == [post.title for post in document.staff]
        assert total(files["menskracht"], "Kosten") == sum((p.cost.amount for p in document.staff), Decimal(0))


def test_each_row_names_its_school_and_version_and_has_a_value_for_each_column() -> None:
    content = tables.render(full(), VERSION)

    zipped = zipfile.ZipFile(io.BytesIO(content))
    assert zipped.namelist() == [
        f"{name}-A-versie-3.csv" for name in ("uitgaven", "geld", "maatregelen", "doelen", "menskracht")
    ]
    for name in zipped.namelist():
        raw = zipped.read(name)
        assert raw.startswith(b"\xef\xbb\xbf")
        head, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";")
        assert head[:3] == ["Vestigingscode", "School", "Versie"]
        assert len(head) == len(set(head))
        assert {(len(row), *row[:3]) for row in rows} == {(len(head), "A", "A", "3")}
    assert content == tables.render(full(), VERSION)


def test_rows_tell_names_and_not_only_numbers() -> None:
    document = edited(edited(full(), MeasureNode, "title", "Rekenhulp"), PostNode, "title", "Extra handen")
    files = read(document)

    (goal,) = files["doelen"]
    assert (goal["Maatregel nr"], goal["Maatregel"], goal["Beginwaarde"], goal["Tussenpunten"]) == (
        *("1", "Rekenhulp", "10,00"),
        "01-09-2021: 10,00: A",
    )
    (spent,) = files["uitgaven"]
    assert (spent["Maatregel"], spent["Categorie"], spent["Naam categorie"]) == ("Rekenhulp", "A", "A")
    (post,) = files["menskracht"]
    assert (post["Inzet"], post["Voor"], post["Van"]) == (
        "Extra handen", "Maatregel 1: Rekenhulp (10,00%)", "2021-09-01",
    )  # fmt: skip


def test_measure_without_a_goal_is_not_overlooked_and_unknown_is_empty() -> None:
    document = edited(full(), MeasureNode, "goals", ())
    budget = document.budget
    unknown = budget.model_copy(update={"ledger": (budget.ledger[0].model_copy(update={"amount": None}),)})

    files = read(document.model_copy(update={"budget": unknown}))

    assert [(row["Maatregel"], row["Doel"]) for row in files["doelen"]] == [("A", "")]
    assert [row["Bedrag"] for row in files["uitgaven"]] == [""]


def test_document_from_before_the_ledger_tells_what_it_knows() -> None:
    document = canonical.loads(FROZEN_FILE.read_text())

    files = read(document)

    assert total(files["uitgaven"]) == document.budget.spent.amount
    assert {row[f"Uitgaven {year}"] for row in files["maatregelen"] for year in document.round.years} == {""}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "=cmd|' /C calc'!A0", "; een\r\n=1+1"])
def test_text_stays_text(text: str) -> None:
    document = full()
    for kind, field in (
        (MeasureNode, "title"),
        (GoalNode, "statement"),
        (CostNode, "description"),
        (PostNode, "title"),
    ):
        document = edited(document, kind, field, text)

    with zipfile.ZipFile(io.BytesIO(tables.render(document, VERSION))) as zipped:
        cells = [
            cell
            for name in zipped.namelist()
            for row in csv.reader(io.StringIO(zipped.read(name).decode("utf-8-sig"), newline=""), delimiter=";")
            for cell in row
        ]
    runs = [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "'")) and cell != f"'{text}"]
    assert runs == ["-10,00"]  # what goes to the board: a number
    assert (f"'{text}" if not text.startswith(";") else text) in cells
