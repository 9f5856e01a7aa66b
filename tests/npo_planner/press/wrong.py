"""Takes the place of npo_planner.press.worker and does wrong. Only the standard library: it starts at once."""

from __future__ import annotations

import json
import struct
import sys
import time

PDF = b"%PDF-1.7\n%%EOF"
FINE = {"problem": "", "log": [], "megabytes": 1}


def tell(head: object, content: bytes = PDF, *, more: int = 0) -> None:
    packed = json.dumps(head).encode()
    sys.stdout.buffer.write(struct.pack(">II", len(packed), len(content) + more) + packed + content)
    sys.stdout.buffer.flush()


def read_order() -> bytes:
    size = sys.stdin.buffer.read(8)
    return sys.stdin.buffer.read(*struct.unpack(">Q", size)) if len(size) == 8 else sys.exit()


DEEDS = {
    "work": lambda: tell(FINE),
    "hang": lambda: time.sleep(60),
    "leave": lambda: sys.exit(3),
    "babble": lambda: (sys.stdout.write("Traceback: dat ging mis, en nu?"), sys.stdout.flush()),
    "boast": lambda: tell(FINE, more=2**31),
    "stop_halfway": lambda: (tell(FINE, more=10), sys.exit()),
    "send_no_pdf": lambda: tell(FINE, b"<html>"),
    "send_half_a_pdf": lambda: tell(FINE, PDF[:9]),
    "tell_nothing": lambda: tell({}),
    "tell_a_list": lambda: tell([FINE]),
    "tell_nonsense": lambda: tell(FINE | {"log": [["hoog", 1]]}),
    "have_a_problem": lambda: tell(FINE | {"problem": "ValueError"}, b""),
    "have_no_memory": lambda: tell(FINE | {"problem": "memory"}, b""),
}

if __name__ == "__main__":
    while read_order():
        DEEDS[sys.argv[1]]()
