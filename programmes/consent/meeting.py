"""The meeting of the MR about a version: planned when the plan is submitted, moved while the round is open."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from npo_planner import audit
from npo_planner.errors import Refused
from programmes.consent import ical, lock, mail
from programmes.models import ConsentRound
from schools.models import User


def must_come(meeting_at: datetime | None) -> None:
    """Raises Refused (meeting_past)."""
    if meeting_at is not None and meeting_at < timezone.now():
        raise Refused("Kies een dag en een tijd die nog komen.", code="meeting_past")


@transaction.atomic
def plan(*, round_: ConsentRound, meeting_at: datetime | None, meeting_place: str, by: User) -> ConsentRound:
    """Set or change the meeting of an open round, or call it off (``meeting_at`` None); the MR and the school get mail.

    The same again changes nothing. Raises Refused (closed, meeting_past).
    """
    lock.plan(round_.version.programme)
    lock.must_be_open(round_)
    round_.refresh_from_db(fields=["meeting_at", "meeting_place", "meeting_changes"])
    before = (round_.meeting_at, round_.meeting_place)
    if before == (meeting_at, meeting_place):
        return round_
    if meeting_at != round_.meeting_at:
        must_come(meeting_at)
    round_.meeting_changes += 1
    called_off = ical.event(round_, cancelled=True) if meeting_at is None else None
    round_.meeting_at, round_.meeting_place = meeting_at, meeting_place
    round_.save(update_fields=["meeting_at", "meeting_place", "meeting_changes"])
    detail = {"vergadering": [_day(before[0]), _day(meeting_at)], "plaats": [before[1], meeting_place]}
    version = round_.version
    audit.log(by=by, event="meeting_changed", subject=version, school=version.school, detail=detail)
    transaction.on_commit(partial(mail.send, version.pk, "meeting", called_off=called_off))
    return round_


def _day(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%d-%m-%Y %H:%M}" if moment else ""
