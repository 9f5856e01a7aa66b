"""The checklist: everything missing or doubtful in a plan, each with a link to its place.

Pure functions of a programme loaded with ``Programme.objects.with_plan()``; they run no queries. Nothing here blocks
writing: MISSING makes a step incomplete, DOUBT is a friendly question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.urls import reverse
from django.utils.formats import date_format

from menukaart.constants import FACILITIES
from npo_planner.money import ZERO, Sum, euro, number
from programmes.models import BoardShare, CostLine, Goal, Measure, Programme
from programmes.plan import budget as budgets
from programmes.plan import goal_facts, smart
from programmes.plan.constants import (
    CHOOSE_ADVICE,
    FACILITIES_RULE,
    GROUND_ADVICE,
    MANY_MEASURES,
    CostKind,
    Lasting,
)
from programmes.plan.ledger import Part
from programmes.plan.verdicts import and_
from scans.constants import MANY_NEEDS, Party
from schools.constants import Sector
from staffing.constants import UNFILLED, After, CostBasis, Engagement, Unit
from staffing.ending import ending
from staffing.models import StaffingNeed


class Severity(StrEnum):
    MISSING = "missing"
    DOUBT = "doubt"


@dataclass(frozen=True)
class Check:
    """One thing to look at: ``route`` and ``pk`` lead to the place where it can be mended.

    ``advice`` is the guidance behind it, where there is some.
    """

    step: int
    severity: Severity
    text: str
    route: str
    pk: int
    field: str = ""
    advice: str = ""

    @property
    def url(self) -> str:
        anchor = f"#id_{self.field}" if self.field else ""
        return reverse(self.route, kwargs={"pk": self.pk}) + anchor


def check(programme: Programme) -> list[Check]:
    """All checks of ``programme``, in the order of the walk."""
    budget = budgets.build(programme)
    return [
        *_school(programme),
        *_scan(programme),
        *_needs(programme),
        *_measures(programme, budget),
        *_goals(programme),
        *_staff(programme),
        *_budget(programme, budget),
    ]


def _missing(step: int, text: str, route: str, pk: int, field: str = "") -> Check:
    return Check(step, Severity.MISSING, text, route, pk, field)


def _doubt(step: int, text: str, route: str, pk: int, field: str = "") -> Check:
    return Check(step, Severity.DOUBT, text, route, pk, field)


def _school(programme: Programme) -> Iterator[Check]:
    if not programme.vision:
        yield _missing(1, "Schrijf de visie van de school op.", "vision", programme.pk, "vision")
    if not programme.ambition:
        yield _missing(1, "Schrijf op wat de school wil bereiken.", "vision", programme.pk, "ambition")
    if not programme.involvement:
        text = "Schrijf op hoe team, ouders en leerlingen betrokken zijn."
        yield _doubt(1, text, "vision", programme.pk, "involvement")
    for line in programme.funding.all():
        if budgets.funding_amount(line) is None:
            text = f"Vul in hoeveel geld de school krijgt: {line.label}, {line.year}."
            yield _missing(1, text, "funding_edit", line.pk)


def _scan(programme: Programme) -> Iterator[Check]:
    scan = programme.scan
    findings = scan.findings.all()
    if not findings:
        yield _missing(2, "Zet ten minste één bevinding in de schoolscan.", "scan", scan.pk)
    for finding in findings:
        if finding.delay is None:
            text = f"Geef bij “{finding}” aan hoe groot de achterstand is."
            yield _missing(2, text, "finding_edit", finding.pk, "delay")
        if not finding.source:
            yield _missing(2, f"Noem de bron van “{finding}”.", "finding_edit", finding.pk, "source")
        if not finding.explanation:
            yield _doubt(2, f"Leg uit wat u ziet bij “{finding}”.", "finding_edit", finding.pk, "explanation")
    heard = {c.party for c in scan.consultations.all()}
    expected = [Party.TEAM, Party.PARENTS]
    if programme.school.sector != Sector.PO:
        expected.append(Party.PUPILS)
    for party in expected:
        if party not in heard:
            yield _doubt(2, f"Leg een gesprek vast met {party.label}.", "scan", scan.pk)


def _needs(programme: Programme) -> Iterator[Check]:
    scan = programme.scan
    needs = scan.needs.all()
    if not needs:
        yield _missing(3, "Kies wat leerlingen het hardst nodig hebben.", "needs", scan.pk)
    if len(needs) > MANY_NEEDS:
        text = f"U hebt {len(needs)} behoeften. Durf te kiezen: met minder bereikt u meer."
        yield _doubt(3, text, "needs", scan.pk)
    for need in needs:
        if not need.findings.all():
            text = f"Bij “{need}” hoort nog geen bevinding uit de scan."
            yield _doubt(3, text, "need_edit", need.pk, "findings")


def _measures(programme: Programme, budget: budgets.Budget) -> Iterator[Check]:
    measures = programme.measures.all()
    if not measures:
        yield _missing(4, "Kies ten minste één maatregel.", "measures", programme.pk)
    yield from focus(programme)
    letters = {m.category.letter for m in measures}
    if FACILITIES in letters and letters == {FACILITIES}:
        text = f"Categorie F mag {FACILITIES_RULE}."
        yield _missing(4, text, "measures", programme.pk)
    for measure in measures:
        yield from _measure(measure)
        yield from _time(measure, programme.round.spending_deadline, budget.of_measure(measure))


def focus(programme: Programme) -> Iterator[Check]:
    """Whether the plan has too much in its first school year, or measures that no finding asks for. Never a block."""
    measures = programme.measures.all()
    for year in programme.round.years.all()[:1]:
        number = sum(year in measure.years.all() for measure in measures)
        if number > MANY_MEASURES:
            text = f"In {year} staan {number} maatregelen. Met een paar die u goed uitvoert, bereikt u meer."
            yield Check(4, Severity.DOUBT, text, "measures", programme.pk, advice=CHOOSE_ADVICE)
    grounded = {need.pk for need in programme.scan.needs.all() if need.findings.all()}
    for measure in measures:
        needs = {need.pk for need in measure.needs.all()}
        if needs and not needs & grounded:
            text = f"Achter “{measure}” staat nog geen bevinding uit de schoolscan."
            yield Check(4, Severity.DOUBT, text, "measure_edit", measure.pk, "needs", GROUND_ADVICE)


def _measure(measure: Measure) -> Iterator[Check]:
    if not measure.needs.all():
        text = f"Op welke behoefte geeft “{measure}” antwoord?"
        yield _missing(4, text, "measure_edit", measure.pk, "needs")
    if not measure.reason:
        severity = _missing if measure.is_off_menu else _doubt
        text = f"Leg uit waarom u voor “{measure}” kiest."
        yield severity(4, text, "measure_edit", measure.pk, "reason")
    if not measure.years.all():
        yield _missing(4, f"In welke schooljaren loopt “{measure}”?", "measure_edit", measure.pk, "years")
    if not measure.description:
        yield _doubt(4, f"Beschrijf wat de school doet bij “{measure}”.", "measure_edit", measure.pk, "description")
    if not measure.responsible:
        yield _doubt(4, f"Wie is verantwoordelijk voor “{measure}”?", "measure_edit", measure.pk, "responsible")


def _time(measure: Measure, deadline: date | None, cost: Sum) -> Iterator[Check]:
    """Whether the measure outlives the money, which is there until ``deadline``."""
    if not measure.lasting:
        text = f"Is “{measure}” tijdelijk of blijvend?"
        yield _doubt(4, text, "measure_edit", measure.pk, "lasting")
    if deadline is None:
        return
    until = date_format(deadline, "j F Y")
    if measure.ends_on is not None and measure.ends_on > deadline:
        text = f"“{measure}” loopt door na {until}. Dan moet het geld besteed zijn."
        yield _doubt(4, text, "measure_edit", measure.pk, "ends_on")
    if measure.lasting == Lasting.PERMANENT and (cost.amount > 0 or not cost.complete):
        text = f"Blijvende maatregel met tijdelijk geld: hoe betaalt u “{measure}” na {until}?"
        yield _doubt(4, text, "measure_edit", measure.pk, "planning")


def _goals(programme: Programme) -> Iterator[Check]:
    facts = goal_facts.of_plan(programme)
    for measure in programme.measures.all():
        goals = measure.goals.all()
        if not goals:
            yield _missing(5, f"Schrijf een doel bij “{measure}”.", "goals", programme.pk)
        for goal in goals:
            yield from _goal(goal, facts[measure.pk])
    if not programme.measures.all():
        yield _missing(5, "Doelen horen bij een maatregel. Kies eerst een maatregel.", "measures", programme.pk)


def _goal(goal: Goal, facts: goal_facts.Facts) -> Iterator[Check]:
    """A deadline must be there; the letters of SMART that can be better on the goal's own page are one question."""
    if goal.deadline is None:
        yield _missing(5, f"Wanneer moet dit doel gehaald zijn: “{goal}”?", "goal_edit", goal.pk, "deadline")
    verdicts = smart.judge(goal, facts, goal.milestones.all())
    better = [v for v in verdicts if not v.is_good and v.is_mended_here and (v.letter != "T" or goal.deadline)]
    if better:
        words = and_([v.word.lower() for v in better])
        text = f"Dit doel kan nog beter ({words}): “{goal}”"
        yield _doubt(5, text, "goal_edit", goal.pk)


