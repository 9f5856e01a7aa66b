"""The pages that tell what changed: between versions for who reads them, and in the draft for who writes it."""

from __future__ import annotations

import logging
import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from programmes.consent import comparing, marks
from programmes.consent.comparing import CompareForm
from programmes.document import canonical
from programmes.document.build import build
from programmes.document.telling import tell
from programmes.models import Goal, Measure, Programme, Version
from scans.models import Need
from tests import factories as make
from tests.programmes.consent.cast import Cast, cast_in
from tests.programmes.consent.test_version_page import flip_a_byte, on_real_transactions
from tests.programmes.document.one_of_each import edited, full

pytestmark = pytest.mark.django_db

ROUND, NO_ROUND = "Dit vraagt een nieuwe instemmingsronde, want:", "Dit vraagt geen nieuwe instemmingsronde"
ALWAYS = "Een volgende versie gaat daarom altijd naar de MR"


def read(client, cast: Cast, url: str, who: str = "head") -> str:
    client.force_login(getattr(cast, who))
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode().split('<main id="inhoud"')[1]


def draft_url(cast: Cast, query: str = "") -> str:
    return reverse("draft_changes", args=[cast.programme.pk]) + query


def changes_url(version: Version, query: str = "") -> str:
    return reverse("version_changes", args=[version.pk]) + query


def plain(page: str) -> str:
    """The words of a page, as a screen reader gets them."""
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


@pytest.fixture
def three() -> Cast:
    """A plan of which three versions were withdrawn: in the second the vision is another, in the third the summary."""
    cast = cast_in("withdrawn")
    for fields in ({"vision": "Wij zien ieder kind."}, {"summary": "Kort gezegd."}):
        Programme.objects.filter(pk=cast.programme.pk).update(**fields)
        cast.programme.refresh_from_db()
        cast.submit()
        cast.withdraw()
    return cast


@pytest.mark.parametrize("who", ["head", "team", "parent", "secretary", "board"])
def test_everybody_who_reads_versions_reads_what_changed_in_one(client, three, who):
    page = plain(read(client, three, changes_url(three.programme.versions.get(number=2)), who))

    assert "Van versie 1 naar versie 2 van het schoolprogramma." in page
    assert "Wij zien vervallen: elk einde vervallen nieuw: ieder einde nieuw kind." in page


def test_version_is_compared_with_the_previous_one_unless_another_is_chosen(client, three):
    newest = three.version

    previous = read(client, three, changes_url(newest), "parent")
    first = read(client, three, changes_url(newest, "?met=1"), "parent")

    assert ("Kort gezegd." in previous, "<del>" in previous) == (True, False)
    assert ("Kort gezegd." in first, "<del>" in first) == (True, True)
    assert '<option value="1" selected>versie 1: Teruggehaald' in first


@pytest.mark.parametrize("asked", ["", "?met=", "?met=3", "?met=9", "?met=-1", "?met=x", "?met=%00", "?met=1&met=x"])
def test_version_that_is_not_an_earlier_one_counts_as_not_chosen(client, three, asked):
    assert "Van versie 2 naar versie 3" in read(client, three, changes_url(three.version, asked))


def test_first_version_has_nothing_to_be_compared_with(client):
    cast = cast_in("at_mr")

    assert "Er is geen eerdere versie" in read(client, cast, changes_url(cast.version), "parent")
    assert changes_url(cast.version) not in read(client, cast, cast.version.get_absolute_url(), "parent")


def test_page_of_a_next_version_leads_to_what_changed(client, three):
    page = read(client, three, three.version.get_absolute_url(), "parent")

    assert f'href="{changes_url(three.version)}"' in page
    assert "Wat is er veranderd" in page


