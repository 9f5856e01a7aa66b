"""Reading a version one section at a time: what stands on each page, and marks that only the reader sees."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from programmes.consent import marks, reading_list
from programmes.document import canonical, pages
from programmes.document.lines import draw
from programmes.models import Measure, Programme, Reading, Version
from scans.models import Consultation, Finding
from tests import factories as make
from tests.programmes.consent.cast import Cast, cast_in
from tests.programmes.consent.test_version_page import flip_a_byte, on_real_transactions
from tests.races import outcomes, together

pytestmark = pytest.mark.django_db
EVERYBODY = ("head", "team", "staff", "parent", "secretary", "board")


@pytest.fixture
def cast() -> Cast:
    return cast_in("at_mr")


def url(version: Version, anchor: str, name: str = "version_section") -> str:
    return reverse(name, args=[version.pk, anchor])


def section(client, cast: Cast, anchor: str, who: str = "parent") -> str:
    client.force_login(getattr(cast, who))
    response = client.get(url(cast.version, anchor))
    assert response.status_code == 200
    return response.content.decode()


def press(client, cast: Cast, anchor: str, deed: str = "gelezen", who: str = "parent"):
    client.force_login(getattr(cast, who))
    return client.post(url(cast.version, anchor, "version_mark"), {"deed": deed})


def read_by(cast: Cast, who: str = "parent") -> set[str]:
    return Reading.objects.anchors(cast.version, getattr(cast, who))


def main(page: str) -> str:
    """What a page says itself: without tokens, and without the frame."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.split('<main id="inhoud"')[1])


# --- the pages -------------------------------------------------------------------------------------------------------


def test_each_section_has_a_page_in_reading_order(cast):
    document = canonical.loads(cast.version.document)

    found = [page.place.anchor for page in pages.pages(draw(document))]

    assert found == ["samenvatting", "visie", "scan", "behoeften", cast.measure_section, "menskracht", "begroting"]


def test_document_without_measures_has_one_page_for_them():
    document = canonical.loads(cast_in("at_mr").version.document)
    bare = document.model_copy(update={"measures": (), "staff": (), "costs": ()})

    assert [page.place.anchor for page in pages.pages(draw(bare))][4] == "maatregelen"


def test_cards_that_were_left_have_a_page_after_the_measures():
    cast = Cast()
    make.make_not_chosen(cast.programme)
    cast.submit()

    document = canonical.loads(cast.version.document)

    found = [page.place.anchor for page in pages.pages(draw(document))]
    assert found[4:6] == [cast.measure_section, "niet-gekozen"]


def test_every_place_of_the_whole_page_is_on_one_page_of_its_own(client):
    """Nothing of a version is left out, and no link leads nowhere."""
    cast = Cast()
    Consultation.objects.create(scan=cast.programme.scan, held_on=date(2021, 5, 1), party="team", outcome="Goed.")
    make.make_not_chosen(cast.programme)
    make.make_measure(cast.programme, "C1")
    cast.submit()
    client.force_login(cast.parent)
    whole = client.get(cast.version.get_absolute_url())
    listed = whole.context["reading_list"]

    shown = {item.anchor: client.get(item.url).content.decode() for item in listed.items}

    places = r'id="((?:bevinding|gesprek|behoefte|maatregel|doel|inzet|kosten)-\d+|niet-gekozen)"'
    every = re.findall(places, whole.content.decode())
    assert sorted(re.findall(places, "".join(shown.values()))) == sorted(every)
    assert set(every) <= set(listed.homes)
    for page in shown.values():
        inside = {target for target in re.findall(r'href="#([^"]+)"', page.split("<article")[1].split("</article>")[0])}
        assert inside <= set(re.findall(r'id="([^"]+)"', page))


def test_link_to_another_section_leads_to_its_page(client, cast):
    need = cast.programme.scan.needs.get()

    page = section(client, cast, cast.measure_section)

    assert f'href="{url(cast.version, "behoeften")}#behoefte-{need.pk}"' in page
    assert f'href="{url(cast.version, cast.measure_section)}"' in section(client, cast, "behoeften")


@pytest.mark.parametrize("place", ["behoefte", "bevinding", "doel", "maatregelen"])
def test_place_within_a_section_leads_to_the_page_that_it_is_on(client, cast, place):
    plan = cast.programme
    measure = cast.measure_section
    anchor, target = {
        "behoefte": (f"behoefte-{plan.scan.needs.get().pk}", "behoeften"),
        "bevinding": (f"bevinding-{plan.scan.findings.get().pk}", "scan"),
        "doel": (f"doel-{plan.measures.get().goals.get().pk}", measure),
        "maatregelen": ("maatregelen", measure),
    }[place]
    client.force_login(cast.parent)

    response = client.get(url(cast.version, anchor))

    assert response.url == f"{url(cast.version, target)}#{anchor}"


