"""A plan to export, and a school to read it in at."""

from __future__ import annotations

from decimal import Decimal

import pytest

from programmes.models import Measure, Programme
from schools.models import School
from tests import factories as make
from tests.programmes.document.intake.files import export


@pytest.fixture
def plan() -> Programme:
    """A full plan with a share of a cost and a point on the way."""
    programme = make.make_full_programme()
    first = Measure.objects.get()
    make.make_milestone(first.goals.get())
    make.make_cost(programme, shares={first: Decimal(40), make.make_measure(programme, "C1"): None})
    make.make_not_chosen(programme)
    return programme


@pytest.fixture
def text(plan) -> str:
    return export(plan)


@pytest.fixture
def school() -> School:
    return make.make_school()