def _staff(programme: Programme) -> Iterator[Check]:
    plan = programme.staff_plan
    if not plan.needs.all():
        yield _doubt(6, "U hebt nog geen extra menskracht gepland.", "staff", plan.pk)
    for post in plan.needs.all():
        yield from _post(post)
    end = ending(plan, list(plan.needs.all()))
    if end and end.too_many:
        text = f"Als het geld op is, is er {number(end.too_many)} fte meer dan er vanzelf vertrekt. Wat spreekt u af?"
        yield _doubt(6, text, "outflow_edit", plan.pk, "outflow_fte")
    elif end and end.stays.fte and end.outflow is None:
        text = "Hoeveel fte vertrekt er vanzelf voor het geld op is? Dan ziet u of er plaats is voor wie blijft."
        yield _doubt(6, text, "outflow_edit", plan.pk, "outflow_fte")


def _post(post: StaffingNeed) -> Iterator[Check]:
    if post.amount is None and post.cost_basis != CostBasis.FREE:
        severity = _doubt if post.cost_basis == CostBasis.FIXED else _missing
        yield severity(6, f"Hoeveel inzet is “{post}”?", "post_edit", post.pk, "amount")
    if post.price is None and post.cost_basis != CostBasis.FREE:
        yield _missing(6, f"Wat kost “{post}”?", "post_edit", post.pk, "price")
    if post.cost_basis == CostBasis.MONTHLY and post.employer_percent is None:
        text = f"Hoeveel werkgeverslasten komen er boven op het salaris van “{post}”?"
        yield _missing(6, text, "post_edit", post.pk, "employer_percent")
    if post.unit == Unit.FTE and post.amount is not None and post.amount > 20:
        yield _doubt(6, f"Klopt het dat “{post}” meer dan 20 fte is?", "post_edit", post.pk, "amount")
    placed = sum(d.share for d in post.deployments.all())
    if placed < 100:
        text = f"Van “{post}” is {number(100 - placed)}% nog niet verdeeld over maatregelen."
        yield _missing(6, text, "post_shares", post.pk)
    if post.vacancy in UNFILLED and not post.if_not_found:
        text = f"Wat gebeurt er met de maatregel als u niemand vindt voor “{post}”?"
        yield _doubt(6, text, "post_edit", post.pk, "if_not_found")
    yield from _rules_of_kind(post)
    yield from _after_post(post)


