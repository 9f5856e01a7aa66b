"""Beginning a plan, moving it between its states, and dividing a post: each refusal, and what is written."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from programmes.models import Programme, Round
from programmes.plan.constants import ALLOWED, FROZEN, Status
from programmes.plan.operations import move, set_shares, start_programme
from scans.models import Scan
from schools.constants import Kind
from schools.models import PupilCount, School, User
from staffing.models import StaffPlan
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def npo() -> Round:
    return Round.objects.get(code="npo")


@pytest.fixture
def school() -> School:
    return make.make_school()


@pytest.fixture
def head(school) -> User:
    return make.make_head(school)


def start(school: School, round_: Round, by: User) -> Programme:
    return start_programme(school=school, round_=round_, by=by)


def test_new_plan_has_a_scan_a_staff_plan_and_the_edition_of_the_round(school, npo, head) -> None:
    programme = start(school, npo, head)

    years = list(npo.years.all())
    assert (programme.edition, programme.status, programme.scan.school) == (npo.edition, Status.DRAFT, school)
    assert (programme.staff_plan.start, programme.staff_plan.end) == (years[0].start, years[-1].end)
    assert AuditEntry.objects.filter(event="programme_started", school=school).count() == 1


@pytest.mark.parametrize("code", ["exists", "round_closed", "school_closed"])
def test_plan_that_may_not_begin_is_refused_and_leaves_nothing(code, school, npo, head) -> None:
    if code == "exists":
        start(school, npo, head)
    elif code == "round_closed":
        npo.is_open = False
    else:
        School.objects.filter(pk=school.pk).update(closed_on="2026-08-01")
        school.refresh_from_db()
    before = (Programme.objects.count(), Scan.objects.count(), StaffPlan.objects.count())

    with pytest.raises(Refused) as refused:
        start(school, npo, head)

    assert refused.value.code == code
    assert (Programme.objects.count(), Scan.objects.count(), StaffPlan.objects.count()) == before


def units(programme: Programme) -> dict[tuple[str, str], Decimal | None]:
    return {(f.year.label, f.rate.code): f.units for f in programme.funding.select_related("year", "rate")}


def test_pupils_of_the_count_date_are_filled_in_and_others_are_asked(npo) -> None:
    school = make.make_school(pupils=None)
    PupilCount.objects.create(school=school, year=2021, number=222)

    found = units(start(school, npo, make.make_head(school)))

    assert found[("2022-2023", "bao")] == Decimal(222)
    assert [v for (label, code), v in found.items() if (label, code) != ("2022-2023", "bao")] == [None] * (
        len(found) - 1
    )


def test_masked_count_stays_unknown(npo) -> None:
    school = make.make_school(pupils=None)
    PupilCount.objects.create(school=school, year=2021, number=None, masked=True)

    assert set(units(start(school, npo, make.make_head(school))).values()) == {None}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_school_has_lines_for_its_own_rates_only(kind, npo) -> None:
    school = make.make_school(kind=kind)

    programme = start(school, npo, make.make_head(school))

    lines = list(programme.funding.select_related("rate"))
    assert lines != []
    assert all(kind in line.rate.kinds.split() for line in lines)


@pytest.mark.parametrize(("before", "after"), list(product(Status, Status)))
def test_move_goes_only_where_the_table_allows(before, after, school, npo, head) -> None:
    programme = start(school, npo, head)
    Programme.objects.filter(pk=programme.pk).update(status=before)
    programme.refresh_from_db()

    if after not in ALLOWED[before]:
        with pytest.raises(Refused) as refused:
            move(programme, after, by=head)
        assert (refused.value.code, Programme.objects.get().status) == ("wrong_state", before)
        return
    move(programme, after, by=head)

    frozen = after in FROZEN
    assert (Programme.objects.get().status, Scan.objects.get().is_frozen, StaffPlan.objects.get().is_frozen) == (
        after,
        frozen,
        frozen,
    )
    assert AuditEntry.objects.get(event="status_changed").detail == {"status": [before, after]}


def test_shares_replace_what_was_and_are_logged_once(school, npo, head) -> None:
    programme = start(school, npo, head)
    first, second = make.make_measure(programme, "A1"), make.make_measure(programme, "B3")
    post = make.make_post(programme)
    make.make_share(post, first, 40)

    set_shares(post=post, shares={first: None, second: Decimal("62.50")}, by=head)

    assert [(d.measure, d.share) for d in post.deployments.all()] == [(second, Decimal("62.50"))]
    assert AuditEntry.objects.filter(event="shares_set").count() == 1


@pytest.mark.parametrize("code", ["over_100", "other_plan", "frozen"])
def test_shares_that_cannot_be_are_refused_and_change_nothing(code, school, npo, head) -> None:
    programme = start(school, npo, head)
    measure, post = make.make_measure(programme), make.make_post(programme)
    shares = {measure: Decimal(50)}
    if code == "over_100":
        shares[make.make_measure(programme, "A1")] = Decimal("50.01")
    elif code == "other_plan":
        shares = {make.make_measure(make.make_programme()): Decimal(50)}
    else:
        StaffPlan.objects.filter(pk=programme.staff_plan_id).update(is_frozen=True)

    with pytest.raises(Refused) as refused:
        set_shares(post=post, shares=shares, by=head)

    assert (refused.value.code, post.deployments.count()) == (code, 0)
