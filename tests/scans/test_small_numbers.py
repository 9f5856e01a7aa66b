"""A count below the board's threshold says who the pupils are, so it is not told outside the school."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from npo_planner.rows import delete_row, save_row
from programmes.document.build import build
from programmes.models import Programme
from scans.models import Finding
from scans.small_numbers import NOT_TOLD, are_safe, shown_counts
from schools.models import Board
from tests.factories import make_finding, make_full_programme, make_member
from tests.people import person
from tests.scans.pages import domain, url

GROUPS = tuple(f"groep {n}" for n in range(1, 9))
SMALL = "minder dan 10"


def told(*counts: tuple[str, int | None], threshold: int = 10, domains: str = "") -> list[str]:
    """What is told of ``counts``, in their order; ``domains`` is a letter for each, else all are of one domain."""
    letters = domains or "r" * len(counts)
    rows = [
        SimpleNamespace(pk=n, domain=letter, group=group, pupils=number)
        for n, (letter, (group, number)) in enumerate(zip(letters, counts, strict=True))
    ]
    found = shown_counts(rows, threshold, GROUPS)
    return [found[row.pk] for row in rows]


@pytest.mark.parametrize(
    ("count", "threshold", "expected"),
    [
        (None, 10, ""),
        (0, 10, SMALL),
        (1, 10, SMALL),
        (9, 10, SMALL),
        (10, 10, "10"),
        (11, 10, "11"),
        (4, 5, "minder dan 5"),
        (5, 5, "5"),
        (1200, 10, "1200"),
    ],
)
def test_one_count_is_told_from_the_threshold_on(count, threshold, expected):
    assert told(("groep 5", count), threshold=threshold) == [expected]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # groups of the school have no pupil in common: nothing follows from one another
        ([("groep 3", 20), ("groep 4", 13)], ["20", "13"]),
        ([("groep 3", 20), ("groep 4", 7), ("groep 5", None)], [NOT_TOLD, SMALL, ""]),
        # a layer may hold groups: what is left may be small, or nobody
        ([("hele school", 40), ("groep 3", 20), ("groep 4", 13)], [NOT_TOLD] * 3),
        ([("hele school", 43), ("groep 3", 20), ("groep 4", 13)], ["43", "20", "13"]),
        ([("hele school", 33), ("groep 3", 20), ("groep 4", 13)], [NOT_TOLD] * 3),
        ([("hele school", 32), ("groep 3", 20)], ["32", "20"]),
        ([("hele school", 29), ("groep 3", 20)], [NOT_TOLD] * 2),
        ([("hele school", 70), ("onderbouw", 38), ("groep 3", 19)], ["70", "38", "19"]),
        ([("hele school", 60), ("onderbouw", 38), ("bovenbouw", 20)], [NOT_TOLD] * 3),
        ([("meisjes in groep 5", 12), ("groep 5", 20)], [NOT_TOLD] * 2),
        # a group counted twice: the two may hold each other; said twice alike it is said once
        ([("groep 5", 12), ("Groep  5", 20)], [NOT_TOLD] * 2),
        ([("groep 5", 12), ("Groep 5", 30)], ["12", "30"]),
        ([("groep 5", 12), ("groep 5", 12)], ["12", "12"]),
        # nobody is left to say it of
        ([("hele school", 80), *((g, 10) for g in GROUPS)], ["80", *["10"] * 8]),
        ([("hele school", 85), *((g, 10) for g in GROUPS)], [NOT_TOLD] * 9),
        ([("hele school", 70), *((g, 10) for g in GROUPS[:7])], [NOT_TOLD] * 8),
    ],
)
def test_counts_of_one_domain_are_told_all_or_none(counts, expected):
    assert told(*counts) == expected


def test_each_domain_is_told_by_itself():
    counts = [("groep 3", 20), ("groep 3", 20), ("groep 4", 7), ("hele school", 50)]

    assert told(*counts, domains="rlrl") == [NOT_TOLD, "20", SMALL, "50"]


def test_more_than_twelve_counts_that_may_overlap_are_not_told():
    apart = [(g, 1000 * 2**n) for n, g in enumerate([*GROUPS, "a", "b", "c", "d"])]

    assert told(*apart) == [str(number) for _, number in apart]
    assert told(*apart, ("e", 9_000_000)) == [NOT_TOLD] * 13


counts = st.tuples(st.sampled_from([*GROUPS, "hele school", "onderbouw", "jongens"]), st.integers(0, 60) | st.none())


@given(st.lists(counts, max_size=9), st.integers(5, 15), st.randoms())
def test_rule_holds_for_any_table(rows, threshold, chance):
    texts = told(*rows, threshold=threshold)

    few, numbers = f"minder dan {threshold}", {str(n) for _, n in rows if n is not None and n >= threshold}
    for (_, number), text in zip(rows, texts, strict=True):
        assert (text == "") is (number is None)
        assert (text == few) is (number is not None and number < threshold)
    # all or none, and never a number that is small or is left by a subtraction
    said = set(texts) - {""}
    assert said <= numbers or (not said & numbers and said <= {few, NOT_TOLD})
    if said & numbers and any(group not in GROUPS for group, _ in rows):
        kept = {pair for pair in rows if pair[1] is not None}
        left = {a[1] - b[1] for a in kept for b in kept if a != b and not {a[0], b[0]} <= set(GROUPS)}
        assert not left & set(range(1, threshold))
    # the order does not matter
    mixed = list(enumerate(rows))
    chance.shuffle(mixed)
    again = told(*(row for _, row in mixed), threshold=threshold)
    assert dict(zip((place for place, _ in mixed), again, strict=True)) == dict(enumerate(texts))


def test_layers_that_nobody_can_subtract_are_safe_by_the_pure_rule():
    assert are_safe({("groep 3", 20), ("groep 4", 20)}, 10, set(GROUPS))
    assert not are_safe({("groep 3", 20), ("hele school", 25)}, 10, set(GROUPS))
    assert are_safe(set(), 10, set(GROUPS))


# --- where it is used ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("threshold", "expected"), [(5, "7"), (7, "7"), (8, "minder dan 8"), (10, SMALL)])
def test_document_follows_the_threshold_of_the_board_and_keeps_the_number_out(threshold, expected):
    programme = make_full_programme()
    make_finding(programme, group="groep 7", pupils=7, explanation="")
    Board.objects.update(small_number_threshold=threshold)

    tree = build(Programme.objects.with_plan().get(pk=programme.pk))

    found = next(f for f in tree.scan.findings if f.group == "groep 7")
    assert found.pupils == expected


@pytest.mark.django_db
def test_threshold_is_never_below_five():
    with pytest.raises(IntegrityError), transaction.atomic():
        Board.objects.create(number="00001", small_number_threshold=4)


def leaky(programme: Programme) -> list[Finding]:
    """40 in the whole school, of whom 33 in two groups."""
    rows = [("hele school", 40), ("groep 3", 20), ("groep 4", 13)]
    return [make_finding(programme, group=group, pupils=number) for group, number in rows]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "expected"), [("head", ["20", "13", "40"]), ("team", ["20", "13", "40"]), ("board", [NOT_TOLD] * 3)]
)
def test_scan_page_tells_numbers_to_the_writers_of_the_school_only(client, programme, name, expected):
    leaky(programme)
    make_finding(programme, domain=domain("technisch lezen"), group="groep 3", pupils=12)
    client.force_login(person(name, programme.school))

    page = client.get(url("scan", programme.scan))

    assert [f.told for f in page.context["findings"]] == ["12", *expected]
    assert f"leerlingen: {expected[0]}" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "sees"), [("head", True), ("board", False)])
def test_log_tells_numbers_to_the_writers_of_the_school_only(client, head, programme, name, sees):
    values: dict[str, Any] = {"domain": domain(), "group": "groep 3", "pupils": 7777}
    row = save_row(row=Finding(scan=programme.scan), values=values, by=head)
    save_row(row=row, values={"pupils": 8888}, by=head)
    delete_row(row=row, by=head)
    client.force_login(person(name, programme.school))

    text = client.get(reverse("school_log", args=[programme.school_id])).content.decode()

    assert [number in text for number in ("7777", "8888", "Aantal leerlingen")] == [sees] * 3
    assert "Ontwikkelgebied" in text


@pytest.mark.django_db
def test_board_reads_no_small_number_anywhere_in_the_draft(client, programme):
    leaky(programme)
    client.force_login(make_member(programme.school.board, "bestuursmedewerker"))

    text = client.get(reverse("draft", args=[programme.pk])).content.decode()

    assert text.count(f"leerlingen: {NOT_TOLD}") == 3
