"""The pages that every row has: write, delete, move, and one operation behind one button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from npo_planner.errors import Refused
from npo_planner.forms import helper
from npo_planner.pages import act, delete_page, form_page, move_page, row_page
from programmes.models import Programme
from programmes.plan.constants import Status
from programmes.plan.operations import move
from scans.forms import NeedForm
from scans.models import Need
from schools.models import User
from tests.factories import make_cost, make_head, make_measure, make_need, make_programme

pytestmark = pytest.mark.django_db

BACK = "/terug/"
TYPED = '"><script>alert(1)</script>'


@pytest.fixture
def programme() -> Programme:
    return make_programme()


@pytest.fixture
def head(programme) -> User:
    return make_head(programme.school)


def ask(user: User, data: dict[str, Any] | None = None) -> HttpRequest:
    """A GET, or a POST of ``data``."""
    request = RequestFactory().get("/pad/") if data is None else RequestFactory().post("/pad/", data)
    request.user, request.session = user, {}
    request._messages = FallbackStorage(request)
    return request


def said(request: HttpRequest) -> list[tuple[str, str]]:
    return [(message.level_tag, message.message) for message in get_messages(request)]


def shown(response: HttpResponse) -> str:
    return response.content.decode()


def refuse(code: str = "later") -> Callable[..., None]:
    def operation(*args: Any) -> None:
        raise Refused("Dat kan nu niet.", code=code)

    return operation


class NameForm(forms.Form):
    refusals = {"taken": "name"}
    name = forms.CharField(label="Naam", max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("name")


def freeze(programme: Programme, by: User) -> None:
    move(Programme.objects.get(pk=programme.pk), Status.AT_MR, by=by)


# --- write -----------------------------------------------------------------------------------------------------------


def test_form_page_shows_the_form_and_saves_nothing_on_a_get(head):
    saved = []
    response = form_page(ask(head), NameForm(), saved.append, title="Naam geven", back=BACK, intro="Kort graag.")

    assert (response.status_code, saved) == (200, [])
    assert "Naam geven" in shown(response)
    assert "Kort graag." in shown(response)


def test_form_page_saves_says_so_and_goes_back(head):
    saved, request = [], ask(head, {"name": "Rekenen"})

    response = form_page(request, NameForm(request.POST), saved.append, title="Naam", back=BACK, said="Gelukt.")

    assert (response.status_code, response.url) == (302, BACK)
    assert (saved, said(request)) == ([{"name": "Rekenen"}], [("success", "Gelukt.")])


def test_form_page_with_a_mistake_saves_nothing_and_keeps_what_was_typed(head):
    saved, request = [], ask(head, {"name": "x" * 41})

    response = form_page(request, NameForm(request.POST), saved.append, title="Naam", back=BACK)

    assert (response.status_code, saved, said(request)) == (200, [], [])
    assert f'value="{"x" * 41}"' in shown(response)
    assert "<title>Fout: Naam" in shown(response)


@pytest.mark.parametrize(("code", "field"), [("later", "__all__"), ("taken", "name")])
def test_refusal_is_shown_where_it_belongs_and_keeps_what_was_typed(head, code, field):
    request = ask(head, {"name": TYPED})
    form = NameForm(request.POST)

    response = form_page(request, form, refuse(code), title="Naam", back=BACK)

    assert (response.status_code, dict(form.errors)) == (200, {field: ["Dat kan nu niet."]})
    assert said(request) == []
    assert "Dat kan nu niet." in shown(response)
    assert "&quot;&gt;&lt;script&gt;" in shown(response)
    assert "<script>alert" not in shown(response)


def need_page(request: HttpRequest, need: Need) -> HttpResponse:
    form = NeedForm(request.POST or None, instance=need)
    return row_page(request, form, title="Behoefte", back=BACK, step="needs", walk_row=need.scan)


def test_row_page_saves_the_row_in_the_name_of_who_sent_it(programme, head):
    request = ask(head, {"title": "Lezen"})

    response = need_page(request, Need(scan=programme.scan, rank=1))

    assert (response.status_code, said(request)) == (302, [("success", "Bewaard.")])
    assert programme.scan.needs.values_list("title", "rank", "changed_by").get() == ("Lezen", 1, head.pk)


def test_row_page_of_a_frozen_plan_says_so_and_keeps_what_was_typed(programme, head):
    need = make_need(programme, title="Lezen")
    freeze(programme, head)
    request = ask(head, {"title": "Rekenen"})

    response = need_page(request, Need.objects.get(pk=need.pk))

    assert response.status_code == 200
    assert "Dit plan ligt vast, omdat het bij de MR ligt of is vastgesteld." in shown(response)
    assert 'value="Rekenen"' in shown(response)
    assert Need.objects.get().title == "Lezen"


# --- delete ----------------------------------------------------------------------------------------------------------


def test_delete_page_asks_first_and_deletes_when_posted(programme, head):
    need = make_need(programme, title=TYPED)
    options = {"text": f"Weg met {need}?", "back": BACK, "step": "needs", "walk_row": programme.scan}

    asked = shown(delete_page(ask(head), need, **options))
    assert "Behoefte verwijderen" in asked
    assert "Weg met &quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;?" in asked
    assert Need.objects.exists()

    request = ask(head, {})
    response = delete_page(request, need, **options)
    assert (response.url, Need.objects.exists()) == (BACK, False)
    assert said(request) == [("success", "Verwijderd. In het logboek staat nog wat erin stond.")]


def test_delete_page_says_why_not(programme, head):
    measure = make_measure(programme)
    make_cost(programme, measure=measure, description="Boeken")
    request = ask(head, {})

    response = delete_page(request, measure, text="?", back=BACK, step="measures", walk_row=programme)

    assert response.url == BACK
    assert said(request) == [("error", "Dit wordt nog gebruikt in: Boeken. Haal het daar eerst weg.")]
    assert programme.measures.exists()


# --- move ------------------------------------------------------------------------------------------------------------


def test_move_page_moves_without_words_and_says_why_not(programme, head):
    first, second = make_need(programme), make_need(programme)
    siblings = programme.scan.needs.all()
    request = ask(head, {})

    response = move_page(request, second, siblings, step=-1, back=BACK)
    assert (response.url, said(request), list(siblings.order_by("rank"))) == (BACK, [], [second, first])

    freeze(programme, head)
    request = ask(head, {})
    move_page(request, second, siblings, step=1, back=BACK)
    assert [tag for tag, _ in said(request)] == ["error"]
    assert list(siblings.order_by("rank")) == [second, first]


# --- one operation ---------------------------------------------------------------------------------------------------


def test_act_says_what_happened_or_why_not(head):
    done, refused = ask(head, {}), ask(head, {})

    urls = [act(done, lambda: None, back=BACK, said="Gedaan.").url, act(refused, refuse(), back=BACK, said="x").url]

    assert urls == [BACK, BACK]
    assert (said(done), said(refused)) == ([("success", "Gedaan.")], [("error", "Dat kan nu niet.")])


def test_anything_but_a_refusal_is_not_swallowed(head):
    def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        act(ask(head, {}), fail, back=BACK, said="x")
