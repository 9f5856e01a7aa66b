"""Reminders to who has not voted yet: before the end of the term, on its last day, and when somebody asks.

A reminder is first written down and then sent, so that two processes send it once and a mail server that is down loses
nothing: the next run sends what still waits. It lapses by itself: who voted, left or was replaced, and a round that is
closed, is not looked at any more.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.core.mail import get_connection
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from npo_planner import audit
from npo_planner.errors import Refused
from programmes.consent import lock, mail, seats
from programmes.consent.constants import ReminderKind
from programmes.models import ConsentRound, Reglement, Reminder, Seat
from schools.models import User

log = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=15)
"""After so long a process that claimed a reminder is taken for dead."""


@dataclass(frozen=True)
class Outcome:
    """What came of reminding one person about one round."""

    round: ConsentRound
    user: User
    is_sent: bool


def run(today: date) -> list[Outcome]:
    """Send every reminder that is due ``today`` or still waits, in every school. Doing it again sends nothing twice."""
    found = []
    for round_ in ConsentRound.objects.to_remind():
        kind = due(round_, getattr(round_.school, "reglement", None), today)
        if kind is not None:
            queue(round_, kind, today)
        found += send(round_)
    return found


def due(round_: ConsentRound, reglement: Reglement | None, today: date) -> ReminderKind | None:
    """The moment of the reglement that ``today`` belongs to; None when that names no moment.

    A day on which nothing ran is made up for on the next.
    """
    if reglement is None or reglement.remind_days is None or today > round_.respond_by:
        return None
    if today == round_.respond_by:
        return ReminderKind.LAST
    begins = round_.respond_by - timedelta(days=reglement.remind_days)
    return ReminderKind.BEFORE if today >= begins else None


def waited_for(round_: ConsentRound) -> list[tuple[Seat, User]]:
    """The seats whose vote may still come and who casts it: one query. Nobody without an account."""
    found = Seat.objects.with_votes().filter(round=round_).order_by("pk")
    pairs = ((seat, seats.voter_of(seat)) for seat in found if seats.is_waited_for(seat))
    return [(seat, user) for seat, user in pairs if user is not None and user.is_active]


def queue(round_: ConsentRound, kind: ReminderKind, day: date) -> list[Reminder]:
    """Write down the reminders that are to be sent: of one moment once, and on one day one."""
    return [made for seat, user in waited_for(round_) if (made := _write_down(seat, user, kind, day))]


def _write_down(seat: Seat, user: User, kind: ReminderKind, day: date) -> Reminder | None:
    same = Q(day=day) if kind == ReminderKind.ASKED else Q(day=day) | Q(kind=kind)
    if Reminder.objects.filter(same, seat=seat, user=user).exists():
        return None
    try:
        with transaction.atomic():
            return Reminder.objects.create(seat=seat, user=user, kind=kind, day=day)
    except IntegrityError:  # another process did at this moment
        return None


def send(round_: ConsentRound) -> list[Outcome]:
    """Send what waits for who is still waited for, one mail to each person. Not in a transaction: mail is slow."""
    found = []
    for user, mine in _claimed(round_):
        is_sent = _mail(round_, user, list({reminder.seat: None for reminder in mine}))
        values = {"sent_at": timezone.now()} if is_sent else {"claimed_at": None}
        Reminder.objects.filter(pk__in=[reminder.pk for reminder in mine]).update(**values)
        found.append(Outcome(round_, user, is_sent))
    if sent := sum(outcome.is_sent for outcome in found):
        audit.log(by=None, event="reminded", subject=round_.version, school=round_.school, detail={"sent": sent})
    return found


def _claimed(round_: ConsentRound) -> Iterator[tuple[User, list[Reminder]]]:
    """The reminders that this process is to send, person by person: nobody else has them now.

    Looks for each person whether they are waited for still: sending to the one before took its time.
    """
    per_user: dict[User, list[Reminder]] = {}
    waiting = Reminder.objects.waiting(timezone.now() - PATIENCE).filter(seat__round=round_)
    for reminder in waiting.select_related("user", "seat").order_by("pk"):
        per_user.setdefault(reminder.user, []).append(reminder)
    for user, reminders in per_user.items():
        expected = _expected(round_)
        mine = [reminder for reminder in reminders if (reminder.seat_id, user.pk) in expected]
        keys = [reminder.pk for reminder in mine]
        # No join here: PostgreSQL looks again at these columns after it waited for another process.
        if Reminder.objects.waiting(timezone.now() - PATIENCE).filter(pk__in=keys).update(claimed_at=timezone.now()):
            yield user, mine


def _expected(round_: ConsentRound) -> set[tuple[int, int]]:
    """Seat and person of every vote that may still come, as it is now: two queries."""
    round_.refresh_from_db(fields=["closed_at"])
    return {(seat.pk, user.pk) for seat, user in waited_for(round_)} if round_.is_open else set()


def _mail(round_: ConsentRound, user: User, places: list[Seat]) -> bool:
    context = {"round": round_, "user": user, "seats": places}
    message = mail.message("reminder", user.email, school=round_.school, version=round_.version, **context)
    mail.attach_meeting(message, round_)
    try:
        return bool(get_connection().send_messages([message]))
    except (OSError, ValueError):  # the server, or an address that no mail can go to
        log.exception("reminder to %s about round %s not sent; the next run tries again", user.pk, round_.pk)
        return False


@transaction.atomic
def remind_now(*, round_: ConsentRound, by: User) -> int:
    """Remind everybody who is waited for and got no reminder today; how many people. Sent after the transaction.

    Raises Refused (closed, nobody, reminded).
    """
    locked = lock.plan(round_.version.programme)
    lock.must_be_open(round_)
    today = timezone.localdate()
    if not waited_for(round_):
        raise Refused("Er is niemand met een account op wiens stem nog wordt gewacht.", code="nobody")
    made = queue(round_, ReminderKind.ASKED, today)
    if not made:
        text = "Iedereen op wie wordt gewacht, kreeg vandaag al een herinnering. Morgen kan het weer."
        raise Refused(text, code="reminded")
    people = {reminder.user_id for reminder in made}
    detail = {"asked": len(people)}
    audit.log(by=by, event="reminders_asked", subject=round_.version, school=locked.school, detail=detail)
    transaction.on_commit(partial(send, round_))
    return len(people)
