"""Step 2 of the walk: the scan with its findings and talks."""

from __future__ import annotations

from datetime import date

import pytest

from npo_planner.models import AuditEntry
from scans.models import Consultation, Domain, Finding
from schools.constants import Kind
from tests.factories import make_head, make_programme, make_school
from tests.people import person
from tests.scans.pages import (
    BUTTONS,
    FORMS,
    NO_CHOICE,
    READ,
    REQUIRED,
    domain,
    finding_values,
    freeze,
    said,
    url,
)

pytestmark = pytest.mark.django_db

# --- the scan --------------------------------------------------------------------------------------------------------


def test_empty_scan_says_what_to_do(client, head, scan):
    page = client.get(url("scan", scan))

    assert (page.context["findings"], page.context["editable"]) == ([], True)
    assert "Nog geen bevindingen" in page.content.decode()
    assert url("finding_add", scan) in page.content.decode()


def test_scan_shows_findings_the_grid_the_talks_and_the_needs(client, head, scan, finding, talk, need):
    page = client.get(url("scan", scan))

    assert page.context["findings"] == [finding]
    assert page.context["consultations"] == [talk]
    assert [(name, [c.label for c in cells]) for name, cells in page.context["map"].rows] == [("rekenen", ["matig"])]
    text = page.content.decode()
    assert "Leidt tot de behoefte" in text
    assert f"{url('needs', scan)}#behoefte-{need.pk}" in text


def test_board_reads_along_without_buttons(client, programme, scan, rows):
    client.force_login(person("board", programme.school))

    for route in READ:
        page = client.get(url(route, scan))
        assert page.context["editable"] is False
        for form, row in (FORMS | BUTTONS).items():
            assert f'"{url(form, rows[row])}"' not in page.content.decode()


def test_frozen_scan_has_no_buttons(client, head, programme, scan, rows):
    freeze(programme, head)

    for route in READ:
        page = client.get(url(route, scan))
        assert page.context["editable"] is False
        for form, row in (FORMS | BUTTONS).items():
            assert f'"{url(form, rows[row])}"' not in page.content.decode()


def test_scan_is_renamed_and_dated(client, head, scan):
    response = client.post(
        url("scan_edit", scan), {"title": "Najaar 2021", "held_on": "1-10-2021", "summary": "Rekenen valt op."}
    )

    assert (response.status_code, response.url, said(response)) == (302, url("scan", scan), ["Bewaard."])
    scan.refresh_from_db()
    assert (scan.title, scan.held_on, scan.summary, scan.version, scan.changed_by) == (
        "Najaar 2021",
        date(2021, 10, 1),
        "Rekenen valt op.",
        2,
        head,
    )


# --- findings --------------------------------------------------------------------------------------------------------


def test_finding_is_added_with_everything(client, head, scan):
    typed = finding_values(
        pupils="1.200", trend="slechter", source_note="Cito M5", explanation="Minder geoefend.\r\nLang ziek."
    )

    response = client.post(url("finding_add", scan), typed)

    assert (response.status_code, response.url, said(response)) == (302, url("scan", scan), ["Bewaard."])
    found = Finding.objects.get()
    assert (found.scan, found.domain, found.group, found.delay, found.pupils) == (scan, domain(), "groep 5", 2, 1200)
    assert (found.trend, found.source, found.source_note) == ("slechter", "lvs", "Cito M5")
    assert (found.explanation, found.changed_by) == ("Minder geoefend.\r\nLang ziek.", head)
    assert AuditEntry.objects.latest("pk").event == "row_added"


def test_finding_with_holes_is_kept_and_shown_as_open(client, head, scan):
    client.post(url("finding_add", scan), {"domain": domain().pk, "group": "hele school"})

    found = Finding.objects.get()
    assert (found.delay, found.pupils, found.trend, found.source, found.explanation) == (None, None, "", "", "")
    assert "nog niet ingevuld hoe groot de achterstand is" in client.get(url("scan", scan)).content.decode()


def test_finding_is_changed_and_deleted(client, head, finding):
    client.post(url("finding_edit", finding), finding_values(group="groep 8", delay="0", pupils="0"))
    finding.refresh_from_db()
    assert (finding.group, finding.delay, finding.pupils, finding.version) == ("groep 8", 0, 0, 2)

    asked = client.get(url("finding_delete", finding)).content.decode()
    assert "Weet u zeker dat u de bevinding “rekenen, groep 8” wilt verwijderen?" in asked

    response = client.post(url("finding_delete", finding))
    assert (response.url, Finding.objects.exists()) == (url("scan", finding.scan_id), False)
    assert client.get(url("finding_edit", finding)).status_code == 404


