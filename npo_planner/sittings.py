"""Who is writing where: a sitting is one person at one form in one tab.

Its token stands hidden in the form. It says whose it is, so that nobody can speak for another; the row exists once the
browser says something, so that looking at a form writes nothing.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils import timezone

from npo_planner.models import Sitting

FIELD = "sitting"
"""The hidden field of a form that carries the token."""
PARKED = "parked"
"""Where a session keeps what was sent by somebody who turned out to be signed out."""
SECRET = "password"  # noqa: S105 - the name of a field, not a secret
"""The field that is never kept, not in a draft and not in a session."""
MOST = 200_000
"""Characters of one form that are kept; more than any form of the product takes."""
_signer = Signer(salt="npo_planner.sitting")


def new_token(user: Any, key: uuid.UUID | None = None) -> str:
    """The token of a new sitting of ``user``, or of the sitting ``key`` that goes on."""
    return _signer.sign(f"{key or uuid.uuid4()}/{user.pk}")


def of_request(request: HttpRequest) -> Sitting | None:
    """The sitting that a posted form belongs to, new or stored and then locked; None when it names none.

    Raises PermissionDenied when its token is false or of somebody else.
    """
    token = request.POST.get(FIELD, "")
    if not token:
        return None
    key, user_pk = _read(token)
    if user_pk != str(request.user.pk):
        raise PermissionDenied("the sitting of somebody else")
    found = Sitting.objects.select_for_update().filter(key=key).first()
    return found or Sitting(key=key, user=request.user, path=request.path[:300], seen_at=timezone.now())


def is_late(sitting: Sitting, number: int) -> bool:
    """Whether a later message of the same sitting came before this one."""
    return not sitting._state.adding and number <= sitting.number


def note(sitting: Sitting, *, typed: dict[str, list[str]] | None, number: int, left: bool) -> None:
    """Keep that ``sitting`` is alive, and what was ``typed`` if given, by its message ``number``."""
    sitting.number, sitting.left, sitting.seen_at = number, left, timezone.now()
    if typed is not None and sitting.used_at is None:
        sitting.typed = typed
    if sitting._state.adding:
        Sitting.objects.filter(user=sitting.user).overdue().delete()
    sitting.save()


def use(sitting: Sitting, typed: dict[str, list[str]]) -> None:
    """The form was sent and what it said is in the plan; ``typed`` stays, to know the same form when it comes again."""
    sitting.typed, sitting.used_at, sitting.seen_at = typed, timezone.now(), timezone.now()
    sitting.save()


def typed_in(form: Any) -> dict[str, list[str]]:
    """What was typed in every field of a bound ``form``, as a browser sends it."""
    return {name: _texts(form[name].data) for name in form.fields if name not in {"seen", SECRET}}


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(each) for each in value]
    return [] if value is None or value is False else [str(value)]


def fill(form: Any, typed: dict[str, list[str]]) -> None:
    """Show in an unbound ``form`` what somebody typed before, and with it what they saw then if that was kept."""
    for name, values in typed.items():
        field = form.fields.get(name)
        if field is None:
            continue
        several = getattr(field.widget, "allow_multiple_selected", False)
        form.initial[name] = values if several else values[0] if values else ""


def park(request: HttpRequest) -> bool:
    """Keep in the session what was posted and could not be taken, until its writer is back; False if it is no form."""
    posted = {name: request.POST.getlist(name) for name in request.POST if name not in {"csrfmiddlewaretoken", SECRET}}
    if FIELD not in posted or sum(len(v) for values in posted.values() for v in values) > MOST:
        return False
    request.session[PARKED] = {"path": request.path, "posted": posted}
    return True


def parked(request: HttpRequest) -> dict[str, list[str]] | None:
    """What this person had posted to this page when it could not be taken."""
    kept = request.session.get(PARKED)
    if not kept or kept["path"] != request.path:
        return None
    try:
        _, user_pk = _read(kept["posted"][FIELD][0])
    except PermissionDenied:
        return None
    return kept["posted"] if user_pk == str(request.user.pk) else None


def _read(token: str) -> list[str]:
    try:
        return _signer.unsign(token).split("/")
    except BadSignature as error:
        raise PermissionDenied("a false sitting") from error
