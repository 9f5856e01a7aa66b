"""Cards that were left on purpose: written once, shown in the plan and the document, and no bar to choosing later."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from npo_planner.models import AuditEntry
from programmes.document import canonical, lines, sections
from programmes.document.build import build
from programmes.models import NotChosen, Programme
from programmes.plan.constants import Status
from programmes.plan.operations import move
from schools import log_lines
from schools.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    """A plan with a measure with B3."""
    return make.make_full_programme()


@pytest.fixture
def head(programme) -> User:
    return make.make_head(programme.school)


@pytest.fixture
def screen(head) -> Client:
    client = Client()
    client.force_login(head)
    return client


def url(route: str, *args: object) -> str:
    return reverse(route, args=args)


def body(response) -> str:
    return " ".join(response.content.decode().split())


def rows() -> list[tuple[str, str]]:
    return list(NotChosen.objects.values_list("intervention__code", "reason"))


def test_reason_is_saved_logged_and_listed(screen, programme, head) -> None:
    response = screen.post(url("not_chosen_add", programme.pk, "C2"), {"reason": "De school sport al veel."})

    assert response.headers["Location"] == url("measures", programme.pk) + "#niet-gekozen"
    assert rows() == [("C2", "De school sport al veel.")]
    entry = AuditEntry.objects.get(event="row_added", school=programme.school)
    assert (entry.actor, log_lines.line(entry, writer=True).what) == (
        head,
        "voegde niet gekozen interventie “Sportieve activiteiten” toe",
    )
    page = body(screen.get(url("measures", programme.pk)))
    assert "Bewust niet gekozen</h2>" in page
    assert "<p>De school sport al veel.</p>" in page


def test_page_without_any_says_nothing_about_it(screen, programme) -> None:
    assert "Bewust niet gekozen" not in body(screen.get(url("measures", programme.pk)))


def test_reason_is_changed_and_taken_away(screen, programme) -> None:
    row = make.make_not_chosen(programme)

    screen.post(url("not_chosen_edit", row.pk), {"reason": "Te duur."})
    changed = rows()
    screen.post(url("not_chosen_delete", row.pk))

    assert (changed, rows()) == ([("C2", "Te duur.")], [])
    assert AuditEntry.objects.get(event="row_deleted").detail["reason"] == ["Te duur.", ""]


def test_card_that_has_a_reason_opens_that_one(screen, programme) -> None:
    row = make.make_not_chosen(programme)

    response = screen.get(url("not_chosen_add", programme.pk, "C2"))

    assert (response.status_code, response.headers["Location"]) == (302, url("not_chosen_edit", row.pk))


def test_second_reason_for_a_card_shows_the_first_and_keeps_what_was_typed(screen, programme) -> None:
    make.make_not_chosen(programme, reason="Van een collega.")

    response = screen.post(url("not_chosen_add", programme.pk, "C2"), {"reason": "Van mij."})

    form = response.context["form"]
    assert form.errors["reason"][0].startswith("Hier staat al een reden: “Van een collega.”.")
    assert (form["reason"].value(), rows()) == ("Van mij.", [("C2", "Van een collega.")])


def test_database_keeps_one_reason_for_a_card_in_a_plan(programme) -> None:
    make.make_not_chosen(programme)
    make.make_not_chosen(make.make_programme())

    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_not_chosen(programme)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001, "nul\0teken"], ids=["empty", "blank", "too long", "nul"])
def test_reason_that_is_none_is_refused_beside_the_field(reason, screen, programme) -> None:
    response = screen.post(url("not_chosen_add", programme.pk, "C2"), {"reason": reason})

    assert (list(response.context["form"].errors), rows()) == (["reason"], [])


@pytest.mark.parametrize("code", ["X9", "B10", "c2"])
def test_card_that_is_not_on_this_edition_is_not_found(code, screen, programme) -> None:
    address = url("not_chosen_add", programme.pk, code)

    assert (screen.get(address).status_code, screen.post(address, {"reason": "Nee."}).status_code) == (404, 404)


def test_frozen_plan_refuses_all_three_and_keeps_what_was_typed(screen, programme, head) -> None:
    row = make.make_not_chosen(programme)
    move(programme, Status.AT_MR, by=head)

    added = screen.post(url("not_chosen_add", programme.pk, "C3"), {"reason": "Toch niet."})
    changed = screen.post(url("not_chosen_edit", row.pk), {"reason": "Toch niet."})
    screen.post(url("not_chosen_delete", row.pk))

    for response in (added, changed):
        assert response.context["form"].non_field_errors()[0].startswith("Dit plan ligt vast")
        assert response.context["form"]["reason"].value() == "Toch niet."
    assert rows() == [("C2", "Dat doet de school al.")]


def test_row_of_another_school_is_not_found(screen) -> None:
    theirs = make.make_not_chosen(make.make_programme())

    answers = [screen.get(url(route, theirs.pk)).status_code for route in ("not_chosen_edit", "not_chosen_delete")]

    assert answers == [404, 404]
    assert NotChosen.objects.visible_to(make.make_user()).count() == 0


# --- where it is shown -----------------------------------------------------------------------------------------------


def test_menukaart_and_comparison_tell_the_reason_and_lead_to_it(screen, programme) -> None:
    row = make.make_not_chosen(programme)

    menu = body(screen.get(url("menu", programme.pk)))
    beside = body(screen.get(url("menu_compare", programme.pk), {"kaart": ["C2", "A2"]}))

    assert "<b>Bewust niet gekozen:</b> Dat doet de school al." in menu
    for page in (menu, beside):
        assert url("not_chosen_edit", row.pk) in page
        assert url("not_chosen_add", programme.pk, "C2") not in page
        assert url("not_chosen_add", programme.pk, "A2") in page
        assert url("not_chosen_add", programme.pk, "B3") not in page  # it is chosen
    assert "bewust niet" in beside


@pytest.mark.parametrize("how", ["main", "also"])
def test_choosing_it_later_is_allowed_and_every_page_says_so(how, screen, programme) -> None:
    row = make.make_not_chosen(programme)
    said = body(screen.get(url("measure_add", programme.pk, "C2")))
    if how == "main":
        measure = make.make_measure(programme, "C2")
    else:
        measure = programme.measures.get()
        measure.also.add(row.intervention)

    assert "Eerder niet gekozen</h3><p>Dat doet de school al.</p>" in said
    link = f'<a href="#maatregel-{measure.pk}">{measure}</a>'
    assert f"Inmiddels toch gekozen, in {link}." in body(screen.get(url("measures", programme.pk)))
    assert "<b>Eerder niet gekozen:</b> Dat doet de school al." in body(screen.get(url("menu", programme.pk)))
    document = body(screen.get(url("draft", programme.pk)))
    assert "Later toch gekozen" in document


def test_document_keeps_what_was_left_and_why(screen, programme) -> None:
    make.make_not_chosen(programme, "D1", reason="Eerst rust.")
    make.make_not_chosen(programme, "A2")

    document = build(Programme.objects.with_plan().get(pk=programme.pk))

    assert [(n.category, n.intervention.code, n.reason) for n in document.not_chosen] == [
        ("A", "A2", "Dat doet de school al."),
        ("D", "D1", "Eerst rust."),
    ]
    assert canonical.loads(canonical.dumps(document)) == document
    assert [n.measures for n in lines.draw(document).not_chosen] == [(), ()]
    assert sections.NOT_CHOSEN in sections.commentable(document)
    page = body(screen.get(url("draft", programme.pk)))
    assert "<h3>Bewust niet gekozen</h3>" in page
    assert "<p>Eerst rust.</p>" in page


def test_document_without_it_has_no_trace_of_it(screen, programme) -> None:
    document = build(Programme.objects.with_plan().get(pk=programme.pk))

    assert "not_chosen" not in canonical.dumps(document)
    assert sections.NOT_CHOSEN not in sections.commentable(document)
    assert "niet-gekozen" not in screen.get(url("draft", programme.pk)).content.decode()


def test_mr_can_ask_about_what_was_left(programme) -> None:
    make.make_not_chosen(programme)
    version = make.put_to_mr(programme)
    client = Client()
    client.force_login(
        User.objects.filter(memberships__school=programme.school, memberships__geleding="ouders").first()
    )

    client.post(url("comment", version.pk), {"section": "niet-gekozen", "text": "Waarom niet?"})

    assert [(c.section, c.text) for c in version.comments.all()] == [("niet-gekozen", "Waarom niet?")]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:1 }}"])
def test_hostile_reason_is_shown_as_text_everywhere(text, screen, programme) -> None:
    row = make.make_not_chosen(programme, reason=text)

    addresses = [url(r, programme.pk) for r in ("measures", "menu", "draft")]
    addresses += [url("menu_compare", programme.pk) + "?kaart=C2&kaart=A2", url("measure_add", programme.pk, "C2")]
    for address in [*addresses, url("not_chosen_edit", row.pk)]:
        page = screen.get(address).content.decode()
        assert escape(text) in page, address
        assert text == escape(text) or text not in page, address


def test_board_reads_it_and_is_not_offered_to_change_it(programme) -> None:
    row = make.make_not_chosen(programme)
    client = Client()
    client.force_login(make.make_member(programme.school.board, "bestuursmedewerker"))

    page = body(client.get(url("measures", programme.pk)))

    assert ("Dat doet de school al." in page, url("not_chosen_edit", row.pk) in page) == (True, False)
    assert client.post(url("not_chosen_edit", row.pk), {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("number", [1, 3, 20])
def test_list_costs_the_same_for_more_rows(number, screen, programme, django_assert_num_queries) -> None:
    cards = ["A1", "A2", "A3", "B1", "B2", "B4", "B5", "B6", "B7", "B8", "B9", "C1", "C2", "C3", "D1", "D2", "E1"]
    for code in [*cards, "E2", "F1", "F2"][:number]:
        make.make_not_chosen(programme, code)

    with django_assert_num_queries(24):
        screen.get(url("measures", programme.pk))
