"""Live rows -> one immutable document. Everything that shows a plan as a whole renders what this returns."""

from __future__ import annotations

from decimal import Decimal

from menukaart.models import Category, Intervention
from npo_planner.money import Sum
from programmes.document import schema
from programmes.document.build_budget import budget_node, by_year
from programmes.models import CostLine, Goal, Measure, Programme
from programmes.plan import budget as budgets
from programmes.plan.constants import CostKind
from programmes.plan.ledger import Part
from scans.models import Need
from scans.small_numbers import shown_counts
from schools.models import School
from staffing import cost, explain
from staffing.ending import ending
from staffing.models import StaffingNeed, StaffPlan


def build(programme: Programme) -> schema.Document:
    """The document of ``programme``, which must come from ``Programme.objects.with_plan()``.

    One query: the categories. The same rows give the same document.
    """
    budget = budgets.build(programme)
    costs = {line.pk: _cost(line, budget) for line in programme.cost_lines.all()}
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
        measures=tuple(_measure(m, rank, costs, budget) for rank, m in enumerate(programme.measures.all(), start=1)),
        staff=tuple(_post(post, budget) for post in programme.staff_plan.needs.all()),
        costs=tuple(costs.values()),
        budget=budget_node(programme, budget),
        not_chosen=tuple(
            schema.NotChosenNode(
                id=row.pk,
                category=row.intervention.category.letter,
                intervention=_card(row.intervention),
                reason=row.reason,
            )
            for row in programme.not_chosen.all()
        ),
        staff_end=_staff_end(programme.staff_plan),
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
                consultations=tuple(talk.pk for talk in f.consultations.all()),
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


def _measure(
    measure: Measure, rank: int, costs: dict[int, schema.CostNode], budget: budgets.Budget
) -> schema.MeasureNode:
    intervention, parts = measure.intervention, budget.parts_of(measure)
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
                post=part.source.pk,
                title=str(part.source),
                share=part.share,
                cost=schema.Amount.of(part.total),
            )
            for part in parts
            if part.is_staff
        ),
        costs=tuple(costs[part.source.pk] for part in parts if not part.is_staff),
        total=schema.Amount.of(budget.of_measure(measure)),
        also=tuple(_card(card) for card in measure.also.all()),
        lasting_label=measure.get_lasting_display(),
        starts_on=measure.starts_on,
        ends_on=measure.ends_on,
        planning=measure.planning,
        by_year=by_year(budget, budget.measure_years(measure)),
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
        baseline_on=goal.baseline_on,
        baseline_source=goal.baseline_source,
        milestones=tuple(
            schema.MilestoneNode(id=point.pk, due_on=point.due_on, value=point.value, note=point.note)
            for point in goal.milestones.all()
        ),
    )


def _cost(line: CostLine, budget: budgets.Budget) -> schema.CostNode:
    parts = budget.parts_of_cost(line)
    only = parts[0] if len(parts) == 1 else None
    written_off = line.kind == CostKind.INVESTMENT and line.write_off_years is not None
    yearly = [Sum.of(part.cost[i] for part in parts) for i in range(len(budget.years))]
    return schema.CostNode(
        id=line.pk,
        description=line.description,
        kind_label=line.get_kind_display(),
        year=line.year.label,
        amount=line.amount,
        measure=only.measure.pk if only and only.measure else None,
        category=only.letter if only else None,
        note=line.note,
        shares=() if only else tuple(_cost_share(part, line) for part in parts),
        write_off_years=line.write_off_years if written_off else None,
        starts_on=line.starts_on if written_off else None,
        years=by_year(budget, yearly) if written_off else (),
        later=schema.Amount.of(Sum.of(part.later for part in parts)) if written_off else None,
        decide_by=line.decide_by if line.kind == CostKind.RESERVATION else None,
    )


def _cost_share(part: Part, line: CostLine) -> schema.CostShareNode:
    return schema.CostShareNode(
        measure=part.measure.pk if part.measure else None,
        category=part.letter,
        share=part.percent,
        cost=schema.Amount.of(part.total),
        equal=(part.measure, None) in line.shares,
    )


def _post(post: StaffingNeed, budget: budgets.Budget) -> schema.PostNode:
    parts = budget.parts_of_post(post)
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
        also_roles=post.also_roles,
        people=post.people,
        stands_in_for=post.stands_in_for,
        contract_label=post.get_contract_display(),
        conversions=tuple(
            schema.ConversionNode(label=c.label, value=c.value, how=c.how) for c in explain.conversions(post)
        ),
        cost_parts=tuple(
            schema.CostPartNode(label=line.label, amount=line.amount, how=line.how) for line in explain.lines(post)
        ),
        pnil_reason=explain.pnil(post)[1],
        vacancy=post.vacancy,
        after_label=post.get_after_display(),
        employer_percent=post.employer_percent,
    )


def _staff_end(plan: StaffPlan) -> schema.StaffEndNode | None:
    found = ending(plan, list(plan.needs.all()))
    if found is None:
        return None
    return schema.StaffEndNode(
        ends=found.ends.fte,
        leaves=found.leaves.fte,
        stays=found.stays.fte,
        undecided=found.undecided.fte,
        unknown=found.ends.unknown,
        needs_place=found.needs_place,
        outflow=found.outflow,
        outflow_source=found.outflow_source,
        too_many=found.too_many,
    )
