"""The database itself refuses to change or delete a version, a decision, an adoption, and the log that keeps the votes."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from npo_planner.models import AuditEntry
from programmes.models import Adoption, Decision, Version
from tests.programmes.consent.cast import cast_in

pytestmark = pytest.mark.django_db

FIELDS = {Version: "document", Decision: "reasons", Adoption: "adopted_on", AuditEntry: "event"}
VALUES = {Version: "{}", Decision: "Toch niet.", Adoption: "2020-01-01", AuditEntry: "niets"}


@pytest.fixture
def frozen(request):
    """A row of the model, with its text before."""
    cast_in("adopted")
    row = request.param.objects.earliest("pk")
    return row, getattr(row, FIELDS[request.param])


def _refuses(attempt) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        attempt()


def _raw(sql: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


ATTEMPTS = {
    "save": lambda row, field, value: (setattr(row, field, value), row.save()),
    "update": lambda row, field, value: type(row).objects.filter(pk=row.pk).update(**{field: value}),
    "bulk_update": lambda row, field, value: (
        setattr(row, field, value),
        type(row).objects.bulk_update([row], [field]),
    ),
    "delete": lambda row, field, value: type(row).objects.filter(pk=row.pk)._raw_delete(using="default"),
    "raw_update": lambda row, field, value: _raw(f'UPDATE "{row._meta.db_table}" SET "{field}" = %s', value),
    "raw_delete": lambda row, field, value: _raw(f'DELETE FROM "{row._meta.db_table}" WHERE id = %s', row.pk),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("frozen", FIELDS, indirect=True, ids=lambda model: model.__name__)
def test_database_refuses(frozen, attempt):
    row, before = frozen
    model = type(row)

    _refuses(lambda: ATTEMPTS[attempt](row, FIELDS[model], VALUES[model]))

    assert getattr(model.objects.get(pk=row.pk), FIELDS[model]) == before
