"""Writes of a scan that are more than one row."""

from __future__ import annotations

from django.db import transaction

from npo_planner import audit
from scans.models import Domain
from schools.models import School, User


@transaction.atomic
def add_domain(*, school: School, name: str, kind: str, by: User) -> Domain:
    """Add a domain of the school's own."""
    domain = Domain.objects.create(school=school, name=name, kind=kind)
    audit.log(by=by, event="domain_added", subject=domain, school=school)
    return domain
