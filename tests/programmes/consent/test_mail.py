"""Who gets which mail, and that a mail server that is down changes nothing."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings
from django.urls import reverse

from programmes.consent import mail
from programmes.consent.constants import Outcome
from schools.constants import Geleding, Role
from schools.models import Membership
from tests.factories import make_head, make_member, make_mr, make_school
from tests.programmes.consent.cast import Cast, cast_in, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(mailoutbox, django_capture_on_commit_callbacks):
    """Do something and return its messages as (address, subject)."""

    def run(deed) -> list[tuple[str, str]]:
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        assert all(len(message.to) == 1 for message in mailoutbox)
        return [(message.to[0], message.subject) for message in mailoutbox]

    return run


def expected(people: list, subject: str) -> list[tuple[str, str]]:
    return [(address, subject) for address in sorted(person.email for person in people)]


def test_submit_mails_the_mr_once_each_and_links_to_the_version(sent, mailoutbox):
    cast = Cast()
    # In two geledingen, at another school, no longer a member, no longer active: one mail, none, none, none.
    Membership.objects.create(user=cast.parent, school=cast.school, role=Role.MR_MEMBER, geleding=Geleding.STAFF)
    make_mr(make_school())
    gone = make_member(cast.school, Role.MR_MEMBER, Geleding.PARENTS)
    Membership.objects.filter(user=gone).update(ended_on=today())
    make_member(cast.school, Role.MR_MEMBER, Geleding.PARENTS, is_active=False)

    found = sent(lambda: cast.submit(note="Kijk vooral naar 't rekenen & lezen."))

    assert found == expected(
        [cast.staff, cast.parent, cast.secretary], "Het schoolprogramma van 't Palet & Co ligt klaar voor de MR"
    )
    text = mailoutbox[0].body
    assert f"{settings.SITE_URL}{reverse('version', args=[cast.version.pk])}" in text
    assert "Kijk vooral naar 't rekenen & lezen." in text


def test_withdraw_mails_the_mr_with_the_reason(sent, mailoutbox):
    cast = cast_in("at_mr")

    found = sent(lambda: cast.withdraw("Een bedrag klopt niet."))

    assert found == expected(
        [cast.staff, cast.parent, cast.secretary], "Het schoolprogramma van 't Palet & Co is teruggehaald"
    )
    assert "Een bedrag klopt niet." in mailoutbox[0].body


@pytest.mark.parametrize(
    ("outcome", "reasons", "label", "line"),
    [
        (Outcome.CONSENT, "", "instemming", "Het bestuur kan het programma nu vaststellen."),
        (Outcome.CONDITIONAL, "Met toets.", "instemming met voorwaarden", "Voorwaarden:\nMet toets."),
        (Outcome.WITHHELD, "Te duur.", "instemming onthouden", "Redenen:\nTe duur."),
    ],
)
def test_decision_mails_the_head_and_the_board(sent, mailoutbox, outcome, reasons, label, line):
    cast = cast_in("at_mr")
    make_head(make_school(board=cast.school.board))

    found = sent(lambda: cast.decide(outcome, reasons))

    assert found == expected([cast.head, cast.board], f"De MR van 't Palet & Co heeft besloten: {label}")
    assert line in mailoutbox[0].body


def test_adoption_mails_the_head_and_the_mr(sent):
    cast = cast_in("consented")

    found = sent(cast.adopt)

    assert found == expected(
        [cast.head, cast.staff, cast.parent, cast.secretary], "Het schoolprogramma van 't Palet & Co is vastgesteld"
    )


def test_vote_mails_nobody(sent):
    cast = cast_in("at_mr")

    assert sent(cast.vote) == []


def test_revise_mails_nobody(sent):
    cast = cast_in("adopted")

    assert sent(cast.revise) == []


def test_line_break_in_a_name_does_not_break_the_subject(sent):
    cast = Cast()
    type(cast.school).objects.update(name="De Hoek\nBcc: iemand@elders.nl")

    assert {subject for _, subject in sent(cast.submit)} == {
        "Het schoolprogramma van De Hoek Bcc: iemand@elders.nl ligt klaar voor de MR"
    }


def test_mail_server_that_is_down_is_logged_and_the_version_stays(settings, caplog, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    cast = Cast()

    with caplog.at_level(logging.WARNING), django_capture_on_commit_callbacks(execute=True):
        version = cast.submit()

    assert cast.status() == "at_mr"
    assert [record.getMessage() for record in caplog.records if record.name == mail.__name__] == [
        f"mail submitted about version {version.pk}: 0 of 3 sent"
    ]
