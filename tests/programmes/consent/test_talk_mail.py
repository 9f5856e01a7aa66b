"""Mail about what was said: the other side hears of it, at most once an hour, and of nothing twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db.models import F
from django.urls import reverse

from programmes.consent import talk_mail
from programmes.models import Comment, Told
from schools.constants import Geleding, Role
from schools.models import Membership
from tests.factories import make_head, make_member, make_mr, make_school
from tests.programmes.consent.cast import Cast, cast_in, today
from tests.races import together

pytestmark = pytest.mark.django_db

FROM_MR = "De MR schreef over het schoolprogramma van 't Palet & Co"
FROM_SCHOOL = "De school schreef over het schoolprogramma van 't Palet & Co"


@pytest.fixture
def cast() -> Cast:
    return cast_in("at_mr")


@pytest.fixture
def sent(mailoutbox, django_capture_on_commit_callbacks):
    """Do something and return its messages as {address: subject}, each address once."""

    def run(deed) -> dict[str, str]:
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        assert all(len(message.to) == 1 for message in mailoutbox)
        found = {message.to[0]: message.subject for message in mailoutbox}
        assert len(found) == len(mailoutbox)
        return found

    return run


def an_hour_passes() -> None:
    Told.objects.update(told_at=F("told_at") - talk_mail.EVERY)


def to(*people) -> set[str]:
    return {person.email for person in people}


def test_question_mails_head_and_team_with_what_who_and_where(sent, cast, mailoutbox):
    make_head(make_school(board=cast.school.board))
    make_mr(make_school())
    gone = make_member(cast.school, Role.TEAM)
    Membership.objects.filter(user=gone).update(ended_on=today())

    found = sent(lambda: cast.comment("Waarom 't zo veel kost & <b>waarvoor</b>?"))

    assert found == dict.fromkeys(to(cast.head, cast.team), FROM_MR)
    body = mailoutbox[0].body
    assert "Peter (MR, ouders), over Begroting:\nWaarom 't zo veel kost & <b>waarvoor</b>?" in body
    assert f"{settings.SITE_URL}{reverse('threads', args=[cast.programme.pk])}" in body


def test_answer_mails_the_mr(sent, cast):
    thread = cast.comment()

    found = sent(lambda: cast.comment("Daarom.", by=cast.head, parent=thread))

    assert {address: subject for address, subject in found.items() if subject == FROM_SCHOOL} == dict.fromkeys(
        to(cast.parent, cast.staff, cast.secretary), FROM_SCHOOL
    )


def test_nobody_is_mailed_what_their_own_side_said(sent, cast, mailoutbox):
    thread = sent(lambda: cast.comment("Vraag.")) and Comment.objects.get()

    assert sent(lambda: cast.comment("Ook ik.", by=cast.staff, parent=thread)) == {}
    assert sent(lambda: cast.comment("Antwoord.", by=cast.team, parent=thread)).keys() == to(
        cast.parent, cast.staff, cast.secretary
    )


def test_one_mail_an_hour_and_the_next_tells_what_waited(sent, cast, mailoutbox):
    first = sent(lambda: cast.comment("Een."))
    waited = sent(lambda: (cast.comment("Twee."), cast.comment("Drie.", by=cast.staff)))
    an_hour_passes()
    later = sent(lambda: cast.comment("Vier."))
    texts = [[word in m.body for word in ("Een.", "Twee.", "Drie.", "Vier.")] for m in mailoutbox]

    assert (len(first), waited, later.keys()) == (2, {}, to(cast.head, cast.team))
    assert texts == [[False, True, True, True]] * 2


def test_command_sends_what_waited_and_then_nothing_more(sent, cast, mailoutbox):
    sent(lambda: cast.comment("Een."))
    sent(lambda: cast.comment("Twee."))
    too_soon = sent(lambda: call_command("mail_talk"))
    an_hour_passes()

    after = sent(lambda: call_command("mail_talk"))
    an_hour_passes()
    again = sent(lambda: call_command("mail_talk"))

    assert (too_soon, after.keys(), again) == ({}, to(cast.head, cast.team), {})


def test_limit_is_per_version(sent, cast):
    sent(lambda: cast.comment("Een."))
    cast.withdraw()
    cast.submit()

    assert sent(lambda: cast.comment("Twee.")).keys() == to(cast.head, cast.team)


def test_teacher_in_the_mr_hears_the_school_and_not_the_mr(sent, cast):
    Membership.objects.create(user=cast.team, school=cast.school, role=Role.MR_MEMBER, geleding=Geleding.STAFF)

    assert sent(lambda: cast.comment()).keys() == to(cast.head)


def test_what_is_only_for_the_mr_mails_nobody(sent, cast):
    assert sent(lambda: cast.comment("Onder ons.", audience="mr")) == {}


def test_somebody_who_came_later_does_not_hear_of_old_talk(sent, cast):
    sent(lambda: cast.comment("Lang geleden."))
    Comment.objects.update(written_at=F("written_at") - timedelta(days=3))
    new = make_member(cast.school, Role.TEAM)

    assert sent(lambda: talk_mail.tell(cast.version.pk)) == {}
    an_hour_passes()
    assert sent(lambda: cast.comment("Nu.")).keys() == to(cast.head, cast.team, new)


@pytest.mark.parametrize("text", ["x" * 3000, "‮omgekeerd", "regel\r\nBcc: a@b.nl", "{{ site_url }}", "😀" * 400])
def test_hostile_text_stays_text_and_long_text_is_cut(sent, cast, mailoutbox, text):
    found = sent(lambda: cast.comment(text))

    assert set(found.values()) == {FROM_MR}
    assert mailoutbox[0].recipients() == mailoutbox[0].to
    assert len(mailoutbox[0].body) < 1000


def test_mail_server_that_is_down_is_logged_and_the_comment_stays(settings, caplog, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    cast = cast_in("at_mr")

    with django_capture_on_commit_callbacks(execute=True):
        cast.comment("Waarom?")

    assert Comment.objects.get().text == "Waarom?"
    assert [r.getMessage() for r in caplog.records if r.name == talk_mail.__name__] == [
        f"mail about comments on version {cast.version.pk}: 0 of 2 sent"
    ]


@pytest.mark.parametrize("comments", [1, 30])
def test_query_count_is_constant(cast, comments, django_assert_num_queries):
    for _ in range(comments):
        cast.comment()

    # version, comments, told, members, the text for the titles; for each of two people: look, savepoint, insert, release
    with django_assert_num_queries(13):
        talk_mail.tell(cast.version.pk)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_send_one_mail_each(mailoutbox):
    cast = cast_in("at_mr")
    cast.comment("Een.")
    mailoutbox.clear()
    Told.objects.update(told_at=F("told_at") - talk_mail.EVERY, last=0)
    version = cast.version.pk

    results = together(*[lambda: talk_mail.tell(version)] * 4)

    assert results == [None] * 4
    assert sorted(message.to[0] for message in mailoutbox) == sorted(to(cast.head, cast.team))
