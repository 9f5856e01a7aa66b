"""What the server does with a form that saves by itself: the row, the draft, the truth, and everything it refuses."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from npo_planner import history, sittings
from npo_planner.models import AuditEntry, FieldEdit, Sitting
from programmes.models import Programme
from programmes.plan.constants import Status
from programmes.plan.operations import move
from scans.models import Finding, Need
from schools.constants import Role
from schools.models import User
from tests.factories import make_finding, make_head, make_member, make_need, make_post, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return make_programme()


@pytest.fixture
def finding(programme) -> Finding:
    return make_finding(programme, explanation="Eerst.", pupils=None)


class Tab:
    """Somebody with one page open: what they see, what they type, and what the page sends by itself."""

    def __init__(self, user: User, route: str, row: Any) -> None:
        self.client = Client()
        self.client.force_login(user)
        self.path = reverse(route, args=[row.pk])
        self.number = 1_000
        self.open()

    def open(self) -> None:
        self.page = self.client.get(self.path)
        self.form = self.page.context["form"]
        self.data = {bound.name: self._value(bound.value()) for bound in self.form}
        self.data["sitting"] = self.page.context["sitting"]

    @staticmethod
    def _value(value: Any) -> Any:
        return (
            [str(getattr(v, "pk", v)) for v in value]
            if isinstance(value, list)
            else ""
            if value is None
            else str(value)
        )

    def sends(self, what: str = "save", **typed: Any) -> HttpResponse:
        self.data |= typed
        self.number += 1
        headers = {"X-Autosave": what, "X-Autosave-Number": str(self.number)}
        return self.client.post(self.path, self.data, headers=headers)

    def types(self, **typed: Any) -> dict[str, Any]:
        response = self.sends(**typed)
        assert response.status_code == 200, response.content
        told = response.json()
        if self.data.get("seen"):
            saved = {name: f["stored"] for name, f in told.get("fields", {}).items() if "news" not in f}
            self.data["seen"] = json.dumps(json.loads(self.data["seen"]) | saved)
        return told

    def presses(self, **typed: Any) -> HttpResponse:
        return self.client.post(self.path, self.data | typed)


@pytest.fixture
def fatima(programme) -> User:
    return make_head(programme.school, name="Fatima")


@pytest.fixture
def mo(programme) -> User:
    return make_head(programme.school, name="Mo")


def clock() -> str:
    return f"{localtime(timezone.now()):%H:%M}"


def draft_of(user: User) -> dict[str, list[str]]:
    return Sitting.objects.get(user=user).typed


# --- a row that exists -----------------------------------------------------------------------------------------------


def test_field_that_is_right_is_saved_and_the_answer_says_so(finding, fatima):
    told = Tab(fatima, "finding_edit", finding).types(explanation="Meer.")

    assert (told["says"], told["safe"], told["errors"], told["collisions"]) == (
        f"Opgeslagen om {clock()}.",
        True,
        {},
        {},
    )
    assert told["fields"]["explanation"] == {"stored": "Meer."}
    assert Finding.objects.values_list("explanation", "version", "changed_by").get() == ("Meer.", 2, fatima.pk)
    assert draft_of(fatima) == {}


def test_page_that_sends_what_is_stored_changes_nothing(finding, fatima):
    told = Tab(fatima, "finding_edit", finding).types()

    assert (told["safe"], Finding.objects.get().version, FieldEdit.objects.count()) == (True, 1, 0)


def test_mistake_is_kept_as_a_draft_and_the_rest_is_saved(finding, fatima):
    tab = Tab(fatima, "finding_edit", finding)

    told = tab.types(explanation="Meer.", pupils="twintig")

    assert told["says"] == f"Opgeslagen om {clock()}, behalve wat nog niet klopt: dat is als klad bewaard."
    assert (told["safe"], told["errors"]) == (False, {"pupils": ["Vul een heel getal in, bijvoorbeeld 12."]})
    assert Finding.objects.values_list("explanation", "pupils").get() == ("Meer.", None)
    assert draft_of(fatima) == {"pupils": ["twintig"]}

    assert (tab.types(pupils="20")["safe"], Finding.objects.get().pupils, draft_of(fatima)) == (True, 20, {})


def test_fields_that_are_wrong_together_are_not_saved_halfway(programme, fatima):
    """The new begin lies after the stored end: alone it would break a rule of the row."""
    post = make_post(programme)
    tab = Tab(fatima, "post_edit", post)

    told = tab.types(start="2022-09-01", afterwards="Stopt.")

    post.refresh_from_db()
    assert (told["safe"], post.start.isoformat(), post.afterwards) == (False, "2021-08-01", "")
    assert told["says"] == f"Er klopt nog iets niet; uw tekst is als klad bewaard om {clock()}."
    assert (draft_of(fatima)["start"], draft_of(fatima)["afterwards"]) == (["2022-09-01"], ["Stopt."])


def test_draft_of_a_mistake_comes_back_beside_what_is_stored(finding, fatima):
    tab = Tab(fatima, "finding_edit", finding)
    tab.types(pupils="twintig")
    tab.sends("bye")

    tab.open()

    assert (tab.form["pupils"].value(), tab.form["explanation"].value()) == ("twintig", "Eerst.")
    assert tab.form.collisions == {}
    assert "Het staat weer in de velden" in tab.page.content.decode()


def test_frozen_plan_says_so_and_keeps_the_text_as_a_draft(programme, finding, fatima):
    tab = Tab(fatima, "finding_edit", finding)
    move(Programme.objects.get(pk=programme.pk), Status.AT_MR, by=fatima)

    told = tab.types(explanation="Te laat.")

    assert told["says"].startswith("Dit plan ligt vast")
    assert (told["safe"], Finding.objects.get().explanation) == (False, "Eerst.")
    assert draft_of(fatima)["explanation"] == ["Te laat."]


# --- two people ------------------------------------------------------------------------------------------------------


def test_other_fields_of_two_people_are_merged_and_told(finding, fatima, mo):
    one, two = Tab(fatima, "finding_edit", finding), Tab(mo, "finding_edit", finding)
    one.types(explanation="Van Fatima.")

    told = two.types(source_note="Cito")

    assert Finding.objects.values_list("explanation", "source_note").get() == ("Van Fatima.", "Cito")
    assert told["fields"]["explanation"] == {"stored": "Van Fatima.", "news": ["Van Fatima."], "chosen": False}
    assert told["fields"]["source_note"] == {"stored": "Cito"}


def test_same_field_of_two_people_is_a_collision_and_nothing_is_lost(finding, fatima, mo):
    one, two = Tab(fatima, "finding_edit", finding), Tab(mo, "finding_edit", finding)
    one.types(explanation="Van Fatima.")

    told = two.types(explanation="Van Mo.", source_note="Cito")

    assert Finding.objects.values_list("explanation", "source_note").get() == ("Van Fatima.", "Cito")
    assert (told["safe"], told["errors"], list(told["collisions"])) == (False, {}, ["explanation"])
    assert told["collisions"]["explanation"]["stored"] == "Van Fatima."
    assert "Fatima wijzigde dit op" in told["collisions"]["explanation"]["html"]
    assert draft_of(mo) == {"explanation": ["Van Mo."]}


@pytest.mark.parametrize(
    ("choice", "kept"), [("mine", "Van Mo."), ("theirs", "Van Fatima."), ("both", "Van Fatima.\n\nVan Mo.")]
)
def test_choice_decides_and_the_text_that_goes_stays_in_the_history(finding, fatima, mo, choice, kept):
    one, two = Tab(fatima, "finding_edit", finding), Tab(mo, "finding_edit", finding)
    one.types(explanation="Van Fatima.")
    stored = two.types(explanation="Van Mo.")["collisions"]["explanation"]["stored"]

    two.data["seen"] = two.data["seen"].replace("Eerst.", stored)  # as the page does for the field that was chosen
    told = two.types(**{"keep-explanation": choice})

    assert (told["safe"], Finding.objects.get().explanation) == (True, kept)
    assert "Van Fatima." in {*FieldEdit.objects.values_list("after", flat=True)} | {kept}


def test_both_texts_that_are_too_long_together_are_told_and_kept(finding, fatima, mo):
    one, two = Tab(fatima, "finding_edit", finding), Tab(mo, "finding_edit", finding)
    one.types(explanation="F" * 3000)
    two.types(explanation="M" * 3000)
    two.data["seen"] = two.data["seen"].replace("Eerst.", "F" * 3000)

    told = two.types(**{"keep-explanation": "both"})

    assert (told["safe"], Finding.objects.get().explanation) == (False, "F" * 3000)
    assert "5000" in told["errors"]["explanation"][0]


def test_who_else_is_here_is_told_until_they_leave_or_fall_silent(finding, fatima, mo):
    one, two = Tab(fatima, "finding_edit", finding), Tab(mo, "finding_edit", finding)
    assert one.sends("beat").json() == {"others": []}
    assert two.sends("beat").json() == {"others": ["Fatima"]}
    assert one.sends("beat").json() == {"others": ["Mo"]}

    two.sends("bye")
    assert one.sends("beat").json() == {"others": []}
    two.sends("beat")
    Sitting.objects.filter(user=mo).update(seen_at=timezone.now() - timedelta(minutes=1))
    assert one.sends("beat").json() == {"others": []}


def test_draft_of_several_rows_keeps_what_others_filled_in_since(programme, fatima, mo):
    """The grid saves nothing before the button: its draft says against what it was typed."""
    finding = make_finding(programme, delay=2)
    other = make_finding(programme, group="groep 6", delay=1)
    tab = Tab(fatima, "scan_grid", programme.scan)
    mine, theirs = (next(c.name for c in tab.form.cells if each in c.findings) for each in (finding, other))
    tab.sends("leave", **{mine: "3"})
    Finding.objects.filter(pk=other.pk).update(delay=0, changed_by=mo)

    tab.open()

    assert (tab.form[mine].value(), tab.form[theirs].value()) == ("3", "1")
    assert tab.presses().status_code == 302
    assert [Finding.objects.get(pk=each.pk).delay for each in (finding, other)] == [3, 0]


# --- a row that does not exist yet -----------------------------------------------------------------------------------


def test_new_row_is_kept_as_a_draft_only(programme, fatima):
    tab = Tab(fatima, "need_add", programme.scan)

    told = tab.types(title="", explanation="Alvast.")

    assert told == {"says": f"Bewaard als klad om {clock()}. Druk op de knop als u klaar bent.", "others": []}
    assert (Need.objects.count(), draft_of(fatima)["explanation"]) == (0, ["Alvast."])


def test_draft_comes_back_when_its_tab_is_gone_and_goes_when_it_was_used(programme, fatima):
    tab = Tab(fatima, "need_add", programme.scan)
    tab.types(title="Lezen", explanation="Alvast.")
    assert Tab(fatima, "need_add", programme.scan).form["title"].value() == ""  # that tab is still open

    tab.sends("leave", explanation="Alvast, en meer.")
    tab.open()
    assert (tab.form["title"].value(), tab.form["explanation"].value()) == ("Lezen", "Alvast, en meer.")

    assert tab.presses().status_code == 302
    assert (Need.objects.get().title, Tab(fatima, "need_add", programme.scan).form["title"].value()) == ("Lezen", "")


def test_choices_that_were_unticked_stay_unticked(programme, finding, fatima):
    tab = Tab(fatima, "need_add", programme.scan)
    tab.types(title="Lezen", findings=[str(finding.pk)])
    tab.types(findings=[])
    tab.sends("leave")

    tab.open()

    assert tab.form["findings"].value() == []


def test_draft_is_seen_by_its_writer_only(programme, fatima, mo):
    Tab(fatima, "need_add", programme.scan).sends("leave", title="Geheim")

    assert "Geheim" not in Tab(mo, "need_add", programme.scan).page.content.decode()


def test_draft_thrown_away_is_gone(programme, fatima):
    tab = Tab(fatima, "need_add", programme.scan)
    tab.sends("leave", title="Toch niet")

    response = tab.client.post(tab.path, {"discard": "1"})

    assert (response.status_code, response.url, Sitting.objects.count()) == (302, tab.path, 0)


def test_drafts_older_than_thirty_days_go(programme, fatima):
    Tab(fatima, "need_add", programme.scan).sends("leave", title="Oud")
    Sitting.objects.update(seen_at=timezone.now() - timedelta(days=31))

    Tab(fatima, "need_add", programme.scan).types(title="Nieuw")

    assert [s.typed["title"] for s in Sitting.objects.all()] == [["Nieuw"]]


# --- the button ------------------------------------------------------------------------------------------------------


def test_form_that_comes_twice_is_saved_once_and_answered_the_same(programme, fatima):
    tab = Tab(fatima, "need_add", programme.scan)

    answers = [tab.presses(title="Lezen") for _ in range(2)]

    assert [(a.status_code, a.url) for a in answers] == [(302, reverse("needs", args=[programme.scan_id]))] * 2
    assert Need.objects.count() == 1


def test_form_that_comes_twice_with_another_text_is_asked_about_and_kept(programme, fatima):
    tab = Tab(fatima, "need_add", programme.scan)
    tab.presses(title="Lezen")

    asked = tab.presses(title="Rekenen")

    assert asked.context["form"].non_field_errors() == [
        "Dit formulier is al bewaard, met andere tekst. Wilt u dit ook bewaren? Druk dan weer."
    ]
    assert (asked.context["form"]["title"].value(), Need.objects.count()) == ("Rekenen", 1)
    tab.presses(title="Rekenen", sitting=asked.context["sitting"])
    assert sorted(Need.objects.values_list("title", flat=True)) == ["Lezen", "Rekenen"]


def test_row_saved_by_itself_and_then_by_the_button_goes_back(finding, fatima):
    tab = Tab(fatima, "finding_edit", finding)
    tab.types(explanation="Meer.")

    assert tab.presses().url == reverse("scan", args=[finding.scan_id])
    assert Finding.objects.get().version == 2


# --- signed out ------------------------------------------------------------------------------------------------------


def test_page_of_who_is_signed_out_is_told_so(finding, fatima):
    tab = Tab(fatima, "finding_edit", finding)
    Session.objects.all().delete()

    assert (tab.sends(explanation="Nieuw.").status_code, Finding.objects.get().explanation) == (401, "Eerst.")


def send_signed_out(tab: Tab, **typed: Any) -> None:
    Session.objects.all().delete()
    assert tab.presses(**typed).url == f"{reverse('login')}?next={tab.path}"


def test_form_sent_signed_out_is_there_again_after_signing_in(finding, fatima, mo):
    tab = Tab(fatima, "finding_edit", finding)
    send_signed_out(tab, explanation="Van Fatima.")
    Finding.objects.update(explanation="Van Mo.", changed_by=mo)

    tab.client.force_login(fatima)
    tab.open()

    assert tab.form["explanation"].value() == "Van Fatima."
    shown = tab.presses()  # the text of Mo came in between: it is shown, not overwritten
    assert shown.context["form"].collisions["explanation"].theirs == "Van Mo."


def test_form_sent_signed_out_is_not_for_somebody_else(finding, fatima, mo):
    tab = Tab(fatima, "finding_edit", finding)
    send_signed_out(tab, explanation="Van Fatima.")

    tab.client.force_login(mo)
    tab.open()

    assert tab.form["explanation"].value() == "Eerst."


@pytest.mark.parametrize("posted", [{"a": "x"}, {"sitting": "x", "a": "x" * sittings.MOST}], ids=["no form", "huge"])
def test_what_nobody_typed_is_not_kept(finding, client, posted):
    client.post(reverse("finding_edit", args=[finding.pk]), posted)

    assert sittings.PARKED not in client.session


def test_form_with_an_old_csrf_token_is_kept_when_its_own_page_sent_it(finding, fatima):
    tab = Tab(fatima, "finding_edit", finding)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = tab.client.cookies
    data = tab.data | {"explanation": "Van Fatima."}

    refused = strict.post(tab.path, data, headers={"Origin": "http://testserver"})

    assert refused.status_code == 403
    assert "Wat u typte is er nog." in refused.content.decode()
    tab.open()
    assert tab.form["explanation"].value() == "Van Fatima."


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elders.example"}, {"Origin": "null"}])
def test_form_of_another_site_is_not_kept(finding, fatima, headers):
    tab = Tab(fatima, "finding_edit", finding)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = tab.client.cookies

    refused = strict.post(tab.path, tab.data | {"explanation": "Geplant."}, headers=headers)

    assert (refused.status_code, "Er is niets bewaard." in refused.content.decode()) == (403, True)
    tab.open()
    assert tab.form["explanation"].value() == "Eerst."


# --- hostile ---------------------------------------------------------------------------------------------------------


def test_message_that_comes_late_changes_no_draft(programme, fatima):
    tab = Tab(fatima, "need_add", programme.scan)
    tab.types(title="Nieuw")
    tab.number -= 2

    told = tab.types(title="Oud")

    assert (told["late"], draft_of(fatima)["title"]) == (True, ["Nieuw"])
    tab.types(title="Oud", sitting=told["sitting"])  # a tab that was duplicated goes on in a sitting of its own
    assert sorted(s.typed["title"][0] for s in Sitting.objects.all()) == ["Nieuw", "Oud"]


@pytest.mark.parametrize("number", ["", "x", "-1", "1.5", "9999999999999999", "٣", "1" * 5000])
def test_message_without_a_right_number_is_refused(finding, fatima, number):
    tab = Tab(fatima, "finding_edit", finding)

    response = tab.client.post(tab.path, tab.data, headers={"X-Autosave": "save", "X-Autosave-Number": number})

    assert (response.status_code, Sitting.objects.count()) == (400, 0)


def test_message_without_a_sitting_is_refused(finding, fatima):
    tab = Tab(fatima, "finding_edit", finding)

    assert tab.sends(sitting="").status_code == 400


@pytest.mark.parametrize("button", [False, True])
def test_false_sitting_and_that_of_another_are_refused(finding, fatima, mo, button):
    tab = Tab(fatima, "finding_edit", finding)
    theirs = Tab(mo, "finding_edit", finding).data["sitting"]

    for token in (theirs, f"{uuid4()}/{fatima.pk}", "x", "\x00", theirs.replace(f"/{mo.pk}:", f"/{fatima.pk}:")):
        answer = tab.presses(sitting=token) if button else tab.sends(sitting=token)
        assert answer.status_code == 403
    assert Sitting.objects.count() == 0


def test_who_may_only_read_saves_nothing(finding, programme, fatima):
    data = Tab(fatima, "finding_edit", finding).data
    client = Client()
    client.force_login(make_member(programme.school.board, Role.BOARD))
    headers = {"X-Autosave": "save", "X-Autosave-Number": "1"}

    response = client.post(reverse("finding_edit", args=[finding.pk]), data | {"explanation": "x"}, headers=headers)

    assert (response.status_code, Finding.objects.get().explanation, Sitting.objects.count()) == (403, "Eerst.", 0)


# --- history and log -------------------------------------------------------------------------------------------------


def test_one_go_of_typing_is_one_edit_and_one_line_in_the_log(finding, fatima):
    tab = Tab(fatima, "finding_edit", finding)

    for text in ("E", "Een", "Een zin."):
        tab.types(explanation=text)

    assert FieldEdit.objects.values_list("field", "before", "after", "by").get() == (
        "explanation",
        "Eerst.",
        "Een zin.",
        fatima.pk,
    )
    entry = AuditEntry.objects.get(event="row_written")
    assert (entry.actor, entry.detail) == (fatima, {"before": {"explanation": "Eerst."}})


def test_another_person_or_a_later_go_is_another_edit(finding, fatima, mo):
    one, two = Tab(fatima, "finding_edit", finding), Tab(mo, "finding_edit", finding)
    one.types(explanation="Een.")
    FieldEdit.objects.update(at=timezone.now() - history.ONE_GO - timedelta(seconds=1))
    one.types(explanation="Twee.")
    two.open()
    two.types(explanation="Drie.")

    edits = FieldEdit.objects.order_by("pk").values_list("before", "after", "by__name")
    assert list(edits) == [("Eerst.", "Een.", "Fatima"), ("Een.", "Twee.", "Fatima"), ("Twee.", "Drie.", "Mo")]
    assert AuditEntry.objects.filter(event="row_written").count() == 3


def test_history_tells_each_field_in_words_and_restores(programme, finding, fatima):
    other = make_finding(programme, group="groep 8")
    need = make_need(programme, finding, title="Lezen")
    tab = Tab(fatima, "need_edit", need)
    tab.types(title="Anders", findings=[str(other.pk)])

    page = tab.client.get(tab.path, {"geschiedenis": "1"})

    told = {h.name: (h.now, [(p.shown, p.texts, p.who) for p in h.past]) for h in page.context["history"]}
    assert told == {
        "title": ("Anders", [("Lezen", ("Lezen",), "Fatima")]),
        "findings": ("rekenen, groep 8", [("rekenen, groep 5", (str(finding.pk),), "Fatima")]),
    }
    tab.open()
    assert tab.presses(findings=[str(finding.pk)]).status_code == 302
    assert list(need.findings.all()) == [finding]


def test_history_of_a_row_without_changes_says_so(finding, fatima):
    page = Tab(fatima, "finding_edit", finding).client.get(
        reverse("finding_edit", args=[finding.pk]), {"geschiedenis": "1"}
    )

    assert "Nog niets gewijzigd" in page.content.decode()


def test_history_shows_text_as_text_and_choices_that_are_gone(programme, finding, fatima):
    other = make_finding(programme, group="groep 8")
    need = make_need(programme, other, title="<script>alert(1)</script>")
    tab = Tab(fatima, "need_edit", need)
    tab.types(title="Anders", findings=[])
    other.delete()

    page = tab.client.get(tab.path, {"geschiedenis": "1"}).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "niet meer te kiezen" in page