@pytest.mark.parametrize("how", ["read", "voted"])
def test_who_read_or_voted_on_an_earlier_version_sees_what_changed_since_that_one(client, how):
    cast = cast_in("at_mr")
    if how == "voted":
        cast.vote()
    else:
        marks.mark(version=cast.version, anchor="visie", is_read=True, by=cast.parent)
    cast.withdraw()
    for _ in range(2):
        cast.submit()
        cast.withdraw()

    page = read(client, cast, changes_url(cast.version), "parent")

    assert "Van versie 1 naar versie 3" in page
    assert "de laatste die u las</option>" in page
    assert "Van versie 2 naar versie 3" in read(client, cast, changes_url(cast.version), "staff")


def test_draft_without_a_version_says_so(client):
    cast = cast_in("draft")

    assert "Er is nog geen versie" in read(client, cast, draft_url(cast))


@pytest.mark.parametrize(("who", "status"), [("parent", 403), ("secretary", 403), ("team", 200), ("board", 200)])
def test_what_changed_in_the_draft_is_for_who_reads_the_draft(client, who, status):
    cast = cast_in("revised")
    client.force_login(getattr(cast, who))

    assert client.get(draft_url(cast)).status_code == status


def test_draft_that_is_the_version_has_no_changes(client):
    cast = cast_in("revised")

    assert "Er is niets veranderd sinds versie 1." in read(client, cast, draft_url(cast))


def test_draft_in_other_unicode_has_no_changes(client):
    """What is frozen is in one form of unicode; what people type may be in another."""
    cast = cast_in("draft")
    Programme.objects.filter(pk=cast.programme.pk).update(vision="Cafe\u0301 en creme\u0300")
    cast.programme.refresh_from_db()
    cast.submit()

    assert "Er is niets veranderd sinds versie 1." in read(client, cast, draft_url(cast))


def test_material_change_after_consent_asks_a_next_round_and_says_why(client):
    cast = cast_in("revised")
    cast.programme.cost_lines.update(amount=Decimal("4000.00"))
    Goal.objects.update(target=90)

    page = read(client, cast, draft_url(cast))

    assert ROUND in page
    assert "Het geld per categorie verandert." in page
    assert "€\u00a03.000,00 meer" in page
    assert "Er verandert iets aan een doel. Daaraan meet de school of het plan werkt." in page
    assert page.count("vraagt instemming</span>") == 2


def test_clerical_change_after_consent_asks_no_round_and_says_why(client):
    cast = cast_in("revised")
    Programme.objects.filter(pk=cast.programme.pk).update(involvement="Het team was erbij.")
    Need.objects.update(explanation="Dat zagen wij in januari.")

    page = read(client, cast, draft_url(cast))

    assert (NO_ROUND in page, ROUND in page, "vraagt instemming</span>" in page) == (True, False, False)
    assert "Dit is uitleg. Wat de school doet en uitgeeft, verandert er niet door." in page
    assert "Dit onderbouwt het plan." in page


@pytest.mark.parametrize("state", ["withdrawn", "refused"])
def test_version_without_consent_asks_a_round_whatever_changed(client, state):
    cast = cast_in(state)
    Programme.objects.filter(pk=cast.programme.pk).update(summary="Kort.")

    page = read(client, cast, draft_url(cast))

    assert (ALWAYS in page, NO_ROUND in page, ROUND in page) == (True, False, False)


def test_draft_can_be_compared_with_the_version_that_the_mr_consented_to(client):
    cast = cast_in("revised")
    Measure.objects.update(description="Iets anders.")
    cast.submit()
    cast.withdraw()

    newest, consented = (read(client, cast, draft_url(cast, query)) for query in ("", "?met=1"))

    assert ("Er is niets veranderd sinds versie 2." in newest, ROUND in newest) == (True, False)
    assert ROUND in consented
    assert ('href="?met=1"' in newest, 'href="?met=1"' in consented) == (True, False)


def test_measures_that_came_went_and_moved_are_told_as_such(client):
    cast = cast_in("draft")
    first = cast.programme.measures.get()
    second = make.make_measure(cast.programme, "B3", title="Tweede", rank=5)
    make.make_goal(second)
    Measure.objects.filter(pk=first.pk).update(rank=1)
    cast.submit()
    cast.withdraw()
    Measure.objects.filter(pk=first.pk).update(rank=9)
    make.make_measure(cast.programme, "A1", title="Derde", rank=3)

    page = plain(read(client, cast, draft_url(cast)))

    assert "1 maatregel nieuw1 maatregel verplaatst" in page
    assert "Maatregel 2: Tweede Verplaatst ten opzichte van de andere" in page
    assert "Maatregel 1: Derde Nieuw vraagt instemming" in page


