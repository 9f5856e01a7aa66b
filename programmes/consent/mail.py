"""Who gets mail about a version, and sending it."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string

from programmes.consent import ical
from programmes.models import ConsentRound, Programme, Version
from schools.constants import MR_ROLES, WRITER_ROLES, Role
from schools.models import Membership, School, User

log = logging.getLogger(__name__)

AUDIENCES = {
    "submitted": MR_ROLES,
    "withdrawn": MR_ROLES,
    "meeting": MR_ROLES | WRITER_ROLES,
    "decided": {Role.HEAD, Role.BOARD},
    "adopted": {Role.HEAD} | MR_ROLES,
    "corrected": {Role.BOARD} | MR_ROLES,
    "reads_along": MR_ROLES,
}
"""The roles that hear of each event."""
WITH_MEETING = {"submitted", "meeting"}
"""The events whose mail carries the meeting for an agenda."""


def audience(school: School, event: str) -> list[User]:
    """The people with one of the roles of ``event`` at ``school`` or its board now: each once, by name. One query."""
    members = Membership.objects.of_school_and_board(school).filter(role__in=AUDIENCES[event])
    return sorted({member.user for member in members}, key=lambda user: (user.name, user.email))


def send(version_pk: int, event: str, called_off: bytes | None = None) -> None:
    """One message to each person in the audience of ``event``. Called after the transaction.

    ``called_off`` is the file that takes a meeting out of the agenda. What happened stays so when the mail server is
    down: the failure is logged.
    """
    version = Version.objects.with_answers().defer("document", "corrects__document").get(pk=version_pk)
    addresses = sorted(user.email for user in audience(version.school, event))
    messages = [message(event, address, school=version.school, version=version) for address in addresses]
    if event in WITH_MEETING:
        for each in messages:
            attach_meeting(each, getattr(version, "consent_round", None), called_off)
    _send(messages, event, about=f"version {version_pk}")


def send_reads_along(programme_pk: int) -> None:
    """One message to each member of the MR: from now on they may read the draft. Called after the transaction."""
    programme = Programme.objects.with_school().select_related("reads_along_by").get(pk=programme_pk)
    event, school = "reads_along", programme.school
    messages = [message(event, user.email, school=school, programme=programme) for user in audience(school, event)]
    _send(messages, event, about=f"programme {programme_pk}")


def _send(messages: list[EmailMessage], event: str, *, about: str) -> None:
    sent = get_connection(fail_silently=True).send_messages(messages) or 0
    if sent < len(messages):
        log.warning("mail %s about %s: %s of %s sent", event, about, sent, len(messages))


def attach_meeting(message: EmailMessage, round_: ConsentRound | None, called_off: bytes | None = None) -> None:
    """Put the meeting of ``round_`` in the mail, for an agenda, if there is one or it was called off."""
    content = called_off or (ical.event(round_) if round_ and round_.meeting_at else None)
    if content:
        message.attach(ical.file_name(round_), content, ical.MIME)


def message(event: str, address: str, *, school: School, **context: Any) -> EmailMessage:
    """The mail about ``event`` at ``school`` to ``address``."""
    context |= {"school": school, "site_url": settings.SITE_URL}
    subject = " ".join(render_to_string(f"programmes/mail/{event}_subject.txt", context).split())
    return EmailMessage(subject, render_to_string(f"programmes/mail/{event}.txt", context), None, [address])


def deliver(what: str, subject: str, text: str, people: list[User]) -> None:
    """One message to each of ``people``; how many failed is logged, with ``what`` the mail is about."""
    _send([EmailMessage(subject, text, None, [user.email]) for user in people], what, about="it")
