"""The five letters of SMART for one goal: rules that help and never block (docs/decisions/0008-smart-is-rules.md).

Pure functions of a goal (stored, or a copy with what is being typed) and of the ``Facts`` around it. Each letter gets a
state, one sentence on what is seen, and where possible one concrete tip, taken from what the school already entered.
The A is "acceptabel" (arbeidsmarktplatformpo.nl, domain.md section 8). The R is in ``realistic.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from npo_planner.money import number
from programmes.models import Goal, Milestone
from programmes.plan.goal_facts import Facts, in_group, source_of
from programmes.plan.goal_words import Reading, Who, names_group, plain, read
from programmes.plan.realistic import PEOPLE, PUPILS, in_percent, is_reach, realistic
from programmes.plan.verdicts import State, Tip, Verdict, and_, day_of
from scans.constants import DomainKind
from scans.models import Finding

LONG = 366
"""Days after which a goal is worth a point on the way. The product's own."""


def judge(goal: Goal, facts: Facts, points: Sequence[Milestone] = ()) -> tuple[Verdict, ...]:
    """The five verdicts on ``goal`` with its ``points`` on the way."""
    said = read(f"{goal.statement} {goal.indicator}", facts.fields)
    return (
        specific(goal, facts, said),
        measurable(goal, facts, said),
        acceptable(goal, facts),
        realistic(goal, facts, said),
        timely(goal, facts, said, points),
    )


# --- Specifiek -------------------------------------------------------------------------------------------------------


def specific(goal: Goal, facts: Facts, said: Reading) -> Verdict:
    """Of which pupils, about what, and what they can afterwards: not what the school is going to do."""
    finding = facts.finding_of(goal.statement)
    if not plain(goal.statement):
        return Verdict("S", State.MISSING, "Er staat nog niet wat u wilt bereiken.", _example(finding, facts))
    if said.is_means:
        seen = "Dit zegt wat de school doet, nog niet wat leerlingen daarna kunnen of ervaren."
        return Verdict("S", State.BETTER, seen, _example(finding, facts, whole=False))
    named = any(names_group(goal.statement, group) for group in (facts.groups, *(f.group for f in facts.findings)))
    who = Who.EXACT if named else said.who
    if who == Who.NOBODY and not said.about:
        vague = f" “{said.hollow.capitalize()}” zegt niet wat er verandert." if said.hollow else ""
        seen = f"Er staat niet om welke leerlingen het gaat en ook niet om welk vak of welk gedrag.{vague}"
        return Verdict("S", State.MISSING, seen, _prefix(goal, finding, facts, who=True, about=True))
    if who != Who.EXACT:
        seen = "Er staat niet om welke groep of welke leerlingen het gaat."
        return Verdict("S", State.BETTER, seen, _prefix(goal, finding, facts, who=True, about=not said.about))
    if not said.about:
        seen = "Er staat voor wie het is, maar niet om welk vak of welk gedrag het gaat."
        return Verdict("S", State.BETTER, seen, _prefix(goal, finding, facts, who=False, about=True))
    return Verdict("S", State.GOOD, "Het is duidelijk om wie het gaat en waarover.")


def _group(finding: Finding | None, facts: Facts) -> str:
    return facts.groups or (finding.group if finding else "")


def _example(finding: Finding | None, facts: Facts, *, whole: bool = True) -> Tip:
    """A sentence from the scan; ``whole``: it may become the statement, because nothing stands there yet."""
    group = finding.group if finding else _group(finding, facts)
    if not finding or not group:
        return Tip(
            "Schrijf op wie er wat beter kan of meer ervaart, bijvoorbeeld: “In groep 5 halen meer leerlingen …”."
        )
    where, name = in_group(group).capitalize(), finding.domain.name
    level = finding.domain.kind == DomainKind.COGNITIVE
    text = (
        f"{where} halen meer leerlingen het verwachte niveau voor {name}."
        if level
        else f"{where} zien wij bij meer leerlingen groei in {name}."
    )
    return Tip(f"Bijvoorbeeld, uit uw schoolscan: “{text}”", {"statement": text} if whole else {})


