"""The R of SMART: whether a goal can be reached in its time, as far as numbers can say.

Compared are the step that the school wants to make, the months of progress that the menukaart gives (an average and an
indication), how pupils grew since the previous scan, and the size of the school. What no source gives is called unknown
and asks nothing. See docs/decisions/0008-smart-is-rules.md.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from menukaart.figures import months
from npo_planner.money import number
from programmes.models import Goal
from programmes.plan.goal_facts import Facts
from programmes.plan.goal_words import Reading, plain
from programmes.plan.verdicts import State, Tip, Verdict, and_
from scans.constants import Delay, Trend

BIG_STEP = Decimal(30)
"""Percentage points in a year above which the page asks whether that is possible. The product's own."""
BIG_STEP_WHEN_WORSE = Decimal(15)
"""The same when pupils went back since the previous scan. The product's own."""
SMALL_EFFECT = 2
"""Months of extra growth up to which an effect is small (menukaart.figures); no large delay is caught up with that."""
YEAR = Decimal("365.25")
PERCENT = ("%", "procent", "percent")
PUPILS = {"leerlingen", "leerling", "kinderen"}
PEOPLE = PUPILS | {"ouders", "leraren", "leerkrachten", "docenten", "deelnemers", "gezinnen", "mensen"}


def is_reach(goal: Goal, said: Reading) -> bool:
    """Whether the goal says how many take part: a count of people, and nothing that they learn."""
    in_people = plain(goal.unit) in PEOPLE and goal.target is not None
    return said.is_reach or (in_people and said.takes_part and said.percent is None)


def realistic(goal: Goal, facts: Facts, said: Reading) -> Verdict:
    """The first thing that asks a question, else what speaks for it."""
    for question in (_too_many_people, _not_a_percentage, _no_numbers, _stands_still, _big_step, _no_effect, _too_slow):
        if found := question(goal, facts, said):
            return found
    return Verdict("R", State.GOOD, _remarks(goal, facts))


def _better(seen: str, tip: Tip | None = None) -> Verdict:
    return Verdict("R", State.BETTER, seen, tip)


def _too_many_people(goal: Goal, facts: Facts, said: Reading) -> Verdict | None:
    """A number of pupils against the size of the school; of a reach goal that is all there is to compare."""
    many = _pupils(goal, said)
    if many is None:
        return Verdict("R", State.GOOD, "U noemt een aantal dat u zelf kunt nagaan.") if is_reach(goal, said) else None
    if facts.pupils is None:
        text = "Vul bij School en visie in hoeveel leerlingen de school heeft, dan is dit te vergelijken."
        tip = Tip(text, route="step_school", pk=facts.programme, place="Naar School en visie")
        return _better("Hoeveel leerlingen de school heeft, is niet bekend.", tip) if is_reach(goal, said) else None
    size = f"De school heeft {number(facts.pupils)} leerlingen (1 oktober {facts.pupils_year})"
    if many > facts.pupils:
        tip = Tip("Doen leerlingen van andere scholen mee, of telt u sommigen vaker? Schrijf dat er dan bij.")
        return _better(f"{size}; u noemt er {number(many)}.", tip)
    return Verdict("R", State.GOOD, f"{size}; u noemt er {number(many)}.") if is_reach(goal, said) else None


def _pupils(goal: Goal, said: Reading) -> Decimal | None:
    """How many pupils the goal names."""
    if goal.target is not None and plain(goal.unit).split(" ")[0] in PUPILS:
        return goal.target
    return said.people if said.are_pupils else None


def _not_a_percentage(goal: Goal, facts: Facts, said: Reading) -> Verdict | None:
    share = goal.target if in_percent(goal) else None if goal.unit else said.percent
    if share is None or 0 <= share <= 100:
        return None
    tip = Tip("Bedoelt u een groei? Schrijf dan van welk percentage naar welk percentage.")
    return _better(f"{number(share)}% van een groep kan niet: het ligt tussen 0 en 100.", tip)


def _no_numbers(goal: Goal, facts: Facts, said: Reading) -> Verdict | None:
    if goal.baseline is not None and goal.target is not None:
        return None
    lacks = and_(
        [name for name, value in (("beginwaarde", goal.baseline), ("streefwaarde", goal.target)) if value is None]
    )
    tip = Tip(f"Vul in: {lacks}. Of bespreek met het team of dit in deze tijd lukt.")
    seen = "Zonder begin en streefwaarde is niet te zien hoe groot de stap is."
    return Verdict("R", State.MISSING, f"{seen} {_effect(facts)}", tip)


def _stands_still(goal: Goal, facts: Facts, said: Reading) -> Verdict | None:
    if goal.baseline != goal.target:
        return None
    tip = Tip("Wilt u vasthouden wat er is? Schrijf dat dan in de zin. Wilt u vooruit? Verhoog dan de streefwaarde.")
    return _better("De streefwaarde is gelijk aan de beginwaarde.", tip)


