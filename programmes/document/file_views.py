"""A document to take along in other formats than PDF: to edit, to count with, to hand to another program."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from npo_planner.access import on
from npo_planner.files import file_response
from programmes.document import canonical, docx, stamp, tables
from programmes.document.build import build
from programmes.document.lengths import of_slug
from programmes.document.rules import can_read_version
from programmes.document.schema import Document
from programmes.models import Programme, Version
from programmes.plan import rules

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@on(Programme, rules.can_read_along)
def draft_docx(request: HttpRequest, programme: Programme, length: str) -> HttpResponse:
    """The live rows as a Word file."""
    told, tree = of_slug(length), _draft(programme)
    content = docx.render(tree, stamp.of_draft(), told)
    return file_response(content, DOCX, f"{told.file}-{tree.school.code}-concept.docx")


@on(Version, can_read_version)
def version_docx(request: HttpRequest, version: Version, length: str) -> HttpResponse:
    """A version as a Word file, made when it is asked for: half a second for most, some seconds for the largest."""
    told = of_slug(length)
    found = Version.objects.with_answers().get(pk=version.pk)
    if not canonical.is_intact(found):
        return redirect(found)  # its page says what is wrong
    content = docx.render(canonical.loads(found.document), stamp.of_version(found), told)
    return file_response(content, DOCX, f"{told.file}-{found.school.code}-versie-{found.number}.docx")


@on(Programme, rules.can_read_draft)
def draft_csv(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The live rows as CSV files in a ZIP."""
    tree = _draft(programme)
    content = tables.render(tree, stamp.of_draft())
    return file_response(content, "application/zip", f"gegevens-{tree.school.code}-concept.zip")


@on(Version, can_read_version)
def version_csv(request: HttpRequest, version: Version) -> HttpResponse:
    """The rows of a version as CSV files in a ZIP."""
    found = Version.objects.with_answers().get(pk=version.pk)
    if not canonical.is_intact(found):
        return redirect(found)
    content = tables.render(canonical.loads(found.document), stamp.of_version(found))
    return file_response(content, "application/zip", f"gegevens-{found.school.code}-versie-{found.number}.zip")


def _draft(programme: Programme) -> Document:
    return build(Programme.objects.with_plan().get(pk=programme.pk))
