"""The public link of a summary: opened and closed by the schoolleider, and what stands behind it."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from npo_planner import audit
from npo_planner.errors import Refused
from programmes.models import Programme, PublicLink, Version
from schools.models import User

TOKEN_BYTES = 18
"""144 bits, in an address of 24 characters."""


@transaction.atomic
def open_link(*, programme: Programme, by: User) -> PublicLink:
    """Put the summary on a public page from now on. Open already: nothing happens."""
    locked = _lock(programme)
    found = PublicLink.objects.of(locked)
    if found is not None:
        return found
    link = PublicLink.objects.create(programme=locked, token=secrets.token_urlsafe(TOKEN_BYTES), opened_by=by)
    # Without the token: who reads the log later needs no address that works.
    audit.log(by=by, event="public_link_opened", subject=link, school=locked.school)
    return link


@transaction.atomic
def close_link(*, programme: Programme, by: User) -> None:
    """Take the public page away: its address never works again. Raises Refused (closed)."""
    locked = _lock(programme)
    link = PublicLink.objects.of(locked)
    if link is None:
        raise Refused("De openbare link stond al uit.", code="closed")
    link.closed_at, link.closed_by = timezone.now(), by
    link.save(update_fields=["closed_at", "closed_by"])
    audit.log(by=by, event="public_link_closed", subject=link, school=locked.school)


def address(link: PublicLink) -> str:
    """The whole address, to give to parents."""
    return f"{settings.SITE_URL}{reverse('public_summary', args=[link.token])}"


def in_force(programme: Programme) -> Version | None:
    """The version that is the school's programme now; what is written or lies with the MR is not public."""
    return Version.objects.in_force().filter(programme=programme).first()


def _lock(programme: Programme) -> Programme:
    return Programme.objects.with_school().select_for_update(of=("self",), no_key=True).get(pk=programme.pk)