def _rules_of_kind(post: StaffingNeed) -> Iterator[Check]:
    """A pedagogisch medewerker of the bso serves an intervention and is none itself (nponderwijs.nl, page bso)."""
    off_menu = [d.measure for d in post.deployments.all() if d.measure.intervention_id is None]
    if post.kind.needs_intervention and off_menu:
        text = f"“{post}” moet horen bij een interventie van de menukaart. “{off_menu[0]}” staat daar niet op."
        yield _doubt(6, text, "post_shares", post.pk)


def _after_post(post: StaffingNeed) -> Iterator[Check]:
    if post.engagement != Engagement.OWN:
        return
    if post.after in {"", After.UNKNOWN}:
        text = f"Wat gebeurt er met “{post}” als het geld op is?"
        yield _doubt(6, text, "post_edit", post.pk, "after")
    elif post.is_permanent and post.after == After.STOPS:
        text = f"“{post}” stopt, maar het contract is vast. Wat doet deze persoon daarna?"
        yield _doubt(6, text, "post_edit", post.pk, "after")


def _budget(programme: Programme, budget: budgets.Budget) -> Iterator[Check]:
    for line in programme.cost_lines.all():
        yield from _cost(line, budget.parts_of_cost(line))
    for share in programme.board_shares.all():
        yield from _board_share(share)
    if any(budgets.funding_amount(line) and not line.certainty for line in programme.funding.all()):
        yield _doubt(7, "Geef bij het geld aan of het bedrag voorlopig of definitief is.", "step_school", programme.pk)
    for year in budget.years:
        over = year.balance
        # A shortage that only came along from an earlier year was told there.
        if over.complete and over.amount < min(year.carry_in.amount, ZERO):
            text = f"In {year.year} geeft u {euro(-over.amount)} meer uit dan er is."
            yield _missing(7, text, "budget", programme.pk)
    left = budget.balance
    if left.complete and left.amount > 0 and budget.spent.amount > 0:
        text = f"Er is nog {euro(left.amount)} die niet in het plan besteed wordt."
        yield _doubt(7, text, "budget", programme.pk)
    for each in budget.unspent:
        if each.on < (programme.round.spending_deadline or date.max):
            until = date_format(each.on, "j F Y")
            text = f"Uiterlijk op {until} moet nog {euro(each.amount)} besteed worden die niet in het plan staat."
            yield _doubt(7, text, "budget", programme.pk)


