"""Which measures still wait for people."""

from __future__ import annotations

from programmes.models import Programme
from staffing.constants import UNFILLED
from staffing.models import StaffingNeed


def unfilled_of(programme: Programme) -> dict[int, list[StaffingNeed]]:
    """For each measure (by its key) of a programme from ``with_plan()`` the posts that nobody fills yet. No queries."""
    found: dict[int, list[StaffingNeed]] = {}
    for post in programme.staff_plan.needs.all():
        if post.vacancy in UNFILLED:
            for part in post.deployments.all():
                found.setdefault(part.measure_id, []).append(post)
    return found
