"""The audit trail in Dutch: what happened, in words that people of a school understand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, DateField, DecimalField, Field, Model

from npo_planner.models import AuditEntry
from npo_planner.money import number

EVENTS = {
    "programme_started": "begon een schoolprogramma",
    "programme_read_in": "las een schoolprogramma in uit een bestand",
    "row_added": "voegde {} toe",
    "row_changed": "wijzigde {}",
    "row_written": "schreef aan {}",
    "row_deleted": "verwijderde {}",
    "row_moved": "veranderde de volgorde van {}",
    "shares_set": "verdeelde {} over maatregelen",
    "domain_added": "voegde {} toe",
    "scan_renewed": "begon een nieuwe {}, vanuit de vorige",
    "findings_imported": "las een tabel met bevindingen in bij {}",
    "pupils_counted": "vulde leerlingaantallen in",
    "status_changed": "veranderde de status van het schoolprogramma",
    "submitted_to_mr": "legde [label] voor aan de MR",
    "withdrawn": "haalde [label] terug bij de MR",
    "commented": "schreef een vraag of opmerking bij [label]",
    "question_resolved": "handelde een vraag of opmerking af bij [label]",
    "question_reopened": "heropende een vraag of opmerking bij [label]",
    "draft_opened": "liet de MR meelezen met het concept",
    "draft_closed": "liet de MR niet meer meelezen met het concept",
    "mr_decided": "legde het besluit van de MR over [label] vast",
    "seat_added": "gaf iemand een stem in de ronde over [label]",
    "corrected": "wijzigde alleen woorden: [label]",
    "seat_removed": "haalde iemand weg uit de ronde over [label]",
    "meeting_changed": "wijzigde de vergadering van de MR over [label]",
    "reminders_asked": "vroeg om een herinnering aan wie nog niet stemde over [label]",
    "reminded": "stuurde een herinnering om te stemmen over [label]",
    "condition_changed": "legde vast hoe het staat met {}",
    "step_recorded": "legde vast wat er gebeurde met [label]",
    "adopted": "stelde [label] vast",
    "proposal_moved": "veranderde de stand van {}",
    "submitted_to_gmr": "legde [label] van een voorstel voor aan de GMR",
    "gmr_withdrawn": "haalde [label] van een voorstel terug bij de GMR",
    "gmr_decided": "legde het besluit van de GMR over [label] van een voorstel vast",
    "measured": "legde een meting vast",
    "measurement_deleted": "verwijderde een meting",
    "evaluated": "beoordeelde een maatregel",
    "realisation_set": "vulde uitgaven in van [label]",
    "role_given": "gaf een rol aan [label]",
    "role_ended": "beëindigde de rol van [label]",
    "invitation_resent": "stuurde opnieuw een uitnodiging aan [label]",
    "logo_set": "plaatste een logo: [label]",
    "logo_removed": "haalde een logo weg: [label]",
    "public_link_opened": "zette de openbare samenvatting aan",
    "public_link_closed": "zette de openbare samenvatting uit",
    "edition_copied": "maakte [label] als kopie van een andere editie van de menukaart",
    "edition_imported": "las [label] in uit een bestand",
    "edition_published": "publiceerde [label]",
    "edition_reopened": "zette [label] terug naar concept",
    "school_moved": "las in het register van DUO dat de school een ander bestuur heeft",
    "school_closed": "las in het register van DUO dat de school gesloten is",
    "school_reopened": "las in het register van DUO dat de school weer open is",
}
"""What happened. {} is what it happened to, with its kind: ``behoefte “Lezen”``; [label] only its name."""
NAMES = {
    "goal": "doel",
    "value": "gemeten waarde",
    "note": "toelichting",
    "reason": "reden",
    "name": "naam",
    "status": "stand",
}
"""Details that are no field of what they are about."""

UNTOLD = {"scan", "plan", "programme", "school", "round", "staff_plan", "rank", "is_frozen", "previous", "sha256"}
"""Fields that say nothing to a reader: what a row is part of, and its place in a list."""


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


def line(entry: AuditEntry, *, writer: bool) -> Line:
    """``entry``, which comes with its actor, in words, for a ``writer`` of the school or for others. Runs no query."""
    model = _model(entry.subject)
    kind = model._meta.verbose_name if model else "regel"
    sentence = EVENTS.get(entry.event, "wijzigde {}")
    what = sentence.replace("{}", f"{kind} “{entry.label}”").replace("[label]", entry.label)
    return Line(
        entry.at, str(entry.actor) if entry.actor else "Het systeem", what, _changes(entry, model, writer=writer)
    )


def _changes(entry: AuditEntry, model: type[Model] | None, *, writer: bool) -> tuple[Change, ...]:
    untold = UNTOLD if writer else UNTOLD | getattr(model, "writers_only", frozenset())
    pairs = ((name, pair) for name, pair in entry.detail.items() if isinstance(pair, list) and len(pair) == 2)
    told = (_change(model, name, pair) for name, pair in pairs if pair[0] != pair[1] and name not in untold)
    return tuple(sorted(told, key=lambda change: change.name))  # PostgreSQL keeps no order of its own


def _change(model: type[Model] | None, name: str, pair: list[str]) -> Change:
    """One change in Dutch: a choice by its label, numbers, dates, yes and no as people write them."""
    try:
        field = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        field = None
    if field is None:
        return Change(NAMES.get(name, name), *pair)
    before, after = (_shown(field, text) for text in pair)
    return Change(str(field.verbose_name), before, after)


def _shown(field: Field, text: str) -> str:
    labels = {str(value): str(label) for value, label in field.flatchoices} if field.choices else {}
    if text in labels:
        return labels[text]
    if isinstance(field, BooleanField):
        return {"True": "ja", "False": "nee"}.get(text, text)
    try:
        if isinstance(field, DateField):
            return f"{date.fromisoformat(text):%d-%m-%Y}"
        return number(Decimal(text)) if isinstance(field, DecimalField) else text
    except (ValueError, InvalidOperation):
        return text


def _model(subject: str) -> type[Model] | None:
    try:
        return apps.get_model(subject.split(":")[0])
    except LookupError:
        return None