def _prefix(goal: Goal, finding: Finding | None, facts: Facts, *, who: bool, about: bool) -> Tip:
    """The statement with what it lacks in front of it, from the measure or the scan."""
    group = in_group(_group(finding, facts)) if who and _group(finding, facts) else ""
    name = finding.domain.name if about and finding else ""
    lead = ", ".join(part for part in (group, name) if part)
    if not lead or plain(lead) in plain(goal.statement):
        return Tip("Noem de groep en het vak of het gedrag, bijvoorbeeld: “In groep 5 … bij rekenen”.")
    start = goal.statement.lstrip()
    better = f"{lead[0].upper()}{lead[1:]}: {start[:1].lower() if not start[1:2].isupper() else start[:1]}{start[1:]}"
    known = "Uw maatregel of schoolscan gaat over" if who else "Uw schoolscan gaat over"
    offer = {"statement": better} if len(better) <= 1000 else {}
    return Tip(f"{known} {lead.removeprefix('in ').removeprefix('bij ')}. Zet dat ervoor.", offer)


# --- Meetbaar --------------------------------------------------------------------------------------------------------


def measurable(goal: Goal, facts: Facts, said: Reading) -> Verdict:
    """From which number to which, in what unit, and how that is measured. A number in the sentence counts too."""
    if is_reach(goal, said):
        seen = "Dit is een bereikdoel: het zegt hoeveel mensen meedoen, niet wat zij leren. Dat mag."
        tip = Tip("Schrijf op hoe u telt, bijvoorbeeld met een presentielijst.", {"how_measured": "presentielijst"})
        return Verdict("M", State.GOOD, seen, None if goal.how_measured else tip)
    if goal.target is None and goal.baseline is None and not said.has_number:
        return _without_number(goal, facts)
    lacks = _lacks(goal, said)
    if not lacks:
        return Verdict("M", State.GOOD, _way(goal))
    tips = {"streefwaarde": _target_tip, "eenheid": _unit_tip, "hoe u meet": _how_tip}
    tip = tips.get(next(iter(lacks)), _baseline_tip)(goal, facts, said)
    return Verdict("M", State.BETTER, f"Er staat een getal. Nog niet ingevuld: {and_(lacks)}.", tip)


def _without_number(goal: Goal, facts: Facts) -> Verdict:
    finding = facts.finding_of(goal.statement)
    tip = _baseline_tip(goal, facts, None) if finding else Tip("Noem een aantal of een percentage, en waarmee u meet.")
    if goal.how_measured:
        return Verdict("M", State.BETTER, "Er staat geen getal in. Dat mag: u volgt dit doel dan in woorden.", tip)
    return Verdict("M", State.MISSING, "Er staat geen getal in, en ook niet hoe u meet.", tip)


def _lacks(goal: Goal, said: Reading) -> list[str]:
    """The names of what is not filled in, the most useful first."""
    lacking = {
        "streefwaarde": goal.target is None,
        "eenheid": goal.target is not None and not goal.unit,
        "beginwaarde": goal.target is not None and goal.baseline is None,
        "datum van de beginwaarde": goal.baseline is not None and goal.baseline_on is None,
        "bron van de beginwaarde": goal.baseline is not None and not goal.baseline_source,
        "hoe u meet": not goal.how_measured,
    }
    return [name for name, lacks in lacking.items() if lacks]


def _way(goal: Goal) -> str:
    return f"Van {number(goal.baseline)} naar {number(goal.target)} {goal.unit}, gemeten met: {goal.how_measured}."


def _target_tip(goal: Goal, facts: Facts, said: Reading) -> Tip:
    if said.percent_changes or (said.percent is None and said.people_change):
        return Tip("Het getal in uw zin lijkt een verandering. Vul bij Streefwaarde in waar u dan uitkomt.")
    if said.percent is not None and _fits_percent(goal):
        told = number(said.percent)
        offer = {"target": told} | ({} if goal.unit else {"unit": "%"})
        return Tip(f"In uw zin staat {told}%. Neem dat over als streefwaarde.", offer)
    if said.people is not None and not said.people_change and _fits_people(goal, said):
        told = number(said.people)
        offer = {"target": told} | ({} if goal.unit else {"unit": "leerlingen" if said.are_pupils else "mensen"})
        return Tip(f"In uw zin staat {told}. Neem dat over als streefwaarde.", offer)
    if said.each is not None and _fits_percent(goal):
        told = number(said.each)
        offer = {"target": told} | ({} if goal.unit else {"unit": "%"})
        return Tip(
            f"U schrijft over allemaal of niemand: dat is {told}%. Is iets minder ook goed? Vul dan dat in.", offer
        )
    if goal.unit and (said.percent is not None or said.people is not None or said.each is not None):
        return Tip(f"Vul bij Streefwaarde in waar u wilt uitkomen, in {goal.unit}.")
    if not said.has_number:
        return Tip("Vul bij Streefwaarde in waar u wilt uitkomen.")
    return Tip("Zet het getal uit uw zin ook bij Streefwaarde, dan kunt u het later vergelijken.")


