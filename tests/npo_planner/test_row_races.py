"""Two people in one row at one moment, on real connections, and the same races with the guard off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from npo_planner import rows
from npo_planner.models import AuditEntry
from npo_planner.rows import save_row
from programmes.models import Programme
from programmes.plan.constants import Status
from programmes.plan.operations import move
from scans.models import Finding, Need
from schools.models import User
from tests.factories import make_finding, make_head, make_need, make_programme
from tests.races import outcomes, together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def programme() -> Programme:
    return make_programme()


@pytest.fixture
def head(programme) -> User:
    return make_head(programme.school, name="Karin")


def freeze(programme: Programme, by: User) -> None:
    move(Programme.objects.get(pk=programme.pk), Status.AT_MR, by=by)


def order(programme: Programme) -> list[tuple[str, int]]:
    return list(programme.scan.needs.order_by("rank", "pk").values_list("title", "rank"))


def writes(finding: Finding, by: User, **values: Any) -> Callable[[], Finding]:
    """Save a finding that was read before the race began."""
    loaded = Finding.objects.get(pk=finding.pk)
    return lambda: save_row(row=loaded, values=values, by=by)


def test_two_saves_at_once_lose_no_update(programme, head):
    finding = make_finding(programme)

    results = together(*[writes(finding, head, explanation=text) for text in ("Een.", "Twee.", "Drie.")])

    assert outcomes(results) == {"Finding": 1, "stale": 2}
    finding.refresh_from_db()
    told = AuditEntry.objects.get(event="row_changed").detail["explanation"]
    assert (finding.version, told) == (2, ["De groei bleef achter.", finding.explanation])


def test_two_saves_at_once_without_lock_and_version_lose_one(programme, head, monkeypatch):
    """The control: the same race really loses an update, which both were told is saved."""
    finding = make_finding(programme)
    first = Finding.objects.get(pk=finding.pk)
    monkeypatch.setattr(rows, "_before", lambda row: first)

    results = together(*[writes(finding, head, explanation=text) for text in ("Een.", "Twee.")])

    finding.refresh_from_db()
    assert outcomes(results) == {"Finding": 2}
    assert (finding.version, finding.explanation in {"Een.", "Twee."}) == (2, True)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def edit(finding: Finding, user: User, **typed: str) -> Callable[[], Any]:
    """Open the form of a finding, and send it with ``typed`` when the race begins."""
    client, url = browser(user), reverse("finding_edit", args=[finding.pk])
    form = client.get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else value for name, value in shown.items()} | typed
    return lambda: client.post(url, data)


def test_two_forms_sent_at_once_keep_the_text_of_both(programme, head):
    finding = make_finding(programme)

    results = together(
        edit(finding, head, explanation="Minder geoefend."),
        edit(finding, make_head(programme.school), source_note="Cito M5"),
        edit(finding, make_head(programme.school), pupils="12"),
    )

    finding.refresh_from_db()
    assert outcomes(results) == {302: 3}
    assert (finding.explanation, finding.source_note, finding.pupils) == ("Minder geoefend.", "Cito M5", 12)
    assert finding.version == 4


def test_two_forms_with_the_same_field_at_once_save_one_and_show_it_to_the_other(programme, head):
    finding = make_finding(programme)
    texts = {"Van mij.", "Van hen."}

    results = together(
        edit(finding, head, explanation="Van mij."),
        edit(finding, make_head(programme.school), explanation="Van hen."),
    )

    finding.refresh_from_db()
    assert outcomes(results) == {302: 1, 200: 1}
    shown = next(r for r in results if r.status_code == 200).context["form"]
    [mine] = texts - {finding.explanation}
    assert shown["explanation"].value() == mine
    assert shown.collisions["explanation"].theirs == finding.explanation


def test_everybody_moving_and_editing_at_once_never_waits_for_ever(programme, head):
    needs = [make_need(programme, title=name) for name in "ABC"]

    def click(route: str, need: Need, **data: str) -> Callable[[], Any]:
        client = browser(head)
        return lambda: client.post(reverse(route, args=[need.pk]), data)

    results = together(
        *[click("need_down", need) for need in needs],
        *[click("need_up", need) for need in needs],
        *[click("need_edit", need, title=need.title) for need in needs],
    )

    assert outcomes(results) == {302: 9}
    assert sorted(order(programme)) == sorted(zip("".join(t for t, _ in order(programme)), (1, 2, 3), strict=True))


def test_freezing_while_somebody_writes_leaves_no_row_after_the_freeze(programme, head):
    """Whoever comes second sees the other: the row is either in the frozen plan or refused."""
    finding = make_finding(programme)

    results = together(
        lambda: freeze(programme, head),
        writes(finding, head, explanation="Op het nippertje."),
    )

    assert outcomes(results)["NoneType"] == 1
    events = list(AuditEntry.objects.filter(event__in=["status_changed", "row_changed"]).order_by("pk"))
    finding.refresh_from_db()
    saved = finding.explanation == "Op het nippertje."
    assert len(events) == 1 + saved
    assert outcomes(results)["frozen"] == 1 - saved
