"""All programmes of a board as one job: resumed, cancelled, with the schools that are missing, by who ordered it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from npo_planner.jobs import queue, turn
from npo_planner.jobs.constants import AT_MOST, State
from npo_planner.models import Job, Worker
from npo_planner.press.order import Order
from programmes.consent.operations import revise
from programmes.document.lengths import Length
from programmes.document.operations import RENDERING
from programmes.models import Rendering, Round, Version
from programmes.oversight import bundles
from programmes.oversight.constants import Binding
from schools.constants import Role
from schools.models import Board, Membership, User
from tests import factories as make
from tests.programmes.oversight.test_export import unzip

pytestmark = pytest.mark.django_db

AS_JSON = {"Accept": "application/json"}
BROKEN = "Stuk"


@pytest.fixture(autouse=True)
def queued(settings: Any) -> None:
    settings.JOBS_AT_ONCE = False


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A press that takes no time and cannot print the school that is called BROKEN: what it printed."""
    orders: list[str] = []

    def fast(order: Order) -> bytes:
        if BROKEN in order.html:
            raise RuntimeError("no")
        orders.append(order.identifier)
        return b"%PDF-" + order.identifier.encode()

    monkeypatch.setattr("programmes.document.pdf.press", fast)
    monkeypatch.setattr(bundles, "PAUSE", 3600)  # on a slow machine a pause of half a second is over too soon
    return orders


@pytest.fixture
def board() -> Board:
    return make.make_board(name="Stichting Samen")


@pytest.fixture
def employee(client, board: Board) -> User:
    user = make.make_member(board, Role.BOARD)
    client.force_login(user)
    return user


def plan(board: Board, name: str) -> Version:
    """A version at the MR, with nothing made ahead."""
    version = make.put_to_mr(make.make_full_programme(make.make_school(board=board, name=name)))
    Job.objects.filter(kind=RENDERING).delete()
    return version


def order(board: Board, by: User, binding: Binding = Binding.ZIP) -> Job:
    return bundles.order(board=board, round=Round.objects.get(), length=Length.FULL, binding=binding, by=by)


def work(turns: int = 100) -> None:
    """Give up to ``turns`` jobs their turn; what was put back comes when nothing else is left."""
    for _ in range(turns):
        job = queue.claim()
        if job is None:
            Job.objects.open().update(not_before=timezone.now())
            job = queue.claim()
        if job is None:
            return
        turn.carry_out(job)


def page(client, name: str, job: Job) -> str:
    address = reverse(name, args=[job.arguments["board"], job.pk])
    return " ".join(client.get(address).content.decode().split())


def download(client, job: Job) -> bytes:
    response = client.get(reverse("board_bundle_file", args=[job.arguments["board"], job.pk]))
    return b"".join(response) if response.streaming else response.content


def test_the_newest_versions_come_as_they_are_stored_and_a_school_without_one_is_named(
    client, board, employee, pressed
):
    school = make.make_school(board=board, name="De Ark")
    programme = make.make_full_programme(school)
    make.make_adopted(programme)
    programme.refresh_from_db()
    revise(programme=programme, by=make.make_head(school))
    version = make.put_to_mr(programme)
    make.make_school(board=board, name="Zonder plan")
    make.put_to_mr(make.make_full_programme(make.make_school(name="Van een ander bestuur")))

    job = order(board, employee)
    work()

    files, index = unzip(download(client, job))
    stored = Rendering.objects.get(version=version, length="volledig")
    assert files == {f"{school.code.lower()}-de-ark-versie-2.pdf": bytes(stored.content)}
    told = [(row["school"], row["stand"], row["sha256"]) for row in index]
    assert told == [("De Ark", "Voorgelegd aan de MR", version.sha256), ("Zonder plan", "nog geen versie", "")]
    text = page(client, "board_bundle", job)
    assert "Er staat 1 programma in." in text
    assert "Scholen die er niet in staan" in text
    assert "nog geen versie" in text


