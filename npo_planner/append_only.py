"""Triggers that make a table append-only, on both engines.

Used in a migration: ``operations = [..., append_only("programmes_version")]``.
"""

from __future__ import annotations

from django.db import migrations

SQLITE = """
CREATE TRIGGER {table}_no_{verb_lower} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
"""

POSTGRES = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


def create_triggers(schema_editor, table: str) -> None:
    """Create the triggers of ``table`` on the engine of ``schema_editor``."""
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(SQLITE.format(table=table, verb=verb, verb_lower=verb.lower()))
    else:
        schema_editor.execute(POSTGRES.format(table=table), params=None)


def drop_triggers(schema_editor, table: str) -> None:
    """Drop the triggers of ``table``."""
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
    else:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")


def append_only(table: str) -> migrations.RunPython:
    """A migration operation that makes ``table`` refuse UPDATE and DELETE."""
    return migrations.RunPython(
        lambda apps, schema_editor: create_triggers(schema_editor, table),
        lambda apps, schema_editor: drop_triggers(schema_editor, table),
    )


def lifted(*tables: str) -> list[migrations.RunPython]:
    """Migration operations that take the triggers of ``tables`` away; ``append_only`` puts them back further on.

    For a change to a column: SQLite makes the table again for it, without its triggers.
    """
    return [
        migrations.RunPython(
            lambda apps, schema_editor, table=table: drop_triggers(schema_editor, table),
            lambda apps, schema_editor, table=table: create_triggers(schema_editor, table),
        )
        for table in tables
    ]
