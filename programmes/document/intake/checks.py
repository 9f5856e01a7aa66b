"""Whether a row that is not saved yet may be: what forms and the database hold it to, without a query.

A file that this product wrote has such rows only. So one that is not so refuses the whole file: nothing is mended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from npo_planner.errors import Refused
from npo_planner.money import cents
from programmes.models import BoardShare, CostLine, CostShare, Deployment, Funding, Measure, Milestone
from programmes.plan.constants import LONGEST_WRITE_OFF, CostKind
from staffing.models import StaffingNeed, StaffPlan

LONGEST_NAME = 80
FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years that a plan may have, as in ``npo_planner.fields.DateField``."""

SomeRow = TypeVar("SomeRow", bound=models.Model)
Rule = tuple[str, Callable[[Any], bool], str]


def _from_0(name: str, *, to: int | None = None) -> Rule:
    text = "moet 0 of meer zijn" if to is None else f"moet tussen 0 en {to} liggen"
    return name, lambda row: _between(getattr(row, name), 0, to), text


def _between(value: Decimal | int | None, least: int, most: int | None) -> bool:
    return value is None or (value >= least and (most is None or value <= most))


def _starts_in_its_year(line: CostLine) -> bool:
    """Of an investment only: the other kinds do not use the field."""
    year, start = line.year, line.starts_on
    return line.kind != CostKind.INVESTMENT or start is None or year.start <= start <= year.end


def _percent(row: Deployment | CostShare) -> bool:
    return row.share is None or (0 < row.share <= 100 and row.share == cents(row.share))


OWN_RULE = {(Deployment, "share")}
"""Fields for which the rule says all: the validator of this one asks 0.01 of a float, which is a little more."""


RULES: dict[type[models.Model], tuple[Rule, ...]] = {
    Measure: (
        (
            "ends_on",
            lambda row: row.starts_on is None or row.ends_on is None or row.starts_on <= row.ends_on,
            "ligt voor het begin",
        ),
    ),
    Milestone: (("note", lambda row: bool(row.note) or row.value is not None, "ontbreekt, en een waarde ook"),),
    StaffPlan: (_from_0("outflow_fte"),),
    StaffingNeed: (
        ("end", lambda row: row.start <= row.end, "ligt voor het begin"),
        _from_0("amount"),
        _from_0("price"),
        _from_0("vat_percent", to=30),
        _from_0("employer_percent", to=100),
        ("people", lambda row: _between(row.people, 1, None), "moet 1 of meer zijn"),
    ),
    Deployment: (("share", _percent, "moet tussen 0 en 100 liggen"),),
    CostLine: (
        _from_0("amount"),
        (
            "write_off_years",
            lambda row: _between(row.write_off_years, 1, LONGEST_WRITE_OFF),
            f"moet tussen 1 en {LONGEST_WRITE_OFF} liggen",
        ),
        ("starts_on", _starts_in_its_year, "ligt niet in het schooljaar van de kosten"),
    ),
    CostShare: (("share", _percent, "moet tussen 0 en 100 liggen"),),
    Funding: (_from_0("units"), _from_0("amount")),
    BoardShare: (_from_0("amount"),),
}
"""What the constraints of the database and the forms ask beyond the field itself: field, rule, what is wrong."""


def short(text: str) -> str:
    """``text`` as a name in a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME].rstrip()}…"


def refuse(what: str, name: str, problem: str) -> Refused:
    return Refused(f"In dit bestand klopt iets niet bij {short(what)}: {name} {problem}.", code="bad_value")


def checked(row: SomeRow, what: str, only: Iterable[str] | None = None) -> SomeRow:
    """``row``, called ``what``, of which the fields (``only`` these) are right. Raises Refused (bad_value)."""
    fields = [f for f in row._meta.concrete_fields if not f.is_relation and (only is None or f.name in only)]
    cleaned = {f.name for f in fields if (type(row), f.name) not in OWN_RULE}
    try:
        row.clean_fields(exclude={f.name for f in row._meta.fields} - cleaned)
    except ValidationError as error:
        name, problems = next(iter(error.message_dict.items()))
        raise refuse(what, str(row._meta.get_field(name).verbose_name), f"is niet goed ({problems[0]})") from error
    for field in fields:
        if problem := _problem(field, getattr(row, field.attname)):
            raise refuse(what, str(field.verbose_name), problem)
    for name, holds, problem in RULES.get(type(row), ()):
        if (only is None or name in only) and not holds(row):
            raise refuse(what, str(row._meta.get_field(name).verbose_name), problem)
    return row


def _problem(field: models.Field, value: Any) -> str:
    if isinstance(value, str) and field.max_length and len(value) > field.max_length:
        return f"is langer dan {field.max_length} tekens"  # a TextField leaves that to forms
    if type(value) is date and not FIRST_YEAR <= value.year <= LAST_YEAR:
        return f"heeft een jaar dat niet tussen {FIRST_YEAR} en {LAST_YEAR} ligt"
    return ""
