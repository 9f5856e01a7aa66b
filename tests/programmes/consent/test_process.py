"""Agreements about the process and moments with the MR: who writes them, what is refused, what is never lost."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qs

import pytest

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry, FieldEdit
from npo_planner.rows import delete_row, save_row
from programmes.consent.constants import Phase
from programmes.consent.start_forms import EXAMPLES
from programmes.models import Agreement, MrMoment, Programme, Round
from schools import log_lines
from schools.models import School
from tests.factories import make_agreement, make_moment
from tests.programmes.consent.cast import Cast, cast_in, today
from tests.programmes.consent.screens import body, screen, start, url

pytestmark = pytest.mark.django_db

AGREEMENT = {
    "phase": "plan",
    "text": "De MR leest mee.",
    "geledingen": ["personeel", "ouders"],
    "others": "de intern begeleider",
    "timing": "elke maand",
    "due_on": "2021-05-03",
    "agreed_on": "2021-04-12",
}
MOMENT = {
    "held_on": "2021-04-22",
    "phase": "onderzoek",
    "kind": "advies",
    "subject": "De vragenlijst",
    "geledingen": ["ouders"],
    "outcome": "Vraag ook naar pesten.",
}


# --- agreements and moments are written -------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["head", "team", "secretary"])
def test_agreement_is_saved_logged_and_listed(who):
    cast = Cast()
    user = getattr(cast, who)

    response = screen(user).post(url("agreement_add", cast.programme.pk), AGREEMENT)

    assert response.headers["Location"] == url("mr_start", cast.programme.pk, anchor="#afspraken")
    row = Agreement.objects.get()
    assert (row.phase, row.text, row.geledingen, row.others, row.timing, row.due_on, row.agreed_on) == (
        "plan",
        "De MR leest mee.",
        ["personeel", "ouders"],
        "de intern begeleider",
        "elke maand",
        date(2021, 5, 3),
        date(2021, 4, 12),
    )
    entry = AuditEntry.objects.get(event="row_added")
    line = log_lines.line(entry, writer=True)
    assert (entry.actor, entry.school, line.what) == (user, cast.school, "voegde procesafspraak “De MR leest mee.” toe")
    assert ("welke geledingen doen mee", "", "ouders, personeel") in [(c.name, c.before, c.after) for c in line.changes]
    page = start(cast, cast.parent)
    assert "<dd>personeel, ouders, de intern begeleider</dd>" in page
    assert "<dd>elke maand, 3 mei 2021</dd>" in page


@pytest.mark.parametrize("who", ["head", "team", "secretary"])
def test_moment_is_saved_with_its_writer(who):
    cast = Cast()
    user = getattr(cast, who)

    response = screen(user).post(url("moment_add", cast.programme.pk), MOMENT)

    assert response.headers["Location"] == url("mr_start", cast.programme.pk, anchor="#momenten")
    row = MrMoment.objects.get()
    assert (row.held_on, row.kind, row.geledingen, row.written_by) == (date(2021, 4, 22), "advies", ["ouders"], user)
    assert AuditEntry.objects.get(event="row_added").label == "De vragenlijst, 22-04-2021"
    page = start(cast, cast.board)
    assert "Advies · onderzoek · met ouders" in page
    assert f"opgeschreven door {user.name}" in page


def test_correcting_a_moment_keeps_its_writer_and_its_history():
    cast = Cast()
    row = make_moment(cast.programme, by=cast.secretary)

    screen(cast.head).post(url("moment_edit", row.pk), MOMENT | {"outcome": "Vraag ook naar slaap."})

    row.refresh_from_db()
    assert (row.outcome, row.written_by, row.changed_by) == ("Vraag ook naar slaap.", cast.secretary, cast.head)
    assert FieldEdit.objects.of(row).filter(field="outcome").get().before == "De MR mist de bovenbouw."
    page = body(screen(cast.head).get(url("moment_edit", row.pk) + "?geschiedenis=1"))
    assert "De MR mist de bovenbouw." in page


def test_history_of_geledingen_is_told_and_can_be_restored():
    cast = Cast()
    row = make_agreement(cast.programme, geledingen=["ouders"])
    save_row(row=row, values={"geledingen": ["personeel", "ouders"]}, by=cast.head)

    page = screen(cast.head).get(url("agreement_edit", row.pk) + "?geschiedenis=1")

    (field,) = page.context["history"]
    assert (field.now, [past.shown for past in field.past], field.past[0].texts) == (
        "Ouders, Personeel",
        ["Ouders"],
        ("ouders",),
    )


def test_deleting_asks_first_and_the_log_keeps_the_last_words():
    cast = Cast()
    agreement, moment = make_agreement(cast.programme), make_moment(cast.programme, by=cast.secretary)
    desk = screen(cast.secretary)

    asked = [body(desk.get(url(f"{name}_delete", row.pk))) for name, row in rows(agreement, moment)]
    kept = (Agreement.objects.count(), MrMoment.objects.count())
    for name, row in rows(agreement, moment):
        desk.post(url(f"{name}_delete", row.pk))

    assert "“De MR ziet de schoolscan.”" in asked[0]
    assert "“De uitkomsten van de scan, 22-04-2021”" in asked[1]
    assert (kept, Agreement.objects.count(), MrMoment.objects.count()) == ((1, 1), 0, 0)
    words = [entry.detail for entry in AuditEntry.objects.filter(event="row_deleted").order_by("pk")]
    assert (words[0]["text"], words[1]["outcome"]) == (
        ["De MR ziet de schoolscan.", ""],
        ["De MR mist de bovenbouw.", ""],
    )


def test_what_was_deleted_is_told_to_both_sides():
    cast = Cast()
    delete_row(row=make_moment(cast.programme, by=cast.secretary), by=cast.head)
    delete_row(row=make_agreement(cast.programme), by=cast.team)
    delete_row(row=cast.programme.measures.get().goals.get(), by=cast.team)

    page = screen(cast.parent).get(url("mr_start", cast.programme.pk))

    assert [(entry.label, str(entry.actor)) for entry in page.context["removed"]] == [
        ("De MR ziet de schoolscan.", "Mo"),
        ("De uitkomsten van de scan, 22-04-2021", "Karin"),
    ]
    assert f"“De uitkomsten van de scan, 22-04-2021”, door Karin op {today().day} " in body(page)


def test_what_another_plan_of_the_school_lost_is_not_told_here():
    cast = Cast()
    delete_row(row=make_agreement(cast.programme), by=cast.head)
    Round.objects.filter(pk=cast.programme.round_id).update(name="Een volgende regeling")

    assert screen(cast.head).get(url("mr_start", cast.programme.pk)).context["removed"] == []


def test_text_that_somebody_else_changed_says_so():
    cast = Cast()
    row = make_moment(cast.programme, by=cast.secretary)
    mine = start(cast, cast.parent)
    save_row(row=row, values={"outcome": "Niets bijzonders."}, by=cast.head)

    assert "gewijzigd door" not in mine
    assert f"opgeschreven door Ineke, gewijzigd door Karin op {today().day} " in start(cast, cast.parent)


def rows(agreement: Agreement, moment: MrMoment):
    return (("agreement", agreement), ("moment", moment))


@pytest.mark.parametrize("state", ["draft", "at_mr", "consented", "adopted"])
def test_both_go_on_while_the_plan_is_frozen(state):
    cast = cast_in(state)
    desk = screen(cast.head)

    desk.post(url("agreement_add", cast.programme.pk), AGREEMENT)
    desk.post(url("moment_add", cast.programme.pk), MOMENT)
    desk.post(url("agreement_edit", Agreement.objects.get().pk), AGREEMENT | {"text": "Anders."})
    changed = Agreement.objects.get().text
    delete_row(row=MrMoment.objects.get(), by=cast.head)

    assert (changed, MrMoment.objects.count()) == ("Anders.", 0)


def test_a_row_that_does_not_go_on_is_still_refused():
    cast = cast_in("at_mr")

    with pytest.raises(Refused) as refused:
        save_row(row=cast.programme.measures.get(), values={"title": "Anders"}, by=cast.head)

    assert refused.value.code == "frozen"


@pytest.mark.parametrize("who", ["parent", "staff", "board"])
def test_others_read_and_do_not_write(who):
    cast = Cast()
    agreement, moment = make_agreement(cast.programme), make_moment(cast.programme, by=cast.secretary)
    desk = screen(getattr(cast, who))

    answers = [
        desk.post(url("agreement_add", cast.programme.pk), AGREEMENT).status_code,
        desk.post(url("moment_add", cast.programme.pk), MOMENT).status_code,
        *(
            desk.post(url(f"{name}_{deed}", row.pk)).status_code
            for name, row in rows(agreement, moment)
            for deed in ("edit", "delete")
        ),
    ]

    assert answers == [403] * 6
    assert (Agreement.objects.count(), MrMoment.objects.count()) == (1, 1)
    page = start(cast, getattr(cast, who))
    assert "De MR ziet de schoolscan." in page
    assert "De MR mist de bovenbouw." in page
    assert "Wijzigen" not in page
    assert "Mist u hier iets?" in page


def test_two_people_in_one_agreement_lose_nothing():
    cast = Cast()
    row = make_agreement(cast.programme, phase="plan", geledingen=["ouders"])
    form = screen(cast.secretary).get(url("agreement_edit", row.pk)).context["form"]
    seen = form.fields["seen"].initial
    mine = {"phase": "plan", "text": row.text, "agreed_on": "2021-04-20", "seen": seen}

    save_row(row=Agreement.objects.get(), values={"timing": "in mei", "geledingen": ["personeel"]}, by=cast.head)
    response = screen(cast.secretary).post(
        url("agreement_edit", row.pk), mine | {"geledingen": ["personeel", "ouders"]}
    )

    assert "Karin wijzigde dit" in response.context["form"].errors["geledingen"][0]
    assert response.context["form"].collisions["geledingen"].theirs == "Personeel"
    again = mine | {"geledingen": ["personeel", "ouders"], "seen": response.context["form"]["seen"].value()}
    screen(cast.secretary).post(url("agreement_edit", row.pk), again)
    row.refresh_from_db()
    assert (row.timing, row.geledingen) == ("in mei", ["personeel", "ouders"])


# --- what is not accepted ---------------------------------------------------------------------------------------------

LONG = "x" * 4000
BAD = {
    "no phase": ("agreement", {"phase": ""}, {"phase"}),
    "phase that is none": ("agreement", {"phase": "vakantie"}, {"phase"}),
    "no text": ("agreement", {"text": "   "}, {"text"}),
    "text too long": ("agreement", {"text": LONG}, {"text"}),
    "geleding of another kind of school": ("agreement", {"geledingen": ["leerlingen"]}, {"geledingen"}),
    "geleding that is none": ("agreement", {"geledingen": ["<script>"]}, {"geledingen"}),
    "others too long": ("agreement", {"others": LONG}, {"others"}),
    "nul": ("agreement", {"text": "nul\0teken"}, {"text"}),
    "no such day": ("agreement", {"due_on": "31-02-2022"}, {"due_on"}),
    "agreed tomorrow": ("agreement", {"agreed_on": "tomorrow"}, {"agreed_on"}),
    "no date": ("moment", {"held_on": ""}, {"held_on"}),
    "held tomorrow": ("moment", {"held_on": "tomorrow"}, {"held_on"}),
    "year that no plan has": ("moment", {"held_on": "0021-04-22"}, {"held_on"}),
    "no kind": ("moment", {"kind": ""}, {"kind"}),
    "no subject": ("moment", {"subject": ""}, {"subject"}),
    "outcome too long": ("moment", {"outcome": LONG}, {"outcome"}),
    "version of another plan": ("moment", {"of_version": "999999"}, {"of_version"}),
    "consent on a version": ("moment", {"kind": "instemming", "of_version": "own"}, {"of_version"}),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_beside_its_field_and_kept(name):
    thing, wrong, fields = BAD[name]
    cast = cast_in("at_mr")
    words = {"tomorrow": f"{today() + timedelta(days=1):%Y-%m-%d}", "own": str(cast.version.pk)}
    typed = {**(AGREEMENT if thing == "agreement" else MOMENT), **wrong}
    typed = {key: words.get(value, value) if isinstance(value, str) else value for key, value in typed.items()}

    response = screen(cast.head).post(url(f"{thing}_add", cast.programme.pk), typed)

    form = response.context["form"]
    assert set(form.errors) == fields
    assert (Agreement.objects.count(), MrMoment.objects.count()) == (0, 0)
    assert form["phase"].value() == typed["phase"]


def test_a_moment_of_consent_without_a_version_is_fine():
    cast = cast_in("at_mr")

    screen(cast.secretary).post(url("moment_add", cast.programme.pk), MOMENT | {"kind": "instemming"})

    assert "Besluit over instemming · onderzoek · met ouders" in start(cast, cast.parent)


HOSTILE = '<script>alert("1")</script> 👩🏽‍🏫 \u202eтест\u202c ' + "a" * 60


def test_hostile_text_is_shown_as_text():
    cast = Cast()
    desk = screen(cast.head)
    desk.post(
        url("agreement_add", cast.programme.pk), AGREEMENT | {"text": HOSTILE, "others": HOSTILE, "timing": HOSTILE}
    )
    desk.post(url("moment_add", cast.programme.pk), MOMENT | {"subject": HOSTILE, "outcome": HOSTILE})

    page = start(cast, cast.parent)

    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert") >= 5


@pytest.mark.parametrize("phase", ["", "vakantie", "<script>", "PLAN"])
def test_address_with_a_phase_that_is_none_begins_empty(phase):
    cast = Cast()

    response = screen(cast.head).get(url("moment_add", cast.programme.pk), {"fase": phase})

    assert (response.status_code, response.context["form"]["phase"].value()) == (200, "")


# --- examples ---------------------------------------------------------------------------------------------------------


def test_every_phase_has_an_example():
    assert {example.phase for example in EXAMPLES} == set(Phase)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.text[:20])
def test_example_fills_the_form_in_saves_nothing_and_is_right(example):
    cast = Cast()
    desk, address = screen(cast.head), url("agreement_add", cast.programme.pk)

    response = desk.post(address, AGREEMENT | {"overnemen": example.query})

    form = response.context["form"]
    assert (form.errors, Agreement.objects.count()) == ({}, 0)
    assert (form["text"].value(), form["timing"].value()) == (example.text, example.timing)
    assert form["others"].value() == "de intern begeleider"
    offered = {name: texts[0] for name, texts in parse_qs(example.query).items()}
    desk.post(address, AGREEMENT | offered)
    assert (Agreement.objects.get().text, Agreement.objects.get().phase) == (example.text, example.phase)


def test_examples_are_those_of_the_phase_and_none_where_something_stands():
    cast = Cast()
    row = make_agreement(cast.programme)
    desk = screen(cast.head)

    new = desk.get(url("agreement_add", cast.programme.pk), {"fase": "uitvoering"})
    old = desk.get(url("agreement_edit", row.pk))

    assert {example.phase for example in new.context["examples"]} == {Phase.EXECUTION}
    assert "overnemen" in body(new)
    assert "overnemen" not in body(old)


# --- beside the plan ---------------------------------------------------------------------------------------------------


def test_geleding_of_an_earlier_kind_of_school_stays_and_can_be_saved():
    cast = Cast()
    row = make_agreement(cast.programme, phase="plan", geledingen=["leerlingen", "ouders"])
    School.objects.filter(pk=cast.school.pk).update(kind="bo")

    screen(cast.head).post(url("agreement_edit", row.pk), AGREEMENT | {"geledingen": ["leerlingen", "ouders"]})

    row.refresh_from_db()
    assert (row.text, row.geledingen) == ("De MR leest mee.", ["leerlingen", "ouders"])


def test_programme_is_untouched_by_what_goes_on_beside_it():
    cast = cast_in("at_mr")
    before = Programme.objects.values().get()

    screen(cast.head).post(url("agreement_add", cast.programme.pk), AGREEMENT)

    assert Programme.objects.values().get() == before
