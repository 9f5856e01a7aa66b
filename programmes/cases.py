"""Whole plans as plain data, and the one function that writes them through the product's own operations.

Used by the demo, by ``manage.py real_case`` and by the tests. The ten lines of money are those of a real plan: one
post and nine cost lines, 67,748 of 70,000 euros, so that 2,252 goes on to the next school year.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from menukaart.models import Category, Intervention
from npo_planner.rows import next_rank, save_row
from programmes.models import CostLine, Funding, Goal, Measure, NotChosen, Programme, Round
from programmes.plan.constants import Certainty
from programmes.plan.operations import set_shares, start_programme
from scans.models import Consultation, Domain, Finding, Need
from schools.models import School, User
from staffing.models import StaffingNeed, StaffKind


@dataclass(frozen=True)
class Case:
    """One plan. Places (0, 1, …) point at earlier rows: needs at findings, measures at needs and school years, and so
    on. ``money`` is the first school year's own amount; all other lines of the regeling become 0.
    """

    texts: dict[str, str]
    findings: tuple[dict[str, Any], ...]
    talks: tuple[dict[str, Any], ...]
    needs: tuple[dict[str, Any], ...]
    measures: tuple[dict[str, Any], ...]
    goals: tuple[dict[str, Any], ...]
    posts: tuple[dict[str, Any], ...]
    costs: tuple[dict[str, Any], ...]
    not_chosen: tuple[dict[str, Any], ...] = ()
    money: Decimal | None = None
    scan: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def write_plan(*, school: School, case: Case, by: User) -> Programme:
    """Begin the NPO plan of ``school`` and write all of ``case`` in it. Returns the draft."""
    programme = start_programme(school=school, round_=Round.objects.get(code="npo"), by=by)
    years = list(programme.round.years.all())
    save_row(row=programme, values=case.texts, by=by)
    if case.scan:
        save_row(row=programme.scan, values=case.scan, by=by)
    findings = [_finding(programme, dict(values), by) for values in case.findings]
    for values in case.talks:
        save_row(row=Consultation(scan=programme.scan), values=values, by=by)
    needs = [_need(programme, dict(values), findings, by) for values in case.needs]
    measures = [_measure(programme, dict(values), needs, years, by) for values in case.measures]
    for values in case.not_chosen:
        row = NotChosen(programme=programme, intervention=_card(programme, values["code"]))
        save_row(row=row, values={"reason": values["reason"]}, by=by)
    for values in case.goals:
        _goal(dict(values), measures, by)
    for values in case.posts:
        _post(programme, dict(values), measures, years, by)
    for values in case.costs:
        _cost(programme, dict(values), measures, years, by)
    if case.money is not None:
        _money(programme, case.money, by)
    return Programme.objects.get(pk=programme.pk)


def _finding(programme: Programme, values: dict[str, Any], by: User) -> Finding:
    values["domain"] = Domain.objects.get(name=values["domain"], school=None)
    return save_row(row=Finding(scan=programme.scan), values=values, by=by)


def _need(programme: Programme, values: dict[str, Any], findings: list[Finding], by: User) -> Need:
    values["findings"] = [findings[place] for place in values["findings"]]
    row = Need(scan=programme.scan, rank=next_rank(programme.scan.needs.all()))
    return save_row(row=row, values=values, by=by)


def _measure(programme: Programme, values: dict[str, Any], needs: list[Need], years: list, by: User) -> Measure:
    code, letter = values.pop("code", None), values.pop("letter", None)
    card = _card(programme, code) if code else None
    values |= {
        "intervention": card,
        "also": [_card(programme, other) for other in values.get("also", ())],
        "category": card.category if card else Category.objects.get(letter=letter),
        "needs": [needs[place] for place in values["needs"]],
        "years": [years[place] for place in values["years"]],
    }
    row = Measure(programme=programme, rank=next_rank(programme.measures.all()))
    return save_row(row=row, values=values, by=by)


def _card(programme: Programme, code: str) -> Intervention:
    return Intervention.objects.get(edition=programme.edition, code=code)


def _goal(values: dict[str, Any], measures: list[Measure], by: User) -> None:
    measure = measures[values.pop("measure")]
    save_row(row=Goal(measure=measure), values=values, by=by)


def _post(programme: Programme, values: dict[str, Any], measures: list[Measure], years: list, by: User) -> None:
    shares = {measures[place]: Decimal(share) for place, share in values.pop("shares").items()}
    year = years[values.pop("year")]
    values = {"start": year.start, "end": year.end} | values
    values["kind"] = StaffKind.objects.get(code=values["kind"])
    post = save_row(row=StaffingNeed(plan=programme.staff_plan), values=values, by=by)
    set_shares(post=post, shares=shares, by=by)


def _cost(programme: Programme, values: dict[str, Any], measures: list[Measure], years: list, by: User) -> None:
    values["year"] = years[values["year"]]
    measure, letter = values.pop("measure", None), values.pop("letter", None)
    values["measures"] = [] if measure is None else [measures[measure]]
    values["own_category"] = Category.objects.get(letter=letter) if letter else None
    save_row(row=CostLine(programme=programme), values=values, by=by)


def _money(programme: Programme, amount: Decimal, by: User) -> None:
    lines = list(programme.funding.order_by("year__start", "rate__rank"))
    for place, line in enumerate(lines):
        values = {
            "amount": amount if place == 0 else Decimal("0.00"),
            "certainty": Certainty.FINAL,
            "note": "" if place else "Beschikking van DUO",
        }
        save_row(row=Funding.objects.get(pk=line.pk), values=values, by=by)


def _line(description: str, kind: str, amount: int, measure: int | None, letter: str | None = None) -> dict[str, Any]:
    return {
        "description": description,
        "kind": kind,
        "amount": Decimal(amount).quantize(Decimal("0.01")),
        "year": 0,
        "measure": measure,
        "letter": letter,
    }


TEN_LINES = (
    _line("Leesproject met de bibliotheek", "project", 4000, 1),
    _line("Schrijver in de klas", "project", 500, 1),
    _line("Weerbaarheidstraining", "project", 2250, 2),
    _line("Muziek in de onderbouw", "project", 1000, 3),
    _line("Rekenmateriaal", "materiaal", 1000, 0),
    _line("Leesboeken", "materiaal", 500, 1),
    _line("Abonnement oefenprogramma rekenen", "materiaal", 900, 0),
    _line("Instrumenten", "materiaal", 800, 3),
    _line("Spelmateriaal voor het plein", "materiaal", 500, None, "C"),
)
ASSISTANT = {
    "kind": "onderwijsassistent",
    "also_roles": "leraarondersteuner",
    "people": 2,
    "description": "Extra handen voor lezen en rekenen",
    "amount": Decimal("12"),
    "unit": "dagdelen_week",
    "year": 0,
    "engagement": "eigen",
    "contract": "tijdelijk",
    "cost_basis": "vast",
    "price": Decimal("56298.00"),
    "price_source": "salarisadministratie van het bestuur",
    "vacancy": "gevonden",
    "if_not_found": "Dan breiden twee leraren hun uren uit.",
    "after": "gewoon_geld",
    "afterwards": "Zij gaan door op plekken die vrijkomen door pensioen.",
    "shares": {0: 60, 1: 40},
}

PRIMARY = Case(
    texts={
        "vision": "Bij ons leert elk kind lezen, rekenen en samenleven. Wij kijken naar wat een kind kan en wat het "
        "nodig heeft, en we doen dat samen met ouders.",
        "ambition": "Over twee jaar zijn lezen en rekenen weer op het niveau van voor de sluiting, en gaat elk kind "
        "met plezier naar school.",
        "involvement": "Het team besprak de scan op de studiedag. Ouders vulden een vragenlijst in. De MR dacht mee "
        "over de behoeften.",
        "summary": "Onze school krijgt tijdelijk extra geld. We gebruiken het vooral voor rekenen en lezen, met extra "
        "handen in de klas, en voor een fijne sfeer in de groep.",
    },
    scan={
        "title": "Schoolscan voorjaar 2021",
        "held_on": date(2021, 4, 20),
        "summary": "Rekenen en begrijpend lezen bleven achter in groep 5 tot en met 7. "
        "Kinderen missen het samen spelen.",
    },
    findings=(
        {
            "domain": "rekenen",
            "group": "groep 5",
            "delay": 3,
            "pupils": 26,
            "source": "lvs",
            "source_note": "Cito rekenen M5, februari 2021",
            "explanation": "De groei bleef achter bij vermenigvuldigen en bij verhaalsommen. Thuis oefenen lukte niet "
            "bij iedereen.",
        },
        {
            "domain": "begrijpend lezen",
            "group": "groep 6",
            "delay": 2,
            "pupils": 31,
            "source": "lvs",
            "source_note": "Cito begrijpend lezen M6",
            "explanation": "Kinderen lezen minder en kortere teksten dan voor de sluiting.",
        },
        {
            "domain": "sociaal-emotionele ontwikkeling",
            "group": "bovenbouw",
            "delay": 2,
            "source": "vragenlijst",
            "source_note": "vragenlijst onder leerlingen, maart 2021",
            "explanation": "Er zijn meer ruzies op het plein. Kinderen vinden het lastig om samen te werken.",
        },
        {
            "domain": "motivatie",
            "group": "hele school",
            "delay": 1,
            "source": "observatie",
            "explanation": "Sommige kinderen beginnen moeilijk aan hun werk.",
        },
    ),
    talks=(
        {
            "held_on": date(2021, 4, 14),
            "party": "team",
            "how": "studiedag",
            "outcome": "Het team ziet vooral bij rekenen gaten. Er is behoefte aan extra handen.",
        },
        {
            "held_on": date(2021, 4, 22),
            "party": "ouders",
            "how": "vragenlijst, 84 keer ingevuld",
            "outcome": "Ouders noemen plezier in school en samen spelen het vaakst.",
        },
    ),
    needs=(
        {
            "title": "Leerlingen in groep 5 rekenen weer op niveau",
            "explanation": "Hier is de achterstand het grootst.",
            "findings": [0],
        },
        {
            "title": "Leerlingen lezen meer en begrijpen wat ze lezen",
            "explanation": "Lezen is nodig voor alle vakken.",
            "findings": [1, 3],
        },
        {"title": "Leerlingen voelen zich veilig in de groep", "explanation": "", "findings": [2]},
    ),
    measures=(
        {
            "code": "B3",
            "title": "Rekenen in kleine groepen",
            "reason": "Gerichte instructie past bij gaten die per kind verschillen.",
            "description": "De onderwijsassistent neemt de groep over, zodat de leraar vier keer per week een kleine "
            "groep rekenles geeft.",
            "groups": "groep 5 en 6",
            "needs": [0],
            "years": [0, 1],
            "also": ["B7"],
            "lasting": "tijdelijk",
            "starts_on": date(2021, 9, 6),
            "ends_on": date(2023, 7, 7),
            "planning": "September: groepjes maken op de toets van juni. Januari: opnieuw toetsen en bijstellen. Juli: "
            "terugkijken met het team.",
            "responsible": "intern begeleider",
        },
        {
            "code": "B8",
            "title": "Begrijpend lezen met rijke teksten",
            "reason": "De aanpak met leesstrategieën is goed onderzocht.",
            "description": "Elke groep leest dagelijks een half uur en bespreekt de tekst.",
            "groups": "groep 4 tot en met 8",
            "needs": [1],
            "years": [0],
            "lasting": "blijvend",
            "responsible": "taalcoördinator",
        },
        {
            "code": "C1",
            "title": "Samen spelen, samen werken",
            "reason": "Ouders en leerlingen vragen hierom.",
            "description": "Weerbaarheidstraining in de bovenbouw, en begeleid spel op het plein.",
            "groups": "bovenbouw",
            "needs": [2],
            "years": [0],
            "lasting": "tijdelijk",
            "responsible": "gedragsspecialist",
        },
        {
            "letter": "C",
            "title": "Muziekles in de onderbouw",
            "reason": "Muziek maken staat niet apart op de menukaart, maar past bij cultuureducatie. Onze leerlingen "
            "krijgen er zelfvertrouwen van.",
            "description": "Een muziekleraar geeft acht weken les.",
            "groups": "groep 1 tot en met 3",
            "needs": [2],
            "years": [0],
            "lasting": "tijdelijk",
            "responsible": "cultuurcoördinator",
        },
    ),
    goals=(
        {
            "measure": 0,
            "statement": "In groep 5 haalt driekwart van de leerlingen het basisniveau rekenen.",
            "indicator": "leerlingen met niveau I, II of III",
            "unit": "%",
            "baseline": Decimal(58),
            "target": Decimal(75),
            "how_measured": "Cito rekenen, januari en juni",
            "baseline_on": date(2021, 2, 10),
            "baseline_source": "Cito rekenen M5, februari 2021",
            "deadline": date(2022, 7, 1),
            "responsible": "intern begeleider",
        },
        {
            "measure": 1,
            "statement": "Leerlingen in groep 6 begrijpen langere teksten.",
            "indicator": "gemiddelde vaardigheidsscore",
            "unit": "punten",
            "baseline": Decimal("141.5"),
            "target": Decimal(150),
            "how_measured": "Cito begrijpend lezen",
            "baseline_on": date(2021, 2, 10),
            "baseline_source": "Cito begrijpend lezen M6, februari 2021",
            "deadline": date(2022, 7, 1),
            "responsible": "taalcoördinator",
        },
        {
            "measure": 2,
            "statement": "Leerlingen voelen zich veilig op het plein en in de klas.",
            "how_measured": "gesprek met de leerlingenraad",
            "deadline": date(2022, 6, 1),
            "responsible": "gedragsspecialist",
        },
        {
            "measure": 3,
            "statement": "Alle leerlingen van groep 1 tot en met 3 treden één keer op.",
            "unit": "leerlingen",
            "baseline": Decimal(0),
            "target": Decimal(84),
            "how_measured": "telling",
            "deadline": date(2022, 6, 15),
            "responsible": "cultuurcoördinator",
        },
    ),
    posts=(ASSISTANT,),
    costs=TEN_LINES,
    not_chosen=(
        {
            "code": "A3",
            "reason": "Te weinig leerlingen kunnen in de zomer komen, bleek uit de vragenlijst onder ouders.",
        },
        {
            "code": "E1",
            "reason": "Kleinere klassen kosten veel. Voor hetzelfde geld helpen we meer kinderen in groepjes.",
        },
    ),
    money=Decimal("70000.00"),
)

SECONDARY = Case(
    texts={
        "vision": "Op onze school leren leerlingen zelfstandig werken en samen leven. Iedereen hoort erbij.",
        "ambition": "Leerlingen halen hun vertraging in bij Nederlands en wiskunde en kunnen hun werk weer plannen.",
        "involvement": "De secties, de leerlingenraad en de ouderraad hebben meegedacht over de scan.",
        "summary": "We gebruiken het extra geld voor steunlessen, voor hulp bij plannen en voor meer begeleiding.",
    },
    scan={"title": "Schoolscan voorjaar 2021", "held_on": date(2021, 5, 11)},
    findings=(
        {
            "domain": "wiskunde",
            "group": "leerjaar 2 havo",
            "delay": 3,
            "pupils": 64,
            "source": "methode",
            "source_note": "methodetoetsen periode 3",
            "explanation": "Algebra is in de lockdown te snel behandeld.",
        },
        {
            "domain": "Nederlands",
            "group": "leerjaar 1",
            "delay": 2,
            "pupils": 120,
            "source": "lvs",
            "source_note": "Diatoetsen, april 2021",
            "explanation": "De leesvaardigheid ligt een half jaar achter.",
        },
        {
            "domain": "planning en organisatie",
            "group": "onderbouw",
            "delay": 3,
            "source": "gesprek",
            "explanation": "Mentoren zien leerlingen die hun werk niet meer overzien.",
        },
    ),
    talks=(
        {"held_on": date(2021, 4, 12), "party": "team", "how": "sectieoverleg", "outcome": "Nadruk op de kernvakken."},
        {
            "held_on": date(2021, 4, 15),
            "party": "leerlingen",
            "how": "leerlingenraad",
            "outcome": "Leerlingen willen hulp bij plannen en meer contact met hun mentor.",
        },
        {"held_on": date(2021, 4, 19), "party": "ouders", "how": "ouderavond", "outcome": "Zorgen over motivatie."},
    ),
    needs=(
        {"title": "Leerlingen halen wiskunde en Nederlands in", "explanation": "", "findings": [0, 1]},
        {"title": "Leerlingen kunnen hun werk plannen", "explanation": "", "findings": [2]},
    ),
    measures=(
        {
            "code": "B3",
            "title": "Steunlessen in kleine groepen",
            "reason": "De achterstand verschilt per leerling.",
            "description": "Twee uur per week steunles voor wie het nodig heeft.",
            "groups": "leerjaar 1 en 2",
            "needs": [0],
            "years": [0, 1],
            "lasting": "tijdelijk",
            "responsible": "teamleider",
        },
        {
            "code": "B9",
            "title": "Taal in alle vakken",
            "reason": "Leesvaardigheid helpt bij elk vak.",
            "description": "Elke sectie oefent met vakteksten.",
            "groups": "onderbouw",
            "needs": [0],
            "years": [0],
            "lasting": "tijdelijk",
            "responsible": "taalcoördinator",
        },
        {
            "code": "D1",
            "title": "Leren plannen met de mentor",
            "reason": "Leerlingen vragen zelf om hulp bij plannen.",
            "description": "Een vast uur per week met de mentor.",
            "groups": "onderbouw",
            "needs": [1],
            "years": [0, 1],
            "lasting": "tijdelijk",
            "responsible": "zorgcoördinator",
        },
        {
            "letter": "D",
            "title": "Huiswerkplein in de bibliotheek",
            "reason": "Huiswerkbegeleiding staat niet op de menukaart. Wij koppelen het aan leren plannen.",
            "description": "Vier middagen open, met studenten.",
            "groups": "alle leerjaren",
            "needs": [1],
            "years": [0],
            "lasting": "tijdelijk",
            "responsible": "teamleider",
        },
    ),
    goals=(
        {
            "measure": 0,
            "statement": "Driekwart van de leerlingen met steunles staat voldoende voor wiskunde.",
            "indicator": "leerlingen met een 5,5 of hoger",
            "unit": "%",
            "baseline": Decimal(41),
            "target": Decimal(75),
            "how_measured": "rapport",
            "baseline_on": date(2021, 3, 26),
            "baseline_source": "tweede rapport, maart 2021",
            "deadline": date(2022, 7, 1),
            "responsible": "teamleider",
        },
        {
            "measure": 2,
            "statement": "Leerlingen overzien hun werk weer.",
            "how_measured": "gesprek met de mentor",
            "deadline": date(2022, 6, 1),
            "responsible": "zorgcoördinator",
        },
    ),
    posts=(ASSISTANT | {"description": "Extra handen bij de steunlessen", "amount": Decimal(6), "unit": "dagen_week"},),
    costs=TEN_LINES,
    money=Decimal("70000.00"),
)
