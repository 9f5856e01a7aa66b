"""Writes of a scan that are more than one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from npo_planner import audit
from npo_planner.errors import Refused
from npo_planner.rows import lock_open, save_row
from scans.constants import Delay
from scans.grid import by_cell
from scans.groups import same_group
from scans.lvs.plan import Deed, Line
from scans.models import Domain, Finding, Scan
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