def test_finding_that_a_need_rests_on_may_go_and_the_need_stays(client, head, finding, need):
    client.post(url("finding_delete", finding))

    assert (Finding.objects.count(), list(need.findings.all())) == (0, [])


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"domain": ""}, {"domain": [REQUIRED]}),
        ({"domain": "abc"}, {"domain": [NO_CHOICE]}),
        ({"domain": "1' OR 1=1"}, {"domain": [NO_CHOICE]}),
        ({"group": "   "}, {"group": [REQUIRED]}),
        ({"group": "g" * 61}, {"group": ["Zorg dat deze waarde niet meer dan 60 tekens bevat (het zijn er nu 61)."]}),
        ({"delay": "9"}, {"delay": ["Selecteer een geldige keuze. 9 is geen beschikbare keuze."]}),
        ({"delay": "veel"}, {"delay": ["Selecteer een geldige keuze. veel is geen beschikbare keuze."]}),
        ({"pupils": "een paar"}, {"pupils": ["Vul een heel getal in, bijvoorbeeld 12."]}),
        ({"pupils": "-3"}, {"pupils": ["Vul 0 of meer in."]}),
        ({"pupils": "2,5"}, {"pupils": ["Vul een heel getal in, bijvoorbeeld 12."]}),
        ({"pupils": "9" * 40}, {"pupils": ["Vul hoogstens 99.999 in.", "Zorg dat er niet meer dan 12 cijfers zijn."]}),
        ({"explanation": "a\x00b"}, {"explanation": ["Null-tekens zijn niet toegestaan."]}),
    ],
)
def test_mistake_in_a_finding_gets_a_sentence_and_everything_typed_is_still_there(client, head, scan, typed, errors):
    sent = finding_values(source_note="Cito M5", explanation="Lang verhaal.") | typed

    page = client.post(url("finding_add", scan), sent)

    form = page.context["form"]
    assert (page.status_code, Finding.objects.count(), dict(form.errors)) == (200, 0, errors)
    assert {name: str(form[name].value()) for name in sent} == {name: str(value) for name, value in sent.items()}
    assert "Fout: Bevinding toevoegen" in page.content.decode()


def test_domains_of_the_own_sector_and_of_the_own_school_are_offered_and_no_others(client, head, programme, scan):
    own = Domain.objects.create(school=programme.school, name="tuinieren", kind="praktisch")
    theirs = Domain.objects.create(school=make_school(board=programme.school.board), name="zeilen", kind="praktisch")
    po_only, vo_only = domain("technisch lezen"), domain("wiskunde")

    field = client.get(url("finding_add", scan)).context["form"].fields["domain"]

    assert field.queryset.filter(pk__in=[own.pk, po_only.pk]).count() == 2
    assert not field.queryset.filter(pk__in=[theirs.pk, vo_only.pk]).exists()
    for refused in (theirs, vo_only):
        page = client.post(url("finding_add", scan), finding_values(domain=refused.pk))
        assert dict(page.context["form"].errors) == {"domain": [NO_CHOICE]}
    assert not Finding.objects.exists()


@pytest.mark.parametrize(
    ("kind", "offered", "not_offered"),
    [
        (Kind.BO, ["groep 1", "groep 8", "middenbouw"], "leerjaar 1"),
        (Kind.VO, ["leerjaar 1", "leerjaar 6", "vmbo"], "groep 1"),
        (Kind.SO_VSO, ["so onderbouw", "vso bovenbouw", "hele school"], "groep 1"),
    ],
)
def test_groups_of_the_sector_are_suggested_and_any_other_is_allowed(client, kind, offered, not_offered):
    programme = make_programme(make_school(kind=kind))
    client.force_login(make_head(programme.school))

    widget = client.get(url("finding_add", programme.scan)).context["form"].fields["group"].widget
    assert set(offered) <= set(widget.suggestions)
    assert not_offered not in widget.suggestions

    client.post(url("finding_add", programme.scan), finding_values(group="de plusklas"))
    assert Finding.objects.get().group == "de plusklas"


# --- talks -----------------------------------------------------------------------------------------------------------


