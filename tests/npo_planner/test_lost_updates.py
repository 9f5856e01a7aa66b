"""Fifty people who write in the same few texts at the same time lose none of each other's edits; without the lock they do.

Each text is a number and who made it. An edit reads the page, adds one, and sends it; when somebody else was first it reads what they
made of it and adds one to that, as a person does who chooses after a collision. Nothing is lost when the numbers sum to
the number of edits.
"""

from __future__ import annotations

import os
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction

from npo_planner import rows
from programmes.models import Programme
from programmes.plan.forms import VisionForm
from schools.models import User
from tests.factories import make_head, make_programme
from tests.races import together

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite lets one writer in at a time, with and without our lock; the PostgreSQL run tests it",
    ),
]

EDITORS = 50
EDITS = int(os.environ.get("NPO_EDITS", "20"))
"""For each editor; CI sets 200."""
FEW = 10
TEXTS = ("vision", "ambition", "involvement", "summary")


@pytest.fixture
def programmes() -> list[int]:
    made = [make_programme().pk for _ in range(5)]
    Programme.objects.update(**dict.fromkeys(TEXTS, "0"))
    return made


def number(text: str) -> int:
    return int(text.split()[0])


def edit(pk: int, text: str, user: User, mark: str, lock: bool) -> None:
    """Add one to ``text``, as a page that saves by itself does: look, type, send, and choose after a collision."""
    page = VisionForm(instance=Programme.objects.get(pk=pk))
    data = {bound.name: bound.value() for bound in page}
    while True:
        typed = data | {text: f"{number(data[text]) + 1} {mark}"}
        with transaction.atomic():
            found = Programme.objects.select_for_update(no_key=True) if lock else Programme.objects
            form = VisionForm(typed, instance=found.get(pk=pk))
            if form.is_valid():
                rows.save_row(row=form.instance, values=form.changes(), by=user, in_passing=True)
                return
        data |= {text: form.collisions[text].theirs, "seen": form["seen"].value()}


def write(programmes: list[int], edits: int, lock: bool) -> list[Any]:
    """All editors at once; what went wrong."""
    users = [make_head(Programme.objects.get(pk=programmes[0]).school) for _ in range(EDITORS)]

    def editor(place: int) -> None:
        chance = Random(place)
        for turn in range(edits):
            edit(chance.choice(programmes), chance.choice(TEXTS), users[place], f"{place}.{turn}", lock)

    return [r for r in together(*[lambda n=n: editor(n) for n in range(EDITORS)], patience=600) if r is not None]


def total() -> int:
    return sum(number(text) for row in Programme.objects.values_list(*TEXTS) for text in row)


def test_fifty_editors_lose_no_edit_of_each_other(programmes):
    wrong = write(programmes, EDITS, lock=True)

    assert (wrong, total()) == ([], EDITORS * EDITS)


def test_without_the_lock_they_lose_some(programmes, monkeypatch):
    """The control: the same editors, with the lock and the check of the version taken away."""
    monkeypatch.setattr(rows, "lock_open", lambda owner: owner)
    monkeypatch.setattr(rows, "_before", lambda row: type(row)._default_manager.get(pk=row.pk))

    wrong = write(programmes, FEW, lock=False)

    assert wrong == []
    assert total() < EDITORS * FEW
