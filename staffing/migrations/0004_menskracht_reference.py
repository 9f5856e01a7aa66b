"""Bring the new words of the fixture to databases that loaded it before: ``load_reference`` leaves those alone.

Runs once, after the columns exist (a migration of its own: PostgreSQL cannot change a table and its rows in one go). Fills
what is new or still empty; what administrators wrote, and what they deleted, stays so. An empty database gets nothing: it
loads the whole fixture.
"""

import json
from pathlib import Path

from django.db import migrations

FIXTURE = Path(__file__).parent.parent / "fixtures" / "staff.json"
NEW_KINDS = {"eigen-uren", "vervanging", "klassenassistent", "trainee"}
NEW_FIELDS = ("group", "where_to_find", "needs_intervention")
OLD_TEXTS = ("description", "rules")


def rows_of(model):
    return [row["fields"] for row in json.loads(FIXTURE.read_text()) if row["model"] == f"staffing.{model}"]


def known(model, fields):
    """``fields`` that ``model`` has: the fixture may have grown since."""
    names = {field.name for field in model._meta.get_fields()}
    return {name: value for name, value in fields.items() if name in names}


def reach_old_databases(apps, schema_editor):
    kinds = apps.get_model("staffing", "StaffKind")
    if not kinds.objects.exists():
        return
    for fields in rows_of("staffkind"):
        _kind(kinds, fields)
    by_code = {kind.code: kind for kind in kinds.objects.all()}
    _tariffs(apps.get_model("staffing", "Tariff"), by_code)
    _subsidies(apps.get_model("staffing", "Subsidy"), by_code)


def _kind(kinds, fields):
    kind = kinds.objects.filter(code=fields["code"]).first()
    if kind is None:
        if fields["code"] in NEW_KINDS:
            kinds.objects.create(**known(kinds, fields))
        return
    for name in (*NEW_FIELDS, *(each for each in OLD_TEXTS if not getattr(kind, each))):
        setattr(kind, name, fields[name])
    kind.save()


def _tariffs(tariffs, by_code):
    for fields in rows_of("tariff"):
        [code] = fields["kind"]
        if code in by_code and (code in NEW_KINDS or fields["basis"] != "per_jaar"):
            values = known(tariffs, fields) | {"kind": by_code[code]}
            tariffs.objects.get_or_create(kind=by_code[code], label=fields["label"], defaults=values)


def _subsidies(subsidies, by_code):
    for fields in rows_of("subsidy"):
        values = known(subsidies, fields)
        found = [by_code[code] for [code] in values.pop("kinds") if code in by_code]
        subsidy, _ = subsidies.objects.get_or_create(code=fields["code"], defaults=values)
        subsidy.kinds.add(*found)


class Migration(migrations.Migration):
    dependencies = [("staffing", "0003_menskracht")]

    operations = [migrations.RunPython(reach_old_databases, migrations.RunPython.noop)]
