"""What lies inside the PDF of a version: the text that the fingerprint is of, and the budget to compute with."""

from __future__ import annotations

from npo_planner.press.order import Attachment
from programmes.document import canonical, xlsx
from programmes.document.lengths import Length
from programmes.document.schema import Document
from programmes.document.stamp import Stamp

TEXT = "schoolprogramma.json"
BUDGET = "begroting.xlsx"


def attachments(document: Document, stamp: Stamp, length: Length) -> tuple[Attachment, ...]:
    """The files of ``document``: only with the whole programme, and only when it is frozen."""
    if stamp.is_draft or length is not Length.FULL:
        return ()
    text = canonical.dumps(document).encode()
    told = f"Het schoolprogramma als gegevens, SHA-256 {stamp.sha256}"
    return (
        Attachment(TEXT, text, "application/json", told, "Source"),
        Attachment(BUDGET, xlsx.render(document, stamp), xlsx.MEDIA_TYPE, "De begroting om in te rekenen", "Data"),
    )
