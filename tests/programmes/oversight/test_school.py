"""The page of a school, and beginning a plan."""

import pytest
from django.urls import reverse
from django.utils import timezone

from programmes.models import Programme
from schools.constants import Role
from tests import factories as make
from tests.people import person

pytestmark = pytest.mark.django_db


def test_the_page_of_a_school_shows_the_register(client):
    school = make.make_school(street="Dorpsstraat", house_number="1", postcode="1234 AB", municipality="Utrecht")
    school.pupil_counts.create(year=2022, number=None, masked=True)
    client.force_login(make.make_member(school, Role.MR_MEMBER, "ouders"))

    response = client.get(school.get_absolute_url())

    assert [(c.year, c.number) for c in response.context["counts"]] == [(2022, None), (2021, 200), (2020, 200)]
    page = response.content.decode()
    for text in (school.code, "Dorpsstraat 1, 1234 AB Utrecht", str(school.board), "minder dan 5", "niet vermeld"):
        assert text in page


SEES = [
    ("head", 200, True),
    ("team", 200, False),
    ("mr_ouders", 200, True),
    ("secretary", 200, True),
    ("board", 200, True),
]


@pytest.mark.parametrize(
    ("who", "status", "sees_people"),
    [*SEES, ("beheerder", 404, None), ("neighbour", 404, None), ("other_board", 404, None)],
)
def test_who_sees_a_school_and_its_people(client, who, status, sees_people):
    school = make.make_school()
    client.force_login(person(who, school))

    response = client.get(school.get_absolute_url())

    assert response.status_code == status
    if status == 200:
        assert (reverse("school_people", args=[school.pk]) in response.content.decode()) is sees_people


@pytest.mark.parametrize(
    ("who", "status"),
    [("head", 302), ("team", 403), ("mr_ouders", 403), ("board", 403), ("beheerder", 404), ("neighbour", 404)],
)
def test_only_the_head_begins_a_plan(client, who, status):
    school = make.make_school()
    client.force_login(person(who, school))
    url = reverse("programme_start", args=[school.pk, "npo"])

    shown, posted = client.get(url).status_code, client.post(url)

    assert (shown, posted.status_code) == (200 if status == 302 else status, status)
    assert [p.get_absolute_url() for p in Programme.objects.filter(school=school)] == (
        [posted.url] if status == 302 else []
    )


def test_a_plan_is_begun_once(client):
    school = make.make_school()
    client.force_login(make.make_head(school))
    url = reverse("programme_start", args=[school.pk, "npo"])
    client.post(url)

    response = client.post(url, follow=True)

    assert Programme.objects.filter(school=school).count() == 1
    assert "De school heeft al een plan voor deze regeling. Open dat plan." in response.content.decode()


def test_a_plan_in_a_round_that_does_not_exist_is_a_404(client):
    school = make.make_school()
    client.force_login(make.make_head(school))

    assert client.post(reverse("programme_start", args=[school.pk, "bestaat-niet"])).status_code == 404


def test_a_closed_school_offers_no_start(client):
    school = make.make_school(closed_on=timezone.localdate())
    client.force_login(make.make_head(school))

    response = client.get(school.get_absolute_url())

    assert response.context["startable"] == []
    assert "Volgens het register is deze school gesloten" in response.content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_of_a_school_costs_the_same_for_more_years(client, n, django_assert_num_queries):
    school = make.make_school(pupils=None)
    make.make_programme(school)
    for year in range(2020, 2020 + n):
        school.pupil_counts.create(year=year, number=100)
    client.force_login(make.make_head(school))

    with django_assert_num_queries(8):  # session, person, roles, school, plans, rounds, board, counts
        response = client.get(school.get_absolute_url())

    assert len(response.context["counts"]) == n
