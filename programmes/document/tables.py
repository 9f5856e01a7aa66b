"""A document as CSV files: the money out and in, the measures, their goals and the extra staff, row by row.

Each row names its school and its version, so that the files of many schools can be put under each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from npo_planner import sheets
from npo_planner.money import ZERO
from programmes.document import lines
from programmes.document.ledger import entries
from programmes.document.office import archive
from programmes.document.schema import Amount, Document, EntryNode, FundingNode, GoalNode
from programmes.document.stamp import Stamp
from programmes.document.xlsx_sums import AMOUNT, AUTUMN, CATEGORY, MEASURE, PNIL, YEAR, no_measure

Rows = Iterable[Sequence[Any]]
WHOSE = ("Vestigingscode", "School", "Versie")
COMPLETE = "Alle bedragen bekend"
SPENDING = (YEAR, "Soort uitgave", "Waarvoor", "Soort", PNIL, MEASURE, "Maatregel", CATEGORY, "Naam categorie", AMOUNT)
MONEY = (YEAR, "Waarvoor", "Soort", "Per eenheid", "Eenheid", "Aantal", AMOUNT, "Zekerheid", "Besteden tot en met")
MEASURES = (
    *(MEASURE, "Maatregel", CATEGORY, "Naam categorie", "Interventie van de menukaart", "Behoeften", "Groepen"),
    *("Schooljaren", "Begint op", "Eindigt op", "Tijdelijk of blijvend", "Verantwoordelijk", "Omschrijving"),
    *("Waarom dit", "Aantal doelen"),
)
GOALS = (
    *(MEASURE, "Maatregel", CATEGORY, "Doel", "Waaraan te zien", "Beginwaarde", "Streefwaarde", "Eenheid"),
    *("Beginwaarde gemeten op", "Bron van de beginwaarde", "Hoe gemeten", "Uiterlijk", "Wie volgt dit", "Tussenpunten"),
)
STAFF = (
    *("Inzet", "Functie", "Mensen", "Hoeveel", "Eenheid", "Fte", "Uren in totaal", "Van", "Tot en met", "Vorm"),
    *("Contract", PNIL, "Vacature", "Kosten", COMPLETE, "Voor", "Als er niemand is", "Als het geld op is"),
)


def render(document: Document, stamp: Stamp) -> bytes:
    """A ZIP with a CSV file for each kind of row; the same facts give the same bytes."""
    school = document.school
    version = "concept" if stamp.is_draft else f"versie-{stamp.number}"
    whose = (school.code, school.name, "concept" if stamp.is_draft else stamp.number)
    files = {}
    for name, (heads, rows) in _files(document).items():
        told = [(*WHOSE, *heads), *((*whose, *row) for row in rows)]
        files[f"{name}-{school.code}-{version}.csv"] = sheets.dumps(told)
    return archive(files, stamp.as_of)


def _files(document: Document) -> dict[str, tuple[Sequence[str], Rows]]:
    years = document.round.years
    drawn = lines.draw(document)
    return {
        "uitgaven": ((*SPENDING, AUTUMN), (_spent(document, entry) for entry in entries(document))),
        "geld": ((*MONEY, "Toelichting"), _money(document)),
        "maatregelen": (
            (*MEASURES, *(f"Uitgaven {year}" for year in years), "Uitgaven samen", COMPLETE),
            (_measure(measure, years) for measure in drawn.measures),
        ),
        "doelen": (GOALS, (row for measure in drawn.measures for row in _goals(measure))),
        "menskracht": (STAFF, (_post(post) for post in drawn.posts)),
    }


def _spent(document: Document, entry: EntryNode) -> Sequence[Any]:
    """One entry of the ledger, with the names of what it points at."""
    post = next((each for each in document.staff if each.id == entry.post), None)
    cost = next((each for each in document.costs if each.id == entry.cost), None)
    measure = next((each for each in document.measures if each.id == entry.measure), None)
    category = next((each for each in document.categories if each.letter == entry.category), None)
    if entry.is_staff:
        what = ("personeel", *((post.title, post.kind, post.is_pnil) if post else ("Personeel", None, None)))
    else:
        what = ("andere kosten", *((cost.description, cost.kind_label) if cost else (None, None)), None)
    return (
        entry.year,
        *what,
        *((measure.rank, measure.title) if measure else (None, no_measure(document))),
        entry.category,
        category.short_name if category else "nog geen categorie",
        entry.amount,
        entry.autumn,
    )


def _money(document: Document) -> Rows:
    """What comes in, and below zero what goes to the board: together what the school can spend."""
    for year in document.budget.years:
        yield from (_funding(year.year, line) for line in year.funding_lines)
    for share in document.budget.board_shares:
        amount = None if share.amount is None else ZERO - share.amount
        agreed = f"MR akkoord op {share.agreed_on:%d-%m-%Y}" if share.agreed_on else None
        yield (share.year, share.purpose, "naar het bestuur", None, None, None, amount, agreed, None, share.note)


def _funding(year: str, line: FundingNode) -> Sequence[Any]:
    counted = (None, None, None) if line.kind_label or line.own_amount else (line.rate, line.basis_label, line.units)
    kind = line.kind_label or ("eigen bedrag van de school" if line.own_amount else "regeling")
    return (year, line.label, kind, *counted, line.amount, line.certainty_label, line.spend_by, line.note)


def _measure(measure: lines.Measure, years: Sequence[str]) -> Sequence[Any]:
    node = measure.node
    spent: dict[str, Amount] = dict(node.by_year)
    return (
        node.rank,
        node.title,
        node.category,
        measure.category.short_name,
        node.intervention.name if node.intervention else "niet van de menukaart",
        "; ".join(need.title for need in measure.needs),
        node.groups,
        ", ".join(node.years),
        node.starts_on,
        node.ends_on,
        node.lasting_label,
        node.responsible,
        node.description,
        node.reason,
        len(node.goals),
        # A document from before by_year does not tell the years.
        *(spent[year].amount if year in spent else (ZERO if spent else None) for year in years),
        node.total.amount,
        node.total.complete,
    )


def _goals(measure: lines.Measure) -> Rows:
    """A row for each goal; a measure without one has a row too, so that it is not overlooked."""
    node = measure.node
    whose = (node.rank, node.title, node.category)
    if not node.goals:
        yield (*whose, *[None] * (len(GOALS) - len(whose)))
    for goal in node.goals:
        yield (*whose, *_goal(goal))


def _goal(goal: GoalNode) -> Sequence[Any]:
    points = (
        ": ".join(part for part in (f"{point.due_on:%d-%m-%Y}", sheets.cell(point.value), point.note) if part)
        for point in goal.milestones
    )
    return (
        goal.statement,
        goal.indicator,
        goal.baseline,
        goal.target,
        goal.unit,
        goal.baseline_on,
        goal.baseline_source,
        goal.how_measured,
        goal.deadline,
        goal.responsible,
        "; ".join(points),
    )


def _post(post: lines.Post) -> Sequence[Any]:
    node = post.node
    return (
        node.title,
        " en ".join(filter(None, (node.kind, node.also_roles))),
        node.people,
        node.amount,
        node.unit_label,
        node.fte,
        node.hours,
        node.start,
        node.end,
        node.engagement_label,
        node.contract_label,
        node.is_pnil,
        node.vacancy_label,
        node.cost.amount,
        node.cost.complete,
        "; ".join(f"{share.other.title} ({sheets.cell(share.percent)}%)" for share in post.shares),
        node.if_not_found,
        ". ".join(filter(None, (node.after_label, node.afterwards))),
    )
