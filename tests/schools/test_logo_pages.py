"""Placing a logo: who may, what the page says, what the audit trail keeps, and on which papers it comes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from schools.constants import Role
from schools.models import Board, Logo, School
from schools.operations.logos import remove_logo, set_logo
from tests import factories as make
from tests.schools.pictures import opened, picture

pytestmark = pytest.mark.django_db

RED, BLUE = picture(colour="#ff0000"), picture(colour="#0000ff")


@pytest.fixture
def school() -> School:
    return make.make_school(name="De Regenboog", board=make.make_board(name="Stichting De Brug"))


def colour(logo: Logo | None) -> str | None:
    return None if logo is None else "#" + bytes(opened(bytes(logo.content)).getpixel((0, 0))).hex()


def upload(client: Client, url: str, content: bytes, name: str = "logo.png", kind: str = "image/png") -> Any:
    return client.post(url, {"file": SimpleUploadedFile(name, content, kind)})


def test_a_school_shows_its_own_logo_and_else_that_of_its_board(school: School) -> None:
    board, other = school.board, make.make_school()
    nothing = Logo.objects.of_school(school)
    set_logo(place=board, data=BLUE, by=make.make_member(board, Role.BOARD))
    of_board = Logo.objects.of_school(school)
    set_logo(place=school, data=RED, by=make.make_head(school))
    own = Logo.objects.of_school(school)

    assert [colour(each) for each in (nothing, of_board, own)] == [None, "#0000ff", "#ff0000"]
    assert (str(of_board), str(own)) == ("Logo van Stichting De Brug", "Logo van De Regenboog")
    assert Logo.objects.of_school(other) is None


def test_the_logo_on_papers_costs_one_query(school: School, django_assert_num_queries: Any) -> None:
    set_logo(place=school.board, data=BLUE, by=make.make_user())
    set_logo(place=school, data=RED, by=make.make_user())

    with django_assert_num_queries(1):
        assert str(Logo.objects.of_school(school)) == "Logo van De Regenboog"


def test_placing_replacing_and_taking_away_are_in_the_audit_trail(school: School) -> None:
    head = make.make_head(school)
    first = set_logo(place=school, data=RED, by=head)
    second = set_logo(place=school, data=BLUE, by=head)
    remove_logo(place=school, by=head)

    told = AuditEntry.objects.filter(school=school, event__startswith="logo").order_by("pk")
    assert [(e.event, e.label, e.actor, e.detail["sha256"]) for e in told] == [
        ("logo_set", "Logo van De Regenboog", head, ["", first.sha256]),
        ("logo_set", "Logo van De Regenboog", head, [first.sha256, second.sha256]),
        ("logo_removed", "Logo van De Regenboog", head, [second.sha256, ""]),
    ]
    assert (first.pk, Logo.objects.count()) == (second.pk, 0)


def test_taking_away_what_is_not_there_is_refused(school: School) -> None:
    set_logo(place=school.board, data=BLUE, by=make.make_user())

    with pytest.raises(Refused) as refused:
        remove_logo(place=school, by=make.make_head(school))

    assert (refused.value.code, Logo.objects.count()) == ("no_logo", 1)


@pytest.mark.parametrize("both", [True, False])
def test_a_logo_is_of_a_school_or_of_a_board(school: School, both: bool) -> None:
    place = {"school": school, "board": school.board} if both else {}

    with pytest.raises(IntegrityError), transaction.atomic():
        Logo.objects.create(content=RED, sha256="0" * 64, width=1, height=1, uploaded_by=make.make_user(), **place)


def test_the_head_places_a_logo_and_sees_it(client: Client, school: School) -> None:
    client.force_login(make.make_head(school))
    url = reverse("school_logo", args=[school.pk])
    before = client.get(url).content.decode()

    done = upload(client, url, RED, name="../../etc/foto.jpg", kind="text/html")

    logo = Logo.objects.get()
    page = client.get(url).content.decode()
    shown = client.get(reverse("logo_png", args=[logo.pk]))
    assert (done.status_code, done.url, logo.school) == (302, url, school)
    assert ("Er is nog geen logo." in before, "Er is nog geen logo." in page) == (True, False)
    assert f'src="{reverse("logo_png", args=[logo.pk])}" width="60" height="20" alt="Logo van De Regenboog"' in page
    assert (shown["Content-Type"], shown["X-Content-Type-Options"], shown.content) == (
        "image/png",
        "nosniff",
        bytes(logo.content),
    )
    assert f'href="{url}"' in client.get(school.get_absolute_url()).content.decode()


def test_a_school_without_a_logo_reads_that_it_shows_the_boards(client: Client, school: School) -> None:
    set_logo(place=school.board, data=BLUE, by=make.make_user())
    client.force_login(make.make_head(school))

    page = client.get(reverse("school_logo", args=[school.pk])).content.decode()

    assert "Dit is het logo van uw bestuur, Stichting De Brug." in page
    assert reverse("school_logo_remove", args=[school.pk]) not in page


def test_the_board_places_the_logo_for_all_its_schools(client: Client, school: School) -> None:
    client.force_login(make.make_member(school.board, Role.BOARD))
    url = reverse("board_logo", args=[school.board_id])

    upload(client, url, BLUE)

    assert (Logo.objects.get().board, colour(Logo.objects.of_school(school))) == (school.board, "#0000ff")
    assert f'href="{url}"' in client.get(school.board.get_absolute_url()).content.decode()


REFUSED = [
    (b"<svg onload=alert(1)/>", "Een SVG-bestand kunnen wij niet gebruiken"),
    (b"<html></html>", "Dit is geen PNG, JPEG of WebP."),
    (RED[:60], "Deze afbeelding is beschadigd of niet af."),
    (RED + bytes(5_000_000), "Dit bestand is groter dan 5 MB."),
    (b"", "leeg"),
]


@pytest.mark.parametrize(("content", "told"), REFUSED, ids=["svg", "html", "half", "large", "empty"])
def test_a_file_that_cannot_be_a_logo_is_refused_beside_the_field(
    client: Client, school: School, content: bytes, told: str
) -> None:
    head = make.make_head(school)
    kept = set_logo(place=school, data=BLUE, by=head)
    client.force_login(head)

    response = upload(client, reverse("school_logo", args=[school.pk]), content)

    assert response.status_code == 200
    assert told in response.context["form"].errors["file"][0]
    assert Logo.objects.get().sha256 == kept.sha256


def test_a_form_without_a_file_is_refused(client: Client, school: School) -> None:
    client.force_login(make.make_head(school))

    response = client.post(reverse("school_logo", args=[school.pk]))

    assert list(response.context["form"].errors) == ["file"]


def test_the_head_takes_the_logo_away_after_a_question(client: Client, school: School) -> None:
    head = make.make_head(school)
    set_logo(place=school, data=RED, by=head)
    client.force_login(head)
    url = reverse("school_logo_remove", args=[school.pk])

    asked = client.get(url)
    done = client.post(url)

    assert "Stukken die al gemaakt zijn, veranderen niet." in asked.content.decode()
    assert (done.url, Logo.objects.count()) == (reverse("school_logo", args=[school.pk]), 0)


def seen(board: Board, logo: Logo) -> dict[str, bool]:
    """Who sees ``logo``, of a school of ``board`` or of the board."""
    first, second = board.schools.order_by("pk")
    people = {
        "team": make.make_member(first, Role.TEAM),
        "sister": make.make_head(second),
        "board": make.make_member(board, Role.BOARD),
        "gmr": make.make_member(board, Role.GMR_MEMBER, "ouders"),
        "stranger": make.make_head(make.make_school()),
    }
    return {name: Logo.objects.visible_to(user).contains(logo) for name, user in people.items()}


def test_a_logo_is_seen_where_it_is_shown(school: School) -> None:
    make.make_school(board=school.board)
    of_school = set_logo(place=school, data=RED, by=make.make_user())
    of_board = set_logo(place=school.board, data=BLUE, by=make.make_user())

    nobody = {"team": False, "sister": False, "board": False, "gmr": False, "stranger": False}
    assert seen(school.board, of_school) == nobody | {"team": True, "board": True}
    assert seen(school.board, of_board) == nobody | {"team": True, "sister": True, "board": True}
