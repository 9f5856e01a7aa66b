"""What the MR says to itself: it reads it, and nobody else finds a trace of it, whatever they open."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from itertools import product

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry, Sitting
from programmes.consent import operations, rules, talk_mail
from programmes.models import Comment, ThreadMove, Version
from schools.constants import Role
from schools.models import Membership, User
from tests.factories import make_member
from tests.programmes.consent.cast import STATES, Cast, cast_in, today
from tests.world import ADMIN, BOARD, HEAD, MEMBER, PUBLIC, SECRETARY, SISTER, STRANGER, TABLE, TEAM, World, make_world

pytestmark = pytest.mark.django_db

SECRET = "Geheimpje van de kanarie"
INSIDE = (HEAD, TEAM, BOARD, "head in the MR", "board employee in the MR")
OUTSIDE = (*INSIDE, ADMIN, SISTER, STRANGER)
PDFS = {"version_pdf", "version_length_pdf", "draft_pdf", "draft_length_pdf"}
OF_NOW = {"draft", "draft_pdf", "draft_xlsx", "draft_docx", "draft_csv", "meeting_ics"}
"""What is made at each request and tells at what time: it is searched, not compared."""


@pytest.fixture
def world() -> World:
    """The world, with a head and a board employee who gave themselves a seat in the MR as well."""
    world = make_world()
    for name, of in (("head in the MR", HEAD), ("board employee in the MR", BOARD)):
        person = world.people[of] = User.objects.get(pk=world.people[of].pk)
        twin = make_member(world.school if of == HEAD else world.school.board, person.memberships.get().role)
        Membership.objects.create(user=twin, school=world.school, role=Role.MR_MEMBER, geleding="ouders")
        world.people[name] = User.objects.get(pk=twin.pk)
    return world


def deliberate(world: World) -> list[Comment]:
    """Private threads in every state, about a section, a row and the whole plan."""
    version = Version.objects.get(pk=world.keys["version"]["pk"])
    member, secretary = world.people[MEMBER], world.people[SECRETARY]
    row = f"kosten-{world.keys['cost']['pk']}"
    made = [
        operations.comment(version=version, section=place, text=SECRET, audience="mr", by=member)
        for place in ("begroting", "hele-plan", row)
    ]
    operations.comment(version=version, section="", text=SECRET, parent=made[0], by=secretary)
    operations.resolve(thread=made[1], by=secretary)
    operations.resolve(thread=made[2], by=member)
    operations.comment(version=version, section="", text=SECRET, parent=made[2], reopens=True, by=secretary)
    return made


def text_of(response) -> str:
    """Everything in a response that somebody could read; of a PDF, a spreadsheet or a zip what is in it."""
    content = b"".join(response) if response.streaming else response.content
    return _unpacked(content) + json.dumps(dict(response.headers))


def _unpacked(content: bytes) -> str:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(_unpacked(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    return content.decode(errors="replace")


def pages(world: World, role: str) -> dict[str, str]:
    """Every page that ``role`` can open, without what differs on each request."""
    client = Client()
    client.force_login(world.people[role])
    found = {}
    for name, (_, methods, allowed) in TABLE.items():
        # The PDFs are slow; one person of the school and one of the board open them for all.
        if "GET" in methods and allowed != PUBLIC and (name not in PDFS or role in (HEAD, BOARD)):
            response = client.get(world.url(name))
            page = text_of(response)
            page = re.sub(r'name="(csrfmiddlewaretoken|sitting)" value="[^"]+"', r"\1", page)
            found[name] = re.sub(r"nonce[-=][^ ;>\"]+|\b[A-Za-z0-9]{64}\b(?=\")", "", page)
    return found


@pytest.mark.pdf
@pytest.mark.parametrize("role", OUTSIDE)
def test_nobody_outside_the_mr_can_tell_that_it_deliberates(role, world):
    """Every page is the same, byte for byte, before the MR said anything to itself and after."""
    before = pages(world, role)

    deliberate(world)
    after = pages(world, role)

    assert [name for name in before.keys() - OF_NOW if before[name] != after[name]] == []
    assert [name for name in after if SECRET in after[name]] == []


@pytest.mark.parametrize("role", OUTSIDE)
def test_nobody_outside_the_mr_finds_a_private_thread_by_its_address(role, world):
    threads = deliberate(world)
    client = Client()
    client.force_login(world.people[role])
    before = (Comment.objects.count(), ThreadMove.objects.count())

    answers = set()
    for thread, route, method in product(threads, ("reply", "reopen", "resolve"), ("get", "post")):
        response = getattr(client, method)(reverse(route, args=[thread.pk]), {"text": "Ik lees mee."})
        answers.add(response.status_code)
        assert SECRET not in text_of(response)

    assert (answers, before) == ({404}, (Comment.objects.count(), ThreadMove.objects.count()))


@pytest.mark.parametrize("role", INSIDE)
def test_nothing_that_is_posted_anywhere_tells_it(role, world):
    deliberate(world)
    client = Client()
    client.force_login(world.people[role])

    told = []
    for name, (_, methods, _) in TABLE.items():
        if "POST" in methods and name != "logout":
            for headers in ({}, {"X-Autosave": "save", "X-Autosave-Number": "1"}):
                with transaction.atomic():
                    response = client.post(world.url(name), {"text": "x"}, headers=headers)
                    if SECRET in text_of(response):
                        told.append(name)
                    transaction.set_rollback(True)
                client.force_login(world.people[role])

    assert told == []


def test_mr_reads_it_on_the_page_and_nowhere_in_its_lists(world):
    deliberate(world)

    for role in (MEMBER, SECRETARY):
        found = {name for name, page in pages(world, role).items() if SECRET in page}
        assert found == {"version", "version_section"}


def test_mail_and_log_say_nothing_of_it(world, mailoutbox, django_capture_on_commit_callbacks):
    entries = AuditEntry.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        deliberate(world)
    talk_mail.tell(world.keys["version"]["pk"])

    new = list(AuditEntry.objects.order_by("pk")[entries:])

    assert [SECRET in message.body for message in mailoutbox] == [False] * len(mailoutbox)
    assert {entry.event for entry in new} == {"deliberated"}
    assert {tuple(entry.detail) for entry in new} == {("comment",)}
    assert [entry for entry in AuditEntry.objects.of_school(world.school) if entry.event == "deliberated"] == []


# --- who may, and when ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "may"),
    [("head", 403), ("team", 403), ("board", 403), ("staff", 200), ("parent", 200), ("secretary", 200)],
)
def test_role_opens_the_place_of_the_mr(client, who, may):
    cast = cast_in("at_mr")
    client.force_login(getattr(cast, who))

    for url in (
        reverse("deliberate", args=[cast.version.pk]),
        reverse("deliberate_on", args=[cast.version.pk, "visie"]),
    ):
        assert client.get(url).status_code == may
        assert client.post(url, {"section": "visie", "text": "Wat vinden wij?"}).status_code == (
            302 if may == 200 else 403
        )
    assert Comment.objects.filter(audience="mr").count() == (2 if may == 200 else 0)


def test_rule_and_query_agree_on_who_deliberates(world):
    [thread, *_] = deliberate(world)
    people = [User.objects.get(pk=person.pk) for person in world.people.values()]

    may = [rules.can_deliberate(person, thread.version) for person in people]
    reads = [Comment.objects.visible_to(person).filter(pk=thread.pk).exists() for person in people]

    assert may == reads
    assert [name for name, found in zip(world.people, may, strict=True) if found] == [MEMBER, SECRETARY]


def test_operation_itself_refuses_who_does_not_deliberate():
    cast = cast_in("at_mr")
    thread = cast.comment("Onder ons.", audience="mr")

    for fields in ({"audience": "mr"}, {"parent": thread}):
        with pytest.raises(Refused) as refused:
            cast.comment("Ik lees mee.", by=cast.head, **fields)
        assert refused.value.code == "not_a_member"


def test_answer_is_as_private_as_its_thread_whatever_is_posted(client):
    cast = cast_in("at_mr")
    thread = cast.comment("Onder ons.", audience="mr")
    client.force_login(cast.staff)

    client.post(reverse("reply", args=[thread.pk]), {"text": "Eens.", "audience": "school", "kind": "vraag"})

    answer = Comment.objects.get(parent=thread)
    assert (answer.audience, answer.kind, answer.state, Comment.objects.get(pk=thread.pk).state) == (
        "mr",
        "",
        "open",
        "open",
    )


@pytest.mark.parametrize("state", sorted(STATES.keys() - {"draft"}))
def test_mr_deliberates_on_the_newest_version_in_every_state_of_the_plan(client, state):
    cast = cast_in(state)
    client.force_login(cast.parent)

    client.post(reverse("deliberate_on", args=[cast.version.pk, "hele-plan"]), {"text": "En nu?"})

    assert Comment.objects.get().text == "En nu?"
    assert "Onder ons: alleen de MR leest dit" in client.get(cast.version.get_absolute_url()).content.decode()


def test_old_version_takes_no_new_deliberation_but_an_old_one_goes_on(client):
    cast = cast_in("at_mr")
    old = cast.version
    thread = cast.comment("Onder ons.", audience="mr")
    cast.withdraw()
    cast.submit()
    client.force_login(cast.staff)

    page = client.get(old.get_absolute_url()).content.decode()
    refused = client.post(reverse("deliberate_on", args=[old.pk, "visie"]), {"text": "Nog iets."})
    client.post(reverse("reply", args=[thread.pk]), {"text": "Zie versie 2."})

    assert reverse("deliberate_on", args=[old.pk, "visie"]) not in page
    assert refused.context["form"].non_field_errors() == ["Over deze versie kunt u niet meer reageren."]
    assert list(thread.replies.values_list("text", flat=True)) == ["Zie versie 2."]


def test_member_who_left_reads_it_no_more_and_their_draft_helps_nobody(client):
    cast = cast_in("at_mr")
    cast.comment(SECRET, audience="mr")
    Membership.objects.filter(user=cast.parent).update(ended_on=today())
    make_member(cast.school, Role.TEAM)
    Membership.objects.create(user=cast.parent, school=cast.school, role=Role.TEAM)
    client.force_login(cast.parent)

    page = client.get(cast.version.get_absolute_url()).content.decode()

    assert (SECRET in page, Sitting.objects.count()) == (False, 0)


def test_nothing_private_is_counted_for_the_school(client):
    cast: Cast = cast_in("at_mr")
    cast.comment("Onder ons.", audience="mr")
    client.force_login(cast.head)

    standing = client.get(reverse("mr", args=[cast.programme.pk])).context["standing"]
    listed = client.get(reverse("threads", args=[cast.programme.pk]), {"toon": "alles"})

    assert standing.questions == {"all": 0, "open": 0}
    assert [number for _, _, number in listed.context["filters"]] == [0, 0, 0, 0]
    assert Comment.objects.waiting([cast.school]) == {}
