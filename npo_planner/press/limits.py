"""What the process of the press may not do. Two layers: the kernel's limits, and a hook of Python that refuses.

The kernel's hold for all code, also that of Pango and FreeType; the hook holds for what Python code does.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from collections.abc import Iterable
from pathlib import Path

NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
REFUSED = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn",
           "os.spawn", "os.system", "os.kill")  # fmt: skip
SPARE_SECONDS = 5
"""Processor time beyond the wall clock: that clock, which the other side keeps, comes first."""
STATM = "/proc/self/statm"


def cut_network() -> bool:
    """Go where there is no network, not even this machine's own. False where the kernel does not let us.

    Call it before there is a second thread: a new user namespace needs that.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(flags) == 0 for flags in (NEW_USER | NEW_NETWORK, NEW_NETWORK))


def limit_memory(megabytes: int) -> None:
    """An address space of so much, and no dump of it when the process dies: there is a school's plan in it."""
    _limit(resource.RLIMIT_AS, megabytes * 2**20)
    _limit(resource.RLIMIT_CORE, 0)


def shut(readable: Iterable[Path]) -> None:
    """From here on: no writing to files, no network, no other program, no reading outside ``readable`` and Python."""
    _limit(resource.RLIMIT_FSIZE, 0)
    roots = tuple(f"{Path(os.path.abspath(root))}{os.sep}" for root in (*readable, *_of_python()))

    def refuse(event: str, arguments: tuple) -> None:
        if event == "open":
            _check_open(roots, *arguments)
        elif event.startswith(REFUSED):
            raise PermissionError(f"the press does not {event}")

    sys.addaudithook(refuse)


def allow_seconds(seconds: int) -> None:
    """Processor time for the next render: after it the kernel ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds + SPARE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def megabytes_held() -> int:
    """The memory that this process holds now."""
    pages = int(Path(STATM).read_text().split()[1])
    return pages * resource.getpagesize() // 2**20


def _limit(kind: int, value: int) -> None:
    """Set it for good; a limit that is lower already stays."""
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


def _of_python() -> list[str]:
    """Where modules come from, but for the folder of the product itself: its database and its secret may lie there."""
    product = Path(__file__).resolve().parent.parent.parent
    return [path for path in sys.path if path and Path(path).resolve() != product]


def _check_open(roots: tuple[str, ...], path: object, mode: str | None, flags: int) -> None:
    """An integer is a file that is open already."""
    if isinstance(path, int):
        return
    name = os.path.abspath(os.fsdecode(path))
    # Only that one: the rest of /proc/self leads everywhere.
    if flags & WRITING or not (name == STATM or name.startswith(roots)):
        raise PermissionError("the press does not open this file")
