"""A post in plain Dutch: every unit of its amount, its cost line by line, and why it is PNIL or not.

Pure functions of one staffing need, on top of ``cost``. Whoever shows a figure shows the sum behind it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from npo_planner.money import euro, number
from staffing import cost
from staffing.constants import (
    HOURS_OF_PRICE,
    HOURS_OF_TOTAL,
    HOURS_OF_WEEKLY,
    HOURS_PER_DAGDEEL,
    HOURS_PER_DAY,
    HOURS_PER_WEEK,
    HOURS_PER_YEAR,
    After,
    CostBasis,
    Engagement,
    Unit,
)
from staffing.models import StaffingNeed

PNIL_SOURCE = (
    "https://duo.nl/zakelijk/primair-onderwijs/personeel/levering-gegevens-personeel-niet-in-loondienst/"
    "wel-of-geen-pnil.jsp"
)
PNIL_REASONS = {
    Engagement.OWN: "De persoon is in dienst van het bestuur. Dat geldt ook bij een tijdelijk contract.",
    Engagement.HIRED: "De persoon wordt ingehuurd en betaald voor schoolwerk. Btw en bureaukosten tellen mee.",
    Engagement.SERVICE: "Het is een dienst van een organisatie, niet één persoon die gewoon schoolwerk doet.",
    Engagement.VOLUNTEER: "Vrijwilligers tellen niet mee, ook niet met een vergoeding.",
}
EMPLOYER = "Werkgeverslasten"
"""The line of a cost that tells what an employer pays on top of gross pay."""
NOT_PAID = "De persoon wordt ingehuurd, maar u betaalt er niets voor."


@dataclass(frozen=True)
class Conversion:
    """An amount of staff in one unit: "uren per week", 20, "0,5 fte × 40 uur"."""

    label: str
    value: Decimal
    how: str


@dataclass(frozen=True)
class Line:
    """One line of a cost, in euros to the cent; ``amount`` None is unknown, and ``how`` then says what is missing."""

    label: str
    amount: Decimal | None
    how: str


def pnil(post: StaffingNeed) -> tuple[bool, str]:
    """Whether the post counts as personeel niet in loondienst, and why (DUO, "Wel of geen PNIL?")."""
    if post.engagement == Engagement.HIRED and not post.is_paid:
        return False, NOT_PAID
    return post.is_pnil, PNIL_REASONS[Engagement(post.engagement)]


def conversions(post: StaffingNeed) -> list[Conversion]:
    """The amount in every unit with the sum in words; nothing while the amount is unknown or the period has no days."""
    length = cost.months(post.start, post.end)
    share, worked = cost.fte(post), cost.hours(post)
    if share is None or not length:
        return []
    told, yearly = _rounded(share, cost.shown_fte(post)), cost.shown_total(share * HOURS_PER_YEAR)
    day, dagdeel = f"een dag is {number(HOURS_PER_DAY)} uur", f"een dagdeel is {number(HOURS_PER_DAGDEEL)} uur"
    weekly = [
        ("uren per week", HOURS_PER_WEEK, f"{told} fte × {number(HOURS_PER_WEEK)} uur"),
        ("dagen per week", HOURS_PER_WEEK / HOURS_PER_DAY, day),
        ("dagdelen per week", HOURS_PER_WEEK / HOURS_PER_DAGDEEL, dagdeel),
    ]
    return [
        Conversion("fte", cost.shown_fte(post), _fte_how(post, length)),
        *(Conversion(label, cost.shown(share * times), how) for label, times, how in weekly),
        Conversion("uren per jaar", yearly, f"{told} fte × {number(HOURS_PER_YEAR)} uur"),
        Conversion("uren in totaal", cost.shown_hours(post), _total_how(post, share, length)),
        Conversion("dagen in totaal", cost.shown_total(worked / HOURS_PER_DAY), day),
    ]


def summary(post: StaffingNeed) -> str:
    """The amount both ways in one line: "0,5 fte, 20 uur per week, 829,5 uur in totaal"; "" when unknown."""
    every = {each.label: each.value for each in conversions(post)}
    words = {"fte": "fte", "uren per week": "uur per week", "uren in totaal": "uur in totaal"}
    asked = [label for label in words if label in every and label != post.get_unit_display()]
    return ", ".join(f"{number(every[label])} {words[label]}" for label in asked)


def lines(post: StaffingNeed) -> list[Line]:
    """The cost line by line: price, employer costs, VAT. To the cent they sum to ``cost.total_cost``."""
    found = cost.parts(post)
    if post.cost_basis == CostBasis.FREE:
        return [Line("Kosten", found.bare, "kost niets")]
    told = [Line(_bare_label(post), found.bare, _bare_how(post))]
    if post.employer_percent is not None:
        told.append(Line(EMPLOYER, found.employer, f"{number(post.employer_percent)}% erbovenop"))
    elif post.cost_basis == CostBasis.MONTHLY:
        told.append(Line(EMPLOYER, None, "vul in hoeveel procent er bovenop het salaris komt"))
    if post.vat_percent:
        told.append(Line("Btw", found.vat, f"{number(post.vat_percent)}%"))
    return told


def hints(post: StaffingNeed) -> list[str]:
    """What somebody had better think of at this post, as friendly sentences."""
    found = []
    if _may_owe_vat(post):
        found.append("Bij inhuur van deze mensen betaalt u meestal btw. Vul het percentage in als dat hier ook zo is.")
    if post.is_permanent and post.after in {"", After.STOPS, After.UNKNOWN}:
        found.append("Het geld is tijdelijk en het contract is vast. Wat doet deze persoon daarna?")
    return found


def _may_owe_vat(post: StaffingNeed) -> bool:
    return post.engagement == Engagement.HIRED and post.kind.vat_on_hire and post.is_paid and not post.vat_percent


def _fte_how(post: StaffingNeed, length: Decimal) -> str:
    unit, amount = Unit(post.unit), number(post.amount)
    if unit == Unit.FTE:
        return "zo ingevuld"
    if unit in HOURS_OF_WEEKLY:
        hours = "" if unit == Unit.HOURS_WEEK else f" × {number(HOURS_OF_WEEKLY[unit])}"
        return f"{amount}{hours} uur per week ÷ {number(HOURS_PER_WEEK)} uur"
    hours = "" if unit == Unit.HOURS_TOTAL else f" × {number(HOURS_OF_TOTAL[unit])}"
    return f"{amount}{hours} uur ÷ {number(HOURS_PER_YEAR)} uur × 12 ÷ {_months(length)}"


def _total_how(post: StaffingNeed, share: Decimal, length: Decimal) -> str:
    if Unit(post.unit) in HOURS_OF_TOTAL:
        return f"{number(post.amount)} {post.get_unit_display().removesuffix(' in totaal')}"
    return f"{number(cost.shown_total(share * HOURS_PER_YEAR))} uur per jaar × {_months(length)} ÷ 12"


def _bare_label(post: StaffingNeed) -> str:
    return "Brutosalaris" if post.cost_basis == CostBasis.MONTHLY else "Bedrag"


def _bare_how(post: StaffingNeed) -> str:
    basis = CostBasis(post.cost_basis)
    if post.price is None:
        return "vul het bedrag in"
    if basis == CostBasis.FIXED:
        return "vast bedrag voor de hele periode"
    if cost.fte(post) is None:
        return "vul in hoeveel inzet het is"
    if basis in HOURS_OF_PRICE:
        count = cost.shown(cost.hours(post) / HOURS_OF_PRICE[basis])
        name = {CostBasis.HOURLY: "uur", CostBasis.DAILY: "dagen", CostBasis.PER_DAGDEEL: "dagdelen"}[basis]
        return f"{number(count)} {name} × {euro(post.price)}"
    length, share = _months(cost.months(post.start, post.end)), _rounded(cost.fte(post), cost.shown_fte(post))
    if basis == CostBasis.MONTHLY:
        return f"{share} fte × {euro(post.price)} × {length}"
    return f"{share} fte × {euro(post.price)} per jaar × {length} ÷ 12"


def _rounded(exact: Decimal, shown: Decimal) -> str:
    """A number in a sum. Where it was rounded it says so: the sum itself goes on with the exact one."""
    return number(shown) if exact == shown else f"{number(shown)} (afgerond)"


def _months(length: Decimal) -> str:
    return f"{number(cost.shown(length))} {'maand' if length == 1 else 'maanden'}"
