"""The MR pack: one PDF with the agenda, what the MR weighs, the version and room for notes, and nothing private."""

from __future__ import annotations

import io
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from npo_planner.errors import Refused
from programmes.consent import operations as consent
from programmes.consent import pack
from programmes.models import Measure, Programme, Rendering, Version
from schools.constants import Geleding, Role
from tests import factories as make
from tests.programmes.consent.cast import Cast, cast_in
from tests.programmes.consent.test_states import mend_a_word
from tests.programmes.document.test_pdf import HOSTILE, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]


def loaded(version: Version) -> Version:
    return Version.objects.with_answers().get(pk=version.pk)


def pages_of(content: bytes) -> list[str]:
    return [" ".join(page.split()) for page in text_of(content).split("\f")[:-1]]


def test_pack_has_its_parts_in_order() -> None:
    cast = cast_in("at_mr")

    pages = pages_of(pack.render(loaded(cast.version)))

    starts = {
        "Vergaderstuk voor de MR": 0,
        "Wat de MR weegt De cijfers van versie 1.": 1,
        "Wat de MR weegt 2": 2,
    }
    assert {title: next(i for i, page in enumerate(pages) if title in page) for title in starts} == starts
    whole = " ".join(pages[3:])
    parts = ["Samenvatting", "School en visie", "Schoolscan", "Maatregelen en doelen", "Begroting", "Notities"]
    places = [whole.index(part) for part in parts]
    assert places == sorted(places)
    assert pages[-1].count("Overig") == 1


def test_agenda_tells_what_is_asked_by_when_and_of_whom() -> None:
    cast = Cast()
    make.make_member(cast.school, Role.MR_MEMBER, Geleding.PARENTS)
    version = cast.submit(note="Let op de nieuwe begroting.")

    agenda = pages_of(pack.render(loaded(version)))[0]

    assert "'t Palet & Co, Utrecht" in agenda
    assert "Waarover Versie 1, vastgelegd op" in agenda
    assert "Vergadering datum en tijd:" in agenda
    assert "Wie stemt Personeel: 1 lid. Ouders: 2 leden" in agenda
    assert "De school vraagt de MR om in te stemmen met versie 1 van het schoolprogramma." in agenda
    assert "Toelichting van de school Let op de nieuwe begroting." in agenda
    assert "3 Vragen over het plan, en wat de MR weegt (bladzijde 2)" in agenda
    assert "veranderde" not in agenda


def test_second_version_tells_what_changed_since_the_first() -> None:
    cast = cast_in("withdrawn")
    Measure.objects.update(title="Rekenen in kleine groepen")
    version = cast.submit(meeting_at=datetime(2026, 12, 2, 18, 30, tzinfo=UTC), meeting_place="lerarenkamer")

    pages = pages_of(pack.render(loaded(version)))

    number = next(i for i, page in enumerate(pages, 1) if "Vergeleken met versie 1." in page)
    assert "Wat er veranderde sinds de vorige versie Vergeleken" in pages[number - 1]
    for part in ("Naam van de maatregel", "Maatregel 1 Rekenen in kleine groepen", "vraagt instemming"):
        assert part in pages[number - 1]
    assert f"3 Wat er veranderde sinds de vorige versie (bladzijde {number})" in pages[0]
    assert "9 Rondvraag en sluiting" in pages[0]
    assert "Vergadering woensdag 2 december 2026, 19:30 uur, lerarenkamer" in pages[0]


def test_same_text_again_has_no_chapter_of_changes() -> None:
    cast = cast_in("withdrawn")

    told = " ".join(pages_of(pack.render(loaded(cast.submit()))))

    assert "Wat er veranderde" not in told


def test_version_that_corrects_words_asks_no_vote() -> None:
    cast = cast_in("consented")
    cast.revise()
    mend_a_word(cast)
    version = consent.correct(programme=cast.programme, note="Een leesteken.", by=cast.head)

    agenda = pages_of(pack.render(loaded(version)))[0]

    assert "Versie 2 verandert alleen woorden van versie 1." in agenda
    assert ("Wie stemt" in agenda, "Reageren tot en met" in agenda) == (False, False)


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("consented", "Besluit van de MR Instemming,"),
        ("refused", "Besluit van de MR Instemming onthouden,"),
        ("withdrawn", "Teruggehaald De school heeft deze versie teruggehaald op"),
    ],
)
def test_agenda_tells_what_became_of_the_version(state: str, line: str) -> None:
    agenda = pages_of(pack.render(loaded(cast_in(state).version)))[0]

    assert line in agenda


