"""Talks support findings: chosen at the finding, told at both, and carried into the document."""

from __future__ import annotations

from datetime import date

import pytest

from npo_planner.models import AuditEntry
from programmes.document import lines
from programmes.document.build import build
from programmes.models import Programme
from scans.models import Consultation, Finding
from tests.factories import make_finding, make_programme
from tests.scans.pages import finding_values, url

pytestmark = pytest.mark.django_db


def test_finding_rests_on_talks_of_the_scan(client, head, scan, finding, talk):
    later = Consultation.objects.create(scan=scan, held_on=date(2021, 6, 1), party="ouders", outcome="Rust.")

    response = client.post(url("finding_edit", finding), finding_values(consultations=[talk.pk, later.pk]))

    assert response.url == url("scan", scan)
    assert list(finding.consultations.all()) == [talk, later]
    assert AuditEntry.objects.latest("pk").detail["consultations"] == ["", "het team, 03-05-2021, ouders, 01-06-2021"]
    client.post(url("finding_edit", finding), finding_values())
    assert list(finding.consultations.all()) == []


def test_scan_page_tells_it_at_the_finding_and_at_the_talk(client, head, scan, finding, talk):
    finding.consultations.add(talk)

    page = " ".join(client.get(url("scan", scan)).content.decode().split())

    assert f'Blijkt uit: <a href="#gesprek-{talk.pk}">gesprek met het team, 3 mei 2021</a>' in page
    assert f'Onderbouwt: <a href="#bevinding-{finding.pk}">rekenen, groep 5</a>' in page


def test_talks_of_another_scan_are_neither_offered_nor_accepted(client, head, finding, talk):
    theirs = Consultation.objects.create(scan=make_programme().scan, held_on="2021-05-03", party="mr", outcome="x")

    offered = client.get(url("finding_edit", finding)).context["form"].fields["consultations"].queryset
    assert list(offered) == [talk]
    for wrong in (theirs.pk, 10**30, "abc"):
        page = client.post(url("finding_edit", finding), finding_values(consultations=[talk.pk, wrong]))
        assert list(page.context["form"].errors) == ["consultations"]
    assert not finding.consultations.exists()


def test_without_talks_there_is_nothing_to_choose(client, head, scan):
    assert "Blijkt uit deze gesprekken" not in client.get(url("finding_add", scan)).content.decode()

    client.post(url("finding_add", scan), finding_values())

    assert Finding.objects.get().consultations.count() == 0


def test_talk_that_findings_rest_on_may_go_and_the_finding_stays(client, head, finding, talk):
    finding.consultations.add(talk)

    client.post(url("consultation_delete", talk))

    assert (Finding.objects.get(), list(finding.consultations.all())) == (finding, [])


@pytest.mark.parametrize(
    ("typed", "stored", "told"),
    [("", None, None), ("1", 1, "1 persoon deed mee"), ("24", 24, "24 mensen deden mee"), ("0", 0, "0 mensen")],
)
def test_talk_says_how_many_took_part(client, head, scan, typed, stored, told):
    values = {"held_on": "2021-05-03", "party": "team", "how": "studiedag", "outcome": "Rekenen.", "heard": typed}

    client.post(url("consultation_add", scan), values)

    assert Consultation.objects.get().heard == stored
    page = client.get(url("scan", scan)).content.decode()
    assert ("dag · " in page, told is None or told in page) == (told is not None, True)


def test_talk_with_half_a_person_gets_a_sentence(client, head, scan):
    values = {"held_on": "2021-05-03", "party": "team", "outcome": "Rekenen.", "heard": "2,5"}

    page = client.post(url("consultation_add", scan), values)

    assert page.context["form"].errors == {"heard": ["Vul een heel getal in, bijvoorbeeld 12."]}


def test_document_ties_findings_and_talks_both_ways(programme, finding, talk):
    other = make_finding(programme, group="groep 8")
    finding.consultations.add(talk)
    Consultation.objects.update(heard=12)

    document = build(Programme.objects.with_plan().get(pk=programme.pk))

    drawn = lines.draw(document)
    ties = {f.node.id: [t.anchor for t in f.talks] for f in drawn.findings}
    assert ties == {finding.pk: [f"gesprek-{talk.pk}"], other.pk: []}
    assert [(t.place.title, [f.anchor for f in t.findings], t.node.heard) for t in drawn.talks] == [
        ("gesprek met het team, 3 mei 2021", [f"bevinding-{finding.pk}"], 12)
    ]
