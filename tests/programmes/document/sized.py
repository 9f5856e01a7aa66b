"""Whole documents of any size, without a database: what is written in them is chosen by whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from programmes.document import schema as s
from programmes.document.stamp import Stamp

YEARS = ("2021-2022", "2022-2023", "2023-2024")
LETTERS = "ABCDEF"
DOMAINS = ("begrijpend lezen", "rekenen-wiskunde", "spelling", "welbevinden", "executieve functies", "burgerschap")
GROUPS = tuple(f"groep {number}" for number in range(1, 9))
DELAYS = ((0, "geen achterstand"), (1, "lichte achterstand"), (2, "achterstand"), (3, "grote achterstand"))
STAMP = Stamp("version", "adopted", datetime(2021, 9, 1, tzinfo=UTC), 1, "ab" * 32, datetime(2021, 9, 1, tzinfo=UTC),
              adopted_on=date(2021, 9, 20))  # fmt: skip
Write = Callable[[str, int], str]
"""(what it is about, how many words a person would use) -> what stands in the field."""

SENTENCE = (  # noqa: SIM905
    "Leerlingen die door de sluiting van de scholen lessen misten krijgen in kleine groepen extra instructie van een "
    "leerkrachtondersteuner, die samen met de intern begeleider elke zes weken nagaat wat het oplevert"
).split()


def plain(about: str, words: int) -> str:
    """What a school might write: sentences of some thirty words, in paragraphs of some ninety."""
    told = [SENTENCE[place % len(SENTENCE)] for place in range(words)]
    for place in range(len(SENTENCE) - 1, words, len(SENTENCE)):
        told[place] += ".\n\n" if place % 3 == 0 else "."
    return f"{about.capitalize()}: {' '.join(told)}"


@dataclass(frozen=True)
class Size:
    """How many of everything; of ``goals`` and ``milestones`` for each measure and goal."""

    needs: int = 5
    findings: int = 16
    talks: int = 4
    measures: int = 8
    goals: int = 2
    milestones: int = 2
    posts: int = 6
    costs: int = 8
    not_chosen: int = 3
    funding: int = 2


def euros(amount: int) -> s.Amount:
    return s.Amount(amount=Decimal(amount), complete=True)


def sized(size: Size, write: Write = plain) -> s.Document:
    """A document of this size, all of its texts from ``write``. Every measure takes a part of the posts and costs."""
    measures = tuple(_measure(pk, size, write) for pk in range(1, size.measures + 1))
    return s.Document(
        title="Schoolprogramma",
        school=s.SchoolNode(
            code="99XX00",
            brin="99XX",
            name=write("school", 3),
            kind="bo",
            kind_label="Basisonderwijs",
            sector="po",
            town=write("plaats", 1),
            board_number="41000",
            board_name=write("bestuur", 3),
            pupils=212,
            pupils_year=2020,
        ),  # fmt: skip
        round=s.RoundNode(code="npo", name="Nationaal Programma Onderwijs", years=YEARS, spending_deadline=None),
        edition=s.EditionNode(code="2021", name="Menukaart 2021"),
        categories=tuple(s.CategoryNode(letter=c, name=f"Categorie {c}", short_name=f"Soort {c}") for c in LETTERS),
        vision=write("visie", 160),
        ambition=write("ambitie", 90),
        involvement=write("betrokkenheid", 60),
        summary=write("samenvatting", 120),
        scan=_scan(size, write),
        needs=tuple(_need(pk, size, write) for pk in range(1, size.needs + 1)),
        measures=measures,
        staff=tuple(_post(pk, write) for pk in range(1, size.posts + 1)),
        costs=tuple(_cost(pk, size, write) for pk in range(1, size.costs + 1)),
        budget=_budget(size, measures, write),
        not_chosen=tuple(
            s.NotChosenNode(id=pk, category=_letter(pk), intervention=_card(pk), reason=write("niet gekozen", 25))
            for pk in range(1, size.not_chosen + 1)
        ),
    )


def _letter(pk: int) -> str:
    return LETTERS[pk % len(LETTERS)]


def _scan(size: Size, write: Write) -> s.ScanNode:
    return s.ScanNode(
        title=write("scan", 4),
        held_on=date(2021, 5, 1),
        summary=write("scan samengevat", 90),
        findings=tuple(_finding(pk, size, write) for pk in range(1, size.findings + 1)),
        consultations=tuple(
            s.ConsultationNode(
                id=pk,
                held_on=date(2021, 5, 1 + pk % 28),
                party_label="ouders",
                how=write("hoe", 6),
                outcome=write("uitkomst", 40),
                heard=20 + pk,
            )  # fmt: skip
            for pk in range(1, size.talks + 1)
        ),
    )


def _finding(pk: int, size: Size, write: Write) -> s.FindingNode:
    delay, label = DELAYS[pk % 4]
    return s.FindingNode(id=pk, domain=DOMAINS[pk % 6], group=GROUPS[pk // 6 % 8], delay=delay, delay_label=label,
                         pupils="12", trend_label="groeit", source_label="lvs", source_note=write("bron", 3),
                         explanation=write("bevinding", 35), consultations=(pk % size.talks + 1,) if size.talks else (),
                         )  # fmt: skip


def _need(pk: int, size: Size, write: Write) -> s.NeedNode:
    found = tuple(sorted({(pk * step) % size.findings + 1 for step in (1, 3, 5)})) if size.findings else ()
    return s.NeedNode(id=pk, rank=pk, title=write("behoefte", 6), explanation=write("uitleg", 50),
                      domains=(DOMAINS[pk % 6],), findings=found)  # fmt: skip


def _card(pk: int) -> s.InterventionNode:
    return s.InterventionNode(edition="2021", code=f"{_letter(pk)}{pk}", name=f"Interventie {pk}", effect_months=4,
                              evidence=3, cost=2)  # fmt: skip


def _measure(pk: int, size: Size, write: Write) -> s.MeasureNode:
    posts = (pk % size.posts + 1,) if size.posts else ()
    costs = tuple(_cost(each, size, write) for each in range(1, size.costs + 1) if _measure_of(each, size) == pk)
    return s.MeasureNode(
        id=pk, rank=pk, title=write("maatregel", 6), category=_letter(pk), intervention=_card(pk),
        description=write("wat", 90), reason=write("waarom", 60), needs=(pk % size.needs + 1,) if size.needs else (),
        groups="groep 4 en 5", responsible=write("wie", 2), years=YEARS[:2], planning=write("planning", 40),
        goals=tuple(_goal(100_000 * pk + each, size, write) for each in range(size.goals)),
        staff=tuple(
            s.MeasureStaffNode(post=post, title=write("inzet", 4), share=Decimal(10), cost=euros(3000))
            for post in posts
        ),
        costs=costs, total=euros(3000 * len(posts) + 600 * len(costs)), lasting_label="tijdelijk",
        starts_on=date(2021, 9, 1), ends_on=date(2023, 7, 1),
        by_year=((YEARS[0], euros(3000 * len(posts) + 600 * len(costs))),),
    )  # fmt: skip


def _goal(pk: int, size: Size, write: Write) -> s.GoalNode:
    return s.GoalNode(
        id=pk, statement=write("doel", 18), indicator=write("te zien", 8), unit="%", baseline=Decimal(54),
        target=Decimal(75), how_measured=write("meten", 10), deadline=date(2023, 6, 1), responsible=write("wie", 2),
        baseline_on=date(2021, 6, 1), baseline_source=write("bron", 4),
        milestones=tuple(
            s.MilestoneNode(id=10 * pk + each, due_on=date(2022, 1 + each % 12, 1), value=Decimal(60),
                            note=write("tussenpunt", 6))  # fmt: skip
            for each in range(size.milestones)
        ),
    )  # fmt: skip


def _post(pk: int, write: Write) -> s.PostNode:
    return s.PostNode(
        id=pk, kind="leraarondersteuner", title=write("inzet", 4), amount=Decimal("0.6"), unit_label="fte",
        fte=Decimal("0.6"), hours=Decimal(995), start=date(2021, 8, 1), end=date(2023, 7, 31), engagement="tijdelijk",
        engagement_label="in dienst", is_pnil=False, cost_basis_label="per fte", price=Decimal(60000),
        price_source=write("bron", 4), vat_percent=Decimal(0), vacancy_label="gevonden", if_not_found=write("anders", 15),
        afterwards=write("daarna", 15), cost=euros(30000), unplaced_share=Decimal(0),
    )  # fmt: skip


def _measure_of(cost: int, size: Size) -> int | None:
    return cost % size.measures + 1 if size.measures else None


def _cost(pk: int, size: Size, write: Write) -> s.CostNode:
    return s.CostNode(id=pk, description=write("kosten", 5), kind_label="materiaal", year=YEARS[pk % 3],
                      amount=Decimal(600), measure=_measure_of(pk, size), category=None,
                      note=write("toelichting", 12))  # fmt: skip


def _budget(size: Size, measures: tuple[s.MeasureNode, ...], write: Write) -> s.BudgetNode:
    by_letter = {letter: sum(m.total.amount for m in measures if m.category == letter) for letter in LETTERS}
    spent = {letter: s.Amount(amount=amount, complete=True) for letter, amount in by_letter.items() if amount}
    total, none = s.Amount(amount=sum(by_letter.values()), complete=True), euros(0)
    years = tuple(
        s.YearNode(
            year=year, funding_lines=tuple(_funding(10_000 * place + each, write) for each in range(size.funding)),
            funding=euros(150_000), carry_in=none, available=euros(150_000), staff=none if place else total, other=none,
            spent=none if place else total, balance=euros(150_000), by_category={} if place else spent,
            uncategorised=none,
        )
        for place, year in enumerate(YEARS)
    )  # fmt: skip
    return s.BudgetNode(years=years, funding=euros(450_000), spent=total, balance=euros(200_000), by_category=spent,
                        uncategorised=none, pnil=none, pnil_percent=Decimal(0), spent_percent=Decimal(50))  # fmt: skip


def _funding(pk: int, write: Write) -> s.FundingNode:
    return s.FundingNode(id=pk, label=f"bedrag {pk}", rate=None, units=None, basis_label="", own_amount=True,
                         amount=Decimal(75_000), note=write("toelichting", 6))  # fmt: skip
