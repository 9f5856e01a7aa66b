"""The Word file: all that the web page tells, in styles and fields that a word processor knows, and nothing that runs."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime

import docx as python_docx
import pytest
from docx.document import Document as WordFile
from lxml import etree, html

from programmes.cases import PRIMARY, write_plan
from programmes.document import docx, stamp
from programmes.document.build import build
from programmes.document.docx_xml import W
from programmes.document.lengths import Length
from programmes.document.schema import Document, MeasureNode
from programmes.document.stamp import Stamp
from programmes.models import Programme
from schools.constants import Kind
from tests import factories as make
from tests.programmes.document.one_of_each import edited, full

AS_OF = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
VERSION = Stamp(
    kind="version", stage=stamp.ADOPTED, as_of=AS_OF, number=3, sha256="ab" * 32, frozen_at=AS_OF, adopted_on=date(2026, 11, 25)
)  # fmt: skip
HIDDEN = "//script | //*[contains(@class, 'visually-hidden')] | //*[contains(@class, 'doc-flow-hint')]"
OWN_WORDS = re.compile(r"Afbeelding, te zien in de PDF: |^(Tabel|Figuur) \d+\. ")


def opened(document: Document, facts: Stamp = VERSION, length: Length = Length.FULL) -> WordFile:
    return python_docx.Document(io.BytesIO(docx.render(document, facts, length)))


def real() -> Document:
    school = make.make_school(kind=Kind.BO)
    programme = write_plan(school=school, case=PRIMARY, by=make.make_head(school))
    return build(Programme.objects.with_plan().get(pk=programme.pk))


def squashed(text: str) -> str:
    return "".join(text.split())


def told_by_html(source: str) -> str:
    """All text that paper shows; of a picture its name and description."""
    tree = html.document_fromstring(source)
    for element in tree.xpath(HIDDEN):
        element.drop_tree()
    for picture in tree.xpath("//svg"):
        words = [child.text_content() for child in picture if child.tag in ("title", "desc")]
        is_silent = picture.get("aria-hidden") == "true"
        for child in list(picture):
            picture.remove(child)
        picture.text = "" if is_silent else " ".join(words)
    return squashed(tree.text_content())


def told_by_word(word: WordFile) -> str:
    found = []
    for paragraph in word.element.body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        if not style.startswith("TOC"):
            found.append(OWN_WORDS.sub("", "".join(text.text for text in paragraph.iter(f"{W}t"))))
    return squashed("".join(found))


@pytest.mark.django_db
@pytest.mark.parametrize("length", list(Length))
def test_word_tells_all_that_the_page_tells_in_order(length: Length) -> None:
    document = real()

    word = opened(document, length=length)

    assert told_by_word(word) == told_by_html(docx.source(document, VERSION, length))


def test_text_of_an_unknown_element_and_of_nested_blocks_is_kept_in_order() -> None:
    told = (
        "<body>a<marquee>b<b>c</b></marquee>d<div>e<p>f</p>g</div><blink><p>h</p></blink>"
        "<dl><dt>i</dt><dd><p>j</p><ul><li>k<ol><li>l</li></ol>m</li></ul></dd><dd>n</dd></dl>"
        '<table><tr><td rowspan="2">o</td><td>p<table><tr><td>q</td></tr></table></td></tr><tr><td>r</td></tr></table>'
        "<figure><img alt='s'><figcaption>t</figcaption></figure><h1>u</h1><h6>v</h6></body>"
    )
    word = python_docx.Document(io.BytesIO(docx._empty()))

    docx._body(word, told)

    assert told_by_word(word) == "abcdefghijklmnopqrstuv"


@pytest.mark.django_db
def test_headings_are_styles_in_order_and_each_is_in_the_contents() -> None:
    word = opened(real())

    levels = [
        int(paragraph.style.name[-1]) for paragraph in word.paragraphs if paragraph.style.name.startswith("Heading")
    ]
    assert levels[0] == 1
    assert {after - before for before, after in zip(levels, levels[1:], strict=False) if after > before} == {1}
    heads = [p.text for p in word.paragraphs if p.style.name in ("Heading 1", "Heading 2")]
    assert heads[:2] == ["Samenvatting", "School en visie"]
    assert [p.text for p in word.paragraphs if p.style.name in ("toc 1", "toc 2")] == heads
    assert [p.text for p in word.paragraphs if p.style.name == "Title"] == ["Schoolprogramma"]
    assert 'TOC \\o "1-2"' in instructions(word)[0]


def instructions(word: WordFile) -> list[str]:
    return [element.text.strip() for element in word.element.body.iter(f"{W}instrText")]


@pytest.mark.django_db
def test_tables_repeat_their_head_keep_their_rows_whole_and_have_numbered_captions() -> None:
    word = opened(real())

    captions = [p for p in word.paragraphs if p.style.name == "Caption"]
    of_tables = [p.text for p in captions if p.text.startswith("Tabel")]
    assert [text.split(".")[0] for text in of_tables] == [f"Tabel {n}" for n in range(1, len(word.tables) + 1)]
    assert [f"Tabel_{n}" in names(word) for n in range(1, len(word.tables) + 1)] == [True] * len(word.tables)
    assert instructions(word).count("SEQ Tabel \\* ARABIC") == len(word.tables)
    for table in word.tables:
        rows = table._tbl.tr_lst
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert heads == [True, *[False] * (len(rows) - 1)]
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert table._tbl.find(f"{W}tblPr/{W}tblCaption") is not None
        widths = [int(each.get(f"{W}w")) for each in table._tbl.tblGrid]
        assert (sum(widths), min(widths) > 300) == (docx.TEXT_WIDTH, True)


def names(word: WordFile) -> list[str]:
    return [element.get(f"{W}name") for element in word.element.body.iter(f"{W}bookmarkStart")]


@pytest.mark.django_db
@pytest.mark.parametrize("length", list(Length))
def test_links_lead_to_a_place_in_the_file_and_never_out_of_it(length: Length) -> None:
    word = opened(real(), length=length)

    places = names(word)
    assert len(places) == len(set(places))
    assert max(map(len, places)) <= 40
    targets = [link.get(f"{W}anchor") for link in word.element.body.iter(f"{W}hyperlink")]
    assert set(targets) <= set(places)
    assert [rel.reltype for rel in word.part.rels.values() if rel.is_external] == []


def test_file_says_what_it_is_in_properties_head_and_foot() -> None:
    word = opened(full())

    told = word.core_properties
    assert (told.title, told.author, told.language) == ("A, A, hele programma, versie 3", "A", "nl-NL")
    assert (told.identifier, told.created.replace(tzinfo=None)) == ("ab" * 32, datetime(2026, 11, 24, 12, 30))
    section = word.sections[0]
    assert [p.text for p in section.header.paragraphs] == ["A"]
    feet = [section.footer.paragraphs[0].text, section.first_page_footer.paragraphs[0].text]
    assert feet == ["Versie 3 · abababababab\tPagina 1 van 1"] * 2
    assert "ab" * 32 in told_by_word(word)
    assert "Ditiseenconcept." in told_by_word(opened(full(), stamp.of_draft(as_of=AS_OF)))


def test_summary_has_no_contents_and_nothing_of_the_plan_behind_it() -> None:
    document = edited(full(), Document, "vision", "Onze visie")

    assert "Onzevisie" not in told_by_word(opened(document, length=Length.SUMMARY))
    assert not [each for each in instructions(opened(document, length=Length.SUMMARY)) if each.startswith("TOC")]


def test_same_version_gives_the_same_bytes_as_old_as_the_version() -> None:
    content = docx.render(full(), VERSION)

    assert content == docx.render(full(), VERSION)
    assert {info.date_time for info in zipfile.ZipFile(io.BytesIO(content)).infolist()} == {(2026, 11, 24, 12, 30, 0)}


HOSTILE = (
    "<script>alert(1)</script> <img src='file:///etc/passwd'> &amp; ]]> <!--",
    "\u202eomgekeerd 😀 Привет",
    "INCLUDETEXT DDEAUTO c:\\\\windows",
    "x" * 5000,
    "http://canary.invalid/",
)


def test_hostile_text_is_text_and_what_xml_cannot_hold_is_marked() -> None:
    text = " ".join(HOSTILE) + " \x00\x01\x0b\ufffe einde"
    document = edited(edited(full(), Document, "vision", text), MeasureNode, "title", text)

    word = opened(document)

    assert told_by_word(word).count(squashed(" ".join(HOSTILE) + "\ufffd" * 4 + "einde")) > 1
    assert {re.sub(r"\d+", "", each) for each in instructions(word)} == {
        'TOC \\o "-" \\h \\z \\u',
        "SEQ Tabel \\* ARABIC",
        "SEQ Figuur \\* ARABIC",
    }
    assert [rel.reltype for rel in word.part.rels.values() if rel.is_external] == []


def test_row_that_is_longer_than_a_page_may_break() -> None:
    word = opened(edited(full(), Document, "summary", "kort"))
    long = opened(edited(full(), MeasureNode, "title", "lang woord " * 3000))

    assert split(word) == 0
    assert split(long) > 0


def split(word: WordFile) -> int:
    """How many rows may break."""
    return sum(row.find(f"{W}trPr/{W}cantSplit") is None for row in word.element.body.iter(f"{W}tr"))


def test_each_part_is_xml_and_each_style_that_is_used_is_there() -> None:
    content = zipfile.ZipFile(io.BytesIO(docx.render(full(), VERSION)))

    parts = {name: etree.fromstring(content.read(name)) for name in content.namelist()}
    used = {each.get(f"{W}val") for each in parts["word/document.xml"].iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
    known = {each.get(f"{W}styleId") for each in parts["word/styles.xml"].iter(f"{W}style")}
    assert used - known == set()
