"""Steps 2 and 3 of the walk: the scan with its findings and talks, and the needs that follow from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from npo_planner.models import AuditEntry
from programmes.models import Programme
from programmes.plan.constants import Status
from programmes.plan.operations import move
from scans.models import Consultation, Domain, Finding, Need, Scan
from schools.constants import Kind
from tests.factories import make_finding, make_head, make_need, make_programme, make_school
from tests.people import EVERYBODY, READERS, WRITERS, expected_status, person

pytestmark = pytest.mark.django_db

FROZEN = "Dit plan ligt vast, omdat het bij de MR ligt of is vastgesteld."
REQUIRED = "Dit veld is verplicht."
NO_CHOICE = "Selecteer een geldige keuze. Deze keuze is niet beschikbaar."
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "{{ 7|add:1 }}{% debug %}",
    "'; DROP TABLE scans_finding; --",
    "=HYPERLINK(1)",
    "é😀\u202e\u200b",
]


@pytest.fixture
def programme() -> Programme:
    return make_programme(make_school(name="De Wilg"))


@pytest.fixture
def scan(programme) -> Scan:
    return programme.scan


@pytest.fixture
def head(client, programme):
    """The schoolleider, signed in."""
    user = make_head(programme.school, name="Karin")
    client.force_login(user)
    return user


@pytest.fixture
def finding(programme) -> Finding:
    return make_finding(programme)


@pytest.fixture
def talk(scan) -> Consultation:
    return Consultation.objects.create(scan=scan, held_on=date(2021, 5, 3), party="team", outcome="Rekenen.")


@pytest.fixture
def need(programme, finding) -> Need:
    return make_need(programme, finding, title="Lezen op niveau")


def url(route: str, row: Any) -> str:
    return reverse(route, args=[getattr(row, "pk", row)])


def domain(name: str = "rekenen") -> Domain:
    return Domain.objects.get(name=name, school=None)


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def freeze(programme: Programme, by: Any) -> None:
    move(Programme.objects.get(pk=programme.pk), Status.AT_MR, by=by)


def finding_values(**typed: Any) -> dict[str, Any]:
    return {"domain": domain().pk, "group": "groep 5", "delay": "2", "source": "lvs"} | typed


def values_of(route: str) -> dict[str, Any]:
    """What is typed to make ``route`` succeed."""
    return {
        "scan_edit": {"title": "Najaar", "held_on": "2021-10-01"},
        "finding_add": finding_values(),
        "finding_edit": finding_values(group="groep 6"),
        "consultation_add": {"held_on": "03-05-2021", "party": "ouders", "outcome": "Zorgen."},
        "consultation_edit": {"held_on": "2021-05-04", "party": "mr", "outcome": "Eens."},
        "domain_add": {"name": "tuinieren", "kind": "praktisch"},
        "need_add": {"title": "Rekenen"},
        "need_edit": {"title": "Schrijven"},
    }.get(route, {})


# --- who may what ----------------------------------------------------------------------------------------------------

READ = ["scan", "needs"]
FORMS = {
    "scan_edit": "scan",
    "finding_add": "scan",
    "finding_edit": "finding",
    "finding_delete": "finding",
    "consultation_add": "scan",
    "consultation_edit": "talk",
    "consultation_delete": "talk",
    "domain_add": "scan",
    "need_add": "scan",
    "need_edit": "need",
    "need_delete": "need",
}
BUTTONS = {"need_up": "need", "need_down": "need"}


@pytest.fixture
def rows(scan, finding, talk, need) -> dict[str, Any]:
    return {"scan": scan, "finding": finding, "talk": talk, "need": need}


def statuses(client: Client, programme: Programme, ask: Callable[[], Any], names: Any = EVERYBODY) -> dict[str, int]:
    """What each of ``names`` is answered."""
    found = {}
    for name in names:
        client.force_login(person(name, programme.school))
        found[name] = ask().status_code
    return found


def expected(allowed: tuple[str, ...], success: int) -> dict[str, int]:
    return {name: expected_status(name, allowed, success) for name in EVERYBODY}


def written() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Scan, Finding, Consultation, Need)]


@pytest.mark.parametrize("route", READ)
def test_school_and_board_read_the_scan_and_nobody_else(client, programme, rows, route):
    address = url(route, programme.scan)

    for method, success in ((client.get, 200), (client.head, 200), (client.post, 405)):
        assert statuses(client, programme, lambda method=method: method(address)) == expected(READERS, success)


@pytest.mark.parametrize("route", FORMS)
def test_only_the_school_opens_a_form(client, programme, rows, route):
    address = url(route, rows[FORMS[route]])

    assert statuses(client, programme, lambda: client.get(address)) == expected(WRITERS, 200)
    assert statuses(client, programme, lambda: client.put(address)) == expected(WRITERS, 405)


@pytest.mark.parametrize("route", FORMS | BUTTONS)
def test_who_may_not_write_changes_nothing(client, programme, rows, route):
    make_need(programme, title="Tweede")
    address, before = url(route, rows[(FORMS | BUTTONS)[route]]), written()
    others = [name for name in EVERYBODY if name not in WRITERS]

    found = statuses(client, programme, lambda: client.post(address, values_of(route)), others)

    assert found == {name: status for name, status in expected(WRITERS, 302).items() if name in others}
    assert written() == before


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("route", [route for route in FORMS | BUTTONS if route != "domain_add"])
def test_school_writes(client, programme, rows, route, name):
    make_need(programme, rank=0)
    make_need(programme, rank=9)
    client.force_login(person(name, programme.school))
    before = written()

    response = client.post(url(route, rows[(FORMS | BUTTONS)[route]]), values_of(route))

    assert response.status_code == 302
    assert written() != before


@pytest.mark.parametrize("route", BUTTONS)
def test_button_is_never_a_link(client, programme, rows, route):
    address, before = url(route, rows["need"]), written()

    for method in (client.get, client.head):
        assert statuses(client, programme, lambda method=method: method(address)) == expected(WRITERS, 405)
    assert written() == before


@pytest.mark.parametrize("route", [*READ, *FORMS, *BUTTONS])
def test_who_did_not_sign_in_signs_in_first(client, rows, route):
    address = url(route, rows[(FORMS | BUTTONS).get(route, "scan")])

    for response in (client.get(address), client.post(address, values_of(route))):
        assert (response.status_code, response.url) == (302, f"{reverse('login')}?next={address}")


@pytest.mark.parametrize("route", [*READ, *FORMS, *BUTTONS])
def test_row_that_does_not_exist_is_404(client, head, route):
    for key in (999_999, 10**30):
        assert client.get(url(route, key)).status_code == 404
        assert client.post(url(route, key)).status_code == 404


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
    assert [(name, [c.label for c in cells]) for name, cells in page.context["map"].rows] == [
        ("rekenen", ["matige achterstand"])
    ]
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


# --- needs -----------------------------------------------------------------------------------------------------------


def test_needs_say_what_to_do_first(client, head, scan):
    assert f'"{url("scan", scan)}"' in client.get(url("needs", scan)).content.decode()
    assert client.get(url("needs", scan)).context["has_findings"] is False


def test_need_rests_on_findings_and_comes_last(client, head, programme, scan, finding, need):
    other = make_finding(programme, group="groep 3")

    response = client.post(
        url("need_add", scan),
        {"title": "Rekenen", "findings": [finding.pk, other.pk], "explanation": "Het grootste verschil."},
    )

    added = Need.objects.get(title="Rekenen")
    assert (response.url, added.rank, added.explanation) == (url("needs", scan), 2, "Het grootste verschil.")
    assert set(added.findings.all()) == {finding, other}
    assert client.get(url("needs", scan)).context["needs"] == [need, added]


def test_need_is_changed_and_deleted(client, head, scan, need):
    client.post(url("need_edit", need), {"title": "Anders", "findings": []})
    need.refresh_from_db()
    assert (need.title, list(need.findings.all()), need.rank) == ("Anders", [], 1)

    assert client.post(url("need_delete", need)).url == url("needs", scan)
    assert not Need.objects.exists()


@pytest.mark.parametrize(("count", "too_many"), [(5, False), (6, True)])
def test_more_than_five_needs_ask_to_choose(client, head, programme, scan, count, too_many):
    for _ in range(count):
        make_need(programme)

    page = client.get(url("needs", scan))

    assert page.context["too_many"] is too_many
    assert (f"U hebt {count} behoeften." in page.content.decode()) is too_many


def test_needs_move_up_and_down(client, head, programme, scan):
    first, second, third = (make_need(programme, title=name) for name in "ABC")

    def order() -> str:
        return "".join(scan.needs.order_by("rank").values_list("title", flat=True))

    steps = [("need_up", third), ("need_up", third), ("need_up", third), ("need_down", first), ("need_down", third)]
    seen = []
    for route, row in steps:
        assert client.post(url(route, row)).url == url("needs", scan)
        seen.append(order())

    assert seen == ["ACB", "CAB", "CAB", "CBA", "BCA"]
    assert second.title == "B"


def test_findings_of_another_school_are_neither_offered_nor_accepted(client, head, scan, finding, need):
    theirs = make_finding(make_programme())

    offered = client.get(url("need_edit", need)).context["form"].fields["findings"].queryset
    assert list(offered) == [finding]

    for route, row in (("need_add", scan), ("need_edit", need)):
        page = client.post(url(route, row), {"title": "Rekenen", "findings": [finding.pk, theirs.pk]})
        assert dict(page.context["form"].errors) == {
            "findings": [f"Selecteer een geldige keuze. {theirs.pk} is geen beschikbare keuze."]
        }
        assert page.context["form"]["findings"].value() == [str(finding.pk), str(theirs.pk)]
    assert (Need.objects.count(), list(need.findings.all())) == (1, [finding])


# --- frozen, forged and hostile --------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", [r for r in FORMS if r not in {"domain_add"} and not r.endswith("_delete")])
def test_form_of_a_frozen_plan_says_so_and_keeps_what_was_typed(client, head, programme, rows, route):
    freeze(programme, head)
    before = written()

    page = client.post(url(route, rows[FORMS[route]]), values_of(route))

    form = page.context["form"]
    assert (page.status_code, written()) == (200, before)
    assert [error[: len(FROZEN)] for error in form.non_field_errors()] == [FROZEN]
    assert {name: str(form[name].value()) for name in values_of(route)} == {
        name: str(value) for name, value in values_of(route).items()
    }


@pytest.mark.parametrize("route", [*[r for r in FORMS if r.endswith("_delete")], *BUTTONS])
def test_button_of_a_frozen_plan_says_so(client, head, programme, rows, route):
    make_need(programme)
    freeze(programme, head)
    before = written()

    response = client.post(url(route, rows[(FORMS | BUTTONS)[route]]))

    assert (response.status_code, written()) == (302, before)
    assert [message[: len(FROZEN)] for message in said(response)] == [FROZEN]


FORGED = {"rank": "99", "version": "77", "is_frozen": "on", "changed_by": "1", "id": "1", "pk": "1", "school": "1"}


@pytest.mark.parametrize(("route", "model"), [("finding_add", Finding), ("need_add", Need), ("consultation_add", None)])
def test_fields_that_the_form_does_not_have_are_ignored_when_adding(client, head, scan, route, model):
    elsewhere = make_programme().scan
    model = model or Consultation

    client.post(url(route, scan), values_of(route) | FORGED | {"scan": elsewhere.pk})

    row = model.objects.get()
    assert (row.scan, row.version, row.changed_by) == (scan, 1, head)
    assert getattr(row, "rank", 1) == 1


@pytest.mark.parametrize(("route", "row"), [("scan_edit", "scan"), ("finding_edit", "finding"), ("need_edit", "need")])
def test_fields_that_the_form_does_not_have_are_ignored_when_changing(client, head, rows, route, row):
    elsewhere = make_programme()
    client.post(
        url(route, rows[row]),
        values_of(route) | FORGED | {"scan": elsewhere.scan_id, "school": elsewhere.school_id},
    )

    found = type(rows[row]).objects.get(pk=rows[row].pk)
    assert (found.version, found.changed_by, found.owner) == (2, head, rows["scan"])
    assert (found.owner.is_frozen, found.owner.school) == (False, rows["scan"].school)
    assert getattr(found, "rank", 1) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_type_is_shown_as_text_everywhere(client, head, scan, text):
    client.post(url("scan_edit", scan), {"title": text, "summary": text})
    client.post(url("domain_add", scan), {"name": text, "kind": "anders"})
    own = Domain.objects.get(school=scan.school)
    client.post(url("finding_add", scan), finding_values(domain=own.pk, group=text, source_note=text, explanation=text))
    finding = Finding.objects.get()
    client.post(url("consultation_add", scan), {"held_on": "2021-05-03", "party": "mr", "how": text, "outcome": text})
    client.post(url("need_add", scan), {"title": text, "explanation": text, "findings": [finding.pk]})
    need, talk = Need.objects.get(), Consultation.objects.get()
    stored = [scan.school.scans.get().title, own.name, finding.group, finding.explanation, talk.how, need.title]
    assert stored == [text] * 6

    pages = [("scan", scan), ("needs", scan), ("scan_edit", scan), ("finding_add", scan), ("finding_edit", finding)]
    pages += [("finding_delete", finding), ("consultation_edit", talk), ("consultation_delete", talk)]
    pages += [("need_edit", need), ("need_delete", need)]
    for route, row in pages:
        page = client.get(url(route, row)).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript:' not in page
    assert escape(text) in client.get(url("need_delete", need)).content.decode()


def test_collision_is_shown_on_the_page_with_both_texts(client, head, finding):
    form = client.get(url("finding_edit", finding)).context["form"]
    sent = finding_values(explanation="Van Karin.", seen=form["seen"].value())
    Finding.objects.update(explanation="<b>Van hen.</b>", version=2)

    page = client.post(url("finding_edit", finding), sent)

    text = page.content.decode()
    assert "Iemand anders wijzigde dit om" in text
    assert "“&lt;b&gt;Van hen.&lt;/b&gt;”" in text
    assert "Van Karin.</textarea>" in text


# --- what a page costs -----------------------------------------------------------------------------------------------


def fill(programme: Programme, count: int) -> None:
    for n in range(count):
        make_need(programme, make_finding(programme, group=f"groep {n}"), make_finding(programme, group=f"bouw {n}"))
        Consultation.objects.create(scan=programme.scan, held_on=date(2021, 5, 3), party="team", outcome="x")


QUERIES = {
    "scan": 19,
    "needs": 21,
    "finding_add": 18,
    "finding_edit": 19,
    "need_add": 18,
    "need_edit": 19,
    "need_delete": 17,
}
"""Session, person, roles, row, the whole plan that the walk shows (11), and what the page itself adds."""


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize("route", QUERIES)
def test_page_costs_the_same_for_1_3_and_30_rows(client, head, programme, django_assert_num_queries, route, count):
    fill(programme, count)
    rows = {"finding_edit": programme.scan.findings.first(), "need_edit": programme.scan.needs.first()}
    rows["need_delete"] = rows["need_edit"]
    address = url(route, rows.get(route, programme.scan))

    with django_assert_num_queries(QUERIES[route]):
        page = client.get(address)

    assert page.status_code == 200
