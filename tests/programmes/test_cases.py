"""The plans of the demo and the real case: the ten lines of a real plan, and where each euro goes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from npo_planner.models import AuditEntry
from npo_planner.money import Sum
from programmes.cases import PRIMARY, SECONDARY, TEN_LINES, Case, write_plan
from programmes.models import Funding, Programme
from programmes.plan import budget as budgets
from programmes.plan.checks import Severity, check
from schools.constants import Kind
from staffing import cost
from tests import factories as make

pytestmark = pytest.mark.django_db
D = Decimal
KINDS = {"primary": (PRIMARY, Kind.BO), "secondary": (SECONDARY, Kind.VO)}


def written(case: Case, kind: str) -> Programme:
    school = make.make_school(kind=kind)
    programme = write_plan(school=school, case=case, by=make.make_head(school))
    return Programme.objects.with_plan().get(pk=programme.pk)


@pytest.fixture(params=list(KINDS))
def plan(request) -> Programme:
    return written(*KINDS[request.param])


def test_ten_lines_are_one_post_and_nine_costs_of_67748_together(plan) -> None:
    posts, costs = plan.staff_plan.needs.all(), plan.cost_lines.all()

    assert (len(posts), len(costs), len(TEN_LINES)) == (1, 9, 9)
    assert (posts[0].price, sum(line.amount for line in costs)) == (D("56298.00"), D("11450.00"))
    assert sum(line["amount"] for line in TEN_LINES) == D("11450.00")


def test_67748_of_70000_is_spent_and_2252_goes_on_to_each_next_year(plan) -> None:
    budget = budgets.build(plan)

    assert (budget.funding, budget.spent) == (Sum(D("70000.00")), Sum(D("67748.00")))
    assert budget.balance == Sum(D("2252.00"))
    assert [y.funding.amount for y in budget.years] == [D("70000.00"), D(0), D(0), D(0)]
    assert [y.spent.amount for y in budget.years] == [D("67748.00"), D(0), D(0), D(0)]
    assert [y.carry_in.amount for y in budget.years] == [D(0), D("2252.00"), D("2252.00"), D("2252.00")]
    assert [y.spent_percent for y in budget.years] == [D("96.8"), None, None, None]
    assert (budget.pnil_percent, budget.uncategorised) == (D("0.0"), Sum())


@pytest.mark.parametrize(
    ("name", "by_category"),
    [
        ("primary", {"B": D("63198.00"), "C": D("4550.00")}),
        ("secondary", {"B": D("63198.00"), "C": D("500.00"), "D": D("4050.00")}),
    ],
)
def test_each_category_has_its_sum(name, by_category) -> None:
    budget = budgets.build(written(*KINDS[name]))

    assert {letter: total.amount for letter, total in budget.by_category.items()} == by_category


def test_each_measure_has_its_part_of_the_post_and_its_costs(plan) -> None:
    budget = budgets.build(plan)

    assert [(part.share, part.cost[0]) for part in budget.parts if part.is_staff] == [
        (D("60.00"), D("33778.80")),
        (D("40.00"), D("22519.20")),
    ]
    assert [budget.of_measure(m) for m in plan.measures.all()] == [
        Sum(D("35678.80")),
        Sum(D("27519.20")),
        Sum(D("2250.00")),
        Sum(D("1800.00")),
    ]


@pytest.mark.parametrize(
    ("name", "told"), [("primary", ("12", "dagdelen per week")), ("secondary", ("6", "dagen per week"))]
)
def test_one_amount_is_for_two_people_in_two_roles_counted_in_dagdelen_or_days(name, told) -> None:
    post = written(*KINDS[name]).staff_plan.needs.get()

    assert (f"{post.amount.normalize():f}", post.get_unit_display()) == told
    assert (post.roles, post.people) == ("onderwijsassistent en leraarondersteuner", 2)
    assert (cost.shown_fte(post), cost.total_cost(post)) == (D("1.200"), D("56298.00"))


def test_rows_keep_their_order_and_hang_together_as_the_case_says(plan) -> None:
    case = {Kind.BO: PRIMARY, Kind.VO: SECONDARY}[plan.school.kind]
    needs, measures = list(plan.scan.needs.all()), list(plan.measures.all())

    assert [(n.title, n.rank) for n in needs] == [(n["title"], i) for i, n in enumerate(case.needs, start=1)]
    assert [(m.title, m.rank) for m in measures] == [(m["title"], i) for i, m in enumerate(case.measures, start=1)]
    assert [list(m.needs.all()) for m in measures] == [[needs[i] for i in m["needs"]] for m in case.measures]
    assert [m.intervention.code if m.intervention else None for m in measures] == [m.get("code") for m in case.measures]
    assert sum(len(m.goals.all()) for m in measures) == len(case.goals)


def test_first_line_is_the_schools_own_amount_with_its_source_and_the_rest_is_0(plan) -> None:
    lines = list(Funding.objects.filter(programme=plan).order_by("year__start", "rate__rank"))

    assert [(line.amount, line.note) for line in lines] == [
        (D("70000.00"), "Beschikking van DUO"),
        *[(D("0.00"), "")] * (len(lines) - 1),
    ]


def test_texts_belong_to_the_plan_and_every_row_is_in_the_log(plan) -> None:
    events = list(AuditEntry.objects.filter(school=plan.school).values_list("event", flat=True))
    case = {Kind.BO: PRIMARY, Kind.VO: SECONDARY}[plan.school.kind]
    parts = (case.findings, case.talks, case.needs, case.measures, case.not_chosen, case.goals, case.posts, case.costs)
    rows = sum(map(len, parts))

    assert (plan.vision, plan.summary) == (case.texts["vision"], case.texts["summary"])
    assert (events.count("programme_started"), events.count("row_added"), events.count("shares_set")) == (1, rows, 1)


def test_the_only_missing_things_of_a_case_are_the_goals_it_leaves_out(plan) -> None:
    case = {Kind.BO: PRIMARY, Kind.VO: SECONDARY}[plan.school.kind]
    without_goal = {
        m["title"] for place, m in enumerate(case.measures) if place not in {g["measure"] for g in case.goals}
    }

    missing = {c.text for c in check(plan) if c.severity == Severity.MISSING}

    assert missing == {f"Schrijf een doel bij “{title}”." for title in without_goal}
