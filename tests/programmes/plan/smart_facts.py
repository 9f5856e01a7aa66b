"""Facts around a goal without a database: the tests of the letters say what the school entered elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from programmes.models import Goal
from programmes.plan.goal_facts import Facts
from scans.models import Domain, Finding

RECKONING = Domain(pk=1, name="rekenen", kind="cognitief")
WELLBEING = Domain(pk=2, name="welbevinden", kind="welbevinden")


def finding(**fields: Any) -> Finding:
    fields = {"pk": 7, "domain": RECKONING, "group": "groep 5", "delay": 3, "source": "lvs"} | fields
    return Finding(**fields)


NOTHING = Facts(
    programme=1,
    scan=2,
    measure=3,
    groups="",
    responsible="",
    findings=(),
    counts=dict,
    talks=(),
    scan_held_on=None,
    on_menu=True,
    effect_months=None,
    starts_on=None,
    ends_on=None,
    round_start=None,
    spending_deadline=None,
    pupils=None,
    pupils_year=None,
)
"""Nothing was entered anywhere."""

SCANNED = replace(
    NOTHING,
    findings=(finding(source_note="Cito M5"),),
    counts=lambda: {7: "26"},
    scan_held_on=date(2021, 4, 20),
    effect_months=4,
    starts_on=date(2021, 8, 1),
    ends_on=date(2022, 7, 31),
    round_start=date(2021, 8, 1),
    spending_deadline=date(2025, 7, 31),
    pupils=200,
    pupils_year=2021,
)
"""A school whose scan saw a large delay in reckoning in groep 5, with a measure in the first school year."""


def goal(statement: str = "In groep 5 halen meer leerlingen het basisniveau rekenen.", **fields: Any) -> Goal:
    """A goal that is not in the database; numbers may be given as int or text."""
    for name in ("baseline", "target"):
        if fields.get(name) is not None:
            fields[name] = Decimal(fields[name])
    return Goal(statement=statement, **fields)


WHOLE: dict[str, Any] = {
    "baseline": 60,
    "target": 75,
    "unit": "%",
    "baseline_on": date(2021, 6, 1),
    "baseline_source": "LVS, juni 2021",
    "how_measured": "Cito",
    "deadline": date(2022, 7, 1),
    "responsible": "intern begeleider",
}
"""The rest of a goal with everything filled in."""
