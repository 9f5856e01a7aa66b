"""Step 3 of the walk: the needs that follow from the findings, ranked."""

from __future__ import annotations

import pytest

from scans.models import Need
from tests.factories import make_finding, make_need, make_programme
from tests.scans.pages import (
    url,
)

pytestmark = pytest.mark.django_db


def test_needs_say_what_to_do_first(client, head, scan):
    assert f'"{url("scan", scan)}"' in client.get(url("needs", scan)).content.decode()
    assert client.get(url("needs", scan)).context["has_findings"] is False


def test_need_rests_on_findings_and_comes_last(client, head, programme, scan, finding, need):
    other = make_finding(programme, group="groep 3")

    response = client.post(
        url("need_add", scan),
        {"title": "Rekenen", "findings": [finding.pk, other.pk], "explanation": "Het grootste verschil."},
    )

    added = Need.objects.get(title="Rekenen")
    assert (response.url, added.rank, added.explanation) == (url("needs", scan), 2, "Het grootste verschil.")
    assert set(added.findings.all()) == {finding, other}
    assert client.get(url("needs", scan)).context["needs"] == [need, added]


def test_need_is_changed_and_deleted(client, head, scan, need):
    client.post(url("need_edit", need), {"title": "Anders", "findings": []})
    need.refresh_from_db()
    assert (need.title, list(need.findings.all()), need.rank) == ("Anders", [], 1)

    assert client.post(url("need_delete", need)).url == url("needs", scan)
    assert not Need.objects.exists()


@pytest.mark.parametrize(("count", "too_many"), [(5, False), (6, True)])
def test_more_than_five_needs_ask_to_choose(client, head, programme, scan, count, too_many):
    for _ in range(count):
        make_need(programme)

    page = client.get(url("needs", scan))

    assert page.context["too_many"] is too_many
    assert (f"U hebt {count} behoeften." in page.content.decode()) is too_many


def test_needs_move_up_and_down(client, head, programme, scan):
    first, second, third = (make_need(programme, title=name) for name in "ABC")

    def order() -> str:
        return "".join(scan.needs.order_by("rank").values_list("title", flat=True))

    steps = [("need_up", third), ("need_up", third), ("need_up", third), ("need_down", first), ("need_down", third)]
    seen = []
    for route, row in steps:
        assert client.post(url(route, row)).url == url("needs", scan)
        seen.append(order())

    assert seen == ["ACB", "CAB", "CAB", "CBA", "BCA"]
    assert second.title == "B"


def test_findings_of_another_school_are_neither_offered_nor_accepted(client, head, scan, finding, need):
    theirs = make_finding(make_programme())

    offered = client.get(url("need_edit", need)).context["form"].fields["findings"].queryset
    assert list(offered) == [finding]

    for route, row in (("need_add", scan), ("need_edit", need)):
        page = client.post(url(route, row), {"title": "Rekenen", "findings": [finding.pk, theirs.pk]})
        assert dict(page.context["form"].errors) == {
            "findings": [f"Selecteer een geldige keuze. {theirs.pk} is geen beschikbare keuze."]
        }
        assert page.context["form"]["findings"].value() == [str(finding.pk), str(theirs.pk)]
    assert (Need.objects.count(), list(need.findings.all())) == (1, [finding])