def test_notes_have_a_place_for_each_section_with_its_page() -> None:
    cast = cast_in("at_mr")
    Measure.objects.update(title="Rekenen in kleine groepen")
    cast.withdraw()
    version = cast.submit()

    pages = pages_of(pack.render(loaded(version)))

    notes = " ".join(pages[next(i for i, page in enumerate(pages) if "Notities Samenvatting ·" in page) :])
    headings = {
        "Samenvatting": "Samenvatting",
        "Maatregel 1: Rekenen in kleine groepen": "Wat maatregel 1 kost",
    }
    for title, heading in headings.items():
        number = next(i for i, page in enumerate(pages, 1) if i > 3 and heading in page)
        assert f"{title} · blz. {number}" in notes
    titles = ["Samenvatting ·", "Schoolscan ·", "Behoeften ·", "Maatregel 1:", "Menskracht ·", "Begroting ·", "Overig"]
    assert sorted(notes.index(title) for title in titles) == [notes.index(title) for title in titles]


def test_pack_tells_nothing_of_the_mr_itself() -> None:
    """No remark, no vote, no reason of a vote, no name of a member."""
    cast = cast_in("at_mr")
    cast.comment("Een vraag van de ouders.")
    cast.vote(reason="Een reden van Peter.")

    told = " ".join(pages_of(pack.render(loaded(cast.version))))

    for private in ("Een vraag van de ouders.", "Een reden van Peter.", "Peter", "Sanne", "Ineke"):
        assert private not in told


def test_pack_is_tagged_titled_and_sound(tmp_path: Path) -> None:
    cast = cast_in("at_mr")
    content = pack.render(loaded(cast.version))
    (tmp_path / "pack.pdf").write_bytes(content)

    file = pikepdf.open(io.BytesIO(content))
    assert subprocess.run(["qpdf", "--check", tmp_path / "pack.pdf"], capture_output=True).returncode == 0
    assert (str(file.Root.Lang), bool(file.Root.MarkInfo.Marked)) == ("nl", True)
    assert str(file.docinfo.Title) == "Vergaderstuk voor de MR, 't Palet & Co, versie 1"


def test_same_facts_give_the_same_bytes_whatever_the_live_rows_say() -> None:
    cast = cast_in("at_mr")
    first = pack.render(loaded(cast.version))
    Measure.objects.update(title="Later veranderd")

    assert pack.render(loaded(cast.version)) == first


def test_every_page_names_version_and_fingerprint() -> None:
    cast = cast_in("at_mr")

    pages = pages_of(pack.render(loaded(cast.version)))

    today = date_format(timezone.localdate(), "j F Y")
    mark = f"Vergaderstuk · Versie 1 van {today} · MR heeft nog niet besloten"
    assert [mark in page and f"SHA-256 {cast.version.sha256}" in page for page in pages] == [True] * len(pages)
    assert [f"{i} van {len(pages)}" in page for i, page in enumerate(pages, 1)] == [True] * len(pages)


def test_hostile_text_is_inert() -> None:
    cast = Cast()
    Programme.objects.filter(pk=cast.programme.pk).update(vision=HOSTILE)
    version = cast.submit(note=HOSTILE)

    told = text_of(pack.render(loaded(version)))

    assert told.count("<script>alert(1)</script>") == 2


def test_damaged_version_is_not_rendered() -> None:
    version = loaded(cast_in("at_mr").version)
    version.document = version.document.replace("70000.00", "90000.00")

    with pytest.raises(Refused) as refused:
        pack.render(version)

    assert refused.value.code == "damaged"


@pytest.mark.parametrize("who", ["head", "team", "staff", "parent", "secretary", "board"])
def test_everybody_who_may_read_the_version_may_print_it(client, who: str) -> None:
    cast = cast_in("at_mr")
    client.force_login(getattr(cast, who))

    response = client.get(reverse("version_pack", args=[cast.version.pk]))

    name = f"vergaderstuk-{cast.school.code}-versie-1.pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert (response.headers["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
    assert Rendering.objects.count() == 0


@pytest.mark.parametrize("more", [0, 9])
def test_query_count_is_constant(client, more: int, django_assert_num_queries) -> None:
    cast = Cast()
    for _ in range(more):
        make.make_measure(cast.programme, "C1")
        make.make_member(cast.school, Role.MR_MEMBER, Geleding.PARENTS)
    cast.submit()
    client.force_login(cast.parent)
    address = reverse("version_pack", args=[cast.version.pk])

    with django_assert_num_queries(21):  # thirteen of them are the queue
        client.get(address)
