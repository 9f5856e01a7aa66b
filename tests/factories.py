"""Plain makers of rows for the tests. Each gives a whole, valid thing; arguments override."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from menukaart.models import Category, Intervention
from programmes.consent import operations as consent
from programmes.consent.constants import Outcome
from programmes.models import (
    Agreement,
    CostLine,
    CostShare,
    Deployment,
    Funding,
    Goal,
    Measure,
    Milestone,
    MrMoment,
    NotChosen,
    Programme,
    Round,
    RoundYear,
    Version,
)
from programmes.plan.operations import start_programme
from scans.models import Domain, Finding, Need
from schools.constants import Geleding, Kind, Role
from schools.models import Board, Membership, PupilCount, School, User
from staffing.models import StaffingNeed, StaffKind

numbers = count(1)


def make_board(**fields: Any) -> Board:
    n = next(numbers)
    return Board.objects.create(**{"number": f"{n:05d}", "name": f"Stichting {n}"} | fields)


def make_school(*, kind: str = Kind.BO, pupils: int | None = 200, **fields: Any) -> School:
    n = next(numbers)
    board = fields.pop("board", None) or make_board()
    code = fields.pop("code", f"{n % 100:02d}{chr(65 + n // 100 % 26)}{chr(65 + n // 2600 % 26)}00")
    school = School.objects.create(
        **{"code": code, "brin": code[:4], "name": f"School {n}", "kind": kind, "board": board, "town": "Utrecht"}
        | fields
    )
    if pupils is not None:
        for year in (2020, 2021):
            PupilCount.objects.create(school=school, year=year, number=pupils)
    return school


def make_user(**fields: Any) -> User:
    n = next(numbers)
    return User.objects.create_user(**{"email": f"mens{n}@voorbeeld.nl", "name": f"Mens {n}"} | fields)


def make_member(place: School | Board, role: Role, geleding: str = "", **fields: Any) -> User:
    """A person with ``role`` at a school or a board."""
    user = make_user(**fields)
    where = {"board": place} if isinstance(place, Board) else {"school": place}
    Membership.objects.create(user=user, role=role, geleding=geleding, **where)
    return user


def make_head(school: School, **fields: Any) -> User:
    return make_member(school, Role.HEAD, **fields)


def make_mr(school: School) -> dict[str, User]:
    """One MR member of each geleding of the school, and the secretary (who votes for the parents)."""
    members = {g.value: make_member(school, Role.MR_MEMBER, g.value) for g in school.geledingen}
    return members | {"secretaris": make_member(school, Role.MR_SECRETARY, Geleding.PARENTS)}


def make_programme(school: School | None = None, *, by: User | None = None) -> Programme:
    """An empty draft in the NPO round; needs the ``reference`` fixture."""
    school = school or make_school()
    return start_programme(school=school, round_=Round.objects.get(code="npo"), by=by or make_head(school))


def years(programme: Programme) -> list[RoundYear]:
    return list(programme.round.years.order_by("start"))


def make_finding(programme: Programme, **fields: Any) -> Finding:
    fields = {
        "domain": Domain.objects.get(name="rekenen", school=None),
        "group": "groep 5",
        "delay": 2,
        "source": "lvs",
        "explanation": "De groei bleef achter.",
    } | fields
    return Finding.objects.create(scan=programme.scan, **fields)


def make_need(programme: Programme, *findings: Finding, **fields: Any) -> Need:
    rank = programme.scan.needs.count() + 1
    need = Need.objects.create(scan=programme.scan, **{"title": f"Behoefte {rank}", "rank": rank} | fields)
    need.findings.set(findings)
    return need


def make_measure(
    programme: Programme, code: str | None = "B3", *, needs: tuple[Need, ...] = (), **fields: Any
) -> Measure:
    """A measure with intervention ``code``; None makes it off the menu (category B unless given)."""
    intervention = Intervention.objects.get(edition=programme.edition, code=code) if code else None
    category = intervention.category if intervention else Category.objects.get(letter=fields.pop("letter", "B"))
    rank = programme.measures.count() + 1
    fields = {
        "title": f"Maatregel {rank}",
        "reason": "Past bij de behoefte.",
        "rank": rank,
        "lasting": "tijdelijk",
    } | fields
    measure = Measure.objects.create(programme=programme, intervention=intervention, category=category, **fields)
    measure.needs.set(needs)
    measure.years.set(years(programme)[:1])
    return measure


def make_not_chosen(programme: Programme, code: str = "C2", **fields: Any) -> NotChosen:
    card = Intervention.objects.get(edition=programme.edition, code=code)
    fields = {"reason": "Dat doet de school al."} | fields
    return NotChosen.objects.create(programme=programme, intervention=card, **fields)


def make_agreement(programme: Programme, **fields: Any) -> Agreement:
    """An agreement with the MR about the research, or as ``fields`` say."""
    fields = {"phase": "onderzoek", "text": "De MR ziet de schoolscan.", "agreed_on": date(2021, 4, 20)} | fields
    return Agreement.objects.create(programme=programme, **fields)


def make_moment(programme: Programme, *, by: User, **fields: Any) -> MrMoment:
    """A talk with the MR about the research, or as ``fields`` say."""
    fields = {
        "held_on": date(2021, 4, 22),
        "phase": "onderzoek",
        "kind": "besproken",
        "subject": "De uitkomsten van de scan",
        "outcome": "De MR mist de bovenbouw.",
    } | fields
    return MrMoment.objects.create(programme=programme, written_by=by, changed_by=by, **fields)


def make_goal(measure: Measure, **fields: Any) -> Goal:
    fields = {
        "statement": "In groep 5 halen meer leerlingen het basisniveau.",
        "baseline": Decimal(60),
        "baseline_on": date(2021, 6, 1),
        "baseline_source": "LVS, juni 2021",
        "target": Decimal(75),
        "unit": "%",
        "how_measured": "LVS",
        "deadline": date(2022, 7, 1),
        "responsible": "intern begeleider",
    } | fields
    return Goal.objects.create(measure=measure, **fields)


def make_milestone(goal: Goal, **fields: Any) -> Milestone:
    fields = {"due_on": date(2022, 1, 20), "value": Decimal(66)} | fields
    return Milestone.objects.create(goal=goal, **fields)


def make_post(programme: Programme, price: Any = Decimal("12000.00"), **fields: Any) -> StaffingNeed:
    """A post at a fixed price in the first school year, or as ``fields`` say."""
    first = years(programme)[0]
    fields = {
        "kind": StaffKind.objects.get(code="onderwijsassistent"),
        "amount": Decimal("0.5"),
        "unit": "fte",
        "after": "stopt",
        "start": first.start,
        "end": first.end,
        "engagement": "eigen",
        "cost_basis": "vast",
        "price": price,
    } | fields
    return StaffingNeed.objects.create(plan=programme.staff_plan, **fields)


def make_share(post: StaffingNeed, measure: Measure, share: Any = 100) -> Deployment:
    return Deployment.objects.create(staffing_need=post, measure=measure, share=Decimal(share))


def make_cost(programme: Programme, amount: Any = Decimal("1000.00"), **fields: Any) -> CostLine:
    """A cost of the first school year; of one ``measure``, or of ``shares``: measure to percent or None."""
    fields = {"description": "Leesboeken", "kind": "materiaal", "year": years(programme)[0]} | fields
    shares = fields.pop("shares", None) or {}
    if measure := fields.pop("measure", None):
        shares = {measure: None} | shares
    line = CostLine.objects.create(programme=programme, amount=amount, **fields)
    for measure, share in shares.items():
        CostShare.objects.create(cost_line=line, measure=measure, share=share)
    return line


def fill_funding(programme: Programme, amount: Any = Decimal("70000.00")) -> None:
    """Give the first year ``amount`` and every other line 0, so that the funding is complete."""
    first = programme.funding.order_by("year__start", "rate__rank").first()
    Funding.objects.filter(programme=programme).update(amount=Decimal(0), certainty="definitief")
    Funding.objects.filter(pk=first.pk).update(amount=amount)


def make_full_programme(school: School | None = None, *, by: User | None = None) -> Programme:
    """A draft with one of everything, nothing missing."""
    programme = make_programme(school, by=by)
    Programme.objects.filter(pk=programme.pk).update(vision="Wij zien elk kind.", ambition="Inhalen en verdiepen.")
    fill_funding(programme)
    measure = make_measure(programme, needs=(make_need(programme, make_finding(programme)),))
    make_goal(measure)
    make_share(make_post(programme), measure)
    make_cost(programme, measure=measure)
    return Programme.objects.get(pk=programme.pk)


def put_to_mr(programme: Programme, *, respond_by: date | None = None) -> Version:
    """Submit a full plan by a schoolleider, to an MR that is made when the school has none."""
    school = programme.school
    if not school.memberships.filter(role=Role.MR_SECRETARY).exists():
        make_mr(school)
    respond_by = respond_by or timezone.localdate() + timedelta(days=14)
    return consent.submit_to_mr(programme=programme, respond_by=respond_by, note="", by=make_head(school))


def make_adopted(programme: Programme, *, outcome: Outcome = Outcome.CONSENT, reasons: str = "") -> Version:
    """The next version of ``programme``, with the consent of the MR, adopted by the board today."""
    version, today = put_to_mr(programme), timezone.localdate()
    secretary = User.objects.get(memberships__school=programme.school, memberships__role=Role.MR_SECRETARY)
    consent.decide(round_=version.consent_round, outcome=outcome, reasons=reasons, decided_on=today, by=secretary)
    consent.adopt(version=version, adopted_on=today, by=make_member(programme.school.board, Role.BOARD))
    return version
