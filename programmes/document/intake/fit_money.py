"""The money of a document -> rows: what comes in, what goes to the board, and costs that are not staff."""

from __future__ import annotations

from decimal import Decimal

from menukaart.models import Category
from programmes.document import schema
from programmes.document.intake.checks import checked, refuse
from programmes.document.intake.fitting import Fitting
from programmes.models import BoardShare, CostLine, CostShare, Funding, Measure, RoundYear
from programmes.plan.constants import Certainty, CostKind, FundingKind

NO_YEAR = "Dit schooljaar hoort hier niet bij de regeling."
NO_RATE = "Deze regel van de regeling geldt niet voor uw soort school."
OTHER_RATE = "Het bedrag van de regeling is hier anders dan in het bestand. Het plan rekent met het bedrag van hier."
NO_SHARES = "Hoe de kosten over de maatregelen verdeeld zijn, staat niet precies in dit bestand. Nu is het gelijk."
HUNDRED = Decimal(100)


def add(made: Fitting, measures: dict[int, Measure]) -> None:
    """All money of ``made``. Raises Refused (bad_value)."""
    for year in made.document.budget.years:
        for line in year.funding_lines:
            _funding(made, year.year, line)
    for share in made.document.budget.board_shares:
        _board_share(made, share)
    for cost in made.document.costs:
        _cost(made, cost, measures)


def _year(made: Fitting, label: str, what: str) -> RoundYear | None:
    if label not in made.known.years:
        made.lose(what, NO_YEAR)
    return made.known.years.get(label)


def _funding(made: Fitting, label: str, node: schema.FundingNode) -> None:
    what = f"de inkomsten “{node.label}” in {label}"
    kind = made.code(FundingKind, node.kind_label, what) if node.kind_label else FundingKind.ROUND
    year = _year(made, label, what)
    if year is None or kind is None:
        return
    row = Funding(
        year=year,
        kind=kind,
        label=node.label,
        units=node.units,
        amount=node.amount if node.own_amount else None,
        certainty=made.code_or_empty(Certainty, node.certainty_label, what, "voorlopig of definitief"),
        spend_by=node.spend_by,
        note=node.note,
    )
    if kind != FundingKind.ROUND:
        made.add(row, what)
    else:
        _of_rate(made, (label, node.label), row, what, node.rate)


def _of_rate(made: Fitting, key: tuple[str, str], row: Funding, what: str, told: Decimal | None) -> None:
    """A line that the programme begins with: what the school filled in at it."""
    rate = made.known.rates.get(key)
    if rate is None:
        made.lose(what, NO_RATE)
        return
    if rate in made.rates:
        raise refuse(what, "de regel", "staat er twee keer in")
    if told != rate.amount:
        made.lose(f"het bedrag van de regeling bij {what}", OTHER_RATE)
    made.rates[rate] = checked(row, what)


def _board_share(made: Fitting, node: schema.BoardShareNode) -> None:
    """Without the day that the MR agreed: that was another MR, or another plan."""
    what = f"het deel voor het bestuur “{node.purpose}”"
    year = _year(made, node.year, what)
    if year is not None:
        made.add(BoardShare(year=year, purpose=node.purpose, amount=node.amount, note=node.note), what)


def _cost(made: Fitting, node: schema.CostNode, measures: dict[int, Measure]) -> None:
    what = f"de kosten “{node.description}”"
    kind, year = made.code(CostKind, node.kind_label, what), _year(made, node.year, what)
    if kind is None or year is None:
        return
    row = CostLine(
        description=node.description,
        kind=kind,
        year=year,
        amount=node.amount,
        own_category=_own_category(made, node, what),
        write_off_years=node.write_off_years,
        starts_on=node.starts_on,
        decide_by=node.decide_by,
        note=node.note,
    )
    made.add(row, what)
    for pk, share in _shares(made, node, what):
        made.add(CostShare(cost_line=row, measure=measures[pk], share=share), what)


def _own_category(made: Fitting, node: schema.CostNode, what: str) -> Category | None:
    """What the school chose for the part that no measure takes; the category of a measure is that of the measure."""
    letter = next((share.category for share in node.shares if share.measure is None), None)
    if not node.shares and node.measure is None:
        letter = node.category
    if letter is not None and letter not in made.known.categories:
        raise refuse(what, "categorie", "bestaat niet")
    return made.known.categories[letter] if letter is not None else None


def _shares(made: Fitting, node: schema.CostNode, what: str) -> list[tuple[int, Decimal | None]]:
    """Each measure with its percent, None for an equal part. A document tells a part in two places.

    A document from before it told which parts are equal still says so when a percentage is exact, and when all parts
    are the same: else the parts were rounded and it is not known which ones the school gave.
    """
    if not node.shares:
        return [] if node.measure is None else [(node.measure, None)]
    told = [share for share in node.shares if share.measure is not None]
    given = sum((share.share for share in told if not share.equal), Decimal(0))
    if any(share.equal for share in told):
        pairs = [(share.measure, None if share.equal else share.share) for share in told]
    elif given == HUNDRED or len(told) < len(node.shares):
        pairs = [(share.measure, share.share) for share in told]
    else:
        if len({share.share for share in told}) > 1:
            made.lose(f"de verdeling van {what}", NO_SHARES)
        return [(share.measure, None) for share in told]
    if given > HUNDRED:
        raise refuse(what, "de verdeling", "is samen meer dan 100%")
    return pairs
