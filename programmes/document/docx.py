"""A document as a Word file (DOCX), in each of its lengths: to change, to quote from, to read aloud."""

from __future__ import annotations

import io
from datetime import datetime
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import docx
from django.template.loader import render_to_string
from docx.document import Document as WordFile

from programmes.document import docx_html, html
from programmes.document import docx_xml as xml
from programmes.document.docx_pen import Column, Pen
from programmes.document.lengths import Length
from programmes.document.office import archive, legible, moment
from programmes.document.schema import Document
from programmes.document.stamp import Stamp

PARTS = Path(__file__).parent / "word"
"""The empty file: styles, lists, page and fonts, each in the XML that Word reads."""
TEXT_WIDTH = 8844
"""Twentieths of a point between the margins of word/document.xml."""
DEPTH = 2
"""The levels of headings in the contents."""


def render(document: Document, stamp: Stamp, length: Length = Length.FULL) -> bytes:
    """The DOCX of ``document`` with the facts of ``stamp``; the same ones give the same bytes."""
    word = docx.Document(io.BytesIO(_empty()))
    _body(word, source(document, stamp, length))
    _edges(word, document.school.name, stamp.mark)
    _properties(word, document, stamp, length)
    return _packed(word, stamp.as_of)


def source(document: Document, stamp: Stamp, length: Length) -> str:
    """The HTML that it is made from: a title page and the same body as on the web and on paper."""
    told = {"body": length.body, "with_contents": length is not Length.SUMMARY}
    return render_to_string("programmes/document/word.html", html.context(document, stamp, length.details) | told)


def _body(word: WordFile, text: str) -> None:
    tree = docx_html.parse(text)
    pen = Pen(word.part.numbering_part.element, docx_html.anchors(tree))
    walker = docx_html.Walker(pen)
    body = word.element.body
    page = body.sectPr
    body.remove(page)
    column = Column(body, "Normal", TEXT_WIDTH)
    walker.walk(tree, column)
    pen.end(column)
    if walker.contents is not None:
        pen.contents(walker.contents, DEPTH)
    body.append(page)


def _edges(word: WordFile, school: str, mark: str) -> None:
    """The school above each page but the first; the version, its fingerprint and the page under each."""
    section = word.sections[0]
    section.different_first_page_header_footer = True
    _fill(section.header, legible(school))
    for footer in (section.footer, section.first_page_footer):
        paragraph = _fill(footer, mark)
        xml.run(paragraph, "\t")
        xml.run(paragraph, "Pagina ")
        xml.field(paragraph, "PAGE", "1")
        xml.run(paragraph, " van ")
        xml.field(paragraph, "NUMPAGES", "1")


def _fill(edge: docx.section._Header | docx.section._Footer, text: str) -> xml.Element:
    edge.is_linked_to_previous = False
    paragraph = edge.paragraphs[0]._p
    xml.run(paragraph, text)
    return paragraph


def _properties(word: WordFile, document: Document, stamp: Stamp, length: Length) -> None:
    told = word.core_properties
    told.title = legible(f"{document.title}, {document.school.name}, {length.label.lower()}, {stamp.name}")[:255]
    told.author = legible(document.school.name)[:255]
    told.last_modified_by = "NPO Planner"
    told.language = "nl-NL"
    told.subject = stamp.status_label
    told.identifier = stamp.sha256
    told.created = told.modified = moment(stamp.as_of)


def _packed(word: WordFile, made: datetime) -> bytes:
    """The file, each part of it as old as the document: python-docx writes the time of today."""
    out = io.BytesIO()
    word.save(out)
    with ZipFile(out) as zipped:
        return archive({name: zipped.read(name) for name in zipped.namelist()}, made)


@cache
def _empty() -> bytes:
    """The empty file as a ZIP."""
    names = sorted(path.relative_to(PARTS).as_posix() for path in PARTS.rglob("*") if path.is_file())
    return archive({name: (PARTS / name).read_bytes() for name in names}, datetime(2021, 1, 1))
