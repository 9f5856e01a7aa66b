"""The page that reads a table into the scan: look first, then all or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from npo_planner.models import AuditEntry
from scans.models import Finding
from tests.factories import make_finding, make_head
from tests.scans.pages import FROZEN, freeze, said, url
from tests.scans.test_lvs import book

pytestmark = pytest.mark.django_db

TABLE = "groep\tvak\tniveau\taantal\ttoets\n5\trekenen\tV\t12\tCito M5\n6\trekenen\tII\t\t\n"


def send(client, scan, table: str = TABLE, **fields: Any):
    return client.post(url("scan_import", scan), {"table": table} | fields)


def confirm(client, scan, table: str = TABLE):
    """Look, then choose to import."""
    seen = send(client, scan, table).context["form"]
    return send(client, scan, seen["table"].value(), previewed=seen["previewed"].value(), **{"import": "1"})


def written() -> list[tuple[Any, ...]]:
    return list(Finding.objects.order_by("pk").values_list("domain__name", "group", "delay", "pupils", "source_note"))


def test_page_says_what_goes_in_and_where_the_limits_are(client, head, scan):
    page = client.get(url("scan_import", scan)).content.decode()

    assert "Deze grenzen zijn een keuze van dit programma." in page
    assert 'name="import"' not in page
    assert url("scan_import", scan) in client.get(url("scan", scan)).content.decode()


def test_preview_tells_and_writes_nothing(client, head, programme, scan):
    make_finding(programme)

    page = send(client, scan)

    plan = page.context["form"].plan
    assert (plan.added, plan.changed, plan.kept, plan.errors) == (1, 1, 0, ())
    assert len(written()) == 1
    text = " ".join(page.content.decode().split())
    assert "grote achterstand<small>was: matige achterstand</small>" in text
    assert 'name="import" value="1">Inlezen' in text


def test_confirmed_table_is_written_and_logged(client, head, programme, scan):
    there = make_finding(programme, explanation="Van ons.")

    response = confirm(client, scan)

    assert (response.status_code, response.url) == (302, url("scan", scan))
    assert said(response) == ["Ingelezen: 1 toegevoegd, 1 gewijzigd."]
    assert written() == [("rekenen", "groep 5", 3, 12, "Cito M5"), ("rekenen", "groep 6", 0, None, "")]
    there.refresh_from_db()
    assert (there.explanation, there.version, there.changed_by) == ("Van ons.", 2, head)
    entries = AuditEntry.objects.order_by("pk").values_list("event", "detail")
    assert [event for event, _ in entries][-3:] == ["row_changed", "row_added", "findings_imported"]
    assert entries.last()[1] == {"toegevoegd": ["", "1"], "gewijzigd": ["", "1"], "blijft gelijk": ["", "0"]}


def test_table_again_changes_nothing(client, head, scan):
    confirm(client, scan)

    response = confirm(client, scan)

    assert said(response)[-1] == "Ingelezen: 0 toegevoegd, 0 gewijzigd."
    assert [f.version for f in Finding.objects.all()] == [1, 1]


@pytest.mark.parametrize("previewed", ["", "abc"])
def test_table_that_nobody_looked_at_is_not_written(client, head, scan, previewed):
    page = send(client, scan, previewed=previewed, **{"import": "1"})

    assert (page.status_code, written()) == (200, [])
    assert "De tabel of de scan is veranderd sinds u keek." in page.content.decode()


def test_table_or_scan_that_changed_since_is_shown_again(client, head, programme, scan):
    seen = send(client, scan).context["form"]["previewed"].value()

    for change in (lambda: TABLE.replace("V", "III"), lambda: make_finding(programme) and TABLE):
        before = len(written())
        table = change()
        page = send(client, scan, table, previewed=seen, **{"import": "1"})
        assert (page.status_code, page.context["form"].is_outdated) == (200, True)
        assert len(written()) - before <= 1
    assert [delay for _, _, delay, _, _ in written()] == [2]


def test_row_with_a_mistake_blocks_all_and_the_table_stays(client, head, scan):
    wrong = TABLE + "7\trekenne\tV\t\t\n"

    for page in (send(client, scan, wrong), confirm(client, scan, wrong)):
        form = page.context["form"]
        assert [error[:35] for error in form.errors["table"]] == ["Rij 4: ontwikkelgebied “rekenne” ke"]
        assert (form["table"].value(), form.plan.added, written()) == (wrong, 2, [])
        assert 'name="import"' not in page.content.decode()
        assert "Fout: Tabel inlezen" in page.content.decode()

    mended = confirm(client, scan, wrong.replace("rekenne", "rekenen"))
    assert (mended.status_code, len(written())) == (302, 3)


def test_many_mistakes_are_not_all_listed(client, head, scan):
    page = send(client, scan, "groep;vak;niveau\n" + "5;x;V\n" * 40)

    errors = page.context["form"].errors["table"]
    assert (len(errors), errors[-1]) == (26, "En nog 15 andere fouten.")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("", "De tabel heeft een rij met namen van kolommen nodig"),
        ("naam;groep;vak;niveau\nJan;5;rekenen;V", "De kolom “naam” lijkt over leerlingen zelf te gaan."),
        ("a\x00b", "Null-tekens zijn niet toegestaan."),
        ("groep;vak;niveau\n" + "x" * 501, "Rij 2 heeft een cel met meer dan 500 tekens."),
        ('groep;vak;niveau\n"5;rekenen;V', "Rond rij 2 staat een aanhalingsteken"),
    ],
)
def test_table_that_cannot_be_read_gets_a_sentence_and_stays(client, head, scan, table, told):
    page = send(client, scan, table)

    form = page.context["form"]
    assert form.errors["table"][0].startswith(told)
    assert (form["table"].value(), written()) == (table, [])


def test_file_becomes_text_that_can_be_mended_and_imported(client, head, scan):
    data = book(["Groep", "Vak", "% onder niveau"], [5, "Rekenen", 35], [6, "Zwemmen", 10])
    page = send(client, scan, "", file=SimpleUploadedFile("lvs.xlsx", data))

    form = page.context["form"]
    text = "Groep\tVak\t% onder niveau\n5\tRekenen\t35\n6\tZwemmen\t10\n"
    assert (form["table"].value(), form.errors["table"][0][:37]) == (text, "Rij 3: ontwikkelgebied “Zwemmen” kenn")
    confirm(client, scan, text.replace("Zwemmen", "Schrijven"))
    assert written() == [("rekenen", "groep 5", 2, None, ""), ("schrijven", "groep 6", 1, None, "")]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.xlsx", b"PK\x03\x04", "Dit is geen Excel-bestand dat wij kunnen lezen."),
        ("a.csv", b"a\x00b", "Dit is geen tekstbestand."),
        ("a.csv", b"x" * 1_000_001, "Dit bestand is groter dan 1 MB."),
        ("a.csv", b"", "Het verstuurde bestand is leeg."),
    ],
)
def test_file_that_cannot_be_read_leaves_what_was_pasted(client, head, scan, name, data, told):
    page = send(client, scan, TABLE, file=SimpleUploadedFile(name, data))

    form = page.context["form"]
    assert (form["table"].value(), list(form.errors), written()) == (TABLE, ["file"], [])
    assert form.errors["file"][0].startswith(told)


def test_old_file_says_so(client, head, scan):
    page = send(client, scan, "", file=SimpleUploadedFile("a.csv", "groep;vak;niveau\né;rekenen;V".encode("cp1252")))

    assert "oudere tekenset" in page.content.decode()


def test_column_without_use_is_told_and_hostile_text_is_text(client, head, scan):
    page = send(client, scan, "groep;vak;niveau;<script>\n<b>;rekenen;V;x").content.decode()

    assert "Met deze kolommen gebeurt niets: &lt;script&gt;." in page
    assert "&lt;b&gt;" in page
    assert "<script>x" not in page


def test_frozen_scan_refuses_and_the_table_stays(client, head, programme, scan):
    freeze(programme, head)

    page = confirm(client, scan)

    form = page.context["form"]
    assert [error[: len(FROZEN)] for error in form.non_field_errors()] == [FROZEN]
    assert (form["table"].value(), written()) == (TABLE, [])


def test_two_people_import_the_same_table(client, head, programme, scan):
    seen = send(client, scan).context["form"]["previewed"].value()
    client.force_login(make_head(programme.school))
    confirm(client, scan)
    client.force_login(head)

    page = send(client, scan, previewed=seen, **{"import": "1"})

    assert (page.context["form"].is_outdated, page.context["form"].plan.kept, len(written())) == (True, 2, 2)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_preview_costs_the_same_for_any_table(client, head, scan, count, django_assert_num_queries):
    table = "groep;vak;niveau\n" + "".join(f"klas {n};rekenen;V\n" for n in range(count))

    with django_assert_num_queries(22):
        assert send(client, scan, table).status_code == 200
