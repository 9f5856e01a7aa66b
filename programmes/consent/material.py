"""Which changes the MR must be asked about again, and why: pure, and one table with a reason for every field.

The MR consents to what the school does with the money: the money per category, the measures, the goals, and the part
for the board. A change of these is material and needs a next round. A change of what explains or proves the plan, or of
who keeps an eye on it, is clerical. In doubt a change is material: so is what is not in the table, one word more or
less in a text that says what the school will do, and a figure that changed without a cause in the plan.

Sources: the right of the MR to consent to a change of the educational aims (Wms, article 10, under a), and the
regeling, which asks consent to the plan. Neither says which change is too small; where the line lies is our inference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from programmes.document import schema, words
from programmes.document.changes import Change, Changes, How
from programmes.document.schema import Document, Node
from programmes.document.telling import tell


class Reason(NamedTuple):
    """Why a change is material or not, in a sentence for people."""

    is_material: bool
    text: str


def _material(text: str) -> Reason:
    return Reason(True, text)


def _clerical(text: str) -> Reason:
    return Reason(False, text)


MONEY = _material("Het geld per categorie verandert.")
MEASURES = _material("Er komt een maatregel bij of er vervalt een maatregel.")
DOES = _material("Er verandert iets aan een maatregel: wat de school doet, voor wie of wanneer.")
GOALS = _material("Er verandert iets aan een doel. Daaraan meet de school of het plan werkt.")
AIMS = _material("Er verandert iets aan wat de school met haar onderwijs wil bereiken. De MR moet daarmee instemmen.")
NEEDS = _material("Er verandert iets aan een behoefte. Daarvoor zijn de maatregelen bedoeld.")
BOARD = _material("Het deel voor het bestuur verandert.")
STAFF = _material("De extra menskracht verandert: wie het werk doet, hoeveel, hoe lang of tegen welke prijs.")
COSTS = _material("Er verandert iets aan een uitgave: waarvoor, hoeveel, wanneer of voor welke maatregel.")
INCOME = _material("Het geld dat de school krijgt, verandert.")
FRAME = _material("De school, de regeling of de menukaart waarvoor het plan geldt, verandert.")
DOUBT = _material("Er verandert iets waarvan niet vaststaat dat het klein is. Bij twijfel beslist de MR.")

SPELLING = _clerical("Alleen hoofdletters, spaties of aanhalingstekens veranderen.")
EXPLAINS = _clerical("Dit is uitleg. Wat de school doet en uitgeeft, verandert er niet door.")
PROVES = _clerical("Dit onderbouwt het plan. Wat de school doet en uitgeeft, verandert er niet door.")
FOLLOWS_UP = _clerical("Dit zegt wie het volgt. Wat de school doet en uitgeeft, verandert er niet door.")
ORDER = _clerical("Alleen de volgorde verandert.")
FACTS = _clerical("Dit is een gegeven over de school of een naam. Het plan verandert er niet door.")
STATE = _clerical("Dit zegt hoe ver de school is. Wat zij van plan is, verandert er niet door.")

ROW, MOVED = "", "rank"
"""A whole row that came or went, and a row that got another place."""


def _all(reason: Reason, fields: str) -> dict[str, Reason]:
    return dict.fromkeys(fields.split(), reason)


RULES: dict[type[Node], dict[str, Reason]] = {
    schema.Document: _all(AIMS, "vision ambition") | _all(EXPLAINS, "summary involvement") | _all(FACTS, "title"),
    schema.SchoolNode: _all(FRAME, "code kind_label board_number")
    | _all(FACTS, "name town board_name pupils pupils_year"),
    schema.RoundNode: _all(FRAME, "years spending_deadline") | _all(FACTS, "name"),
    schema.EditionNode: _all(FRAME, "name"),
    schema.CategoryNode: {ROW: FRAME} | _all(FACTS, "name short_name"),
    schema.ScanNode: _all(PROVES, "title held_on summary previous_title"),
    schema.FindingNode: {ROW: PROVES}
    | _all(PROVES, "domain group delay_label pupils trend_label source_label source_note")
    | _all(PROVES, "explanation consultations was_label"),
    schema.ConsultationNode: {ROW: PROVES} | _all(PROVES, "held_on party_label how outcome heard"),
    schema.NeedNode: {ROW: NEEDS, MOVED: NEEDS} | _all(NEEDS, "title") | _all(PROVES, "explanation domains findings"),
    schema.MeasureNode: {ROW: MEASURES, MOVED: ORDER}
    | _all(DOES, "title category intervention also description needs groups years")
    | _all(DOES, "lasting_label starts_on ends_on planning")
    | _all(EXPLAINS, "reason")
    | _all(FOLLOWS_UP, "responsible"),
    schema.GoalNode: {ROW: GOALS}
    | _all(GOALS, "statement indicator unit baseline target how_measured deadline")
    | _all(PROVES, "baseline_on baseline_source")
    | _all(FOLLOWS_UP, "responsible"),
    schema.MilestoneNode: {ROW: GOALS} | _all(GOALS, "due_on value note"),
    schema.MeasureStaffNode: {ROW: STAFF} | _all(STAFF, "share"),
    schema.NotChosenNode: {ROW: EXPLAINS} | _all(EXPLAINS, "category intervention reason"),
    schema.PostNode: {ROW: STAFF}
    | _all(STAFF, "kind title also_roles people amount unit_label start end engagement_label contract_label is_pnil")
    | _all(STAFF, "stands_in_for price cost_basis_label vat_percent if_not_found after_label afterwards unplaced_share")
    | _all(PROVES, "price_source")
    | _all(STATE, "vacancy_label"),
    # It follows from the posts, which are judged; what leaves by itself is an estimate about the school.
    schema.StaffEndNode: {ROW: PROVES} | _all(PROVES, "outflow outflow_source"),
    schema.CostNode: {ROW: COSTS}
    | _all(COSTS, "description kind_label year amount measure category write_off_years starts_on decide_by")
    | _all(EXPLAINS, "note"),
    schema.CostShareNode: {ROW: COSTS} | _all(COSTS, "category share"),
    schema.BudgetNode: _all(MONEY, "by_category uncategorised"),
    schema.YearNode: {ROW: FRAME} | _all(MONEY, "by_category uncategorised"),
    schema.FundingNode: {ROW: INCOME}
    | _all(INCOME, "kind_label rate units basis_label own_amount amount spend_by")
    | _all(STATE, "certainty_label")
    | _all(EXPLAINS, "label note"),
    # That the MR agreed is what the MR itself did.
    schema.BoardShareNode: {ROW: BOARD}
    | _all(BOARD, "year purpose amount")
    | _all(STATE, "agreed_on")
    | _all(EXPLAINS, "note"),
}
UNEXPLAINED = Change(schema.BudgetNode, "ledger", How.FIGURE, "Begroting", "Berekende bedragen")


@dataclass(frozen=True)
class Judged:
    """One change with why it is material or clerical."""

    change: Change
    reason: Reason


@dataclass(frozen=True)
class Verdict:
    """All changes that say something by themselves: what is computed from others is judged by those."""

    material: tuple[Judged, ...]
    clerical: tuple[Judged, ...]

    @property
    def needs_round(self) -> bool:
        """Whether the MR, when it consented to the old document, must be asked again about the new one."""
        return bool(self.material)

    @cached_property
    def because(self) -> dict[str, list[Change]]:
        """The material changes by the reason, the reasons in the order of the document."""
        return _by_reason(self.material)

    @cached_property
    def why_not(self) -> dict[str, list[Change]]:
        """The clerical changes by the reason."""
        return _by_reason(self.clerical)

    @cached_property
    def reasons(self) -> dict[Change, Reason]:
        """The reason of every change that was judged."""
        return {each.change: each.reason for each in (*self.material, *self.clerical)}


def judge(old: Document, new: Document) -> Verdict:
    """Which changes from ``old`` to ``new`` are material, and why."""
    return judge_changes(tell(old, new))


def judge_changes(changes: Changes) -> Verdict:
    """The same of changes that were told already."""
    judged = [Judged(change, _reason(change)) for change in changes if not change.is_consequence]
    material = tuple(each for each in judged if each.reason.is_material)
    if changes.recomputed and not material:
        material = (Judged(UNEXPLAINED, DOUBT),)
    return Verdict(material, tuple(each for each in judged if not each.reason.is_material))


def _reason(change: Change) -> Reason:
    rules = RULES.get(change.node, {})
    reason = rules.get(MOVED if change.how == How.MOVED else change.field, DOUBT)
    if reason.is_material and change.how == How.TEXT and _is_spelling(change.pieces):
        return SPELLING
    return reason


def _is_spelling(pieces: words.Pieces) -> bool:
    """Whether no word, figure or mark that can change what is said, is another one."""
    return _folded(words.old_text(pieces)) == _folded(words.new_text(pieces))


def _folded(text: str) -> list[str]:
    """The words in small letters without quotation marks; after a figure such a mark is a unit, and stays."""
    return re.sub(r"(?<!\d)[\"'‘’‚‛“”„‟«»`´]", "", unicodedata.normalize("NFC", text)).casefold().split()


def _by_reason(judged: Iterable[Judged]) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for each in judged:
        found.setdefault(each.reason.text, []).append(each.change)
    return found
