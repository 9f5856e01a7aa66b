"""CSV files that Dutch spreadsheets open: UTF-8 with BOM, semicolons, decimal commas, and no text that runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

FORMULA = re.compile(r"'*(?:[\s\0]*[=+\-@＝＋－＠]|[\t\r\n\0])")
"""Text that a spreadsheet would run. A quote in front stops it; quotes already there are counted, so that
``plain`` gives back exactly what was written."""


def would_run(text: str) -> bool:
    """Whether a spreadsheet that is given ``text`` could take it for a formula."""
    return FORMULA.match(text) is not None


def cell(value: Any) -> str:
    """One value as text: unknown is empty, a number has a decimal comma, a date is 2022-07-31, text cannot run."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if not isinstance(value, int) and would_run(text) else text


def plain(text: str) -> str:
    """The text that ``cell`` made harmless, as it was written."""
    return text[1:] if text.startswith("'") and would_run(text) else text


def dumps(rows: Iterable[Sequence[Any]]) -> bytes:
    """A whole file; the first row holds the names of the columns."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def download(rows: Iterable[Sequence[Any]], name: str) -> HttpResponse:
    """``rows`` as a file called ``name``, of letters, digits, dots and hyphens."""
    response = HttpResponse(dumps(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
