"""What a level or a percentage of a leerlingvolgsysteem says in the words of the scan.

No source ties the levels of Cito and others to the words of a schoolscan: this table is the product's own choice, and
the page that imports says so. Whoever thinks otherwise changes the delay in the scan.
"""

from __future__ import annotations

from decimal import Decimal

from npo_planner.fields import dutch_number
from scans.constants import Delay

LEVELS = {
    Delay.NONE: ("i", "ii", "a", "b"),
    Delay.SMALL: ("iii", "c"),
    Delay.MEDIUM: ("iv", "d"),
    Delay.LARGE: ("v", "e"),
}
BELOW = ((Decimal(10), Delay.NONE), (Decimal(25), Delay.SMALL), (Decimal(50), Delay.MEDIUM))
"""A share of pupils (percent) under the expected level: below 10 none, below 25 small, below 50 medium, else large."""
WORDS = {
    "geen": Delay.NONE,
    "klein": Delay.SMALL,
    "kleine": Delay.SMALL,
    "matig": Delay.MEDIUM,
    "matige": Delay.MEDIUM,
    "groot": Delay.LARGE,
    "grote": Delay.LARGE,
}


def delay_of(text: str, *, percent: bool) -> Delay:
    """The delay that ``text`` stands for: a level (I-V, A-E), a word of the scan, or a share such as ``35%``.

    ``percent``: the column holds percentages, so the sign may be absent. Raises ValueError with a Dutch sentence.
    """
    bare = text.lower().removeprefix("niveau").strip()
    if percent or "%" in bare:
        return _delay_of_share(text, bare.replace("%", ""), signed="%" in bare)
    for delay, levels in LEVELS.items():
        if bare in levels:
            return delay
    word = bare.removesuffix("achterstand").strip()
    if word in WORDS:
        return WORDS[word]
    raise ValueError(
        f"“{text[:40]}” is geen niveau dat wij kennen. Gebruik I tot en met V, A tot en met E, een percentage met "
        "%-teken, of geen, klein, matig of groot."
    )


def _delay_of_share(text: str, number: str, *, signed: bool) -> Delay:
    try:
        share = Decimal(dutch_number(number))
    except ValueError as error:
        raise ValueError(f"“{text[:40]}” is geen percentage. Vul een getal in van 0 tot en met 100.") from error
    if not 0 <= share <= 100:
        raise ValueError(f"{text[:40]} kan geen percentage zijn. Vul een getal in van 0 tot en met 100.")
    if 0 < share < 1 and not signed:
        raise ValueError(f"{text[:40]} is minder dan 1 procent. Schrijf er een %-teken bij, bijvoorbeeld 35%.")
    return next((delay for limit, delay in BELOW if share < limit), Delay.LARGE)
