"""Home: one's own schools, and for each plan the one thing to do next for this person."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from programmes.consent import operations as consent
from programmes.consent import voting
from programmes.consent.constants import Choice, Outcome
from programmes.models import ConsentRound
from schools.constants import Role
from schools.models import Membership, User
from tests import factories as make

pytestmark = pytest.mark.django_db
UNTIL = date_format(timezone.localdate() + timedelta(days=14), "j F Y")


def tasks(client, user):
    """What the page tells ``user`` to do: text, address and whether it is due, per plan."""
    client.force_login(user)
    places = client.get(reverse("home")).context["places"]
    return [(p["task"].text, p["task"].url, p["task"].is_due) for place in places for p in place["plans"]]


def task(client, user):
    [found] = tasks(client, user)
    return found


def secretary_of(programme):
    return User.objects.get(memberships__school=programme.school, memberships__role=Role.MR_SECRETARY)


def vote(version, member):
    voting.vote(seat=version.consent_round.seats.get(user=member), choice=Choice.FOR, reason="", by=member)


def member_of(programme, geleding):
    """The MR member of a geleding who is not the secretary."""
    return User.objects.get(
        memberships__school=programme.school, memberships__geleding=geleding, memberships__role=Role.MR_MEMBER
    )


def decide(version, outcome=Outcome.CONSENT, reasons=""):
    consent.decide(
        round_=ConsentRound.objects.get(version=version),
        outcome=outcome,
        reasons=reasons,
        decided_on=timezone.localdate(),
        by=secretary_of(version.programme),
    )


def test_a_writer_goes_on_with_the_first_step_that_is_not_done(client):
    programme = make.make_programme()

    found = task(client, make.make_member(programme.school, Role.TEAM))

    assert found[1:] == (reverse("step_school", args=[programme.pk]), True)
    assert found[0].startswith("Ga verder met stap 1, School en visie. Daar zijn nog ")


def test_a_complete_plan_goes_to_the_mr_by_the_head_only(client):
    programme = make.make_full_programme()

    head = task(client, make.make_head(programme.school))
    team = task(client, make.make_member(programme.school, Role.TEAM))

    assert head == (
        "Het plan is compleet. Leg het voor aan de MR.",
        reverse("submit", args=[programme.pk]),
        True,
    )
    assert team == (
        "Het plan is compleet. De schoolleider kan het voorleggen aan de MR.",
        reverse("checks", args=[programme.pk]),
        False,
    )


def test_the_mr_has_nothing_to_do_while_the_school_writes(client):
    programme = make.make_full_programme()
    mr = make.make_mr(programme.school)

    assert task(client, mr["ouders"]) == (
        "U hoeft nu niets te doen. De school schrijft nog aan het plan.",
        reverse("mr", args=[programme.pk]),
        False,
    )


def test_the_mr_reads_and_votes_before_the_date_and_then_has_voted(client):
    make.make_school()  # so that no two keys are equal by chance
    programme = make.make_full_programme()
    mr = make.make_mr(programme.school)
    version = make.put_to_mr(programme)
    page = reverse("mr", args=[programme.pk])

    before = task(client, mr["ouders"])
    vote(version, mr["ouders"])
    after = task(client, mr["ouders"])

    assert before == (f"Lees versie 1 en stem uiterlijk op {UNTIL}.", page, True)
    assert after == (
        f"U hebt gestemd. Uw stem veranderen kan tot het besluit. De termijn loopt tot en met {UNTIL}.",
        page,
        False,
    )


def test_a_secretary_votes_first_and_then_records_the_decision(client):
    programme = make.make_full_programme()
    mr = make.make_mr(programme.school)
    version = make.put_to_mr(programme)

    before = task(client, mr["secretaris"])
    vote(version, mr["secretaris"])
    after = task(client, mr["secretaris"])

    assert (before[0], before[2]) == (f"Lees versie 1 en stem uiterlijk op {UNTIL}.", True)
    assert (after[0], after[2]) == (f"Leg het besluit van de MR vast. De termijn loopt tot en met {UNTIL}.", True)


def test_a_teacher_in_the_mr_votes_first_and_writes_after(client):
    programme = make.make_full_programme()
    teacher = make.make_member(programme.school, Role.TEAM)
    Membership.objects.create(user=teacher, school=programme.school, role=Role.MR_MEMBER, geleding="personeel")

    writing = task(client, teacher)
    make.put_to_mr(programme)
    voting = task(client, teacher)

    assert writing[0] == "Het plan is compleet. De schoolleider kan het voorleggen aan de MR."
    assert voting[0] == f"Lees versie 1 en stem uiterlijk op {UNTIL}."


def test_the_head_follows_a_plan_through_consent_and_adoption(client):
    programme = make.make_full_programme()
    head = make.make_head(programme.school)
    version = make.put_to_mr(programme)
    page = reverse("mr", args=[programme.pk])

    at_mr = task(client, head)
    decide(version)
    consented = task(client, head)
    consent.adopt(
        version=version, adopted_on=timezone.localdate(), by=make.make_member(programme.school.board, Role.BOARD)
    )
    adopted = task(client, head)

    assert at_mr == (f"Het plan ligt bij de MR, tot en met {UNTIL}. Kijk of er vragen zijn.", page, False)
    assert consented == ("De MR heeft ingestemd. Nu stelt het bestuur het programma vast.", page, False)
    assert adopted == (
        "Het programma is vastgesteld. Leg vast hoe het gaat.",
        reverse("monitoring", args=[programme.pk]),
        True,
    )


def test_writers_are_told_how_many_questions_of_the_mr_wait(client):
    programme = make.make_full_programme()
    mr, head = make.make_mr(programme.school), make.make_head(programme.school)
    version = make.put_to_mr(programme)
    found, asked = [], []
    for text in ("Waarom?", "Hoe lang?"):
        asked.append(consent.comment(version=version, section="begroting", text=text, by=mr["ouders"]))
        consent.comment(version=version, section="visie", text="Onder ons.", audience="mr", by=mr["ouders"])
        found.append(task(client, head))
    member = task(client, mr["personeel"])
    for each in asked:
        consent.comment(version=version, section="", text="Daarom.", parent=each, by=head)

    url = reverse("threads", args=[programme.pk])
    assert found == [
        ("Er wacht 1 vraag of opmerking van de MR op een antwoord.", url, True),
        ("Er wachten 2 vragen en opmerkingen van de MR op een antwoord.", url, True),
    ]
    assert member[0] == f"Lees versie 1 en stem uiterlijk op {UNTIL}."
    assert task(client, head)[0] == f"Het plan ligt bij de MR, tot en met {UNTIL}. Kijk of er vragen zijn."


def test_a_plan_without_consent_asks_the_head_to_read_the_reasons(client):
    programme = make.make_full_programme()
    decide(make.put_to_mr(programme), Outcome.WITHHELD, "Te weinig over gymles.")

    assert task(client, make.make_head(programme.school)) == (
        "De MR heeft niet ingestemd. Lees de redenen, pas het plan aan en leg het opnieuw voor.",
        reverse("mr", args=[programme.pk]),
        True,
    )


def test_a_head_without_a_plan_can_begin_one_and_others_are_told_who_can(client):
    school = make.make_school()

    client.force_login(make.make_head(school))
    [place] = client.get(reverse("home")).context["places"]
    client.force_login(make.make_member(school, Role.TEAM))
    page = client.get(reverse("home")).content.decode()

    assert ([r.code for r in place["startable"]], place["plans"]) == (["npo"], [])
    assert "Er is nog geen plan. De schoolleider kan het beginnen." in page


def test_who_has_no_school_is_told_whom_to_ask(client):
    client.force_login(make.make_user())

    page = client.get(reverse("home")).content.decode()

    assert "U bent nog niet aan een school gekoppeld" in page


def test_an_administrator_goes_to_the_register_and_sees_no_plans(client):
    make.make_full_programme()
    client.force_login(make.make_user(is_staff=True))

    response = client.get(reverse("home"))

    assert response.context["places"] == []
    assert "U bent beheerder" in response.content.decode()
    assert reverse("register") in response.content.decode()


def test_a_board_employee_gets_the_board_and_not_all_its_schools(client):
    board = make.make_board()
    programme = make.make_full_programme(make.make_school(board=board))
    make.make_school(board=board, closed_on=timezone.localdate())
    decide(make.put_to_mr(programme))
    client.force_login(make.make_member(board, Role.BOARD))

    response = client.get(reverse("home"))

    assert response.context["places"] == []
    assert [(b, n, dict(c)) for b, n, c in response.context["boards"]] == [(board, 1, {"consented": 1})]
    assert "1 programma wacht op vaststelling door het bestuur." in response.content.decode()


def test_plans_of_other_schools_are_not_there(client):
    mine, other = make.make_full_programme(), make.make_full_programme()

    client.force_login(make.make_head(mine.school))
    page = client.get(reverse("home")).content.decode()

    assert (mine.school.name in page, reverse("walk", args=[other.pk]) in page) == (True, False)


@pytest.mark.parametrize("n", [1, 3])
def test_home_costs_the_same_for_more_schools(client, n, django_assert_num_queries):
    user = make.make_user()
    for _ in range(n):
        programme = make.make_full_programme()
        for role, geleding in ((Role.HEAD, ""), (Role.MR_MEMBER, "personeel")):
            Membership.objects.create(user=user, school=programme.school, role=role, geleding=geleding)
        make.put_to_mr(programme)
        Membership.objects.create(user=user, board=programme.school.board, role=Role.BOARD)
    client.force_login(user)

    with django_assert_num_queries(
        31
    ):  # session, person, roles, schools, plans and versions, votes, questions, rounds, boards
        response = client.get(reverse("home"))

    assert len(response.context["places"]) == n


def test_who_is_not_signed_in_goes_to_the_login_page(client):
    assert client.get(reverse("home")).url == f"{reverse('login')}?next=/"


def test_home_refuses_a_post(client):
    client.force_login(make.make_user())

    assert client.post(reverse("home")).status_code == 405
