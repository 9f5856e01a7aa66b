"""Test settings: the real ones, made fast. Nothing here may change what the product does."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DEBUG", "on")

from npo_planner.settings import *  # noqa: E402, F403

DEBUG = False
DEMO = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
JOBS_AT_ONCE = True
STATIC_ROOT = tempfile.mkdtemp(prefix="npo-static-")

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in production: a live server's threads and a race need real connections.
    # It lies beside the database that it stands in for, so that two runs with a DATABASE_URL each do not meet.
    database = Path(DATABASES["default"]["NAME"])  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(database.with_name(f"test-{database.name}"))}  # noqa: F405
