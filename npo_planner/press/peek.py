"""What lies inside a PDF that anybody sent: opened in a process of its own, with little memory and little time."""

from __future__ import annotations

import hashlib
import io
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 5
MEMORY = 512 * 1024 * 1024


def fingerprint_inside(content: bytes, name: str) -> str | None:
    """The SHA-256 of the file ``name`` that the PDF ``content`` carries.

    None when it carries none, is no PDF, or asks for more than ``SECONDS`` or ``MEMORY`` bytes.
    """
    command = [sys.executable, "-m", "npo_planner.press.peek", name]
    try:
        done = subprocess.run(  # noqa: S603 - our own module; what was sent goes in as data
            command, input=content, capture_output=True, timeout=2 * SECONDS, cwd=ROOT, env={}, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout.decode() if done.returncode == 0 else None


def main(name: str) -> None:
    """Write the SHA-256 of the file ``name`` inside the PDF on standard input. Any error ends the process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    import pikepdf  # with the limits in force

    with pikepdf.open(io.BytesIO(sys.stdin.buffer.read())) as file:
        inside = file.attachments[name].get_file().read_bytes()
    sys.stdout.write(hashlib.sha256(inside).hexdigest())


if __name__ == "__main__":
    main(sys.argv[1])
