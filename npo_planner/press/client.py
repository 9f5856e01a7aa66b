"""The way to the press: hand it an order, get a PDF. The work is done by a process of its own, kept warm."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress

from django.conf import settings

from npo_planner.errors import Refused
from npo_planner.press import wire
from npo_planner.press.order import Order

log = logging.getLogger("npo_planner.press")

COMMAND = (sys.executable, "-B", "-s", "-m", "npo_planner.press.worker")
TRIES = 2
ABORTED = (-signal.SIGABRT, -signal.SIGTRAP)
"""How Pango ends a process that gets no memory."""
GRACE = 2
"""Seconds in which a process may end by itself before it is killed."""

LONGEST = 1_000_000
"""Characters of HTML, some 200 pages: what is longer would not be ready in PRESS_SECONDS (docs/printing.md)."""

SENTENCES = {
    "press_too_long": "Dit document is te groot voor één PDF. Kies een kortere vorm, of maak de teksten korter.",
    "press_busy": "Er worden nu te veel PDF's gemaakt. Probeer het over een paar minuten opnieuw.",
    "press_memory": "Dit document is te groot voor één PDF. Kies een kortere vorm, of maak de teksten korter.",
    "press_hung": "Het maken van de PDF duurde te lang en is gestopt. Kies een kortere vorm, of maak teksten korter.",
    "press_crashed": "Het maken van de PDF is twee keer mislukt. Probeer het later, of meld het aan de beheerder.",
}


class PressFailed(Refused):
    """No PDF came, also not at the second try; or the order is too long to try. ``code`` is a key of ``SENTENCES``."""

    def __init__(self, code: str) -> None:
        super().__init__(SENTENCES[code], code=code)


class Lost(Exception):  # noqa: N818 - it reads as what happened
    """One try that brought no PDF. ``code`` as in PressFailed."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


class Child:
    """One process of the press, from its start to its end. Raises Lost when there is no room for one more."""

    def __init__(self, command: Sequence[str]) -> None:
        self.folder = tempfile.mkdtemp(prefix="npo-press-")
        self.renders = 0
        self.megabytes = 0
        try:
            self.process = self._start(command)
        except OSError as error:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise Lost("press_crashed", f"no process: {error!r}") from error

    def _start(self, command: Sequence[str]) -> subprocess.Popen:
        limits = (str(settings.PRESS_SECONDS), str(settings.PRESS_MEGABYTES))
        return subprocess.Popen(  # noqa: S603 - our own module
            (*command, *limits),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=settings.BASE_DIR,
            env={"LANG": "C.UTF-8", "TMPDIR": self.folder, "MALLOC_ARENA_MAX": "2"},  # no secret goes along
            start_new_session=True,
        )

    def print(self, order: Order) -> bytes:
        """The PDF of ``order`` within PRESS_SECONDS. Raises Lost: this process is then of no more use."""
        late = threading.Event()
        clock = threading.Timer(settings.PRESS_SECONDS, self._stop, [late])
        clock.daemon = True
        clock.start()
        try:
            told, content = self._ask(order)
        except wire.Rubbish as error:
            raise Lost("press_crashed", f"no answer but {error}") from error
        except (OSError, EOFError) as error:
            raise self._lost(late, repr(error)) from error
        finally:
            clock.cancel()
        self.renders, self.megabytes = self.renders + 1, told.megabytes
        for level, message in told.log:
            log.log(level, "%s: %s", order.identifier, message)
        if told.problem:
            raise Lost("press_memory" if told.problem == "memory" else "press_crashed", told.problem)
        return content

    @property
    def is_worn(self) -> bool:
        """Whether a fresh process should take over: memory that a render took is hardly ever given back."""
        return self.renders >= settings.PRESS_RENDERS or self.megabytes > settings.PRESS_MEGABYTES // 2

    def end(self) -> None:
        """Let it end; kill it when it does not."""
        self._close()
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self._close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def forget(self) -> None:
        """Let go of it in a fork, in which it is somebody else's child."""
        for stream in (self.process.stdin, self.process.stdout):
            stream.raw.close()  # without sending what the parent was about to send
        self.process.returncode = 0

    def _ask(self, order: Order) -> tuple[wire.Told, bytes]:
        wire.send_order(self.process.stdin, order)
        return wire.read_answer(self.process.stdout)

    def _stop(self, late: threading.Event) -> None:
        late.set()
        self.process.kill()

    def _lost(self, late: threading.Event, why: str) -> Lost:
        if late.is_set():
            return Lost("press_hung", "no answer in time")
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(GRACE)
        return Lost("press_memory" if self.process.returncode in ABORTED else "press_crashed", why)

    def _close(self) -> None:
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # what was left to send does not matter any more
                stream.close()


class Press:
    """A press with one process. It takes one order at a time: who comes later waits for the lock."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self.command = command
        self.child: Child | None = None
        self.lock = threading.Lock()

    def print(self, order: Order) -> bytes:
        """The PDF of ``order``. Raises PressFailed."""
        if len(order.html) > LONGEST:
            raise PressFailed("press_too_long")
        if not self.lock.acquire(timeout=TRIES * settings.PRESS_SECONDS):
            raise PressFailed("press_busy")
        try:
            return self._print(order)
        finally:
            self.lock.release()

    def _print(self, order: Order) -> bytes:
        code = ""
        for attempt in range(1, TRIES + 1):
            try:
                return self._try(order)
            except Lost as lost:
                code = lost.code
                log.warning("%s: try %d: %s (%s)", order.identifier, attempt, code, lost)
        raise PressFailed(code)

    def _try(self, order: Order) -> bytes:
        child = self.child = self.child or Child(self.command)
        try:
            content = child.print(order)
        except BaseException:  # also when somebody stops us: half an answer may be on its way
            self.child = None
            child.kill()
            raise
        if child.is_worn:
            self.child = None
            child.end()
        return content

    def close(self) -> None:
        """End the process; the next order starts another."""
        child, self.child = self.child, None
        if child:
            child.end()

    def forget(self) -> None:
        """What a fork does first: the process and the lock are those of its parent."""
        child, self.child, self.lock = self.child, None, threading.Lock()
        if child:
            child.forget()


PRESS = Press()
atexit.register(PRESS.close)
os.register_at_fork(after_in_child=PRESS.forget)


def press(order: Order) -> bytes:
    """The PDF of ``order``: the same order gives the same bytes. Raises PressFailed."""
    return PRESS.print(order)
