"""Who gets mail about a version, and sending it."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.mail import send_mass_mail
from django.template.loader import render_to_string

from programmes.models import Programme, Version
from schools.constants import MR_ROLES, Role
from schools.models import Membership, School, User

log = logging.getLogger(__name__)

AUDIENCES = {
    "submitted": MR_ROLES,
    "withdrawn": MR_ROLES,
    "decided": {Role.HEAD, Role.BOARD},
    "adopted": {Role.HEAD} | MR_ROLES,
    "corrected": {Role.BOARD} | MR_ROLES,
    "reads_along": MR_ROLES,
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
    _deliver(event, version.school, {"version": version}, about=f"version {version_pk}")


def send_reads_along(programme_pk: int) -> None:
    """One message to each member of the MR: from now on they may read the draft. Called after the transaction."""
    programme = Programme.objects.with_school().select_related("reads_along_by").get(pk=programme_pk)
    _deliver("reads_along", programme.school, {"programme": programme}, about=f"programme {programme_pk}")


def _deliver(event: str, school: School, context: dict[str, Any], *, about: str) -> None:
    context |= {"school": school, "site_url": settings.SITE_URL}
    subject = " ".join(render_to_string(f"programmes/mail/{event}_subject.txt", context).split())
    text = render_to_string(f"programmes/mail/{event}.txt", context)
    addresses = sorted(user.email for user in audience(school, event))
    sent = send_mass_mail([(subject, text, None, [address]) for address in addresses], fail_silently=True) or 0
    if sent < len(addresses):
        log.warning("mail %s about %s: %s of %s sent", event, about, sent, len(addresses))
