"""The board's table: exact sums, honest about holes, the same number of queries for 1 and for 100 schools."""

import csv
import io
import time
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from npo_planner.sheets import plain
from programmes.consent import operations as consent
from programmes.consent.constants import Outcome
from programmes.models import ConsentRound, Programme, Round
from programmes.plan import budget as budgets
from schools.constants import Role
from schools.models import User
from tests import factories as make
from tests.people import person

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def board():
    return make.make_board(name="Stichting Samen")


@pytest.fixture
def employee(board):
    return make.make_member(board, Role.BOARD)


@pytest.fixture
def browse(client, board, employee):
    """Open the page of the board, with a choice."""
    client.force_login(employee)
    return lambda **choice: client.get(reverse("board", args=[board.pk]), choice)


def plan(board, name, **fields):
    """A complete plan: 70.000 to spend, 13.000 planned."""
    return make.make_full_programme(make.make_school(board=board, name=name, **fields))


def lines(response):
    return {line.school.name: line for line in response.context["lines"]}


def decide(version, outcome, reasons=""):
    secretary = User.objects.get(memberships__school=version.programme.school, memberships__role=Role.MR_SECRETARY)
    consent.decide(
        round_=ConsentRound.objects.get(version=version),
        outcome=outcome,
        reasons=reasons,
        decided_on=timezone.localdate(),
        by=secretary,
    )


def test_a_line_has_the_money_of_the_budget_and_the_steps_of_the_walk(board, browse):
    programme = plan(board, "De Ark")

    line = lines(browse())["De Ark"]

    budget = budgets.build(Programme.objects.with_plan().get(pk=programme.pk))
    assert (line.funding, line.planned, line.balance) == (budget.funding, budget.spent, budget.balance)
    assert (line.funding.amount, line.planned.amount, line.balance.amount) == (D("70000"), D("13000"), D("57000"))
    assert (line.done, line.step, line.mr_label, line.version, line.is_complete) == (
        8,
        "MR",
        "nog niet voorgelegd",
        None,
        True,
    )


def test_totals_are_exact_to_the_cent(board, browse):
    for name, cost in (("A", "0.01"), ("B", "1234.56"), ("C", "99999.99")):
        make.make_cost(plan(board, name), D(cost))

    totals = browse().context["totals"]

    assert (totals.funding.amount, totals.planned.amount, totals.balance.amount) == (
        D("210000.00"),
        D("140234.56"),
        D("69765.44"),
    )
    assert totals.balance.complete is True


def test_a_sum_with_a_hole_is_provisional_and_makes_the_total_so(board, browse):
    plan(board, "Heel")
    make.make_cost(plan(board, "Gat"), None)

    response = browse()

    found = lines(response)
    assert (found["Heel"].planned.complete, found["Gat"].planned.complete) == (True, False)
    assert (response.context["totals"].planned.complete, response.context["totals"].funding.complete) == (False, True)
    assert response.content.decode().count("voorlopig") == 5  # planned and balance of the line and above; below


def test_mr_states_have_their_dates(board, browse):
    today, later = timezone.localdate(), timezone.localdate() + timedelta(days=3)
    make.put_to_mr(plan(board, "Bij MR"), respond_by=later)
    late = make.put_to_mr(plan(board, "Te laat"))
    ConsentRound.objects.filter(version=late).update(respond_by=today - timedelta(days=1))
    decide(make.put_to_mr(plan(board, "Nee")), Outcome.WITHHELD, "Te weinig.")
    decide(make.put_to_mr(plan(board, "Ja")), Outcome.CONDITIONAL, "Betrek ouders.")
    make.make_adopted(plan(board, "Vast"))
    gone = make.put_to_mr(plan(board, "Terug"))
    consent.withdraw(
        round_=ConsentRound.objects.get(version=gone), reason="Fout", by=make.make_head(gone.programme.school)
    )

    found = lines(browse())

    assert {
        name: (line.status, line.mr_label, line.deadline, line.is_late, line.mr_on) for name, line in found.items()
    } == {
        "Bij MR": ("at_mr", "ligt bij de MR", later, False, None),
        "Te laat": ("at_mr", "ligt bij de MR", today - timedelta(days=1), True, None),
        "Nee": ("draft", "instemming onthouden", None, False, today),
        "Ja": ("consented", "instemming met voorwaarden", None, False, today),
        "Vast": ("adopted", "instemming", None, False, today),
        "Terug": ("draft", "teruggehaald", None, False, today),
    }


def test_a_closed_school_is_shown_only_when_it_has_a_plan(board, browse):
    plan(board, "Met plan", closed_on=None)
    Programme.objects.get().school.__class__.objects.update(closed_on=timezone.localdate())
    make.make_school(board=board, name="Zonder plan", closed_on=timezone.localdate())
    make.make_school(board=board, name="Open")

    assert list(lines(browse())) == ["Met plan", "Open"]


