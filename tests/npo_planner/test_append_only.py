"""Tables that the database itself protects: no way in changes or deletes a row of them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from npo_planner.append_only import create_triggers, drop_triggers
from npo_planner.models import AuditEntry
from programmes.models import GmrDecision, GmrVersion, Rendering
from tests.conftest import APPEND_ONLY
from tests.factories import make_adopted, make_full_programme
from tests.programmes.council.cast import council_in

pytestmark = pytest.mark.django_db

MODELS = [model for model in apps.get_models() if model._meta.db_table in APPEND_ONLY]
CHANGED = {
    "npo_planner_auditentry": ("event", "niets"),
    "programmes_version": ("sha256", "0" * 64),
    "programmes_decision": ("reasons", "Toch niet."),
    "programmes_adoption": ("adopted_on", "2020-01-01"),
    "programmes_rendering": ("sha256", "0" * 64),
    "programmes_gmrversion": ("sha256", "0" * 64),
    "programmes_gmrdecision": ("reasons", "Toch niet."),
}


@pytest.fixture
def row(request) -> models.Model:
    """A row of the model, of an adopted plan or of what a GMR decided."""
    if request.param in (GmrVersion, GmrDecision):
        council_in("consented")
        return request.param.objects.get()
    version = make_adopted(make_full_programme())
    if not Rendering.objects.exists():
        Rendering.objects.create(version=version, stage="adopted", content=b"%PDF", sha256="f" * 64)
    return request.param.objects.earliest("pk")


def execute(sql: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def define(sql: str, params: None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


EDITOR = SimpleNamespace(connection=connection, execute=define)
"""Stands in for the schema editor, which SQLite does not open inside a transaction."""


def change(row: models.Model) -> models.Model:
    setattr(row, *CHANGED[row._meta.db_table])
    return row


def values(row: models.Model) -> dict[str, object]:
    field, value = CHANGED[row._meta.db_table]
    return {field: value}


def upsert(row: models.Model) -> None:
    field = CHANGED[row._meta.db_table][0]
    type(row).objects.bulk_create([change(row)], update_conflicts=True, update_fields=[field], unique_fields=["id"])


ATTEMPTS = {
    "save": lambda row: change(row).save(),
    "save of one field": lambda row: change(row).save(update_fields=list(values(row))),
    "update": lambda row: type(row).objects.filter(pk=row.pk).update(**values(row)),
    "update of all": lambda row: type(row).objects.update(**values(row)),
    "bulk_update": lambda row: type(row).objects.bulk_update([change(row)], list(values(row))),
    "upsert": upsert,
    "delete without collecting": lambda row: type(row).objects.filter(pk=row.pk)._raw_delete(using="default"),
    "raw update": lambda row: execute(f'UPDATE "{row._meta.db_table}" SET id = id'),
    "raw delete": lambda row: execute(f'DELETE FROM "{row._meta.db_table}" WHERE id = %s', row.pk),
    "raw delete of all": lambda row: execute(f'DELETE FROM "{row._meta.db_table}"'),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("row", MODELS, indirect=True, ids=lambda model: model.__name__)
def test_database_refuses(row, attempt):
    before = type(row).objects.filter(pk=row.pk).values().get()

    with pytest.raises(DatabaseError, match=f"{row._meta.db_table} is append-only"), transaction.atomic():
        ATTEMPTS[attempt](row)

    assert type(row).objects.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("row", MODELS, indirect=True, ids=lambda model: model.__name__)
@pytest.mark.parametrize("way", ["row", "queryset"])
def test_delete_as_the_admin_does_it_is_refused(row, way):
    """By the trigger, or before it by a row that points at this one."""
    count = type(row).objects.count()

    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete() if way == "row" else type(row).objects.filter(pk=row.pk).delete()

    assert type(row).objects.count() == count


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="REPLACE is of SQLite")
@pytest.mark.parametrize("row", MODELS, indirect=True, ids=lambda model: model.__name__)
def test_replace_of_sqlite_is_refused(row):
    table = row._meta.db_table

    with pytest.raises(DatabaseError, match=f"{table} is append-only"), transaction.atomic():
        execute(f'REPLACE INTO "{table}" SELECT * FROM "{table}" WHERE id = %s', row.pk)


def test_every_protected_table_is_tested():
    assert sorted(model._meta.db_table for model in MODELS) == sorted(APPEND_ONLY) == sorted(CHANGED)


def test_protected_row_is_added_as_ever():
    AuditEntry.objects.create(event="begun", subject="schools.school:1", label="x")

    assert AuditEntry.objects.count() == 1


def test_without_the_triggers_the_same_update_goes_through():
    """The control: it is the triggers that refuse. All of it goes back with the test's own transaction."""
    AuditEntry.objects.create(event="begun", subject="schools.school:1", label="x")
    drop_triggers(EDITOR, "npo_planner_auditentry")

    AuditEntry.objects.update(event="niets")

    assert AuditEntry.objects.get().event == "niets"
    create_triggers(EDITOR, "npo_planner_auditentry")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.update(event="nog eens")
