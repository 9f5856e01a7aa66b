"""Two people in one form: what only one of them changed is merged, what both changed is shown to the second."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.timezone import localtime

from npo_planner.forms import RowForm, name_no_choice
from npo_planner.models import FieldEdit
from npo_planner.rows import Row, save_row
from programmes.models import Measure, Programme
from programmes.plan.forms import MeasureForm, VisionForm
from scans.forms import FindingForm, NeedForm, ScanForm
from scans.models import Domain, Finding, Need
from schools.models import User
from staffing.forms import PostForm
from staffing.models import StaffKind
from tests.factories import make_finding, make_head, make_measure, make_need, make_post, make_programme, years

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return make_programme()


@pytest.fixture
def karin(programme) -> User:
    return make_head(programme.school, name="Karin")


@pytest.fixture
def mo(programme) -> User:
    return make_head(programme.school, name="Mo")


def opened(form_class: type[RowForm], row: Row) -> QueryDict:
    """What a browser sends back of the page as it was opened."""
    data = QueryDict(mutable=True)
    for bound in form_class(instance=type(row).objects.get(pk=row.pk)):
        value = bound.value()
        if isinstance(value, list):
            data.setlist(bound.name, [str(each) for each in value])
        else:
            data[bound.name] = "" if value is None else str(value)
    return data


def changed(data: QueryDict, **typed: Any) -> QueryDict:
    """``data`` with what somebody typed in it."""
    data = data.copy()
    for name, value in typed.items():
        if isinstance(value, list):
            data.setlist(name, [str(getattr(each, "pk", each)) for each in value])
        else:
            data[name] = str(getattr(value, "pk", value))
    return data


def sent(form_class: type[RowForm], row: Row, data: QueryDict, by: User) -> RowForm:
    """Send ``data`` to the row as it is now; it is saved when there is nothing wrong."""
    form = form_class(data, instance=type(row).objects.get(pk=row.pk))
    if form.is_valid():
        save_row(row=form.instance, values=form.cleaned_data, by=by)
    return form


def again(form: RowForm) -> QueryDict:
    """What the browser sends when the page that was shown with errors is saved as it is."""
    data = form.data.copy()
    data["seen"] = form["seen"].value()
    return data


def told(form: RowForm) -> dict[str, Any]:
    """Per field with a mistake what the person reads; of a collision the sentence and the other text."""
    return {
        name: (*texts, form.collisions[name].theirs) if name in form.collisions else texts[0]
        for name, texts in form.errors.items()
    }


def collision(who: str, row: Row, text: str) -> tuple[str, str]:
    at = type(row).objects.get(pk=row.pk).changed_at
    return (
        f"{who} wijzigde dit om {localtime(at):%H:%M} ook. Kies welke tekst blijft en bewaar opnieuw.",
        text,
    )


# --- merge -----------------------------------------------------------------------------------------------------------


def test_different_fields_of_two_people_are_both_kept(programme, karin, mo):
    finding = make_finding(programme, pupils=9)
    page = opened(FindingForm, finding)

    sent(FindingForm, finding, changed(page, explanation="Van Karin.", pupils="1.200"), karin)
    form = sent(FindingForm, finding, changed(page, source_note="Cito M5", trend="beter"), mo)

    assert form.errors == {}
    finding.refresh_from_db()
    assert (finding.explanation, finding.pupils, finding.source_note, finding.trend) == (
        "Van Karin.",
        1200,
        "Cito M5",
        "beter",
    )


def test_same_field_shows_the_other_text_who_and_when_and_keeps_what_was_typed(programme, karin, mo):
    finding = make_finding(programme)
    page = opened(FindingForm, finding)
    sent(FindingForm, finding, changed(page, explanation="Van Karin."), karin)

    form = sent(FindingForm, finding, changed(page, explanation="Van Mo."), mo)

    assert told(form) == {"explanation": collision("Karin", finding, "Van Karin.")}
    assert form["explanation"].value() == "Van Mo."
    assert Finding.objects.get().explanation == "Van Karin."


def test_same_field_saved_again_wins(programme, karin, mo):
    finding = make_finding(programme)
    page = opened(FindingForm, finding)
    sent(FindingForm, finding, changed(page, explanation="Van Karin."), karin)
    form = sent(FindingForm, finding, changed(page, explanation="Van Mo."), mo)

    second = sent(FindingForm, finding, again(form), mo)

    assert second.errors == {}
    assert Finding.objects.values_list("explanation", "version").get() == ("Van Mo.", 3)


def test_third_person_in_between_is_shown_too(programme, karin, mo):
    finding = make_finding(programme)
    page = opened(FindingForm, finding)
    sent(FindingForm, finding, changed(page, explanation="Van Karin."), karin)
    form = sent(FindingForm, finding, changed(page, explanation="Van Mo."), mo)
    sent(FindingForm, finding, changed(opened(FindingForm, finding), explanation="Weer Karin."), karin)

    second = sent(FindingForm, finding, again(form), mo)

    assert told(second) == {"explanation": collision("Karin", finding, "Weer Karin.")}
    assert second["explanation"].value() == "Van Mo."


def test_field_that_was_merged_stays_merged_when_another_field_collides(programme, karin, mo):
    """The page with the error still shows the old text of the merged field: saving it again must not bring it back."""
    finding = make_finding(programme)
    page = opened(FindingForm, finding)
    sent(FindingForm, finding, changed(page, explanation="Van Karin.", source_note="Cito M5"), karin)
    form = sent(FindingForm, finding, changed(page, explanation="Van Mo."), mo)
    assert list(form.errors) == ["explanation"]

    sent(FindingForm, finding, again(form), mo)

    assert Finding.objects.values_list("explanation", "source_note").get() == ("Van Mo.", "Cito M5")


def test_field_with_a_mistake_still_collides_when_the_mistake_is_mended(programme, karin, mo):
    finding = make_finding(programme, pupils=9)
    page = opened(FindingForm, finding)
    sent(FindingForm, finding, changed(page, pupils="20"), karin)
    form = sent(FindingForm, finding, changed(page, pupils="twintig"), mo)
    assert form.errors == {"pupils": ["Vul een heel getal in, bijvoorbeeld 12."]}

    second = sent(FindingForm, finding, changed(again(form), pupils="30"), mo)

    assert told(second) == {"pupils": collision("Karin", finding, "20")}
    assert Finding.objects.get().pupils == 20


def test_equal_changes_of_two_people_are_no_collision(programme, karin, mo):
    finding = make_finding(programme)
    page = opened(FindingForm, finding)

    for person in (karin, mo):
        assert sent(FindingForm, finding, changed(page, explanation="Zelfde.\r\nTekst."), person).errors == {}

    assert Finding.objects.values_list("explanation", "version").get() == ("Zelfde.\r\nTekst.", 2)


def test_text_with_lines_is_unchanged_when_the_browser_sends_other_line_ends(programme, karin, mo):
    finding = make_finding(programme, explanation="een\r\ntwee")
    page = opened(FindingForm, finding)
    sent(FindingForm, finding, changed(page, explanation="Van Karin."), karin)

    form = sent(FindingForm, finding, changed(page, explanation="een\ntwee", source_note="Cito"), mo)

    assert form.errors == {}
    assert Finding.objects.values_list("explanation", "source_note").get() == ("Van Karin.", "Cito")


def test_change_by_nobody_known_is_told_as_somebody_else(programme, mo):
    finding = make_finding(programme)
    page = opened(FindingForm, finding)
    Finding.objects.update(explanation="Van wie?")

    form = sent(FindingForm, finding, changed(page, explanation="Van Mo."), mo)

    assert told(form) == {"explanation": collision("Iemand anders", finding, "Van wie?")}


def test_time_of_a_collision_is_dutch_time(programme, karin, mo):
    finding = make_finding(programme)
    page = opened(FindingForm, finding)
    sent(FindingForm, finding, changed(page, explanation="Van Karin."), karin)
    FieldEdit.objects.update(at=datetime(2021, 7, 1, 12, 3, tzinfo=UTC))

    form = sent(FindingForm, finding, changed(page, explanation="Van Mo."), mo)

    assert form.errors["explanation"][0].startswith("Karin wijzigde dit om 14:03 ook.")


def test_field_that_the_other_made_empty_is_told_as_empty(programme, karin, mo):
    finding = make_finding(programme)
    page = opened(FindingForm, finding)
    sent(FindingForm, finding, changed(page, explanation=""), karin)

    form = sent(FindingForm, finding, changed(page, explanation="Van Mo."), mo)

    assert told(form) == {"explanation": collision("Karin", finding, "")}


def test_text_of_the_other_is_shown_as_text(programme, karin, mo):
    finding = make_finding(programme)
    page = opened(FindingForm, finding)
    sent(FindingForm, finding, changed(page, explanation="<script>alert(1)</script>"), karin)

    form = sent(FindingForm, finding, changed(page, explanation="Van Mo."), mo)

    page = render_to_string(
        "_collision.html", {"field": form["explanation"], "collision": form.collisions["explanation"]}
    )
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# --- every kind of field ---------------------------------------------------------------------------------------------


def text_of(value: Any) -> Any:
    return list(value.all()) if hasattr(value, "all") else value


def kinds_of_field(programme: Programme) -> dict[str, tuple[type[RowForm], Row, str, Any, Any, Any, str]]:
    """Form, row, field, what Karin and Mo make of it, what is stored of Karin's, and how Mo is told."""
    finding = make_finding(programme, pupils=9, delay=1)
    other = make_finding(programme, group="groep 8")
    need = make_need(programme, finding)
    post = make_post(programme, amount=Decimal("0.500"))
    measure = make_measure(programme)
    reading = Domain.objects.get(name="technisch lezen", school=None)
    spelling = Domain.objects.get(name="schrijven", school=None)
    teacher, student = (StaffKind.objects.get(code=code) for code in ("leraar", "student"))
    day, year = date(2021, 9, 1), years(programme)[1]
    return {
        "text": (FindingForm, finding, "group", "groep 6", "groep 7", "groep 6", "groep 6"),
        "count": (FindingForm, finding, "pupils", "1.200", "8", 1200, "1200"),
        "zero": (FindingForm, finding, "pupils", "0", "8", 0, "0"),
        "number choice": (FindingForm, finding, "delay", "0", "3", 0, "geen achterstand"),
        "number choice emptied": (FindingForm, finding, "delay", "", "3", None, ""),
        "text choice": (FindingForm, finding, "trend", "beter", "slechter", "beter", "beter dan vorige keer"),
        "one of a table": (FindingForm, finding, "domain", reading, spelling, reading, "technisch lezen"),
        "many of a table": (NeedForm, need, "findings", [other], [], [other], "rekenen, groep 8"),
        "many emptied": (NeedForm, need, "findings", [], [other], [], ""),
        "years": (MeasureForm, measure, "years", [year], [], [year], "2022-2023"),
        "date": (ScanForm, programme.scan, "held_on", "2021-05-03", "04-05-2021", date(2021, 5, 3), "3 mei 2021"),
        "decimal": (PostForm, post, "amount", "0,25", "0,75", Decimal("0.250"), "0,25"),
        "amount": (PostForm, post, "price", "1.234,5", "99", Decimal("1234.50"), "1234,50"),
        "kind": (PostForm, post, "kind", teacher, student, teacher, "leraar"),
        "first day": (PostForm, post, "start", "2021-09-01", "2021-10-01", day, "1 september 2021"),
        "long text": (VisionForm, programme, "vision", "Elk kind.", "Ieder kind.", "Elk kind.", "Elk kind."),
    }


