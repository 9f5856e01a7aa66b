"""Live rows -> one immutable document. Everything that shows a plan as a whole renders what this returns."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from menukaart.models import Category, Intervention
from npo_planner.money import Sum
from programmes.document import schema
from programmes.models import CostLine, Funding, Goal, Measure, Programme
from programmes.plan import budget as budgets
from scans.models import Need
from scans.small_numbers import shown_counts
from schools.models import School
from staffing import cost
from staffing.models import StaffingNeed


def build(programme: Programme) -> schema.Document:
    """The document of ``programme``, which must come from ``Programme.objects.with_plan()``.

    Two queries: the categories, and which findings rest on which talks. The same rows give the same document.
    """
    budget = budgets.build(programme)
    return schema.Document(
        title=f"Schoolprogramma {programme.round.name}",
        school=_school(programme.school),
        round=schema.RoundNode(
            code=programme.round.code,
            name=programme.round.name,
            years=tuple(y.label for y in programme.round.years.all()),
            spending_deadline=programme.round.spending_deadline,
        ),
        edition=schema.EditionNode(code=programme.edition.code, name=programme.edition.name),
        categories=tuple(
            schema.CategoryNode(letter=c.letter, name=c.name, short_name=c.short_name) for c in Category.objects.all()
        ),
        vision=programme.vision,
        ambition=programme.ambition,
        involvement=programme.involvement,
        summary=programme.summary,
        scan=_scan(programme),
        needs=tuple(_need(need, rank) for rank, need in enumerate(programme.scan.needs.all(), start=1)),
        measures=tuple(
            _measure(m, rank, programme, budget) for rank, m in enumerate(programme.measures.all(), start=1)
        ),
        staff=tuple(_post(post, budget) for post in programme.staff_plan.needs.all()),
        costs=tuple(_cost(line) for line in programme.cost_lines.all()),
        budget=_budget(programme, budget),
        not_chosen=tuple(
            schema.NotChosenNode(
                id=row.pk,
                category=row.intervention.category.letter,
                intervention=_card(row.intervention),
                reason=row.reason,
            )
            for row in programme.not_chosen.all()
        ),
    )


def _school(school: School) -> schema.SchoolNode:
    counts = [c for c in school.pupil_counts.all() if c.group == "" and c.number is not None]
    latest = max(counts, key=lambda c: c.year, default=None)
    return schema.SchoolNode(
        code=school.code,
        brin=school.brin,
        name=school.name,
        kind=school.kind,
        kind_label=school.get_kind_display(),
        sector=school.sector,
        town=school.town,
        board_number=school.board.number,
        board_name=str(school.board),
        pupils=latest.number if latest else None,
        pupils_year=latest.year if latest else None,
    )


def _scan(programme: Programme) -> schema.ScanNode:
    scan = programme.scan
    school = programme.school
    told = shown_counts(scan.findings.all(), school.board.small_number_threshold, school.groups)
    talks = scan.findings.talks()
    return schema.ScanNode(
        title=scan.title,
        held_on=scan.held_on,
        summary=scan.summary,
        findings=tuple(
            schema.FindingNode(
                id=f.pk,
                domain=f.domain.name,
                group=f.group,
                delay=f.delay,
                delay_label=f.delay_label,
                pupils=told[f.pk],
                trend_label=f.trend_label,
                source_label=f.get_source_display(),
                source_note=f.source_note,
                explanation=f.explanation,
                consultations=talks.get(f.pk, ()),
                was_label=f.was_label,
            )
            for f in scan.findings.all()
        ),
        consultations=tuple(
            schema.ConsultationNode(
                id=c.pk,
                held_on=c.held_on,
                party_label=c.get_party_display(),
                how=c.how,
                outcome=c.outcome,
                heard=c.heard,
            )
            for c in scan.consultations.all()
        ),
        previous_title=scan.previous.title if scan.previous else "",
    )


def _need(need: Need, rank: int) -> schema.NeedNode:
    return schema.NeedNode(
        id=need.pk,
        rank=rank,
        title=need.title,
        explanation=need.explanation,
        domains=tuple(d.name for d in need.domains),
        findings=tuple(f.pk for f in need.findings.all()),
    )


def _measure(measure: Measure, rank: int, programme: Programme, budget: budgets.Budget) -> schema.MeasureNode:
    intervention = measure.intervention
    return schema.MeasureNode(
        id=measure.pk,
        rank=rank,
        title=measure.title,
        category=measure.category.letter,
        intervention=_card(intervention) if intervention else None,
        description=measure.description,
        reason=measure.reason,
        needs=tuple(need.pk for need in measure.needs.all()),
        groups=measure.groups,
        responsible=measure.responsible,
        years=tuple(sorted(year.label for year in measure.years.all())),
        goals=tuple(_goal(goal) for goal in measure.goals.all()),
        staff=tuple(
            schema.MeasureStaffNode(
                post=part.post.pk,
                title=str(part.post),
                share=part.share,
                cost=schema.Amount.of(Sum.of(part.cost)),
            )
            for part in budget.staff_parts
            if part.measure is not None and part.measure.pk == measure.pk
        ),
        costs=tuple(_cost(line) for line in programme.cost_lines.all() if line.measure_id == measure.pk),
        total=schema.Amount.of(budget.per_measure[measure.pk]),
        also=tuple(_card(card) for card in measure.also.all()),
        lasting_label=measure.get_lasting_display(),
        starts_on=measure.starts_on,
        ends_on=measure.ends_on,
        planning=measure.planning,
    )


def _card(intervention: Intervention) -> schema.InterventionNode:
    return schema.InterventionNode(
        edition=intervention.edition.code,
        code=intervention.code,
        name=intervention.name,
        effect_months=intervention.effect_months,
        evidence=intervention.evidence,
        cost=intervention.cost,
    )


def _goal(goal: Goal) -> schema.GoalNode:
    return schema.GoalNode(
        id=goal.pk,
        statement=goal.statement,
        indicator=goal.indicator,
        unit=goal.unit,
        baseline=goal.baseline,
        target=goal.target,
        how_measured=goal.how_measured,
        deadline=goal.deadline,
        responsible=goal.responsible,
    )


def _cost(line: CostLine) -> schema.CostNode:
    return schema.CostNode(
        id=line.pk,
        description=line.description,
        kind_label=line.get_kind_display(),
        year=line.year.label,
        amount=line.amount,
        measure=line.measure_id,
        category=line.category.letter if line.category else None,
        note=line.note,
    )


def _post(post: StaffingNeed, budget: budgets.Budget) -> schema.PostNode:
    parts = [part for part in budget.staff_parts if part.post.pk == post.pk]
    return schema.PostNode(
        id=post.pk,
        kind=post.kind.name,
        title=str(post),
        amount=post.amount,
        unit_label=post.get_unit_display(),
        fte=cost.shown_fte(post),
        hours=cost.shown_hours(post),
        start=post.start,
        end=post.end,
        engagement=post.engagement,
        engagement_label=post.get_engagement_display(),
        is_pnil=post.is_pnil,
        cost_basis_label=post.get_cost_basis_display(),
        price=post.price,
        price_source=post.price_source,
        vat_percent=post.vat_percent,
        vacancy_label=post.get_vacancy_display(),
        if_not_found=post.if_not_found,
        afterwards=post.afterwards,
        cost=schema.Amount.of(Sum.of(amount for part in parts for amount in part.cost)),
        unplaced_share=sum((part.share for part in parts if part.measure is None), Decimal(0)),
    )


def _budget(programme: Programme, budget: budgets.Budget) -> schema.BudgetNode:
    return schema.BudgetNode(
        years=tuple(
            _year(year, [f for f in programme.funding.all() if f.year_id == year.year.pk]) for year in budget.years
        ),
        funding=schema.Amount.of(budget.funding),
        spent=schema.Amount.of(budget.spent),
        balance=schema.Amount.of(budget.balance),
        by_category=_amounts(budget.by_category),
        uncategorised=schema.Amount.of(budget.uncategorised),
        pnil=schema.Amount.of(budget.pnil),
        pnil_percent=budget.pnil_percent,
        ledger=(*_staff_entries(budget), *_cost_entries(programme)),
    )


def _staff_entries(budget: budgets.Budget) -> Iterable[schema.EntryNode]:
    for part in budget.staff_parts:
        for year, amount in zip(budget.years, part.cost, strict=True):
            if amount != 0:
                yield schema.EntryNode(
                    year=year.year.label,
                    post=part.post.pk,
                    cost=None,
                    measure=part.measure.pk if part.measure else None,
                    category=part.measure.category.letter if part.measure else None,
                    amount=amount,
                    autumn=None,
                )


def _cost_entries(programme: Programme) -> Iterable[schema.EntryNode]:
    for line in programme.cost_lines.all():
        if line.amount != 0:
            yield schema.EntryNode(
                year=line.year.label,
                post=None,
                cost=line.pk,
                measure=line.measure_id,
                category=line.category.letter if line.category else None,
                amount=line.amount,
                autumn=None,
            )


def _year(year: budgets.YearBudget, funding: list[Funding]) -> schema.YearNode:
    return schema.YearNode(
        year=year.year.label,
        funding_lines=tuple(
            schema.FundingNode(
                id=line.pk,
                label=line.label,
                rate=line.rate.amount if line.rate else None,
                units=line.units,
                basis_label=line.rate.get_basis_display() if line.rate else "",
                own_amount=line.amount is not None,
                amount=budgets.funding_amount(line),
                note=line.note,
            )
            for line in funding
        ),
        funding=schema.Amount.of(year.funding),
        carry_in=schema.Amount.of(year.carry_in),
        available=schema.Amount.of(year.available),
        staff=schema.Amount.of(year.staff),
        other=schema.Amount.of(year.other),
        spent=schema.Amount.of(year.spent),
        balance=schema.Amount.of(year.balance),
        by_category=_amounts(year.by_category),
        uncategorised=schema.Amount.of(year.uncategorised),
    )


def _amounts(sums: dict[str, Sum]) -> dict[str, schema.Amount]:
    return {letter: schema.Amount.of(total) for letter, total in sorted(sums.items())}
