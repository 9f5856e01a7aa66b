"""What the templates of a document get. The same for the web page, the MR's reading view and the PDF."""

from __future__ import annotations

from enum import Enum
from typing import Any

from npo_planner.money import ZERO
from programmes.document import (
    brief,
    category_bars,
    charts,
    flow,
    flow_drawing,
    lines,
    needs_map,
    planning,
    sections,
)
from programmes.document.schema import Document
from programmes.document.stamp import Stamp
from scans.heatmap import heat_map, highlights


class Details(Enum):
    """Where the rows behind the plan stand: every finding and talk, each post in full, the budget line by line."""

    HERE = "in the chapter"
    ANNEX = "in an annex of the same paper"
    ELSEWHERE = "not in this length"


def context(document: Document, stamp: Stamp, details: Details = Details.HERE) -> dict[str, Any]:
    """The context of the ``_body_….html`` of each length and ``_contents.html``; runs no query.

    A page may add ``section_footer``, the name of a template: it is included at the end of every commentable section
    (``sections.commentable``) with ``anchor`` and ``section_title``. A page that shows a part adds ``homes``: anchor to
    address of every place that is on another page.
    """
    money = flow.flow(document)
    return {
        "details": details,
        "annexes": sections.annexes(document) if details == Details.ANNEX else (),
        "missing": sections.in_details(document) if details == Details.ELSEWHERE else frozenset(),
        "document": document,
        "stamp": stamp,
        "school": document.school,
        "budget": document.budget,
        "to_board": sum((share.amount or ZERO for share in document.budget.board_shares), ZERO),
        "chapters": sections.CHAPTERS,
        "lines": lines.draw(document),
        "brief": brief.brief(document),
        "map": heat_map(document.scan.findings),
        "highlights": [(sections.of_finding(each), each) for each in highlights(document.scan.findings)],
        "chart": charts.budget_chart(document),
        "ribbon": charts.ribbon(document),
        "category_bars": category_bars.category_bars(document),
        "category_rows": charts.category_rows(document),
        "needs_map": needs_map.needs_map(document),
        "planning": planning.planning(document),
        "flow": money,
        "flow_drawing": flow_drawing.draw(money) if money else None,
    }