KINDS = [
    "text",
    "count",
    "zero",
    "number choice",
    "number choice emptied",
    "text choice",
    "one of a table",
    "many of a table",
    "many emptied",
    "years",
    "date",
    "decimal",
    "amount",
    "kind",
    "first day",
    "long text",
]


def test_every_kind_of_field_is_tested(programme):
    assert list(kinds_of_field(programme)) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_page_saved_as_it_was_opened_changes_nothing_and_keeps_what_another_changed(programme, karin, mo, kind):
    form_class, row, field, hers, _, stored, _ = kinds_of_field(programme)[kind]
    page = opened(form_class, row)
    sent(form_class, row, changed(page, **{field: hers}), karin)

    form = sent(form_class, row, page, mo)

    assert form.errors == {}
    assert text_of(getattr(type(row).objects.get(pk=row.pk), field)) == stored


@pytest.mark.parametrize("kind", KINDS)
def test_collision_in_every_kind_of_field_is_told_in_dutch_and_saving_again_wins(programme, karin, mo, kind):
    form_class, row, field, hers, his, stored, shown = kinds_of_field(programme)[kind]
    page = opened(form_class, row)
    sent(form_class, row, changed(page, **{field: hers}), karin)

    form = sent(form_class, row, changed(page, **{field: his}), mo)

    assert told(form) == {field: collision("Karin", row, shown)}
    assert text_of(getattr(type(row).objects.get(pk=row.pk), field)) == stored
    assert sent(form_class, row, again(form), mo).errors == {}
    assert text_of(getattr(type(row).objects.get(pk=row.pk), field)) != stored


