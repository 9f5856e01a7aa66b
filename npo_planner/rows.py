"""Rows that people edit: the optimistic lock, the merge, and the three writes that every row knows.

A row belongs to an *owner* (a scan, a staffing need, a programme). An owner that is frozen, because its plan lies with
the MR or is adopted, refuses every write to its rows, but for those that go on with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max, ProtectedError
from django.db.models.deletion import Collector

from npo_planner import audit, history
from npo_planner.errors import Refused


class Row(models.Model):
    """A row with a version. ``owner`` is set by subclasses: the object that may be frozen.

    ``goes_on`` marks rows that go on while their owner is frozen: they are about the plan and not part of it.
    """

    goes_on = False

    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def owner(self) -> Any:
        raise NotImplementedError(type(self))


FROZEN = (
    "Dit plan ligt vast, omdat het bij de MR ligt of is vastgesteld. Haal het terug of begin een nieuwe versie om "
    "verder te schrijven."
)


def lock_open(owner: Any) -> Any:
    """Lock ``owner`` and return it fresh. Raises Refused (frozen), with ``owner.why_frozen`` if it knows better."""
    locked = type(owner)._default_manager.select_for_update(no_key=True).get(pk=owner.pk)
    if locked.is_frozen:
        raise Refused(getattr(locked, "why_frozen", FROZEN), code="frozen")
    return locked


def _lock_owner(row: Row) -> Any:
    """Lock the owner of ``row``. Raises Refused (frozen) when it is, unless the row goes on meanwhile."""
    if not row.goes_on:
        return lock_open(row.owner)
    return type(row.owner)._default_manager.select_for_update(no_key=True).get(pk=row.owner.pk)


@transaction.atomic
def save_row(*, row: Row, values: Mapping[str, Any], by: Any, in_passing: bool = False) -> Row:
    """Create or change ``row`` with ``values`` (field name to value, many-to-many included) and log the change.

    Values that are stored already change nothing, not even the version. ``in_passing`` is for what a page saves by
    itself while somebody types: one line in the log for each go. Raises Refused (frozen, stale).
    """
    if row.owner.pk is not None:
        _lock_owner(row)
    before = _before(row)
    changes = _changes(before, row, values)
    if before and not changes:
        return row
    many = {name: value for name, value in values.items() if row._meta.get_field(name).many_to_many}
    one = values.keys() - many.keys()
    for name in one:
        setattr(row, name, values[name])
    row.changed_by = by
    row.version = before.version + 1 if before else 1
    # Only what was given: a rank that moved since ``row`` was loaded stays moved.
    row.save(update_fields=[*one, "version", "changed_at", "changed_by"] if before else None)
    begun = history.record(before, changes, by=by) if before else []
    for name, value in many.items():
        getattr(row, name).set(value)
    told = {name: [_text(old), _text(new)] for name, (old, new) in changes.items()}
    if not in_passing:
        event = "row_changed" if before else "row_added"
        audit.log(by=by, event=event, subject=row, detail=told, **audit.at(row.owner))
    elif begun:
        detail = {"before": {name: told[name][0] for name in begun}}
        audit.log(by=by, event="row_written", subject=row, detail=detail, **audit.at(row.owner))
    return row


@transaction.atomic
def delete_row(*, row: Row, by: Any) -> None:
    """Delete ``row`` and the rows under it; what they said stays in the audit trail.

    Raises Refused (frozen, in_use).
    """
    _lock_owner(row)
    place = audit.at(row.owner)
    try:
        for each in _taken_along(row):
            audit.log(by=by, event="row_deleted", subject=each, detail=_last_words(each), **place)
        row.delete()
    except ProtectedError as error:
        users = ", ".join(sorted({str(o) for o in error.protected_objects})[:3])
        raise Refused(f"Dit wordt nog gebruikt in: {users}. Haal het daar eerst weg.", code="in_use") from error


@transaction.atomic
def move_row(*, row: Any, siblings: models.QuerySet, step: int, by: Any) -> None:
    """Move ``row`` one place up (``step`` -1) or down (+1) among ``siblings``; at the end nothing happens.

    Raises Refused (frozen).
    """
    _lock_owner(row)
    order = list(siblings.order_by("rank", "pk"))
    place = order.index(row)
    other = place + step
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for rank, sibling in enumerate(order, start=1):
        if sibling.rank != rank:
            type(row)._default_manager.filter(pk=sibling.pk).update(rank=rank)
    audit.log(
        by=by,
        event="row_moved",
        subject=row,
        detail={"rank": [str(place + 1), str(other + 1)]},
        **audit.at(row.owner),
    )


def next_rank(siblings: models.QuerySet) -> int:
    """The rank after the last of ``siblings``."""
    return (siblings.aggregate(last=Max("rank"))["last"] or 0) + 1


BOOKKEEPING = {"id", "version", "changed_at", "changed_by"}


def _before(row: Row) -> Row | None:
    if row.pk is None:
        return None
    before = type(row)._default_manager.select_for_update(no_key=True).get(pk=row.pk)
    if before.version != row.version:
        raise Refused(
            "Iemand anders heeft dit intussen gewijzigd. Open het opnieuw; uw tekst staat hier nog.",
            code="stale",
        )
    return before


def _changes(before: Row | None, row: Row, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What ``values`` change, as stored and as given: ``{name: (old, new)}``; of a new row what is not empty."""
    pairs = {}
    for name in sorted(values):
        old, new = _stored(before, name), values[name]
        if row._meta.get_field(name).many_to_many:
            new = list(new)
        if _text(old) != _text(new):
            pairs[name] = (old, new)
    return pairs


def _stored(before: Row | None, name: str) -> Any:
    if before is None:
        return None
    value = getattr(before, name)
    return list(value.all()) if before._meta.get_field(name).many_to_many else value


def _taken_along(row: Row) -> list[Row]:
    """The rows that go when ``row`` goes, itself last. Raises ProtectedError."""
    collector = Collector(using=row._state.db, origin=row)
    collector.collect([row])
    found = [each for rows in [*collector.data.values(), *collector.fast_deletes] for each in rows]
    return [*(each for each in found if isinstance(each, Row) and each != row), row]


def _last_words(row: Row) -> dict[str, list[str]]:
    one = {f.name: _text(getattr(row, f.name)) for f in row._meta.concrete_fields if f.name not in BOOKKEEPING}
    many = {f.name: ", ".join(sorted(str(o) for o in getattr(row, f.name).all())) for f in row._meta.many_to_many}
    return {name: [text, ""] for name, text in (one | many).items()}


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(sorted(str(each) for each in value))
    return "" if value is None else str(value)
