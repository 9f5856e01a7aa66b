"""Orders for the press, and processes that take its place and do wrong."""

from __future__ import annotations

import sys
from pathlib import Path

from npo_planner.press.order import Order

STYLE = "document-pdf.css"
WRONG = Path(__file__).with_name("wrong.py")


def order(text: str = "Een zin.", *, styles: tuple[str, ...] = (STYLE,), identifier: str = "proef") -> Order:
    html = f"<!doctype html><html lang=nl><title>Proef</title><body><h1>Proef</h1><p>{text}</p>"
    return Order(html=html, styles=styles, identifier=identifier)


def long_order(rows: int) -> Order:
    """A table of so many rows: 60 take about half a second."""
    return order(f"<table>{'<tr><th>Rekenen<td>groep 5<td>achterstand</tr>' * rows}</table>")


def wrong(deed: str) -> tuple[str, ...]:
    """The command of a process that does ``deed`` (a name in wrong.py) where the press would print."""
    return (sys.executable, "-S", str(WRONG), deed)
