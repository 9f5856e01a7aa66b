"""The admin: for administrators, of reference data only, with every change in the audit trail."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from menukaart.models import Category, Edition, Intervention
from npo_planner.models import AuditEntry
from programmes.models import FundingRate, Measure, Programme, Round, RoundYear
from scans.models import Domain
from schools.models import Board
from staffing.models import StaffKind, Subsidy, Tariff
from tests.factories import make_board, make_full_programme, make_head, make_school, make_user

pytestmark = pytest.mark.django_db

EDITABLE = {Board, Domain, Category, StaffKind, Subsidy, Tariff, Round, RoundYear, FundingRate}
INDEX = "/beheer/gegevens/"


@pytest.fixture
def desk() -> Client:
    """The browser of an administrator: is_staff, and no superuser."""
    client = Client()
    client.force_login(make_user(is_staff=True, name="Bea"))
    return client


def at(obj, what: str = "change") -> str:
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{what}", args=[obj.pk])


def the_list(model, what: str = "changelist") -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}")


def filled(response) -> dict[str, object]:
    """What a browser would send back of the form and its rows, unchanged."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data: dict[str, object] = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if isinstance(value, list):
                data[bound.html_name] = [getattr(each, "pk", each) for each in value]
            elif value not in (None, False):
                data[bound.html_name] = bound.field.widget.format_value(value) if value is not True else "on"
    return data


def change(desk: Client, obj, **values):
    """Open the page of ``obj``, change ``values``, and save."""
    url = at(obj)
    data = filled(desk.get(url)) | values
    return desk.post(url, {name: value for name, value in data.items() if value is not None})


def logged() -> list[tuple]:
    return list(AuditEntry.objects.order_by("pk").values_list("event", "subject", "detail"))


# --- who, and what ---------------------------------------------------------------------------------------------------


def test_only_reference_data_is_there():
    assert set(admin.site._registry) == EDITABLE


def test_every_page_of_the_admin_opens_in_dutch(desk):
    make_board()
    first = [model._default_manager.first() for model in EDITABLE]
    add = [the_list(m, "add") for m in EDITABLE - {Board, Category}]

    pages = [INDEX, *map(the_list, EDITABLE), *map(at, first), *[at(o, "history") for o in first], *add]
    responses = [desk.get(url) for url in pages]

    assert [r.status_code for r in responses] == [200] * len(pages)
    assert all('<html lang="nl' in r.content.decode() for r in responses)
    assert not any(" style=" in r.content.decode() or "<script>" in r.content.decode() for r in responses)


@pytest.mark.parametrize("url", [INDEX, f"{INDEX}menukaart/category/", f"{INDEX}login/", f"{INDEX}nergens/"])
def test_a_visitor_signs_in_on_the_page_of_the_product(client, url):
    response = client.get(url, follow=True)

    assert response.redirect_chain[-1][0].startswith("/inloggen/?next=/beheer/")
    assert response.templates[0].name == "registration/login.html"


@pytest.mark.parametrize("url", [INDEX, f"{INDEX}menukaart/category/", f"{INDEX}login/", f"{INDEX}schools/board/"])
def test_who_is_no_administrator_gets_a_refusal(client, url):
    client.force_login(make_head(make_school()))

    assert client.get(url, follow=True).status_code == 403


def test_signing_out_and_passwords_are_those_of_the_product(desk):
    assert desk.get(f"{INDEX}password_change/")["Location"] == reverse("password_change")
    assert desk.post(f"{INDEX}logout/")["Location"] == reverse("administration")
    text = desk.get(INDEX).content.decode()
    assert f'action="{reverse("logout")}"' in text
    assert f"{INDEX}logout/" not in text


@pytest.mark.parametrize(
    "path",
    ["schools/user/", "schools/membership/", "auth/group/", "programmes/programme/", "programmes/version/"]
    + ["menukaart/edition/", "menukaart/intervention/"],
)
def test_plans_people_groups_and_editions_have_no_page(desk, path):
    assert desk.get(f"{INDEX}{path}").status_code == 404


def test_boards_and_categories_neither_come_nor_go(desk):
    board, category = make_board(), Category.objects.first()

    pages = [at(board, "delete"), at(category, "delete"), the_list(Board, "add"), the_list(Category, "add")]

    assert [desk.get(url).status_code for url in pages] == [403] * 4


