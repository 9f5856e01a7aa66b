"""The settings of a server, with static files in the folder of bench/download.py."""

import os
from pathlib import Path

from npo_planner.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["BENCH_STATIC"])
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
