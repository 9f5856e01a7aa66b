"""Who gets mail about a proposal of the board: its GMR when there is something to read, the board when it decided."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string

from programmes.consent.mail import deliver
from programmes.models import GmrVersion
from schools.constants import GMR_ROLES, Role
from schools.models import Board, Membership, User

AUDIENCES = {"submitted": GMR_ROLES, "withdrawn": GMR_ROLES, "decided": {Role.BOARD} | GMR_ROLES}
"""The roles at the board that hear of each event."""


def audience(board: Board, event: str) -> list[User]:
    """The people with one of the roles of ``event`` now: each once, by name. One query."""
    members = Membership.objects.of_board(board).filter(role__in=AUDIENCES[event])
    return sorted({member.user for member in members}, key=lambda user: (user.name, user.email))


def send(version_pk: int, event: str) -> None:
    """One message to each person in the audience of ``event``. Called after the transaction."""
    version = GmrVersion.objects.with_answers().defer("document").get(pk=version_pk)
    board = version.proposal.board
    context = {"version": version, "board": board, "event": event, "site_url": settings.SITE_URL}
    subject = " ".join(render_to_string("programmes/council/mail_subject.txt", context).split())
    text = render_to_string("programmes/council/mail.txt", context)
    deliver(f"{event} about GMR version {version_pk}", subject, text, audience(board, event))
