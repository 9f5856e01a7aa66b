"""A count below the board's threshold says who the pupils are, so it is not told outside the school."""

from __future__ import annotations

import pytest

from programmes.document.build import build
from programmes.models import Programme
from scans.small_numbers import shown
from schools.models import Board
from tests.factories import make_finding, make_full_programme


@pytest.mark.parametrize(
    ("count", "threshold", "expected"),
    [
        (None, 10, ""),
        (0, 10, "minder dan 10"),
        (1, 10, "minder dan 10"),
        (9, 10, "minder dan 10"),
        (10, 10, "10"),
        (11, 10, "11"),
        (4, 5, "minder dan 5"),
        (5, 5, "5"),
        (1200, 10, "1200"),
    ],
)
def test_count_is_told_from_the_threshold_on(count, threshold, expected):
    assert shown(count, threshold) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(("threshold", "expected"), [(5, "7"), (7, "7"), (8, "minder dan 8"), (10, "minder dan 10")])
def test_document_follows_the_threshold_of_the_board_and_keeps_the_number_out(threshold, expected):
    programme = make_full_programme()
    make_finding(programme, group="groep 7", pupils=7, explanation="")
    Board.objects.update(small_number_threshold=threshold)

    tree = build(Programme.objects.with_plan().get(pk=programme.pk))

    found = next(f for f in tree.scan.findings if f.group == "groep 7")
    assert found.pupils == expected
