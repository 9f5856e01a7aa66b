"""The fixed words of reading a programme from a file."""

from __future__ import annotations

from django.db.models import Choices

from programmes.plan.constants import Certainty, CostKind, FundingKind, Lasting
from scans.constants import Party, Source, Trend
from staffing.constants import After, Contract, CostBasis, Engagement, Unit, Vacancy

LARGEST_FILE = 2_000_000
"""In bytes. The largest programme of the demo takes 30 kB, and what is kept between preview and apply must fit."""
PREVIEW_LASTS = 24 * 3600
"""In seconds: how long a preview may wait to be applied."""
SHOWN = 100
"""Titles of one kind that a preview shows; the rest is counted."""

CODES: dict[type[Choices], dict[str, str]] = {
    kind: {str(label): str(value) for value, label in kind.choices}
    for kind in (
        Source,
        Trend,
        Party,
        Lasting,
        Unit,
        Engagement,
        Contract,
        CostBasis,
        Vacancy,
        After,
        CostKind,
        FundingKind,
        Certainty,
    )
}
"""A document tells a choice by its label. The way back, one table for each class; no label of a class is double."""
