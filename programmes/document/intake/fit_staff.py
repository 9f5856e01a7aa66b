"""The posts of a document -> rows, and the measures that they work for."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from programmes.document import schema
from programmes.document.intake.checks import refuse
from programmes.document.intake.fitting import Fitting
from programmes.models import Deployment, Measure
from staffing.constants import After, Contract, CostBasis, Engagement, Unit, Vacancy
from staffing.explain import EMPLOYER
from staffing.models import StaffingNeed

COPIED = (
    "also_roles",
    "people",
    "stands_in_for",
    "amount",
    "start",
    "end",
    "price",
    "price_source",
    "employer_percent",
    "vat_percent",
    "if_not_found",
    "afterwards",
)
NO_PERCENT = "Dit bestand is van voordat het percentage erin stond. Vul het in: zonder is de inzet te goedkoop."


def add(made: Fitting, measures: dict[int, Measure]) -> None:
    """All posts of ``made`` and their shares. Raises Refused (bad_value)."""
    posts = {node.id: _post(made, node) for node in made.document.staff}
    shares: dict[int, Decimal] = defaultdict(Decimal)
    for node in made.document.measures:
        for share in node.staff:
            post = posts[share.post]
            if post is None:
                continue
            row = Deployment(measure=measures[node.id], staffing_need=post, share=share.share)
            made.add(row, f"de inzet “{share.title}”")
            shares[share.post] += row.share
            if shares[share.post] > 100:
                raise refuse(f"de inzet “{share.title}”", "de verdeling", "is samen meer dan 100%")


def _post(made: Fitting, node: schema.PostNode) -> StaffingNeed | None:
    """The row of a post; None when it stays behind."""
    what = f"de inzet “{node.title}”"
    kind = made.known.kinds.get(node.kind)
    if kind is None:
        made.lose(what, "Deze soort personeel kent deze planner niet. Voeg de inzet zelf toe bij Menskracht.")
        return None
    needed = {
        "unit": made.code(Unit, node.unit_label, what),
        "engagement": made.code(Engagement, node.engagement_label, what),
        "cost_basis": made.code(CostBasis, node.cost_basis_label, what),
        "vacancy": made.code(Vacancy, node.vacancy_label, what),
    }
    if None in needed.values():
        return None
    if node.employer_percent is None and any(p.label == EMPLOYER and p.amount is not None for p in node.cost_parts):
        made.lose(f"de werkgeverslasten bij {what}", NO_PERCENT)
    row = StaffingNeed(
        kind=kind,
        description="" if node.title == node.kind else node.title,
        contract=made.code_or_empty(Contract, node.contract_label, what, "het contract"),
        after=made.code_or_empty(After, node.after_label, what, "als het geld op is"),
        **needed,
        **{name: getattr(node, name) for name in COPIED},
    )
    made.add(row, what)
    _check_period(made, row, what)
    return row


def _check_period(made: Fitting, row: StaffingNeed, what: str) -> None:
    """Within the years of the regeling, as the form asks: a plan has no money on other days."""
    years = list(made.known.years.values())
    if not years[0].start <= row.start <= row.end <= years[-1].end:
        raise refuse(what, "de periode", "ligt niet binnen de looptijd van het plan")
