"""What every write of the consent room does first: lock the plan, and look whether what it is about still is so."""

from __future__ import annotations

from typing import Any

from npo_planner.errors import Refused
from programmes.consent import states
from programmes.consent.states import Deed
from programmes.document import canonical
from programmes.models import Programme, Version
from programmes.models.councils import AbstractRound, AbstractVersion
from programmes.plan.constants import Status


def plan(programme: Programme) -> Programme:
    """The programme as it is now; nobody else moves it until this transaction ends."""
    return Programme.objects.with_school().select_for_update(of=("self",), no_key=True).get(pk=programme.pk)


def subject(version: AbstractVersion) -> Any:
    """What ``version`` is of, a plan or a proposal of the board: fresh, and nobody else moves it meanwhile."""
    found = version.subject
    return type(found)._default_manager.select_for_update(no_key=True).get(pk=found.pk)


def newest(programme: Programme) -> Version | None:
    """The newest version with its answers, without its text."""
    return Version.objects.history(programme).first()


def status_after(locked: Programme, deed: Deed) -> Status:
    """The status that ``deed`` gives the ``locked`` plan now. Raises Refused (wrong_state)."""
    return states.status_of(states.after(states.TABLE, states.state_of(locked, newest(locked)), deed))


def must_be_open(round_: AbstractRound) -> None:
    """Raises Refused (closed)."""
    round_.refresh_from_db(fields=["closed_at"])
    if not round_.is_open:
        raise Refused("Deze ronde is al gesloten.", code="closed")


def must_be_intact(version: AbstractVersion) -> None:
    """Raises Refused (damaged) when the text is not what was frozen."""
    version.refresh_from_db(fields=["document", "sha256"])
    if not canonical.is_intact(version):
        raise Refused(
            "De tekst van deze versie klopt niet meer met de vingerafdruk. Waarschuw de beheerder; dit kan nu niet.",
            code="damaged",
        )