@pytest.mark.parametrize("kind", KINDS)
def test_equal_change_of_every_kind_of_field_is_no_collision(programme, karin, mo, kind):
    form_class, row, field, hers, _, stored, _ = kinds_of_field(programme)[kind]
    page = changed(opened(form_class, row), **{field: hers})
    sent(form_class, row, page, karin)

    assert sent(form_class, row, page, mo).errors == {}
    assert text_of(getattr(type(row).objects.get(pk=row.pk), field)) == stored


def test_category_follows_the_intervention_that_the_other_chose(programme, karin, mo):
    measure = make_measure(programme, "B3")
    other = type(measure.intervention).objects.exclude(category=measure.category).filter(edition=programme.edition)[0]
    page = opened(MeasureForm, measure)
    sent(MeasureForm, measure, changed(page, intervention=other), karin)

    sent(MeasureForm, measure, changed(page, title="Van Mo"), mo)

    found = Measure.objects.get(pk=measure.pk)
    assert (found.title, found.intervention, found.category) == ("Van Mo", other, other.category)


# --- the hidden field ------------------------------------------------------------------------------------------------

TAMPERED = {
    "empty": "",
    "not json": "{",
    "a list": "[1, 2]",
    "a number": "7",
    "null": "null",
    "not text inside": '{"explanation": 5, "group": null, "domain": {"a": []}}',
    "unknown names": '{"version": "1", "scan": "2", "is_frozen": "x"}',
    "deep": "[" * 100_000,
    "deep in an object": '{"explanation":' * 50_000,
    "huge number": "1" * 10_000,
    "huge": json.dumps({"explanation": "x" * 500_000}),
    "nul": "\x00",
    "surrogate": '{"explanation": "\\ud800"}',
    "script": "<script>alert(1)</script>",
}


