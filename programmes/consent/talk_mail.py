"""Mail about what was said on a version: the school hears of questions, the MR of answers.

What the MR says to itself is never mailed. A person gets at most one mail an hour about a version. What is said in
between waits for the next mail: that of the next comment after the hour, or of the command ``mail_talk``, which a clock
runs.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mass_mail
from django.template.loader import render_to_string
from django.utils import timezone

from programmes.consent import threads
from programmes.document import canonical
from programmes.models import Comment, Told, Version
from schools.constants import MR_ROLES, WRITER_ROLES, Role
from schools.models import Membership, School, User

log = logging.getLogger(__name__)

EVERY = timedelta(hours=1)
NEWS = timedelta(days=1)
"""Who was never told anything about a version hears of what was said in this time before."""


def listeners(school: School) -> dict[User, bool]:
    """Who hears of what is said about a plan of ``school``, and whether as a member of the MR: one query."""
    roles: dict[User, set[str]] = defaultdict(set)
    for member in Membership.objects.of_school(school).filter(role__in=MR_ROLES | WRITER_ROLES):
        roles[member.user].add(member.role)
    return {user: bool(held & MR_ROLES) and Role.HEAD not in held for user, held in roles.items()}


def tell(version_pk: int) -> None:
    """Mail everybody who has something new to read about a version and was not mailed in the last hour.

    Called after the transaction. A mail server that is down is logged and changes nothing.
    """
    version = Version.objects.select_related("programme__school").get(pk=version_pk)
    comments = list(
        Comment.objects.filter(version=version).for_everybody().select_related("author", "parent").order_by("pk")
    )
    told = {each.user_id: each for each in Told.objects.filter(version=version)}
    messages = []
    for user, in_mr in listeners(version.school).items():
        news = _news(comments, user, in_mr, told.get(user.pk))
        if news and _claim(version, user, told.get(user.pk), last=news[-1].pk):
            messages.append(_message(version, user, in_mr, news))
    sent = send_mass_mail(messages, fail_silently=True) or 0
    if sent < len(messages):
        log.warning("mail about comments on version %s: %s of %s sent", version_pk, sent, len(messages))


def overdue() -> Iterable[int]:
    """The versions on which something was said that somebody may still have to hear of."""
    recent = Comment.objects.for_everybody().filter(written_at__gt=timezone.now() - NEWS)
    return recent.order_by().values_list("version", flat=True).distinct()


def _news(comments: Sequence[Comment], user: User, in_mr: bool, told: Told | None) -> list[Comment]:
    """What the other side said that ``user`` was not told of."""
    since = timezone.now() - NEWS
    fresh = (c for c in comments if (c.pk > told.last if told else c.written_at > since))
    return [c for c in fresh if c.from_mr != in_mr and c.author_id != user.pk]


def _claim(version: Version, user: User, told: Told | None, *, last: int) -> bool:
    """Whether this mail may go: only one of two that come at the same moment."""
    now = timezone.now()
    if told is None:
        return Told.objects.get_or_create(user=user, version=version, defaults={"last": last, "told_at": now})[1]
    due = Told.objects.filter(pk=told.pk, last=told.last, told_at__lte=now - EVERY)
    return due.update(last=last, told_at=now) == 1


def _message(version: Version, user: User, in_mr: bool, news: Sequence[Comment]) -> tuple[str, str, None, list[str]]:
    titles = threads.titles(canonical.loads(version.document)) if canonical.is_intact(version) else {}
    context = {
        "version": version,
        "school": version.school,
        "site_url": settings.SITE_URL,
        "in_mr": in_mr,
        "news": [(comment, titles.get(comment.section, "een onderdeel van het plan")) for comment in news],
    }
    subject = " ".join(render_to_string("programmes/mail/talk_subject.txt", context).split())
    return subject, render_to_string("programmes/mail/talk.txt", context), None, [user.email]
