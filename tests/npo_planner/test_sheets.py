"""CSV that Dutch spreadsheets open and that never runs."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from npo_planner import sheets

HOSTILE = [
    '=HYPERLINK("http://kwaad.example","klik")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1",
    "'=1",
    "''=1",
    "\n=1",
    "\0=1",
    "＝1",
    "'-1",
]
HARMLESS = [
    "'t Prisma",
    "''s-Hertogenbosch",
    "De Vuurvogel",
    "a=b",
    "",
    'met "aanhaling"; en puntkomma',
    "twee\nregels",
]


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_would_run_starts_with_a_quote_and_reads_back_as_it_was(text):
    [[written]] = read(sheets.dumps([[text]]))

    assert written == f"'{text}"
    assert sheets.plain(written) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_stays_as_it_is(text):
    [[written]] = read(sheets.dumps([[text]]))

    assert (written, sheets.plain(written)) == (text, text)


def test_a_file_has_a_bom_semicolons_and_values_the_dutch_way():
    data = sheets.dumps([("naam", "bedrag"), ("é", Decimal("-1234.50")), (None, 7), (True, date(2022, 7, 31))])

    assert data == "\ufeffnaam;bedrag\r\né;-1234,50\r\n;7\r\nja;2022-07-31\r\n".encode()