@pytest.mark.parametrize("seen", TAMPERED.values(), ids=TAMPERED)
def test_tampered_hidden_field_is_an_answer_and_never_an_error_of_ours(client, programme, karin, seen):
    finding = make_finding(programme)
    client.force_login(karin)
    data = changed(opened(FindingForm, finding), explanation="Nieuw.", seen=seen)

    response = client.post(f"/bevinding/{finding.pk}/", data.urlencode(), "application/x-www-form-urlencoded")

    assert response.status_code in {200, 302}
    assert b"<script>alert" not in response.content
    assert Finding.objects.get().explanation in {"Nieuw.", "De groei bleef achter."}


def test_new_row_has_nothing_to_merge(programme, karin):
    data = {"title": "Nieuw", "explanation": "", "seen": '{"title": "anders"}'}

    form = NeedForm(data, instance=Need(scan=programme.scan, rank=1))

    assert (form.is_valid(), form.cleaned_data["title"], "seen" in form.cleaned_data) == (True, "Nieuw", False)
    assert NeedForm(instance=Need(scan=programme.scan)).fields["seen"].initial == ""


def test_hidden_field_carries_what_the_page_shows(programme):
    finding = make_finding(programme, pupils=9, explanation="a\r\nb")

    seen = json.loads(opened(FindingForm, finding)["seen"])

    assert seen == {
        "domain": str(finding.domain_id),
        "group": "groep 5",
        "delay": "2",
        "pupils": "9",
        "trend": "",
        "source": "lvs",
        "source_note": "",
        "consultations": "",
        "explanation": "a\nb",
    }


# --- how a form looks ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (forms.ChoiceField(choices=[("", "---------"), ("a", "A")]), [("", "Kies"), ("a", "A")]),
        (forms.ChoiceField(choices=[("", "-"), ("a", "A")], required=False), [("", "niet ingevuld"), ("a", "A")]),
        (forms.ChoiceField(choices=[("a", "A")]), [("a", "A")]),
    ],
)
def test_no_choice_has_words_instead_of_dashes(field, expected):
    name_no_choice(field)

    assert list(field.choices) == expected


def test_no_choice_of_a_table_has_words_unless_the_form_has_better_ones():
    plain, own, none = (
        forms.ModelChoiceField(User.objects.none(), required=False),
        forms.ModelChoiceField(User.objects.none(), empty_label="geen maatregel"),
        forms.ModelChoiceField(User.objects.none(), empty_label=None),
    )
    for field in (plain, own, none):
        name_no_choice(field)

    assert [plain.empty_label, own.empty_label, none.empty_label] == ["niet ingevuld", "geen maatregel", None]