def test_the_choice_finds_filters_and_sorts(board, browse):
    plan(board, "Beuk", town="Breda")
    make.put_to_mr(plan(board, "Eik", town="Ede"))
    make.make_cost(plan(board, "Acacia", town="Assen"), D("60000"))
    make.make_school(board=board, name="Wilg")

    def names(**choice):
        return list(lines(browse(**choice)))

    assert names() == ["Acacia", "Beuk", "Eik", "Wilg"]
    assert names(text="ede") == ["Eik"]
    assert names(status="at_mr") == ["Eik"]
    assert names(status="geen") == ["Wilg"]
    assert names(sort="stap") == ["Wilg", "Acacia", "Beuk", "Eik"]
    assert names(sort="saldo") == ["Acacia", "Beuk", "Eik", "Wilg"]
    assert names(sort="termijn") == ["Eik", "Acacia", "Beuk", "Wilg"]
    assert names(sort="gewijzigd") == ["Acacia", "Eik", "Beuk", "Wilg"]


def test_totals_are_of_the_schools_shown(board, browse):
    plan(board, "Beuk")
    plan(board, "Eik")

    totals = browse(text="Eik").context["totals"]

    assert (totals.schools, totals.funding.amount) == (1, D("70000"))


def test_a_wrong_choice_shows_everything_and_says_what_is_wrong(board, browse):
    plan(board, "Beuk")

    response = browse(sort="naam; DROP TABLE", status="1 OR 1=1", text="x" * 61)

    assert list(lines(response)) == ["Beuk"]
    assert sorted(response.context["form"].errors) == ["sort", "status", "text"]


def test_another_round_can_be_chosen(board, browse):
    programme = plan(board, "Beuk")
    Round.objects.create(code="later", name="Later", edition=programme.edition)

    newest, npo = browse(), browse(round="npo")

    assert (lines(newest)["Beuk"].programme, lines(npo)["Beuk"].programme) == (None, programme)


def test_empty_pages_say_what_to_do(board, browse):
    assert "In het register staat geen school bij dit bestuur." in browse().content.decode()
    make.make_school(board=board, name="Beuk")
    assert "Zoek op een ander woord of kies een andere status." in browse(text="Eik").content.decode()
    assert "Nog geen plan. De schoolleider kan het beginnen." in browse().content.decode()


def test_schools_of_another_board_are_not_there(board, browse):
    plan(board, "Van ons")
    plan(make.make_board(), "Van hen")

    response = browse()

    assert list(lines(response)) == ["Van ons"]
    assert "Van hen" not in response.content.decode()


ROUTES = ("board", "board_csv", "board_bundles")


@pytest.mark.parametrize(
    ("who", "status"),
    [("head", 404), ("team", 404), ("mr_ouders", 404), ("secretary", 404), ("beheerder", 404), ("other_board", 404)],
)
def test_only_the_own_people_of_the_board_see_it(client, board, who, status):
    school = make.make_school(board=board)
    client.force_login(person(who, school))

    assert [client.get(reverse(name, args=[board.pk])).status_code for name in ROUTES] == [status] * 3


def test_only_the_page_with_a_form_takes_a_post(client, board, employee):
    client.force_login(employee)

    assert [client.post(reverse(name, args=[board.pk])).status_code for name in ROUTES] == [405, 405, 200]


@pytest.mark.parametrize("n", [1, 3, 100])
def test_the_page_costs_the_same_for_more_schools(board, browse, n, django_assert_num_queries):
    """100 full plans take about a second on the slowest engine; three is where it would be broken."""
    for place in range(n):
        programme = plan(board, f"School {place:03d}")
        if place % 2:
            make.put_to_mr(programme)
    if n == 1:
        make.put_to_mr(programme)

    started = time.monotonic()
    with django_assert_num_queries(28):  # session, person, roles, board, rounds, schools, plans, versions
        response = browse()

    assert len(response.context["lines"]) == n
    assert time.monotonic() - started < 3


def test_the_csv_is_the_table_and_cannot_run(client, board, employee):
    programme = plan(board, "=1+1", town="@Dam")
    make.make_cost(programme, None)
    make.make_adopted(programme)
    make.make_cost(plan(board, "Rood"), D("60000"))
    make.make_school(board=board, name="Zonder")
    client.force_login(employee)

    response = client.get(reverse("board_csv", args=[board.pk]))

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert b";'=1+1;'@Dam;" in response.content
    text = io.StringIO(response.content.decode("utf-8-sig"), newline="")
    names, *rows = [[plain(value) for value in row] for row in csv.reader(text, delimiter=";")]
    today = timezone.localdate().isoformat()
    found = [dict(zip(names, row, strict=True)) for row in rows]
    assert [list(row.values())[2:] for row in found] == [
        [
            "=1+1",
            "@Dam",
            "vastgesteld",
            found[0]["stappen klaar"],
            "70000,00",
            "13000,00",
            "57000,00",
            "nee",
            "instemming",
            "",
            today,
            "1",
            today,
        ],
        [
            "Rood",
            "Utrecht",
            "concept",
            "6",
            "70000,00",
            "73000,00",
            "-3000,00",
            "ja",
            "nog niet voorgelegd",
            "",
            "",
            "",
            today,
        ],
        ["Zonder", "Utrecht", "nog geen plan", "", "", "", "", "", "nog niet voorgelegd", "", "", "", ""],
    ]


def test_the_csv_follows_the_choice(client, board, employee):
    plan(board, "Beuk")
    plan(board, "Eik")
    client.force_login(employee)

    response = client.get(reverse("board_csv", args=[board.pk]), {"text": "Eik"})

    assert response.content.decode().count("\r\n") == 2
    assert "Beuk" not in response.content.decode()
