"""A frozen proposal on A4, by the renderer of the schoolprogramma."""

from __future__ import annotations

from programmes.council.document import ProposalDocument
from programmes.document import pdf
from programmes.models import GmrVersion


def render(document: ProposalDocument, version: GmrVersion) -> bytes:
    """The PDF (tagged, PDF/UA-1) of ``document`` with what the GMR decided, of a version from ``with_answers()``."""
    context = {"document": document, "version": version}
    return pdf.write("programmes/council/pdf.html", context, identifier=version.sha256)
