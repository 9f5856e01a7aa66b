"""The scan as a grid: domains down, groups across, the largest delay in each cell."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from scans.constants import Delay
from scans.heatmap import HeatMap, heat_map
from scans.models import Domain
from tests.factories import make_finding, make_programme


def finding(domain: str, group: str, delay: int | None) -> SimpleNamespace:
    return SimpleNamespace(domain=domain, group=group, delay=delay)


def grid(found: HeatMap) -> dict[str, list[str]]:
    return {name: [cell.label for cell in cells] for name, cells in found.rows}


def test_grid_has_a_row_per_domain_and_a_column_per_group_with_the_largest_delay():
    found = heat_map(
        [
            finding("rekenen", "groep 5", 2),
            finding("rekenen", "groep 3", 1),
            finding("rekenen", "groep 5", 3),
            finding("rekenen", "groep 5", None),
            finding("welbevinden", "hele school", None),
            finding("lezen", "groep 3", 0),
        ]
    )

    assert found.groups == ("groep 3", "groep 5", "hele school")
    assert grid(found) == {
        "rekenen": ["kleine achterstand", "grote achterstand", ""],
        "welbevinden": ["", "", "nog niet ingevuld"],
        "lezen": ["geen achterstand", "", ""],
    }
    assert [cell.delay for cell in found.rows[0][1]] == [Delay.SMALL, Delay.LARGE, None]


def test_cell_holds_its_findings_in_their_own_order():
    one, other, third = (
        finding("rekenen", "groep 5", 2),
        finding("rekenen", "groep 5", None),
        finding("rekenen", "groep 6", 1),
    )

    cells = heat_map([one, third, other]).rows[0][1]

    assert [cell.findings for cell in cells] == [(one, other), (third,)]


def test_grid_of_nothing_is_empty():
    assert heat_map([]) == HeatMap((), ())


@pytest.mark.parametrize("group", ["<script>", "Groep 5 😀", "=1+1"])
def test_any_group_that_people_type_is_a_column(group):
    assert heat_map([finding("rekenen", group, 1)]).groups == (group,)


@pytest.mark.django_db
def test_grid_of_a_scan_follows_the_order_of_its_domains():
    programme = make_programme()
    own = Domain.objects.create(school=programme.school, name="tuinieren", kind="praktisch")
    make_finding(programme, domain=own, delay=None)
    make_finding(programme)
    make_finding(programme, domain=Domain.objects.get(name="technisch lezen", school=None), group="groep 3", delay=1)

    assert grid(heat_map(programme.scan.findings.with_needs())) == {
        "technisch lezen": ["kleine achterstand", ""],
        "rekenen": ["", "matige achterstand"],
        "tuinieren": ["", "nog niet ingevuld"],
    }
