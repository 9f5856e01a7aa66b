"""The checklist: each point appears with its cause, goes with it, and leads to its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from menukaart.models import Category
from programmes.models import CostLine, CostShare, Deployment, Funding, Goal, Measure, Programme, Round
from programmes.plan.checks import Check, Severity, check
from programmes.plan.constants import CHOOSE_ADVICE, GROUND_ADVICE
from scans.models import Consultation, Finding, Need
from staffing.models import StaffingNeed, StaffKind, StaffPlan
from tests import factories as make

pytestmark = pytest.mark.django_db
MISSING, DOUBT = Severity.MISSING, Severity.DOUBT


@pytest.fixture
def programme() -> Programme:
    """A plan of which nothing is missing and nothing doubtful."""
    programme = make.make_full_programme()
    Programme.objects.update(involvement="Iedereen dacht mee.")
    for party in ("team", "ouders"):
        Consultation.objects.create(scan=programme.scan, held_on=date(2021, 5, 1), party=party, outcome="Goed.")
    Measure.objects.update(description="Vier keer per week.", responsible="intern begeleider")
    StaffingNeed.objects.update(afterwards="Het stopt.", vacancy="gevonden")
    CostLine.objects.update(amount=Decimal("58000.00"))
    return programme


def checks_of(programme: Programme) -> list[Check]:
    return check(Programme.objects.with_plan().get(pk=programme.pk))


def told(programme: Programme) -> list[tuple[int, Severity, str]]:
    return [(c.step, c.severity, c.route) for c in checks_of(programme)]


def test_complete_plan_has_nothing_to_check(programme) -> None:
    assert checks_of(programme) == []


def whole_measure(programme: Programme) -> None:
    measure = make.make_measure(
        programme, needs=(Need.objects.get(),), description="Elke dag.", responsible="intern begeleider"
    )
    make.make_goal(measure)


def short_in_the_third_year(programme: Programme) -> None:
    year = make.years(programme)[2]
    make.make_cost(programme, Decimal("0.01"), year=year, measure=Measure.objects.get())


CAUSES: dict[str, tuple[Callable[[Programme], object], list[tuple[int, Severity, str]]]] = {
    "no vision": (lambda p: Programme.objects.update(vision=""), [(1, MISSING, "vision")]),
    "no ambition": (lambda p: Programme.objects.update(ambition=""), [(1, MISSING, "vision")]),
    "no involvement": (lambda p: Programme.objects.update(involvement=""), [(1, DOUBT, "vision")]),
    "funding unknown": (
        lambda p: Funding.objects.filter(pk=p.funding.last().pk).update(amount=None, units=None),
        [(1, MISSING, "funding_edit")],
    ),
    "delay unknown": (lambda p: Finding.objects.update(delay=None), [(2, MISSING, "finding_edit")]),
    "no source": (lambda p: Finding.objects.update(source=""), [(2, MISSING, "finding_edit")]),
    "no explanation": (lambda p: Finding.objects.update(explanation=""), [(2, DOUBT, "finding_edit")]),
    "nobody heard": (lambda p: Consultation.objects.all().delete(), [(2, DOUBT, "scan"), (2, DOUBT, "scan")]),
    "no finding": (
        lambda p: Finding.objects.all().delete(),
        [(2, MISSING, "scan"), (3, DOUBT, "need_edit"), (4, DOUBT, "measure_edit")],
    ),
    "no need": (lambda p: Need.objects.all().delete(), [(3, MISSING, "needs"), (4, MISSING, "measure_edit")]),
    "six needs": (
        lambda p: [make.make_need(p, Finding.objects.get()) for _ in range(5)],
        [(3, DOUBT, "needs")],
    ),
    "need without finding": (
        lambda p: Need.objects.get().findings.clear(),
        [(3, DOUBT, "need_edit"), (4, DOUBT, "measure_edit")],
    ),
    "measure without need": (lambda p: Measure.objects.get().needs.clear(), [(4, MISSING, "measure_edit")]),
    "menu measure without reason": (lambda p: Measure.objects.update(reason=""), [(4, DOUBT, "measure_edit")]),
    "own measure without reason": (
        lambda p: Measure.objects.update(reason="", intervention=None),
        [(4, MISSING, "measure_edit")],
    ),
    "measure without years": (lambda p: Measure.objects.get().years.clear(), [(4, MISSING, "measure_edit")]),
    "measure without owner": (lambda p: Measure.objects.update(responsible=""), [(4, DOUBT, "measure_edit")]),
    "measure without words": (lambda p: Measure.objects.update(description=""), [(4, DOUBT, "measure_edit")]),
    "measure that nobody said whether it stays": (
        lambda p: Measure.objects.update(lasting=""),
        [(4, DOUBT, "measure_edit")],
    ),
    "measure that stays on temporary money": (
        lambda p: Measure.objects.update(lasting="blijvend"),
        [(4, DOUBT, "measure_edit")],
    ),
    "measure that outlives the money": (
        lambda p: Measure.objects.update(ends_on=date(2025, 8, 1)),
        [(4, DOUBT, "measure_edit")],
    ),
    "seven measures": (lambda p: [whole_measure(p) for _ in range(6)], [(4, DOUBT, "measures")]),
    "only facilities": (
        lambda p: Measure.objects.update(category=Category.objects.get(letter="F")),
        [(4, MISSING, "measures")],
    ),
    "no goal": (lambda p: Goal.objects.all().delete(), [(5, MISSING, "goals")]),
    "no deadline": (lambda p: Goal.objects.update(deadline=None), [(5, MISSING, "goal_edit")]),
    "goal without a number": (lambda p: Goal.objects.update(target=None), [(5, DOUBT, "goal_edit")]),
    "not measured": (lambda p: Goal.objects.update(how_measured=""), [(5, DOUBT, "goal_edit")]),
    "nobody follows": (lambda p: Goal.objects.update(responsible=""), [(5, DOUBT, "goal_edit")]),
    "post without price": (lambda p: StaffingNeed.objects.update(price=None), [(6, MISSING, "post_edit")]),
    "post without amount": (lambda p: StaffingNeed.objects.update(amount=None), [(6, DOUBT, "post_edit")]),
    "yearly post without amount": (
        lambda p: StaffingNeed.objects.update(amount=None, cost_basis="per_jaar"),
        [(6, MISSING, "post_edit")],
    ),
    "post of 21 fte": (lambda p: StaffingNeed.objects.update(amount=21), [(6, DOUBT, "post_edit")]),
    "post not placed": (lambda p: Deployment.objects.update(share=60), [(6, MISSING, "post_shares")]),
    "no post": (
        lambda p: [StaffingNeed.objects.all().delete(), CostLine.objects.update(amount=70000)],
        [(6, DOUBT, "staff")],
    ),
    "month's pay without employer costs": (
        lambda p: [
            StaffingNeed.objects.update(cost_basis="per_maand"),
            CostLine.objects.update(amount=70000),
        ],
        [(6, MISSING, "post_edit")],
    ),
    "post open and no word of what then": (
        lambda p: StaffingNeed.objects.update(vacancy="open"),
        [(6, DOUBT, "post_edit")],
    ),
    "post not found and no word of what then": (
        lambda p: StaffingNeed.objects.update(vacancy="niet_gevonden"),
        [(6, DOUBT, "post_edit")],
    ),
    "not known what comes after": (lambda p: StaffingNeed.objects.update(after="onbekend"), [(6, DOUBT, "post_edit")]),
    "permanent contract that stops": (
        lambda p: [
            StaffingNeed.objects.update(after="stopt", contract="vast"),
            StaffPlan.objects.update(outflow_fte=9),
        ],
        [(6, DOUBT, "post_edit")],
    ),
    "who stays and no word of who leaves": (
        lambda p: StaffingNeed.objects.update(after="gewoon_geld"),
        [(6, DOUBT, "outflow_edit")],
    ),
    "more who stay than leave": (
        lambda p: [StaffingNeed.objects.update(after="gewoon_geld"), StaffPlan.objects.update(outflow_fte="0.4")],
        [(6, DOUBT, "outflow_edit")],
    ),
    "bso for a measure that is not on the menu": (
        lambda p: [
            StaffingNeed.objects.update(kind=StaffKind.objects.get(code="bso"), engagement="ingehuurd"),
            Measure.objects.update(intervention=None),
        ],
        [(6, DOUBT, "post_shares")],
    ),
    "no word of afterwards": (lambda p: StaffingNeed.objects.update(after=""), [(6, DOUBT, "post_edit")]),
    "cost unknown": (lambda p: CostLine.objects.update(amount=None), [(7, MISSING, "cost_edit")]),
    "cost without category": (lambda p: CostShare.objects.all().delete(), [(7, MISSING, "cost_edit")]),
    "too much spent": (lambda p: CostLine.objects.update(amount=58001), [(7, MISSING, "budget")]),
    "too much spent in the third year": (short_in_the_third_year, [(7, MISSING, "budget")]),
    "money left": (lambda p: CostLine.objects.update(amount=57999), [(7, DOUBT, "budget")]),
}


@pytest.mark.parametrize("cause", list(CAUSES))
def test_each_cause_gives_exactly_its_own_check(cause, programme) -> None:
    change, expected = CAUSES[cause]

    change(programme)

    assert told(programme) == expected


def test_empty_plan_is_asked_for_each_step() -> None:
    programme = make.make_programme(make.make_school(pupils=None))

    steps = [(c.step, c.severity) for c in checks_of(programme) if c.route != "funding_edit"]
    assert steps == [
        (1, MISSING),
        (1, MISSING),
        (1, DOUBT),
        (2, MISSING),
        (2, DOUBT),
        (2, DOUBT),
        (3, MISSING),
        (4, MISSING),
        (5, MISSING),
        (6, DOUBT),
    ]


UNASKED: dict[str, Callable[[Programme], object]] = {
    "measure to the last day of the money": lambda p: Measure.objects.update(ends_on=date(2025, 7, 31)),
    "measure that outlives money without a last day": lambda p: [
        Measure.objects.update(lasting="blijvend", ends_on=date(2030, 1, 1)),
        Round.objects.update(spending_deadline=None),
    ],
    "hired post without a word of afterwards": lambda p: StaffingNeed.objects.update(
        engagement="ingehuurd", afterwards=""
    ),
    "volunteer without amount or price": lambda p: [
        StaffingNeed.objects.update(cost_basis="geen", amount=None, price=None),
        CostLine.objects.update(amount=70000),
    ],
    "open post with a word of what then": lambda p: StaffingNeed.objects.update(
        vacancy="open", if_not_found="Dan stopt het."
    ),
    "bso for an intervention": lambda p: StaffingNeed.objects.update(
        kind=StaffKind.objects.get(code="bso"), engagement="ingehuurd"
    ),
    "as many stay as leave": lambda p: [
        StaffingNeed.objects.update(after="gewoon_geld"),
        StaffPlan.objects.update(outflow_fte="0.5"),
    ],
    "20 fte": lambda p: StaffingNeed.objects.update(amount=20),
    "40 hours a week": lambda p: StaffingNeed.objects.update(amount=40, unit="uren_week"),
    "delay of none": lambda p: Finding.objects.update(delay=0),
    "baseline of 0": lambda p: Goal.objects.update(baseline=0, target=20),
    "funding of 0": lambda p: (
        [Funding.objects.update(amount=0), CostLine.objects.update(amount=0)] and StaffingNeed.objects.update(price=0)
    ),
    "five needs": lambda p: [make.make_need(p, Finding.objects.get()) for _ in range(4)],
    "seven measures, one of them in a later year": lambda p: [
        [whole_measure(p) for _ in range(6)],
        Measure.objects.last().years.set(make.years(p)[1:2]),
        Goal.objects.filter(measure=Measure.objects.last()).update(deadline=date(2023, 7, 1)),
    ],
    "six measures": lambda p: [whole_measure(p) for _ in range(5)],
    "facilities beside another category": lambda p: make.make_goal(
        make.make_measure(p, "F1", needs=(Need.objects.get(),), description="Meer.", responsible="directie")
    ),
    "cost with its own category": lambda p: [
        CostShare.objects.all().delete(),
        CostLine.objects.update(own_category=Category.objects.get(letter="F")),
    ],
    "money moved to the last year": lambda p: CostLine.objects.update(year=make.years(p)[3]),
}


@pytest.mark.parametrize("case", list(UNASKED))
def test_what_is_in_order_is_not_asked(case, programme) -> None:
    UNASKED[case](programme)

    assert checks_of(programme) == []


def test_shortage_is_told_once_and_again_only_in_a_year_that_adds_to_it(programme) -> None:
    CostLine.objects.update(amount=Decimal("58001.50"))
    make.make_cost(programme, Decimal("2.00"), year=make.years(programme)[2], measure=Measure.objects.get())

    assert [c.text for c in checks_of(programme)] == [
        "In 2021-2022 geeft u €\u00a01,50 meer uit dan er is.",
        "In 2023-2024 geeft u €\u00a03,50 meer uit dan er is.",
    ]


@pytest.mark.parametrize("cause", ["no vision", "delay unknown", "no deadline", "cost unknown"])
def test_check_goes_when_its_cause_is_mended(cause, programme) -> None:
    CAUSES[cause][0](programme)
    assert checks_of(programme) != []

    Programme.objects.update(vision="Elk kind.")
    Finding.objects.update(delay=1)
    Goal.objects.update(deadline=date(2022, 7, 1))
    CostLine.objects.update(amount=58000)

    assert checks_of(programme) == []


@pytest.mark.parametrize(
    ("kind", "parties"), [("bo", ["het team", "ouders"]), ("vo", ["het team", "ouders", "leerlingen"])]
)
def test_talks_are_asked_with_each_party_that_belongs_to_the_school(kind, parties) -> None:
    programme = make.make_programme(make.make_school(kind=kind))

    asked = [c.text for c in checks_of(programme) if "gesprek" in c.text]

    assert asked == [f"Leg een gesprek vast met {party}." for party in parties]


@pytest.mark.parametrize("cause", list(CAUSES))
def test_each_check_leads_to_a_page_with_its_field(cause, programme) -> None:
    CAUSES[cause][0](programme)
    client = Client()
    client.force_login(make.make_head(programme.school))

    for found in checks_of(programme):
        address, _, anchor = found.url.partition("#")
        page = client.get(address)
        assert page.status_code == 200
        if anchor:
            assert re.search(rf'id="{anchor}"', page.content.decode()), found


def test_each_check_of_an_empty_plan_leads_to_a_page() -> None:
    programme = make.make_programme(make.make_school(kind="vo", pupils=None))
    client = Client()
    client.force_login(make.make_head(programme.school))

    addresses = {found.url for found in checks_of(programme)}

    assert {client.get(address).status_code for address in addresses} == {200}


def test_checking_runs_no_query_on_a_loaded_plan(programme, django_assert_num_queries) -> None:
    loaded = Programme.objects.with_plan().get(pk=programme.pk)

    with django_assert_num_queries(0):
        check(loaded)


def texts(programme: Programme, step: int) -> list[str]:
    return [c.text for c in checks_of(programme) if c.step == step]


def test_question_about_a_measure_that_stays_names_the_day_after_which_there_is_no_money(programme) -> None:
    Measure.objects.update(lasting="blijvend", title="Leesclub", ends_on=date(2026, 1, 1))

    assert texts(programme, 4) == [
        "“Leesclub” loopt door na 31 juli 2025. Dan moet het geld besteed zijn.",
        "Blijvende maatregel met tijdelijk geld: hoe betaalt u “Leesclub” na 31 juli 2025?",
    ]


@pytest.mark.parametrize(("price", "asked"), [(Decimal("0.00"), 0), (Decimal("0.01"), 1), (None, 1)])
def test_measure_that_stays_and_costs_nothing_is_not_asked_how_it_is_paid(price, asked, programme) -> None:
    Measure.objects.update(lasting="blijvend")
    CostLine.objects.update(amount=0)
    StaffingNeed.objects.update(price=price)

    assert len(texts(programme, 4)) == asked


def test_measure_is_grounded_by_one_need_with_a_finding(programme) -> None:
    Measure.objects.get().needs.add(make.make_need(programme, title="Zonder bevinding"))

    assert texts(programme, 4) == []


def test_warnings_of_focus_carry_the_advice_behind_them_and_the_year(programme) -> None:
    for _ in range(6):
        whole_measure(programme)
    Measure.objects.last().needs.set([make.make_need(programme)])

    found = [c for c in checks_of(programme) if c.advice]

    assert [(c.step, c.severity, c.text, c.advice) for c in found] == [
        (
            4,
            DOUBT,
            "In 2021-2022 staan 7 maatregelen. Met een paar die u goed uitvoert, bereikt u meer.",
            CHOOSE_ADVICE,
        ),
        (4, DOUBT, "Achter “Maatregel 7” staat nog geen bevinding uit de schoolscan.", GROUND_ADVICE),
    ]


@pytest.mark.parametrize("route", ["measures", "checks"])
def test_warnings_of_focus_are_told_with_their_advice_and_block_nothing(route, programme) -> None:
    for _ in range(6):
        whole_measure(programme)
    Need.objects.get().findings.clear()
    client = Client()
    client.force_login(make.make_head(programme.school))

    page = client.get(reverse(route, args=[programme.pk])).content.decode()

    assert "In 2021-2022 staan 7 maatregelen." in page
    assert "Achter “Maatregel 1” staat nog geen bevinding uit de schoolscan." in page
    assert CHOOSE_ADVICE in page
    assert GROUND_ADVICE in page
    assert make.put_to_mr(programme).number == 1


def test_plan_in_focus_says_nothing_about_it_beside_its_measures(programme) -> None:
    client = Client()
    client.force_login(make.make_head(programme.school))

    assert "Om over na te denken" not in client.get(reverse("measures", args=[programme.pk])).content.decode()