def _cost(line: CostLine, parts: list[Part]) -> Iterator[Check]:
    if line.amount is None:
        yield _missing(7, f"Wat kost “{line}”?", "cost_edit", line.pk, "amount")
    if any(part.letter is None for part in parts):
        if any(part.measure for part in parts):
            placed = number(sum(part.percent for part in parts if part.measure))
            text = f"Van “{line}” is {placed}% verdeeld over maatregelen. Verdeel de rest, of kies een categorie."
            yield _missing(7, text, "cost_shares", line.pk)
        else:
            text = f"Onder welke categorie valt “{line}”? Kies een maatregel of een categorie."
            yield _missing(7, text, "cost_edit", line.pk, "own_category")
    if line.kind == CostKind.INVESTMENT and not line.write_off_years:
        text = f"Over hoeveel jaar schrijft u “{line}” af?"
        yield _missing(7, text, "cost_edit", line.pk, "write_off_years")
    for part in parts:
        if part.measure and not part.share:
            text = f"“{part.measure}” krijgt niets van “{line}”: de andere maatregelen krijgen samen al 100%."
            yield _missing(7, text, "cost_shares", line.pk)
    later = Sum.of(part.later for part in parts)
    if later.amount and not line.note:
        text = f"Van “{line}” is na het plan nog {euro(later.amount)} af te schrijven. Waar betaalt u dat van?"
        yield _doubt(7, text, "cost_edit", line.pk, "note")
    if line.kind == CostKind.RESERVATION and line.amount != 0:
        text = f"“{line}” is nog een reservering. Waar gaat dit geld heen?"
        yield _doubt(7, text, "cost_fill_in", line.pk)


def _board_share(share: BoardShare) -> Iterator[Check]:
    if share.amount is None:
        yield _missing(7, f"Hoeveel geld gaat naar het bestuur: “{share}”?", "board_share_edit", share.pk, "amount")
    # What lies with the MR, or has its consent, is the plan with this part in it: then there is nothing to do.
    if share.agreed_on is None and not share.programme.is_frozen:
        text = f"Het bestuur mag geld van de school alleen gebruiken als de MR akkoord is: “{share}”."
        yield Check(7, Severity.DOUBT, text, "board_share_edit", share.pk, "agreed_on", BOARD_SHARE_ADVICE)


BOARD_SHARE_ADVICE = (
    "Leg het plan voor aan de MR: stemt de MR in met het plan, dan ook met dit deel. Was de MR al op papier akkoord? "
    "Vul dan de datum in."
)
