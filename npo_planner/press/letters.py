"""What the fonts of the press can write. What they cannot is set as its number, ``[U+4E2D]``: no box, not nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent.parent / "static" / "fonts" / "pdf"
LETTERS = FONTS / "letters.txt"
# They ask for no ink: end of line, places to break a word or not to, and how two letters join.
SILENT = frozenset("\t\n\r \u00a0\u00ad\u034f\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff")
# They turn the text around for who reads it, and would do so to what stands next to it.
TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
BREAKS = {"\u2028": "\n", "\u2029": "\n", "\u0085": "\n"}


def legible(text: str) -> str:
    """``text`` in which each character that no font of ours has, or that turns the text around, is its number."""
    strange = set(text) - known()
    return text.translate({ord(each): BREAKS.get(each, f"[U+{ord(each):04X}]") for each in strange})


@cache
def known() -> frozenset[str]:
    """Every character that is set as it is."""
    ranges = (line.split("-") for line in LETTERS.read_text().split())
    inked = {chr(code) for first, last in ranges for code in range(int(first, 16), int(last, 16) + 1)}
    return frozenset(inked - TURNING - BREAKS.keys()) | SILENT