def _fits_percent(goal: Goal) -> bool:
    return not goal.unit or in_percent(goal)


def _fits_people(goal: Goal, said: Reading) -> bool:
    """Whether the people that the sentence counts are what the goal counts."""
    first = plain(goal.unit).split(" ")[0]
    return not goal.unit or first in (PUPILS if said.are_pupils else PEOPLE - PUPILS)


def _unit_tip(goal: Goal, facts: Facts, said: Reading) -> Tip:
    if said.percent is not None and not said.percent_changes:
        return Tip("In uw zin staat een percentage. Neem % over als eenheid.", {"unit": "%"})
    if said.are_pupils:
        return Tip("In uw zin staat een aantal leerlingen. Neem dat over als eenheid.", {"unit": "leerlingen"})
    return Tip("Schrijf op wat u telt, bijvoorbeeld %, leerlingen of punten.")


def _baseline_tip(goal: Goal, facts: Facts, said: Reading | None) -> Tip:
    """What the scan says of where pupils stand, when that was, and from which source."""
    finding = facts.finding_of(goal.statement)
    if finding is None:
        return Tip("Schrijf op waar u nu staat, met de datum en de bron van dat getal.")
    source, pupils = source_of(finding), facts.pupils_of(finding)
    offer = {} if goal.baseline_source or not source else {"baseline_source": source[:200]}
    if facts.scan_held_on and goal.baseline_on is None:
        offer["baseline_on"] = facts.scan_held_on.isoformat()
    seen = f"Uw schoolscan zegt bij {finding.domain.name}, {finding.group}: {finding.delay_label or 'nog geen oordeel'}"
    if goal.baseline is not None and not offer:
        return Tip("Schrijf op wanneer en in welke bron u de beginwaarde zag.")
    if goal.baseline is not None:
        return Tip(f"{seen}{f' ({source})' if source else ''}. Neem over waar en wanneer u dat zag.", offer)
    if pupils and (not goal.unit or "leerling" in goal.unit.lower()):
        offer = {"baseline": pupils} | offer
        if not goal.unit:
            offer["unit"] = f"leerlingen met {finding.delay_label}"[:40] if finding.delay else "leerlingen"
        return Tip(f"{seen}, {pupils} leerlingen. Begin daarbij.", offer)
    return Tip(f"{seen}. Zoek het getal op in de bron{f' ({source})' if source else ''}.", offer)


def _how_tip(goal: Goal, facts: Facts, said: Reading) -> Tip:
    finding = facts.finding_of(goal.statement)
    if finding is None or not source_of(finding):
        return Tip("Schrijf op waarmee u meet, bijvoorbeeld een toets of een vragenlijst, en wanneer.")
    source = source_of(finding)
    return Tip(f"In uw schoolscan keek u met: {source}. Meet opnieuw met hetzelfde.", {"how_measured": source[:200]})


# --- Acceptabel ------------------------------------------------------------------------------------------------------


def acceptable(goal: Goal, facts: Facts) -> Verdict:
    """Whether the team was heard, and whether somebody follows the goal."""
    talks = sorted(facts.team_talks, key=lambda talk: (facts.rests_on(talk), talk.held_on))
    if not talks:
        others = and_(sorted({talk.get_party_display() for talk in facts.talks}))
        seen = (
            f"Gehoord: {others}. Met het team is nog geen gesprek vastgelegd." if others else "Er is niemand gehoord."
        )
        text = "Bespreek het doel met het team: wie het moet doen, moet erachter staan. Leg het gesprek vast."
        tip = Tip(text, route="consultation_add", pk=facts.scan, place="Gesprek vastleggen")
        return Verdict("A", State.BETTER if others else State.MISSING, seen, tip)
    talk = talks[-1]
    rests = " Daaruit blijkt ook de bevinding achter deze maatregel." if facts.rests_on(talk) else ""
    seen = f"Het team is gehoord op {day_of(talk.held_on)}.{rests}"
    if goal.responsible:
        return Verdict("A", State.GOOD, f"{seen} Dit doel volgt: {goal.responsible}.")
    offer = {"responsible": facts.responsible} if facts.responsible else {}
    text = (
        f"De maatregel is van: {facts.responsible}." if offer else "Noem een functie, bijvoorbeeld intern begeleider."
    )
    return Verdict("A", State.BETTER, f"{seen} Nog niet ingevuld: wie dit volgt.", Tip(text, offer))


