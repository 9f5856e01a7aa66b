"""Who is what where: inviting people, ending what they are, and sending the invitation again."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from npo_planner import audit
from npo_planner.errors import Refused
from schools.constants import MR_ROLES, Role
from schools.models import Board, Membership, School, User


@transaction.atomic
def invite(
    *, place: School | Board, email: str, name: str, role: Role, geleding: str = "", by: User | None
) -> Membership:
    """Give somebody a role at a school or a board. A new person gets mail with a link to choose a password.

    Raises Refused (wrong_place, wrong_geleding, already).
    """
    at_board = isinstance(place, Board)
    if at_board != (role == Role.BOARD):
        raise Refused("Deze rol hoort niet bij deze plek.", code="wrong_place")
    if geleding and (at_board or role not in MR_ROLES or geleding not in place.geledingen):
        raise Refused("Deze geleding hoort niet bij deze rol of deze school.", code="wrong_geleding")
    if role == Role.MR_MEMBER and not geleding:
        raise Refused("Kies namens wie dit MR-lid spreekt.", code="wrong_geleding")
    type(place).objects.select_for_update(no_key=True).get(pk=place.pk)
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        user = User.objects.create_user(email, name.strip())
    where = {"board": place} if at_board else {"school": place}
    if user.memberships.current().filter(role=role, geleding=geleding, **where).exists():
        raise Refused(f"{user.name} heeft deze rol al.", code="already")
    membership = Membership.objects.create(user=user, role=role, geleding=geleding, **where)
    _log(membership, "role_given", by)
    transaction.on_commit(partial(_mail, membership, by))
    return membership


@transaction.atomic
def end(*, membership: Membership, by: User) -> None:
    """End a role, from the next request on. Raises Refused (ended, last_head)."""
    locked = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
    if locked.ended_on is not None:
        raise Refused("Deze rol was al beëindigd.", code="ended")
    if locked.role == Role.HEAD:
        School.objects.select_for_update(no_key=True).get(pk=locked.school_id)
        heads = Membership.objects.current().filter(school=locked.school_id, role=Role.HEAD)
        if not heads.exclude(pk=locked.pk).exists():
            raise Refused("Dit is de enige schoolleider. Nodig eerst een opvolger uit.", code="last_head")
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


def _log(membership: Membership, event: str, by: User | None) -> None:
    audit.log(by=by, event=event, subject=membership, school=membership.school, board=membership.board)


def _mail(membership: Membership, by: User | None) -> None:
    user = membership.user
    context: dict[str, Any] = {
        "user": user,
        "by": by,
        "membership": membership,
        "place": membership.school or membership.board,
        "site_url": settings.SITE_URL,
        "link": "" if user.has_usable_password() else password_link(user),
    }
    send_mail(
        "Uitnodiging voor de NPO Planner",
        render_to_string("schools/mail/invitation.txt", context),
        None,
        [user.email],
        fail_silently=True,
    )
