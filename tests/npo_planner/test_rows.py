"""The writes that every row knows: save, delete, move; the lock, the version, the log, and a plan that is frozen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from npo_planner.rows import delete_row, lock_open, move_row, next_rank, save_row
from programmes.models import CostLine, Deployment, Funding, Goal, Measure, Milestone, Programme
from programmes.plan.constants import Status
from programmes.plan.operations import move
from scans.models import Consultation, Domain, Finding, Need, Scan
from schools.models import User
from staffing.models import StaffingNeed
from tests.factories import (
    make_cost,
    make_finding,
    make_full_programme,
    make_goal,
    make_head,
    make_measure,
    make_milestone,
    make_need,
    make_post,
    make_programme,
    make_share,
)

pytestmark = pytest.mark.django_db

SENTENCE = (
    "Dit plan ligt vast, omdat het bij de MR ligt of is vastgesteld. Haal het terug of begin een nieuwe versie om "
    "verder te schrijven."
)


@pytest.fixture
def programme() -> Programme:
    return make_programme()


@pytest.fixture
def head(programme) -> User:
    return make_head(programme.school, name="Karin")


def last_entry() -> AuditEntry:
    return AuditEntry.objects.latest("pk")


def freeze(programme: Programme, by: User) -> None:
    move(Programme.objects.get(pk=programme.pk), Status.AT_MR, by=by)


# --- save ------------------------------------------------------------------------------------------------------------


def test_new_row_has_version_1_its_writer_and_a_line_in_the_log(programme, head):
    domain = Domain.objects.get(name="rekenen", school=None)
    values = {"domain": domain, "group": "groep 5", "delay": 2, "pupils": None, "explanation": "Minder geoefend."}

    finding = save_row(row=Finding(scan=programme.scan), values=values, by=head)

    finding = Finding.objects.get(pk=finding.pk)
    assert (finding.version, finding.changed_by, finding.group, finding.pupils) == (1, head, "groep 5", None)
    entry = last_entry()
    assert (entry.event, entry.actor, entry.school) == ("row_added", head, programme.school)
    assert (entry.subject, entry.label) == (f"scans.finding:{finding.pk}", "rekenen, groep 5")
    assert entry.detail == {
        "domain": ["", "rekenen"],
        "group": ["", "groep 5"],
        "delay": ["", "2"],
        "explanation": ["", "Minder geoefend."],
    }


def test_changed_row_counts_on_and_logs_only_what_changed_before_and_after(programme, head):
    finding = make_finding(programme, pupils=12)
    values = {"group": "groep 5", "pupils": 9, "explanation": "", "delay": None}

    save_row(row=Finding.objects.get(pk=finding.pk), values=values, by=head)

    finding.refresh_from_db()
    assert (finding.version, finding.pupils, finding.explanation, finding.delay) == (2, 9, "", None)
    assert (last_entry().event, last_entry().detail) == (
        "row_changed",
        {"pupils": ["12", "9"], "explanation": ["De groei bleef achter.", ""], "delay": ["2", ""]},
    )


def test_row_saved_with_nothing_changed_stays_as_it_is_and_is_not_logged(programme, head):
    finding = make_finding(programme)
    before = AuditEntry.objects.count()

    save_row(row=Finding.objects.get(pk=finding.pk), values={"group": "groep 5"}, by=head)

    finding.refresh_from_db()
    assert (finding.version, finding.changed_by, AuditEntry.objects.count()) == (1, None, before)


def test_many_to_many_is_saved_and_logged_by_name(programme, head):
    findings = [make_finding(programme, group=f"groep {n}") for n in (3, 4, 5)]
    need = save_row(row=Need(scan=programme.scan), values={"title": "Lezen", "findings": findings[:2]}, by=head)
    assert last_entry().detail == {"title": ["", "Lezen"], "findings": ["", "rekenen, groep 3, rekenen, groep 4"]}

    save_row(row=Need.objects.get(pk=need.pk), values={"findings": findings[2:]}, by=head)

    assert list(need.findings.all()) == [findings[2]]
    assert last_entry().detail == {"findings": ["rekenen, groep 3, rekenen, groep 4", "rekenen, groep 5"]}


def test_row_that_somebody_else_saved_meanwhile_is_stale_and_keeps_their_text(programme, head):
    finding = make_finding(programme)
    mine, theirs = Finding.objects.get(pk=finding.pk), Finding.objects.get(pk=finding.pk)
    save_row(row=theirs, values={"explanation": "Van hen."}, by=head)
    entries = AuditEntry.objects.count()

    with pytest.raises(Refused) as refused:
        save_row(row=mine, values={"explanation": "Van mij."}, by=head)

    finding.refresh_from_db()
    assert (refused.value.code, finding.explanation, finding.version) == ("stale", "Van hen.", 2)
    assert AuditEntry.objects.count() == entries


def test_programme_and_scan_are_rows_of_their_own(programme, head):
    save_row(row=programme, values={"vision": "Elk kind telt."}, by=head)
    save_row(row=programme.scan, values={"summary": "Rekenen valt op."}, by=head)

    assert Programme.objects.values_list("vision", "version").get() == ("Elk kind telt.", 2)
    assert Scan.objects.values_list("summary", "version").get() == ("Rekenen valt op.", 2)


# --- frozen ----------------------------------------------------------------------------------------------------------


def new_rows(programme: Programme) -> dict[str, tuple[Any, dict]]:
    """A new row of every kind, with the values to save it with."""
    measure, year = programme.measures.get(), programme.round.years.first()
    post = programme.staff_plan.needs.get()
    domain = Domain.objects.get(name="rekenen", school=None)
    day = {"start": year.start, "end": year.end}
    return {
        "finding": (Finding(scan=programme.scan), {"domain": domain, "group": "groep 8"}),
        "consultation": (
            Consultation(scan=programme.scan),
            {"held_on": date(2021, 5, 3), "party": "team", "outcome": "x"},
        ),
        "need": (Need(scan=programme.scan), {"title": "x", "findings": []}),
        "measure": (Measure(programme=programme), {"category": measure.category, "title": "x"}),
        "goal": (Goal(measure=measure), {"statement": "x"}),
        "milestone": (Milestone(goal=measure.goals.get()), {"due_on": date(2022, 1, 20), "note": "x"}),
        "share": (Deployment(measure=make_measure_of(programme), staffing_need=post), {"share": Decimal(1)}),
        "cost": (CostLine(programme=programme), {"description": "x", "year": year, "kind": "anders"}),
        "funding": (Funding(programme=programme, kind="anders"), {"label": "x", "year": year}),
        "post": (StaffingNeed(plan=programme.staff_plan, kind=post.kind, **day), {"engagement": "eigen"}),
    }


def make_measure_of(programme: Programme) -> Measure:
    return make_measure(programme, code=None, title="Tweede")


def old_rows(programme: Programme) -> dict[str, Any]:
    """A row of every kind that is there already."""
    Consultation.objects.create(scan=programme.scan, held_on=date(2021, 5, 3), party="team", outcome="x")
    first = Programme.objects.get(pk=programme.pk)
    measure = first.measures.first()
    return {
        "programme": (first, {"vision": "anders"}),
        "scan": (first.scan, {"title": "anders"}),
        "finding": (first.scan.findings.first(), {"group": "anders"}),
        "consultation": (first.scan.consultations.get(), {"outcome": "anders"}),
        "need": (first.scan.needs.first(), {"title": "anders"}),
        "measure": (measure, {"title": "anders"}),
        "goal": (measure.goals.get(), {"statement": "anders"}),
        "milestone": (make_milestone(measure.goals.get()), {"note": "anders"}),
        "share": (measure.deployments.get(), {"share": Decimal(2)}),
        "cost": (first.cost_lines.get(), {"description": "anders"}),
        "funding": (first.funding.first(), {"note": "anders"}),
        "post": (first.staff_plan.needs.get(), {"description": "anders"}),
    }


NEW = ["finding", "consultation", "need", "measure", "goal", "milestone", "share", "cost", "funding", "post"]
OLD = ["programme", "scan", *NEW]


@pytest.fixture
def full() -> Programme:
    return make_full_programme()


@pytest.mark.parametrize("kind", NEW)
def test_new_row_of_a_frozen_plan_is_refused(full, kind):
    head = make_head(full.school)
    row, values = new_rows(full)[kind]
    freeze(full, head)
    count, entries = type(row).objects.count(), AuditEntry.objects.count()

    with pytest.raises(Refused) as refused:
        save_row(row=row, values=values, by=head)

    assert (refused.value.code, str(refused.value)) == ("frozen", SENTENCE)
    assert (type(row).objects.count(), AuditEntry.objects.count()) == (count, entries)


@pytest.mark.parametrize("kind", NEW)
def test_new_row_of_a_draft_is_saved(full, kind):
    """The control of the test above."""
    row, values = new_rows(full)[kind]

    assert save_row(row=row, values=values, by=make_head(full.school)).pk is not None


@pytest.mark.parametrize("kind", OLD)
def test_row_of_a_frozen_plan_is_not_changed(full, kind):
    """Also a row that was loaded before the plan was frozen."""
    head = make_head(full.school)
    row, values = old_rows(full)[kind]
    freeze(full, head)
    before = type(row).objects.filter(pk=row.pk).values().get()

    with pytest.raises(Refused) as refused:
        save_row(row=row, values=values, by=head)

    assert refused.value.code == "frozen"
    assert type(row).objects.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("kind", OLD)
def test_row_of_a_draft_is_changed(full, kind):
    """The control of the test above."""
    row, values = old_rows(full)[kind]
    [(field, value)] = values.items()

    save_row(row=row, values=values, by=make_head(full.school))

    assert type(row).objects.filter(pk=row.pk).values_list(field, "version").get() == (value, 2)


@pytest.mark.parametrize("kind", OLD)
def test_row_of_a_frozen_plan_is_not_deleted(full, kind):
    head = make_head(full.school)
    row, _ = old_rows(full)[kind]
    freeze(full, head)

    with pytest.raises(Refused) as refused:
        delete_row(row=row, by=head)

    assert (refused.value.code, type(row).objects.filter(pk=row.pk).exists()) == ("frozen", True)


def test_row_of_a_plan_that_came_back_is_changed_again(full):
    head = make_head(full.school)
    freeze(full, head)
    move(Programme.objects.get(pk=full.pk), Status.DRAFT, by=head)

    save_row(row=full.scan.findings.get(), values={"group": "groep 8"}, by=head)

    assert full.scan.findings.get().group == "groep 8"


def test_lock_open_gives_the_owner_as_it_is_now(programme):
    loaded = Scan.objects.get(pk=programme.scan_id)
    Scan.objects.update(title="Nieuw")

    assert (lock_open(loaded).title, loaded.title) == ("Nieuw", "Schoolscan 2021-2022")


# --- delete ----------------------------------------------------------------------------------------------------------


def test_deleted_row_leaves_what_it_said_in_the_log(programme, head):
    finding = make_finding(programme, pupils=7, source_note="Cito M5")

    delete_row(row=Finding.objects.get(pk=finding.pk), by=head)

    assert not Finding.objects.exists()
    entry = last_entry()
    assert (entry.event, entry.actor, entry.subject) == ("row_deleted", head, f"scans.finding:{finding.pk}")
    assert entry.detail == {
        "scan": ["Schoolscan 2021-2022", ""],
        "domain": ["rekenen", ""],
        "group": ["groep 5", ""],
        "delay": ["2", ""],
        "pupils": ["7", ""],
        "trend": ["", ""],
        "source": ["lvs", ""],
        "source_note": ["Cito M5", ""],
        "explanation": ["De groei bleef achter.", ""],
        "previous": ["", ""],
        "consultations": ["", ""],
    }


def test_deleted_need_tells_which_findings_it_rested_on(programme, head):
    need = make_need(programme, make_finding(programme), make_finding(programme, group="groep 4"))

    delete_row(row=need, by=head)

    assert last_entry().detail["findings"] == ["rekenen, groep 4, rekenen, groep 5", ""]
    assert Finding.objects.count() == 2


def test_rows_under_a_deleted_row_leave_what_they_said_too(programme, head):
    measure = make_measure(programme)
    goal = make_goal(measure, statement="Meer lezers.")
    share = make_share(make_post(programme), measure, 60)
    keys = [f"programmes.goal:{goal.pk}", f"programmes.deployment:{share.pk}", f"programmes.measure:{measure.pk}"]

    delete_row(row=measure, by=head)

    told = dict(AuditEntry.objects.filter(event="row_deleted").values_list("subject", "detail"))
    assert sorted(told) == sorted(keys)
    assert (told[keys[0]]["statement"], told[keys[1]]["share"]) == (["Meer lezers.", ""], ["60.00", ""])
    assert last_entry().subject == keys[2]
    assert (Goal.objects.count(), Deployment.objects.count(), StaffingNeed.objects.count()) == (0, 0, 1)


def test_row_that_is_used_elsewhere_is_refused_with_where_and_logs_nothing(programme, head):
    measure = make_measure(programme)
    goal = make_goal(measure)
    for name in ("Atlas", "Boeken", "Cursus", "Drukwerk"):
        make_cost(programme, measure=measure, description=name)
    entries = AuditEntry.objects.count()

    with pytest.raises(Refused) as refused:
        delete_row(row=measure, by=head)

    assert (refused.value.code, str(refused.value)) == (
        "in_use",
        "Dit wordt nog gebruikt in: Atlas, Boeken, Cursus. Haal het daar eerst weg.",
    )
    assert Measure.objects.filter(pk=measure.pk).exists()
    assert Goal.objects.filter(pk=goal.pk).exists()
    assert AuditEntry.objects.count() == entries


# --- move ------------------------------------------------------------------------------------------------------------


def order(programme: Programme) -> list[tuple[str, int]]:
    return list(programme.scan.needs.order_by("rank", "pk").values_list("title", "rank"))


@pytest.mark.parametrize(
    ("title", "step", "expected"),
    [
        ("A", 1, "BAC"),
        ("B", -1, "BAC"),
        ("B", 1, "ACB"),
        ("C", -1, "ACB"),
        ("A", -1, "ABC"),
        ("C", 1, "ABC"),
    ],
)
def test_row_moves_one_place_and_stays_at_the_ends(programme, head, title, step, expected):
    for name in "ABC":
        make_need(programme, title=name)

    move_row(row=programme.scan.needs.get(title=title), siblings=programme.scan.needs.all(), step=step, by=head)

    assert order(programme) == [(name, rank) for rank, name in enumerate(expected, start=1)]


def test_move_is_logged_and_at_the_end_it_is_not(programme, head):
    needs = [make_need(programme, title=name) for name in "AB"]
    entries = AuditEntry.objects.count()

    move_row(row=needs[0], siblings=programme.scan.needs.all(), step=-1, by=head)
    assert AuditEntry.objects.count() == entries

    move_row(row=needs[0], siblings=programme.scan.needs.all(), step=1, by=head)
    assert (last_entry().event, last_entry().subject) == ("row_moved", f"scans.need:{needs[0].pk}")
    assert last_entry().detail == {"rank": ["1", "2"]}


def test_ranks_with_gaps_and_doubles_become_1_2_3(programme, head):
    needs = [make_need(programme, title=name, rank=rank) for name, rank in (("A", 7), ("B", 7), ("C", 99))]

    move_row(row=needs[2], siblings=programme.scan.needs.all(), step=-1, by=head)

    assert order(programme) == [("A", 1), ("C", 2), ("B", 3)]


def test_move_does_not_make_an_open_form_stale(programme, head):
    needs = [make_need(programme, title=name) for name in "AB"]
    opened = Need.objects.get(pk=needs[1].pk)

    move_row(row=needs[0], siblings=programme.scan.needs.all(), step=1, by=head)
    save_row(row=opened, values={"title": "B2"}, by=head)

    assert [title for title, _ in order(programme)] == ["B2", "A"]


def test_move_in_a_frozen_plan_is_refused(programme, head):
    needs = [make_need(programme, title=name) for name in "AB"]
    freeze(programme, head)

    with pytest.raises(Refused) as refused:
        move_row(row=needs[0], siblings=programme.scan.needs.all(), step=1, by=head)

    assert (refused.value.code, order(programme)) == ("frozen", [("A", 1), ("B", 2)])


@pytest.mark.parametrize(("ranks", "expected"), [([], 1), ([1, 2], 3), ([5], 6), ([99, 3], 100)])
def test_next_rank_comes_after_the_last(programme, ranks, expected):
    for rank in ranks:
        make_need(programme, rank=rank)

    assert next_rank(programme.scan.needs.all()) == expected