@pytest.mark.parametrize("anchor", ["maatregel-0", "instemming", "bestaat-niet"])
def test_section_that_is_not_in_the_version_is_not_found(client, cast, anchor):
    client.force_login(cast.parent)

    answers = [client.get(url(cast.version, anchor)), client.post(url(cast.version, anchor, "version_mark"))]

    assert ([each.status_code for each in answers], Reading.objects.count()) == ([404, 404], 0)


def test_section_tells_where_it_is_and_leads_back_and_on(client, cast):
    page = section(client, cast, "scan")

    assert "Onderdeel 3 van 7" in page
    assert f'href="{url(cast.version, "visie")}"' in page
    assert f'href="{url(cast.version, "behoeften")}"' in page
    first, last = section(client, cast, "samenvatting"), section(client, cast, "begroting")
    assert ("Vorige" in first, "Volgende" in first) == (False, True)
    assert ("Vorige" in last, "Volgende" in last) == (True, False)


def test_section_has_the_questions_about_it_and_a_place_to_ask(client, cast):
    cast.comment("Wie doet dit?", section=cast.measure_section)

    page = section(client, cast, cast.measure_section)

    assert "Wie doet dit?" in page
    assert reverse("comment_on", args=[cast.version.pk, cast.measure_section]) + "?terug=lezen" in page
    assert "Wie doet dit?" not in section(client, cast, "begroting")


def test_who_writes_from_a_section_comes_back_to_it(client, cast):
    question = cast.comment("Wie doet dit?", section="visie")
    client.force_login(cast.head)
    address = reverse("reply", args=[question.pk]) + "?terug=lezen"

    assert client.get(address).context["back"] == f"{url(cast.version, 'visie')}#reactie-{question.pk}"
    answered = client.post(address, {"text": "De IB'er."})

    assert answered.url.startswith(f"{url(cast.version, 'visie')}#reactie-")
    client.force_login(cast.parent)
    asked = client.get(reverse("comment_on", args=[cast.version.pk, "scan"]) + "?terug=lezen")
    assert asked.context["back"] == url(cast.version, "scan")


def test_section_of_an_old_version_leads_to_the_newest(client):
    cast = cast_in("withdrawn")
    first = cast.version
    second = cast.submit()
    client.force_login(cast.parent)

    page = client.get(url(first, "visie")).content.decode()

    assert f'href="{second.get_absolute_url()}"' in page


def test_section_stays_as_it_was_frozen(client, cast):
    before = main(section(client, cast, cast.measure_section))

    Measure.objects.update(title="Anders", reason="Anders")
    Programme.objects.update(vision="Anders")

    assert main(section(client, cast, cast.measure_section)) == before


HOSTILE = "<script>alert(1)</script> 😀 \u202eomgekeerd " + "x" * 120


def test_hostile_text_is_shown_as_text(client):
    cast = Cast()
    Measure.objects.update(title=HOSTILE[:60], reason=HOSTILE)
    Finding.objects.update(group='"><img src=x onerror=alert(1)>')
    cast.submit()

    for anchor in ("scan", cast.measure_section, "samenvatting"):
        page = section(client, cast, anchor)
        assert ("<script>alert" in page, "<img src=x" in page) == (False, False)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 😀" in section(client, cast, cast.measure_section)


# --- marks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_who_may_read_the_version_may_mark_it(client, cast, who):
    response = press(client, cast, "visie", who=who)

    assert (response.url, read_by(cast, who)) == (url(cast.version, "visie"), {"visie"})


def test_mark_is_one_however_often_it_is_given_and_can_be_taken_back(client, cast):
    press(client, cast, "visie")
    press(client, cast, "visie")
    assert Reading.objects.count() == 1

    press(client, cast, "visie", "ongelezen")
    press(client, cast, "visie", "ongelezen")

    assert Reading.objects.count() == 0


def test_read_and_on_marks_and_goes_to_the_next_section(client, cast):
    response = press(client, cast, "visie", "verder")

    assert (response.url, read_by(cast)) == (url(cast.version, "scan"), {"visie"})


def test_last_section_leads_to_what_was_left_and_then_to_the_whole(client, cast):
    for anchor in ("samenvatting", "scan", "behoeften", cast.measure_section, "menskracht"):
        press(client, cast, anchor)

    assert press(client, cast, "begroting", "verder").url == url(cast.version, "visie")
    press(client, cast, "visie")
    assert press(client, cast, "begroting", "verder").url == cast.version.get_absolute_url()


@pytest.mark.parametrize("deed", ["", "anders", "verder' OR 1=1"])
def test_unknown_button_changes_nothing(client, cast, deed):
    response = press(client, cast, "visie", deed)

    assert (response.url, Reading.objects.count()) == (url(cast.version, "visie"), 0)


def test_marks_of_others_are_seen_nowhere(client, cast):
    """Not their sections, not their number: the pages are the same whether others read or not."""
    pages_ = [cast.version.get_absolute_url(), url(cast.version, "visie"), reverse("mr", args=[cast.programme.pk])]

    def seen() -> list[str]:
        client.force_login(cast.parent)
        return [main(client.get(page).content.decode()) for page in pages_]

    before = seen()
    for who in EVERYBODY:
        if who != "parent":
            press(client, cast, "visie", "gelezen", who)

    assert seen() == before
    assert [str(each) for each in Reading.objects.visible_to(cast.parent)] == []


