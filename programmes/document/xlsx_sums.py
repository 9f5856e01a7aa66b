"""The sheets of the budget that only have formulas: per school year, category, measure and calendar year.

Every formula rounds to cents: a spreadsheet counts in floating point, and 0.1 + 0.2 must be 0.3 there too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from programmes.document.ledger import has_ledger
from programmes.document.schema import Amount, Document, YearNode
from programmes.document.workbook import EURO, FIRST, HEAD, Column, Formula, Provisional, Sheet, Value, letter_of

YEAR, MEASURE, CATEGORY, PNIL, AMOUNT = "Schooljaar", "Maatregel nr", "Categorie", "Niet in loondienst", "Bedrag"
AUTUMN, SPRING = "Tot en met december", "Vanaf januari"
"""The parts of a school year in its two calendar years."""
MONEY, BOARD, STAFF, COSTS, SPENT = "Nieuw geld", "Naar het bestuur", "Personeel", "Andere kosten", "Uitgaven"
OF_WHICH_PNIL = "Waarvan niet in loondienst"
CARRIED, AVAILABLE, NEXT, STATE = "Over van vorig jaar", "Beschikbaar", "Naar volgend jaar", "Stand"
TOTAL = "Samen"
NONE = "geen"
"""What stands for no category and no measure, so that a formula can look for it."""


@dataclass(frozen=True)
class Given:
    """The sheets with amounts. ``board`` None: the board gets no part."""

    money: Sheet
    board: Sheet | None
    staff: Sheet
    costs: Sheet

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        return (self.money, *([self.board] if self.board else []), self.staff, self.costs)


def no_measure(document: Document) -> str:
    """How money without a measure is called: a document from before the ledger does not tell what staff is for."""
    return "zonder maatregel" if has_ledger(document) else "maatregel niet vastgelegd"


def with_total(sheet: Sheet, *heads: str) -> Sheet:
    """The same with a last row that sums the columns ``heads``."""
    sums = (rounded(f"SUM({sheet.span(c.head)})") if c.head in heads else None for c in sheet.columns[1:])
    return replace(sheet, total=(TOTAL, *sums))


def rounded(expression: str) -> Formula:
    return Formula(f"=ROUND({expression},2)")


def _sum_ifs(sheet: Sheet, what: str, **conditions: str) -> str:
    """The sum of the column ``what`` over the rows of which each named column is as the cell or text says."""
    heads = {"year": YEAR, "measure": MEASURE, "category": CATEGORY, "pnil": PNIL}
    pairs = (f"{sheet.span(heads[name])},{value}" for name, value in conditions.items())
    return f"SUMIFS({sheet.span(what)},{','.join(pairs)})"


def overview(document: Document, given: Given) -> Sheet:
    """Per school year what comes in, what goes out and what goes on to the next."""
    heads = [MONEY, CARRIED, *([BOARD] if given.board else []), AVAILABLE, STAFF, OF_WHICH_PNIL, COSTS, SPENT, NEXT]
    columns = (Column(YEAR, 12), *(Column(head, 17, EURO) for head in heads), Column(STATE, 14))
    sheet = Sheet("Begroting", columns, ())
    rows = tuple(_overview_row(document, given, sheet, place) for place in range(len(document.budget.years)))
    total = with_total(replace(sheet, rows=rows), MONEY, BOARD, STAFF, OF_WHICH_PNIL, COSTS, SPENT)
    cell = _cells(sheet, total.last + 1)
    # What is carried from year to year is in no total: it would be counted again in every year.
    own: dict[str, Value] = {
        AVAILABLE: _available(given, cell, carried=f"{sheet.letter(CARRIED)}{FIRST}"),
        NEXT: rounded(f"{cell[AVAILABLE]}-{cell[SPENT]}"),
        STATE: _state(document.budget.balance.complete),
    }
    if not has_ledger(document):
        own[OF_WHICH_PNIL] = document.budget.pnil.amount  # no row tells which staff it is
    return replace(total, total=tuple(own.get(c.head, v) for c, v in zip(columns, total.total, strict=True)))


def _overview_row(document: Document, given: Given, sheet: Sheet, place: int) -> tuple[Value, ...]:
    year, row = document.budget.years[place], FIRST + place
    cell = _cells(sheet, row)
    key = f"${cell[YEAR]}"
    values: dict[str, Value] = {
        YEAR: year.year,
        MONEY: rounded(_sum_ifs(given.money, AMOUNT, year=key)),
        CARRIED: Formula(f"={sheet.letter(NEXT)}{row - 1}") if place else year.carry_in.amount,
        AVAILABLE: _available(given, cell, carried=cell[CARRIED]),
        STAFF: rounded(_sum_ifs(given.staff, AMOUNT, year=key)),
        OF_WHICH_PNIL: rounded(_sum_ifs(given.staff, AMOUNT, year=key, pnil='"ja"')),
        COSTS: rounded(_sum_ifs(given.costs, AMOUNT, year=key)),
        SPENT: rounded(f"{cell[STAFF]}+{cell[COSTS]}"),
        NEXT: rounded(f"{cell[AVAILABLE]}-{cell[SPENT]}"),
        STATE: _state(year.balance.complete),
    }
    if not has_ledger(document):
        values[OF_WHICH_PNIL] = None
    elif not document.budget.pnil.complete:
        values[OF_WHICH_PNIL] = Provisional(values[OF_WHICH_PNIL])
    if given.board:
        values[BOARD] = rounded(_sum_ifs(given.board, AMOUNT, year=key))
    for head, amount in _amounts(year).items():
        if amount and not amount.complete:
            values[head] = Provisional(values[head])
    return tuple(values[column.head] for column in sheet.columns)


def _amounts(year: YearNode) -> dict[str, Amount | None]:
    """What the document says where the overview has a formula: it knows whether that is all."""
    return {
        MONEY: year.funding,
        BOARD: year.board,
        AVAILABLE: year.available,
        STAFF: year.staff,
        COSTS: year.other,
        SPENT: year.spent,
        NEXT: year.balance,
    }


def _cells(sheet: Sheet, row: int) -> dict[str, str]:
    return {column.head: f"{sheet.letter(column.head)}{row}" for column in sheet.columns}


def _available(given: Given, cell: dict[str, str], *, carried: str) -> Formula:
    return rounded(f"{cell[MONEY]}+{carried}" + (f"-{cell[BOARD]}" if given.board else ""))


def _state(is_complete: bool) -> str:
    return "" if is_complete else "voorlopig"


def per_category(document: Document, given: Given) -> Sheet:
    names = [(category.letter, category.short_name) for category in document.categories] + [
        (NONE, "nog geen categorie")
    ]
    columns = (Column(CATEGORY, 11), Column("Naam", 36))
    sums = [
        [year.by_category.get(letter) if letter != NONE else year.uncategorised for year in document.budget.years]
        for letter, _ in names
    ]
    return _per_year("Per categorie", columns, names, "category", document, given, sums)


def per_measure(document: Document, given: Given) -> Sheet:
    """With the numbers of the needs that each measure answers."""
    ranks = {need.id: str(need.rank) for need in document.needs}
    names: list[tuple[Value, ...]] = [
        (m.rank, m.title, m.category, ", ".join(ranks[pk] for pk in m.needs)) for m in document.measures
    ]
    names.append((NONE, no_measure(document), "", ""))
    columns = (Column(MEASURE, 12), Column("Maatregel", 46), Column(CATEGORY, 11), Column("Voor behoefte", 11))
    told = [dict(m.by_year) for m in document.measures] + [dict(document.budget.without_measure)]
    sums = [[by_year.get(year.year) for year in document.budget.years] for by_year in told]
    return _per_year("Per maatregel", columns, names, "measure", document, given, sums)


def _per_year(
    name: str,
    columns: tuple[Column, ...],
    names: list[tuple[Value, ...]],
    key: str,
    document: Document,
    given: Given,
    sums: list[list[Amount | None]],
) -> Sheet:
    """What every row takes in every school year: the first column is ``key``, the year is the name of the column.

    ``sums`` are what the document says in the same places: it knows whether that is all.
    """
    years = [year.year for year in document.budget.years]
    first, last = letter_of(len(columns) + 1), letter_of(len(columns) + len(years))
    rows = []
    for (row, values), told in zip(enumerate(names, start=FIRST), sums, strict=True):
        yearly: list[Value] = []
        for place in range(len(years)):
            conditions = {key: f"$A{row}", "year": f"{letter_of(len(columns) + 1 + place)}${HEAD}"}
            both = (_sum_ifs(sheet, AMOUNT, **conditions) for sheet in (given.staff, given.costs))
            yearly.append(_told(rounded("+".join(both)), [told[place]]))
        rows.append((*values, *yearly, _told(rounded(f"SUM({first}{row}:{last}{row})"), told)))
    whole = (*columns, *(Column(head, 16, EURO) for head in (*years, TOTAL)))
    return with_total(Sheet(name, whole, tuple(rows)), *years, TOTAL)


def _told(formula: Formula, amounts: list[Amount | None]) -> Value:
    """The formula, marked when one of ``amounts`` is not known in full."""
    return formula if all(each is None or each.complete for each in amounts) else Provisional(formula)


def has_calendar(document: Document) -> bool:
    """Whether the calendar years follow from the school years: these must lie one after the other, as they do."""
    return bool(document.budget.calendar) and len(document.budget.calendar) == len(document.budget.years) + 1


def per_calendar_year(document: Document, years: Sheet, given: Given) -> Sheet:
    """What falls in each calendar year: the spring of one school year and the autumn of the next."""
    letters = [category.letter for category in document.categories]
    heads = [MONEY, *([BOARD] if given.board else []), STAFF, COSTS, SPENT, *letters, NONE]
    columns = (Column("Kalenderjaar", 15), *(Column(head, 16, EURO) for head in heads))
    sheet = Sheet("Per kalenderjaar", columns, ())
    rows = tuple(_calendar_row(document, years, given, sheet, place) for place in range(len(document.budget.calendar)))
    return with_total(replace(sheet, rows=rows), *heads)


def _calendar_row(document: Document, years: Sheet, given: Given, sheet: Sheet, place: int) -> tuple[Value, ...]:
    cell = _cells(sheet, FIRST + place)
    within = {
        head: _within(years, place, source)
        for head, source in {MONEY: given.money, BOARD: given.board, STAFF: given.staff, COSTS: given.costs}.items()
        if source
    }
    for head in (*(category.letter for category in document.categories), NONE):
        key = f"{sheet.letter(head)}${HEAD}"
        both = (_within(years, place, source, category=key) for source in (given.staff, given.costs))
        within[head] = "+".join(both)
    within[SPENT] = f"{cell[STAFF]}+{cell[COSTS]}"
    return (document.budget.calendar[place].year, *(rounded(within[column.head]) for column in sheet.columns[1:]))


def _within(years: Sheet, place: int, sheet: Sheet, **conditions: str) -> str:
    """Of ``sheet`` what falls in calendar year ``place``: after one school year began, and before the next begins."""
    halves = [(place - 1, SPRING), (place, AUTUMN)]
    return "+".join(
        _sum_ifs(sheet, half, year=f"'{years.name}'!$A${FIRST + at}", **conditions)
        for at, half in halves
        if 0 <= at < len(years.rows)
    )