# --- editing ---------------------------------------------------------------------------------------------------------


def test_a_domain_is_changed_and_the_trail_says_what_it_was(desk):
    rekenen = Domain.objects.get(name="rekenen")
    was = rekenen.rank

    response = change(desk, rekenen, name="rekenen en getallen", rank="99", sectors=["po", "vo"])

    rekenen.refresh_from_db()
    assert response.status_code == 302
    assert (rekenen.name, rekenen.rank, rekenen.sectors) == ("rekenen en getallen", 99, "po vo")
    ((event, subject, detail),) = logged()
    assert (event, subject) == ("reference_changed", f"scans.domain:{rekenen.pk}")
    assert detail["rank"] == [str(was), "99"]
    assert (detail["name"][1], detail["sectors"][1]) == ("rekenen en getallen", "po vo")


def test_saving_without_a_change_logs_no_change(desk):
    change(desk, Domain.objects.first())

    assert logged() == []


@pytest.mark.parametrize(
    ("model", "field", "value"),
    [
        (Domain, "name", ""),
        (Domain, "name", "x" * 61),
        (Domain, "kind", "anders dan dat"),
        (Domain, "rank", "-1"),
        (Domain, "rank", "veel"),
        (Domain, "sectors", ["mbo"]),
        (FundingRate, "source", "javascript:alert(1)"),
        (FundingRate, "kinds", ["mbo"]),
        (FundingRate, "year", 10**9),
        (FundingRate, "label", "\x00"),
    ],
)
def test_bad_values_are_refused_beside_the_field(desk, model, field, value):
    response = change(desk, model.objects.first(), **{field: value})

    assert (response.status_code, list(response.context["adminform"].form.errors)) == (200, [field])
    assert logged() == []


def test_what_no_source_says_reads_niet_vermeld(desk):
    unknown = FundingRate.objects.filter(amount=None).count()

    assert desk.get(the_list(FundingRate)).content.decode().count("niet vermeld") >= unknown > 0


def test_the_domains_of_one_school_are_not_there(desk):
    own = Domain.objects.create(name="zwemmen", kind="anders", school=make_school())

    assert own not in desk.get(the_list(Domain)).context["cl"].queryset
    assert desk.get(at(own)).status_code == 302


def test_a_second_domain_with_the_same_name_is_refused(desk):
    data = {"name": "rekenen", "kind": "cognitief", "rank": "1"}

    response = desk.post(the_list(Domain, "add"), data)

    assert response.context["adminform"].form.errors == {"name": ["Dit ontwikkelgebied is er al."]}


def test_a_new_domain_can_be_written(desk):
    desk.post(the_list(Domain, "add"), {"name": "zwemmen", "kind": "praktisch", "rank": "30"})

    made = Domain.objects.get(name="zwemmen")
    assert (made.kind, made.sectors, made.school) == ("praktisch", "", None)
    assert [event for event, _, _ in logged()] == ["reference_added"]


def test_new_plans_choose_from_a_published_edition_only(desk):
    draft = Edition.objects.create(code="x", name="Concept")

    response = change(desk, Round.objects.get(), edition=draft.pk)

    assert list(response.context["adminform"].form.errors) == ["edition"]


def test_an_amount_is_typed_the_dutch_way_on_the_page_of_its_year(desk):
    year = RoundYear.objects.get(label="2021-2022")
    rate = year.rates.get(code="bao")
    rows = desk.get(at(year)).context["inline_admin_formsets"][0].formset.forms
    prefix = next(row.prefix for row in rows if row.instance == rate)

    response = change(desk, year, **{f"{prefix}-amount": "1.234,56"})

    rate.refresh_from_db()
    assert (response.status_code, rate.amount) == (302, Decimal("1234.56"))
    assert logged()[-1] == (
        "reference_changed",
        f"programmes.fundingrate:{rate.pk}",
        {"amount": ["701.16", "1234.56"]},
    )


@pytest.mark.parametrize("amount", ["-1", "NaN", "1e309", "veel", "1.2.3"])
def test_odd_amounts_are_refused(desk, amount):
    rate = FundingRate.objects.get(code="bao", year__label="2021-2022")

    response = change(desk, rate, amount=amount)

    assert list(response.context["adminform"].form.errors) == ["amount"]


