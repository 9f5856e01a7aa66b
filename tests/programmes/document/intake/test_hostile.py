"""Whatever a file says that still reads as a document: it is written whole, or refused with nothing written."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from npo_planner.errors import Refused
from programmes.document import canonical
from programmes.document.intake.fit import fit
from programmes.document.intake.operations import take_in
from programmes.document.intake.preview import preview
from programmes.document.intake.reading import read
from programmes.document.schema import Document
from programmes.models import Programme
from schools.models import School, User
from tests import factories as make
from tests.programmes.document.any_document import edits
from tests.programmes.document.intake.files import document_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Document:
    """A full plan, with parts of costs and of posts."""
    programme = make.make_full_programme()
    measure = make.make_measure(programme, "C1")
    make.make_milestone(make.make_goal(measure))
    make.make_cost(programme, kind="investering", write_off_years=4, shares={measure: None})
    make.make_not_chosen(programme)
    return document_of(programme)


def written(text: str, school: School, by: User) -> Programme | None:
    """The draft that a file became, which can be told again; None when the file is refused."""
    try:
        document = read(text.encode())
        preview(document, fit(document, school), school)
        return take_in(school=school, document=document, by=by)[0]
    except Refused:
        return None


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_document_with_any_edits_is_written_or_refused(plan, data: Any) -> None:
    edited = plan
    for _ in range(data.draw(st.integers(1, 4))):
        edited = data.draw(edits(edited, Document))
    school = make.make_school()
    by = make.make_head(school)

    with transaction.atomic():
        new = written(canonical.dumps(edited), school, by)

        assert Programme.objects.filter(school=school).exists() == (new is not None)
        if new is not None:
            assert canonical.loads(canonical.dumps(document_of(new))).school.code == school.code
        transaction.set_rollback(True)
