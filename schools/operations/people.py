"""Who is what where: inviting people, ending what they are, and sending the invitation again.

An invitation stays when the mail server is down: the failure is logged, and the list of people offers to send it again.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from npo_planner import audit
from npo_planner.errors import Refused
from schools.constants import AT_BOARD, GMR_ROLES, MR_ROLES, NEEDS_GELEDING, Role
from schools.models import Board, Membership, School, User

log = logging.getLogger(__name__)


@transaction.atomic
def invite(
    *, place: School | Board, email: str, name: str, role: Role, geleding: str = "", by: User | None
) -> Membership:
    """Give somebody a role at a school or a board, at once, and tell them by mail.

    A new person gets an account without a password, and a link to choose one.
    Raises Refused (wrong_place, wrong_geleding, inactive, already, both_sides).
    """
    at_board = isinstance(place, Board)
    if at_board != (role in AT_BOARD):
        raise Refused("Deze rol hoort niet bij deze plek.", code="wrong_place")
    if geleding and (role not in MR_ROLES | GMR_ROLES or geleding not in place.geledingen):
        raise Refused("Deze geleding hoort niet bij deze rol of deze school.", code="wrong_geleding")
    if role in NEEDS_GELEDING and not geleding:
        raise Refused("Kies namens wie deze persoon spreekt.", code="wrong_geleding")
    type(place).objects.select_for_update(no_key=True).get(pk=place.pk)
    user = _account(email.strip(), name.strip())
    if not user.is_active:
        raise Refused("Dit account is uitgezet. Vraag het de beheerder.", code="inactive")
    where = {"board": place} if at_board else {"school": place}
    _must_not_answer_to_oneself(user, place, role)
    if user.memberships.current().filter(role=role, geleding=geleding, **where).exists():
        raise Refused(f"{user.name} heeft deze rol al.", code="already")
    membership = Membership.objects.create(user=user, role=role, geleding=geleding, **where)
    _log(membership, "role_given", by)
    transaction.on_commit(partial(_mail, membership, by))
    return membership


def _must_not_answer_to_oneself(user: User, place: School | Board, role: Role) -> None:
    """Who leads a school or works for its board sits in no council there. Raises Refused (both_sides)."""
    board = place if isinstance(place, Board) else place.board
    here = Q(board=board) | (Q(school=place) if isinstance(place, School) else Q(school__board=board))
    councils = MR_ROLES | GMR_ROLES
    if role in councils:
        clashes = {Role.BOARD} | ({Role.HEAD} if isinstance(place, School) else set())
    else:
        clashes = councils if role == Role.BOARD else MR_ROLES if role == Role.HEAD else set()
    found = user.memberships.current().filter(here, role__in=clashes).first()
    if found is not None:
        text = (
            f"{user.name} is hier al {found.get_role_display()}. Wie leiding geeft of voor het bestuur werkt, zit niet "
        )
        raise Refused(f"{text}in de MR of de GMR van die school.", code="both_sides")


@transaction.atomic
def invite_first(*, place: School | Board, email: str, name: str, role: Role, by: User) -> Membership:
    """Let an administrator invite somebody who then invites the others: while nobody there has signed in yet.

    Raises Refused (self, not_first) and what ``invite`` raises.
    """
    if email.strip().lower() == by.email:
        raise Refused("Een beheerder geeft zichzelf geen rol.", code="self")
    type(place).objects.select_for_update(no_key=True).get(pk=place.pk)
    present = next((m.user for m in _now(place, role) if m.user.has_usable_password()), None)
    if present is not None:
        text = f"Hier is al een {Role(role).label}: {present.name}. Die nodigt de anderen uit."
        raise Refused(text, code="not_first")
    return invite(place=place, email=email, name=name, role=role, by=by)


@transaction.atomic
def make_administrator(*, email: str, name: str) -> User:
    """Make the account of a beheerder, without a password. Raises Refused (already)."""
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise Refused(f"Er is al een account met {email.strip()}.", code="already")
    user = User.objects.create_user(email, name.strip(), is_staff=True)
    audit.log(by=None, event="administrator_made", subject=user)
    return user


NEVER_NOBODY = (Role.HEAD, Role.BOARD, Role.MR_SECRETARY, Role.GMR_SECRETARY)
"""The last one with such a role stays until somebody follows them: without a secretary no council can decide."""


@transaction.atomic
def end(*, membership: Membership, by: User) -> None:
    """End a role, from the next request on. Raises Refused (ended, last)."""
    locked = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
    if locked.ended_on is not None:
        raise Refused("Deze rol was al beëindigd.", code="ended")
    if locked.role in NEVER_NOBODY:
        type(locked.place).objects.select_for_update(no_key=True).get(pk=locked.place.pk)
        if not _now(locked.place, Role(locked.role)).exclude(pk=locked.pk).exists():
            text = f"Dit is de enige {locked.get_role_display()}. Nodig eerst een opvolger uit."
            raise Refused(text, code="last")
    locked.ended_on = timezone.localdate()
    locked.save(update_fields=["ended_on"])
    _log(locked, "role_ended", by)


@transaction.atomic
def resend(*, membership: Membership, by: User) -> None:
    """Send the link to choose a password once more. Raises Refused (ended, has_password)."""
    if membership.ended_on is not None:
        raise Refused("Deze rol is beëindigd.", code="ended")
    if membership.user.has_usable_password():
        text = f"{membership.user.name} heeft al een wachtwoord. Vergeten? Dat kan op de inlogpagina."
        raise Refused(text, code="has_password")
    _log(membership, "invitation_resent", by)
    transaction.on_commit(partial(_mail, membership, by))


def password_link(user: User) -> str:
    """The address at which ``user`` chooses a password: it works once, and for a week."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("password_reset_confirm", args=[uid, default_token_generator.make_token(user)])
    return f"{settings.SITE_URL}{path}"


def _account(email: str, name: str) -> User:
    """The account with this address, made where there is none."""
    found = User.objects.filter(email__iexact=email).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return User.objects.create_user(email, name)
    except IntegrityError:  # another school invited the same person at the same moment
        return User.objects.get(email__iexact=email)


def _now(place: School | Board, role: Role) -> QuerySet[Membership]:
    """Who has ``role`` at ``place`` now."""
    people = Membership.objects.of_board(place) if isinstance(place, Board) else Membership.objects.of_school(place)
    return people.filter(role=role)


def _log(membership: Membership, event: str, by: User | None) -> None:
    audit.log(by=by, event=event, subject=membership, school=membership.school, board=membership.board)


def _mail(membership: Membership, by: User | None) -> None:
    user = membership.user
    context: dict[str, Any] = {
        "user": user,
        "by": by,
        "membership": membership,
        "place": membership.place,
        "site_url": settings.SITE_URL,
        "link": "" if user.has_usable_password() else password_link(user),
    }
    text = render_to_string("schools/mail/invitation.txt", context)
    if not send_mail("Uitnodiging voor de NPO Planner", text, None, [user.email], fail_silently=True):
        log.warning("mail invitation of membership %s: not sent", membership.pk)