def test_a_school_year_ends_after_it_begins(desk):
    response = change(desk, RoundYear.objects.first(), end="31-07-2020")

    assert response.context["adminform"].form.errors == {"end": ["Het einde ligt niet na het begin."]}


def test_the_threshold_of_a_board_is_changed_and_nothing_else(desk):
    board = make_board(number="41001", name="Stichting Zeist", town="Zeist")

    change(desk, board, name="Anders", small_number_threshold="7", number="99999", town="Elders")
    too_low = change(desk, board, small_number_threshold="4")

    board.refresh_from_db()
    assert (board.name, board.small_number_threshold, board.number, board.town) == (
        "Stichting Zeist",
        7,
        "41001",
        "Zeist",
    )
    assert too_low.context["adminform"].form.errors == {"small_number_threshold": ["Kies 5 of meer."]}
    assert logged() == [("reference_changed", f"schools.board:{board.pk}", {"small_number_threshold": ["10", "7"]})]


# --- deleting --------------------------------------------------------------------------------------------------------


def test_what_nothing_uses_is_deleted_and_the_trail_says_so(desk):
    unused = Domain.objects.create(name="zwemmen", kind="praktisch")

    response = desk.post(at(unused, "delete"), {"post": "yes"})

    assert response.status_code == 302
    assert logged() == [("reference_deleted", f"scans.domain:{unused.pk}", {})]
    assert not Domain.objects.filter(pk=unused.pk).exists()


def test_a_domain_that_an_edition_serves_stays(desk):
    domain = Domain.objects.get(name="motoriek en bewegen")
    cards = list(Intervention.objects.filter(domains=domain))

    shown = desk.get(at(domain, "delete")).content.decode()
    desk.post(at(domain, "delete"), {"post": "yes"})

    assert "plannen van scholen of edities van de menukaart" in shown
    assert list(Intervention.objects.filter(domains=domain)) == cards != []


def test_what_a_plan_uses_stays_and_nothing_of_the_plan_is_shown(desk):
    programme = make_full_programme()
    Measure.objects.update(title="Geheime maatregel")
    used = [
        Domain.objects.get(name="rekenen"),
        Round.objects.get(),
        StaffKind.objects.get(code="onderwijsassistent"),
    ]

    for obj in used:
        shown = desk.get(at(obj, "delete")).content.decode()
        desk.post(at(obj, "delete"), {"post": "yes"})
        assert "plannen van scholen" in shown
        assert not any(secret in shown for secret in ("Geheime maatregel", programme.school.name, "Mens "))
    data = {"action": "delete_selected", "_selected_action": [used[0].pk], "post": "yes"}
    desk.post(the_list(Domain), data)

    assert [type(obj)._default_manager.filter(pk=obj.pk).exists() for obj in used] == [True] * 3
    assert [event for event, _, _ in logged() if event == "reference_deleted"] == []
    assert Programme.objects.count() == 1


def test_a_school_year_that_a_measure_only_ticked_stays(desk):
    programme = make_full_programme()
    year = RoundYear.objects.get(label="2023-2024")
    assert not programme.funding.filter(year=year).exists()
    Measure.objects.get().years.set([year])

    shown = desk.get(at(year, "delete")).content.decode()
    desk.post(at(year, "delete"), {"post": "yes"})
    desk.post(the_list(RoundYear), {"action": "delete_selected", "_selected_action": [year.pk], "post": "yes"})

    assert "plannen van scholen" in shown
    assert list(Measure.objects.get().years.all()) == [year]
    assert logged()[-1][0] != "reference_deleted"


@pytest.mark.parametrize("model", [Round, RoundYear, StaffKind])
def test_rows_are_not_deleted_on_the_page_of_what_they_belong_to(desk, model):
    make_full_programme()
    obj = model.objects.get(code="leraar") if model is StaffKind else model.objects.first()
    formsets = [inline.formset for inline in desk.get(at(obj)).context["inline_admin_formsets"]]
    rows = [row for formset in formsets for row in formset.initial_forms]
    before = Tariff.objects.count(), RoundYear.objects.count(), FundingRate.objects.count()

    response = change(desk, obj, **{f"{row.prefix}-DELETE": "on" for row in rows})

    assert (len(rows) > 0, response.status_code) == (True, 302)
    assert (Tariff.objects.count(), RoundYear.objects.count(), FundingRate.objects.count()) == before
