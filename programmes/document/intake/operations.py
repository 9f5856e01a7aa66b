"""The one write of this room: a document becomes a new draft, whole or not at all."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Model

from npo_planner import audit
from npo_planner.errors import Refused
from npo_planner.rows import Row, lock_open
from programmes.document.intake.fit import Fit, fit
from programmes.document.intake.tally import tally
from programmes.document.schema import Document
from programmes.models import Funding, Programme, Round
from programmes.plan.constants import FundingKind, Status
from programmes.plan.operations import begin_programme
from scans.models import Scan
from schools.models import School, User
from staffing.models import StaffPlan

RATE_FIELDS = ("units", "amount", "certainty", "spend_by", "note")


@transaction.atomic
def take_in(*, school: School, document: Document, by: User) -> tuple[Programme, Fit]:
    """Write the plan of ``document`` as the draft of ``school``: a new one, or the one that it began and left empty.

    As many queries for a large plan as for a small one, but for the batches of the database. One line in the log.
    Raises Refused (filled, round_closed, school_closed, unknown_round, bad_value).
    """
    school = School.objects.select_for_update().get(pk=school.pk)
    found = fit(document, school)
    _lock_begun(school, found.round)
    begun = empty_place(school, found.round)
    programme = lock_open(begun) if begun else begin_programme(school=school, round_=found.round, by=by)
    _write_heads(programme, found, by)
    _fill_rates(programme, found, by)
    for model, rows in found.rows.items():
        model.objects.bulk_create([_owned(row, programme, by) for row in rows])
    audit.log(by=by, event="programme_read_in", subject=programme, school=school, detail=_detail(document, found))
    return programme, found


def _lock_begun(school: School, round_: Round) -> None:
    """Hold what a colleague's save holds too: what they wrote is there when we look whether the plan is empty."""
    begun = Programme.objects.filter(school=school, round=round_).select_for_update(no_key=True).first()
    if begun is not None:
        for model, pk in ((Scan, begun.scan_id), (StaffPlan, begun.staff_plan_id)):
            model.objects.filter(pk=pk).order_by("pk").select_for_update(no_key=True).get()


def empty_place(school: School, round_: Round) -> Programme | None:
    """The plan that ``school`` began for ``round_`` and in which nothing stands yet; None when it can begin one.

    Raises Refused (filled, round_closed, school_closed).
    """
    programme = Programme.objects.with_school().filter(school=school, round=round_).first()
    if programme is not None and not _is_empty(programme):
        text = (
            f"De school heeft voor het {round_} al een plan waarin iets staat. Inlezen kan alleen in een leeg plan. "
            "Haal eerst weg wat erin staat, of werk verder in het plan dat er is."
        )
        raise Refused(text, code="filled")
    if school.closed_on is not None:
        raise Refused("Deze school is volgens het register gesloten.", code="school_closed")
    if programme is None and not round_.is_open:
        raise Refused("Voor deze regeling kan geen nieuw plan meer begonnen worden.", code="round_closed")
    return programme


def _is_empty(programme: Programme) -> bool:
    """Whether nobody wrote in it: there is only what it began with, numbers of the register and the last vision."""
    if programme.status != Status.DRAFT or programme.versions.exists():
        return False
    scan, plan = programme.scan, programme.staff_plan
    texts = (programme.ambition, programme.involvement, programme.summary, scan.summary, plan.outflow_source)
    if any(texts) or scan.held_on or scan.previous_id or plan.outflow_fte is not None:
        return False
    earlier = programme.school.programmes.exclude(pk=programme.pk).values_list("vision", flat=True)
    if programme.vision and programme.vision not in earlier:
        return False
    rows = (
        scan.findings,
        scan.consultations,
        scan.needs,
        plan.needs,
        programme.measures,
        programme.cost_lines,
        programme.board_shares,
        programme.not_chosen,
    )
    return not any(each.exists() for each in rows) and not any(map(_is_filled, programme.funding.all()))


def _is_filled(line: Funding) -> bool:
    typed = line.version > 1 and line.units is not None
    told = line.amount is not None or line.certainty or line.spend_by or line.note
    return line.kind != FundingKind.ROUND or typed or bool(told)


def _write_heads(programme: Programme, found: Fit, by: User) -> None:
    programme.edition = found.edition
    for row, values in (
        (programme, found.texts),
        (Scan.objects.select_for_update().get(pk=programme.scan_id), found.scan),
        (StaffPlan.objects.select_for_update().get(pk=programme.staff_plan_id), found.outflow),
    ):
        for name, value in values.items():
            setattr(row, name, value)
        row.version, row.changed_by = row.version + 1, by
        row.save()


def _fill_rates(programme: Programme, found: Fit, by: User) -> None:
    lines = [line for line in programme.funding.select_related("rate") if line.rate in found.rates]
    for line in lines:
        for name in RATE_FIELDS:
            setattr(line, name, getattr(found.rates[line.rate], name))
        line.version, line.changed_by = line.version + 1, by
    Funding.objects.bulk_update(lines, [*RATE_FIELDS, "version", "changed_by"])


def _owned(row: Model, programme: Programme, by: User) -> Model:
    """``row`` as one of ``programme``, of its scan or of its staff plan, if it belongs to one of these itself."""
    names = {field.name for field in row._meta.concrete_fields}
    owners = {"programme": programme, "scan": programme.scan, "plan": programme.staff_plan}
    for name in names & owners.keys():
        setattr(row, name, owners[name])
    if isinstance(row, Row):
        row.changed_by = by
    return row


def _detail(document: Document, found: Fit) -> dict[str, list[str]]:
    """Of which school the file was, and how much came along; no number of pupils."""
    counts = {each.label.lower(): ["", str(each.comes)] for each in tally(document, found) if each.comes}
    return {"plan van": ["", f"{document.school.name} ({document.school.code})"[:200]]} | counts
