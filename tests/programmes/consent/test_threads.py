"""Threads: every state, every move, every role; about a section or a row; on new and old versions."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from itertools import product

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from programmes.consent import operations, threads
from programmes.consent.constants import THREAD_MOVES, ThreadState
from programmes.document import canonical, sections
from programmes.models import Comment, ThreadMove
from schools import log_lines
from schools.constants import Role
from schools.models import Membership
from tests.factories import make_member
from tests.programmes.consent.cast import Cast, cast_in

pytestmark = pytest.mark.django_db

OPEN, ANSWERED, RESOLVED, REOPENED = "open", "beantwoord", "afgehandeld", "heropend"
ROLES = ("head", "team", "staff", "parent", "secretary", "board")  # the parent asked


def thread_in(state: str, cast: Cast) -> Comment:
    """A question of the parent that is in ``state``."""
    thread = cast.comment("Waarom zo veel?")
    if state in (ANSWERED, REOPENED):
        cast.comment("Daarom.", parent=thread, by=cast.head)
    if state == RESOLVED:
        operations.resolve(thread=thread, by=cast.parent)
    if state == REOPENED:
        cast.comment("Dat snap ik niet.", parent=thread, reopens=True)
    thread.refresh_from_db()
    assert thread.state == state
    return thread


# What becomes of a thread, per deed and role; "403": may not, "no": may, but not from this state.
#             open       beantwoord  afgehandeld  heropend
BY_SCHOOL = (ANSWERED, ANSWERED, RESOLVED, ANSWERED)
BY_MR = (OPEN, ANSWERED, RESOLVED, REOPENED)
RESOLVES = (RESOLVED, RESOLVED, "no", RESOLVED)
REOPENS = ("no", REOPENED, REOPENED, "no")
NEVER = ("403",) * 4
DEEDS = {
    "reply": dict.fromkeys(("head", "team"), BY_SCHOOL) | dict.fromkeys(("staff", "parent", "secretary"), BY_MR),
    "resolve": {"parent": RESOLVES, "secretary": RESOLVES},
    "reopen": dict.fromkeys(("staff", "parent", "secretary"), REOPENS),
}
CELLS = [
    (deed, who, state, after)
    for deed, who in product(DEEDS, ROLES)
    for state, after in zip(ThreadState.values, DEEDS[deed].get(who, NEVER), strict=True)
]


def test_table_knows_every_state():
    assert set(THREAD_MOVES) == set(ThreadState)
    assert ThreadState.values == [OPEN, ANSWERED, RESOLVED, REOPENED]


@pytest.mark.parametrize(("deed", "who", "state", "after"), CELLS)
def test_deed_of_role_in_state(client, deed, who, state, after):
    cast = cast_in("at_mr")
    thread = thread_in(state, cast)
    before = (Comment.objects.count(), ThreadMove.objects.count())
    client.force_login(getattr(cast, who))

    response = client.post(reverse(deed, args=[thread.pk]), {} if deed == "resolve" else {"text": "Nog iets."})

    thread.refresh_from_db()
    comments, moves = Comment.objects.count() - before[0], ThreadMove.objects.count() - before[1]
    if after == "403":
        assert (response.status_code, comments, moves, thread.state) == (403, 0, 0, state)
    elif after == "no":
        assert (response.status_code, comments, moves, thread.state) == (302 if deed == "resolve" else 200, 0, 0, state)
    else:
        wrote = 0 if deed == "resolve" else 1
        assert (response.status_code, comments, moves, thread.state) == (302, wrote, int(state != after), after)


@pytest.mark.parametrize("state", ThreadState.values)
@pytest.mark.parametrize("to", ThreadState)
def test_move_goes_only_where_the_table_says(state, to):
    cast = cast_in("at_mr")
    thread = thread_in(state, cast)

    if to in THREAD_MOVES[ThreadState(state)]:
        threads.move(thread, to, by=cast.secretary, role="x")
        assert Comment.objects.get(pk=thread.pk).state == to
    else:
        with pytest.raises(Refused) as refused:
            threads.move(thread, to, by=cast.secretary, role="x")
        assert (refused.value.code, Comment.objects.get(pk=thread.pk).state) == ("wrong_state", state)


def test_who_only_answered_cannot_resolve_by_the_address_of_the_answer(client):
    cast = cast_in("at_mr")
    thread = cast.comment()
    answer = cast.comment("Daarom.", parent=thread, by=cast.head)
    client.force_login(cast.head)

    assert client.post(reverse("resolve", args=[answer.pk])).status_code == 403
    assert client.post(reverse("reopen", args=[answer.pk]), {"text": "Nee."}).status_code == 403
    thread.refresh_from_db()
    assert thread.state == ANSWERED


def test_question_of_the_school_is_answered_by_the_mr_and_resolved_by_the_school(client):
    cast = cast_in("at_mr")
    thread = cast.comment("Vindt de MR dit genoeg?", by=cast.head)

    cast.comment("Bijna.", by=cast.team, parent=thread)
    between = Comment.objects.get(pk=thread.pk).state
    cast.comment("Ja.", parent=thread)
    client.force_login(cast.head)
    client.post(reverse("resolve", args=[thread.pk]))

    assert (between, Comment.objects.get(pk=thread.pk).state) == (OPEN, RESOLVED)
    assert [(m.state, m.by) for m in thread.moves.all()] == [(ANSWERED, cast.parent), (RESOLVED, cast.head)]


def test_teacher_in_the_mr_speaks_for_the_mr():
    cast = cast_in("at_mr")
    Membership.objects.create(user=cast.team, school=cast.school, role=Role.MR_MEMBER, geleding="personeel")
    thread = cast.comment()

    said = cast.comment("Dat vraag ik me ook af.", by=cast.team, parent=thread)

    assert (said.role, said.from_mr, Comment.objects.get(pk=thread.pk).state) == ("MR, personeel", True, OPEN)


def test_every_move_keeps_who_as_what_and_when_and_the_page_tells_it(client):
    cast = cast_in("at_mr")
    thread = cast.comment()
    cast.comment("Daarom.", by=cast.team, parent=thread)
    operations.resolve(thread=thread, by=cast.secretary)
    cast.comment("Toch niet.", by=cast.staff, parent=thread, reopens=True)
    client.force_login(cast.head)

    page = client.get(cast.version.get_absolute_url()).content.decode()

    assert [(m.state, m.by, m.role) for m in thread.moves.all()] == [
        (ANSWERED, cast.team, "teamlid"),
        (RESOLVED, cast.secretary, "secretaris van de MR"),
        (REOPENED, cast.staff, "MR, personeel"),
    ]
    assert "Afgehandeld door Ineke op " in page
    assert "Heropend door Sanne op " in page


def test_log_tells_what_happened_to_a_thread():
    cast = cast_in("at_mr")
    thread = thread_in(REOPENED, cast)
    operations.resolve(thread=thread, by=cast.parent)

    told = [log_lines.line(entry, writer=True) for entry in AuditEntry.objects.of_school(cast.school)[:4]]

    assert [f"{line.who} {line.what}" for line in told] == [
        "Peter handelde een vraag of opmerking af bij versie 1",
        "Peter heropende een vraag of opmerking bij versie 1",
        "Karin schreef een vraag of opmerking bij versie 1",
        "Peter schreef een vraag of opmerking bij versie 1",
    ]


# --- places ----------------------------------------------------------------------------------------------------------


def rows_of(cast: Cast) -> list[str]:
    document = canonical.loads(cast.version.document)
    return [row.anchor for rows in sections.rows(document).values() for row in rows]


def test_rows_of_a_version_have_an_anchor_on_the_page_and_a_link_to_write(client):
    cast = cast_in("at_mr")
    client.force_login(cast.parent)

    page = client.get(cast.version.get_absolute_url()).content.decode()

    anchors = rows_of(cast)
    assert [anchor.split("-")[0] for anchor in anchors] == ["bevinding", "doel", "inzet", "kosten"]
    assert [f'id="{anchor}"' in page for anchor in anchors] == [True] * 4
    assert [reverse("comment_on", args=[cast.version.pk, anchor]) in page for anchor in anchors] == [True] * 4


def test_documents_outside_the_version_page_have_no_links_to_write(client):
    cast = cast_in("adopted")
    client.force_login(cast.parent)

    page = client.get(reverse("document", args=[cast.programme.pk])).content.decode()

    assert ("row-talk" in page, "section-comments" in page) == (False, False)


@pytest.mark.parametrize("index", range(4))
def test_thread_about_a_row_stands_under_its_section_with_the_name_of_the_row(client, index):
    cast = cast_in("at_mr")
    anchor = rows_of(cast)[index]
    client.force_login(cast.parent)

    response = client.post(reverse("comment_on", args=[cast.version.pk, anchor]), {"kind": "voorstel", "text": "Meer."})

    said = Comment.objects.get()
    assert (said.section, said.kind) == (anchor, "voorstel")
    assert response.url == f"{cast.version.get_absolute_url()}#reactie-{said.pk}"
    context = client.get(cast.version.get_absolute_url()).context
    [(section, thread)] = [(a, t) for a, place in context["talk"].items() for t in place.shared]
    wanted = ["scan", cast.measure_section, "menskracht", "begroting"][index]
    assert (section, thread.root) == (wanted, said)
    assert thread.row == dict(threads.titles(canonical.loads(cast.version.document)))[anchor]
    assert (context["row_talk"][anchor].number, context["row_talk"][anchor].first) == (1, said.pk)


def test_whole_plan_is_a_place_too(client):
    cast = cast_in("at_mr")
    said = cast.comment("Mooi plan.", section="hele-plan", kind="opmerking")
    client.force_login(cast.head)

    context = client.get(cast.version.get_absolute_url()).context

    assert [thread.root for thread in context["talk"]["hele-plan"].shared] == [said]
    assert context["talked_about"] == [("hele-plan", "Het hele plan", 1)]


@pytest.mark.parametrize("route", ["comment_on", "deliberate_on"])
@pytest.mark.parametrize("anchor", ["samenvatting", "doel-999999", "kosten-0", "x" * 300])
def test_place_that_the_version_does_not_have_is_not_found(client, route, anchor):
    cast = cast_in("at_mr")
    client.force_login(cast.parent)

    assert client.get(reverse(route, args=[cast.version.pk, anchor])).status_code == 404


def test_form_without_a_place_asks_for_one_and_offers_rows(client):
    cast = cast_in("at_mr")
    client.force_login(cast.parent)
    url, anchor = reverse("comment", args=[cast.version.pk]), rows_of(cast)[3]

    page = client.get(url).content.decode()
    client.post(url, {"section": anchor, "kind": "opmerking", "text": "Goed."})

    assert f'<option value="{anchor}">' in page
    assert (Comment.objects.get().section, Comment.objects.get().kind) == (anchor, "opmerking")


@pytest.mark.parametrize("kind", ["", "voorstel", "klacht", "<script>"])
def test_kind_is_one_of_three_and_a_question_when_nobody_says(client, kind):
    cast = cast_in("at_mr")
    client.force_login(cast.parent)

    client.post(reverse("comment_on", args=[cast.version.pk, "visie"]), {"kind": kind, "text": "Hm."})

    assert list(Comment.objects.values_list("kind", flat=True)) == {"": ["vraag"], "voorstel": ["voorstel"]}.get(
        kind, []
    )


# --- versions --------------------------------------------------------------------------------------------------------


def test_open_threads_of_an_older_version_stand_on_the_newest_and_can_be_answered(client):
    cast = cast_in("at_mr")
    first = cast.version
    left, done = cast.comment("Nog open?"), cast.comment("Klaar?")
    operations.resolve(thread=done, by=cast.parent)
    cast.comment("Onder ons.", audience="mr")
    cast.withdraw()
    second = cast.submit()
    client.force_login(cast.head)

    response = client.get(second.get_absolute_url())
    old = client.get(first.get_absolute_url()).content.decode()
    client.post(reverse("reply", args=[left.pk]), {"text": "Nee, dat is opgelost."})

    assert list(response.context["left_open"]) == [left]
    assert "Nog open uit een eerdere versie" in response.content.decode()
    assert "Nog open?" in old
    assert Comment.objects.get(pk=left.pk).state == ANSWERED
    assert list(client.get(second.get_absolute_url()).context["left_open"]) == []


@pytest.mark.parametrize("state", ["draft again", "adopted"])
def test_thread_of_a_plan_that_is_not_with_the_mr_can_be_resolved_but_not_answered(state):
    cast = cast_in("at_mr")
    thread = cast.comment()
    if state == "adopted":
        cast.decide()
        cast.adopt()
    else:
        cast.withdraw()

    for reopens in (False, True):
        with pytest.raises(Refused) as refused:
            cast.comment("Nog iets.", parent=thread, reopens=reopens)
        assert refused.value.code == "closed"
    operations.resolve(thread=thread, by=cast.parent)

    assert Comment.objects.get(pk=thread.pk).state == RESOLVED


def test_reopening_twice_is_refused_with_the_text_kept(client):
    cast = cast_in("at_mr")
    thread = thread_in(REOPENED, cast)
    client.force_login(cast.staff)

    response = client.post(reverse("reopen", args=[thread.pk]), {"text": "Nog steeds niet."})

    form = response.context["form"]
    assert form.non_field_errors() == ["Dit kan niet meer. De stand is nu: heropend."]
    assert form["text"].value() == "Nog steeds niet."


# --- what was said before threads had a state ------------------------------------------------------------------------


def test_migration_reads_from_the_roles_who_spoke_and_what_is_answered():
    cast = cast_in("at_mr")
    other = make_member(cast.school, Role.TEAM, name="Anne")
    asked, alone, school = cast.comment("A"), cast.comment("B", by=cast.secretary), cast.comment("C", by=cast.head)
    cast.comment("Ook ik.", parent=asked, by=cast.staff)
    first = cast.comment("Daarom.", parent=asked, by=other)
    cast.comment("En daarom.", parent=asked, by=cast.head)
    cast.comment("Ook B.", parent=alone)
    cast.comment("Vanuit de school.", parent=school, by=cast.team)
    move = ThreadMove.objects.get()
    Comment.objects.update(from_mr=False, state=OPEN, kind="")

    import_module("programmes.migrations.0015_talk").tell_from_roles(apps, None)

    found = {c.text: (c.from_mr, c.state) for c in Comment.objects.filter(parent=None)}
    assert found == {"A": (True, ANSWERED), "B": (True, OPEN), "C": (False, OPEN)}
    made = ThreadMove.objects.exclude(pk=move.pk).get()
    assert (made.thread, made.state, made.by, made.role) == (asked, ANSWERED, other, "teamlid")
    assert abs(made.at - first.written_at) < timedelta(seconds=1)
    assert made.at <= timezone.now()


def test_thread_from_before_kinds_is_told_as_question_or_remark(client):
    cast = cast_in("at_mr")
    cast.comment()
    Comment.objects.update(kind="")
    client.force_login(cast.head)

    assert "Vraag of opmerking</b>" in client.get(cast.version.get_absolute_url()).content.decode()
