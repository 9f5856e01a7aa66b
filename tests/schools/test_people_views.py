"""The pages of people, of administrators, and the log: who may, what they show, and what bad input does."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from npo_planner import audit
from npo_planner.models import AuditEntry, Worker
from npo_planner.querysets import SECRET
from npo_planner.rows import BOOKKEEPING, Row
from schools import log_lines
from schools.constants import Geleding, Kind, Role
from schools.models import Board, Membership, School, User
from tests.factories import (
    make_board,
    make_finding,
    make_head,
    make_member,
    make_mr,
    make_programme,
    make_school,
    make_user,
)
from tests.people import EVERYBODY, INSIDERS, expected_status, person

pytestmark = pytest.mark.django_db

MANAGERS = ("head", "board")
SEE_PEOPLE = (*MANAGERS, "mr_personeel", "mr_ouders", "secretary")
VALID = {"name": "Nel Nieuw", "email": "nel@school.nl", "role": "teamlid", "geleding": ""}


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def table(response) -> list[list[str]]:
    """The cells of each row of people, in words."""
    return [[m.user.name, m.get_role_display(), m.geleding] for m in response.context["memberships"]]


# --- who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize(
    ("page", "allowed"), [("school_people", SEE_PEOPLE), ("school_invite", MANAGERS), ("school_log", MANAGERS)]
)
def test_who_may_open_the_pages_of_people(page, allowed, name):
    school = make_school()

    response = browser(person(name, school)).get(reverse(page, args=[school.pk]))

    assert response.status_code == expected_status(name, allowed, 200)


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("page", ["membership_end", "membership_resend"])
def test_who_may_end_a_role_or_send_again(page, name):
    school = make_school()
    membership = Membership.objects.get(user=make_member(school, Role.TEAM))

    response = browser(person(name, school)).post(reverse(page, args=[membership.pk]))

    assert response.status_code == expected_status(name, MANAGERS, 302)
    membership.refresh_from_db()
    assert (membership.ended_on is not None) == (page == "membership_end" and name in MANAGERS)


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_may_invite_to_a_board(name):
    school = make_school()

    response = browser(person(name, school)).get(reverse("board_invite", args=[school.board_id]))

    assert response.status_code == (200 if name == "board" else 404)


def test_nobody_ends_their_own_role():
    school = make_school()
    head = make_head(school)
    make_head(school)

    response = browser(head).post(reverse("membership_end", args=[Membership.objects.get(user=head).pk]))

    assert response.status_code == 403


@pytest.mark.parametrize("name", ["administration", "first_at_school", "first_at_board"])
@pytest.mark.parametrize("who", [*INSIDERS, "beheerder"])
def test_only_administrators_administer(name, who):
    school = make_school()
    keys = {"first_at_school": [school.pk], "first_at_board": [school.board_id]}

    response = browser(person(who, school)).get(reverse(name, args=keys.get(name, [])))

    assert response.status_code == (200 if who == "beheerder" else 403)


# --- the list --------------------------------------------------------------------------------------------------------


def test_managers_see_everybody_with_address_and_what_can_be_done():
    school = make_school()
    head = make_head(school, name="Karin", email="karin@school.nl", password="een-lang-wachtwoord")
    make_member(school, Role.TEAM, name="Mo", email="mo@school.nl")
    make_member(make_school(board=school.board), Role.TEAM, name="Elders")

    response = browser(head).get(reverse("school_people", args=[school.pk]))

    assert table(response) == [["Karin", "schoolleider", ""], ["Mo", "teamlid", ""]]
    text = response.content.decode()
    assert all(word in text for word in ("karin@school.nl", "mo@school.nl", "uitgenodigd", "Opnieuw uitnodigen"))
    assert "Elders" not in text


def test_the_mr_sees_names_and_roles_and_no_address():
    school = make_school()
    make_head(school, name="Karin", email="karin@school.nl")
    member = make_member(school, Role.MR_MEMBER, Geleding.PARENTS, name="Peter", email="peter@thuis.nl")

    response = browser(member).get(reverse("school_people", args=[school.pk]))

    assert table(response) == [["Peter", "MR-lid", "ouders"], ["Karin", "schoolleider", ""]]
    text = response.content.decode()
    assert not any(word in text for word in ("@school.nl", "@thuis.nl", "uitnodigen", "Beëindigen", "Logboek"))


def test_a_board_sees_its_own_people():
    board = make_board()
    employee = make_member(board, Role.BOARD, name="Rob")
    make_member(board, Role.BOARD, name="Ans")
    make_member(make_board(), Role.BOARD, name="Elders")

    response = browser(employee).get(reverse("board_people", args=[board.pk]))

    assert table(response) == [["Ans", "bestuursmedewerker", ""], ["Rob", "bestuursmedewerker", ""]]


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(n, django_assert_num_queries):
    school = make_school()
    client = browser(make_head(school))
    for _ in range(n):
        make_mr(school)

    with django_assert_num_queries(5):  # session, user, roles, school, people
        client.get(reverse("school_people", args=[school.pk]))


# --- invite ----------------------------------------------------------------------------------------------------------


def test_invite_gives_the_role_and_returns_to_the_list(mailoutbox, django_capture_on_commit_callbacks):
    school = make_school()
    client = browser(make_head(school))

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("school_invite", args=[school.pk]), VALID, follow=True)

    assert response.redirect_chain == [(reverse("school_people", args=[school.pk]), 302)]
    assert [str(m) for m in response.context["messages"]] == ["De uitnodiging is verstuurd."]
    assert Membership.objects.get(user__email="nel@school.nl").role == Role.TEAM
    assert [message.to for message in mailoutbox] == [["nel@school.nl"]]


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"name": ""}, {"name": ["Dit veld is verplicht."]}),
        ({"name": "x" * 121}, {"name": ["Zorg dat deze waarde niet meer dan 120 tekens bevat (het zijn er nu 121)."]}),
        ({"name": "Nel\x00"}, {"name": ["Null-tekens zijn niet toegestaan."]}),
        ({"email": "nel"}, {"email": ["Voer een geldig e-mailadres in."]}),
        ({"email": "nel@school.nl\nBcc: x@y.nl"}, {"email": ["Voer een geldig e-mailadres in."]}),
        ({"role": ""}, {"role": ["Dit veld is verplicht."]}),
        (
            {"role": "bestuursmedewerker"},
            {
                "role": [
                    "Selecteer een geldige keuze. bestuursmedewerker is geen beschikbare keuze.",
                ]
            },
        ),
        ({"role": "mr_lid"}, {"geleding": ["Kies namens wie deze persoon spreekt."]}),
        (
            {"role": "teamlid", "geleding": "ouders"},
            {"geleding": ["Een geleding hoort alleen bij de MR of de GMR. Kies “niet van toepassing”."]},
        ),
        (
            {"role": "mr_lid", "geleding": "leerlingen"},
            {
                "geleding": [
                    "Selecteer een geldige keuze. leerlingen is geen beschikbare keuze.",
                    "Kies namens wie deze persoon spreekt.",
                ]
            },
        ),
    ],
)
def test_bad_input_is_refused_beside_the_field_and_kept(change, errors):
    school = make_school(kind=Kind.BO)
    data = VALID | change

    response = browser(make_head(school)).post(reverse("school_invite", args=[school.pk]), data)

    form = response.context["form"]
    assert (response.status_code, form.errors) == (200, errors)
    assert {name: form[name].value() for name in VALID} == data
    assert Membership.objects.count() == 1


def test_a_role_that_somebody_has_is_told_beside_the_address():
    school = make_school()
    make_member(school, Role.TEAM, email="nel@school.nl", name="Nel")

    response = browser(make_head(school)).post(reverse("school_invite", args=[school.pk]), VALID)

    assert response.context["form"].errors == {"email": ["Nel heeft deze rol al."]}


def test_more_fields_than_the_form_has_change_nothing():
    school = make_school()
    extra = {"is_staff": "on", "school": "1", "board": "1", "user": "1", "password": "x", "ended_on": "2020-01-01"}

    browser(make_head(school)).post(reverse("school_invite", args=[school.pk]), VALID | extra)

    made = Membership.objects.get(user__email="nel@school.nl")
    assert (made.school, made.ended_on, made.user.is_staff) == (school, None, False)
    assert not made.user.has_usable_password()


def test_a_pupil_can_speak_in_the_mr_of_a_vo_school_only():
    for kind, offered in ((Kind.BO, ["", "personeel", "ouders"]), (Kind.VO, ["", "personeel", "ouders", "leerlingen"])):
        school = make_school(kind=kind)
        form = browser(make_head(school)).get(reverse("school_invite", args=[school.pk])).context["form"]
        assert [value for value, _ in form.fields["geleding"].choices] == offered


# --- end and send again ----------------------------------------------------------------------------------------------


def test_ending_a_role_asks_first():
    school = make_school()
    membership = Membership.objects.get(user=make_member(school, Role.TEAM, name="Mo"))
    page = reverse("membership_end", args=[membership.pk])
    client = browser(make_head(school))

    asked = client.get(page)
    membership.refresh_from_db()
    still = membership.ended_on
    done = client.post(page, follow=True)

    assert ("Mo kan daarna niet meer" in asked.content.decode(), still) == (True, None)
    assert [str(m) for m in done.context["messages"]] == ["Mo heeft deze rol niet meer."]


def test_the_last_schoolleider_stays_and_the_board_is_told_why():
    school = make_school()
    head = make_head(school)

    page = reverse("membership_end", args=[Membership.objects.get(user=head).pk])
    response = browser(make_member(school.board, Role.BOARD)).post(page, follow=True)

    assert [str(m) for m in response.context["messages"]] == [
        "Dit is de enige schoolleider. Nodig eerst een opvolger uit."
    ]


# --- administrators --------------------------------------------------------------------------------------------------


def found(response) -> tuple[list[str], list[str]]:
    return [b.name for b in response.context["boards"]], [s.name for s in response.context["schools"]]


@pytest.fixture
def administrator() -> Client:
    return browser(make_user(is_staff=True, email="beheer@planner.nl"))


@pytest.mark.parametrize(
    ("text", "boards", "schools"),
    [
        ("wilg", ["Stichting Wilgenrijk"], ["De Wilg"]),
        ("UTRECHT", [], ["De Eik", "De Wilg"]),
        ("11aa", [], ["De Wilg"]),
        ("4100", ["Stichting Wilgenrijk"], []),
        ("%", [], []),
        ("'; drop table", [], []),
        ("", [], []),
        ("   ", [], []),
    ],
)
def test_administrators_find_boards_and_open_schools(administrator, text, boards, schools):
    board = make_board(number="41001", name="Stichting Wilgenrijk", town="Zeist")
    make_school(board=board, code="11AA00", name="De Wilg")
    make_school(board=board, code="22BB00", name="De Eik")
    make_school(board=board, code="33CC00", name="De Wilg dicht", closed_on=date(2024, 8, 1))

    response = administrator.get(reverse("administration"), {"q": text})

    assert found(response) == (boards, schools)


@pytest.mark.parametrize("page", ["1", "2", "99", "x", "-1"])
def test_long_results_are_leafed_through(administrator, page):
    board = make_board(name="Stichting A")
    School.objects.bulk_create(
        School(code=f"{n:02d}QQ00", brin=f"{n:02d}QQ", name=f"De Linde {n:02d}", kind=Kind.BO, board=board)
        for n in range(60)
    )

    response = administrator.get(reverse("administration"), {"q": "linde", "scholen": page})

    first = {"1": 0, "2": 25, "99": 50, "x": 0, "-1": 50}[page]
    assert found(response)[1] == [f"De Linde {n:02d}" for n in range(first, min(first + 25, 60))]


@pytest.mark.parametrize("n", [1, 3])
def test_the_search_costs_the_same_for_one_and_for_many(administrator, n, django_assert_num_queries):
    for _ in range(n):
        school = make_school(name="De Linde", board=make_board(name="De Linde"))
        make_mr(school)

    with django_assert_num_queries(6):  # session, user; count and rows of boards and of schools
        response = administrator.get(reverse("administration"), {"q": "linde"})

    assert {school.n_people for school in response.context["schools"]} == {3}


def test_the_administrator_is_told_when_no_worker_was_seen_for_a_minute(administrator, settings):
    told = "Al een minuut werkt er geen werkproces."
    assert told not in administrator.get(reverse("administration")).content.decode()

    settings.JOBS_AT_ONCE = False
    assert told in administrator.get(reverse("administration")).content.decode()

    Worker.objects.create(key="9f6f1a54-4bb1-4a1c-8a0e-0d2b7f5c1c11", seen_at=timezone.now())
    assert told not in administrator.get(reverse("administration")).content.decode()


def test_the_administrator_invites_the_first_board_employee_and_schoolleider(administrator):
    board, school = make_board(), make_school()
    form = {"name": "Rob", "email": "rob@bestuur.nl"}

    administrator.post(reverse("first_at_board", args=[board.pk]), form | {"role": "bestuursmedewerker"})
    administrator.post(reverse("first_at_school", args=[school.pk]), form | {"role": "schoolleider"})

    given = Membership.objects.order_by("pk").values_list("board", "school", "role")
    assert list(given) == [(board.pk, None, Role.BOARD), (None, school.pk, Role.HEAD)]


def test_the_administrator_invites_no_team_and_no_one_where_there_is_a_head(administrator):
    school = make_school()
    make_head(school, name="Karin", password="een-lang-wachtwoord")
    page = reverse("first_at_school", args=[school.pk])

    team = administrator.post(page, VALID)
    head = administrator.post(page, VALID | {"role": "schoolleider"})
    own = administrator.post(page, VALID | {"role": "schoolleider", "email": "beheer@planner.nl"})

    assert list(team.context["form"].errors) == ["role"]
    assert head.context["form"].non_field_errors() == ["Hier is al een schoolleider: Karin. Die nodigt de anderen uit."]
    assert own.context["form"].errors == {"email": ["Een beheerder geeft zichzelf geen rol."]}
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("name", ["first_at_school", "first_at_board"])
def test_unknown_and_closed_places_are_not_found(administrator, name):
    closed = make_school(closed_on=date(2024, 8, 1))

    assert administrator.get(reverse(name, args=[10**9])).status_code == 404
    if name == "first_at_school":
        assert administrator.get(reverse(name, args=[closed.pk])).status_code == 404


def test_an_administrator_reads_no_plan(administrator):
    school = make_school()
    programme = make_programme(school)

    pages = [reverse("school", args=[school.pk]), reverse("walk", args=[programme.pk]), reverse("scan", args=[1])]

    assert [administrator.get(page).status_code for page in pages] == [404] * 3


# --- the log ---------------------------------------------------------------------------------------------------------


def lines(response) -> list[tuple]:
    return [
        (line.who, line.what, [(c.name, c.before, c.after) for c in line.changes]) for line in response.context["lines"]
    ]


def test_the_log_tells_in_dutch_who_did_what():
    school = make_school()
    head = make_head(school, name="Karin")
    finding = make_finding(make_programme(school, by=head))
    detail = {"delay": ["2", "3"], "source": ["lvs", "lvs"], "explanation": ["", "Nieuw"], "onbekend": ["a", "b"]}
    audit.log(by=head, event="row_changed", subject=finding, school=school, detail=detail)
    audit.log(by=None, event="school_moved", subject=school, school=school, detail={"board": ["41001", "41002"]})
    audit.log(by=head, event="voted", subject=school, school=school)
    audit.log(by=head, event="row_added", subject=make_school(), school=make_school())

    response = browser(head).get(reverse("school_log", args=[school.pk]))

    assert lines(response)[:2] == [
        (
            "Het systeem",
            "las in het register van DUO dat de school een ander bestuur heeft",
            [("bestuur", "41001", "41002")],
        ),
        (
            "Karin",
            f"wijzigde bevinding “{finding}”",
            [
                ("hoe groot is de achterstand", "matige achterstand", "grote achterstand"),
                ("onbekend", "a", "b"),
                ("wat zien we, en waardoor komt het", "", "Nieuw"),
            ],
        ),
    ]
    assert not any("voted" in what for _, what, _ in lines(response))


def test_the_log_shows_what_people_typed_as_text():
    school = make_school()
    head = make_head(school, name="<b>Karin</b>")
    audit.log(by=head, event="row_changed", subject=school, school=school, detail={"name": ["", "<script>1</script>"]})

    text = browser(head).get(reverse("school_log", args=[school.pk])).content.decode()

    assert "<script>1" not in text
    assert "&lt;script&gt;1" in text
    assert "<b>Karin" not in text


@pytest.mark.parametrize("n", [1, 3, 60])
def test_the_log_costs_the_same_for_one_line_and_for_many(n, django_assert_num_queries):
    school = make_school()
    client = browser(make_head(school))
    for number in range(n):
        audit.log(by=make_user(), event="row_added", subject=school, school=school, detail={"name": ["", str(number)]})

    with django_assert_num_queries(6):  # session, user, roles, school, count, lines
        response = client.get(reverse("school_log", args=[school.pk]))

    assert len(lines(response)) == min(n, 50)


@pytest.mark.parametrize(
    ("page", "first", "last"), [("1", 59, 10), ("2", 9, 0), ("99", 9, 0), ("x", 59, 10), ("-1", 9, 0)]
)
def test_a_long_log_is_leafed_through_newest_first(page, first, last):
    school = make_school()
    head = make_head(school)
    for number in range(60):
        audit.log(by=head, event="row_changed", subject=school, school=school, detail={"name": ["", str(number)]})

    response = browser(head).get(reverse("school_log", args=[school.pk]), {"pagina": page})

    numbers = [int(changes[0][2]) for _, _, changes in lines(response)]
    assert numbers == list(range(first, last - 1, -1))


def test_an_empty_log_says_so():
    school = make_school()

    response = browser(make_head(school)).get(reverse("school_log", args=[school.pk]), {"pagina": "x"})

    assert "Nog niets gebeurd" in response.content.decode()
    assert (AuditEntry.objects.count(), Board.objects.count()) == (0, 1)


def test_the_log_has_a_sentence_for_every_event_of_a_school():
    """Reads the code: an event that nobody described would stand in the log as a change of something."""
    code = "".join(
        path.read_text()
        for app in ("schools", "scans", "menukaart", "staffing", "programmes", "npo_planner")
        for path in Path(settings.BASE_DIR, app).rglob("*.py")
    )
    events = set(re.findall(r'event="(\w+)"', code)) | set(re.findall(r'_log\(\w+, "(\w+)"', code))
    conditional = {"row_changed", "row_added", "voted", "vote_changed"}
    of_no_school = {
        *("login", "login_failed", "administrator_made", "register_applied", "register_cancelled", "reference_deleted"),
    }

    assert events - of_no_school - set(SECRET) - set(log_lines.EVENTS) == set()
    assert conditional <= set(SECRET) | set(log_lines.EVENTS)


def test_every_field_of_a_row_has_a_dutch_name_in_the_log():
    rows = [model for model in apps.get_models() if issubclass(model, Row)]
    untold = log_lines.UNTOLD | BOOKKEEPING | {"status", "code", "contract"}  # Dutch words too

    english = [
        f"{model.__name__}.{field.name}"
        for model in rows
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]
        if field.name not in untold and field.verbose_name == field.name.replace("_", " ")
    ]

    assert english == []
