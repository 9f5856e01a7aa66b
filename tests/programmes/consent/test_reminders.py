"""Reminders: to whom, when, once, and never lost."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from unittest.mock import patch

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from programmes.consent import reminders, voting
from programmes.consent.constants import Choice, ReminderKind
from programmes.models import ConsentRound, Reglement, Reminder
from schools.constants import Geleding, Role
from schools.models import Membership
from tests.factories import make_member
from tests.programmes.consent.cast import Cast, browser, cast_in, today
from tests.races import together

pytestmark = pytest.mark.django_db


def reminding(days: int | None = 3, **fields: object) -> Cast:
    """A plan at the MR that may answer in fourteen days, with reminders ``days`` before the end."""
    cast = cast_in("at_mr")
    Reglement.objects.create(school=cast.school, remind_days=days, **fields)
    return cast


def day(left: int) -> date:
    """The day with ``left`` days to go."""
    return today() + timedelta(days=14 - left)


def names(outcomes: list[reminders.Outcome]) -> list[str]:
    return [outcome.user.name for outcome in outcomes if outcome.is_sent]


# --- when --------------------------------------------------------------------------------------------------------------


def test_each_moment_reminds_everybody_once(mailoutbox):
    cast = reminding()

    sent = {left: names(reminders.run(day(left))) for left in (5, 4, 3, 2, 1, 0, -1)}

    both = ["Peter", "Sanne"]
    assert {left: sorted(found) for left, found in sent.items()} == {
        5: [],
        4: [],
        3: both,
        2: [],
        1: [],
        0: both,
        -1: [],
    }
    assert {message.to[0] for message in mailoutbox} == {cast.parent.email, cast.staff.email}
    assert len(mailoutbox) == 4


def test_a_day_without_a_run_is_made_up_for():
    reminding()

    assert [len(reminders.run(day(left))) for left in (4, 1, 1, 0)] == [0, 2, 0, 2]


def test_zero_days_reminds_on_the_last_day_only():
    reminding(0)

    assert [len(reminders.run(day(left))) for left in (1, 0)] == [0, 2]
    assert set(Reminder.objects.values_list("kind", flat=True)) == {ReminderKind.LAST}


@pytest.mark.parametrize("make", [lambda cast: None, lambda cast: Reglement.objects.create(school=cast.school)])
def test_without_a_moment_in_the_reglement_nothing_is_sent(make):
    make(cast_in("at_mr"))

    assert [len(reminders.run(day(left))) for left in (3, 0)] == [0, 0]


# --- to whom ------------------------------------------------------------------------------------------------------------


def test_who_voted_or_left_or_is_absent_is_not_reminded():
    cast = reminding()
    cast.vote()
    Membership.objects.filter(user=cast.staff).update(ended_on=today())

    assert reminders.run(day(3)) == []


def test_who_voted_after_the_first_reminder_gets_no_second():
    cast = reminding()
    reminders.run(day(3))
    cast.vote(cast.staff)

    assert names(reminders.run(day(0))) == ["Peter"]


@pytest.mark.parametrize("close", [Cast.withdraw, Cast.decide])
def test_reminders_lapse_when_the_round_closes(close):
    cast = reminding()
    reminders.queue(cast.round, ReminderKind.BEFORE, day(3))
    close(cast)

    assert (reminders.run(day(3)), Reminder.objects.filter(sent_at=None).count()) == ([], 2)


def test_the_substitute_is_reminded_instead_of_the_absent_member(mailoutbox):
    cast = reminding(substitutes=True)
    stand_in = make_member(cast.school, Role.MR_SUBSTITUTE, Geleding.PARENTS, name="Vera")
    voting.set_absence(seat=cast.seat(cast.parent), is_absent=True, substitute=stand_in, note="", by=cast.secretary)

    assert sorted(names(reminders.run(day(3)))) == ["Sanne", "Vera"]
    assert "- namens de geleding ouders, voor Peter\n" in next(m.body for m in mailoutbox if m.to == [stand_in.email])


def test_a_member_in_two_geledingen_gets_one_mail_about_both(mailoutbox):
    cast = Cast()
    Membership.objects.create(user=cast.parent, school=cast.school, role=Role.MR_MEMBER, geleding=Geleding.STAFF)
    cast.submit()
    Reglement.objects.create(school=cast.school, remind_days=3)

    reminders.run(day(3))

    [mine] = [message for message in mailoutbox if message.to == [cast.parent.email]]
    assert "- namens de geleding ouders\n- namens de geleding personeel\n" in mine.body


def test_a_seat_without_an_account_gets_no_mail():
    cast = reminding()
    voting.add_seat(round_=cast.round, geleding="ouders", name="Henk", by=cast.secretary)

    assert sorted(names(reminders.run(day(3)))) == ["Peter", "Sanne"]


def test_the_mail_has_the_term_the_meeting_and_the_page(mailoutbox, settings):
    cast = reminding()
    at = timezone.now() + timedelta(days=2)
    ConsentRound.objects.update(meeting_at=at, meeting_place="Aula <3")

    reminders.run(day(3))

    message = mailoutbox[0]
    assert message.subject == "Herinnering: stem over het schoolprogramma van 't Palet & Co"
    assert f"{settings.SITE_URL}{reverse('version', args=[cast.version.pk])}" in message.body
    assert ", Aula <3." in message.body
    assert [name for name, _, _ in message.attachments] == [f"vergadering-mr-{cast.school.code}.ics"]


# --- once, and not lost -------------------------------------------------------------------------------------------------


class DownFor(EmailBackend):
    """A mail server that refuses Peter."""

    def send_messages(self, messages: list[EmailMessage]) -> int:
        if any("peter" in address for message in messages for address in message.to):
            raise ConnectionRefusedError
        return super().send_messages(messages)


def test_what_the_mail_server_refused_is_logged_and_goes_with_the_next_run(caplog):
    cast = reminding()
    type(cast.parent).objects.filter(pk=cast.parent.pk).update(email="peter@school.nl")
    with patch("programmes.consent.reminders.get_connection", DownFor):
        first = {outcome.user.name: outcome.is_sent for outcome in reminders.run(day(3))}
    assert "the next run tries again" in caplog.text
    caplog.clear()

    second = {outcome.user.name: outcome.is_sent for outcome in reminders.run(day(2))}

    assert (first, second) == ({"Peter": False, "Sanne": True}, {"Peter": True})
    assert reminders.run(day(2)) == []


def test_who_votes_while_the_others_get_their_mail_gets_none():
    cast = reminding()
    first, second = sorted([cast.parent, cast.staff], key=lambda person: cast.seat(person).pk)

    class Slow(EmailBackend):
        def send_messages(self, messages: list[EmailMessage]) -> int:
            cast.vote(second)
            return super().send_messages(messages)

    with patch("programmes.consent.reminders.get_connection", Slow):
        assert names(reminders.run(day(3))) == [first.name]


def test_a_reminder_that_waited_goes_together_with_the_one_of_the_last_day(mailoutbox):
    cast = reminding()
    reminders.queue(cast.round, ReminderKind.BEFORE, day(3))

    reminders.run(day(0))

    assert (len(mailoutbox), Reminder.objects.exclude(sent_at=None).count()) == (2, 4)


def test_a_claim_of_a_process_that_died_is_taken_over_after_a_while():
    cast = reminding()
    reminders.queue(cast.round, ReminderKind.BEFORE, day(3))
    Reminder.objects.update(claimed_at=timezone.now())
    busy = reminders.run(day(3))
    Reminder.objects.update(claimed_at=timezone.now() - reminders.PATIENCE - timedelta(seconds=1))

    assert (busy, len(reminders.run(day(3)))) == ([], 2)


@pytest.mark.django_db(transaction=True)
def test_four_runs_at_once_send_each_mail_once(mailoutbox):
    reminding()

    results = together(*[lambda: len(reminders.run(day(3)))] * 4)

    sent = [message.to[0] for message in mailoutbox if message.subject.startswith("Herinnering")]
    assert (sum(results), len(sent), len(set(sent)), Reminder.objects.count()) == (2, 2, 2, 2)


@pytest.mark.django_db(transaction=True)
def test_four_processes_that_find_the_same_reminders_send_each_once(mailoutbox):
    cast = reminding()
    reminders.queue(cast.round, ReminderKind.BEFORE, day(3))
    mailoutbox.clear()

    results = together(*[lambda: len(reminders.send(ConsentRound.objects.get()))] * 4)

    assert (sum(results), sorted(m.to[0] for m in mailoutbox)) == (2, sorted([cast.parent.email, cast.staff.email]))


def test_the_command_prints_what_it_sent_and_the_second_time_nothing():
    cast = reminding()
    ConsentRound.objects.update(respond_by=today())
    said = [StringIO(), StringIO()]

    for out in said:
        call_command("remind", stdout=out)

    people = sorted([cast.parent, cast.staff], key=lambda person: cast.seat(person).pk)
    lines = [f"{cast.school.code} version 1: {person.email}: sent" for person in people]
    assert [out.getvalue().splitlines() for out in said] == [[*lines, "2 reminders sent"], ["0 reminders sent"]]
    assert AuditEntry.objects.filter(event="reminded", actor=None).count() == 1


# --- the button ---------------------------------------------------------------------------------------------------------


def ask(cast: Cast, who: str, capture) -> list[str]:
    client = browser(getattr(cast, who))
    with capture(execute=True):
        response = client.post(reverse("remind", args=[cast.round.pk]), follow=True)
    return [str(message) for message in response.context["messages"]]


def test_the_button_reminds_once_a_day_and_says_so(mailoutbox, django_capture_on_commit_callbacks):
    cast = cast_in("at_mr")

    first = ask(cast, "head", django_capture_on_commit_callbacks)
    again = ask(cast, "secretary", django_capture_on_commit_callbacks)

    assert first == ["Er gaat een herinnering naar 2 leden die nog niet stemden."]
    assert again == ["Iedereen op wie wordt gewacht, kreeg vandaag al een herinnering. Morgen kan het weer."]
    assert len(mailoutbox) == 2


def test_the_button_counts_for_the_run_of_that_day(mailoutbox, django_capture_on_commit_callbacks):
    cast = reminding()
    ConsentRound.objects.update(respond_by=today())
    ask(cast, "secretary", django_capture_on_commit_callbacks)

    assert (reminders.run(today()), len(mailoutbox)) == ([], 2)


def test_after_the_term_the_button_still_works(mailoutbox, django_capture_on_commit_callbacks):
    cast = cast_in("at_mr")
    cast.vote()
    ConsentRound.objects.update(respond_by=today() - timedelta(days=1))

    assert ask(cast, "secretary", django_capture_on_commit_callbacks) == [
        "Er gaat een herinnering naar 1 lid dat nog niet stemde."
    ]


def test_nobody_to_remind_or_a_closed_round_is_refused():
    cast = cast_in("at_mr")
    cast.vote(cast.staff)
    cast.vote(cast.parent, Choice.AGAINST)
    with pytest.raises(Refused) as nobody:
        reminders.remind_now(round_=cast.round, by=cast.head)
    cast.withdraw()
    with pytest.raises(Refused) as closed:
        reminders.remind_now(round_=cast.round, by=cast.head)

    assert (nobody.value.code, closed.value.code) == ("nobody", "closed")
    assert (Reminder.objects.count(), AuditEntry.objects.filter(event="reminders_asked").count()) == (0, 0)
