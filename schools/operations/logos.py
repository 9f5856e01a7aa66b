"""The logo of a school or a board: placed, replaced, and taken away."""

from __future__ import annotations

import hashlib

from django.db import transaction

from npo_planner import audit
from npo_planner.errors import Refused
from schools.logo import Picture, made_from
from schools.models import Board, Logo, School, User


def set_logo(*, place: School | Board, data: bytes, by: User) -> Logo:
    """Make ``data`` the logo of ``place``, in the place of the one that it has. Raises what ``made_from`` raises."""
    picture = made_from(data)  # takes seconds: before the lock, which on SQLite is that of everybody
    with transaction.atomic():
        return _place(place, picture, by)


def _place(place: School | Board, picture: Picture, by: User) -> Logo:
    _lock(place)
    before = Logo.objects.own(place)
    logo, _ = Logo.objects.update_or_create(
        **{place._meta.model_name: place},
        defaults={
            "content": picture.content,
            "sha256": hashlib.sha256(picture.content).hexdigest(),
            "width": picture.width,
            "height": picture.height,
            "uploaded_by": by,
        },
    )
    detail = {"sha256": [before.sha256 if before else "", logo.sha256]}
    audit.log(by=by, event="logo_set", subject=logo, detail=detail, **audit.at(place))
    return logo


@transaction.atomic
def remove_logo(*, place: School | Board, by: User) -> None:
    """Take the logo of ``place`` away; a school then shows that of its board. Raises Refused (no_logo)."""
    _lock(place)
    logo = Logo.objects.own(place)
    if logo is None:
        raise Refused("Er was geen logo meer.", code="no_logo")
    audit.log(by=by, event="logo_removed", subject=logo, detail={"sha256": [logo.sha256, ""]}, **audit.at(place))
    logo.delete()


def _lock(place: School | Board) -> None:
    type(place).objects.select_for_update(no_key=True).get(pk=place.pk)