def _big_step(goal: Goal, facts: Facts, said: Reading) -> Verdict | None:
    """More percentage points in a year than schools usually win; fewer when pupils went back before."""
    if not in_percent(goal):
        return None
    worse = _trend(goal, facts) == Trend.WORSE
    most = (BIG_STEP_WHEN_WORSE if worse else BIG_STEP) * _years(goal, facts)
    if _step(goal) <= most:
        return None
    before = "Sinds de vorige scan ging het achteruit. " if worse else ""
    seen = f"{before}U wilt {number(_step(goal))} procentpunt verder in {_time(goal, facts)}: dat is veel."
    return _better(
        seen, _smaller(goal, most, "De NPO Planner vraagt dit boven een eigen grens, niet van het ministerie.")
    )


def _no_effect(goal: Goal, facts: Facts, said: Reading) -> Verdict | None:
    if facts.effect_months is None or facts.effect_months > 0:
        return None
    seen = f"De menukaart noemt bij deze interventie geen extra groei: {months(facts.effect_months)}."
    text = "Leg bij de maatregel uit waarom het op uw school wel werkt, of kies iets anders."
    return _better(seen, Tip(text, route="measure_edit", pk=facts.measure, place="Naar de maatregel"))


def _too_slow(goal: Goal, facts: Facts, said: Reading) -> Verdict | None:
    """Months of growth against those of the menukaart, and a large delay against a small effect."""
    effect, finding = facts.effect_months, facts.finding_of(goal.statement)
    if effect is None:
        return None
    most = effect * _years(goal, facts)
    if plain(goal.unit).startswith("maand") and _step(goal) > most:
        seen = f"U wilt {number(_step(goal))} maanden inhalen in {_time(goal, facts)}. {_effect(facts)}"
        return _better(seen, _smaller(goal, most, "Kies meer tijd, of een tweede maatregel voor dezelfde leerlingen."))
    large = finding is not None and finding.delay == Delay.LARGE
    if said.catches_up and large and effect <= SMALL_EFFECT:
        tip = Tip("Noem een kleinere stap voor dit jaar, of zet er een tweede maatregel naast.")
        return _better(f"De scan ziet een grote achterstand, en u wilt die helemaal inhalen. {_effect(facts)}", tip)
    return None


def _smaller(goal: Goal, most: Decimal, why: str) -> Tip:
    """A target that is within ``most``, in whole numbers: rounded towards the baseline."""
    up = goal.target > goal.baseline
    near = goal.baseline + (most if up else -most)
    target = max(Decimal(0), near.to_integral_value(rounding=ROUND_FLOOR if up else ROUND_CEILING))
    return Tip(f"Bijvoorbeeld eerst naar {number(target)}. {why}", {"target": number(target)})


def _remarks(goal: Goal, facts: Facts) -> str:
    unit = "procentpunt" if in_percent(goal) else goal.unit
    step = f"Een stap van {number(_step(goal))} {unit}".rstrip() + f" in {_time(goal, facts)}."
    return " ".join(part for part in (step, _effect(facts), _past(goal, facts)) if part)


def _effect(facts: Facts) -> str:
    """What the menukaart says, or that it says nothing."""
    if not facts.on_menu:
        return "Deze maatregel staat niet op de menukaart, dus een verwacht effect is niet vermeld."
    if facts.effect_months is None:
        return "De menukaart vermeldt bij deze interventie geen effect in maanden."
    if facts.effect_months <= 0:
        return "De menukaart noemt bij deze interventie geen extra groei."
    return f"De menukaart noemt gemiddeld {months(facts.effect_months)} extra groei in een schooljaar, als indicatie."


def _past(goal: Goal, facts: Facts) -> str:
    finding = facts.finding_of(goal.statement)
    if finding is None or finding.change is None:
        return ""
    was = f" (toen: {finding.was_label})" if finding.was_label else ""
    told: dict[Trend, str] = {
        Trend.BETTER: "Sinds de vorige scan ging het al vooruit",
        Trend.SAME: "Sinds de vorige scan bleef het gelijk",
        Trend.WORSE: "Sinds de vorige scan ging het achteruit",
    }
    return f"{told[finding.change]}{was}."


def _trend(goal: Goal, facts: Facts) -> Trend | None:
    finding = facts.finding_of(goal.statement)
    return finding.change if finding else None


def in_percent(goal: Goal) -> bool:
    return plain(goal.unit).startswith(PERCENT)


def _step(goal: Goal) -> Decimal:
    return abs(goal.target - goal.baseline)


def _years(goal: Goal, facts: Facts) -> Decimal:
    """The time that there is, in years; less than a year, or unknown, counts as one school year."""
    start, end = goal.baseline_on or facts.begins_on, goal.deadline or facts.ends_on
    return max(Decimal((end - start).days) / YEAR, Decimal(1)) if start and end else Decimal(1)


def _time(goal: Goal, facts: Facts) -> str:
    years = _years(goal, facts).quantize(Decimal("0.1"))
    return "een jaar" if years == 1 else f"{number(years)} jaar"
