"""The meeting as a file for an agenda, read back with a small parser of RFC 5545 of our own."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from programmes.consent import ical, meeting
from programmes.models import ConsentRound
from schools.constants import Role
from tests.factories import make_member
from tests.programmes.consent.cast import Cast, browser, cast_in

HOSTILE = 'Zaal "3"; <script>alert(1)</script>, \\n \\; 🏫 \u202eRTL\r\nEND:VEVENT\nBEGIN:VALARM\x00 ' + "é" * 90


def properties(content: bytes) -> list[tuple[str, str]]:
    """Name and value of each line, unfolded and unescaped; refuses what the RFC refuses."""
    text = content.decode()
    assert text.endswith("\r\n")
    lines = text[:-2].split("\r\n")
    assert not any("\r" in line or "\n" in line for line in lines)
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded: list[str] = []
    for line in lines:
        if line.startswith(" "):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    return [(name, unescaped(value)) for name, _, value in (line.partition(":") for line in unfolded)]


def unescaped(value: str) -> str:
    found, rest = "", iter(value)
    for character in rest:
        if character == "\\":
            character = {"n": "\n", "N": "\n"}.get(after := next(rest), after)
        found += character
    return found


def planned(cast: Cast, place: str = "Teamkamer", **delta: int) -> ConsentRound:
    at = timezone.now().replace(microsecond=0) + timedelta(**(delta or {"days": 5}))
    return meeting.plan(round_=cast.round, meeting_at=at, meeting_place=place, by=cast.secretary)


@pytest.mark.django_db
def test_the_file_says_when_where_and_what(settings):
    settings.SITE_URL = "https://planner.example.nl"
    cast = cast_in("at_mr")
    round_ = cast.round
    round_.meeting_at, round_.meeting_place = datetime(2027, 3, 28, 18, 30, tzinfo=UTC), "Teamkamer, boven"

    found = dict(properties(ical.event(round_)))

    found.pop("DTSTAMP")
    page = f"https://planner.example.nl{reverse('version', args=[cast.version.pk])}"
    assert found == {
        "BEGIN": "VEVENT",
        "VERSION": "2.0",
        "PRODID": "-//NPO Planner//Instemming//NL",
        "CALSCALE": "GREGORIAN",
        "UID": f"ronde-{round_.pk}@planner.example.nl",
        "SEQUENCE": "0",
        "DTSTART": "20270328T183000Z",
        "SUMMARY": "MR 't Palet & Co: versie 1 van het schoolprogramma",
        "DESCRIPTION": f"Lees het plan vooraf: {page}",
        "URL": page,
        "LOCATION": "Teamkamer, boven",
        "STATUS": "CONFIRMED",
        "END": "VCALENDAR",
    }


@pytest.mark.django_db
def test_a_hostile_place_stays_one_value():
    round_ = cast_in("at_mr").round
    round_.meeting_at, round_.meeting_place = timezone.now(), HOSTILE

    names = [name for name, _ in properties(ical.event(round_))]
    place = dict(properties(ical.event(round_)))["LOCATION"]

    assert (names.count("BEGIN"), names.count("END"), names.count("LOCATION")) == (2, 2, 1)
    assert place == HOSTILE.replace("\r\n", "\n").replace("\x00", "")


@given(st.text(max_size=300))
def test_every_text_comes_back(text):
    [(name, value)] = properties(ical.folded("LOCATION:" + ical.escaped(text)).encode())

    # Line ends of every kind become \n; other control characters are left out.
    kept = "".join(c for c in "\n".join(text.splitlines()) if c in "\n\t" or unicodedata.category(c) != "Cc")
    assert (name, value) == ("LOCATION", kept)


@pytest.mark.django_db
def test_a_change_keeps_the_uid_and_raises_the_sequence(mailoutbox, django_capture_on_commit_callbacks):
    cast = cast_in("at_mr")
    first = dict(properties(ical.event(planned(cast))))

    with django_capture_on_commit_callbacks(execute=True):
        again = planned(cast, "Aula", days=6)
    second = dict(properties(ical.event(again)))

    assert (first["UID"], first["SEQUENCE"], second["SEQUENCE"]) == (second["UID"], "1", "2")
    people = [cast.head, cast.team, cast.staff, cast.parent, cast.secretary]
    assert sorted(m.to[0] for m in mailoutbox) == sorted(person.email for person in people)
    [(name, content, mime)] = mailoutbox[0].attachments
    assert (name, mime) == (f"vergadering-mr-{cast.school.code}.ics", "text/calendar")
    raw = content if isinstance(content, bytes) else content.encode()
    assert dict(properties(raw))["LOCATION"] == "Aula"
    sent = next(part for part in mailoutbox[0].message().walk() if part.get_content_type() == "text/calendar")
    assert dict(properties(sent.get_payload(decode=True)))["LOCATION"] == "Aula"


@pytest.mark.django_db
def test_calling_off_takes_the_meeting_out_of_the_agenda(mailoutbox, django_capture_on_commit_callbacks):
    cast = cast_in("at_mr")
    planned(cast)

    with django_capture_on_commit_callbacks(execute=True):
        meeting.plan(round_=cast.round, meeting_at=None, meeting_place="", by=cast.head)

    sent = next(part for part in mailoutbox[0].message().walk() if part.get_content_type() == "text/calendar")
    found = dict(properties(sent.get_payload(decode=True)))
    assert (found["STATUS"], found["SEQUENCE"], cast.round.meeting_at) == ("CANCELLED", "2", None)
    assert mailoutbox[0].subject == "De vergadering van de MR van 't Palet & Co gaat niet door"


@pytest.mark.django_db
def test_submitting_with_a_meeting_mails_it(mailoutbox, django_capture_on_commit_callbacks):
    cast = Cast()
    at = timezone.now() + timedelta(days=3)

    with django_capture_on_commit_callbacks(execute=True):
        cast.submit(meeting_at=at, meeting_place="Aula")

    assert [len(message.attachments) for message in mailoutbox] == [1, 1, 1]
    assert ", Aula." in mailoutbox[0].body


@pytest.mark.django_db
def test_a_meeting_that_was_or_a_closed_round_is_refused_and_changes_nothing():
    cast = cast_in("at_mr")
    with pytest.raises(Refused) as past:
        planned(cast, days=-1)
    cast.withdraw()
    with pytest.raises(Refused) as closed:
        planned(cast)

    assert (past.value.code, closed.value.code) == ("meeting_past", "closed")
    assert (cast.round.meeting_at, AuditEntry.objects.filter(event="meeting_changed").count()) == (None, 0)


@pytest.mark.django_db
def test_submitting_with_a_meeting_that_was_is_refused():
    cast = Cast()

    with pytest.raises(Refused) as refused:
        cast.submit(meeting_at=timezone.now() - timedelta(minutes=1))

    assert (refused.value.code, cast.status(), cast.version) == ("meeting_past", "draft", None)


@pytest.mark.django_db
def test_the_same_meeting_again_changes_nothing():
    cast = cast_in("at_mr")
    first = planned(cast)

    meeting.plan(round_=cast.round, meeting_at=first.meeting_at, meeting_place="Teamkamer", by=cast.head)

    assert (cast.round.meeting_changes, AuditEntry.objects.filter(event="meeting_changed").count()) == (1, 1)


@pytest.mark.django_db
def test_the_page_gives_the_file_to_the_mr_and_the_writers():
    cast = cast_in("at_mr")
    address = reverse("meeting_ics", args=[cast.round.pk])
    without = browser(cast.parent).get(address).status_code
    planned(cast)
    stranger = make_member(cast.school.board, Role.GMR_MEMBER, "ouders")

    people = (cast.parent, cast.team, cast.head, cast.secretary, cast.board, stranger)
    statuses = [browser(person).get(address).status_code for person in people]
    response = browser(cast.parent).get(address)

    assert (without, statuses) == (404, [200, 200, 200, 200, 403, 404])
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="vergadering-mr-{cast.school.code}.ics"'
    assert dict(properties(response.content))["STATUS"] == "CONFIRMED"


MEETING = {"meeting_on": "", "meeting_time": "", "meeting_place": ""}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"meeting_on": "2099-01-01", "meeting_time": "19:30"}, {"meeting_on": ["Kies een dag binnen een jaar."]}),
        ({"meeting_time": "19:30"}, {"meeting_on": ["Vul ook de dag in, of maak alles van de vergadering leeg."]}),
        ({"meeting_place": "Aula"}, {"meeting_on": ["Vul ook de dag in, of maak alles van de vergadering leeg."]}),
        ({"meeting_on": "01-01-2020"}, {"meeting_time": ["Vul ook de tijd in."]}),
        (
            {"meeting_on": "01-01-2020", "meeting_time": "half acht"},
            {"meeting_time": ["Vul een tijd in, bijvoorbeeld 19:30."]},
        ),
        (
            {"meeting_on": "01-01-2020", "meeting_time": "19:30"},
            {"meeting_on": ["Kies een dag en een tijd die nog komen."]},
        ),
    ],
)
def test_the_form_of_the_meeting_tells_what_is_wrong(typed, errors):
    cast = cast_in("at_mr")

    response = browser(cast.secretary).post(reverse("meeting", args=[cast.round.pk]), MEETING | typed)

    assert dict(response.context["form"].errors) == errors


@pytest.mark.django_db
def test_the_form_plans_the_meeting_in_dutch_time():
    cast = cast_in("at_mr")
    day = timezone.localdate() + timedelta(days=9)

    browser(cast.head).post(
        reverse("meeting", args=[cast.round.pk]),
        {"meeting_on": day.isoformat(), "meeting_time": "19:30", "meeting_place": " <b>Aula</b> "},
    )

    round_ = cast.round
    assert timezone.localtime(round_.meeting_at).strftime("%Y-%m-%d %H:%M") == f"{day} 19:30"
    page = browser(cast.parent).get(reverse("mr", args=[cast.programme.pk])).content.decode()
    assert "19:30 uur</b>, &lt;b&gt;Aula&lt;/b&gt;" in page
