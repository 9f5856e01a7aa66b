"""The scan as a grid: domains down, groups across, the largest delay in each cell."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

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
        "rekenen": ["klein", "groot", ""],
        "welbevinden": ["", "", "nog niet ingevuld"],
        "lezen": ["geen", "", ""],
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
        "technisch lezen": ["klein", ""],
        "rekenen": ["", "matig"],
        "tuinieren": ["", "nog niet ingevuld"],
    }


def test_grid_with_many_groups_is_told_in_parts_with_only_the_rows_that_say_something():
    found = heat_map([finding("rekenen", f"groep {n:02}", 1) for n in range(12)] + [finding("lezen", "groep 00", 2)])

    assert [(part.groups[0], part.groups[-1], [name for name, _ in part.rows]) for part in found.parts] == [
        ("groep 00", "groep 05", ["rekenen", "lezen"]),
        ("groep 06", "groep 11", ["rekenen"]),
    ]
    assert [len(cells) for part in found.parts for _, cells in part.rows] == [6, 6, 6]
    assert heat_map([]).parts == ()
    eight = heat_map([finding("rekenen", f"groep {n}", 1) for n in range(8)])
    assert eight.parts == (eight,)


@pytest.mark.parametrize(("count", "labels"), [(2, [""]), (9, [", deel 1", ", deel 2"])])
def test_each_table_has_a_name_of_its_own(count, labels):
    html = render_to_string(
        "scans/_heat_map.html", {"map": heat_map([finding("rekenen", f"groep {n}", 3) for n in range(count)])}
    )

    assert re.findall(r'aria-label="Overzicht van de achterstanden(.*?)"', html) == labels
    assert html.count('<td class="heat-cell heat-3">groot</td>') == count
