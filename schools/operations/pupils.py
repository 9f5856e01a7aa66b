"""Pupil counts that a school gives itself."""

from __future__ import annotations

from django.db import transaction

from npo_planner import audit
from schools.constants import CountSource
from schools.models import PupilCount, School, User


@transaction.atomic
def set_group_counts(*, school: School, year: int, counts: dict[str, int | None], by: User) -> None:
    """Store the pupils per group on 1 October of ``year``; None removes what was stored."""
    before = {c.group: c.number for c in school.pupil_counts.filter(year=year, group__in=counts)}
    for group, number in counts.items():
        if number is None:
            school.pupil_counts.filter(year=year, group=group).delete()
        else:
            PupilCount.objects.update_or_create(
                school=school,
                year=year,
                group=group,
                defaults={"number": number, "masked": False, "source": CountSource.SCHOOL},
            )
    detail = {
        f"{group} {year}": [str(before.get(group, "")), str(number if number is not None else "")]
        for group, number in counts.items()
        if before.get(group) != number
    }
    if detail:
        audit.log(by=by, event="pupils_counted", subject=school, school=school, detail=detail)
