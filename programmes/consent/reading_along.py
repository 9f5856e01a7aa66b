"""The MR reads along with the draft: the schoolleider opens it and closes it again."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone

from npo_planner import audit
from npo_planner.errors import Refused
from programmes.consent import mail
from programmes.models import Programme
from programmes.plan.constants import Status
from schools.constants import MR_ROLES
from schools.models import User


@transaction.atomic
def open_draft(*, programme: Programme, by: User) -> Programme:
    """Let the MR read the draft as a document from now on; its members get one mail. Open already: nothing happens.

    It stays open until somebody closes it, also for the draft of a next version. Raises Refused (wrong_state, no_mr).
    """
    locked = _lock(programme)
    if locked.mr_reads_along:
        return locked
    if locked.status != Status.DRAFT:
        text = "Het plan is nu geen concept. De MR leest de versie die is voorgelegd."
        raise Refused(text, code="wrong_state")
    if not locked.school.memberships.current().filter(role__in=MR_ROLES).exists():
        raise Refused("Deze school heeft nog geen MR-leden. Nodig ze eerst uit bij Mensen.", code="no_mr")
    locked.reads_along_since, locked.reads_along_until, locked.reads_along_by = timezone.localdate(), None, by
    locked.save(update_fields=["reads_along_since", "reads_along_until", "reads_along_by"])
    audit.log(by=by, event="draft_opened", subject=locked, school=locked.school)
    transaction.on_commit(partial(mail.send_reads_along, locked.pk))
    return locked


@transaction.atomic
def close_draft(*, programme: Programme, by: User) -> Programme:
    """Let the MR read the draft no longer. Closed already: nothing happens."""
    locked = _lock(programme)
    if not locked.mr_reads_along:
        return locked
    locked.reads_along_until = timezone.localdate()
    locked.save(update_fields=["reads_along_until"])
    audit.log(by=by, event="draft_closed", subject=locked, school=locked.school)
    return locked


def _lock(programme: Programme) -> Programme:
    return Programme.objects.with_school().select_for_update(of=("self",), no_key=True).get(pk=programme.pk)
