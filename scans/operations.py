"""Writes of a scan that are more than one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from npo_planner import audit
from npo_planner.errors import Refused
from npo_planner.rows import lock_open, save_row
from scans.constants import Delay, Trend
from scans.grid import by_cell
from scans.groups import same_group
from scans.lvs.plan import Deed, Line
from scans.models import Domain, Finding, Need, Scan
from schools.models import School, User


@transaction.atomic
def add_domain(*, school: School, name: str, kind: str, by: User) -> Domain:
    """Add a domain of the school's own."""
    domain = Domain.objects.create(school=school, name=name, kind=kind)
    audit.log(by=by, event="domain_added", subject=domain, school=school)
    return domain


@transaction.atomic
def fill_grid(*, scan: Scan, cells: Mapping[tuple[Domain, str], Delay | None], by: User) -> None:
    """Give each of ``cells`` (domain and group) its delay: a finding that is there, else a new one.

    None empties the delay of a finding and never deletes it. Raises Refused (frozen, many, stale).
    """
    locked = lock_open(scan)
    known = by_cell(locked.findings.all())
    for (domain, group), delay in cells.items():
        found = known.get((domain.pk, same_group(group)), [])
        if len(found) > 1:
            text = f"Bij “{domain}, {group}” staan {len(found)} bevindingen. Wijzig ze in de lijst."
            raise Refused(text, code="many")
        if found:
            save_row(row=found[0], values={"delay": delay}, by=by)
        elif delay is not None:
            save_row(row=Finding(scan=locked), values={"domain": domain, "group": group, "delay": delay}, by=by)


@transaction.atomic
def import_findings(*, scan: Scan, lines: Sequence[Line], by: User) -> None:
    """Write all ``lines`` of a table, or none: findings that are added and findings that change.

    Raises Refused (frozen, stale).
    """
    locked = lock_open(scan)
    for line in lines:
        if line.deed != Deed.KEEP:
            save_row(row=line.finding or Finding(scan=locked), values=line.values, by=by)
    counts = {deed.value: ["", str(sum(line.deed == deed for line in lines))] for deed in Deed}
    audit.log(by=by, event="findings_imported", subject=locked, school=locked.school, detail=counts)


COPIED = ("domain", "group", "delay", "pupils", "source", "source_note", "explanation")


@transaction.atomic
def copy_scan(*, scan: Scan, title: str, held_on: date | None, by: User) -> tuple[Scan, dict[int, Need]]:
    """The next scan, with the findings and needs of ``scan``, and its needs by the keys of those they are copies of.

    ``scan`` is closed for ever: the new one compares itself with it. Whoever calls has locked it and logs.
    """
    new = Scan.objects.create(school=scan.school, title=title, held_on=held_on, previous=scan, changed_by=by)
    Scan.objects.filter(pk=scan.pk).update(is_frozen=True)
    findings = {old.pk: _copied(old, new, by) for old in scan.findings.select_related("domain")}
    needs = {}
    for old in scan.needs.prefetch_related("findings"):
        values = {"title": old.title, "explanation": old.explanation, "rank": old.rank}
        needs[old.pk] = Need.objects.create(scan=new, changed_by=by, **values)
        needs[old.pk].findings.set([findings[finding.pk] for finding in old.findings.all()])
    return new, needs


def _copied(old: Finding, new: Scan, by: User) -> Finding:
    values = {name: getattr(old, name) for name in COPIED}
    trend = Trend.SAME if old.delay is not None else ""
    return Finding.objects.create(scan=new, previous=old, trend=trend, changed_by=by, **values)
