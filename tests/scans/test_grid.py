"""The grid: one choice per ontwikkelgebied and group, and only what a person changed is written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from scans.constants import Delay
from scans.grid import cells, columns
from scans.grid_forms import GridForm
from scans.models import Domain, Finding
from scans.operations import fill_grid
from schools.constants import Kind
from tests.factories import make_finding, make_head, make_programme, make_school
from tests.scans.pages import domain, freeze, said, url

pytestmark = pytest.mark.django_db


def opened(client, scan, query: str = "") -> dict[str, str]:
    """The page as a browser has it: every field with its value."""
    form = client.get(url("scan_grid", scan) + query).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def cell(group: str = "groep 5", name: str = "rekenen") -> str:
    groups = [f"groep {n}" for n in range(1, 9)]
    return f"c{domain(name).pk}_{groups.index(group)}"


def written() -> list[tuple[str, str, int | None]]:
    return [(f.domain.name, f.group, f.delay) for f in Finding.objects.order_by("pk")]


def test_columns_are_the_groups_of_the_school_and_those_in_use_each_once():
    class Row:
        def __init__(self, group: str) -> None:
            self.group = group

    used = [Row("Plusklas"), Row("GROEP  2"), Row("plusklas")]

    assert columns(["groep 1", "groep 2"], used) == ["groep 1", "groep 2", "Plusklas"]
    assert columns(["groep 1"], used, extra=["bovenbouw", "groep 1"]) == [
        "groep 1",
        "Plusklas",
        "GROEP  2",
        "bovenbouw",
    ]
    # what the page showed keeps its place
    assert columns(["groep 1"], [Row("a"), Row("z")], shown=["groep 1", "z"]) == ["groep 1", "z", "a"]


def test_grid_shows_what_is_there(client, head, programme, scan):
    make_finding(programme)
    make_finding(programme, group="groep 6", delay=None)
    make_finding(programme, group="Plusklas", delay=0)

    page = client.get(url("scan_grid", scan))

    form = page.context["form"]
    assert form.columns == [*(f"groep {n}" for n in range(1, 9)), "Plusklas"]
    assert {n: t for n, t in form.stored.items() if t} == {cell(): "2", f"c{domain().pk}_8": "0"}
    assert [kind for kind, _ in form.kinds][:2] == ["cognitief", "sociaal-emotioneel"]
    text = " ".join(page.content.decode().split())
    assert f'<label class="grid-label" for="id_{cell()}"><span class="visually-hidden">rekenen, </span>groep 5' in text
    assert text.count("<select") == len(form.stored) == 9 * Domain.objects.for_school(programme.school).count()


def test_choices_add_change_and_empty_and_nothing_is_deleted(client, head, programme, scan):
    make_finding(programme, group="Groep 3", delay=1)
    kept = make_finding(programme, group="groep 4", delay=3)
    sent = opened(client, scan) | {cell("groep 3"): "2", cell("groep 4"): "", cell(): "3", cell(name="schrijven"): "0"}

    response = client.post(url("scan_grid", scan), sent)

    assert (response.status_code, response.url, said(response)) == (302, url("scan", scan), ["Bewaard."])
    assert sorted(written(), key=str) == [
        ("rekenen", "Groep 3", 2),
        ("rekenen", "groep 4", None),
        ("rekenen", "groep 5", 3),
        ("schrijven", "groep 5", 0),
    ]
    kept.refresh_from_db()
    assert (kept.explanation, kept.version, kept.changed_by) == ("De groei bleef achter.", 2, head)
    logged = AuditEntry.objects.filter(event__startswith="row_").order_by("pk").values_list("event", "detail")
    assert sorted(event for event, _ in logged) == ["row_added", "row_added", "row_changed", "row_changed"]
    assert {"delay": ["3", ""]} in [detail for _, detail in logged]


def test_what_did_not_change_is_not_written(client, head, programme, scan):
    make_finding(programme)

    client.post(url("scan_grid", scan), opened(client, scan))
    client.post(url("scan_grid", scan), {})

    assert not AuditEntry.objects.filter(event="row_changed").exists()
    assert written() == [("rekenen", "groep 5", 2)]


def test_what_somebody_else_changed_elsewhere_stays(client, head, programme, scan):
    finding = make_finding(programme)
    sent = opened(client, scan) | {cell("groep 3"): "1"}
    Finding.objects.filter(pk=finding.pk).update(delay=0)
    make_finding(programme, group="aardig", delay=3)  # a column that comes first by name

    client.post(url("scan_grid", scan), sent)

    assert written() == [("rekenen", "groep 5", 0), ("rekenen", "aardig", 3), ("rekenen", "groep 3", 1)]


@pytest.mark.parametrize(("now", "word"), [({"delay": 0}, "geen"), ({"delay": 3}, "groot"), ({"delay": None}, "leeg")])
def test_cell_that_somebody_else_changed_says_so_and_one_saves_again(client, head, programme, scan, now, word):
    finding = make_finding(programme)
    other = make_head(programme.school, name="Mo")
    sent = opened(client, scan) | {cell(): "1", cell("groep 3"): "3"}
    Finding.objects.filter(pk=finding.pk).update(**now, changed_by=other)

    page = client.post(url("scan_grid", scan), sent)

    form = page.context["form"]
    assert (page.status_code, list(form.errors)) == (200, [cell()])
    assert f"“{word}”. Bewaar opnieuw" in form.errors[cell()][0]
    assert form.errors[cell()][0].startswith("Mo koos hier om")
    assert [form[name].value() for name in (cell(), cell("groep 3"))] == ["1", "3"]
    assert written() == [("rekenen", "groep 5", now["delay"])]
    assert f'id="id_{cell()}_error"' in page.content.decode()

    again = {name: form[name].value() or "" for name in form.fields}
    assert client.post(url("scan_grid", scan), again).status_code == 302
    assert written() == [("rekenen", "groep 5", 1), ("rekenen", "groep 3", 3)]


def test_two_people_who_chose_the_same_do_not_collide(client, head, programme, scan):
    finding = make_finding(programme)
    sent = opened(client, scan) | {cell(): "3"}
    Finding.objects.filter(pk=finding.pk).update(delay=3)

    assert client.post(url("scan_grid", scan), sent).status_code == 302
    assert written() == [("rekenen", "groep 5", 3)]


def test_finding_that_somebody_else_deleted_is_a_collision(client, head, programme, scan):
    finding = make_finding(programme)
    sent = opened(client, scan) | {cell(): "3"}
    finding.delete()

    page = client.post(url("scan_grid", scan), sent)

    assert page.context["form"].errors[cell()][0].startswith("Iemand anders haalde deze bevinding weg.")
    assert written() == []


def test_cell_with_two_findings_links_to_the_list(client, head, programme, scan):
    first = make_finding(programme)
    sent = opened(client, scan) | {cell(): "0"}
    make_finding(programme, delay=1)

    page = client.get(url("scan_grid", scan)).content.decode()
    assert f'<a href="{url("scan", scan)}#bevinding-{first.pk}">2 bevindingen' in page
    assert f'name="{cell()}"' not in page

    late = client.post(url("scan_grid", scan), sent)
    assert late.context["form"].non_field_errors() == ["Bij “rekenen, groep 5” staan nu 2 bevindingen. Kies er een."]
    assert [delay for _, _, delay in written()] == [2, 1]


def test_operation_refuses_a_cell_with_two_findings_and_writes_nothing(programme, scan):
    make_finding(programme)
    make_finding(programme)
    wanted = {(domain(), "groep 3"): Delay.LARGE, (domain(), "groep 5"): Delay.SMALL}

    with pytest.raises(Refused) as refused:
        fill_grid(scan=scan, cells=wanted, by=make_head(programme.school))

    assert (refused.value.code, [delay for _, _, delay in written()]) == ("many", [2, 2])


def test_frozen_grid_keeps_what_was_chosen(client, head, programme, scan):
    sent = opened(client, scan) | {cell(): "3"}
    freeze(programme, head)

    page = client.post(url("scan_grid", scan), sent)

    assert (page.status_code, page.context["form"][cell()].value(), written()) == (200, "3", [])
    assert page.context["form"].non_field_errors()[0].startswith("Dit plan ligt vast")


def test_group_that_is_added_gets_a_column(client, head, scan):
    response = client.post(url("scan_grid", scan), opened(client, scan) | {"extra": " plus & klas ", cell(): "1"})

    assert response.url == f"{url('scan_grid', scan)}?groep=plus+%26+klas"
    assert written() == [("rekenen", "groep 5", 1)]
    sent = opened(client, scan, "?groep=plus+%26+klas")
    client.post(response.url, sent | {f"c{domain().pk}_8": "2"})
    assert written() == [("rekenen", "groep 5", 1), ("rekenen", "plus & klas", 2)]


@pytest.mark.parametrize("query", ["?groep=" + "g" * 61, "?groep=a%00b", "?groep=", "?groep=%0a", "?groep=groep+1"])
def test_group_that_cannot_be_one_gets_no_column(client, head, scan, query):
    assert client.get(url("scan_grid", scan) + query).context["form"].columns == [f"groep {n}" for n in range(1, 9)]


@pytest.mark.parametrize(
    "forged",
    [
        {"seen": "["},
        {"seen": "[1]"},
        {"seen": '{"c1_1": 5}'},
        {"seen": "[" * 9999},
        {"groups": '{"a": 1}'},
        {"groups": json.dumps([1, None, "x" * 99, "a\x00b"])},
        {"groups": "]"},
        {"c999_0": "1", "c_": "1", "extra": "g" * 61},
    ],
)
def test_tampered_fields_are_never_an_error_of_ours(client, head, programme, scan, forged: dict[str, Any]):
    make_finding(programme)

    response = client.post(url("scan_grid", scan), opened(client, scan) | forged)

    assert response.status_code in (200, 302)
    assert written() == [("rekenen", "groep 5", 2)]


@pytest.mark.parametrize("wrong", ["9", "groot", "-1", "\x00"])
def test_choice_that_does_not_exist_gets_a_sentence(client, head, scan, wrong):
    page = client.post(url("scan_grid", scan), opened(client, scan) | {cell(): wrong})

    assert (list(page.context["form"].errors), written()) == ([cell()], [])


def test_no_more_cells_than_a_form_can_hold(programme, scan):
    domains = list(Domain.objects.for_school(programme.school))

    assert len(cells(domains, [f"groep {n}" for n in range(500)], [])) <= 900
    assert cells([], ["groep 1"], []) == []


@pytest.mark.parametrize(("kind", "expected"), [(Kind.VO, "leerjaar 6"), (Kind.SO, "vso bovenbouw")])
def test_columns_follow_the_sector(kind, expected):
    form = GridForm(scan=make_programme(make_school(kind=kind)).scan)

    assert form.columns[-1] == expected


@pytest.mark.parametrize("count", [1, 3, 30])
def test_grid_costs_the_same_however_much_is_in_it(client, head, programme, scan, count, django_assert_num_queries):
    for n in range(count):
        make_finding(programme, group=f"groep {n}", changed_by=head)

    with django_assert_num_queries(21):
        assert client.get(url("scan_grid", scan)).status_code == 200
