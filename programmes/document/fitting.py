"""Names on lines of a drawing: an SVG does not wrap text, and what people type may be anything."""

from __future__ import annotations

import unicodedata

ELLIPSIS = "…"
ADVANCES = (
    ("ijl.,:;'’‘!|I ", 0.34),
    ("frt()[]-/", 0.4),
    ("acegksvxyz", 0.53),
    ("bdhnopqu0123456789€", 0.62),
    ("mwMWQ@%&—…", 1.05),
)
"""How wide the letters of Source Sans 3 are at most, in em, semibold included."""
KNOWN = {char: advance for chars, advance in ADVANCES for char in chars}


def width(text: str) -> float:
    """How wide ``text`` is at most, in em: never less than Source Sans 3 needs (a test measures the font)."""
    return sum(_advance(char) for char in unicodedata.normalize("NFC", text))


def fit(text: str, room: float, lines: int) -> tuple[str, ...]:
    """``text`` in at most ``lines`` lines (1 or more) of ``room`` em (3 or more); the rest becomes an ellipsis.

    What a line cannot show (control and direction characters) is left out: the whole name stands elsewhere.
    """
    words = _shown(text).split()
    found: list[str] = []
    while words and len(found) < lines:
        line, words = _line(words, room)
        found.append(line)
    if words:
        found[-1] = _cut(found[-1], room - width(ELLIPSIS)).rstrip(" ,.;:-") + ELLIPSIS
    return tuple(found) or ("",)


def _line(words: list[str], room: float) -> tuple[str, list[str]]:
    """As many words as fit, and the rest; a word breaks at a hyphen, and anywhere when it is longer than a line."""
    line, rest = "", list(words)
    while rest and width(f"{line} {rest[0]}".strip()) <= room:
        line = f"{line} {rest.pop(0)}".strip()
    if rest:
        head = _head(rest[0], room - (width(f"{line} ") if line else 0)) or ("" if line else _cut(rest[0], room))
        if head:
            return f"{line} {head}".strip(), [rest[0][len(head) :], *rest[1:]]
    return line, rest


def _head(word: str, room: float) -> str:
    """The longest beginning of ``word`` up to a hyphen that fits; "" when there is none."""
    places = [place for place, char in enumerate(word[:-1], start=1) if char == "-"]
    return next((word[:place] for place in reversed(places) if width(word[:place]) <= room), "")


def _cut(text: str, room: float) -> str:
    """The longest beginning of ``text`` that fits, and never less than a character."""
    total = 0.0
    for place, char in enumerate(text):
        total += _advance(char)
        if total > room:
            return text[: max(place, 1)]
    return text


def _shown(text: str) -> str:
    kept = (" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    return "".join(char for char in kept if unicodedata.category(char)[0] != "C")


def _advance(char: str) -> float:
    base = unicodedata.normalize("NFD", char)[0]
    if unicodedata.category(base) in ("Mn", "Me"):
        return 0.0
    if base in KNOWN:
        return KNOWN[base]
    if base.isascii():
        return 0.7
    return 1.4 if unicodedata.east_asian_width(base) in "WF" or unicodedata.category(base) == "So" else 1.0
