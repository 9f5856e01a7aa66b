"""The second scan: it goes on from the first, shows what changed, and leaves the first as it was."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from npo_planner.rows import save_row
from programmes.document.build import build
from programmes.document.html import context
from programmes.document.stamp import of_draft
from programmes.models import Programme
from programmes.plan.operations import renew_scan
from scans.change import changes
from scans.constants import Delay, Trend, trend_of
from scans.heatmap import heat_map, highlights
from scans.models import Consultation, Finding, Need, Scan
from tests.factories import make_finding, make_head, make_measure, make_need
from tests.people import person
from tests.scans.pages import FROZEN, finding_values, freeze, said, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def renewed(programme, talk) -> Scan:
    """The second scan of a plan with three findings, two needs and a measure."""
    first = make_finding(programme, group="groep 3", delay=3, pupils=12, source_note="Cito")
    first.consultations.add(talk)
    make_finding(programme, group="groep 4", delay=1)
    make_finding(programme, group="groep 5", delay=None, trend="slechter")
    need = make_need(programme, first, title="Rekenen", explanation="Eerst dit.")
    make_need(programme, title="Rust")
    make_measure(programme, needs=(need,))
    by = make_head(programme.school, name="Karin")
    return renew_scan(programme=programme, title="Voorjaar 2022", held_on=date(2022, 3, 1), by=by)


def test_new_scan_starts_with_the_findings_and_needs_of_the_old_one(programme, scan, renewed):
    assert (renewed.title, renewed.held_on, renewed.previous, renewed.is_frozen) == (
        "Voorjaar 2022",
        date(2022, 3, 1),
        scan,
        False,
    )
    copied = list(renewed.findings.all())
    assert [(f.group, f.delay, f.pupils, f.trend, f.source_note, f.previous) for f in copied] == [
        (old.group, old.delay, old.pupils, "gelijk" if old.delay else "", old.source_note, old)
        for old in scan.findings.all()
    ]
    assert [(n.title, n.explanation, n.rank, list(n.findings.all())) for n in renewed.needs.all()] == [
        ("Rekenen", "Eerst dit.", 1, [copied[0]]),
        ("Rust", "", 2, []),
    ]
    assert (renewed.consultations.count(), copied[0].consultations.count()) == (0, 0)


def test_plan_goes_on_with_the_new_scan_and_the_old_one_is_closed(programme, scan, renewed):
    programme.refresh_from_db()
    scan.refresh_from_db()

    assert (programme.scan, programme.version, scan.is_frozen) == (renewed, 2, True)
    assert [n.scan for n in programme.measures.get().needs.all()] == [renewed]
    assert (scan.findings.count(), scan.needs.count(), scan.consultations.count()) == (3, 2, 1)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.event, entry.label, entry.detail) == (
        "scan_renewed",
        "Voorjaar 2022",
        {"title": ["Schoolscan 2021-2022", "Voorjaar 2022"]},
    )


def test_plan_that_lies_with_the_mr_gets_no_new_scan(programme, scan, finding, head):
    freeze(programme, head)

    with pytest.raises(Refused) as refused:
        renew_scan(programme=programme, title="Nieuw", held_on=None, by=head)

    assert (refused.value.code, Scan.objects.count(), Finding.objects.count()) == ("frozen", 1, 1)


def test_old_scan_says_why_it_is_closed(finding, renewed, head):
    with pytest.raises(Refused) as refused:
        save_row(row=Finding.objects.get(pk=finding.pk), values={"explanation": "Te laat."}, by=head)

    assert (refused.value.code, str(refused.value)) == (
        "frozen",
        "Deze scan is afgesloten, want de school heeft een nieuwere. Schrijf daarin verder.",
    )


def test_old_scan_stays_closed_when_the_plan_comes_back(programme, scan, renewed, head):
    freeze(programme, head)
    Scan.objects.filter(pk=renewed.pk).update(is_frozen=False)

    scan.refresh_from_db()
    assert scan.is_frozen


# --- how it changed --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [(3, 1, Trend.BETTER), (0, 1, Trend.WORSE), (2, 2, Trend.SAME), (None, 1, None), (1, None, None)],
)
def test_trend_follows_from_two_delays(before, now, expected):
    assert trend_of(before, now) == expected


def change_all(renewed: Scan) -> None:
    """Groep 3 better, groep 4 worse, groep 5 unknown, groep 6 new; nothing gone."""
    renewed.findings.filter(group="groep 3").update(delay=2)
    renewed.findings.filter(group="groep 4").update(delay=3)
    Finding.objects.create(scan=renewed, domain=renewed.findings.first().domain, group="groep 6", delay=0)


def test_changes_are_told_by_kind(scan, renewed):
    change_all(renewed)
    renewed.findings.filter(group="groep 5").delete()

    found = changes(renewed.findings.with_needs(), scan.findings.gone(renewed))

    assert [(name, [f.group for f in group]) for name, group in found.lists] == [
        ("Beter", ["groep 3"]),
        ("Slechter", ["groep 4"]),
        ("Nieuw", ["groep 6"]),
        ("Staat niet meer in de scan", ["groep 5"]),
    ]
    assert changes([], []).lists == []


def test_page_of_the_new_scan_tells_what_changed(client, head, scan, renewed):
    change_all(renewed)

    text = " ".join(client.get(url("scan", renewed)).content.decode().split())

    for told in (
        "Veranderd sinds Schoolscan 2021-2022",
        "was grote achterstand, nu matige achterstand",
        "was kleine achterstand, nu grote achterstand",
        "beter dan vorige keer",
        '<small class="heat-was">beter, was groot</small>',
        '<small class="heat-was">slechter, was klein</small>',
        f'<a href="{url("scan", scan)}">Schoolscan 2021-2022</a>',
        "Nog niet te vergelijken (1)",
    ):
        assert told in text


@pytest.mark.parametrize("name", ["head", "board"])
def test_old_scan_stays_readable_without_a_walk_and_without_buttons(client, programme, scan, renewed, name):
    client.force_login(person(name, programme.school))

    for route in ("scan", "needs"):
        page = client.get(url(route, scan))
        text = page.content.decode()
        assert (page.status_code, page.context["editable"], bool(page.context["walk"])) == (200, False, False)
        assert "Bevinding toevoegen" not in text
    text = client.get(url("scan", scan)).content.decode()
    assert "Dit is een vorige scan." in text
    assert f'<a href="{url("scan", renewed)}">Voorjaar 2022</a>' in text


def test_old_scan_refuses_every_write(client, head, scan, renewed):
    old = scan.findings.first()

    page = client.post(url("finding_edit", old), finding_values(explanation="Nog iets."))

    assert page.context["form"].non_field_errors()[0].startswith("Deze scan is afgesloten")
    assert page.context["form"]["explanation"].value() == "Nog iets."
    for route in ("scan_grid", "scan_import", "finding_add", "scan_edit"):
        assert client.get(url(route, scan)).status_code == 200


def test_trend_of_a_finding_that_goes_on_is_not_asked(client, head, renewed):
    copied = renewed.findings.get(group="groep 3")

    page = client.get(url("finding_edit", copied)).content.decode()
    client.post(url("finding_edit", copied), finding_values(group="groep 3", delay="1", trend="slechter"))

    copied.refresh_from_db()
    assert ('name="trend"' in page, copied.trend) == (False, "gelijk")
    assert (copied.change, copied.trend_label, copied.was_label) == (
        Trend.BETTER,
        "beter dan vorige keer",
        "grote achterstand",
    )
    new = client.get(url("finding_add", renewed)).context["form"]
    assert not new.fields["trend"].disabled


def test_deleted_previous_finding_leaves_the_new_one(scan, renewed):
    scan.findings.filter(group="groep 3").delete()

    copied = renewed.findings.get(group="groep 3")
    assert (copied.previous, copied.was_label, copied.change) == (None, "", Trend.SAME)


# --- the page that begins it -----------------------------------------------------------------------------------------


def test_new_scan_is_begun_from_the_page(client, head, programme, scan, finding):
    page = client.get(reverse("scan_renew", args=[programme.pk]))
    form = page.context["form"]
    assert reverse("scan_renew", args=[programme.pk]) in client.get(url("scan", scan)).content.decode()
    sent = {"title": "Voorjaar", "held_on": "1-3-2022", "after": form["after"].value()}

    response = client.post(reverse("scan_renew", args=[programme.pk]), sent)

    new = Scan.objects.get(title="Voorjaar")
    assert (response.url, said(response)) == (
        url("scan", new),
        ["De nieuwe scan is begonnen. De vorige blijft leesbaar."],
    )
    again = client.post(reverse("scan_renew", args=[programme.pk]), sent)
    assert again.context["form"].non_field_errors() == [
        "Er is al een nieuwe scan begonnen: “Voorjaar”. Ga daarin verder."
    ]
    assert Scan.objects.count() == 2


def test_mistakes_and_a_frozen_plan_get_a_sentence(client, head, programme, scan, finding):
    where = reverse("scan_renew", args=[programme.pk])

    empty = client.post(where, {"title": " ", "held_on": "32-1-2022", "after": scan.pk})
    assert sorted(empty.context["form"].errors) == ["held_on", "title"]
    freeze(programme, head)
    page = client.post(where, {"title": "Nieuw", "after": scan.pk})

    assert page.context["form"].non_field_errors()[0].startswith(FROZEN)
    assert (page.context["form"]["title"].value(), Scan.objects.count(), Need.objects.count()) == ("Nieuw", 1, 0)


# --- at a glance -----------------------------------------------------------------------------------------------------


def row(delay: int | None, was: str = "", group: str = "groep 5") -> SimpleNamespace:
    return SimpleNamespace(domain="rekenen", group=group, delay=delay, was_label=was)


def test_highlights_are_the_largest_delays_first_and_at_most_five():
    rows = [row(d, group=str(n)) for n, d in enumerate([1, None, 3, 0, 2, 3, 1, 1, 2])]

    assert [(f.group, f.delay) for f in highlights(rows)] == [("2", 3), ("5", 3), ("4", 2), ("8", 2), ("0", 1)]
    assert highlights([row(0), row(None)]) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row(1, Delay.LARGE.label)], "beter, was groot"),
        ([row(3, Delay.NONE.label)], "slechter, was geen"),
        ([row(2, Delay.MEDIUM.label)], ""),
        ([row(2)], ""),
        ([row(None, Delay.SMALL.label)], ""),
        ([row(1, Delay.LARGE.label), row(3, Delay.MEDIUM.label)], "slechter, was matig"),
    ],
)
def test_cell_says_how_it_changed(rows, expected):
    assert heat_map(rows).rows[0][1][0].was == expected


def test_document_tells_the_same(programme, renewed):
    change_all(renewed)

    document = build(Programme.objects.with_plan().get(pk=programme.pk))

    assert document.scan.previous_title == "Schoolscan 2021-2022"
    assert [(f.group, f.was_label, f.trend_label) for f in document.scan.findings] == [
        ("groep 3", "grote achterstand", "beter dan vorige keer"),
        ("groep 4", "kleine achterstand", "slechter dan vorige keer"),
        ("groep 5", "", ""),
        ("groep 6", "", ""),
    ]
    shown = context(document, of_draft())
    assert [f.group for _, f in shown["highlights"]] == ["groep 4", "groep 3"]
    assert [cell.was for cell in shown["map"].rows[0][1]] == [
        "beter, was groot",
        "slechter, was klein",
        "",
        "",
    ]


def test_document_page_has_the_short_list_and_the_grid_with_its_words(client, head, programme, renewed):
    change_all(renewed)

    text = " ".join(client.get(reverse("draft", args=[programme.pk])).content.decode().split())

    for told in (
        "Wat het meest opvalt",
        "Vergeleken met: Schoolscan 2021-2022",
        "(was kleine achterstand)",
        "heat-was",
    ):
        assert told in text


@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_of_a_second_scan_costs_the_same_for_any_number_of_findings(
    client, head, programme, count, django_assert_num_queries
):
    for n in range(count):
        make_finding(programme, group=f"groep {n}", pupils=20)
    Consultation.objects.create(scan=programme.scan, held_on="2021-05-03", party="team", outcome="x")
    new = renew_scan(programme=programme, title="Twee", held_on=None, by=head)

    with django_assert_num_queries(26):
        assert client.get(url("scan", new)).status_code == 200
