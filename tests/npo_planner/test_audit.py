"""The trail: who did what to which row, in the transaction of the deed itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction

from npo_planner import audit
from npo_planner.models import AuditEntry
from tests.factories import make_board, make_school, make_user

pytestmark = pytest.mark.django_db


def test_log_tells_who_what_where_and_the_school_gives_the_board():
    school, user = make_school(name="De Regenboog"), make_user()

    entry = audit.log(by=user, event="closed", subject=school, school=school, detail={"name": ["oud", "nieuw"]})

    entry = AuditEntry.objects.get(pk=entry.pk)
    assert (entry.actor, entry.event, entry.school, entry.board) == (user, "closed", school, school.board)
    assert (entry.subject, entry.label) == (f"schools.school:{school.pk}", "De Regenboog")
    assert entry.detail == {"name": ["oud", "nieuw"]}


def test_log_of_a_command_has_no_actor_and_may_name_a_board_only():
    board = make_board()

    entry = audit.log(by=None, event="imported", subject=board, board=board)

    assert (entry.actor, entry.school, entry.board, entry.detail) == (None, None, board, {})


def test_log_keeps_a_long_label_within_the_field():
    user = make_user(name="é" * 120)
    user.name = "é" * 300

    assert audit.log(by=None, event="renamed", subject=user).label == "é" * 200


def test_log_reads_as_a_line_in_dutch_time():
    board = make_board(name="Stichting Zuid")
    entry = audit.log(by=None, event="imported", subject=board, board=board)
    entry.at = datetime(2021, 7, 1, 22, 30, tzinfo=UTC)

    assert str(entry) == "02-07-2021 00:30 imported Stichting Zuid"


def test_log_goes_back_with_the_deed_that_failed():
    school = make_school()

    def fail() -> None:
        audit.log(by=None, event="closed", subject=school, school=school)
        raise RuntimeError

    with pytest.raises(RuntimeError), transaction.atomic():
        fail()

    assert not AuditEntry.objects.exists()


def test_newest_entries_come_first():
    school = make_school()
    events = ["een", "twee", "drie"]
    for event in events:
        audit.log(by=None, event=event, subject=school, school=school)

    assert list(AuditEntry.objects.values_list("event", flat=True)) == ["drie", "twee", "een"]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=1+1", "a\r\nb", "\u202e😀", "{{ 7 }}"])
def test_detail_keeps_any_text_as_it_was(text):
    school = make_school()
    audit.log(by=None, event="closed", subject=school, school=school, detail={"name": [text, ""]})

    assert AuditEntry.objects.get().detail == {"name": [text, ""]}
