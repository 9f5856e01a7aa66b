"""The papers as archive and for a screen reader: PDF/A-3a and PDF/UA-1 in one file, with the plan as data inside."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pdfua
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, pdfa

from npo_planner.press.client import press
from programmes.consent import pack, ruling
from programmes.council import document as proposal
from programmes.council import paper
from programmes.document import canonical, inside, pdf, stamp, xlsx
from programmes.document.lengths import Length
from programmes.models import GmrVersion, Version
from tests import factories as make
from tests.pdf_checks import check, elements, fonts, kind
from tests.programmes.consent.cast import cast_in
from tests.programmes.council.cast import council_in

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]


def loaded(version: Version) -> Version:
    return Version.objects.with_answers().get(pk=version.pk)


def adopted() -> Version:
    return loaded(make.make_adopted(make.make_full_programme()))


def render(version: Version, length: Length = Length.FULL) -> bytes:
    return pdf.render(canonical.loads(version.document), stamp.of_version(version), length)


def of_council() -> bytes:
    version = GmrVersion.objects.with_answers().get(pk=council_in("conditional").version.pk)
    return press(paper.order(proposal.loads(version), version))


PAPERS: dict[str, Callable[[], bytes]] = {
    **{each.slug: lambda each=each: render(adopted(), each) for each in Length},
    "pack": lambda: pack.render(loaded(cast_in("at_mr").version)),
    "besluit": lambda: ruling.render(loaded(cast_in("consented").version), with_names=True),
    "gmr": of_council,
}


@cache
def made(name: str) -> bytes:
    """A paper, rendered once for all tests that only read it."""
    return PAPERS[name]()


@pytest.mark.parametrize("name", PAPERS)
def test_paper_passes_our_checks_and_those_of_qpdf(name: str, tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(made(name))

    told = subprocess.run(["qpdf", "--check", tmp_path / "paper.pdf"], capture_output=True, text=True)

    assert (check(made(name)), told.returncode) == ([], 0)


KNOWN_TO_PIKEPDF = {"ISO_19005_3:6.6.2.3.1-1", "ISO_19005_3:6.6.4-3"}
"""It knows level b only, and takes the description of an extension schema (6.6.2.3.3), which names PDF/UA, for a fault."""


@pytest.mark.parametrize("name", PAPERS)
def test_paper_passes_the_validators_that_can_be_had(name: str, tmp_path: Path) -> None:
    """pdfua: a part of PDF/UA-1. pikepdf.pdfa: PDF/A-3b by a list of what it knows. Neither is veraPDF."""
    (tmp_path / "paper.pdf").write_bytes(made(name))

    accessible = pdfua.validate(tmp_path / "paper.pdf")
    archivable = pdfa.validate_written(tmp_path / "paper.pdf", "3b")

    assert (accessible.exit_code, accessible.findings) == (0, type(accessible.findings)())
    assert {each.rule for each in archivable.violations} == KNOWN_TO_PIKEPDF


def test_frozen_programme_carries_its_text_and_its_budget() -> None:
    version = adopted()

    content = render(version)

    with pikepdf.open(io.BytesIO(content)) as file:
        found = {
            name: (spec.get_file().read_bytes(), str(spec.relationship), spec.get_file().mime_type)
            for name, spec in file.attachments.items()
        }
    budget = xlsx.render(canonical.loads(version.document), stamp.of_version(version))
    assert found == {
        "schoolprogramma.json": (version.document.encode(), "/Source", "application/json"),
        "begroting.xlsx": (budget, "/Data", xlsx.MEDIA_TYPE),
    }
    assert canonical.fingerprint(version.document) == version.sha256
    assert render(version) == content


def test_text_of_a_version_from_before_a_field_existed_is_inside_as_it_was_frozen() -> None:
    text = (Path(__file__).parent / "frozen_before_0005.json").read_text().strip()
    version = adopted()

    files = inside.attachments(canonical.loads(text), stamp.of_version(version), Length.FULL)

    assert files[0].content.decode() == text


@pytest.mark.parametrize("length", [Length.SUMMARY, Length.MR])
def test_short_papers_carry_no_data(length: Length) -> None:
    with pikepdf.open(io.BytesIO(made(length.slug))) as file:
        assert list(file.attachments) == []


def test_links_say_where_they_go() -> None:
    with pikepdf.open(io.BytesIO(made("volledig"))) as file:
        said = [str(each.Contents) for each in file.pages[1].obj.Annots if "/Dest" in each]

    assert said[0] == "Naar bladzijde 3"


def spoil_language(file: pikepdf.Pdf) -> None:
    del file.Root.Lang


def spoil_mark(file: pikepdf.Pdf) -> None:
    content = file.pages[2].Contents
    content.write(content.read_bytes().replace(b"/Artifact", b"/Nothing", 1))


def spoil_font(file: pikepdf.Pdf) -> None:
    del next(each for each in fonts(file) if "/ToUnicode" in each).ToUnicode


def spoil_glyph(file: pikepdf.Pdf) -> None:
    content = file.pages[2].Contents
    text = content.read_bytes()
    at = text.index(b"[<") + 2
    content.write(text[:at] + b"0000" + text[at + 4 :])


def spoil_figure(file: pikepdf.Pdf) -> None:
    del next(each for each, _ in elements(file) if kind(each) == "Figure").Alt


def spoil_scope(file: pikepdf.Pdf) -> None:
    del next(each for each, _ in elements(file) if kind(each) == "TH").A.Scope


def spoil_row(file: pikepdf.Pdf) -> None:
    row = next(each for each, _ in elements(file) if kind(each) == "TR")
    row.K = Array(list(row.K)[1:])


def spoil_heading(file: pikepdf.Pdf) -> None:
    next(each for each, _ in elements(file) if kind(each) == "H2").S = Name.H4


def spoil_link(file: pikepdf.Pdf) -> None:
    del file.pages[1].obj.Annots[0].Contents


def spoil_owner(file: pikepdf.Pdf) -> None:
    file.pages[1].obj.Annots[0].StructParent = 0


def spoil_list(file: pikepdf.Pdf) -> None:
    next(each for each, _ in elements(file) if kind(each) == "LI").S = Name.P


def spoil_metadata(file: pikepdf.Pdf) -> None:
    told = file.Root.Metadata.read_bytes()
    file.Root.Metadata.write(told.replace(b'pdfuaid:part="1"', b""))


def spoil_attachment(file: pikepdf.Pdf) -> None:
    del file.Root.AF


def spoil_action(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="1")


SPOILERS = {
    spoil_language: "11-006",
    spoil_mark: "01-005",
    spoil_font: "31-027",
    spoil_glyph: "31-030",
    spoil_figure: "13-004",
    spoil_scope: "15-003",
    spoil_row: "15: rows",
    spoil_heading: "14-003",
    spoil_link: "28-012",
    spoil_owner: "28-010",
    spoil_list: "09-00x",
    spoil_metadata: "06-002",
    spoil_attachment: "6.8",
    spoil_action: "6.5.2",
}


@pytest.mark.parametrize("spoil", SPOILERS, ids=lambda spoil: spoil.__name__)
def test_checks_see_what_is_wrong(spoil: Callable[[pikepdf.Pdf], None]) -> None:
    """The negative control: each check fails on a file in which just that was broken."""
    spoiled = io.BytesIO()
    with pikepdf.open(io.BytesIO(made("volledig"))) as file:
        spoil(file)
        file.save(spoiled)

    found = check(spoiled.getvalue())

    assert any(each.startswith(SPOILERS[spoil]) for each in found), found
