"""A document and a school -> the rows that would be written there, and what cannot come along. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from menukaart.models import Edition, Intervention
from programmes.document import schema
from programmes.document.intake import fit_money, fit_staff
from programmes.document.intake.checks import checked, refuse, short
from programmes.document.intake.fitting import Fitting, Lost
from programmes.document.intake.known import Known
from programmes.document.intake.same import is_count
from programmes.document.schema import Document
from programmes.models import Funding, FundingRate, Goal, Measure, Milestone, NotChosen, Programme, Round
from programmes.plan.constants import Lasting
from scans.constants import Party, Source, Trend
from scans.models import Consultation, Finding, Need, Scan
from schools.models import School
from staffing.models import StaffPlan

NO_DOMAIN = "Dit ontwikkelgebied heeft uw school niet. Voeg het toe bij de schoolscan, als u het nodig hebt."
TEXTS = ("vision", "ambition", "involvement", "summary")
SCAN = ("title", "held_on", "summary")
OUTFLOW = ("outflow_fte", "outflow_source")


@dataclass(frozen=True)
class Fit:
    """What a file gives a school. ``rates`` are lines of the regeling, which a programme begins with, to be filled in.

    ``edition`` is the menukaart that the plan is to choose from. The values of ``texts``, ``scan`` and ``outflow`` are
    checked as those of ``rows``.
    """

    round: Round
    edition: Edition
    texts: dict[str, Any]
    scan: dict[str, Any]
    outflow: dict[str, Any]
    rows: dict[type[Model], list[Model]]
    rates: dict[FundingRate, Funding]
    lost: tuple[Lost, ...]


def fit(document: Document, school: School) -> Fit:
    """What ``document``, as ``reading.read`` gave it, brings ``school``. Eight queries, however large it is.

    Raises Refused (unknown_round, bad_value, double).
    """
    known = Known.of(document, school)
    made = Fitting(document, known)
    if known.edition is None:
        name = f"De menukaart “{document.edition.name}”"
        made.lose(
            name, f"Die is hier niet. Het plan kiest uit “{known.round.edition}”, zonder de kaarten in het bestand."
        )
    measures = _measures(made, _needs(made, _findings(made, _talks(made))))
    _not_chosen(made)
    fit_staff.add(made, measures)
    fit_money.add(made, measures)
    return Fit(
        round=known.round,
        edition=known.edition or known.round.edition,
        texts=_values(Programme(**{name: getattr(document, name) for name in TEXTS}), "de teksten", TEXTS),
        scan=_values(Scan(**{name: getattr(document.scan, name) for name in SCAN}), "de schoolscan", SCAN),
        outflow=_values(_outflow(document.staff_end), "de uitstroom van personeel", OUTFLOW),
        rows=made.rows,
        rates=made.rates,
        lost=tuple(made.lost),
    )


def _outflow(told: schema.StaffEndNode | None) -> StaffPlan:
    return StaffPlan(outflow_fte=told.outflow, outflow_source=told.outflow_source) if told else StaffPlan()


def _values(row: Model, what: str, names: tuple[str, ...]) -> dict[str, Any]:
    checked(row, what, names)
    return {name: getattr(row, name) for name in names}


# --- the scan -------------------------------------------------------------------------------------------------------


def _talks(made: Fitting) -> dict[int, Consultation]:
    found = {}
    for node in made.document.scan.consultations:
        what = f"het gesprek van {node.held_on:%d-%m-%Y}"
        party = made.code(Party, node.party_label, what)
        if party is not None:
            row = Consultation(held_on=node.held_on, party=party, how=node.how, heard=node.heard, outcome=node.outcome)
            found[node.id] = made.add(row, what)
    return found


def _findings(made: Fitting, talks: dict[int, Consultation]) -> dict[int, Finding]:
    found = {}
    for node in made.document.scan.findings:
        what = f"de bevinding “{node.domain}, {node.group}”"
        domain = made.known.domains.get(node.domain)
        if domain is None:
            made.lose(what, NO_DOMAIN)
            continue
        if node.pupils and not is_count(node.pupils):
            made.lose(f"het aantal leerlingen bij {what}", f"Het bestand zegt alleen: {short(node.pupils)}.")
        row = Finding(
            domain=domain,
            group=node.group,
            delay=node.delay,
            pupils=int(node.pupils) if is_count(node.pupils) else None,
            trend=made.code_or_empty(Trend, node.trend_label, what, "de beweging"),
            source=made.code_or_empty(Source, node.source_label, what, "de bron"),
            source_note=node.source_note,
            explanation=node.explanation,
        )
        found[node.id] = made.add(row, what)
        for talk in node.consultations:
            if talk in talks:
                made.tie(Finding.consultations.through, finding=row, consultation=talks[talk])
    return found


def _needs(made: Fitting, findings: dict[int, Finding]) -> dict[int, Need]:
    found = {}
    for rank, node in enumerate(made.document.needs, start=1):
        row = made.add(Need(title=node.title, explanation=node.explanation, rank=rank), f"de behoefte “{node.title}”")
        found[node.id] = row
        for finding in node.findings:
            if finding in findings:
                made.tie(Need.findings.through, need=row, finding=findings[finding])
    return found


# --- measures -------------------------------------------------------------------------------------------------------


def _measures(made: Fitting, needs: dict[int, Need]) -> dict[int, Measure]:
    found = {}
    for rank, node in enumerate(made.document.measures, start=1):
        what = f"de maatregel “{node.title}”"
        row = found[node.id] = made.add(_measure(made, node, rank, what), what)
        for need in node.needs:
            made.tie(Measure.needs.through, measure=row, need=needs[need])
        for label in dict.fromkeys(node.years):
            if label in made.known.years:
                made.tie(Measure.years.through, measure=row, roundyear=made.known.years[label])
            else:
                made.lose(f"het schooljaar {label} bij {what}", "Dit jaar hoort hier niet bij de regeling.")
        for card in _cards(made, node.also, what):
            made.tie(Measure.also.through, measure=row, intervention=card)
        _goals(made, row, node.goals)
    return found


def _measure(made: Fitting, node: schema.MeasureNode, rank: int, what: str) -> Measure:
    category = made.known.categories.get(node.category)
    if category is None:
        raise refuse(what, "categorie", "bestaat niet")
    card = made.known.card(node.intervention) if node.intervention else None
    if node.intervention and card is None:
        name = f"de kaart {node.intervention.code} ({node.intervention.name}) bij {what}"
        made.lose(name, "Deze kaart is hier niet. De maatregel komt mee als eigen maatregel, in dezelfde categorie.")
    return Measure(
        intervention=card,
        category=card.category if card else category,
        title=node.title,
        description=node.description,
        reason=node.reason,
        groups=node.groups,
        responsible=node.responsible,
        lasting=made.code_or_empty(Lasting, node.lasting_label, what, "tijdelijk of blijvend"),
        starts_on=node.starts_on,
        ends_on=node.ends_on,
        planning=node.planning,
        rank=rank,
    )


def _cards(made: Fitting, nodes: Iterable[schema.InterventionNode], what: str) -> list[Intervention]:
    """The other cards of a measure, each once."""
    found = {}
    for node in nodes:
        card = made.known.card(node)
        if card is None:
            made.lose(f"de kaart {node.code} ({node.name}) bij {what}", "Deze kaart is hier niet.")
        else:
            found[card.pk] = card
    return list(found.values())


GOAL = (
    "statement",
    "indicator",
    "unit",
    "baseline",
    "baseline_on",
    "baseline_source",
    "target",
    "how_measured",
    "deadline",
    "responsible",
)


def _goals(made: Fitting, measure: Measure, nodes: Iterable[schema.GoalNode]) -> None:
    for node in nodes:
        what = f"het doel “{node.statement}”"
        goal = made.add(Goal(measure=measure, **{name: getattr(node, name) for name in GOAL}), what)
        for point in node.milestones:
            row = Milestone(goal=goal, due_on=point.due_on, value=point.value, note=point.note)
            made.add(row, f"een tussenpunt van {what}")


def _not_chosen(made: Fitting) -> None:
    seen: set[int] = set()
    for node in made.document.not_chosen:
        what = f"de niet gekozen kaart {node.intervention.code} ({node.intervention.name})"
        card = made.known.card(node.intervention)
        if card is None:
            made.lose(what, "Deze kaart is hier niet.")
            continue
        if card.pk in seen:
            raise refuse(what, "de kaart", "staat er twee keer in")
        seen.add(card.pk)
        made.add(NotChosen(intervention=card, reason=node.reason), what)
