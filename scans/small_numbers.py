"""Small numbers: a count of pupils below the board's threshold says who they are, so it is not told.

Used wherever a count leaves the school's own editing pages: the document, and so the MR, the PDF and the JSON.
"""

from __future__ import annotations


def shown(count: int | None, threshold: int) -> str:
    """``count`` as text; below ``threshold`` (0 included) only that it is below; empty when nobody counted."""
    if count is None:
        return ""
    return str(count) if count >= threshold else f"minder dan {threshold}"
