"""The process of the press: reads orders from standard input, writes answers, knows no Django, database or secret.

    python -m npo_planner.press.worker SECONDS MEGABYTES

``npo_planner.press.client`` starts it and ends it. It ends by itself when its standard input does: with its parent.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import threading
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO

from npo_planner.press import limits, wire
from npo_planner.press.order import Order
from npo_planner.press.setting import STATIC, set_pages, warm_up

LONGEST_MESSAGE = 300
"""Characters of one line in the log."""
MOST_MESSAGES = 20
"""Of one render, each told once: a hostile text would fill the log."""


class Heard(logging.Handler):
    """Keeps what WeasyPrint says during one render: this process has no place to write it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[tuple[int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = (record.levelno, record.getMessage()[:LONGEST_MESSAGE])
        if len(self.lines) < MOST_MESSAGES and line not in self.lines:
            self.lines.append(line)


def make(order: Order) -> bytes:
    """The finished PDF of ``order``. What is done to a PDF after its pages are set has its place here."""
    return set_pages(order)


def answer(order: Order) -> tuple[wire.Told, bytes]:
    """What came of ``order``: a PDF, or the problem. Only the name of an exception is told: its text may be typed."""
    heard = Heard()
    log = logging.getLogger("weasyprint")
    log.addHandler(heard)
    content, problem = b"", ""
    try:
        content = make(order)
    except MemoryError:
        problem = "memory"
    except Exception as error:  # noqa: BLE001 - whatever it is, the other side is told
        problem = type(error).__name__
    finally:
        log.removeHandler(heard)
    return wire.Told(problem, tuple(heard.lines), limits.megabytes_held()), content


def main(seconds: int, megabytes: int) -> None:
    """Work until standard input ends."""
    answers = _only_answers()
    limits.cut_network()
    limits.limit_memory(megabytes)
    _be_quiet()
    warm_up()
    fonts = Path(tempfile.gettempdir())
    limits.shut([STATIC, Path(__file__).parent, fonts])
    orders: SimpleQueue[Order] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, orders, fonts), daemon=True).start()
    while True:
        order = orders.get()
        limits.allow_seconds(seconds)
        wire.send_answer(answers, *answer(order))


def _only_answers() -> BinaryIO:
    """The way back, which nothing else in this process can reach: what is printed goes to standard error."""
    way_back = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return way_back


def _be_quiet() -> None:
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    log = logging.getLogger("weasyprint")
    log.setLevel(logging.WARNING)
    log.propagate = False


def _listen(stream: BinaryIO, orders: SimpleQueue[Order], fonts: Path) -> None:
    """Pass on what comes in. At the end the process ends, whatever it is doing, and takes its copies of fonts along."""
    try:
        while (order := wire.read_order(stream)) is not None:
            orders.put(order)
    finally:  # also when an order is too large to be read
        _remove(fonts)
        os._exit(0)


def _remove(folder: Path) -> None:
    """By whole names: ``shutil.rmtree`` opens folders by part of their name, which ``limits.shut`` refuses."""
    for within, _, files in os.walk(folder, topdown=False):
        for name in files:
            os.remove(os.path.join(within, name))
        os.rmdir(within)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
