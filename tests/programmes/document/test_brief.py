"""The summary for parents: two pages whatever the plan is, and what it leaves out is told in words."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.document import pdf, stamp
from programmes.document.brief import Size, brief
from programmes.document.build import build
from programmes.document.lengths import Length
from programmes.document.schema import Document
from programmes.models import Programme
from tests import factories as make
from tests.programmes.document import specimens
from tests.programmes.document.test_pdf import AS_OF, text_of

LONG = "Leerlingen in de bovenbouw begrijpen wat zij lezen, en vertellen dat na aan een kind uit een lagere groep. "


@pytest.fixture
def document() -> Document:
    return build(Programme.objects.with_plan().get(pk=make.make_full_programme().pk))


def wide(document: Document, *, measures: int, summary: int, words: int = 1) -> Document:
    """``document`` with so many needs and measures, a summary of so many letters, and long names."""
    told = specimens.huge(document, measures)
    return specimens.worded(told, LONG[:80] * words, "title", "statement").model_copy(
        update={"summary": (LONG * 40)[:summary]}
    )


@pytest.mark.django_db
def test_small_plan_is_told_whole_in_large_type(document: Document) -> None:
    told = brief(document)

    assert (told.needs, told.more_needs) == (tuple(need.title for need in document.needs), 0)
    assert [deed.title for deed in told.deeds] == [measure.title for measure in document.measures]
    assert (told.deeds[0].goal, told.size) == (document.measures[0].goals[0].statement, Size.LARGE)


@pytest.mark.django_db
def test_large_plan_says_how_many_it_leaves_out(document: Document) -> None:
    told = brief(wide(document, measures=40, summary=3000))

    assert told.size == Size.SMALL
    assert (len(told.needs) + told.more_needs, len(told.deeds) + told.more_deeds) == (40, 40)
    assert min(told.more_needs, told.more_deeds, len(told.needs), len(told.deeds)) > 0


@pytest.mark.django_db
def test_goals_are_left_out_before_measures_are(document: Document) -> None:
    told = brief(wide(document, measures=7, summary=900))

    assert (told.more_deeds, {deed.goal for deed in told.deeds}) == (0, {""})


@given(st.text(max_size=400), st.text(max_size=400))
def test_more_text_never_takes_fewer_lines(text: str, more: str) -> None:
    for size in Size:
        assert size.lines(f"{text}\n\n{more}") >= size.lines(text)


@pytest.mark.pdf
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("measures", "summary", "words"), [(1, 0, 0), (2, 300, 1), (4, 600, 1), (7, 900, 1), (40, 3000, 1), (40, 3000, 2)]
)
def test_summary_is_two_pages(document: Document, measures: int, summary: int, words: int) -> None:
    known = {"number": 1, "sha256": "0" * 64, "frozen_at": AS_OF, "respond_by": AS_OF.date()}
    facts = replace(stamp.of_draft(as_of=AS_OF), kind="version", stage="submitted", **known)

    content = pdf.render(wide(document, measures=measures, summary=summary, words=words), facts, Length.SUMMARY)

    assert len(pikepdf.open(io.BytesIO(content)).pages) == 2
    told = " ".join(text_of(content).split())
    assert ("En nog" in told, "Meer weten?" in told) == (measures == 40, True)
