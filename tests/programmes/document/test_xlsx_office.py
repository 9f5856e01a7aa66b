"""The budget as a spreadsheet, opened and computed by LibreOffice: the same sums as the document, to the cent."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from programmes.cases import PRIMARY, SECONDARY, Case, write_plan
from programmes.document import canonical, stamp, xlsx
from programmes.document.build import build
from programmes.document.schema import Amount, CalendarYearNode, Document, YearNode
from programmes.models import BoardShare, CostLine, Funding, Programme
from schools.constants import Kind
from tests import factories as make
from tests.programmes.document.office import recalculated, rows
from tests.programmes.document.plans import any_plan

pytestmark = [pytest.mark.django_db, pytest.mark.office]
D = Decimal
AS_OF = datetime(2026, 11, 24, 12, tzinfo=UTC)
FROZEN_FILE = Path(__file__).parent / "frozen_before_0005.json"


def tree(programme: Programme) -> Document:
    return build(Programme.objects.with_plan().get(pk=programme.pk))


def rendered(document: Document) -> bytes:
    return xlsx.render(document, stamp.of_draft(as_of=AS_OF))


def real(case: Case, kind: str) -> Document:
    school = make.make_school(kind=kind)
    return tree(write_plan(school=school, case=case, by=make.make_head(school)))


def known(amount: Amount) -> Decimal:
    return amount.amount


def assert_same(document: Document, book: Workbook) -> None:
    """Every figure of the document stands in the spreadsheet, exactly."""
    budget = document.budget
    *years, total = rows(book, "Begroting")
    assert [
        (r["Schooljaar"], r["Nieuw geld"], r["Over van vorig jaar"], r["Beschikbaar"], r["Personeel"]) for r in years
    ] == [(y.year, known(y.funding), known(y.carry_in), known(y.available), known(y.staff)) for y in budget.years]
    assert [r.get("Naar het bestuur") for r in years] == [_board(document, y) for y in budget.years]
    assert [(r["Andere kosten"], r["Uitgaven"], r["Naar volgend jaar"], r["Stand"]) for r in years] == [
        (known(y.other), known(y.spent), known(y.balance), None if y.balance.complete else "voorlopig")
        for y in budget.years
    ]
    assert [total[head] for head in ("Nieuw geld", "Uitgaven", "Naar volgend jaar", "Waarvan niet in loondienst")] == [
        known(budget.funding),
        known(budget.spent),
        known(budget.balance),
        known(budget.pnil),
    ]
    assert_money(document, book)
    assert_categories(document, book)
    assert_measures(document, book)
    assert_years(document, book)


def assert_years(document: Document, book: Workbook) -> None:
    """The calendar years, which a document from before it had them does not tell."""
    assert ("Per kalenderjaar" in book.sheetnames) == bool(document.budget.calendar)
    if document.budget.calendar:
        *found, total = rows(book, "Per kalenderjaar")
        letters = [category.letter for category in document.categories]
        assert [
            [r["Kalenderjaar"], r["Nieuw geld"], r.get("Naar het bestuur"), r["Personeel"], r["Andere kosten"]]
            + [r["Uitgaven"], *(r[letter] for letter in letters), r["geen"]]
            for r in found
        ] == [
            [D(y.year), known(y.funding), _board(document, y), known(y.staff), known(y.other), known(y.spent)]
            + [known(y.by_category[x]) if x in y.by_category else D(0) for x in letters]
            + [known(y.uncategorised)]
            for y in document.budget.calendar
        ]
        assert (total["Uitgaven"], total["Nieuw geld"]) == (
            known(document.budget.spent),
            known(document.budget.funding),
        )


def _board(document: Document, year: YearNode | CalendarYearNode) -> Decimal | None:
    """None when the sheet has no column for it."""
    return (known(year.board) if year.board else D(0)) if document.budget.board_shares else None


def assert_money(document: Document, book: Workbook) -> None:
    lines = [(y.year, line.amount) for y in document.budget.years for line in y.funding_lines]
    *found, total = rows(book, "Geld")
    assert [(r["Schooljaar"], r["Bedrag"]) for r in found] == lines
    assert total["Bedrag"] == sum(amount for _, amount in lines if amount)


def assert_categories(document: Document, book: Workbook) -> None:
    budget = document.budget
    nothing = Amount(amount=D(0), complete=True)
    *found, total = rows(book, "Per categorie")
    expected = [
        [c.letter, *(known(part.by_category.get(c.letter, nothing)) for part in (*budget.years, budget))]
        for c in document.categories
    ] + [["geen", *(known(part.uncategorised) for part in (*budget.years, budget))]]
    heads = [*(y.year for y in budget.years), "Samen"]
    assert [[r["Categorie"], *(r[head] for head in heads)] for r in found] == expected
    assert [total[head] for head in heads] == [known(part.spent) for part in (*budget.years, budget)]


def assert_measures(document: Document, book: Workbook) -> None:
    *found, total = rows(book, "Per maatregel")
    by_rank = {r["Maatregel nr"]: r["Samen"] for r in found}
    free = by_rank.pop("geen")
    assert total["Samen"] == known(document.budget.spent)
    if document.budget.ledger:
        assert by_rank == {D(m.rank): known(m.total) for m in document.measures}
        for row, measure in zip(found, document.measures, strict=False):
            assert [row[y.year] for y in document.budget.years] == [
                dict(measure.by_year).get(y.year, Amount(amount=D(0), complete=True)).amount
                for y in document.budget.years
            ]
    assert free == known(document.budget.spent) - sum(by_rank.values())


def test_every_sum_is_that_of_the_document_to_the_cent(tmp_path: Path) -> None:
    documents = {
        "po": real(PRIMARY, Kind.BO),
        "vo": real(SECONDARY, Kind.VO),
        "empty": tree(make.make_programme()),
        "before": canonical.loads(FROZEN_FILE.read_text()),
        **{f"any{seed}": tree(any_plan(seed)) for seed in range(8)},
    }

    books = recalculated({name: rendered(document) for name, document in documents.items()}, tmp_path)

    for name, document in documents.items():
        assert_same(document, books[name])
    assert rows(books["po"], "Begroting")[0]["Uitgaven"] == D("67748")


def test_half_a_cent_of_a_calendar_year_goes_where_the_ledger_has_it(tmp_path: Path) -> None:
    programme = make.make_programme()
    make.fill_funding(programme, D("0.06"))  # 5/12 of it is 2.5 cents
    year = make.years(programme)[0]
    for amount in ("0.18", "1000.02", "1234567.02"):
        BoardShare.objects.create(programme=programme, year=year, purpose="Inkoop", amount=D(amount))
    document = tree(programme)

    assert_same(document, recalculated({"half": rendered(document)}, tmp_path)["half"])


HALF_CENTS = ("1.005", "2.675", "1234.565", "0.145", "10.235")


def test_rate_times_units_rounds_half_a_cent_up_as_the_document_does(tmp_path: Path) -> None:
    """Half a cent is no round number in floating point: there 1.005 is a little less."""
    programme = make.make_programme()
    line = programme.funding.filter(rate__amount__isnull=False).first()
    document = tree(programme)
    lines = [
        node.model_copy(update={"rate": D(text) * 10, "units": D("0.1"), "own_amount": False, "amount": amount})
        for node in document.budget.years[0].funding_lines[:1]
        for text, amount in zip(HALF_CENTS, map(D, ("1.01", "2.68", "1234.57", "0.15", "10.24")), strict=True)
    ]
    year = document.budget.years[0].model_copy(update={"funding_lines": tuple(lines)})
    budget = document.budget.model_copy(update={"years": (year, *document.budget.years[1:])})

    book = recalculated({"half": rendered(document.model_copy(update={"budget": budget}))}, tmp_path)["half"]

    assert line is not None
    assert [r["Bedrag"] for r in rows(book, "Geld")[:5]] == [node.amount for node in lines]


def test_who_changes_an_amount_sees_what_follows(tmp_path: Path) -> None:
    document = real(PRIMARY, Kind.BO)
    changed = load_workbook(io.BytesIO(rendered(document)))
    sheet = changed["Kosten"]
    heads = [cell.value for cell in sheet[6]]
    row = next(n for n in range(7, 20) if sheet.cell(n, 2).value == "Rekenmateriaal")
    sheet.cell(row, heads.index("Bedrag") + 1).value = 1100.25
    out = io.BytesIO()
    changed.save(out)

    book = recalculated({"changed": out.getvalue()}, tmp_path)["changed"]

    first, *_, total = rows(book, "Begroting")
    assert (first["Andere kosten"], first["Uitgaven"], first["Naar volgend jaar"]) == (
        D("11550.25"),
        D("67848.25"),
        D("2151.75"),
    )
    assert (total["Uitgaven"], total["Naar volgend jaar"]) == (D("67848.25"), D("2151.75"))
    assert {r["Categorie"]: r["Samen"] for r in rows(book, "Per categorie")}["B"] == D("63298.25")
    assert {r["Maatregel nr"]: r["Samen"] for r in rows(book, "Per maatregel")}[D(1)] == D("35779.05")


HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    '=HYPERLINK("http://example.com";"klik")',
    "=cmd|' /C calc'!A0",
    "'=1",
    "_x003D_1+1",
    "<script>alert(1)</script> & ]]>",
    "\u202eomgekeerd 😀",
    " spaties ",
    "*",
    ">0",
)


def test_text_stays_text_in_every_sheet_and_counts_for_nothing(tmp_path: Path) -> None:
    programme = make.make_full_programme()
    for text in HOSTILE:
        measure = make.make_measure(programme, "B3", title=text)
        make.make_cost(programme, D("1.00"), description=text, note=text, measure=measure)
        make.make_share(make.make_post(programme, D("2.00"), description=text), measure)
    Funding.objects.update(label="=1+1", note="@SUM(A1)")
    CostLine.objects.filter(description="=1+1").update(note="")
    document = tree(programme)

    book = recalculated({"hostile": rendered(document)}, tmp_path)["hostile"]

    assert_same(document, book)
    assert [r["Waarvoor"] for r in rows(book, "Kosten")[:-1]][-len(HOSTILE) :] == list(HOSTILE)
    assert [r["Maatregel"] for r in rows(book, "Per maatregel")[:-2]][-len(HOSTILE) :] == list(HOSTILE)
    assert {r["Waarvoor"] for r in rows(book, "Geld")[:-1]} == {"=1+1"}
