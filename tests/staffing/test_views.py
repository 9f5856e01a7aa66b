"""Step 6 of the walk: the posts of extra staff, with whom, how much, when and at what cost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.html import escape

from npo_planner.models import AuditEntry
from programmes.models import Deployment, Programme
from programmes.plan.constants import Status
from programmes.plan.operations import move
from schools.constants import Kind
from staffing.models import StaffingNeed, StaffKind, StaffPlan, Tariff
from tests.factories import make_head, make_measure, make_post, make_programme, make_school, make_share
from tests.people import EVERYBODY, READERS, WRITERS, expected_status, person

pytestmark = pytest.mark.django_db

D = Decimal
FROZEN = "Dit plan ligt vast, omdat het bij de MR ligt of is vastgesteld."
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:1 }}{% debug %}",
    "'; DROP TABLE staffing_staffingneed; --",
    "=HYPERLINK(1)",
    "é😀\u202e\u200b",
]


@pytest.fixture
def programme() -> Programme:
    return make_programme(make_school(name="De Wilg"))


@pytest.fixture
def plan(programme) -> StaffPlan:
    return programme.staff_plan


@pytest.fixture
def head(client, programme):
    """The schoolleider, signed in."""
    user = make_head(programme.school, name="Karin")
    client.force_login(user)
    return user


@pytest.fixture
def post(programme) -> StaffingNeed:
    return make_post(programme, description="Assistent groep 5")


def url(route: str, row: Any, *more: str) -> str:
    return reverse(route, args=[getattr(row, "pk", row), *more])


def add(plan: StaffPlan, kind: str = "onderwijsassistent") -> str:
    return url("post_add", plan, kind)


def typed(**fields: Any) -> dict[str, Any]:
    """What the form of a post sends."""
    return {
        "kind": StaffKind.objects.get(code="onderwijsassistent").pk,
        "description": "Assistent groep 6",
        "amount": "0,5",
        "unit": "fte",
        "start": "2021-08-01",
        "end": "2022-07-31",
        "engagement": "eigen",
        "cost_basis": "vast",
        "price": "12.000",
        "vat_percent": "0",
        "price_source": "",
        "vacancy": "open",
        "if_not_found": "",
        "afterwards": "",
    } | fields


def text(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def freeze(programme: Programme, by: Any) -> None:
    move(Programme.objects.get(pk=programme.pk), Status.AT_MR, by=by)


# --- who may what ----------------------------------------------------------------------------------------------------

ROUTES = {
    "staff": ("plan", (), READERS, {"GET"}),
    "post_kinds": ("plan", (), WRITERS, {"GET"}),
    "post_add": ("plan", ("leraar",), WRITERS, {"GET", "POST"}),
    "post_edit": ("post", (), WRITERS, {"GET", "POST"}),
    "post_delete": ("post", (), WRITERS, {"GET", "POST"}),
}


@pytest.fixture
def addresses(plan, post) -> dict[str, str]:
    rows = {"plan": plan, "post": post}
    return {route: url(route, rows[row], *more) for route, (row, more, _, _) in ROUTES.items()}


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
@pytest.mark.parametrize("route", ROUTES)
def test_who_may_what(client, programme, addresses, route, method):
    _, _, allowed, methods = ROUTES[route]
    success = 200 if method in {"GET", "HEAD"} else 302 if method in methods else 405
    people = [name for name in EVERYBODY if success != 302 or name not in WRITERS]
    before = list(StaffingNeed.objects.values())

    found = {}
    for name in people:
        client.force_login(person(name, programme.school))
        found[name] = client.generic(method, addresses[route]).status_code

    assert found == {name: expected_status(name, allowed, success) for name in people}
    assert list(StaffingNeed.objects.values()) == before


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("route", ["post_add", "post_edit", "post_delete"])
def test_school_writes(client, programme, addresses, route, name):
    client.force_login(person(name, programme.school))
    before = list(StaffingNeed.objects.values())

    response = client.post(addresses[route], typed())

    assert (response.status_code, response.url) == (302, url("staff", programme.staff_plan))
    assert list(StaffingNeed.objects.values()) != before


@pytest.mark.parametrize("route", ROUTES)
def test_who_did_not_sign_in_signs_in_first(client, addresses, route):
    for response in (client.get(addresses[route]), client.post(addresses[route])):
        assert (response.status_code, response.url) == (302, f"{reverse('login')}?next={addresses[route]}")


def test_what_does_not_exist_is_404(client, head, plan):
    for route in ("staff", "post_kinds", "post_edit", "post_delete"):
        assert [client.get(url(route, key)).status_code for key in (999_999, 10**30)] == [404, 404]
    assert client.get(add(plan, "tovenaar")).status_code == 404
    assert client.post(add(plan, "tovenaar"), typed()).status_code == 404


# --- kinds -----------------------------------------------------------------------------------------------------------


def test_every_kind_of_staff_is_offered_with_its_rules(client, head, plan):
    page = client.get(url("post_kinds", plan))

    kinds = list(StaffKind.objects.order_by("rank", "name"))
    assert list(page.context["kinds"]) == kinds
    for kind in kinds:
        assert f'href="{add(plan, kind.code)}"' in text(page)
        assert escape(" ".join(kind.rules.split())) in text(page)


@pytest.mark.parametrize(
    ("usual", "vat_on_hire", "basis", "vat"),
    [
        ("eigen", True, "per_jaar", 0),
        ("ingehuurd", True, "per_jaar", D("21.00")),
        ("ingehuurd", False, "per_jaar", 0),
        ("dienst", True, "per_jaar", D("21.00")),
        ("vrijwilliger", True, "geen", 0),
    ],
)
def test_new_post_begins_as_its_kind_usually_is(client, head, plan, usual, vat_on_hire, basis, vat):
    StaffKind.objects.create(code="nieuw", name="nieuw", usual_engagement=usual, vat_on_hire=vat_on_hire)
    StaffPlan.objects.update(vat_percent=D("21.00"))

    post = client.get(add(plan, "nieuw")).context["form"].instance

    assert (post.engagement, post.cost_basis, post.vat_percent) == (usual, basis, vat)
    assert (post.start, post.end) == (date(2021, 8, 1), date(2022, 7, 31))


def test_vat_that_the_round_does_not_propose_is_0(client, head, plan):
    StaffPlan.objects.update(vat_percent=None)

    assert client.get(add(plan, "bso")).context["form"].instance.vat_percent == 0


@pytest.mark.parametrize("kind", [Kind.BO, Kind.VO, Kind.SO_VSO])
def test_tariffs_of_the_kind_and_the_sector_are_told_and_unknown_ones_are_not(client, kind):
    programme = make_programme(make_school(kind=kind))
    client.force_login(make_head(programme.school))
    teacher = StaffKind.objects.get(code="leraar")
    Tariff.objects.create(kind=teacher, sector=programme.school.sector, label="Onbekend", amount=None)
    Tariff.objects.create(kind=teacher, sector=programme.school.sector, label="Eigen GPL", amount=D("71234.50"))
    elsewhere = next(s for s in ("po", "vo", "vso") if s != programme.school.sector)
    Tariff.objects.create(kind=teacher, sector=elsewhere, label="Elders", amount=D("1.00"))

    page = client.get(add(programme.staff_plan, "leraar"))

    labels = [tariff.label for tariff in page.context["tariffs"]]
    known = Tariff.objects.filter(kind=teacher, sector=programme.school.sector).exclude(amount=None)
    assert labels == sorted(known.values_list("label", flat=True))
    assert "€ 71.234,50: Eigen GPL" in text(page)


def test_kind_without_a_tariff_says_to_use_an_amount_of_ones_own(client, head, plan):
    StaffKind.objects.create(code="nieuw", name="nieuw")

    assert "Voor deze soort geeft geen bron een bedrag." in text(client.get(add(plan, "nieuw")))


# --- posts -----------------------------------------------------------------------------------------------------------


def test_post_is_added_with_everything(client, head, plan):
    student = StaffKind.objects.get(code="student")
    sent = typed(
        kind=student.pk,
        description="Bijles rekenen",
        amount="1.200",
        unit="uren_totaal",
        start="01-09-2021",
        end="2023-06-30",
        engagement="ingehuurd",
        cost_basis="per_uur",
        price="€ 32,50",
        vat_percent="21",
        price_source="Offerte van 3 mei",
        vacancy="gevonden",
        if_not_found="Eigen leraren.",
        afterwards="Het stopt.",
    )

    response = client.post(add(plan, "student"), sent)

    assert (response.status_code, said(response)) == (302, ["Bewaard."])
    post = StaffingNeed.objects.get()
    assert (post.plan, post.kind, post.description, post.changed_by) == (plan, student, "Bijles rekenen", head)
    assert (post.amount, post.unit, post.start, post.end) == (1200, "uren_totaal", date(2021, 9, 1), date(2023, 6, 30))
    assert (post.engagement, post.cost_basis, post.price, post.vat_percent) == ("ingehuurd", "per_uur", D("32.50"), 21)
    assert (post.price_source, post.vacancy) == ("Offerte van 3 mei", "gevonden")
    assert (post.if_not_found, post.afterwards, post.is_pnil) == ("Eigen leraren.", "Het stopt.", True)
    assert AuditEntry.objects.latest("pk").detail["price"] == ["", "32.50"]


def test_post_with_holes_is_kept_and_its_cost_is_unknown(client, head, plan):
    client.post(add(plan), typed(description="", amount="", price="", vat_percent=""))

    post = StaffingNeed.objects.get()
    assert (post.amount, post.price, post.vat_percent, str(post)) == (None, None, 0, "onderwijsassistent")
    page = client.get(url("staff", plan))
    [row] = page.context["rows"]
    assert (row["fte"], row["hours"], row["cost"]) == (None, None, None)
    assert "nog onbekend" in text(page)


def test_post_is_changed_and_deleted_with_its_division(client, head, programme, plan, post):
    make_share(post, make_measure(programme), 60)

    client.post(url("post_edit", post), typed(amount="0,8"))
    post.refresh_from_db()
    assert (post.amount, post.description, post.version) == (D("0.800"), "Assistent groep 6", 2)
    assert client.get(url("post_edit", post)).context["form"]["amount"].value() == "0,8"

    asked = text(client.get(url("post_delete", post)))
    assert "Weet u zeker dat u “Assistent groep 6” wilt verwijderen?" in asked
    assert client.post(url("post_delete", post)).url == url("staff", plan)
    assert (StaffingNeed.objects.count(), Deployment.objects.count()) == (0, 0)
    told = AuditEntry.objects.filter(event="row_deleted").order_by("pk").values_list("subject", flat=True)
    assert [subject.split(":")[0] for subject in told] == ["programmes.deployment", "staffing.staffingneed"]


@pytest.mark.parametrize(
    ("fields", "fte", "hours", "cost"),
    [
        ({"amount": "0,5", "cost_basis": "per_jaar", "price": "48.000"}, "0.500", "829.5", "24000.00"),
        ({"amount": "20", "unit": "uren_week", "cost_basis": "per_uur", "price": "40"}, "0.500", "829.5", "33180.00"),
        (
            {"amount": "2", "unit": "dagen_week", "cost_basis": "per_jaar", "price": "50000"},
            "0.400",
            "663.6",
            "20000.00",
        ),
        (
            {"amount": "3", "unit": "dagdelen_week", "cost_basis": "per_uur", "price": "35"},
            "0.300",
            "497.7",
            "17419.50",
        ),
        (
            {"amount": "120", "unit": "uren_totaal", "cost_basis": "per_uur", "price": "52,5"},
            "0.072",
            "120.0",
            "6300.00",
        ),
        ({"amount": "", "cost_basis": "vast", "price": "7.500,55"}, "None", "None", "7500.55"),
        ({"amount": "1", "cost_basis": "geen", "price": ""}, "1.000", "1659.0", "0.00"),
        (
            {"engagement": "ingehuurd", "cost_basis": "vast", "price": "1000", "vat_percent": "21"},
            "0.500",
            "829.5",
            "1210.00",
        ),
        (
            {"amount": "0,2", "cost_basis": "per_jaar", "price": "60.000", "end": "2023-07-31"},
            "0.200",
            "663.6",
            "24000.00",
        ),
    ],
)
def test_page_tells_fte_hours_and_cost_of_every_unit_and_basis(client, head, plan, fields, fte, hours, cost):
    client.post(add(plan), typed(**fields))

    page = client.get(url("staff", plan))

    [row] = page.context["rows"]
    assert (str(row["fte"]), str(row["hours"]), str(row["cost"])) == (fte, hours, cost)


def test_page_tells_what_is_not_divided_and_pnil(client, head, programme, plan):
    hired = make_post(programme, engagement="ingehuurd", description="Ingehuurd")
    service = make_post(programme, engagement="dienst", description="Dienst")
    make_share(hired, make_measure(programme), 60)
    make_share(service, make_measure(programme), 40)
    make_share(service, make_measure(programme), 60)

    page = client.get(url("staff", plan))

    assert {row["post"].description: row["unplaced"] for row in page.context["rows"]} == {"Ingehuurd": 40, "Dienst": 0}
    assert text(page).count("telt mee als personeel niet in loondienst") == 1
    assert text(page).count("nog 40% te verdelen") == 1


def test_posts_follow_their_start_and_kind(client, head, programme, plan):
    late = make_post(programme, start=date(2022, 1, 1))
    teacher = make_post(programme, kind=StaffKind.objects.get(code="leraar"))
    assistant = make_post(programme)

    rows = client.get(url("staff", plan)).context["rows"]

    assert [row["post"] for row in rows] == [assistant, teacher, late]


def test_empty_page_says_what_to_do_and_to_the_board_what_is_missing(client, head, programme, plan):
    assert f'href="{url("post_kinds", plan)}"' in text(client.get(url("staff", plan)))

    client.force_login(person("board", programme.school))
    page = client.get(url("staff", plan))
    assert (page.context["editable"], url("post_kinds", plan) in text(page)) == (False, False)
    assert "De school heeft nog niet ingevuld wie er extra nodig is." in text(page)


# --- mistakes --------------------------------------------------------------------------------------------------------

REQUIRED = "Dit veld is verplicht."
TOO_EARLY = "Het plan begint op 01-08-2021. Kies die dag of later."
TOO_LATE = "Het plan eindigt op 31-07-2023. Kies die dag of eerder."


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"start": "2021-07-31"}, {"start": [TOO_EARLY]}),
        ({"end": "2023-08-01"}, {"end": [TOO_LATE]}),
        (
            {"start": "2022-02-02", "end": "2022-02-01"},
            {"end": ["Het einde ligt voor het begin. Pas een van de twee aan."]},
        ),
        ({"start": "", "end": ""}, {"start": [REQUIRED], "end": [REQUIRED]}),
        ({"start": "30-02-2022"}, {"start": ["Vul een datum in, bijvoorbeeld 31-07-2023."]}),
        ({"kind": ""}, {"kind": [REQUIRED]}),
        ({"kind": "999999"}, {"kind": ["Selecteer een geldige keuze. Deze keuze is niet beschikbaar."]}),
        ({"amount": "half"}, {"amount": ["Vul een getal in, bijvoorbeeld 12,5."]}),
        ({"amount": "-1"}, {"amount": ["Vul 0 of meer in."]}),
        ({"amount": "10.000"}, {"amount": ["Vul hoogstens 9.999 in."]}),
        ({"amount": "0,1234"}, {"amount": ["Gebruik hoogstens 3 cijfers achter de komma."]}),
        ({"price": "veel"}, {"price": ["Vul een bedrag in, bijvoorbeeld 2.250 of 2.250,50."]}),
        ({"price": "1e309"}, {"price": ["Vul een bedrag in, bijvoorbeeld 2.250 of 2.250,50."]}),
        ({"price": "12,345"}, {"price": ["Gebruik hoogstens 2 cijfers achter de komma."]}),
        ({"engagement": "ingehuurd", "vat_percent": "31"}, {"vat_percent": ["Vul hoogstens 30 in."]}),
        (
            {"engagement": "eigen", "vat_percent": "21"},
            {"vat_percent": ["Over iemand in dienst betaalt u geen btw. Vul 0 in."]},
        ),
        (
            {"cost_basis": "geen", "price": "5"},
            {"price": ["Bij “kost niets” hoort geen bedrag. Haal het bedrag weg of kies anders."]},
        ),
        ({"unit": "maanden"}, {"unit": ["Selecteer een geldige keuze. maanden is geen beschikbare keuze."]}),
        ({"engagement": "baas"}, {"engagement": ["Selecteer een geldige keuze. baas is geen beschikbare keuze."]}),
        (
            {"description": "x" * 161},
            {"description": ["Zorg dat deze waarde niet meer dan 160 tekens bevat (het zijn er nu 161)."]},
        ),
        ({"afterwards": "a\x00"}, {"afterwards": ["Null-tekens zijn niet toegestaan."]}),
    ],
)
def test_mistake_gets_a_sentence_and_everything_typed_is_still_there(client, head, plan, fields, errors):
    sent = typed(if_not_found="Lang verhaal.", **fields)

    page = client.post(add(plan), sent)

    form = page.context["form"]
    assert (page.status_code, StaffingNeed.objects.count(), dict(form.errors)) == (200, 0, errors)
    assert {name: str(form[name].value()) for name in sent} == {name: str(value) for name, value in sent.items()}


@pytest.mark.parametrize(
    "day", [("2021-08-01", "2021-08-01"), ("2023-07-31", "2023-07-31"), ("2021-08-01", "2023-07-31")]
)
def test_first_and_last_day_of_the_plan_are_allowed(client, head, plan, day):
    assert client.post(add(plan), typed(start=day[0], end=day[1])).status_code == 302


# --- frozen, forged and hostile --------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ["post_add", "post_edit"])
def test_form_of_a_frozen_plan_says_so_and_keeps_what_was_typed(client, head, programme, addresses, route):
    freeze(programme, head)
    before = list(StaffingNeed.objects.values())

    page = client.post(addresses[route], typed())

    assert (page.status_code, list(StaffingNeed.objects.values())) == (200, before)
    assert [error[: len(FROZEN)] for error in page.context["form"].non_field_errors()] == [FROZEN]
    assert page.context["form"]["description"].value() == "Assistent groep 6"


def test_delete_in_a_frozen_plan_says_so(client, head, programme, post):
    freeze(programme, head)

    response = client.post(url("post_delete", post))

    assert [message[: len(FROZEN)] for message in said(response)] == [FROZEN]
    assert StaffingNeed.objects.get() == post


def test_frozen_page_has_no_buttons(client, head, programme, plan, addresses):
    freeze(programme, head)

    page = client.get(addresses["staff"])

    assert page.context["editable"] is False
    for route in ("post_kinds", "post_edit", "post_delete"):
        assert f'"{addresses[route]}"' not in text(page)


@pytest.mark.parametrize("route", ["post_add", "post_edit"])
def test_fields_that_the_form_does_not_have_are_ignored(client, head, plan, addresses, route):
    elsewhere = make_programme().staff_plan
    forged = {"plan": elsewhere.pk, "version": "77", "changed_by": "1", "is_frozen": "on", "id": "1", "pk": "1"}

    client.post(addresses[route], typed() | forged)

    post = StaffingNeed.objects.get(description="Assistent groep 6")
    assert (post.plan, post.changed_by, post.version) == (plan, head, 1 if route == "post_add" else 2)
    assert not StaffPlan.objects.filter(is_frozen=True).exists()
    assert not elsewhere.needs.exists()


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_people_type_is_shown_as_text(client, head, plan, hostile):
    client.post(add(plan), typed(description=hostile, price_source=hostile, if_not_found=hostile, afterwards=hostile))
    post = StaffingNeed.objects.get()
    assert (post.description, post.price_source, post.afterwards) == (hostile,) * 3

    for address in (url("staff", plan), url("post_edit", post), url("post_delete", post)):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert escape(hostile) in page


# --- what a page costs -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize(("route", "queries"), [("staff", 0), ("post_kinds", 0), ("post_add", 0), ("post_edit", 0)])
def test_page_costs_the_same_for_1_3_and_30_posts(
    client, head, programme, addresses, django_assert_num_queries, route, queries, count
):
    measures = [make_measure(programme), make_measure(programme)]
    for post in [*programme.staff_plan.needs.all(), *(make_post(programme) for _ in range(count - 1))]:
        for measure in measures:
            make_share(post, measure, 50)

    with django_assert_num_queries(queries):
        page = client.get(addresses[route])

    assert page.status_code == 200
