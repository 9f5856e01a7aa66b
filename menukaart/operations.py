"""Writes of the menukaart, by administrators. What was published is never altered.

A published edition goes back to draft only while nothing outside the menukaart points at it or at its interventions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from menukaart.constants import RESERVED_CODES, EditionStatus
from menukaart.models import Category, Edition, Intervention
from menukaart.records import Record
from menukaart.usage import is_pointed_at
from npo_planner import audit
from npo_planner.errors import Refused
from npo_planner.rows import delete_row, save_row
from scans.models import Domain
from schools.models import User

# --- editions -------------------------------------------------------------------------------------------------------


@transaction.atomic
def save_edition(*, edition: Edition, values: Mapping[str, Any], by: User) -> Edition:
    """Create a draft, or change the head (code, name, published_on, source) of one.

    Raises Refused (published, reserved_code, code_taken, stale).
    """
    if edition.pk is not None:
        _lock_draft(edition)
    _check_edition_code(values.get("code", edition.code), edition)
    return save_row(row=edition, values=values, by=by)


@transaction.atomic
def copy_edition(*, edition: Edition, values: Mapping[str, Any], by: User) -> Edition:
    """A new draft with the head ``values`` and all interventions of ``edition``, their ontwikkelgebieden included.

    Raises Refused (reserved_code, code_taken).
    """
    records = [Record.of(card) for card in Intervention.objects.of_edition(edition)]
    made = save_edition(edition=Edition(), values=values, by=by)
    _fill(made, records, by)
    audit.log(by=by, event="edition_copied", subject=made, detail={"from": str(edition), "rows": len(records)})
    return made


@transaction.atomic
def import_edition(*, records: Iterable[Record], values: Mapping[str, Any], by: User) -> Edition:
    """A new draft with the head ``values`` and the interventions of a file.

    Raises Refused (reserved_code, code_taken, double_code, unknown_domain).
    """
    records = list(records)
    made = save_edition(edition=Edition(), values=values, by=by)
    _fill(made, records, by)
    audit.log(by=by, event="edition_imported", subject=made, detail={"rows": len(records)})
    return made


@transaction.atomic
def publish(*, edition: Edition, by: User) -> Edition:
    """Make a draft the edition that schools read. Without a date of its own it appears today.

    Raises Refused (published, empty).
    """
    locked = _lock_draft(edition)
    if not locked.interventions.exists():
        raise Refused("Deze editie heeft nog geen interventies. Voeg die eerst toe.", code="empty")
    return _move(locked, EditionStatus.PUBLISHED, by=by, event="edition_published")


@transaction.atomic
def reopen(*, edition: Edition, by: User) -> Edition:
    """Set a published edition that nothing uses back to draft. Raises Refused (draft, in_use)."""
    locked = _lock(edition)
    if not locked.is_published:
        raise Refused("Deze editie is al een concept.", code="draft")
    if locked.is_in_use:
        raise Refused(
            "Deze editie is in gebruik, bij een plan of een regeling. De editie blijft zoals die is. Maak een kopie om "
            "verder te werken.",
            code="in_use",
        )
    return _move(locked, EditionStatus.DRAFT, by=by, event="edition_reopened")


@transaction.atomic
def delete_edition(*, edition: Edition, by: User) -> None:
    """Delete a draft and its interventions; what they said stays in the audit trail.

    Raises Refused (published, in_use).
    """
    locked = _lock_draft(edition)
    if locked.is_in_use:
        raise Refused("Deze editie is in gebruik, bij een plan of een regeling.", code="in_use")
    for card in Intervention.objects.of_edition(locked):
        delete_row(row=card, by=by)
    delete_row(row=locked, by=by)


# --- interventions --------------------------------------------------------------------------------------------------


@transaction.atomic
def save_intervention(*, intervention: Intervention, values: Mapping[str, Any], by: User) -> Intervention:
    """Add an intervention to a draft, or change one. Raises Refused (published, double_code, stale)."""
    edition = _lock_draft(intervention.edition)
    code = values.get("code", intervention.code)
    if edition.interventions.filter(code=code).exclude(pk=intervention.pk).exists():
        raise Refused(f"De code {code} staat al in deze editie.", code="double_code")
    return save_row(row=intervention, values=values, by=by)


@transaction.atomic
def delete_intervention(*, intervention: Intervention, by: User) -> None:
    """Take an intervention out of a draft. Raises Refused (published, in_use)."""
    _lock_draft(intervention.edition)
    if is_pointed_at(Intervention.objects.filter(pk=intervention.pk)):
        raise Refused("Een plan gebruikt deze interventie, dus die blijft.", code="in_use")
    delete_row(row=intervention, by=by)


# --- parts ----------------------------------------------------------------------------------------------------------


def _lock(edition: Edition) -> Edition:
    return Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)


def _lock_draft(edition: Edition) -> Edition:
    locked = _lock(edition)
    if locked.is_published:
        raise Refused(
            "Deze editie is gepubliceerd en verandert niet meer. Maak een kopie, of zet de editie terug naar concept "
            "als geen plan en geen regeling die gebruikt.",
            code="published",
        )
    return locked


def _move(edition: Edition, status: EditionStatus, *, by: User, event: str) -> Edition:
    was = edition.status
    if status == EditionStatus.PUBLISHED:
        edition.published_on = edition.published_on or localdate()
    edition.status, edition.changed_by, edition.version = status, by, edition.version + 1
    edition.save()
    audit.log(by=by, event=event, subject=edition, detail={"status": [was, status]})
    return edition


def _check_edition_code(code: str, edition: Edition) -> None:
    if code in RESERVED_CODES:
        raise Refused(f"“{code}” kan geen code zijn: zo heet al een pagina.", code="reserved_code")
    if Edition.objects.filter(code=code).exclude(pk=edition.pk).exists():
        raise Refused(f"Er is al een editie met de code “{code}”.", code="code_taken")


def _fill(edition: Edition, records: list[Record], by: User) -> None:
    """Add ``records`` to an empty draft. The head's own entry in the trail counts for all of them."""
    codes = [record.code for record in records]
    if len(set(codes)) < len(codes):
        raise Refused("Een code komt meer dan een keer voor.", code="double_code")
    categories = {category.letter: category for category in Category.objects.all()}
    domains = {domain.name: domain for domain in Domain.objects.shared()}
    for record in records:
        card = Intervention.objects.create(
            edition=edition,
            code=record.code,
            category=categories[record.letter],
            name=record.name,
            effect_months=record.effect_months,
            evidence=record.evidence,
            cost=record.cost,
            sectors=record.sectors,
            note=record.note,
            source=record.source,
            changed_by=by,
        )
        card.domains.set([_known(domains, name) for name in record.domains])


def _known(domains: dict[str, Domain], name: str) -> Domain:
    if name not in domains:
        raise Refused(f"Het ontwikkelgebied “{name}” bestaat niet meer.", code="unknown_domain")
    return domains[name]