def test_marks_are_of_one_version(client, cast):
    press(client, cast, "visie")
    cast.withdraw()
    cast.submit()

    assert (read_by(cast), Reading.objects.count()) == (set(), 1)


def test_mark_is_no_deed_in_the_log(client, cast):
    before = AuditEntry.objects.count()

    press(client, cast, "visie")

    assert AuditEntry.objects.count() == before


def test_version_page_tells_what_i_read_and_where_to_read_on(client, cast):
    assert "Begin met lezen" in client_page(client, cast)
    press(client, cast, "samenvatting")
    press(client, cast, "scan")

    page = client_page(client, cast)

    assert "U hebt 2 van 7 onderdelen gelezen." in page
    assert "Verder lezen bij Behoeften" in page
    contents = page.split("doc-contents-title")[1].split("</nav>")[0]
    rows = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in contents.split("<li>")[1:]]
    assert rows[:4] == ["Samenvatting gelezen", "School en visie", "Schoolscan gelezen", "Behoeften"]


def test_version_page_counts_the_measures_of_their_chapter(client):
    cast = Cast()
    second = make.make_measure(cast.programme, "C1")
    cast.submit()
    press(client, cast, f"maatregel-{second.pk}")

    page = client_page(client, cast)

    assert "1 van 2 gelezen" in page
    assert "Verder lezen bij Menskracht" in page


def test_version_page_says_when_all_is_read(client, cast):
    for item in ("samenvatting", "visie", "scan", "behoeften", cast.measure_section, "menskracht", "begroting"):
        press(client, cast, item)

    page = client_page(client, cast)

    assert ("U hebt alle 7 onderdelen gelezen." in page, "Verder lezen bij" in page) == (True, False)


def client_page(client, cast: Cast) -> str:
    client.force_login(cast.parent)
    return client.get(cast.version.get_absolute_url()).content.decode()


def test_reading_list_resumes_after_the_last_mark_and_else_at_the_first_hole(cast):
    lines = draw(canonical.loads(cast.version.document))

    def resume(*read: str) -> str | None:
        Reading.objects.all().delete()
        for anchor in read:
            marks.mark(version=cast.version, anchor=anchor, is_read=True, by=cast.parent)
        item = reading_list.of(cast.version, lines, cast.parent).resume
        return item and item.anchor

    every = [page.place.anchor for page in pages.pages(lines)]
    assert (resume(), resume("visie"), resume("begroting"), resume(*every)) == (
        "samenvatting",
        "scan",
        "samenvatting",
        None,
    )


@pytest.mark.parametrize("anchor", ["instemming", "maatregelen", "", "x" * 500])
def test_mark_on_something_that_is_no_section_is_refused(cast, anchor):
    with pytest.raises(Refused) as refused:
        marks.mark(version=cast.version, anchor=anchor, is_read=True, by=cast.parent)

    assert (refused.value.code, Reading.objects.count()) == ("no_section", 0)


@on_real_transactions
def test_damaged_version_shows_no_section_and_takes_no_mark(client):
    cast = cast_in("at_mr")
    flip_a_byte(cast.version)
    client.force_login(cast.parent)

    answers = [
        client.get(url(cast.version, "visie")),
        client.get(reverse("version_weighing", args=[cast.version.pk])),
        client.get(reverse("version_pack", args=[cast.version.pk])),
        press(client, cast, "visie"),
    ]

    assert {answer.url for answer in answers} == {cast.version.get_absolute_url()}
    with pytest.raises(Refused) as refused:
        marks.mark(version=cast.version, anchor="visie", is_read=True, by=cast.parent)
    assert (refused.value.code, Reading.objects.count()) == ("damaged", 0)


@on_real_transactions
def test_two_taps_at_once_give_one_mark():
    cast = cast_in("at_mr")

    results = together(
        *[lambda: marks.mark(version=cast.version, anchor="visie", is_read=True, by=cast.parent)] * 4,
    )

    assert (outcomes(results), Reading.objects.count()) == ({"NoneType": 4}, 1)


# --- queries ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [0, 59])
def test_section_page_query_count_is_constant(client, more, django_assert_num_queries):
    cast = Cast()
    for _ in range(more):
        make.make_measure(cast.programme, "C1")
    cast.submit()
    client.force_login(cast.parent)
    first = url(cast.version, f"maatregel-{cast.programme.measures.first().pk}")

    with django_assert_num_queries(12):
        response = client.get(first)

    assert len(response.context["reading_list"].items) == 7 + more


def test_weighing_page_query_count(client, cast, django_assert_num_queries):
    client.force_login(cast.parent)
    address = reverse("version_weighing", args=[cast.version.pk])

    with django_assert_num_queries(7):
        client.get(address)