def test_one_school_that_fails_is_listed_and_stops_nothing(client, board, employee, pressed, caplog):
    for name in ("Goed", BROKEN, "Ook goed"):
        plan(board, name)

    job = order(board, employee)
    work()

    job.refresh_from_db()
    assert (job.state, job.done, job.total, len(pressed)) == (State.DONE, 3, 3, 2)
    files, index = unzip(download(client, job))
    assert (len(files), [row["bestand"] != "" for row in index]) == (2, [True, True, False])
    assert index[2]["stand"].startswith("Het maken is twee keer mislukt.")
    assert "Het maken is twee keer mislukt." in page(client, "board_bundle", job)
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]


def test_when_nothing_can_be_made_the_job_says_so(client, board, employee):
    make.make_school(board=board, name="Zonder plan")

    job = order(board, employee)
    work()

    text = page(client, "board_bundle", job)
    assert "Van geen enkele school is een PDF te maken." in text
    assert "nog geen versie" in text


def test_what_was_rendered_is_not_rendered_again_after_a_worker_died(client, board, employee, pressed):
    for place in range(4):
        plan(board, f"School {place}")
    job = order(board, employee)
    work(turns=3)
    assert len(pressed) == 2
    dead = queue.claim()
    Job.objects.filter(pk=dead.pk).update(leased_until=timezone.now() - timedelta(seconds=1))

    work()

    job.refresh_from_db()
    assert (job.state, sorted(pressed)) == (State.DONE, sorted(set(pressed)))
    assert (len(pressed), len(unzip(download(client, job))[0])) == (4, 4)


def test_progress_is_told_and_a_few_pdfs_are_on_the_queue_at_a_time(client, board, employee, pressed, monkeypatch):
    monkeypatch.setattr(bundles, "WINDOW", 2)
    for place in range(4):
        plan(board, f"School {place}")
    Worker.objects.create(key="9f6f1a54-4bb1-4a1c-8a0e-0d2b7f5c1c11", seen_at=timezone.now())
    job = order(board, employee)
    place = reverse("board_bundle", args=[board.pk, job.pk])

    work(turns=1)
    assert Job.objects.open().filter(kind=RENDERING).count() == 2
    for _ in range(2):
        turn.carry_out(queue.claim())
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now())
    turn.carry_out(queue.claim())

    assert client.get(place, headers=AS_JSON).json() == {
        "state": "open",
        "text": "2 van 4 scholen",
        "done": 2,
        "total": 4,
    }
    assert '<progress max="4" value="2"' in page(client, "board_bundle", job)
    assert reverse("board_bundle_file", args=[board.pk, job.pk]) not in page(client, "board_bundle", job)
    assert client.get(reverse("board_bundle_file", args=[board.pk, job.pk])).url == place


def test_a_cancelled_bundle_stops_and_leaves_little_behind(client, board, employee, pressed):
    for place in range(2):
        plan(board, f"School {place}")
    job = order(board, employee)
    work(turns=1)

    answer = client.post(reverse("board_bundle_cancel", args=[board.pk, job.pk]), follow=True)
    work()

    job.refresh_from_db()
    assert job.state == State.CANCELLED
    assert "De opdracht is gestopt." in answer.content.decode()
    assert "U hebt deze opdracht gestopt." in page(client, "board_bundle", job)
    assert client.get(reverse("board_bundle_file", args=[board.pk, job.pk])).status_code == 302


def test_the_form_orders_and_lists_what_was_ordered(client, board, employee):
    place = reverse("board_bundles", args=[board.pk])
    answer = client.post(place, {"binding": "boek", "length": "samenvatting", "round": Round.objects.get().code})

    job = Job.objects.get()
    assert answer.url == reverse("board_bundle", args=[board.pk, job.pk])
    assert job.arguments == {
        "board": board.pk,
        "round": Round.objects.get().pk,
        "length": "samenvatting",
        "binding": "boek",
    }
    assert "Eén PDF van alle scholen, met een inhoudsopgave" in client.get(place).content.decode()


