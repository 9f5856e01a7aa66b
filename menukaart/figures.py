"""The figures of the menukaart in plain words; what the card does not give is None, and None never becomes 0.

Effect: the words of the Flemish sister of the EEF toolkit (leerpunt.be, domain.md 1.4): +1 and +2 small, +3 and +4
medium, +5 large, +6 and up very large. Evidence and cost, 1 to 5: OCW's own page calls 2 check marks "limited" and 4
euro signs "high" (domain.md 1.2, E2); the other words fill in the scale between.
"""

from __future__ import annotations

EVIDENCE = {1: "zeer beperkt", 2: "beperkt", 3: "redelijk", 4: "sterk", 5: "zeer sterk"}
COST = {1: "zeer laag", 2: "laag", 3: "gemiddeld", 4: "hoog", 5: "zeer hoog"}
UNKNOWN = "niet vermeld"


def effect_word(number: int) -> str:
    """How large an average effect of ``number`` months of extra growth is."""
    if number < 0:
        return "negatief"
    return {0: "nihil", 1: "klein", 2: "klein", 3: "gemiddeld", 4: "gemiddeld", 5: "groot"}.get(number, "zeer groot")


def months(number: int) -> str:
    """``1`` -> ``'1 maand'``."""
    return f"{number} {'maand' if number in (1, -1) else 'maanden'}".replace("-", "−")


def effect_text(number: int | None) -> str:
    """``5`` -> ``'+5 maanden (groot)'``."""
    if number is None:
        return UNKNOWN
    return f"{'+' if number > 0 else ''}{months(number)} ({effect_word(number)})"


def evidence_text(number: int | None) -> str:
    """``4`` -> ``'sterk (4 van 5)'``."""
    return UNKNOWN if number is None else f"{EVIDENCE[number]} ({number} van 5)"


def cost_text(number: int | None) -> str:
    """``4`` -> ``'hoog (4 van 5)'``."""
    return UNKNOWN if number is None else f"{COST[number]} ({number} van 5)"
