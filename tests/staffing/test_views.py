"""Step 6 of the walk: the posts of extra staff, with whom, how much, when and at what cost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils.html import escape

from npo_planner.models import AuditEntry
from programmes.models import Deployment
from schools.constants import Kind
from staffing.models import StaffingNeed, StaffKind, StaffPlan, Tariff
from tests.factories import make_head, make_measure, make_post, make_programme, make_school, make_share
from tests.people import person
from tests.staffing.pages import add, said, text, typed, url

pytestmark = pytest.mark.django_db

D = Decimal
# --- kinds -----------------------------------------------------------------------------------------------------------


def test_every_kind_of_staff_is_offered_with_its_rules(client, head, plan):
    page = client.get(url("post_kinds", plan))

    kinds = list(StaffKind.objects.order_by("rank", "name"))
    assert [(label, [kind.code for kind in found]) for label, found in page.context["groups"]] == [
        (label, [kind.code for kind in kinds if kind.group == group])
        for group, label in (
            ("eigen", "Eigen mensen"),
            ("nieuw", "Nieuwe mensen in dienst"),
            ("anderen", "Via anderen"),
            ("zonder_loon", "Zonder loon"),
        )
    ]
    for kind in kinds:
        assert f'href="{add(plan, kind.code)}"' in text(page)
        assert f'href="{url("kind_help", plan, kind.code)}"' in text(page)
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

    labels = [offer.tariff.label for offer in page.context["offers"]]
    known = Tariff.objects.filter(kind=teacher, sector=programme.school.sector).exclude(amount=None)
    assert labels == sorted(known.values_list("label", flat=True))
    assert "Neem € 71.234,50 over" in text(page)


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
    assert {row["post"].description: row["pnil"] for row in page.context["rows"]} == {
        "Ingehuurd": True,
        "Dienst": False,
    }
    assert text(page).count("Telt mee als personeel niet in loondienst (PNIL).") == 1
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
