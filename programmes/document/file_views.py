"""A document to take along in other formats than PDF: to edit, to count with, to hand to another program."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from npo_planner.access import on
from programmes.document import canonical, docx, stamp, tables
from programmes.document.build import build
from programmes.document.lengths import BY_SLUG, Length
from programmes.document.rules import can_read_version
from programmes.document.schema import Document
from programmes.document.views import file_response
from programmes.models import Programme, Version
from programmes.plan import rules

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@on(Programme, rules.can_read_along)
def draft_docx(request: HttpRequest, programme: Programme, length: str) -> HttpResponse:
    """The live rows as a Word file."""
    told, tree = _length(length), _draft(programme)
    content = docx.render(tree, stamp.of_draft(), told)
    return file_response(content, DOCX, f"{told.file}-{tree.school.code}-concept.docx")


@on(Version, can_read_version)
def version_docx(request: HttpRequest, version: Version, length: str) -> HttpResponse:
    """A version as a Word file, made when it is asked for: that takes less than half a second."""
    told = _length(length)
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


def _length(slug: str) -> Length:
    """The length that an address names. Raises Http404 for another word."""
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]