HOSTILE = [
    "<script>alert(1)</script>",
    "</ins></div><b>",
    "\u202eomgekeerd",
    "😀" * 300,
    "Lang" * 500,
    "{{ 1 }}{% x %}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_typed_is_shown_as_text(client, text):
    cast = cast_in("revised")
    Measure.objects.update(description=text, title=text[:160], groups=text[:160])
    Goal.objects.update(statement=text)

    page = read(client, cast, draft_url(cast))

    assert "<script>" not in page
    assert "</ins></div><b>" not in page
    assert page.count("<ins>") == page.count("</ins>")


@pytest.mark.parametrize("rounds", [1, 3])
@pytest.mark.parametrize("what", ["version", "draft"])
def test_what_changed_costs_the_same_for_more_versions_and_rows(client, rounds, what, django_assert_num_queries):
    cast = cast_in("withdrawn")
    for number in range(rounds):
        make.make_goal(make.make_measure(cast.programme, "B3", title=f"Maatregel {number}"))
        cast.submit()
        cast.withdraw()
    make.make_measure(cast.programme, "A1")
    url, queries = (changes_url(cast.version), 9) if what == "version" else (draft_url(cast), 30)
    client.force_login(cast.head)
    client.get(url)

    with django_assert_num_queries(queries):  # session, person, roles, the page's row, versions, the other text
        client.get(url)


@on_real_transactions
@pytest.mark.parametrize("damaged", [1, 2])
def test_damaged_version_is_compared_with_nothing_and_raises_the_alarm(client, caplog, damaged):
    cast = cast_in("withdrawn")
    Programme.objects.filter(pk=cast.programme.pk).update(vision="Een heel andere visie.")
    cast.programme.refresh_from_db()
    newest = cast.submit()
    flip_a_byte(cast.programme.versions.get(number=damaged))

    with caplog.at_level(logging.ERROR):
        page = read(client, cast, changes_url(newest), "parent")

    assert f"De tekst van versie {damaged} is niet meer de tekst die is vastgelegd." in page
    assert ("Een heel andere visie." in page, "<ins>" in page) == (False, False)
    assert [record.name for record in caplog.records] == [comparing.__name__]


@on_real_transactions
def test_draft_is_not_compared_with_a_damaged_version(client, caplog):
    cast = cast_in("withdrawn")
    flip_a_byte(cast.version)

    with caplog.at_level(logging.ERROR):
        page = read(client, cast, draft_url(cast))

    assert "De tekst van versie 1 is niet meer de tekst die is vastgelegd." in page
    assert len(caplog.records) == 1


def test_choice_tells_what_became_of_each_version():
    cast = cast_in("adopted")

    form = CompareForm({}, versions=list(Version.objects.history(cast.programme)))

    ((number, label),) = form.fields["met"].choices
    assert number == 1
    assert label.startswith("versie 1: Vastgesteld, ")


def test_changes_stand_in_any_page_without_a_verdict_or_addresses():
    """As in a PDF: nothing links away, nothing is said about consent, and headings follow each other."""
    new = edited(edited(full(), type(full().measures[0]), "description"), type(full().costs[0]), "amount")

    part = render_to_string("programmes/document/_changes.html", {"changes": tell(full(), new)})

    assert ("href" in part, "vraagt instemming" in part, "<ins>" in part) == (False, False, True)
    assert re.findall(r"<h(\d)", part) == ["2", "2", "3", "2", "3"]


def test_frozen_document_is_read_back_as_it_is():
    document = build(Programme.objects.with_plan().get(pk=make.make_full_programme().pk))

    assert comparing.frozen_now(document) == document
    assert canonical.dumps(comparing.frozen_now(document)) == canonical.dumps(document)
