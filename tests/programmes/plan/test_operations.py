"""Beginning a plan, moving it between its states, and dividing a post: each refusal, and what is written."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from programmes.models import Programme, Round, RoundYear
from programmes.plan.constants import FROZEN, Status
from programmes.plan.operations import move, set_shares, start_programme
from scans.models import Scan
from schools.constants import Kind
from schools.models import PupilCount, School, User
from staffing.models import StaffingNeed, StaffPlan
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


@pytest.mark.parametrize(("before", "after"), list(product(Status, Status)))
def test_move_freezes_what_a_plan_rests_on_or_gives_it_free(before, after, school, npo, head) -> None:
    programme = start(school, npo, head)
    Programme.objects.filter(pk=programme.pk).update(status=before)
    programme.refresh_from_db()

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


LINES = {
    Kind.BO: ["bao", "achterstand-bo", "bao", "achterstand-bo"],
    Kind.SBO: ["sbo", "achterstand-sbo", "sbo", "achterstand-sbo"],
    Kind.SO: ["so_vso", "achterstand-sbo", "so_vso", "achterstand-sbo"],
    Kind.VSO: ["so_vso", "achterstand-sbo", "so_vso", "achterstand-sbo"],
    Kind.SO_VSO: ["so_vso", "achterstand-sbo", "so_vso", "achterstand-sbo"],
    Kind.VO: ["vo_basis", "vo_verhoogd", "achterstand-vo", "vo_basis", "vo_verhoogd", "achterstand-vo"],
}


@pytest.mark.parametrize("kind", list(LINES))
def test_lines_of_each_kind_are_those_of_the_two_years_with_new_money(kind, npo) -> None:
    school = make.make_school(kind=kind)

    programme = start(school, npo, make.make_head(school))

    lines = list(programme.funding.order_by("year__start", "rate__rank").select_related("rate", "year"))
    half = len(lines) // 2
    assert [line.rate.code for line in lines] == LINES[kind]
    assert [line.year.label for line in lines] == ["2021-2022"] * half + ["2022-2023"] * half
    assert [(line.kind, line.amount, line.label) for line in lines] == [
        ("regeling", None, line.rate.label) for line in lines
    ]


@pytest.mark.parametrize(
    ("kind", "code"), [(Kind.BO, "bao"), (Kind.SBO, "sbo"), (Kind.SO, "so_vso"), (Kind.VSO, "so_vso")]
)
def test_pupils_of_a_school_under_one_rate_are_known_in_the_year_with_a_count_date(kind, code, npo) -> None:
    school = make.make_school(kind=kind, pupils=180)

    known = {place: number for place, number in units(start(school, npo, make.make_head(school))).items() if number}

    assert known == {("2022-2023", code): Decimal(180)}


@pytest.mark.parametrize(
    ("structure", "basis", "raised"),
    [
        ("HAVO/VWO", 500, 0),
        ("MAVO", 500, 0),
        ("PRO", 0, 500),
        ("VBO/MAVO/HAVO", None, None),
        ("PRO/VBO", None, None),
        ("PRO/MAVO", None, None),
        ("BRUGJAAR", None, None),
        ("BRUGJAAR/HAVO/VWO", None, None),
        ("", None, None),
    ],
)
def test_vo_school_is_asked_unless_all_its_pupils_fall_under_one_rate(structure, basis, raised, npo) -> None:
    school = make.make_school(kind=Kind.VO, pupils=500, structure=structure)

    found = units(start(school, npo, make.make_head(school)))

    assert (found[("2022-2023", "vo_basis")], found[("2022-2023", "vo_verhoogd")]) == (basis, raised)
    assert [n for (label, code), n in found.items() if label == "2021-2022" or code == "achterstand-vo"] == [None] * 4


def test_count_of_one_group_or_another_year_is_not_taken_for_the_whole_school(npo) -> None:
    school = make.make_school(pupils=None)
    PupilCount.objects.create(school=school, year=2021, group="groep 5", number=25)
    PupilCount.objects.create(school=school, year=2020, number=210)

    assert set(units(start(school, npo, make.make_head(school))).values()) == {None}


def test_vision_of_the_last_plan_is_taken_over_and_nothing_else(school, npo, head) -> None:
    first = start(school, npo, head)
    Programme.objects.filter(pk=first.pk).update(vision="Elk kind telt.", ambition="Inhalen.", summary="Kort.")
    make.make_finding(first)
    start(make.make_school(board=school.board), npo, head)
    follow_up = Round.objects.create(code="vervolg", name="Vervolg", edition=npo.edition)
    RoundYear.objects.create(round=follow_up, label="2025-2026", start="2025-08-01", end="2026-07-31")

    second = start(school, Round.objects.get(code="vervolg"), head)

    assert (second.vision, second.ambition, second.involvement, second.summary) == ("Elk kind telt.", "", "", "")
    assert (second.scan == first.scan, second.scan.findings.count(), second.scan.title) == (
        False,
        0,
        "Schoolscan 2025-2026",
    )
    assert (second.funding.count(), second.staff_plan.vat_percent) == (0, None)


def test_first_plan_of_a_school_has_no_vision_and_the_vat_of_the_round(school, npo, head) -> None:
    programme = start(school, npo, head)

    assert (programme.vision, programme.staff_plan.vat_percent, programme.changed_by) == ("", npo.vat_percent, head)


def test_move_frees_only_what_its_own_plan_rests_on(school, npo, head) -> None:
    mine, other = start(school, npo, head), make.make_programme()
    for programme in (mine, other):
        move(programme, Status.AT_MR, by=head)

    move(mine, Status.DRAFT, by=head)

    frozen = dict(Programme.objects.values_list("pk", "scan__is_frozen"))
    assert frozen == {mine.pk: False, other.pk: True}
    assert dict(Programme.objects.values_list("pk", "staff_plan__is_frozen")) == frozen


def test_move_makes_forms_that_were_open_stale_and_is_logged_by_whom(school, npo, head) -> None:
    programme = start(school, npo, head)

    move(programme, Status.AT_MR, by=head)

    entry = AuditEntry.objects.get(event="status_changed")
    assert (Programme.objects.get().version, entry.actor, entry.school) == (2, head, school)
    assert entry.subject == f"programmes.programme:{programme.pk}"


def test_shares_of_100_are_not_too_much_and_tell_before_and_after(school, npo, head) -> None:
    programme = start(school, npo, head)
    first, second, third = (make.make_measure(programme, code) for code in ("A1", "B3", "C1"))
    post = make.make_post(programme)
    make.make_share(post, first, "40.00")
    make.make_share(post, second, "10.00")

    set_shares(post=post, shares={first: Decimal("33.33"), second: Decimal(0), third: Decimal("66.67")}, by=head)

    entry = AuditEntry.objects.get(event="shares_set")
    assert [(d.measure, d.share, d.changed_by) for d in post.deployments.all()] == [
        (first, Decimal("33.33"), head),
        (third, Decimal("66.67"), head),
    ]
    assert entry.detail == {
        first.title: ["40.00", "33.33"],
        second.title: ["10.00", ""],
        third.title: ["", "66.67"],
    }
    assert (entry.actor, entry.school) == (head, school)


def test_no_shares_at_all_empties_the_division_of_this_post_only(school, npo, head) -> None:
    programme = start(school, npo, head)
    measure, post, other = make.make_measure(programme), make.make_post(programme), make.make_post(programme)
    make.make_share(post, measure)
    make.make_share(other, measure)

    set_shares(post=post, shares={measure: None}, by=head)

    assert (post.deployments.count(), other.deployments.count()) == (0, 1)


@pytest.mark.parametrize("code", ["over_100", "other_plan", "frozen"])
def test_refused_shares_keep_what_was_there_and_are_not_logged(code, school, npo, head) -> None:
    programme = start(school, npo, head)
    measure, post = make.make_measure(programme), make.make_post(programme)
    make.make_share(post, measure, 80)
    stranger = make.make_measure(make.make_programme())
    StaffPlan.objects.filter(pk=programme.staff_plan_id).update(is_frozen=code == "frozen")
    shares = {
        "over_100": {measure: Decimal("100.01")},
        "other_plan": {measure: Decimal(10), stranger: Decimal(10)},
        "frozen": {measure: Decimal(10)},
    }[code]

    with pytest.raises(Refused) as refused:
        set_shares(post=StaffingNeed.objects.get(pk=post.pk), shares=shares, by=head)

    assert (refused.value.code, [d.share for d in post.deployments.all()]) == (code, [Decimal(80)])
    assert not AuditEntry.objects.filter(event="shares_set").exists()
