"""A worker of the queue. A server runs two of them beside the web server."""

from __future__ import annotations

import signal
from _thread import start_new_thread
from typing import Any

from django.core.management import BaseCommand, CommandParser

from npo_planner.jobs.working import Working


class Command(BaseCommand):
    help = "Carry out what waits in the queue, and what is due by the clock, until it is stopped (SIGTERM or Ctrl-C)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop when the queue is empty")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        working = Working()
        for number in (signal.SIGTERM, signal.SIGINT):
            # From a bare thread: the main one may hold the lock of the event, or that of threads, at this moment.
            signal.signal(number, lambda *_: start_new_thread(working.stopping.set, ()))
        turns = working.run(once=once)
        if once:
            self.stdout.write(f"{turns} turns")
