"""The pages of money: what comes in, what the board takes, shared costs, write-offs and reservations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from menukaart.models import Category
from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from programmes.models import BoardShare, CostLine, CostShare, Funding, Measure, Programme
from programmes.plan import operations
from programmes.plan.constants import Status
from schools.models import User
from tests import factories as make

D = Decimal
pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return make.make_full_programme()


@pytest.fixture
def head(programme) -> User:
    return make.make_head(programme.school)


@pytest.fixture
def screen(client, head) -> Client:
    client.force_login(head)
    return client


@pytest.fixture
def measures(programme) -> list[Measure]:
    return [make.make_measure(programme, code) for code in ("A1", "C1")]


def url(route: str, pk: int) -> str:
    return reverse(route, args=[pk])


def plain(text: str) -> str:
    """With ordinary spaces, as the texts of these tests have them."""
    return text.replace("\u00a0", " ")


def errors(response: Any) -> dict[str, list[str]]:
    return {name: [plain(text) for text in texts] for name, texts in response.context["form"].errors.items()}


def typed(**values: Any) -> dict[str, Any]:
    return {"description": "Laptops", "kind": "materiaal", "amount": "900"} | values


def test_a_cost_belongs_to_as_many_measures_as_are_ticked(screen, programme, measures):
    year = make.years(programme)[0]

    screen.post(url("cost_add", programme.pk), typed(year=year.pk, measures=[m.pk for m in measures]))

    line = CostLine.objects.get(description="Laptops")
    assert line.shares == [(measures[0], None), (measures[1], None)]
    page = plain(screen.get(url("budget", programme.pk)).content.decode())
    assert page.count("50%, € 450,00") == 2


def test_unequal_shares_are_kept_and_logged_as_one_change(screen, programme, measures):
    line = make.make_cost(programme, D("900.00"), shares=dict.fromkeys(measures))

    response = screen.post(url("cost_shares", line.pk), {f"m{measures[0].pk}": "75", f"m{measures[1].pk}": ""})

    assert response.url == url("budget", programme.pk)
    assert CostLine.objects.get(pk=line.pk).shares == [(measures[0], D("75.00")), (measures[1], None)]
    logged = AuditEntry.objects.filter(event="shares_set").last()
    assert logged.detail == {measures[0].title: ["gelijk deel", "75"]}


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("60", "50", "Samen is het 110%. Verlaag een van de delen tot 100% of minder."),
        (
            "100",
            "",
            "Samen is het al 100%, dus voor een maatregel zonder deel blijft niets over. Verlaag een ander deel.",
        ),
        ("0", "50", "Een deel van 0% kan niet. Haal bij de kosten het vinkje van de maatregel weg."),
    ],
)
def test_shares_that_cannot_be_are_refused(first, second, said, screen, programme, measures):
    line = make.make_cost(programme, shares=dict.fromkeys(measures))

    response = screen.post(url("cost_shares", line.pk), {f"m{measures[0].pk}": first, f"m{measures[1].pk}": second})

    assert errors(response) == {"__all__": [said]}
    assert set(CostShare.objects.filter(cost_line=line).values_list("share", flat=True)) == {None}


def test_a_division_that_somebody_else_changed_is_told_before_it_is_undone(screen, programme, measures):
    line = make.make_cost(programme, shares={measures[0]: D(50), measures[1]: D(50)})
    seen = screen.get(url("cost_shares", line.pk)).context["form"]["seen"].value()
    CostShare.objects.filter(measure=measures[0]).update(share=D(30))
    mine = {f"m{measures[0].pk}": "60", f"m{measures[1].pk}": "40"}

    told = screen.post(url("cost_shares", line.pk), mine | {"seen": seen})
    again = screen.post(url("cost_shares", line.pk), mine | {"seen": told.context["form"]["seen"].value()})

    assert errors(told) == {
        "__all__": [
            f"Iemand anders heeft intussen anders verdeeld: {measures[0]} 30%, {measures[1]} 50%. "
            "Bewaar opnieuw als de uwe moet blijven."
        ]
    }
    assert again.status_code == 302
    assert CostLine.objects.get(pk=line.pk).shares == [(measures[0], D("60.00")), (measures[1], D("40.00"))]


def test_a_measure_that_gets_nothing_of_a_cost_is_asked_about(screen, programme, measures):
    third = make.make_measure(programme, "E1")
    make.make_cost(programme, description="Laptops", shares={measures[0]: D(50), measures[1]: D(50), third: None})

    found = [c.text for s in screen.get(url("checks", programme.pk)).context["walk"].steps for c in s.checks]

    assert f"“{third}” krijgt niets van “Laptops”: de andere maatregelen krijgen samen al 100%." in found


def test_a_mistake_in_a_field_of_another_kind_of_cost_is_none(screen, programme):
    year = make.years(programme)[0]

    response = screen.post(url("cost_add", programme.pk), typed(year=year.pk, write_off_years="0", starts_on="nooit"))

    assert response.status_code == 302
    assert CostLine.objects.get(description="Laptops").write_off_years is None


@pytest.mark.parametrize("day", ["9999-12-31", "1989-12-31", "2101-01-01"])
def test_a_year_that_no_plan_has_is_refused_and_its_draft_opens(day, screen, programme):
    year = make.years(programme)[0]
    data = typed(year=year.pk, kind="investering", write_off_years="30", starts_on=day)

    live_of(screen, "cost_add", programme.pk, data)
    page = screen.get(url("cost_add", programme.pk) + "?klad=1")
    refused = screen.post(url("cost_add", programme.pk), data)

    assert page.status_code == 200
    assert errors(refused) == {"starts_on": ["Kies een datum met een jaar tussen 1990 en 2100."]}


def test_shares_of_measures_that_changed_meanwhile_are_refused(programme, measures, head):
    line = make.make_cost(programme, measure=measures[0])

    with pytest.raises(Refused) as refused:
        operations.set_cost_shares(line=line, shares={measures[1]: D(50)}, by=head)

    assert refused.value.code == "other_measures"


def test_an_own_category_is_for_what_the_measures_leave(screen, programme, measures):
    line = make.make_cost(programme, shares={measures[0]: D(40)})
    values = typed(year=line.year_id, measures=[measures[0].pk], own_category=Category.objects.get(letter="F").pk)

    kept = screen.post(url("cost_edit", line.pk), values)
    refused = screen.post(url("cost_add", programme.pk), values)

    assert kept.status_code == 302
    assert list(errors(refused)) == ["own_category"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("write_off_years", "0", "Vul een getal in van 1 of meer."),
        ("write_off_years", "31", "Vul een getal in van 30 of minder."),
        ("starts_on", "2022-08-01", "Kies een dag in 2021-2022, of een ander schooljaar."),
    ],
)
def test_a_write_off_that_cannot_be_is_refused_beside_the_field(field, value, said, screen, programme):
    values = typed(kind="investering", year=make.years(programme)[0].pk, **{field: value})

    response = screen.post(url("cost_add", programme.pk), values)

    assert list(errors(response)) == [field]
    assert response.context["form"][field].value() == value
    if field == "starts_on":
        assert errors(response)[field] == [said]


def test_a_reservation_is_filled_in_part_by_part_until_nothing_is_left(screen, programme, measures):
    year = make.years(programme)[1]
    reserved = make.make_cost(
        programme, D("1000.00"), description="Later", kind="reservering", year=year, shares={measures[0]: D(40)}
    )

    screen.post(url("cost_fill_in", reserved.pk), {"description": "Boeken", "kind": "materiaal", "amount": "400"})
    left = CostLine.objects.get(pk=reserved.pk).amount
    screen.post(url("cost_fill_in", reserved.pk), {"description": "Excursie", "kind": "project", "amount": "600"})

    books = CostLine.objects.get(description="Boeken")
    assert left == D("600.00")
    assert (books.amount, books.year, books.shares) == (D("400.00"), year, [(measures[0], D("40.00"))])
    assert books.note == "Uit de reservering “Later”"
    assert CostLine.objects.get(description="Excursie").amount == D("600.00")
    assert CostLine.objects.get(pk=reserved.pk).amount == D("0.00")
    page = screen.get(url("budget", programme.pk)).content.decode()
    assert "helemaal ingevuld" in page
    assert url("cost_fill_in", reserved.pk) not in page


@pytest.mark.parametrize(
    ("reserved", "said"),
    [
        (D("100.00"), "Er is € 100,00 gereserveerd. Vul minder in."),
        (None, "Bij deze reservering staat nog geen bedrag. Vul dat eerst in, bij Wijzigen."),
    ],
)
def test_no_more_is_filled_in_than_was_reserved(reserved, said, screen, programme):
    line = make.make_cost(programme, reserved, kind="reservering")

    response = screen.post(
        url("cost_fill_in", line.pk), {"description": "Boeken", "kind": "materiaal", "amount": "100,01"}
    )

    assert errors(response) == {"amount": [said]}
    assert not CostLine.objects.filter(description="Boeken").exists()


def test_only_a_reservation_is_filled_in_later(screen, programme):
    assert screen.get(url("cost_fill_in", make.make_cost(programme).pk)).status_code == 404


def test_two_who_fill_in_one_reservation_do_not_spend_it_twice(programme, head):
    line = make.make_cost(programme, D("100.00"), kind="reservering")
    values = {"description": "Boeken", "kind": "materiaal", "amount": D("60.00"), "by": head}
    operations.fill_in_reservation(line=line, **values)

    with pytest.raises(Refused) as refused:
        operations.fill_in_reservation(line=line, **values)

    assert refused.value.code == "too_much"


def test_a_frozen_plan_divides_and_fills_in_nothing(programme, measures, head):
    shared = make.make_cost(programme, measure=measures[0])
    reserved = make.make_cost(programme, kind="reservering")
    operations.move(programme, Status.AT_MR, by=head)

    codes = []
    for deed in (
        lambda: operations.set_cost_shares(line=shared, shares={measures[0]: D(50)}, by=head),
        lambda: operations.fill_in_reservation(
            line=reserved, description="x", kind="materiaal", amount=D("1.00"), by=head
        ),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        codes.append(refused.value.code)

    assert codes == ["frozen", "frozen"]


def test_money_for_the_board_is_asked_for_the_consent_of_the_mr(screen, programme):
    year = make.years(programme)[0]
    screen.post(url("board_share_add", programme.pk), {"purpose": "Zomerschool", "year": year.pk, "amount": "2.000"})
    share = BoardShare.objects.get()
    asked = screen.get(url("checks", programme.pk)).content.decode()
    screen.post(
        url("board_share_edit", share.pk),
        {"purpose": "Zomerschool", "year": year.pk, "amount": "2.000", "agreed_on": "2021-06-21"},
    )

    told = "Het bestuur mag geld van de school alleen gebruiken als de MR akkoord is: “Zomerschool”."
    assert told in asked
    assert told not in screen.get(url("checks", programme.pk)).content.decode()
    assert "akkoord op 21 juni 2021" in screen.get(url("step_school", programme.pk)).content.decode()
    screen.post(url("board_share_delete", share.pk))
    assert not BoardShare.objects.exists()


def test_money_that_is_spent_before_it_comes_is_refused(screen, programme):
    year = make.years(programme)[1]
    values = {"label": "Gemeente", "kind": "gemeente", "year": year.pk, "amount": "1", "spend_by": "2022-07-31"}

    response = screen.post(url("funding_add", programme.pk), values)

    assert errors(response) == {"spend_by": ["Dit geld komt pas in 2022-2023. Kies 01-08-2022 of later."]}


def test_money_of_the_regeling_cannot_be_chosen_for_other_money(screen, programme):
    values = {"label": "x", "kind": "regeling", "year": make.years(programme)[0].pk}

    assert list(errors(screen.post(url("funding_add", programme.pk), values))) == ["kind"]
    assert not Funding.objects.filter(label="x").exists()


def live_of(screen: Client, route: str, pk: int, data: dict[str, Any]) -> str:
    """What a page that saves itself is told while somebody types."""
    token = screen.get(url(route, pk)).context["sitting"]
    headers = {"X-Autosave": "save", "X-Autosave-Number": "9"}
    return screen.post(url(route, pk), data | {"sitting": token}, headers=headers).json()["live"].replace("\u00a0", " ")


def test_what_is_left_is_told_while_a_new_cost_is_typed(screen, programme, measures):
    data = typed(year=make.years(programme)[0].pk, amount="58.000,50", measures=[measures[0].pk])

    told = live_of(screen, "cost_add", programme.pk, data)

    assert "−€ 1.000,50" in told
    assert "tekort" in told
    assert "€ 58.000,50" in told
    assert not CostLine.objects.filter(description="Laptops").exists()


def test_what_is_left_is_told_while_money_is_typed(screen, programme):
    year = make.years(programme)[0]
    share = BoardShare.objects.create(programme=programme, year=year, purpose="Zomerschool", amount=D(1))
    line = programme.funding.order_by("year__start", "rate__rank").first()

    assert "€ 55.000,00" in live_of(
        screen, "board_share_edit", share.pk, {"purpose": "Zomerschool", "year": year.pk, "amount": "2.000"}
    )
    assert "−€ 3.000,00" in live_of(screen, "funding_edit", line.pk, {"amount": "12.000"})


@pytest.mark.parametrize("data", [{}, {"year": "99999"}, {"amount": "NaN", "write_off_years": "x"}, {"measures": "x"}])
def test_nonsense_that_is_typed_breaks_no_totals(data, screen, programme):
    assert "Wat er overblijft" in live_of(screen, "cost_add", programme.pk, data)


def test_the_checklist_asks_what_a_cost_still_lacks(screen, programme, measures):
    make.make_cost(programme, description="A", shares={measures[0]: D(40)})
    make.make_cost(programme, description="B", kind="investering", measure=measures[0])
    make.make_cost(programme, D("4000.00"), description="C", kind="investering", write_off_years=5, measure=measures[0])
    make.make_cost(programme, description="D", kind="reservering", measure=measures[0])
    Funding.objects.update(certainty="")
    Funding.objects.create(
        programme=programme,
        year=make.years(programme)[0],
        kind="subsidie",
        label="S",
        amount=D(90000),
        spend_by=date(2022, 7, 31),
    )

    found = [plain(c.text) for s in screen.get(url("checks", programme.pk)).context["walk"].steps for c in s.checks]

    for text in (
        "Van “A” is 40% verdeeld over maatregelen. Verdeel de rest, of kies een categorie.",
        "Over hoeveel jaar schrijft u “B” af?",
        "Van “C” is na het plan nog € 800,00 af te schrijven. Waar betaalt u dat van?",
        "“D” is nog een reservering. Waar gaat dit geld heen?",
        "Geef bij het geld aan of het bedrag voorlopig of definitief is.",
        "Uiterlijk op 31 juli 2022 moet nog € 73.200,00 besteed worden die niet in het plan staat.",
    ):
        assert text in found


def test_what_is_left_is_told_while_a_post_is_typed(screen, programme):
    post = programme.staff_plan.needs.get()
    data = {
        "kind": post.kind_id,
        "start": post.start.isoformat(),
        "end": post.end.isoformat(),
        "engagement": "eigen",
        "cost_basis": "vast",
        "unit": "fte",
        "price": "70.000",
        "vacancy": "open",
    }

    told = live_of(screen, "post_edit", post.pk, data)

    assert "−€ 1.000,00" in told
    assert live_of(screen, "post_edit", post.pk, data | {"price": "50.000"}).count("€ 19.000,00") == 4
