"""What a page of the scan costs: the same for 1, 3 and 30 rows."""

from __future__ import annotations

from datetime import date

import pytest

from programmes.models import Programme
from scans.models import Consultation
from tests.factories import make_finding, make_need
from tests.scans.pages import (
    url,
)

pytestmark = pytest.mark.django_db


def fill(programme: Programme, count: int) -> None:
    for n in range(count):
        findings = make_finding(programme, group=f"groep {n}"), make_finding(programme, group=f"bouw {n}")
        make_need(programme, *findings)
        talk = Consultation.objects.create(scan=programme.scan, held_on=date(2021, 5, 3), party="team", outcome="x")
        talk.findings.set(findings)


QUERIES = {
    "scan": 27,
    "needs": 24,
    "finding_add": 24,
    "finding_edit": 26,
    "need_add": 22,
    "need_edit": 23,
    "need_delete": 20,
}
"""Session, person, roles, row, the whole plan that the walk shows (11), a draft that waits, and what the page itself adds."""


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize("route", QUERIES)
def test_page_costs_the_same_for_1_3_and_30_rows(client, head, programme, django_assert_num_queries, route, count):
    fill(programme, count)
    rows = {"finding_edit": programme.scan.findings.first(), "need_edit": programme.scan.needs.first()}
    rows["need_delete"] = rows["need_edit"]
    address = url(route, rows.get(route, programme.scan))

    with django_assert_num_queries(QUERIES[route]):
        page = client.get(address)

    assert page.status_code == 200
