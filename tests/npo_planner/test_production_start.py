"""A start in production, in a process of its own: nothing by default, and every missing setting named."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
GIVEN = {
    "SECRET_KEY": secrets.token_urlsafe(45),
    "ALLOWED_HOSTS": "planner.example.nl",
    "DATABASE_URL": "postgres://planner:geheim@127.0.0.1:1/planner",
    "SITE_URL": "https://planner.example.nl",
    "EMAIL_URL": "smtp+tls://planner:geheim@127.0.0.1:587",
    "DEFAULT_FROM_EMAIL": "planner@example.nl",
}


def start(*arguments: str, **env: str) -> tuple[int, str]:
    """Run manage.py with only ``env`` set: its exit code, and all it said."""
    names = ("PATH", "HOME", "LANG")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def last_lines(said: str) -> str:
    return said[said.rindex("ImproperlyConfigured") :]


def test_start_without_settings_names_every_one_of_them():
    code, said = start("check")

    assert code == 1
    assert last_lines(said) == (
        "ImproperlyConfigured: These settings are missing from the environment:\n"
        "  SECRET_KEY: a random secret of 50 or more characters\n"
        "  ALLOWED_HOSTS: host names, separated by commas\n"
        "  DATABASE_URL: for example postgres://user:password@host/name\n"
        "  SITE_URL: the address people type, for example https://planner.example.nl\n"
        "  EMAIL_URL: for example smtp+tls://user:password@host:587\n"
        "  DEFAULT_FROM_EMAIL: the sender of the product's mail\n"
    )


@pytest.mark.parametrize("name", GIVEN)
def test_start_without_one_setting_names_that_one(name):
    code, said = start("check", **{other: value for other, value in GIVEN.items() if other != name} | {name: " "})

    names = [line.split(":")[0].strip() for line in last_lines(said).splitlines()[1:]]
    assert (code, names) == (1, [name])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"SECRET_KEY": "kort"}, "SECRET_KEY must be a random secret of 50 or more characters."),
        (
            {"SECRET_KEY": "django-insecure-" + "x1y2z3" * 10},
            "SECRET_KEY is a default or an example, not a random secret.",
        ),
        ({"SECRET_KEY": "changeme" * 8}, "SECRET_KEY is a default or an example, not a random secret."),
        ({"DEMO": "on"}, "DEMO makes accounts with known passwords: it needs DEBUG=on."),
        ({"DEBUG": "maybe"}, "DEBUG must be on or off, not 'maybe'."),
        ({"SECURE_SSL_REDIRECT": "misschien"}, "SECURE_SSL_REDIRECT must be on or off, not 'misschien'."),
    ],
)
def test_unsafe_settings_stop_the_start(change, reason):
    code, said = start("check", **GIVEN | change)

    assert (code, last_lines(said)) == (1, f"ImproperlyConfigured: {reason}\n")


def test_with_everything_given_django_finds_nothing_to_improve():
    code, said = start("check", "--deploy", "--fail-level", "WARNING", **GIVEN)

    assert (code, said) == (0, "System check identified no issues (0 silenced).\n")


def test_demo_accounts_are_refused_in_production(tmp_path):
    env = GIVEN | {"DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"}

    code, said = start("seed_demo", **env)

    assert code == 1
    assert said.endswith(
        "CommandError: Demo accounts have a known password: they are made only with DEMO=on and DEBUG=on.\n"
    )


def test_a_fresh_database_has_no_account(tmp_path):
    env = GIVEN | {"DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"}
    count = "from schools.models import User; print('accounts', User.objects.count())"

    migrated, _ = start("migrate", "--verbosity", "0", **env)
    loaded, _ = start("load_reference", **env)
    code, said = start("shell", "--no-imports", "-c", count, **env)

    assert (migrated, loaded, code, said) == (0, 0, 0, "accounts 0\n")


PROBE = """
from django.test import Client
for secure, path in ((False, "/inloggen/"), (True, "/inloggen/"), (True, "/nergens/")):
    r = Client(headers={"host": "planner.example.nl"}).get(path, secure=secure)
    print(r.status_code, r.get("Location", "-"), r.get("Strict-Transport-Security", "-"))
cookie = r = Client(headers={"host": "planner.example.nl"}).get("/inloggen/", secure=True).cookies.output()
print(cookie.split("=")[0], *(word for word in ("Secure", "HttpOnly", "SameSite=Lax") if word in cookie))
r = Client(headers={"host": "kwaad.nl"}).get("/", secure=False)
print(r.status_code, r["X-Content-Type-Options"], "frame-ancestors 'none'" in r["Content-Security-Policy"])
"""


def test_production_sends_people_to_https_and_keeps_them_there(tmp_path):
    env = GIVEN | {"DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"}
    static = "import django.conf as c; s = c.settings; s.STORAGES['staticfiles']['BACKEND'] = "
    static += "'django.contrib.staticfiles.storage.StaticFilesStorage'\n"

    start("migrate", "--verbosity", "0", **env)
    code, said = start("shell", "--no-imports", "-c", static + PROBE, **env)

    hsts = "max-age=31536000; includeSubDomains; preload"
    lines = [line for line in said.splitlines() if " WARNING " not in line and " ERROR " not in line]
    assert code == 0, said
    assert [line for line in lines if line[0] in "234S"] == [
        "301 https://planner.example.nl/inloggen/ -",
        f"200 - {hsts}",
        f"404 - {hsts}",
        "Set-Cookie: __Host-csrf Secure SameSite=Lax",
        "400 nosniff True",
    ]
