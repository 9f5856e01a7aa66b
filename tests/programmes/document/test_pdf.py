"""The PDF: designed, tagged, with its own fonts, the same bytes for ever, and deaf to what people typed."""

from __future__ import annotations

import io
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from npo_planner.errors import Refused
from programmes.document import canonical, pdf, stamp
from programmes.document.build import build
from programmes.document.operations import rendered_pdf
from programmes.models import Measure, Programme, Rendering, Version
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]

HOSTILE = "<script>alert(1)</script> <img src='file:///etc/passwd'> &amp; 😀 \u202eomgekeerd"
AS_OF = datetime(2026, 11, 24, 12, tzinfo=UTC)


def loaded(version: Version) -> Version:
    return Version.objects.with_answers().get(pk=version.pk)


def render_draft(programme: Programme) -> bytes:
    return pdf.render(build(Programme.objects.with_plan().get(pk=programme.pk)), stamp.of_draft(as_of=AS_OF))


def text_of(content: bytes, *options: str) -> str:
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture
def adopted() -> Version:
    return loaded(make.make_adopted(make.make_full_programme()))


def test_pdf_is_tagged_dutch_and_titled(adopted: Version, tmp_path: Path) -> None:
    content = rendered_pdf(adopted)
    (tmp_path / "programme.pdf").write_bytes(content)

    file = pikepdf.open(io.BytesIO(content))
    assert content.startswith(b"%PDF-1.7")
    assert subprocess.run(["qpdf", "--check", tmp_path / "programme.pdf"], capture_output=True).returncode == 0
    assert (str(file.Root.Lang), bool(file.Root.MarkInfo.Marked), "/StructTreeRoot" in file.Root) == ("nl", True, True)
    assert str(file.docinfo.Title).endswith("versie 1")
    assert bool(file.Root.ViewerPreferences.DisplayDocTitle)


def test_pdf_embeds_only_its_own_fonts(adopted: Version, tmp_path: Path) -> None:
    (tmp_path / "programme.pdf").write_bytes(rendered_pdf(adopted))

    told = subprocess.run(["pdffonts", tmp_path / "programme.pdf"], capture_output=True, check=True, text=True).stdout

    rows = [row.split() for row in told.splitlines()[2:]]
    assert {re.sub(r"^[A-Z]+\+(Source-(Sans-3|Serif-4)).*", r"\1", row[0]) for row in rows} == {
        "Source-Sans-3",
        "Source-Serif-4",
    }
    assert {tuple(row[-5:-3]) for row in rows} == {("yes", "yes")}  # embedded, subset


def test_every_page_but_the_cover_names_version_and_fingerprint(adopted: Version) -> None:
    pages = text_of(rendered_pdf(adopted), "-layout").split("\f")[:-1]

    mark = f"Versie 1 · {adopted.sha256[:12]}"
    assert [mark in page for page in pages] == [False, *[True] * (len(pages) - 1)]
    assert [f"{place} van {len(pages)}" in page for place, page in enumerate(pages, start=1)][1:] == [True] * (
        len(pages) - 1
    )
    assert adopted.sha256 in pages[0]


def test_contents_name_the_page_of_each_chapter(adopted: Version) -> None:
    pages = text_of(rendered_pdf(adopted), "-layout").split("\f")

    contents = re.findall(r"^ *(\S.*?\S) {2,}(\d+)$", pages[1], re.MULTILINE)
    named = {re.sub(r"^Bijlage \w\. ", "", title): int(page) for title, page in contents}
    assert set(named) >= {"Samenvatting", "Schoolscan", "Begroting", "Instemming van de MR"}
    for title, page in named.items():
        assert re.search(rf"^ *(\w |Bijlage \w)? *{re.escape(title)}", pages[page - 1], re.MULTILINE), (title, page)


def test_adopted_pdf_tells_the_decision_and_a_draft_says_it_is_one(adopted: Version) -> None:
    told = " ".join(text_of(rendered_pdf(adopted)).split())

    assert "Vastgesteld" in told
    assert "Besluit van de MR Instemming" in told
    draft = " ".join(text_of(render_draft(make.make_full_programme())).split())
    assert "Dit is een concept. Het kan nog veranderen." in draft
    assert draft.count("Concept van 24 november 2026") > 3


def test_same_document_gives_the_same_bytes() -> None:
    programme = make.make_full_programme()

    assert render_draft(programme) == render_draft(programme)


def test_pdf_of_a_version_is_made_once_for_each_stage() -> None:
    programme = make.make_full_programme()
    version = make.put_to_mr(programme)
    submitted = rendered_pdf(loaded(version))
    Measure.objects.update(title="Later veranderd")

    again = rendered_pdf(loaded(version))

    assert (again, list(Rendering.objects.values_list("stage", flat=True))) == (submitted, ["submitted"])
    assert "Later veranderd" not in text_of(again)


def test_damaged_version_is_not_rendered(adopted: Version) -> None:
    adopted.document = adopted.document.replace("70000.00", "90000.00")

    with pytest.raises(Refused) as refused:
        rendered_pdf(adopted)

    assert (refused.value.code, Rendering.objects.count()) == ("damaged", 0)


def test_hostile_text_is_inert_and_whole() -> None:
    programme = make.make_full_programme()
    Programme.objects.filter(pk=programme.pk).update(vision=HOSTILE, summary="x" * 3000)
    Measure.objects.update(title="=cmd|' /C calc'!A0", description=HOSTILE)

    told = text_of(render_draft(programme))

    assert told.count("<script>alert(1)</script>") == 2
    assert sum(len(run) for run in re.findall(r"x{5,}", told)) == 3000


def test_stored_text_is_what_the_fingerprint_is_of(adopted: Version) -> None:
    assert canonical.fingerprint(adopted.document) == adopted.sha256


def test_pdf_has_the_planning_of_a_measure_and_what_was_not_chosen() -> None:
    programme = make.make_full_programme()
    measure = Measure.objects.get()
    measure.also.set([make.make_not_chosen(programme, reason="Dat doet de school al.").intervention])
    Measure.objects.update(lasting="blijvend", planning="September toetsen.")

    told = " ".join(text_of(render_draft(programme)).split())

    assert "Blijvend Planning September toetsen." in re.sub("Wie .*? Planning", "Planning", told)
    assert "Ook: Sportieve activiteiten (effect 2 maanden, bewijs 2 van 5, kosten 3 van 5)." in told
    assert "Bewust niet gekozen De school heeft ook naar deze interventies van de menukaart gekeken." in told
    assert "Dat doet de school al." in told
    assert f"Later toch gekozen: Maatregel 1: {measure.title}" in told
