"""The three ways in: a page for anybody, for who signed in, and about one row."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from npo_planner.access import Access, get_for, on, public, signed_in
from programmes.models import Funding
from scans.models import Need, Scan
from schools import rules
from schools.constants import Role
from schools.models import Membership, School
from tests.factories import make_board, make_head, make_member, make_need, make_programme, make_school, make_user

pytestmark = pytest.mark.django_db

HUGE = 10**30
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def answer(view, user, method: str = "GET", **kwargs) -> HttpResponse:
    """What ``view`` says to ``user``: a response, or the exception that Django turns into one."""
    request = RequestFactory().generic(method, "/pad/?a=1")
    request.user = user
    return view(request, **kwargs)


def status(view, user, method: str = "GET", **kwargs) -> int:
    try:
        return answer(view, user, method, **kwargs).status_code
    except PermissionDenied:
        return 403
    except Http404:
        return 404


def says_ok(request, *rows, **kwargs) -> HttpResponse:
    """A view that tells whether it runs in a transaction of its own."""
    return HttpResponse(f"{request.method} {connection.in_atomic_block}")


# --- what a view declares --------------------------------------------------------------------------------------------


def test_view_tells_what_it_declared_and_keeps_its_name():
    one = public(methods=("GET", "POST"))(says_ok)
    two = signed_in(rules.is_administrator)(says_ok)
    three = on(School, rules.leads, methods=("POST",))(says_ok)

    assert one.access == Access("public", ("GET", "POST"))
    assert two.access == Access("signed_in", ("GET",), rule=rules.is_administrator)
    assert three.access == Access("on", ("POST",), School, rules.leads)
    assert {view.__name__ for view in (one, two, three)} == {"says_ok"}


# --- methods ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("methods", "allowed"),
    [
        (("GET",), {"GET", "HEAD"}),
        (("GET", "POST"), {"GET", "HEAD", "POST"}),
        (("POST",), {"POST"}),
    ],
)
@pytest.mark.parametrize("kind", ["public", "signed_in", "on"])
@pytest.mark.parametrize("method", METHODS)
def test_method_that_was_not_declared_is_405(kind, methods, allowed, method):
    school = make_school()
    decorate = {
        "public": public(methods=methods),
        "signed_in": signed_in(methods=methods),
        "on": on(School, rules.leads, methods=methods),
    }[kind]
    kwargs = {"pk": school.pk} if kind == "on" else {}

    response = answer(decorate(says_ok), make_head(school), method, **kwargs)

    assert response.status_code == (200 if method in allowed else 405)
    if method not in allowed:
        assert response.headers["Allow"] == ", ".join(methods)


def test_wrong_method_does_not_tell_a_stranger_that_the_row_exists():
    school, other = make_school(), make_school()
    view = on(School, rules.leads, methods=("POST",))(says_ok)

    statuses = {
        "own": status(view, make_head(school), pk=school.pk),
        "team": status(view, make_member(school, Role.TEAM), pk=school.pk),
        "stranger": status(view, make_head(other), pk=school.pk),
    }

    assert statuses == {"own": 405, "team": 403, "stranger": 404}


# --- who -------------------------------------------------------------------------------------------------------------


def test_public_page_is_for_anybody():
    assert status(public()(says_ok), AnonymousUser()) == 200


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("decorate", [signed_in(), on(School, rules.leads)], ids=["signed_in", "on"])
def test_anybody_else_signs_in_first_and_comes_back(decorate, method):
    view = decorate(says_ok)
    kwargs = {"pk": 1} if view.access.kind == "on" else {}

    response = answer(view, AnonymousUser(), method, **kwargs)

    assert response.status_code == 302
    assert response.url == f"{reverse('login')}?next=/pad/%3Fa%3D1"


def test_signed_in_page_with_a_rule_is_403_for_who_fails_it():
    view = signed_in(rules.is_administrator)(says_ok)

    assert status(view, make_user(is_staff=True)) == 200
    assert status(view, make_user()) == 403
    assert status(view, make_user(), "POST") == 403


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_row_is_404_when_not_visible_and_403_when_not_allowed(method):
    school = make_school()
    elsewhere = make_school(board=school.board)
    view = on(School, rules.leads, methods=("GET", "POST"))(says_ok)
    users = {
        "head": make_head(school),
        "team": make_member(school, Role.TEAM),
        "mr": make_member(school, Role.MR_MEMBER, "ouders"),
        "board": make_member(school.board, Role.BOARD),
        "neighbour": make_head(elsewhere),
        "other board": make_member(make_board(), Role.BOARD),
        "beheerder": make_user(is_staff=True),
        "nobody": make_user(),
    }

    statuses = {name: status(view, user, method, pk=school.pk) for name, user in users.items()}

    assert statuses == {
        "head": 200,
        "team": 403,
        "mr": 403,
        "board": 403,
        "neighbour": 404,
        "other board": 404,
        "beheerder": 404,
        "nobody": 404,
    }


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("key", [0, -1, 999_999_999, HUGE])
def test_row_that_does_not_exist_is_404(key, method):
    view = on(School, rules.may_see, methods=("GET", "POST"))(says_ok)

    assert status(view, make_head(make_school()), method, pk=key) == 404


@pytest.mark.parametrize("lock", [False, True])
def test_get_for_raises_what_django_answers_with(lock):
    school = make_school()

    assert get_for(make_head(school), School, school.pk, rules.leads, lock=lock) == school
    with pytest.raises(PermissionDenied):
        get_for(make_member(school, Role.TEAM), School, school.pk, rules.leads, lock=lock)
    with pytest.raises(Http404):
        get_for(make_user(), School, school.pk, rules.leads, lock=lock)


def test_page_of_a_huge_key_is_404(client):
    client.force_login(make_head(make_school()))

    assert client.get(f"/scan/{HUGE}/").status_code == 404
    assert client.post(f"/behoefte/{HUGE}/omhoog/").status_code == 404


# --- writing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("decorate", [signed_in(methods=("POST",)), on(School, rules.leads, methods=("POST",))])
def test_write_that_fails_halfway_leaves_nothing(decorate):
    school = make_school(name="Oud")
    user = make_head(school)

    def fails(request, *rows):
        School.objects.filter(pk=school.pk).update(name="Nieuw")
        raise RuntimeError

    view = decorate(fails)
    kwargs = {"pk": school.pk} if view.access.kind == "on" else {}
    with pytest.raises(RuntimeError):
        answer(view, user, "POST", **kwargs)

    school.refresh_from_db()
    assert school.name == "Oud"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("method", "expected"), [("GET", b"GET False"), ("HEAD", b"HEAD False"), ("POST", b"POST True")]
)
def test_only_a_write_runs_in_a_transaction(method, expected):
    school = make_school()
    views = [on(School, rules.leads, methods=("GET", "POST")), signed_in(methods=("GET", "POST"))]
    user = make_head(school)

    told = [answer(views[0](says_ok), user, method, pk=school.pk), answer(views[1](says_ok), user, method)]

    assert [response.content for response in told] == [expected, expected]


def test_write_locks_the_owner_before_its_row(django_assert_num_queries):
    """Two people who move rows of one scan never wait for each other for ever: both take the scan first."""
    programme = make_programme()
    need = make_need(programme)
    user = make_head(programme.school)
    user.roles  # noqa: B018 - loaded once per request

    with django_assert_num_queries(4) as queries:  # visible, its scan, the scan locked, the need locked
        found = get_for(user, Need, need.pk, lambda user, row: True, lock=True)

    assert found == need
    locks = [q["sql"] for q in queries.captured_queries[2:]]
    assert ["scans_scan" in locks[0], "scans_need" in locks[1]] == [True, True]
    assert ["FOR NO KEY UPDATE" in sql for sql in locks] == [connection.vendor == "postgresql"] * 2


@pytest.mark.parametrize("model", [Scan, Funding])
def test_write_locks_rows_that_sort_by_another_table(model):
    """PostgreSQL cannot lock the other side of an outer join, and Funding sorts by a rate that may be null."""
    programme = make_programme()
    row = model.objects.filter(pk=programme.scan_id).get() if model is Scan else programme.funding.first()

    assert get_for(make_head(programme.school), model, row.pk, lambda user, row: True, lock=True) == row


def test_right_that_was_lost_between_loading_and_saving_saves_nothing(client):
    programme = make_programme()
    head = make_head(programme.school)
    client.force_login(head)
    url = reverse("scan_edit", args=[programme.scan_id])
    loaded = client.get(url).status_code

    Membership.objects.filter(user=head).update(ended_on=timezone.localdate())
    posted = client.post(url, {"title": "Nieuw"}).status_code

    programme.scan.refresh_from_db()
    assert (loaded, posted, programme.scan.title) == (200, 404, "Schoolscan 2021-2022")


def test_role_that_changed_between_loading_and_saving_saves_nothing(client):
    programme = make_programme()
    head = make_head(programme.school)
    client.force_login(head)
    url = reverse("scan_edit", args=[programme.scan_id])
    client.get(url)

    Membership.objects.filter(user=head).update(role=Role.MR_MEMBER, geleding="personeel")
    posted = client.post(url, {"title": "Nieuw"}).status_code

    programme.scan.refresh_from_db()
    assert (posted, programme.scan.title) == (403, "Schoolscan 2021-2022")


def test_account_that_was_switched_off_signs_in_again(client):
    programme = make_programme()
    head = make_head(programme.school)
    client.force_login(head)

    head.is_active = False
    head.save()
    response = client.post(reverse("scan_edit", args=[programme.scan_id]), {"title": "Nieuw"})

    assert (response.status_code, response.url.startswith(reverse("login"))) == (302, True)


def test_write_without_the_csrf_token_is_refused(client):
    programme = make_programme()
    client.handler.enforce_csrf_checks = True
    client.force_login(make_head(programme.school))

    assert client.post(reverse("scan_edit", args=[programme.scan_id]), {"title": "Nieuw"}).status_code == 403
