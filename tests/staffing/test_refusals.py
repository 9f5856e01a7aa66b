"""Mistakes, a plan that is frozen, fields that the form does not have, and hostile text."""

from __future__ import annotations

import pytest
from django.utils.html import escape

from staffing.models import StaffingNeed, StaffPlan
from tests.factories import make_programme
from tests.staffing.pages import FROZEN, add, freeze, said, text, typed, url

pytestmark = pytest.mark.django_db

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:1 }}{% debug %}",
    "'; DROP TABLE staffing_staffingneed; --",
    "=HYPERLINK(1)",
    "é😀\u202e\u200b",
]


# --- mistakes --------------------------------------------------------------------------------------------------------

REQUIRED = "Dit veld is verplicht."
TOO_EARLY = "Het plan begint op 01-08-2021. Kies die dag of later."
TOO_LATE = "Het plan eindigt op 31-07-2025. Kies die dag of eerder."


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"start": "2021-07-31"}, {"start": [TOO_EARLY]}),
        ({"end": "2025-08-01"}, {"end": [TOO_LATE]}),
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
    "day", [("2021-08-01", "2021-08-01"), ("2025-07-31", "2025-07-31"), ("2021-08-01", "2025-07-31")]
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
