"""How every field of a document is told when it changed: what it is called, and as what it is shown.

One table, and a test that every field of the schema is in it: a new field has to be decided about.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from programmes.document import schema


class As(Enum):
    """As what a field is shown."""

    TEXT = auto()  # what people wrote: word by word
    LABEL = auto()  # a choice or a name: was, is now
    EURO = auto()
    NUMBER = auto()
    PERCENT = auto()
    DATE = auto()
    YES_NO = auto()
    WORDS = auto()  # some words, of which some come and some go
    CATEGORY = auto()  # a letter
    CARD = auto()
    CARDS = auto()
    MEASURE = auto()  # the id of a measure
    NEEDS = auto()  # ids of needs
    FINDINGS = auto()
    TALKS = auto()
    ROWS = auto()  # rows, each told by itself
    PART = auto()  # one node, told as if its fields were here
    TOTAL = auto()  # computed from the rest, and told
    COMPUTED = auto()  # computed from the rest, and not told: it would drown what people wrote
    SILENT = auto()  # says nothing by itself: an id, a place in a list, or what another field says in words


class Field(NamedTuple):
    label: str
    shown: As


ID = Field("", As.SILENT)
REPEATS = Field("", As.SILENT)
COMPUTED = Field("", As.COMPUTED)
NOTE = Field("Toelichting", As.TEXT)

FIELDS: dict[type[schema.Node], dict[str, Field]] = {
    schema.Document: {
        "schema_version": ID,
        "summary": Field("Korte samenvatting voor ouders", As.TEXT),
        "title": Field("Titel", As.LABEL),
        "school": Field("School", As.PART),
        "round": Field("Regeling", As.PART),
        "edition": Field("Menukaart", As.PART),
        "categories": Field("Categorieën van de menukaart", As.ROWS),
        "vision": Field("Visie van de school", As.TEXT),
        "ambition": Field("Wat de school wil bereiken", As.TEXT),
        "involvement": Field("Wie betrokken is", As.TEXT),
        "scan": Field("Schoolscan", As.PART),
        "needs": Field("Behoeften", As.ROWS),
        "measures": Field("Maatregelen", As.ROWS),
        "not_chosen": Field("Bewust niet gekozen", As.ROWS),
        "staff": Field("Menskracht", As.ROWS),
        "staff_end": Field("Als het geld op is", As.PART),
        "budget": Field("Begroting", As.PART),
        "costs": Field("Andere kosten", As.ROWS),
    },
    schema.SchoolNode: {
        "code": Field("Vestigingscode", As.LABEL),
        "brin": REPEATS,
        "name": Field("Naam van de school", As.LABEL),
        "kind": REPEATS,
        "kind_label": Field("Soort school", As.LABEL),
        "sector": REPEATS,
        "town": Field("Plaats", As.LABEL),
        "board_number": Field("Nummer van het bestuur", As.LABEL),
        "board_name": Field("Bestuur", As.LABEL),
        "pupils": Field("Aantal leerlingen", As.NUMBER),
        "pupils_year": Field("Leerlingen geteld in", As.LABEL),
    },
    schema.RoundNode: {
        "code": REPEATS,
        "name": Field("Naam van de regeling", As.LABEL),
        "years": Field("Schooljaren van de regeling", As.WORDS),
        "spending_deadline": Field("Geld besteden tot en met", As.DATE),
    },
    schema.EditionNode: {"code": REPEATS, "name": Field("Editie van de menukaart", As.LABEL)},
    schema.CategoryNode: {
        "letter": ID,
        "name": Field("Naam van de categorie", As.LABEL),
        "short_name": Field("Korte naam van de categorie", As.LABEL),
    },
    schema.ScanNode: {
        "title": Field("Naam van de scan", As.LABEL),
        "held_on": Field("Scan gemaakt op", As.DATE),
        "summary": Field("Samenvatting van de scan", As.TEXT),
        "findings": Field("Bevindingen", As.ROWS),
        "consultations": Field("Gesprekken en vragenlijsten", As.ROWS),
        "previous_title": Field("Vergeleken met", As.LABEL),
    },
    schema.FindingNode: {
        "id": ID,
        "domain": Field("Ontwikkelgebied", As.LABEL),
        "group": Field("Groep", As.LABEL),
        "delay": REPEATS,
        "delay_label": Field("Achterstand", As.LABEL),
        "pupils": Field("Leerlingen", As.LABEL),
        "trend_label": Field("Beweging", As.LABEL),
        "source_label": Field("Bron", As.LABEL),
        "source_note": Field("Bij de bron", As.TEXT),
        "explanation": Field("Toelichting", As.TEXT),
        "consultations": Field("Blijkt uit", As.TALKS),
        "was_label": Field("Achterstand in de vorige scan", As.LABEL),
    },
    schema.ConsultationNode: {
        "id": ID,
        "held_on": Field("Datum", As.DATE),
        "party_label": Field("Met wie", As.LABEL),
        "how": Field("Hoe", As.LABEL),
        "outcome": Field("Wat eruit kwam", As.TEXT),
        "heard": Field("Hoeveel mensen meededen", As.NUMBER),
    },
    schema.NeedNode: {
        "id": ID,
        "rank": ID,
        "title": Field("Behoefte", As.TEXT),
        "explanation": Field("Toelichting", As.TEXT),
        "domains": Field("Ontwikkelgebieden", As.WORDS),
        "findings": Field("Rust op", As.FINDINGS),
    },
    schema.MeasureNode: {
        "id": ID,
        "rank": ID,
        "title": Field("Naam van de maatregel", As.TEXT),
        "category": Field("Categorie", As.CATEGORY),
        "intervention": Field("Van de menukaart", As.CARD),
        "also": Field("Ook van de menukaart", As.CARDS),
        "description": Field("Wat de school gaat doen", As.TEXT),
        "reason": Field("Waarom dit", As.TEXT),
        "needs": Field("Antwoord op", As.NEEDS),
        "groups": Field("Voor welke groepen", As.LABEL),
        "responsible": Field("Wie verantwoordelijk is", As.LABEL),
        "years": Field("Schooljaren", As.WORDS),
        "lasting_label": Field("Tijdelijk of blijvend", As.LABEL),
        "starts_on": Field("Begint op", As.DATE),
        "ends_on": Field("Loopt tot en met", As.DATE),
        "planning": Field("Wat wanneer gebeurt", As.TEXT),
        "goals": Field("Doelen", As.ROWS),
        "staff": Field("Menskracht", As.ROWS),
        "costs": REPEATS,
        "total": Field("Kosten van deze maatregel", As.TOTAL),
        "by_year": COMPUTED,
    },
    schema.GoalNode: {
        "id": ID,
        "statement": Field("Wat de school wil bereiken", As.TEXT),
        "indicator": Field("Waaraan te zien", As.TEXT),
        "unit": Field("Eenheid", As.LABEL),
        "baseline": Field("Beginwaarde", As.NUMBER),
        "baseline_on": Field("Beginwaarde gemeten op", As.DATE),
        "baseline_source": Field("Bron van de beginwaarde", As.TEXT),
        "target": Field("Streefwaarde", As.NUMBER),
        "how_measured": Field("Hoe gemeten", As.TEXT),
        "deadline": Field("Uiterlijk", As.DATE),
        "responsible": Field("Wie volgt dit", As.LABEL),
        "milestones": Field("Tussenpunten", As.ROWS),
    },
    schema.MilestoneNode: {
        "id": ID,
        "due_on": Field("Datum", As.DATE),
        "value": Field("Waarde", As.NUMBER),
        "note": Field("Wat dan te zien is", As.TEXT),
    },
    schema.MeasureStaffNode: {
        "post": ID,
        "title": REPEATS,
        "share": Field("Deel van de inzet", As.PERCENT),
        "cost": COMPUTED,
    },
    schema.NotChosenNode: {
        "id": ID,
        "category": Field("Categorie", As.CATEGORY),
        "intervention": Field("Van de menukaart", As.CARD),
        "reason": Field("Waarom niet", As.TEXT),
    },
    schema.PostNode: {
        "id": ID,
        "kind": Field("Soort", As.LABEL),
        "title": Field("Naam", As.LABEL),
        "also_roles": Field("Doet ook", As.LABEL),
        "people": Field("Aantal mensen", As.NUMBER),
        "amount": Field("Hoeveel", As.NUMBER),
        "unit_label": Field("Eenheid", As.LABEL),
        "fte": COMPUTED,
        "hours": COMPUTED,
        "start": Field("Begint op", As.DATE),
        "end": Field("Loopt tot en met", As.DATE),
        "engagement": REPEATS,
        "engagement_label": Field("In dienst of ingehuurd", As.LABEL),
        "contract_label": Field("Contract", As.LABEL),
        "is_pnil": Field("Personeel niet in loondienst", As.YES_NO),
        "pnil_reason": REPEATS,
        "stands_in_for": Field("Vervangt", As.LABEL),
        "price": Field("Prijs", As.EURO),
        "cost_basis_label": Field("Hoe de prijs telt", As.LABEL),
        "price_source": Field("Bron van de prijs", As.TEXT),
        "vat_percent": Field("Btw", As.PERCENT),
        "vacancy": REPEATS,
        "vacancy_label": Field("Vacature", As.LABEL),
        "if_not_found": Field("Als er niemand is", As.TEXT),
        "after_label": Field("Als het geld op is", As.LABEL),
        "employer_percent": REPEATS,  # the cost of the post tells it, also in documents that have no percentage yet
        "afterwards": Field("Toelichting bij als het geld op is", As.TEXT),
        "cost": Field("Kosten van deze inzet", As.TOTAL),
        "unplaced_share": Field("Nog te verdelen", As.PERCENT),
        "conversions": COMPUTED,
        "cost_parts": COMPUTED,
    },
    schema.StaffEndNode: {
        **dict.fromkeys(("ends", "leaves", "stays", "undecided", "unknown", "needs_place", "too_many"), REPEATS),
        "outflow": Field("Stroomt vanzelf uit (fte)", As.NUMBER),
        "outflow_source": Field("Bron van wat vanzelf uitstroomt", As.TEXT),
    },
    schema.CostNode: {
        "id": ID,
        "description": Field("Waarvoor", As.TEXT),
        "kind_label": Field("Soort kosten", As.LABEL),
        "year": Field("Schooljaar", As.LABEL),
        "amount": Field("Bedrag", As.EURO),
        "measure": Field("Voor maatregel", As.MEASURE),
        "category": Field("Categorie", As.CATEGORY),
        "note": NOTE,
        "shares": Field("Verdeling", As.ROWS),
        "write_off_years": Field("Afschrijven over (jaren)", As.NUMBER),
        "starts_on": Field("In gebruik vanaf", As.DATE),
        "decide_by": Field("Invullen uiterlijk op", As.DATE),
        "years": COMPUTED,
        "later": COMPUTED,
    },
    schema.CostShareNode: {
        "measure": ID,
        "category": Field("Categorie", As.CATEGORY),
        "share": Field("Deel van de kosten", As.PERCENT),
        "equal": REPEATS,
        "cost": COMPUTED,
    },
    schema.BudgetNode: {
        "years": Field("Geld per schooljaar", As.ROWS),
        "board_shares": Field("Deel voor het bestuur", As.ROWS),
        "by_category": Field("Geld per categorie", As.TOTAL),
        "uncategorised": Field("Zonder categorie", As.TOTAL),
        "funding": Field("Nieuw geld", As.TOTAL),
        "spent": Field("Uitgaven", As.TOTAL),
        "balance": Field("Blijft over", As.TOTAL),
        "pnil": Field("Personeel niet in loondienst", As.TOTAL),
        "later": Field("Afschrijven na de looptijd", As.TOTAL),
        "pnil_percent": COMPUTED,
        "spent_percent": COMPUTED,
        "available": COMPUTED,
        "calendar": COMPUTED,
        "unspent": COMPUTED,
        "without_measure": COMPUTED,
        "ledger": COMPUTED,
    },
    schema.YearNode: {
        "year": ID,
        "funding_lines": Field("Geld", As.ROWS),
        "by_category": Field("Geld per categorie", As.TOTAL),
        "uncategorised": Field("Zonder categorie", As.TOTAL),
        "provisional": REPEATS,
        **dict.fromkeys(("funding", "carry_in", "available", "board", "staff", "other", "spent", "balance"), COMPUTED),
    },
    schema.FundingNode: {
        "id": ID,
        "label": Field("Omschrijving", As.LABEL),
        "kind_label": Field("Soort geld", As.LABEL),
        "rate": Field("Bedrag van de regeling", As.EURO),
        "units": Field("Aantal", As.NUMBER),
        "basis_label": Field("Bedrag geldt", As.LABEL),
        "own_amount": Field("Eigen bedrag van de school", As.YES_NO),
        "amount": Field("Bedrag", As.EURO),
        "note": NOTE,
        "certainty_label": Field("Voorlopig of definitief", As.LABEL),
        "spend_by": Field("Besteden tot en met", As.DATE),
    },
    schema.BoardShareNode: {
        "id": ID,
        "year": Field("Schooljaar", As.LABEL),
        "purpose": Field("Waarvoor", As.TEXT),
        "amount": Field("Bedrag", As.EURO),
        "agreed_on": Field("MR akkoord op", As.DATE),
        "note": NOTE,
    },
}
"""The nodes that are told field by field; inside a computed field nothing is told."""
