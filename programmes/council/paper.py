"""A frozen proposal on A4, by the renderer of the schoolprogramma."""

from __future__ import annotations

from npo_planner.press.order import Order
from programmes.council.document import ProposalDocument
from programmes.document import pdf
from programmes.models import GmrVersion


def order(document: ProposalDocument, version: GmrVersion) -> Order:
    """What goes to the press for ``document`` with what the GMR decided, of a version from ``with_answers()``."""
    context = {"document": document, "version": version}
    return pdf.paper("programmes/council/pdf.html", context, identifier=version.sha256)
