"""Who gets mail about a version, and sending it."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mass_mail
from django.template.loader import render_to_string

from programmes.models import Version
from schools.constants import MR_ROLES, Role
from schools.models import Membership, School, User

log = logging.getLogger(__name__)

AUDIENCES = {
    "submitted": MR_ROLES,
    "withdrawn": MR_ROLES,
    "decided": {Role.HEAD, Role.BOARD},
    "adopted": {Role.HEAD} | MR_ROLES,
}
"""The roles that hear of each event."""


def audience(school: School, event: str) -> list[User]:
    """The people with one of the roles of ``event`` at ``school`` or its board now: each once, by name. One query."""
    members = Membership.objects.of_school_and_board(school).filter(role__in=AUDIENCES[event])
    return sorted({member.user for member in members}, key=lambda user: (user.name, user.email))


def send(version_pk: int, event: str) -> None:
    """One message to each person in the audience of ``event``. Called after the transaction.

    What happened stays so when the mail server is down: the failure is logged.
    """
    version = Version.objects.with_answers().defer("document", "corrects__document").get(pk=version_pk)
    context = {"version": version, "school": version.school, "site_url": settings.SITE_URL}
    subject = " ".join(render_to_string(f"programmes/mail/{event}_subject.txt", context).split())
    text = render_to_string(f"programmes/mail/{event}.txt", context)
    deliver(f"{event} about version {version_pk}", subject, text, audience(version.school, event))


def deliver(what: str, subject: str, text: str, people: list[User]) -> None:
    """One message to each of ``people``; how many failed is logged, with ``what`` the mail is about."""
    addresses = sorted(user.email for user in people)
    sent = send_mass_mail([(subject, text, None, [address]) for address in addresses], fail_silently=True) or 0
    if sent < len(addresses):
        log.warning("mail %s: %s of %s sent", what, sent, len(addresses))