# --- Tijdsgebonden ---------------------------------------------------------------------------------------------------


def timely(goal: Goal, facts: Facts, said: Reading, points: Sequence[Milestone]) -> Verdict:
    """A deadline, within the time of the measure and of the money."""
    day, last = goal.deadline, facts.last_day
    if day is None:
        return _without_deadline(facts, said)
    wrong = _wrong_day(goal, facts, said)
    if wrong:
        named = _other_moment(goal, facts, said)
        if named and (not last or named <= last) and not (goal.baseline_on and named <= goal.baseline_on):
            return Verdict("T", State.BETTER, wrong, Tip(f"Vul in: {day_of(named)}.", {"deadline": named.isoformat()}))
        offer = {"deadline": last.isoformat()} if last and last != day else {}
        text = f"De laatste dag waarop het past, is {day_of(last)}." if offer else "Kijk de datums nog eens na."
        return Verdict("T", State.BETTER, wrong, Tip(text, offer))
    late = next((point for point in points if point.due_on >= day), None)
    if late:
        tip = Tip(
            "Verplaats het tussenpunt of de datum.", route="milestone_edit", pk=late.pk, place="Tussenpunt wijzigen"
        )
        return Verdict("T", State.BETTER, f"Het {late} ligt niet voor {day_of(day)}, de datum van het doel.", tip)
    seen = f"Uiterlijk op {day_of(day)}."
    start = goal.baseline_on or facts.begins_on
    if start and (day - start).days > LONG and not points and goal.pk:
        text = "Dat duurt langer dan een jaar. Zet er een tussenpunt bij, dan ziet u op tijd of u op weg bent."
        tip = Tip(text, route="milestone_add", pk=goal.pk, place="Tussenpunt toevoegen")
        return Verdict("T", State.GOOD, seen, tip)
    return Verdict("T", State.GOOD, seen)


def _without_deadline(facts: Facts, said: Reading) -> Verdict:
    named, last = said.when, facts.last_day
    if named:
        day = named.day or last
        seen = f"In uw zin staat “{named.words}”, maar de datum is nog niet ingevuld."
        text = f"Vul in: {day_of(day)}." if day else "Vul de datum in."
        return Verdict("T", State.MISSING, seen, Tip(text, {"deadline": day.isoformat()} if day else {}))
    seen = "Er staat niet wanneer het doel gehaald moet zijn."
    if last is None:
        return Verdict("T", State.MISSING, seen, Tip("Vul een datum in, bijvoorbeeld het einde van een schooljaar."))
    return Verdict(
        "T", State.MISSING, seen, Tip(f"De maatregel loopt tot en met {day_of(last)}.", {"deadline": last.isoformat()})
    )


def _other_moment(goal: Goal, facts: Facts, said: Reading) -> date | None:
    """The day that the sentence names, when the deadline is in another year than that (school year: outside it)."""
    named, day = said.when, goal.deadline
    if named is None or named.day is None or (facts.begins_on and named.day <= facts.begins_on):
        return None
    same = named.first <= day <= named.day if named.first else named.day.year == day.year
    return None if same else named.day


def _wrong_day(goal: Goal, facts: Facts, said: Reading) -> str:
    """What does not fit about the deadline; empty when it is fine."""
    day = goal.deadline
    if goal.baseline_on and day <= goal.baseline_on:
        return f"De datum ligt niet na de beginwaarde van {day_of(goal.baseline_on)}."
    if facts.begins_on and day <= facts.begins_on:
        return f"De datum ligt niet na het begin van de maatregel op {day_of(facts.begins_on)}."
    if facts.spending_deadline and day > facts.spending_deadline:
        return f"De datum ligt na {day_of(facts.spending_deadline)}, de dag waarop het geld besteed moet zijn."
    if facts.ends_on and day > facts.ends_on:
        return f"De datum ligt na het einde van de maatregel op {day_of(facts.ends_on)}."
    if _other_moment(goal, facts, said):
        return f"In uw zin staat “{said.when.words}”, bij Uiterlijk op staat {day_of(day)}."
    return ""
