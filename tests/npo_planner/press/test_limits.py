"""What the process of the press may not do: write, read elsewhere, call out, start a program, take more memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from npo_planner.press import limits

ROOT = Path(limits.__file__).parents[2]
DEED = """
import os, sys
from pathlib import Path
from npo_planner.press import limits
static = Path("static").resolve()
early = os.open(sys.argv[1] + "/vroeg", os.O_WRONLY | os.O_CREAT)
cut = limits.cut_network()
limits.limit_memory(600)
limits.shut([static])
{}
"""
DEEDS = {
    "import socket; socket.socket()": "PermissionError",
    "import socket; socket.getaddrinfo('localhost', 80)": "PermissionError",
    "from urllib.request import urlopen; urlopen('http://127.0.0.1/')": "PermissionError",
    "open('/etc/passwd')": "PermissionError",
    "open(static / '../var/secret_key')": "PermissionError",
    "open('/proc/self/cwd/pyproject.toml')": "PermissionError",
    "open('/proc/self/root/etc/passwd')": "PermissionError",
    "open(static / '../npo_planner/settings.py')": "PermissionError",
    "os.open(sys.argv[1], os.O_RDONLY)": "PermissionError",
    "open(sys.argv[1] + '/laat', 'w')": "PermissionError",
    "os.open(static / 'nieuw', os.O_WRONLY | os.O_CREAT)": "PermissionError",
    "os.system('true')": "PermissionError",
    "os.fork()": "PermissionError",
    "os.kill(os.getppid(), 0)": "PermissionError",
    "import subprocess; subprocess.run(['true'])": "PermissionError",
    "os.write(early, b'x')": "OSError: [Errno 27] File too large",
    "bytearray(700 * 2**20)": "MemoryError",
    "import resource as r; r.setrlimit(r.RLIMIT_AS, (2**33, r.getrlimit(r.RLIMIT_AS)[1] + 1))": "ValueError",
}


@pytest.mark.parametrize(("deed", "refusal"), DEEDS.items())
def test_process_of_the_press_is_held(deed: str, refusal: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", DEED.format(deed), tmp_path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert (done.returncode, done.stderr.splitlines()[-1][: len(refusal)]) == (1, refusal)


def test_process_of_the_press_has_no_network_of_its_own_even_past_python() -> None:
    """Where the kernel lets us; there not even the loopback is up."""
    told = "from npo_planner.press import limits; print(limits.cut_network()); print(open('/proc/net/dev').read())"

    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)

    cut, _, *devices = done.stdout.strip().splitlines()
    if cut == "False":
        pytest.skip("this kernel gives no network namespace: there only the hook of Python holds")
    assert [line.split(":")[0].strip() for line in devices[1:]] == ["lo"]