@pytest.mark.parametrize("wrong", [{"binding": "x"}, {"length": "x"}, {"round": "x"}, {"binding": ""}])
def test_the_form_refuses_what_it_does_not_offer(client, board, employee, wrong):
    right = {"binding": "zip", "length": "volledig", "round": Round.objects.get().code}

    answer = client.post(reverse("board_bundles", args=[board.pk]), right | wrong)

    assert (answer.status_code, Job.objects.count()) == (200, 0)
    assert list(answer.context["form"].errors) == list(wrong)


def test_who_has_too_much_waiting_is_told_in_the_form(client, board, employee):
    for number in range(AT_MOST):
        queue.put(bundles.BUNDLE, {"board": 0, "n": number}, by=employee)

    answer = client.post(
        reverse("board_bundles", args=[board.pk]),
        {"binding": "zip", "length": "volledig", "round": Round.objects.get().code},
    )

    assert "U hebt al 20 opdrachten lopen." in answer.content.decode()


ROUTES = ("board_bundle", "board_bundle_file", "board_bundle_cancel")


def test_only_who_ordered_it_and_still_works_for_the_board_sees_it(client, board, employee):
    job = order(board, employee)
    colleague, other = make.make_member(board, Role.BOARD), make.make_member(make.make_board(), Role.BOARD)

    def answers(user: User, of: Board) -> list[int]:
        client.force_login(user)
        told = [client.get(reverse(name, args=[of.pk, job.pk])).status_code for name in ROUTES[:2]]
        return [*told, client.post(reverse(ROUTES[2], args=[of.pk, job.pk])).status_code]

    assert answers(colleague, board) == [404] * 3
    assert answers(other, other.memberships.get().board) == [404] * 3
    assert answers(employee, board) == [200, 302, 302]
    Membership.objects.filter(user=employee).update(ended_on=timezone.localdate())
    assert answers(employee, board) == [404] * 3


@pytest.mark.parametrize("n", [1, 3])
def test_a_turn_costs_the_same_for_more_schools(board, employee, pressed, n, django_assert_num_queries):
    for place in range(n):
        plan(board, f"School {place}")
    order(board, employee)
    work()
    queue.put(bundles.BUNDLE, Job.objects.get(kind=bundles.BUNDLE).arguments, by=employee)
    job = queue.claim()

    with django_assert_num_queries(11):
        turn.carry_out(job)


@pytest.mark.pdf
def test_the_book_has_contents_with_page_numbers_links_and_a_bookmark_for_each_school(client, board, employee):
    for name in ("Aan de Waal", "’t Kompas"):
        plan(board, name)
    make.make_school(board=board, name="Zonder plan")
    job = bundles.order(
        board=board, round=Round.objects.get(), length=Length.SUMMARY, binding=Binding.BOOK, by=employee
    )

    work()

    content = download(client, job)
    book = pikepdf.open(io.BytesIO(content))
    counts = [len(pikepdf.open(io.BytesIO(bytes(each.content))).pages) for each in Rendering.objects.order_by("pk")]
    assert len(book.pages) == 1 + sum(counts)
    with book.open_outline() as outline:
        marks = [(item.title, item.destination[0].objgen) for item in outline.root]
    starts = [0, 1, 1 + counts[0]]
    assert marks == [
        (name, book.pages[start].objgen)
        for name, start in zip(("Inhoud", "Aan de Waal", "’t Kompas"), starts, strict=True)
    ]
    links = [link.Dest[0].objgen for link in book.pages[0].Annots]
    assert links == [book.pages[start].objgen for start in starts[1:]]
    inside = {page.objgen for page in book.pages}
    for page_ in book.pages:
        for link in page_.obj.get("/Annots", []):
            assert "/Dest" not in link or link.Dest[0].objgen in inside
    assert (str(book.docinfo.Title), str(book.Root.Lang)) == (
        f"Alle programma’s van {board}, {Round.objects.get()}",
        "nl",
    )
    assert (job.arguments["binding"], Job.objects.get(pk=job.pk).file_name) == (
        "boek",
        f"alle-programmas-bestuur-{board.number}-samenvatting.pdf",
    )
