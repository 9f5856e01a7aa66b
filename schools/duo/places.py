"""Readable spelling of the towns and municipalities that DUO writes in capitals (README, quirk 9)."""

from __future__ import annotations

GEM = {"GEM", "GEM."}  # "in the municipality of"
# Small words stay small inside a name ("Bergen op Zoom"), not at its start ("De Bilt") nor after a hyphen.
SMALL = {"AAN", "AD", "BIJ", "CA", "DE", "DEN", "DER", "EN", "HET", "IN", "OP", "TE", "TEN", "TER", "VAN", *GEM}
# A province after the name of a town stays in capitals, as on letters: "Hoorn NH". GLD and ZLD become Gld and Zld.
PROVINCES = {"DR", "FL", "FR", "GN", "LB", "NB", "NH", "OV", "UT", "ZH", "ZL"}

# DUO drops the apostrophe or the accent of these; the code is the one of CBS.
MUNICIPALITIES = {
    "0518": "'s-Gravenhage",
    "0796": "'s-Hertogenbosch",
    "0820": "Nuenen c.a.",
    "1900": "Súdwest-Fryslân",
    "1970": "Noardeast-Fryslân",
}


def readable_place(text: str) -> str:
    """``"ALTEVEER GEM NOORDENVELD"`` -> ``"Alteveer gem Noordenveld"``; a name with small letters stays as it is.

    The way back does not exist: compare stored names with names that went through here, never with the file.
    """
    if text != text.upper():
        return text
    words = text.split()
    return " ".join(_word(words, i) for i in range(len(words)))


def readable_municipality(code: str, text: str) -> str:
    """As ``readable_place``, with the accents and apostrophes that DUO leaves out of a few municipalities."""
    return MUNICIPALITIES.get(code) or readable_place(text)


def _word(words: list[str], place: int) -> str:
    word = words[place]
    starts_a_name = place == 0 or words[place - 1] in GEM
    if word in SMALL and not starts_a_name:
        return word.lower()
    if word in PROVINCES and place == len(words) - 1 and place > 0:
        return word
    return "-".join(_capital(part) for part in word.split("-"))


def _capital(part: str) -> str:
    """``'S`` and ``'T`` are words that never have a capital; IJ is one letter."""
    if part.startswith("'"):
        return part.lower()
    if part.startswith("IJ"):
        return "IJ" + part[2:].lower()
    return part.capitalize()
