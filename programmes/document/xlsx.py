"""The budget of a document as a spreadsheet: amounts stand in a few sheets, all other figures are formulas over them.

The amounts are those of the ledger, in cents already: so every formula gives exactly what the document says.
"""

from __future__ import annotations

from collections.abc import Iterable

from programmes.document import xlsx_sums as sums
from programmes.document.ledger import entries
from programmes.document.schema import BoardShareNode, Document, EntryNode, FundingNode
from programmes.document.stamp import Stamp
from programmes.document.workbook import (
    EURO,
    FIRST,
    NUMBER,
    PERCENT,
    Book,
    Column,
    Formula,
    Sheet,
    Unknown,
    Value,
    dumps,
)
from programmes.document.xlsx_sums import (
    AMOUNT,
    AUTUMN,
    CATEGORY,
    MEASURE,
    NONE,
    PNIL,
    SPRING,
    YEAR,
    no_measure,
    with_total,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HINT = "U kunt in dit bestand rekenen: de sommen zijn formules. Wat u hier wijzigt, verandert het plan niet."
OPEN = "Een leeg, gekleurd vak is een bedrag dat nog niet bekend is. Een gekleurde som is daardoor voorlopig."
NOTE = Column("Toelichting", 50)
PARTS = (Column(AMOUNT, 16, EURO), Column(AUTUMN, 16, EURO), Column(SPRING, 16, EURO))
FOR = (Column(MEASURE, 12), Column("Maatregel", 36), Column(CATEGORY, 11))


def render(document: Document, stamp: Stamp) -> bytes:
    """The XLSX file of ``document`` with the facts of ``stamp``; the same ones give the same bytes."""
    is_complete = document.budget.balance.complete
    return dumps(
        Book(
            title=f"Begroting {document.school.name}",
            mark=stamp.mark,
            made=stamp.as_of,
            sheets=sheets_of(document),
            lines=(f"{document.title}. {stamp.mark}.", HINT, *(() if is_complete else (OPEN,))),
        )
    )


def sheets_of(document: Document) -> tuple[Sheet, ...]:
    """All sheets, the overview first."""
    rows = entries(document)
    given = sums.Given(_money(document), _board(document), _staff(document, rows), _costs(document, rows))
    overview = sums.overview(document, given)
    return (
        overview,
        *given.sheets,
        sums.per_category(document, given),
        sums.per_measure(document, given),
        *([sums.per_calendar_year(document, overview, given)] if sums.has_calendar(document) else []),
    )


def _finished(sheet: Sheet, document: Document) -> Sheet:
    """With its total; without calendar years when the document does not tell them."""
    told = sheet if sums.has_calendar(document) else sheet.without(AUTUMN, SPRING)
    return with_total(told, AMOUNT, AUTUMN, SPRING)


def _money(document: Document) -> Sheet:
    columns = (
        Column(YEAR, 12),
        Column("Waarvoor", 34),
        Column("Per eenheid", 13, EURO),
        Column("Eenheid", 26),
        Column("Aantal", 11, NUMBER),
        Column("Berekend", 16, EURO),
        Column("Eigen bedrag", 16, EURO),
        *PARTS,
        NOTE,
    )
    lines = [(year.year, line) for year in document.budget.years for line in year.funding_lines]
    rows = tuple(_money_row(year, line, row) for row, (year, line) in enumerate(lines, start=FIRST))
    return _finished(Sheet("Geld", columns, rows), document)


def _money_row(year: str, line: FundingNode, row: int) -> tuple[Value, ...]:
    """Rate × units, unless the school has an amount of its own. What somebody fills in here is counted at once."""
    asks = line.amount is None
    counts = asks and not line.kind_label  # money from elsewhere is no number times an amount
    return (
        year,
        line.label[:1].upper() + line.label[1:],
        Unknown("De regeling noemt dit bedrag niet.") if counts and line.rate is None else line.rate,
        line.basis_label,
        Unknown("Dit aantal is nog niet bekend.") if counts and line.units is None else line.units,
        Formula(f'=IF(OR(C{row}="",E{row}=""),"",ROUND(C{row}*E{row},2))'),
        line.amount if line.own_amount else (Unknown() if asks else None),
        Formula(f'=IF(G{row}<>"",G{row},F{row})'),
        *_halves("H", "I", row),
        _told(
            line.kind_label,
            line.certainty_label and f"{line.certainty_label} bedrag",
            line.spend_by and f"besteden tot en met {line.spend_by:%d-%m-%Y}",
            line.note,
        ),
    )


def _board(document: Document) -> Sheet | None:
    """Only when the board gets a part: most schools keep all of it."""
    shares = document.budget.board_shares
    columns = (Column(YEAR, 12), Column("Waarvoor", 40), Column("MR akkoord op", 16), *PARTS, NOTE)
    rows = tuple(_board_row(share, row) for row, share in enumerate(shares, start=FIRST))
    return _finished(Sheet("Naar bestuur", columns, rows), document) if rows else None


def _board_row(share: BoardShareNode, row: int) -> tuple[Value, ...]:
    return (
        share.year,
        share.purpose,
        f"{share.agreed_on:%d-%m-%Y}" if share.agreed_on else "nog niet",
        Unknown() if share.amount is None else share.amount,
        *_halves("D", "E", row),
        share.note,
    )


def _halves(amount: str, autumn: str, row: int) -> tuple[Formula, Formula]:
    """Money of a whole school year in its two calendar years: 5 and 7 months of 12, the cent as the ledger has it."""
    return (
        Formula(f'=IF({amount}{row}="","",ROUND({amount}{row}*5/12,2))'),
        Formula(f'=IF({amount}{row}="","",ROUND({amount}{row}-{autumn}{row},2))'),
    )


def _staff(document: Document, rows: Iterable[EntryNode]) -> Sheet:
    columns = (Column(YEAR, 12), Column("Inzet", 36), Column(PNIL, 13), Column("Deel", 10, PERCENT), *FOR, *PARTS)
    posts = {post.id: post for post in document.staff}
    shares = {(part.post, measure.id): part.share for measure in document.measures for part in measure.staff}
    found = []
    for row, entry in enumerate((entry for entry in rows if entry.is_staff), start=FIRST):
        post = posts.get(entry.post or 0)
        share = shares.get((entry.post, entry.measure), post.unplaced_share if post else None)
        what = (post.title, "ja" if post.is_pnil else "nee") if post else ("Personeel", "")
        found.append((entry.year, *what, share, *_for(document, entry), *_parts(entry, "H", "I", row)))
    return _finished(Sheet("Personeel", columns, tuple(found)), document)


def _costs(document: Document, rows: Iterable[EntryNode]) -> Sheet:
    columns = (Column(YEAR, 12), Column("Waarvoor", 36), Column("Soort", 22), *FOR, *PARTS, NOTE)
    costs = {cost.id: cost for cost in document.costs}
    found = []
    for row, entry in enumerate((entry for entry in rows if not entry.is_staff), start=FIRST):
        cost = costs[entry.cost]
        what = (entry.year, cost.description, cost.kind_label)
        note = _told(
            cost.write_off_years and f"afschrijving over {cost.write_off_years} jaar",
            cost.decide_by and f"invullen uiterlijk {cost.decide_by:%d-%m-%Y}",
            cost.note,
        )
        found.append((*what, *_for(document, entry), *_parts(entry, "G", "H", row), note))
    return _finished(Sheet("Kosten", columns, tuple(found)), document)


def _for(document: Document, entry: EntryNode) -> tuple[Value, ...]:
    measure = next((m for m in document.measures if m.id == entry.measure), None)
    name = (measure.rank, measure.title) if measure else (NONE, no_measure(document))
    return (*name, entry.category or NONE)


def _parts(entry: EntryNode, amount: str, autumn: str, row: int) -> tuple[Value, ...]:
    """The amount, and of it what falls until December, when that is told, and the rest."""
    if entry.amount is None:
        return Unknown(), None, None
    if entry.autumn is None:
        return entry.amount, None, None
    return entry.amount, entry.autumn, Formula(f"=ROUND({amount}{row}-{autumn}{row},2)")


def _told(*parts: str | int | None) -> str:
    """Sentences of what there is to say."""
    return " ".join(f"{str(part)[:1].upper()}{str(part)[1:].rstrip('.')}." for part in parts if part)
