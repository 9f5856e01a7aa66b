"""The writes of carrying out and accounting. Each locks the programme and needs a version in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from menukaart.models import Category
from npo_planner import audit
from npo_planner.errors import Refused
from programmes.document import canonical
from programmes.document.schema import Document
from programmes.models import Evaluation, Measurement, Programme, Realisation, RoundYear, Version
from programmes.monitoring.constants import Verdict
from schools.models import User

Spent = tuple[Decimal | None, Decimal | None]
"""What was spent on a category, and how much of it on PNIL, in euros; None is not known."""


@transaction.atomic
def add_measurement(
    *, programme: Programme, goal: int, measured_on: date, value: Decimal | None, note: str, by: User
) -> Measurement:
    """Write down what was measured for ``goal``, an id in the document in force.

    Raises Refused (not_adopted, no_such_goal, empty, date_future).
    """
    version, document = _in_force(programme)
    found = next((g for m in document.measures for g in m.goals if g.id == goal), None)
    if found is None:
        raise Refused("Dit doel staat niet in het vastgestelde programma.", code="no_such_goal")
    if value is None and not note.strip():
        raise Refused("Vul een waarde in, of schrijf op wat u ziet.", code="empty")
    _not_in_future(measured_on)
    row = Measurement.objects.create(
        version=version, goal=goal, measured_on=measured_on, value=value, note=note.strip(), by=by
    )
    detail = {
        "goal": ["", found.statement],
        "value": ["", "" if value is None else f"{value:f}"],
        "note": ["", row.note],
    }
    audit.log(by=by, event="measured", subject=row, school=programme.school, detail=detail)
    return row


@transaction.atomic
def delete_measurement(*, measurement: Measurement, by: User) -> None:
    """Take back a measurement that is wrong; what it said stays in the audit trail."""
    detail = {
        "measured_on": [f"{measurement.measured_on:%Y-%m-%d}", ""],
        "value": ["" if measurement.value is None else f"{measurement.value:f}", ""],
        "note": [measurement.note, ""],
    }
    audit.log(by=by, event="measurement_deleted", subject=measurement, school=measurement.version.school, detail=detail)
    measurement.delete()


@transaction.atomic
def add_evaluation(
    *, programme: Programme, measure: int, held_on: date, verdict: Verdict, text: str, by: User
) -> Evaluation:
    """Write down what the school decided about ``measure``, an id in the document in force.

    Raises Refused (not_adopted, no_such_measure, empty, date_future).
    """
    version, document = _in_force(programme)
    found = next((m for m in document.measures if m.id == measure), None)
    if found is None:
        raise Refused("Deze maatregel staat niet in het vastgestelde programma.", code="no_such_measure")
    if not text.strip():
        raise Refused("Schrijf op waarom u dit besluit.", code="empty")
    _not_in_future(held_on)
    row = Evaluation.objects.create(
        version=version, measure=measure, held_on=held_on, verdict=verdict, text=text.strip(), by=by
    )
    detail = {"measure": ["", found.title], "verdict": ["", str(verdict)], "text": ["", row.text]}
    audit.log(by=by, event="evaluated", subject=row, school=programme.school, detail=detail)
    return row


@transaction.atomic
def set_realisation(*, programme: Programme, year: RoundYear, spent: Mapping[Category, Spent], by: User) -> None:
    """Set what was spent in ``year`` on each category of ``spent``; an amount of None makes it unknown again.

    Raises Refused (not_adopted, other_round, pnil_alone, pnil_over).
    """
    _in_force(programme)
    if year.round_id != programme.round_id:
        raise Refused("Dit schooljaar hoort bij een andere regeling.", code="other_round")
    stored = {r.category_id: r for r in programme.realisations.filter(year=year)}
    detail: dict[str, list[str]] = {}
    for category, amounts in spent.items():
        _check(category, *amounts)
        before = stored.get(category.pk)
        old = (before.spent, before.pnil) if before else (None, None)
        if old != amounts:
            _store(programme, year, category, amounts, by)
            detail[category.letter] = [_text(old), _text(amounts)]
    if detail:
        audit.log(by=by, event="realisation_set", subject=year, school=programme.school, detail=detail)


def _store(programme: Programme, year: RoundYear, category: Category, amounts: Spent, by: User) -> None:
    key = {"programme": programme, "year": year, "category": category}
    if amounts[0] is None:
        Realisation.objects.filter(**key).delete()
    else:
        Realisation.objects.update_or_create(**key, defaults={"spent": amounts[0], "pnil": amounts[1], "by": by})


def _check(category: Category, spent: Decimal | None, pnil: Decimal | None) -> None:
    if spent is None and pnil is not None:
        text = f"Vul bij {category.letter} ook in wat er in totaal is uitgegeven."
        raise Refused(text, code="pnil_alone")
    if spent is not None and pnil is not None and pnil > spent:
        text = f"Bij {category.letter} is het deel voor personeel niet in loondienst groter dan de uitgave zelf."
        raise Refused(text, code="pnil_over")


def _text(amounts: Spent) -> str:
    spent, pnil = ("onbekend" if amount is None else f"{amount:.2f}" for amount in amounts)
    return f"{spent}, waarvan pnil {pnil}"


def _in_force(programme: Programme) -> tuple[Version, Document]:
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    version = Version.objects.in_force().filter(programme=programme).first()
    if version is None:
        raise Refused("Het programma is nog niet vastgesteld door het bestuur.", code="not_adopted")
    return version, canonical.loads(version.document)


def _not_in_future(day: date) -> None:
    if day > timezone.localdate():
        raise Refused("Kies vandaag of een dag die geweest is.", code="date_future")
