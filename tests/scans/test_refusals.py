"""A plan that is frozen, fields that the form does not have, and hostile text."""

from __future__ import annotations

import pytest
from django.utils.html import escape

from scans.models import Consultation, Domain, Finding, Need
from tests.factories import make_need, make_programme
from tests.scans.pages import (
    BUTTONS,
    FORMS,
    FROZEN,
    finding_values,
    freeze,
    said,
    url,
    values_of,
    written,
)

pytestmark = pytest.mark.django_db

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "{{ 7|add:1 }}{% debug %}",
    "'; DROP TABLE scans_finding; --",
    "=HYPERLINK(1)",
    "é😀\u202e\u200b",
]


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

    pages = [
        ("scan", scan),
        ("scan_grid", scan),
        ("needs", scan),
        ("scan_edit", scan),
        ("finding_add", scan),
        ("finding_edit", finding),
    ]
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
    assert "<blockquote>&lt;b&gt;Van hen.&lt;/b&gt;</blockquote>" in text
    assert "Van Karin.</textarea>" in text
