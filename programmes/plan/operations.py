"""The writes that start a plan and move it between its states."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from npo_planner import audit
from npo_planner.errors import Refused
from npo_planner.money import euro
from npo_planner.rows import lock_open, save_row
from programmes.models import CostLine, CostShare, Deployment, Funding, FundingRate, Measure, Programme, Round
from programmes.plan.constants import FROZEN, FundingKind, Status
from scans.models import Scan
from scans.operations import copy_scan
from schools.models import School, User
from staffing.models import StaffingNeed, StaffPlan


@transaction.atomic
def start_programme(*, school: School, round_: Round, by: User) -> Programme:
    """Begin the plan of ``school`` in ``round_``: an empty scan, a staff plan, and a funding line for each rate.

    The vision is taken over from the school's last programme. Raises Refused (exists, round_closed, school_closed).
    """
    programme = begin_programme(school=school, round_=round_, by=by)
    audit.log(by=by, event="programme_started", subject=programme, school=school)
    return programme


def begin_programme(*, school: School, round_: Round, by: User) -> Programme:
    """What ``start_programme`` does, for who logs by itself what it began. Raises Refused as that does."""
    School.objects.select_for_update().get(pk=school.pk)
    if school.closed_on is not None:
        raise Refused("Deze school is volgens het register gesloten.", code="school_closed")
    if not round_.is_open:
        raise Refused("Voor deze regeling kan geen nieuw plan meer begonnen worden.", code="round_closed")
    if Programme.objects.filter(school=school, round=round_).exists():
        raise Refused("De school heeft al een plan voor deze regeling. Open dat plan.", code="exists")
    years = list(round_.years.all())
    last = school.programmes.order_by("-pk").first()
    programme = Programme.objects.create(
        school=school,
        round=round_,
        edition=round_.edition,
        vision=last.vision if last else "",
        scan=Scan.objects.create(school=school, title=f"Schoolscan {years[0].label}", changed_by=by),
        staff_plan=StaffPlan.objects.create(
            school=school, start=years[0].start, end=years[-1].end, vat_percent=round_.vat_percent
        ),
        changed_by=by,
    )
    Funding.objects.bulk_create(_funding_lines(programme))
    return programme


def move(programme: Programme, status: Status, *, by: User) -> None:
    """Move a locked ``programme`` to ``status``, freeze or release what it rests on, and log it.

    Called by the operations of consent inside their transaction, which know whether it may (``consent/states.py``).
    """
    before = programme.status
    programme.status = status
    programme.version += 1
    programme.save(update_fields=["status", "version", "changed_at"])
    frozen = status in FROZEN
    Scan.objects.filter(pk=programme.scan_id).update(is_frozen=frozen)
    StaffPlan.objects.filter(pk=programme.staff_plan_id).update(is_frozen=frozen)
    audit.log(
        by=by,
        event="status_changed",
        subject=programme,
        school=programme.school,
        detail={"status": [before, status.value]},
    )


def _funding_lines(programme: Programme) -> list[Funding]:
    rates = FundingRate.objects.for_school(programme.round, programme.school)
    counts = {c.year: c.number for c in programme.school.pupil_counts.totals()}
    return [
        Funding(
            programme=programme,
            year=rate.year,
            kind=FundingKind.ROUND,
            rate=rate,
            label=rate.label,
            units=_known_units(rate, programme.school, counts),
        )
        for rate in rates
    ]


def _known_units(rate: FundingRate, school: School, counts: dict[int, int | None]) -> int | None:
    """The register's count on the rate's own date, where all pupils fall under this one rate; else the school is asked.

    A vo school has two rates. Only a school for praktijkonderwijs, or one without vmbo basis/kader, falls under one.
    """
    if rate.is_extra or rate.year.count_on is None:
        return None
    total = counts.get(rate.year.count_on.year)
    if rate.code not in {"vo_basis", "vo_verhoogd"}:
        return total
    streams = set(school.structure.split("/"))
    if not school.structure or streams & {"BRUGJAAR"} or (streams & {"VBO", "PRO"} and streams != {"PRO"}):
        return None
    return total if (rate.code == "vo_verhoogd") == (streams == {"PRO"}) else 0


@transaction.atomic
def renew_scan(*, programme: Programme, title: str, held_on: date | None, by: User) -> Scan:
    """Begin the next scan of a draft: findings and needs go on from the last one, which is closed and stays readable.

    Measures answer the copied needs from now on. Talks are not copied: people are heard again.
    Raises Refused (frozen).
    """
    locked = lock_open(programme)
    old = lock_open(locked.scan)
    new, needs = copy_scan(scan=old, title=title, held_on=held_on, by=by)
    for measure in locked.measures.prefetch_related("needs"):
        measure.needs.set([needs.get(need.pk, need) for need in measure.needs.all()])
    locked.scan, locked.version, locked.changed_by = new, locked.version + 1, by
    locked.save(update_fields=["scan", "version", "changed_at", "changed_by"])
    audit.log(by=by, event="scan_renewed", subject=new, school=new.school, detail={"title": [old.title, new.title]})
    return new


@transaction.atomic
def set_shares(*, post: StaffingNeed, shares: dict[Measure, Decimal | None], by: User) -> None:
    """Divide ``post`` over measures: percent per measure, None or 0 for not. Logged as one change.

    Raises Refused (frozen, over_100, other_plan).
    """
    lock_open(post.plan)
    placed = {measure: share for measure, share in shares.items() if share}
    if any(measure.programme.staff_plan_id != post.plan_id for measure in placed):
        raise Refused("Deze maatregel hoort bij een ander plan.", code="other_plan")
    if sum(placed.values()) > 100:
        raise Refused("Samen is het meer dan 100%. Verlaag een van de delen.", code="over_100")
    before = {d.measure.title: f"{d.share:f}" for d in post.deployments.select_related("measure")}
    post.deployments.exclude(measure__in=placed).delete()
    for measure, share in placed.items():
        Deployment.objects.update_or_create(
            measure=measure, staffing_need=post, defaults={"share": share, "changed_by": by}
        )
    after = {measure.title: f"{share:f}" for measure, share in placed.items()}
    detail = {name: [before.get(name, ""), after.get(name, "")] for name in sorted(before.keys() | after.keys())}
    audit.log(by=by, event="shares_set", subject=post, school=post.plan.school, detail=detail)


@transaction.atomic
def set_cost_shares(*, line: CostLine, shares: dict[Measure, Decimal | None], by: User) -> None:
    """Divide ``line`` over its measures: percent per measure, None for an equal part of what is left. One log line.

    Raises Refused (frozen, over_100, other_measures: they were changed meanwhile).
    """
    lock_open(line.programme)
    rows = {each.measure: each for each in line.cost_shares.select_related("measure")}
    if rows.keys() != shares.keys():
        raise Refused("De maatregelen zijn intussen gewijzigd. Open deze pagina opnieuw.", code="other_measures")
    if sum(share or 0 for share in shares.values()) > 100:
        raise Refused("Samen is het meer dan 100%. Verlaag een van de delen.", code="over_100")
    detail = {
        measure.title: [_percent(rows[measure].share), _percent(share)]
        for measure, share in shares.items()
        if rows[measure].share != share
    }
    for measure, share in shares.items():
        CostShare.objects.filter(pk=rows[measure].pk).update(share=share)
    if detail:
        audit.log(by=by, event="shares_set", subject=line, school=line.programme.school, detail=detail)


def _percent(share: Decimal | None) -> str:
    return "gelijk deel" if share is None else f"{share:f}"


@transaction.atomic
def fill_in_reservation(*, line: CostLine, description: str, kind: str, amount: Decimal, by: User) -> CostLine:
    """Spend ``amount`` of a reservation on something: a cost of its own for the same year, measures and category.

    The reservation gets so much lower, and stays when nothing is left. Raises Refused (frozen, too_much, no_amount).
    """
    lock_open(line.programme)
    reserved = CostLine.objects.get(pk=line.pk)
    if reserved.amount is None:
        text = "Bij deze reservering staat nog geen bedrag. Vul dat eerst in, bij Wijzigen."
        raise Refused(text, code="no_amount")
    if amount > reserved.amount:
        raise Refused(f"Er is {euro(reserved.amount)} gereserveerd. Vul minder in.", code="too_much")
    shares = {each.measure: each.share for each in reserved.cost_shares.select_related("measure")}
    values = {
        "description": description,
        "kind": kind,
        "year": reserved.year,
        "amount": amount,
        "measures": list(shares),
        "own_category": reserved.own_category,
        "note": f"Uit de reservering “{reserved}”"[:300],
    }
    made = save_row(row=CostLine(programme=reserved.programme), values=values, by=by)
    for measure, share in shares.items():
        made.cost_shares.filter(measure=measure).update(share=share)
    save_row(row=reserved, values={"amount": reserved.amount - amount}, by=by)
    return made
