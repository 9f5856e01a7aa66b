"""What every test gets: the reference data once per database, and triggers that survive a flush."""

from __future__ import annotations

import os
import shutil
import time
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TransactionTestCase

from npo_planner.append_only import create_triggers, drop_triggers

APPEND_ONLY = (
    "npo_planner_auditentry",
    "programmes_version",
    "programmes_decision",
    "programmes_adoption",
    "programmes_rendering",
    "programmes_step",
    "programmes_threadmove",
    "programmes_gmrversion",
    "programmes_gmrdecision",
)
DATABASES = {"db", "transactional_db", "live_server", "django_db_setup"}
REGISTER = Path(settings.BASE_DIR).parent / "shared" / "data" / "duo"


_flush = TransactionTestCase._fixture_teardown


def _flush_patiently(self: TransactionTestCase) -> None:
    """Flush. A page that closes says goodbye, and the answer to that may hold a table: then wait and try again."""
    for _ in range(5):
        try:
            return _flush(self)
        except CommandError:
            time.sleep(0.5)
    return _flush(self)


def _flush_append_only(self: TransactionTestCase) -> None:
    """Flush after a transactional test, then load the reference data again.

    SQLite flushes with DELETE, which the append-only triggers refuse: they are lifted around the flush only.
    PostgreSQL truncates, which row triggers do not see.
    """
    if connection.vendor == "sqlite":
        with connection.schema_editor() as editor:
            for table in APPEND_ONLY:
                drop_triggers(editor, table)
    _flush_patiently(self)
    if connection.vendor == "sqlite":
        with connection.schema_editor() as editor:
            for table in APPEND_ONLY:
                create_triggers(editor, table)
    load_reference()


TransactionTestCase._fixture_teardown = _flush_append_only


def load_reference() -> None:
    call_command("load_reference", verbosity=0, stdout=StringIO())


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need the real register or LibreOffice are skipped where it is absent; in CI absence is a failure.

    What touches no database is marked so: it need not run on each engine.
    """
    absent = {}
    if not REGISTER.is_dir() and os.environ.get("NPO_REQUIRE_REGISTER") != "1":
        absent["register"] = "the real DUO register (../shared/data/duo) is not on this machine; runs in CI"
    if not shutil.which("soffice") and os.environ.get("CI") != "true":
        absent["office"] = "LibreOffice (soffice) is not on this machine: scripts/setup.sh test installs it; runs in CI"
    for item in items:
        if not (item.get_closest_marker("django_db") or DATABASES & set(item.fixturenames)):
            item.add_marker(pytest.mark.no_database)
        for name, reason in absent.items():
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """The test database with domains, menukaart, staff kinds and the NPO round in it."""
    with django_db_blocker.unblock():
        load_reference()


@pytest.fixture
def register() -> Path:
    """The folder of the real DUO register."""
    return REGISTER
