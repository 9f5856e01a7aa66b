"""Time the press on made-up programmes, against Chromium's print-to-PDF of the same HTML in the same run.

    python bench/pdf.py                # everything, some minutes
    python bench/pdf.py --quick        # fewer rounds and documents: to see that it works

What is measured, and the figures, stand in docs/printing.md. Ends with code 1 when a target is missed. Chromium is
``$NPO_CHROMIUM``, else ``chromium``; without it that target is not measured, and said so.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "npo_planner.settings_test")

import django  # noqa: E402

django.setup()

import pikepdf  # noqa: E402

from npo_planner.press.client import Press  # noqa: E402
from npo_planner.press.order import Order  # noqa: E402
from programmes.document import pdf  # noqa: E402
from tests.programmes.document.sized import STAMP, Size, sized  # noqa: E402

TWENTY = Size(needs=3, findings=6, talks=1, measures=3, goals=2, posts=2, costs=4, not_chosen=1)
FIFTEEN = Size(needs=2, findings=3, talks=1, measures=2, goals=1, posts=1, costs=1, not_chosen=0)
SECONDS, TIMES_CHROMIUM, TIMES_ONE_CORE, GROWTH = 2.0, 2.0, 1.7, 1.1
CHROMIUM = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")


@dataclass(frozen=True)
class Target:
    name: str
    value: float
    bound: float
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        return f"{'met   ' if self.is_met else 'MISSED'}  {self.name}: {self.value:.2f} ({sign} {self.bound})"


def order(size: Size, name: str) -> Order:
    return replace(pdf.order(sized(size), STAMP), identifier=name)


def pages(content: bytes) -> int:
    return len(pikepdf.open(io.BytesIO(content)).pages)


def median(rounds: int, deed: Callable[[], object]) -> float:
    """Seconds."""
    return statistics.median(_timed(deed) for _ in range(rounds))


def _timed(deed: Callable[[], object]) -> float:
    begun = time.perf_counter()
    deed()
    return time.perf_counter() - begun


def one_programme(press: Press, rounds: int) -> list[Target]:
    """A programme of twenty pages, warm; against Chromium from a cold start."""
    asked = order(TWENTY, "twintig")
    print(f"{pages(press.print(asked))} pages")
    ours = median(rounds, lambda: press.print(asked))
    targets = [Target("seconds for one programme, warm", ours, SECONDS)]
    chromium = os.environ.get("NPO_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        print("no Chromium on this machine: not compared", file=sys.stderr)
        return targets
    with tempfile.TemporaryDirectory() as folder:
        theirs = median(rounds, lambda: _in_chromium(chromium, asked, Path(folder)))
    return [*targets, Target("times Chromium, its cold start included", ours / theirs, TIMES_CHROMIUM)]


def _in_chromium(chromium: str, asked: Order, folder: Path) -> None:
    """The same HTML with the same stylesheets, printed by a fresh Chromium with a fresh profile."""
    page, made = folder / "page.html", folder / "page.pdf"
    links = (f'<link rel="stylesheet" href="{(ROOT / "static/css" / name).as_uri()}">' for name in asked.styles)
    page.write_text(asked.html.replace("</head>", f"{''.join(links)}</head>"))
    with tempfile.TemporaryDirectory(dir=folder) as profile:
        command = [chromium, *CHROMIUM, f"--user-data-dir={profile}", f"--print-to-pdf={made}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - our own command
    made.unlink()


def two_cores(press: Press, number: int) -> list[Target]:
    """So many programmes of fifteen pages, by one process and by two."""
    orders = [order(FIFTEEN, f"vijftien-{place}") for place in range(number)]
    print(f"{number} programmes of {pages(press.print(orders[0]))} pages")
    other = Press()
    other.print(orders[0])
    alone = _timed(lambda: [press.print(each) for each in orders])
    with ThreadPoolExecutor(2) as threads:
        halves = ((press, orders[::2]), (other, orders[1::2]))
        together = _timed(lambda: list(threads.map(lambda half: [half[0].print(each) for each in half[1]], halves)))
    other.close()
    print(f"one process {alone:.0f} s, two {together:.0f} s")
    return [Target("times the rate of one core", alone / together, TIMES_ONE_CORE, at_least=True)]


def memory(number: int) -> list[Target]:
    """What a process holds after so many renders, against after a tenth of them."""
    press, asked = Press(), order(FIFTEEN, "geheugen")
    held = []
    for _ in range(number):
        press.print(asked)
        held.append(press.child.megabytes if press.child else held[-1])
    press.close()
    early, late = held[number // 10], held[-1]
    print(f"{early} MB after {number // 10} renders, {late} MB after {number}")
    return [Target("times the memory after a tenth of the renders", late / early, GROWTH)]


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true")
    quick = asked.parse_args().quick
    press = Press()
    targets = [*one_programme(press, 3 if quick else 7), *two_cores(press, 6 if quick else 100)]
    press.close()
    targets += memory(20 if quick else 199)  # with the default of PRESS_RENDERS the next one gets a fresh process
    print(*targets, sep="\n")
    return 0 if all(target.is_met for target in targets) else 1


if __name__ == "__main__":
    sys.exit(main())
