"""Waiting for a PDF: the file, a calm page, or what went wrong; and nobody gets what another ordered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from npo_planner.jobs import prints, queue, turn
from npo_planner.jobs.constants import AT_MOST, State
from npo_planner.models import Job, Worker
from npo_planner.press.order import Attachment, Order
from programmes.document import operations
from programmes.document.lengths import Length
from programmes.models import Programme, Rendering, Version
from schools.constants import Role
from schools.models import Membership, User
from tests import factories as make

pytestmark = pytest.mark.django_db

AS_JSON = {"Accept": "application/json"}


@pytest.fixture
def programme() -> Programme:
    return make.make_full_programme()


@pytest.fixture
def head(client, programme: Programme) -> User:
    """The schoolleider, who signed in."""
    user = make.make_head(programme.school)
    client.force_login(user)
    return user


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """The orders that went to a press that takes no time."""
    orders: list[Order] = []

    def fast(order: Order) -> bytes:
        orders.append(order)
        return b"%PDF-" + order.identifier.encode()

    monkeypatch.setattr("npo_planner.jobs.prints.press", fast)
    monkeypatch.setattr("programmes.document.pdf.press", fast)
    return orders


def draft(programme: Programme, length: Length = Length.FULL) -> str:
    return reverse("draft_length_pdf", args=[programme.pk, length.slug])


def work() -> Job | None:
    """Give the next job its turn."""
    job = queue.claim()
    if job:
        turn.carry_out(job)
    return job


def body(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_an_order_for_the_press_is_kept_whole() -> None:
    data = Attachment("a.json", b"\x00\xff", "application/json", "De tekst \ud800", "Source")
    order = Order("<p>é</p>", ("a.css", "b.css"), "id", {"image:logo": b"\x89PNG\x00"}, (data,))

    assert prints.unpack(prints.pack(order)) == order


def test_a_draft_is_ordered_waited_for_and_had(client, programme, head, pressed) -> None:
    Worker.objects.create(key="9f6f1a54-4bb1-4a1c-8a0e-0d2b7f5c1c11", seen_at=timezone.now())

    ordered = client.get(draft(programme))

    job = Job.objects.get()
    assert (ordered.status_code, ordered.url) == (302, f"{draft(programme)}?opdracht={job.pk}")
    waits = client.get(ordered.url)
    assert waits.status_code == 202
    assert "U bent als eerste aan de beurt." in body(waits)
    assert f'href="{ordered.url}"' in body(waits)
    told = client.get(ordered.url, headers=AS_JSON).json()
    assert told == {"state": "open", "text": "U bent als eerste aan de beurt.", "done": 0, "total": 0}

    work()

    assert client.get(ordered.url, headers=AS_JSON).json()["state"] == "done"
    file = client.get(ordered.url)
    assert (file.status_code, file["Content-Type"], file.content) == (200, "application/pdf", b"%PDF-concept-volledig")
    name = f"schoolprogramma-{programme.school.code}-concept.pdf"
    assert file["Content-Disposition"] == f'attachment; filename="{name}"'
    assert (int(file["Content-Length"]), file["Cache-Control"]) == (len(file.content), "no-store")


def test_what_was_on_the_screen_when_it_was_ordered_is_what_comes(client, programme, head, pressed) -> None:
    place = client.get(draft(programme)).url
    Programme.objects.filter(pk=programme.pk).update(vision="Later getypt.")
    work()

    assert client.get(place).status_code == 200
    assert "Later getypt." not in pressed[0].html
    assert client.get(draft(programme)).status_code == 302  # another text is another order
    work()
    assert "Later getypt." in pressed[1].html


def test_asking_twice_is_one_order_and_what_was_made_today_comes_at_once(client, programme, head, pressed) -> None:
    places = [client.get(draft(programme)).url for _ in range(2)]
    assert (places[0] == places[1], Job.objects.count()) == (True, 1)
    work()

    assert client.get(draft(programme)).status_code == 200
    Job.objects.update(finished_at=timezone.now() - timedelta(hours=25))
    Job.objects.overdue().delete()
    gone = client.get(places[0])
    assert (gone.status_code, gone.url) == (302, draft(programme))


def test_a_page_that_waits_says_how_many_go_before_and_that_nobody_works(client, programme, head) -> None:
    for length in (Length.SUMMARY, Length.MR):
        client.get(draft(programme, length))
    place = client.get(draft(programme)).url
    assert "het systeem staat stil" in body(client.get(place))

    Worker.objects.create(key="9f6f1a54-4bb1-4a1c-8a0e-0d2b7f5c1c11", seen_at=timezone.now())

    assert "Er gaan nog 2 opdrachten voor." in body(client.get(place))
    queue.cancel(Job.objects.first())
    assert "Er gaat nog 1 opdracht voor." in body(client.get(place))
    queue.claim()
    Job.objects.filter(state=State.WAITING).update(state=State.RUNNING, token=None)
    assert "Er wordt nu aan gewerkt." in body(client.get(place))


def test_a_failure_says_what_happened_and_offers_again(client, programme, head) -> None:
    place = client.get(draft(programme)).url
    queue.fail(queue.claim(), "Dit document is te groot.")

    page = client.get(place)

    assert page.status_code == 409
    assert "Dit document is te groot." in body(page)
    assert f'href="{draft(programme)}">Maak de PDF opnieuw' in body(page)
    assert client.get(place, headers=AS_JSON).json()["state"] == "ended"
    assert client.get(draft(programme)).url != place


def test_who_has_too_much_waiting_is_told_so(client, programme, head) -> None:
    for number in range(AT_MOST):
        queue.put("sweep", {"n": number})
        Job.objects.filter(user=None).update(user=head)

    page = client.get(draft(programme))

    assert page.status_code == 429
    assert "U hebt al 20 opdrachten lopen." in body(page)


@pytest.mark.parametrize("mark", ["x", "", "-1", "9" * 30, "٣", "0"])
def test_a_mark_that_nobody_made_orders_anew(client, programme, head, mark) -> None:
    page = client.get(draft(programme), {"opdracht": mark})

    assert (page.status_code, page.url) == (302, draft(programme))


def test_nobody_gets_what_another_ordered_or_what_they_may_not_read_any_more(client, programme, head, pressed) -> None:
    place = client.get(draft(programme)).url
    work()
    colleague = make.make_member(programme.school, Role.TEAM)
    client.force_login(colleague)
    assert client.get(place).url == draft(programme)
    other = make.make_full_programme()
    client.force_login(make.make_head(other.school))
    assert client.get(place).status_code == 404
    mark = place.partition("?")[2]
    assert client.get(f"{draft(other)}?{mark}").url == draft(other)

    client.force_login(head)
    assert client.get(place).status_code == 200
    assert client.get(f"{draft(programme, Length.MR)}?{mark}").url == draft(programme, Length.MR)
    Membership.objects.filter(user=head).update(ended_on=timezone.localdate())
    assert client.get(place).status_code == 404


class TestVersions:
    @pytest.fixture
    def version(self, programme: Programme) -> Version:
        return make.put_to_mr(programme)

    @pytest.fixture
    def place(self, version: Version) -> str:
        return reverse("version_pdf", args=[version.pk])

    def test_every_stage_puts_the_three_lengths_on_the_queue(self, programme: Programme) -> None:
        version = make.make_adopted(programme)

        put = [(job.arguments["stage"], job.arguments["length"]) for job in Job.objects.order_by("pk")]
        slugs = ("samenvatting", "mr", "volledig")
        assert put == [(stage, slug) for stage in ("submitted", "decided", "adopted") for slug in slugs]
        assert {job.arguments["version"] for job in Job.objects.all()} == {version.pk}
        assert set(Job.objects.values_list("user", "priority")) == {(None, 5)}

    def test_the_first_reader_finds_what_was_made_ahead(self, client, version, place, head, pressed) -> None:
        while work():
            pass

        file = client.get(place)

        assert (file.status_code, file.content) == (200, f"%PDF-{version.sha256}-volledig".encode())
        assert Rendering.objects.count() == 3

    def test_who_is_sooner_waits_for_that_same_job_and_it_moves_up(self, client, version, place, head, pressed) -> None:
        ordered = client.get(place)

        job = Job.objects.get(arguments__length="volledig")
        assert (ordered.url, job.priority, Job.objects.count()) == (f"{place}?opdracht={job.pk}", 0, 3)
        client.force_login(make.make_member(version.school, Role.TEAM))
        assert client.get(ordered.url).status_code == 202
        work()
        assert client.get(ordered.url).status_code == 200
        assert client.get(ordered.url, headers=AS_JSON).json() == {"state": "done"}

    def test_a_version_whose_pdf_cannot_be_made_says_so_and_can_be_tried_again(
        self, client, version, place, head, monkeypatch, caplog
    ) -> None:
        def broken(order: Order) -> bytes:
            raise RuntimeError("no")

        monkeypatch.setattr("programmes.document.pdf.press", broken)
        ordered = client.get(place)
        work()
        work()

        page = client.get(ordered.url)

        assert (page.status_code, "Het maken is twee keer mislukt." in body(page)) == (409, True)
        assert [record.levelname for record in caplog.records if record.name.startswith("npo")] == ["ERROR"] * 2
        assert client.get(place).url != ordered.url

    def test_a_stored_version_is_a_file_that_a_browser_may_keep_for_its_user(
        self, client, version, place, head, pressed, django_assert_num_queries
    ) -> None:
        operations.rendered_pdf(Version.objects.with_answers().get(pk=version.pk))
        stored = Rendering.objects.get()

        with django_assert_num_queries(6):  # session, person, roles, version, stage, rendering
            file = client.get(place)
        etag = f'"{stored.sha256}"'
        assert (file["ETag"], file["Cache-Control"]) == (etag, "private, no-cache")
        assert int(file["Content-Length"]) == len(file.content)

        with django_assert_num_queries(6):
            again = client.get(place, headers={"If-None-Match": etag})
        assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-cache")
        assert client.get(place, headers={"If-None-Match": '"other"'}).status_code == 200

    def test_a_version_that_went_on_while_its_job_ran_is_ordered_as_it_stands(
        self, client, version, place, head, pressed
    ) -> None:
        ordered = client.get(place).url
        queue.finish(queue.claim(), None)

        page = client.get(ordered)

        assert (page.status_code, page.url) == (302, place)


@pytest.mark.pdf
def test_with_jobs_at_once_the_file_comes_in_the_request(client, programme, head, settings) -> None:
    settings.JOBS_AT_ONCE = True

    file = client.get(draft(programme, Length.SUMMARY))

    assert (file.status_code, file.content[:5]) == (200, b"%PDF-")
