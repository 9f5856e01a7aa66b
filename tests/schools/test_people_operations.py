"""Giving and ending roles: each way it goes, each refusal, the mail and what the log says."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from schools.constants import Geleding, Kind, Role
from schools.models import Membership, User
from schools.operations import people
from tests.factories import make_board, make_head, make_member, make_school, make_user

pytestmark = pytest.mark.django_db


def invite(place, role: Role = Role.TEAM, email: str = "nieuw@school.nl", name: str = "Nel Nieuw", **values):
    return people.invite(place=place, email=email, name=name, role=role, **{"by": None} | values)


def refusal(deed) -> str:
    """The code of the refusal of ``deed``, which changed nothing."""
    before = set(Membership.objects.values_list("pk", "ended_on")), User.objects.count(), AuditEntry.objects.count()
    with pytest.raises(Refused) as refused:
        deed()
    after = set(Membership.objects.values_list("pk", "ended_on")), User.objects.count(), AuditEntry.objects.count()
    assert after == before
    return refused.value.code


def log() -> list[tuple]:
    return list(AuditEntry.objects.order_by("pk").values_list("event", "actor", "school", "board", "label"))


# --- invite ----------------------------------------------------------------------------------------------------------


def test_new_person_gets_an_account_without_a_password_and_a_link(mailoutbox, django_capture_on_commit_callbacks):
    school = make_school(name="De Wilg")
    head = make_head(school, name="Karin de Wit")

    with django_capture_on_commit_callbacks(execute=True):
        made = invite(school, email=" Nieuw@School.NL ", name=" Nel Nieuw ", by=head)

    assert (made.user.email, made.user.name, made.user.has_usable_password()) == ("nieuw@school.nl", "Nel Nieuw", False)
    assert (made.school, made.role, made.geleding, made.ended_on) == (school, Role.TEAM, "", None)
    assert log() == [("role_given", head.pk, school.pk, school.board_id, "Nel Nieuw, teamlid")]
    (message,) = mailoutbox
    link = re.search(rf"{re.escape(settings.SITE_URL)}/wachtwoord/nieuw/\S+", message.body).group()
    assert (message.to, message.subject, message.from_email) == (
        ["nieuw@school.nl"],
        "Uitnodiging voor de NPO Planner",
        settings.DEFAULT_FROM_EMAIL,
    )
    assert message.body == (
        "Beste Nel Nieuw,\n\n"
        "Karin de Wit heeft u toegevoegd aan de NPO Planner als teamlid van De Wilg.\n\n"
        f"Kies hier een wachtwoord. De link werkt één keer en is 7 dagen geldig:\n\n{link}\n\n"
        "In de NPO Planner schrijft een school haar schoolprogramma, leest de MR het en stemt erover, en stelt het "
        "bestuur het vast.\n\nNPO Planner\n"
    )


def test_known_person_gets_the_role_at_once_and_keeps_name_and_password(mailoutbox, django_capture_on_commit_callbacks):
    school, known = (
        make_school(name="De Wilg"),
        make_user(email="piet@school.nl", name="Piet", password="geheim-genoeg"),
    )

    with django_capture_on_commit_callbacks(execute=True):
        made = invite(school, Role.MR_MEMBER, "PIET@school.nl", "Pieter", geleding=Geleding.PARENTS)

    known.refresh_from_db()
    assert (made.user, known.name, known.check_password("geheim-genoeg")) == (known, "Piet", True)
    (message,) = mailoutbox
    assert "U bent toegevoegd aan de NPO Planner als MR-lid (ouders) van De Wilg." in message.body
    assert f"U hebt al een account. Log in met uw e-mailadres:\n\n{settings.SITE_URL}/inloggen/" in message.body


def test_mail_is_not_sent_when_the_transaction_fails(mailoutbox):
    invite(make_school())

    assert mailoutbox == []


def test_a_mail_server_that_is_down_leaves_the_role_and_is_logged(settings, caplog, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    with django_capture_on_commit_callbacks(execute=True):
        made = invite(make_school())

    assert Membership.objects.current().get() == made
    assert caplog.messages == [f"mail invitation of membership {made.pk}: not sent"]


@pytest.mark.parametrize(
    ("kind", "role", "geleding"),
    [
        (Kind.BO, Role.HEAD, ""),
        (Kind.BO, Role.TEAM, ""),
        (Kind.BO, Role.MR_SECRETARY, ""),
        (Kind.BO, Role.MR_SECRETARY, Geleding.STAFF),
        (Kind.BO, Role.MR_MEMBER, Geleding.PARENTS),
        (Kind.VO, Role.MR_MEMBER, Geleding.PUPILS),
        (Kind.VSO, Role.MR_MEMBER, Geleding.PUPILS),
    ],
)
def test_roles_that_fit_the_school_are_given(kind, role, geleding):
    made = invite(make_school(kind=kind), role, geleding=geleding)

    assert (made.role, made.geleding) == (role, geleding)


@pytest.mark.parametrize(
    ("kind", "role", "geleding", "code"),
    [
        (Kind.BO, Role.BOARD, "", "wrong_place"),
        (Kind.BO, Role.MR_MEMBER, "", "wrong_geleding"),
        (Kind.BO, Role.MR_MEMBER, Geleding.PUPILS, "wrong_geleding"),
        (Kind.SBO, Role.MR_SECRETARY, Geleding.PUPILS, "wrong_geleding"),
        (Kind.BO, Role.HEAD, Geleding.STAFF, "wrong_geleding"),
        (Kind.BO, Role.MR_MEMBER, "niemand", "wrong_geleding"),
    ],
)
def test_roles_that_do_not_fit_the_school_are_refused(kind, role, geleding, code):
    school = make_school(kind=kind)

    assert refusal(lambda: invite(school, role, geleding=geleding)) == code


@pytest.mark.parametrize("role", [Role.HEAD, Role.TEAM, Role.MR_MEMBER, Role.MR_SECRETARY])
def test_a_board_has_only_its_employees(role):
    board = make_board()

    assert refusal(lambda: invite(board, role)) == "wrong_place"


def test_the_same_role_twice_is_refused_and_another_is_not():
    school = make_school()
    invite(school)

    assert refusal(lambda: invite(school, email="NIEUW@school.nl")) == "already"
    assert invite(school, Role.HEAD).user == invite(make_school()).user


def test_an_ended_role_can_be_given_again():
    school = make_school()
    first = invite(school)
    Membership.objects.filter(pk=first.pk).update(ended_on=timezone.localdate())

    assert invite(school).pk != first.pk


def test_a_closed_account_is_refused():
    school = make_school()
    make_user(email="nieuw@school.nl", is_active=False)

    assert refusal(lambda: invite(school)) == "inactive"


# --- the first people ------------------------------------------------------------------------------------------------


def invite_first(place, role: Role, email: str = "nieuw@school.nl", by: User | None = None):
    by = by or make_user(is_staff=True)
    return people.invite_first(place=place, email=email, name="Nel", role=role, by=by)


def test_the_administrator_invites_the_first_people():
    board, school, administrator = make_board(), make_school(), make_user(is_staff=True)

    invite_first(board, Role.BOARD, by=administrator)
    invite_first(school, Role.HEAD, by=administrator)

    assert [(event, actor) for event, actor, *_ in log()] == [("role_given", administrator.pk)] * 2


def test_the_administrator_may_mend_an_address_until_somebody_is_in():
    school, administrator = make_school(), make_user(is_staff=True)
    invite_first(school, Role.HEAD, "karin@shcool.nl", administrator)

    karin = invite_first(school, Role.HEAD, "karin@school.nl", administrator).user
    karin.set_password("een-lang-wachtwoord")
    karin.save()

    assert refusal(lambda: invite_first(school, Role.HEAD, "x@school.nl", administrator)) == "not_first"


def test_an_administrator_gets_no_role_by_their_own_hand():
    school, administrator = make_school(), make_user(email="beheer@planner.nl", is_staff=True)

    assert refusal(lambda: invite_first(school, Role.HEAD, "Beheer@Planner.NL", administrator)) == "self"


# --- end -------------------------------------------------------------------------------------------------------------


def end(user: User, by: User | None = None) -> None:
    people.end(membership=Membership.objects.get(user=user), by=by or user)


def test_an_ended_role_stays_in_the_books():
    school = make_school()
    head, team = make_head(school), make_member(school, Role.TEAM, name="Mo")

    end(team, head)

    ended = Membership.objects.get(user=team)
    assert ended.ended_on == timezone.localdate()
    assert list(Membership.objects.of_school(school)) == [Membership.objects.get(user=head)]
    assert log() == [("role_ended", head.pk, school.pk, school.board_id, "Mo, teamlid")]


def test_ending_twice_is_refused():
    team = make_member(make_school(), Role.TEAM)
    end(team)

    assert refusal(lambda: end(team)) == "ended"


@pytest.mark.parametrize("role", [Role.HEAD, Role.BOARD])
def test_the_last_one_stays(role):
    def place():
        return make_board() if role == Role.BOARD else make_school()

    here = place()
    first = make_member(here, role)
    make_member(place(), role)  # elsewhere
    make_member(here, role, is_active=False)
    ended = make_member(here, role)
    Membership.objects.filter(user=ended).update(ended_on=timezone.localdate())

    assert refusal(lambda: end(first)) == "last"

    make_member(here, role)
    end(first)
    assert Membership.objects.get(user=first).ended_on is not None


# --- send again ------------------------------------------------------------------------------------------------------


def test_resend_mails_a_new_link(mailoutbox, django_capture_on_commit_callbacks):
    school = make_school()
    head, made = make_head(school), invite(school)

    with django_capture_on_commit_callbacks(execute=True):
        people.resend(membership=made, by=head)

    assert [message.to for message in mailoutbox] == [["nieuw@school.nl"]]
    assert "/wachtwoord/nieuw/" in mailoutbox[0].body
    assert log()[-1][:2] == ("invitation_resent", head.pk)


def test_resend_is_refused_for_who_has_a_password_or_no_role_any_more():
    school = make_school()
    here = make_member(school, Role.TEAM, password="een-lang-wachtwoord")
    gone = make_member(school, Role.TEAM)
    Membership.objects.filter(user=gone).update(ended_on=timezone.localdate())

    codes = [
        refusal(lambda u=user: people.resend(membership=Membership.objects.get(user=u), by=here))
        for user in (here, gone)
    ]

    assert codes == ["has_password", "ended"]


# --- the first administrator -----------------------------------------------------------------------------------------


def test_create_administrator_prints_a_link_and_sets_no_password(client, capsys):
    call_command("create_administrator", "Bea@Planner.nl", "Bea Heer")

    made, said = User.objects.get(), capsys.readouterr().out
    assert (made.email, made.name, made.is_staff, made.is_superuser) == ("bea@planner.nl", "Bea Heer", True, False)
    assert not made.has_usable_password()
    assert said.splitlines()[:2] == [
        "Bea Heer (bea@planner.nl) is nu beheerder.",
        "Kies met deze link een wachtwoord. Hij werkt één keer en is 7 dagen geldig:",
    ]
    page = client.get(urlsplit(said.splitlines()[2]).path, follow=True)
    assert page.context["validlink"] is True
    assert log() == [("administrator_made", None, None, None, "Bea Heer")]


@pytest.mark.parametrize("email", ["bea@planner.nl", "BEA@Planner.nl"])
def test_create_administrator_refuses_a_known_account_and_leaves_it_as_it_is(capsys, email):
    known = make_user(email="bea@planner.nl", name="Bea", password="een-lang-wachtwoord")

    with pytest.raises(CommandError, match=f"^Er is al een account met {email}. Een nieuwe link komt per mail"):
        call_command("create_administrator", email, "Iemand")

    known.refresh_from_db()
    assert (known.name, known.is_staff, known.check_password("een-lang-wachtwoord")) == ("Bea", False, True)
    assert (capsys.readouterr().out, log()) == ("", [])


def test_create_administrator_refuses_what_is_no_address():
    with pytest.raises(CommandError, match="bea is geen e-mailadres"):
        call_command("create_administrator", "bea", "Bea")

    assert not User.objects.exists()
