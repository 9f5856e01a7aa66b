"""The accounts of one school as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from programmes.document.schema import Document
from programmes.models import Version
from programmes.monitoring.accounts import Accounts, Line, YearAccounts

COLUMNS = (
    "vestigingscode",
    "brin",
    "school",
    "schooljaar",
    "categorie",
    "naam",
    "gepland",
    "gepland compleet",
    "uitgegeven",
    "uitgegeven compleet",
    "verschil",
    "waarvan personeel niet in loondienst",
    "aandeel personeel niet in loondienst (%)",
    "besluit mr",
    "datum besluit mr",
    "versie",
)
TOTAL = "totaal"
UNPLACED = "zonder categorie"


def rows(version: Version, document: Document, accounts: Accounts) -> Iterator[tuple[Any, ...]]:
    """The names of the columns, then per school year a row for each category and one for the total.

    An empty amount is not known yet. A total that is not complete is the sum of what is known.
    """
    school = document.school
    before = (school.code, school.brin, school.name)
    after = (version.answer.get_outcome_display(), version.answer.decided_on, version.number)
    yield COLUMNS
    for year in accounts.years:
        for line in year.lines:
            yield (*before, year.year, *_line(line), *after)
        if year.uncategorised.amount or not year.uncategorised.complete:
            yield (*before, year.year, *_unplaced(year), *after)
        yield (*before, year.year, *_total(year), *after)


def _line(line: Line) -> tuple[Any, ...]:
    known = line.spent is not None
    return (
        line.letter,
        line.name,
        line.planned.amount,
        line.planned.complete,
        line.spent,
        known,
        line.difference.amount if known and line.planned.complete else None,
        line.pnil,
        line.pnil_percent,
    )


def _unplaced(year: YearAccounts) -> tuple[Any, ...]:
    planned = year.uncategorised
    return (UNPLACED, "", planned.amount, planned.complete, None, False, None, None, None)


def _total(year: YearAccounts) -> tuple[Any, ...]:
    return (
        TOTAL,
        "",
        year.planned.amount,
        year.planned.complete,
        year.spent.amount if year.is_begun else None,
        year.spent.complete,
        year.difference.amount if year.difference.complete else None,
        year.pnil.amount if year.is_begun else None,
        year.pnil_percent,
    )
