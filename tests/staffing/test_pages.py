"""The pages around a post: help of a kind, what follows while typing, offers, people, and what ends with the money."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from importlib import import_module
from urllib.parse import parse_qs

import pytest
from django.apps import apps
from django.utils.html import escape

from npo_planner import sittings
from npo_planner.models import AuditEntry
from npo_planner.pages import OFFER
from staffing.constants import HOURS_OF_PRICE, CostBasis
from staffing.models import StaffingNeed, StaffKind, StaffPlan, Subsidy, Tariff
from tests.factories import make_head, make_measure, make_post, make_programme, make_school, make_share
from tests.staffing.pages import add, freeze, text, typed, url
from tests.staffing.test_refusals import HOSTILE

pytestmark = pytest.mark.django_db
D = Decimal


def kind(code: str) -> StaffKind:
    return StaffKind.objects.get(code=code)


# --- help of a kind --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["onderwijsassistent", "bso", "vrijwilliger", "eigen-uren", "zij-instromer"])
def test_help_of_a_kind_tells_rules_where_to_look_and_pnil(client, head, plan, code):
    page = text(client.get(url("kind_help", plan, code)))

    chosen = kind(code)
    assert escape(chosen.rules) in page
    assert escape(chosen.where_to_find) in page
    assert page.count("Telt niet mee.") == 3
    assert page.count("Telt mee.") == 1
    assert f'href="{add(plan, code)}"' in page


def test_help_tells_the_subsidies_with_amount_dates_conditions_and_source(client, head, plan):
    page = text(client.get(url("kind_help", plan, "zij-instromer")))

    assert "€ 20.000,00 per zij-instromer, één keer" in page
    assert "16 oktober 2018 tot en met 15 oktober 2019" in page
    assert "De zij-instromer haalt binnen twee jaar de bevoegdheid." in page
    assert 'href="https://duo.nl/zakelijk/primair-onderwijs/bekostiging-en-subsidies/subsidie-zij-instroom.jsp"' in page
    assistant = text(client.get(url("kind_help", plan, "leraarondersteuner")))
    assert "€ 5.000,00 per persoon per jaar, hoogstens vier jaar (samen 20.000 euro)" in assistant


def test_what_a_subsidy_does_not_tell_is_said_and_never_0(client, head, plan):
    Subsidy.objects.update(amount=None, opens_on=None, closes_on=None, per="")

    page = text(client.get(url("kind_help", plan, "zij-instromer")))

    assert "<dd>niet vermeld</dd>" in page
    assert "Geen datum gevonden." in page
    assert "€ 0" not in page


def test_kind_without_subsidy_or_tariff_says_so(client, head, plan):
    page = text(client.get(url("kind_help", plan, "vrijwilliger")))

    assert "Voor deze soort kennen wij geen subsidie." in page
    assert "Voor deze soort geeft geen bron een bedrag." in page


def test_who_may_not_write_gets_help_without_a_button(client, head, programme, plan):
    freeze(programme, head)

    assert url("post_add", plan, "bso") not in text(client.get(url("kind_help", plan, "bso")))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_administrators_write_is_shown_as_text(client, head, plan, hostile):
    StaffKind.objects.filter(code="zij-instromer").update(name=hostile[:60], rules=hostile, where_to_find=hostile)
    Subsidy.objects.update(name=hostile, per=hostile, conditions=hostile)

    for address in (url("kind_help", plan, "zij-instromer"), url("post_kinds", plan), add(plan, "zij-instromer")):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


# --- offers ----------------------------------------------------------------------------------------------------------


def offered(client, plan, code: str) -> list[dict[str, str]]:
    page = client.get(add(plan, code))
    prices = [price for offer in page.context["offers"] for price in offer.prices]
    return [{name: values[0] for name, values in parse_qs(p.value, keep_blank_values=True).items()} for p in prices]


def test_tariff_is_offered_with_its_source_and_a_scale_as_two_steps(client, plan, head):
    offers = offered(client, plan, "onderwijsassistent")

    assert offers[0] == {
        "cost_basis": "per_jaar",
        "price": "41.748,17",
        "price_source": "GPL onderwijsondersteunend personeel po, 2019/2020 tweede regeling",
        "employer_percent": "",
    }
    assert offers[1:3] == [
        {"cost_basis": "per_maand", "price": "1.753", "price_source": "Schaal 4 (onderwijsassistent A), laagste trede"},
        {"cost_basis": "per_maand", "price": "2.488", "price_source": "Schaal 4 (onderwijsassistent A), hoogste trede"},
    ]
    assert len(offers) == 7


def test_taking_over_fills_in_and_saves_nothing(client, head, plan):
    offer = client.get(add(plan, "leraar")).context["offers"][0].prices[0]

    page = client.post(add(plan, "leraar"), typed(price="1", employer_percent="50", **{OFFER: offer.value}))

    form = page.context["form"]
    assert (page.status_code, StaffingNeed.objects.count(), dict(form.errors)) == (200, 0, {})
    assert [form[name].value() for name in ("cost_basis", "price", "employer_percent", "price_source")] == [
        "per_jaar",
        "71.704,66",
        "",
        "GPL leraar po, 2019/2020 definitief",
    ]
    assert form["description"].value() == "Assistent groep 6"


# --- while somebody types --------------------------------------------------------------------------------------------


def test_page_of_a_new_post_tells_what_it_begins_with(client, head, plan):
    page = text(client.get(add(plan, "bso")))

    assert "Dit komt eruit" in page
    assert "Vul in hoeveel inzet het is" in page
    assert "Telt mee als personeel niet in loondienst (PNIL)." in page


def test_page_that_saves_itself_tells_cost_units_and_pnil_of_what_is_typed(client, head, post):
    sent = typed(amount="8", unit="dagdelen_week", cost_basis="per_maand", price="2.488", employer_percent="60")

    answer = client.post(
        url("post_edit", post),
        sent | {"sitting": sittings.new_token(head)},
        headers={"X-Autosave": "save", "X-Autosave-Number": "1"},
    )

    live = json.loads(answer.content)["live"].replace("\u00a0", " ")
    for told in ("€ 38.215,68", "€ 23.884,80", "0,8 fte × € 2.488,00 × 12 maanden", "€ 14.330,88", "60% erbovenop"):
        assert told in live
    assert "1.327,2" in live
    assert "ook bij een tijdelijk contract" in live


@pytest.mark.parametrize("hostile", HOSTILE)
def test_live_panel_shows_what_people_type_as_text(client, head, post, hostile):
    answer = client.post(
        url("post_edit", post),
        typed(price_source=hostile) | {"sitting": sittings.new_token(head)},
        headers={"X-Autosave": "save", "X-Autosave-Number": "1"},
    )

    assert escape(hostile) in json.loads(answer.content)["live"]


# --- the form --------------------------------------------------------------------------------------------------------


def test_one_amount_for_two_people_in_two_roles(client, head, plan):
    fields = {"also_roles": "leraarondersteuner", "people": "2", "price": "56.298", "amount": "8"}

    client.post(add(plan), typed(**fields, unit="dagdelen_week"))

    saved = StaffingNeed.objects.get()
    assert (saved.roles, saved.people, saved.price) == ("onderwijsassistent en leraarondersteuner", 2, D("56298.00"))
    page = text(client.get(url("staff", plan)))
    assert "Onderwijsassistent en leraarondersteuner · 2 mensen" in page
    assert "8 dagdelen per week<small> is 0,8 fte, 32 uur per week, 1.327,2 uur in totaal" in page


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"people": "0"}, {"people": ["Vul 1 of meer in."]}),
        ({"people": "2,5"}, {"people": ["Vul een heel getal in, bijvoorbeeld 12."]}),
        ({"employer_percent": "101"}, {"employer_percent": ["Vul hoogstens 100 in."]}),
        (
            {"engagement": "ingehuurd", "contract": "vast"},
            {"contract": ["Een contract heeft alleen iemand in dienst. Kies “niet ingevuld”."]},
        ),
        (
            {"cost_basis": "geen", "price": "", "employer_percent": "5"},
            {"employer_percent": ["Bij “kost niets” horen geen werkgeverslasten. Maak dit veld leeg."]},
        ),
        ({"after": "ooit"}, {"after": ["Selecteer een geldige keuze. ooit is geen beschikbare keuze."]}),
    ],
)
def test_mistake_in_a_new_field_gets_a_sentence(client, head, plan, fields, errors):
    page = client.post(add(plan), typed(**fields))

    assert (page.status_code, StaffingNeed.objects.count(), dict(page.context["form"].errors)) == (200, 0, errors)


@pytest.mark.parametrize(("code", "asked"), [("vervanging", True), ("eigen-uren", False), ("leraar", False)])
def test_only_a_replacement_is_asked_for_whom(client, head, plan, code, asked):
    assert ("stands_in_for" in client.get(add(plan, code)).context["form"].fields) is asked


def test_for_whom_is_kept_when_the_kind_changes(client, head, programme):
    post = make_post(programme, kind=kind("vervanging"), stands_in_for="leraar groep 7")

    client.post(url("post_edit", post), typed(kind=kind("leraar").pk, stands_in_for="leraar groep 7"))

    saved = StaffingNeed.objects.get()
    assert (saved.kind.code, saved.stands_in_for) == ("leraar", "leraar groep 7")
    assert "stands_in_for" in client.get(url("post_edit", post)).context["form"].fields


def test_every_basis_of_a_price_is_offered():
    assert set(HOURS_OF_PRICE) | {"per_jaar", "per_maand", "vast", "geen"} == set(CostBasis)


# --- the page of menskracht ------------------------------------------------------------------------------------------


def test_page_tells_who_is_found_and_what_happens_when_nobody_comes(client, head, programme, plan):
    measure = make_measure(programme)
    make_post(programme, vacancy="gevonden", description="Gevonden")
    wanted = make_post(programme, vacancy="niet_gevonden", description="Gezocht", if_not_found="Dan stopt het.")
    make_post(programme, vacancy="open", description="Open")
    make_share(wanted, measure)

    page = client.get(url("staff", plan))

    assert [(label, fte.posts, fte.fte) for label, fte in page.context["search"].states] == [
        ("gevonden", 1, D("0.5")),
        ("nog te vinden", 1, D("0.5")),
        ("niet gevonden", 1, D("0.5")),
    ]
    assert "Dan stopt het." in text(page)
    assert "Vul in wat er dan met de maatregel gebeurt" in text(page)
    measures = text(client.get(url("measures", programme)))
    assert "Gezocht</a> is niet gevonden. Als er niemand komt: Dan stopt het." in measures


@pytest.mark.parametrize(
    ("outflow", "sentence"),
    [
        (None, "Vul in hoeveel fte er tot het einde van het geld vanzelf vertrekt."),
        ("0.2", "Er is <b>0,3 fte meer</b> dan er vanzelf vertrekt."),
        ("1", "Er vertrekt naar verwachting genoeg vanzelf: er is plaats voor wie blijft."),
    ],
)
def test_page_holds_who_stays_against_who_leaves(client, head, programme, plan, outflow, sentence):
    make_post(programme, after="gewoon_geld")
    StaffPlan.objects.update(outflow_fte=outflow)

    assert sentence in text(client.get(url("staff", plan)))


def test_page_says_when_nobody_needs_a_place(client, head, programme, plan):
    make_post(programme, after="stopt", contract="tijdelijk")
    StaffPlan.objects.update(outflow_fte=1)

    assert "Niemand hoeft na afloop een andere plek te krijgen." in text(client.get(url("staff", plan)))


def test_outflow_is_saved_logged_and_asked_with_its_source(client, head, plan):
    response = client.post(url("outflow_edit", plan), {"outflow_fte": "1,25", "outflow_source": "Leeftijdsopbouw"})

    plan.refresh_from_db()
    assert (response.status_code, response.url) == (302, url("staff", plan) + "#na-afloop")
    assert (plan.outflow_fte, plan.outflow_source, plan.changed_by, plan.version) == (
        D("1.25"),
        "Leeftijdsopbouw",
        head,
        2,
    )
    assert AuditEntry.objects.filter(event="row_changed", school=plan.school).count() == 1


@pytest.mark.parametrize("wrong", ["-1", "veel", "1000", "1,234"])
def test_outflow_that_is_no_amount_is_refused(client, head, plan, wrong):
    page = client.post(url("outflow_edit", plan), {"outflow_fte": wrong, "outflow_source": ""})

    plan.refresh_from_db()
    assert (page.status_code, plan.outflow_fte, list(page.context["form"].errors)) == (200, None, ["outflow_fte"])


def test_outflow_of_a_frozen_plan_stays(client, head, programme, plan):
    freeze(programme, head)

    page = client.post(url("outflow_edit", plan), {"outflow_fte": "1", "outflow_source": ""})

    plan.refresh_from_db()
    assert (page.status_code, plan.outflow_fte) == (200, None)


# --- reference data of before ----------------------------------------------------------------------------------------

migration = import_module("staffing.migrations.0004_menskracht_reference")


def reach() -> None:
    migration.reach_old_databases(apps, None)


def counts() -> tuple[int, int, int]:
    return StaffKind.objects.count(), Tariff.objects.count(), Subsidy.objects.count()


def as_before() -> None:
    """The rows of the fixture as they were loaded before this version."""
    Subsidy.objects.all().delete()
    Tariff.objects.filter(basis="per_maand").delete()
    StaffKind.objects.filter(code__in=migration.NEW_KINDS).delete()
    StaffKind.objects.update(group="nieuw", where_to_find="", needs_intervention=False)


def test_old_database_gets_the_new_kinds_scales_and_subsidies(db):
    after = counts()
    as_before()

    reach()

    assert counts() == after
    assert (kind("bso").group, kind("bso").needs_intervention) == ("anderen", True)
    assert kind("leraar").where_to_find
    assert {k.code for k in Subsidy.objects.get(code="zij-instroom").kinds.all()} == {"zij-instromer"}


def test_old_database_keeps_what_administrators_wrote_and_deleted(db):
    as_before()
    StaffKind.objects.filter(code="leraar").update(rules="Eigen regels.", name="docent")
    StaffKind.objects.filter(code="student").update(rules="")
    StaffKind.objects.filter(code="pedagoog").delete()
    Tariff.objects.filter(kind__code="leraar").delete()

    reach()

    assert (kind("leraar").rules, kind("leraar").name) == ("Eigen regels.", "docent")
    assert kind("student").rules != ""
    assert not StaffKind.objects.filter(code="pedagoog").exists()
    assert not Tariff.objects.filter(kind__code="leraar").exists()


def test_empty_database_gets_nothing_from_the_migration(db):
    Tariff.objects.all().delete()
    Subsidy.objects.all().delete()
    StaffKind.objects.all().delete()

    reach()

    assert counts() == (0, 0, 0)


def test_school_of_another_sector_is_offered_no_scale_of_po(client):
    programme = make_programme(make_school(kind="vo"))
    client.force_login(make_head(programme.school))

    assert [o["cost_basis"] for o in offered(client, programme.staff_plan, "onderwijsassistent")] == []


def test_period_of_one_day_is_converted(client, head, plan):
    client.post(add(plan), typed(start="2021-08-01", end="2021-08-01", amount="8", unit="uren_totaal"))

    [row] = client.get(url("staff", plan)).context["rows"]
    assert (row["hours"], row["post"].start) == (D("8.0"), date(2021, 8, 1))
