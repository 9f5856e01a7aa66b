"""A frozen version as a download, beside a static file of the same size, from one granian in one run.

    python bench/download.py                  # SQLite in a temporary folder
    DATABASE_URL=postgres://… python bench/download.py    # an empty database of its own

Prints the median of each in milliseconds and their ratio; ends with code 1 when that is above 3.
"""

from __future__ import annotations

import http.client
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SIZES = (50_000, 300_000, 1_000_000)  # bytes
TIMES, BLOCKS, LIMIT = 60, 5, 3.0


def environment(folder: Path) -> dict[str, str]:
    """As on a server, but for https: nothing between the clock and the product."""
    return {
        "DEBUG": "off",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1",
        "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{folder / 'db.sqlite3'}"),
        "EMAIL_URL": "dummymail://",
        "DEFAULT_FROM_EMAIL": "bench@localhost",
        "SECURE_SSL_REDIRECT": "off",
        "BENCH_STATIC": str(folder),
        "DJANGO_SETTINGS_MODULE": "bench.download_settings",
    }


def prepare(folder: Path) -> tuple[dict[int, str], str]:
    """Fill database and folder: for each size the address of a version, and the cookie of who may read them."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    from programmes.models import Rendering
    from tests import factories as make

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    board = make.make_board()
    addresses = {}
    for size in SIZES:
        version = make.put_to_mr(make.make_full_programme(make.make_school(board=board)))
        content = os.urandom(size)
        (folder / f"{size}.pdf").write_bytes(content)
        kept = {"content": content, "sha256": "0" * 64}
        Rendering.objects.create(version=version, stage="submitted", length="volledig", **kept)
        addresses[size] = reverse("version_pdf", args=[version.pk])
    client = Client()
    client.force_login(make.make_member(board, "bestuursmedewerker"))
    return addresses, f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def ask(connection: http.client.HTTPConnection, address: str, size: int, headers: dict[str, str]) -> float:
    """Milliseconds until the whole file is here."""
    started = time.perf_counter()
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    content = answer.read()
    took = time.perf_counter() - started
    if (answer.status, len(content)) != (200, size):
        raise SystemExit(f"{address}: {answer.status}, {len(content)} bytes")
    return took * 1000


def serve(port: int) -> subprocess.Popen:
    """The web server, once it answers."""
    command = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    more = ["--workers", "2", "--blocking-threads", "1", "--log-level", "warning", "npo_planner.wsgi:application"]
    server = subprocess.Popen([sys.executable, *command, *more], cwd=ROOT)  # noqa: S603 - our own server
    for _ in range(300):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.update(environment(folder))
        addresses, cookie = prepare(folder)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = serve(port)
        try:
            worst = max(measure(port, size, addresses[size], cookie) for size in SIZES)
        finally:
            server.terminate()
            server.wait()
    return int(worst > LIMIT)


def measure(port: int, size: int, address: str, cookie: str) -> float:
    """Print the medians of both for one size, taken in turns; their ratio."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    took: dict[str, list[float]] = {"version": [], "static": []}
    for _ in range(BLOCKS):
        took["version"] += [ask(connection, address, size, {"Cookie": cookie}) for _ in range(TIMES)]
        took["static"] += [ask(connection, f"/static/{size}.pdf", size, {}) for _ in range(TIMES)]
    version, static = statistics.median(took["version"]), statistics.median(took["static"])
    print(f"{size:>9} bytes: version {version:.2f} ms, static file {static:.2f} ms, ratio {version / static:.2f}")
    return version / static


if __name__ == "__main__":
    sys.exit(main())
