"""The audit trail in Dutch: what happened, in words that people of a school understand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from npo_planner.models import AuditEntry

EVENTS = {
    "programme_started": "begon {}",
    "row_added": "voegde {} toe",
    "row_changed": "wijzigde {}",
    "row_deleted": "verwijderde {}",
    "row_moved": "veranderde de volgorde van {}",
    "shares_set": "verdeelde {} over maatregelen",
    "domain_added": "voegde {} toe",
    "pupils_counted": "vulde leerlingaantallen in van {}",
    "status_changed": "veranderde de status van {}",
    "submitted_to_mr": "legde {} voor aan de MR",
    "withdrawn": "haalde {} terug bij de MR",
    "commented": "schreef een vraag of opmerking bij {}",
    "mr_decided": "legde het besluit van de MR over {} vast",
    "adopted": "stelde {} vast",
    "measured": "legde een meting vast bij {}",
    "measurement_deleted": "verwijderde een meting bij {}",
    "evaluated": "beoordeelde een maatregel van {}",
    "realisation_set": "vulde uitgaven in bij {}",
    "role_given": "gaf een rol: {}",
    "role_ended": "beëindigde een rol: {}",
    "invitation_resent": "stuurde de uitnodiging opnieuw: {}",
}
"""What happened, with {} for what it happened to."""
TELLS_FIELDS = {"row_added", "row_changed", "row_deleted", "shares_set"}


@dataclass(frozen=True)
class Change:
    """One field: its name in Dutch, what it was and what it became."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One thing that happened: ``what`` is the sentence after ``who``."""

    at: datetime
    who: str
    what: str
    changes: tuple[Change, ...]


def line(entry: AuditEntry) -> Line:
    """``entry``, which comes with its actor, in words. Runs no query."""
    what = EVENTS.get(entry.event, "{}").replace("{}", f"{_kind(entry.subject)} “{entry.label}”")
    return Line(entry.at, str(entry.actor) if entry.actor else "het systeem", what, _changes(entry))


def _changes(entry: AuditEntry) -> tuple[Change, ...]:
    if entry.event not in TELLS_FIELDS:
        return ()
    pairs = ((name, pair) for name, pair in entry.detail.items() if isinstance(pair, list) and len(pair) == 2)
    found = (Change(_field(entry.subject, name), *pair) for name, pair in pairs)
    return tuple(change for change in found if change.before != change.after)


def _kind(subject: str) -> str:
    try:
        return str(apps.get_model(subject.split(":")[0])._meta.verbose_name)
    except LookupError:
        return "regel"


def _field(subject: str, name: str) -> str:
    try:
        return str(apps.get_model(subject.split(":")[0])._meta.get_field(name).verbose_name)
    except (LookupError, FieldDoesNotExist):
        return name