def test_talk_is_added_changed_and_deleted(client, head, scan):
    client.post(
        url("consultation_add", scan),
        {"held_on": "03-05-2021", "party": "leerlingen", "how": "panel", "outcome": "Meer buiten."},
    )
    talk = Consultation.objects.get()
    assert (talk.held_on, talk.party, talk.how, talk.outcome) == (
        date(2021, 5, 3),
        "leerlingen",
        "panel",
        "Meer buiten.",
    )

    client.post(
        url("consultation_edit", talk), {"held_on": "2021-05-04", "party": "ouders", "how": "", "outcome": "Rust."}
    )
    talk.refresh_from_db()
    assert (talk.held_on, talk.party, talk.how, talk.outcome) == (date(2021, 5, 4), "ouders", "", "Rust.")

    assert client.post(url("consultation_delete", talk)).url == url("scan", scan)
    assert not Consultation.objects.exists()


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"held_on": "31-02-2021"}, {"held_on": ["Vul een datum in, bijvoorbeeld 31-07-2023."]}),
        ({"held_on": ""}, {"held_on": [REQUIRED]}),
        ({"party": "buren"}, {"party": ["Selecteer een geldige keuze. buren is geen beschikbare keuze."]}),
        ({"outcome": " \r\n "}, {"outcome": [REQUIRED]}),
        (
            {"outcome": "x" * 5001},
            {"outcome": ["Zorg dat deze waarde niet meer dan 5000 tekens bevat (het zijn er nu 5001)."]},
        ),
    ],
)
def test_mistake_in_a_talk_gets_a_sentence_and_everything_typed_is_still_there(client, head, scan, typed, errors):
    sent = {"held_on": "2021-05-03", "party": "team", "how": "studiedag", "outcome": "Rekenen."} | typed

    page = client.post(url("consultation_add", scan), sent)

    form = page.context["form"]
    assert (page.status_code, Consultation.objects.count(), dict(form.errors)) == (200, 0, errors)
    assert {name: form[name].value() for name in sent} == sent


# --- domains ---------------------------------------------------------------------------------------------------------


def test_domain_of_the_own_school_is_added_and_offered(client, head, programme, scan):
    response = client.post(url("domain_add", scan), {"name": "  tuinieren ", "kind": "praktisch"})

    own = Domain.objects.get(school=programme.school)
    assert (response.url, own.name, own.kind) == (url("finding_add", scan), "tuinieren", "praktisch")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.event, entry.actor, entry.school) == ("domain_added", head, programme.school)
    assert own in client.get(url("finding_add", scan)).context["form"].fields["domain"].queryset


@pytest.mark.parametrize("name", ["rekenen", "REKENEN", " Rekenen "])
def test_domain_that_is_in_the_list_is_not_added_again(client, head, scan, name):
    page = client.post(url("domain_add", scan), {"name": name, "kind": "cognitief"})

    assert dict(page.context["form"].errors) == {"name": ["Dit ontwikkelgebied staat al in de lijst."]}
    assert page.context["form"]["name"].value() == name
    assert not Domain.objects.exclude(school=None).exists()


def test_domain_of_another_school_does_not_stand_in_the_way(client, head, programme, scan):
    Domain.objects.create(school=make_school(), name="tuinieren", kind="praktisch")

    client.post(url("domain_add", scan), {"name": "tuinieren", "kind": "praktisch"})

    assert Domain.objects.filter(name="tuinieren").count() == 2


def test_domain_that_the_school_added_may_not_be_added_twice(client, head, scan):
    for _ in range(2):
        page = client.post(url("domain_add", scan), {"name": "tuinieren", "kind": "praktisch"})

    assert dict(page.context["form"].errors) == {"name": ["Dit ontwikkelgebied staat al in de lijst."]}


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"name": "", "kind": "praktisch"}, {"name": [REQUIRED]}),
        ({"name": "tuinieren", "kind": ""}, {"kind": [REQUIRED]}),
        (
            {"name": "t" * 61, "kind": "praktisch"},
            {"name": ["Zorg dat deze waarde niet meer dan 60 tekens bevat (het zijn er nu 61)."]},
        ),
    ],
)
def test_mistake_in_a_domain_gets_a_sentence(client, head, scan, typed, errors):
    page = client.post(url("domain_add", scan), typed)

    assert dict(page.context["form"].errors) == errors
    assert {name: page.context["form"][name].value() for name in typed} == typed
