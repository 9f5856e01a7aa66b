"""Try the pupil forecast on every real primary school: 2023-2025, forecast from counts up to 2022, against naive.

    python bench/forecast.py                 # the test: origin 2022
    python bench/forecast.py --tuning        # the origins on which the gains were chosen (2014-2019)

The register is looked for in $NPO_REGISTER, else in ../shared/data/duo beside the repository. Only the standard library
and ``staffing/forecast.py`` are used. What is counted and what is left out stands in bench/README.md.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from staffing.forecast import ENOUGH, Knobs, consecutive, fit, project  # noqa: E402

REGISTER = ROOT.parent / "shared" / "data" / "duo"
HISTORY = "06.-historisch-overzicht-aantal-leerlingen-per-schoolvestiging.csv"
YEAR, HORIZON, COHORTS = "LEERLINGEN_", 3, 8
TEST, TUNING = (2022,), tuple(range(2014, 2020))
SIZES = ((1, 99), (100, 199), (200, 399), (400, 100_000))
LOW, HIGH = Knobs(inflow_percent=Decimal(-25)), Knobs(inflow_percent=Decimal(25))
"""The scenarios "laag" and "hoog" as the product proposes them (staffing/scenarios.py)."""

Counts = Mapping[int, int | None]


@dataclass(frozen=True)
class Case:
    """One school, forecast from ``origin`` for ``ahead`` years: what came, and what was forecast (pupils)."""

    size: int
    enough: bool
    ahead: int
    actual: int
    model: Decimal
    naive: int
    between: bool

    @property
    def model_error(self) -> Decimal:
        return abs(self.model - self.actual) / self.actual

    @property
    def naive_error(self) -> Decimal:
        return abs(Decimal(self.naive) - self.actual) / self.actual


def find_history(folder: Path) -> Path | None:
    """The newest file 06 of the register in ``folder``, also when ``folder`` is that file."""
    if folder.is_file():
        return folder
    return max(folder.glob(f"**/{HISTORY}"), default=None)


def primary_schools(path: Path) -> Iterator[dict[int, int | None]]:
    """The counts of every primary school, also of closed ones; ``<5`` is unknown, an empty cell too."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            if row["SOORT_VESTIGING"].strip() == "BO":
                yield {
                    int(name.removeprefix(YEAR)): _count(cell) for name, cell in row.items() if name.startswith(YEAR)
                }


def _count(cell: str) -> int | None:
    cell = cell.strip()
    return int(cell) if cell.isdigit() else None


def backtest(schools: Iterable[Counts], origins: Iterable[int]) -> list[Case]:
    """Every case in which the count of the origin and that of the year forecast are known and not 0."""
    origins = tuple(origins)
    return [case for counts in schools for origin in origins for case in _cases(counts, origin)]


def _cases(counts: Counts, origin: int) -> Iterator[Case]:
    now = counts.get(origin)
    if not now:
        return
    known = {year: number for year, number in counts.items() if year <= origin}
    learnt = fit(known, COHORTS)
    enough = len(consecutive(known)) >= ENOUGH
    middle, low, high = (_totals(learnt, knobs, now) for knobs in (Knobs(), LOW, HIGH))
    for ahead in range(1, HORIZON + 1):
        actual = counts.get(origin + ahead)
        if actual:
            between = enough and low[ahead - 1] <= actual <= high[ahead - 1]
            yield Case(now, enough, ahead, actual, middle[ahead - 1], now, between)


def _totals(learnt, knobs: Knobs, now: int) -> list[Decimal]:
    """Of a school of which too little is known the forecast is naive: the product makes none."""
    if learnt is None:
        return [Decimal(now)] * HORIZON
    return [sum(cohorts, Decimal(0)) for cohorts in project(learnt, knobs, HORIZON)]


def mdape(errors: Iterable[Decimal]) -> float:
    """The median of the absolute errors, in percent."""
    return float(statistics.median(errors) * 100)


def line(name: str, cases: list[Case]) -> str:
    if not cases:
        return f"{name:<24}{0:>8}"
    model, naive = mdape(c.model_error for c in cases), mdape(c.naive_error for c in cases)
    nearer = 100 * sum(c.model_error < c.naive_error for c in cases) / len(cases)
    between = 100 * sum(c.between for c in cases) / len(cases)
    better = 100 * (1 - model / naive)
    errors = f"{model:>9.2f}%{naive:>9.2f}%{better:>8.1f}%"
    return f"{name:<24}{len(cases):>8}{errors}{nearer:>8.1f}%{between:>9.1f}%"


def report(cases: list[Case]) -> str:
    head = f"{'':<24}{'cases':>8}{'model':>10}{'naive':>10}{'better':>9}{'nearer':>9}{'between':>10}"
    parts = [line("all", cases)]
    parts += [line(f"  {ahead} year(s) ahead", [c for c in cases if c.ahead == ahead]) for ahead in (1, 2, 3)]
    for low, high in SIZES:
        name = f"  {low}-{high} pupils" if high < 100_000 else f"  {low} pupils or more"
        parts.append(line(name, [c for c in cases if low <= c.size <= high]))
    parts.append(line("  too little history", [c for c in cases if not c.enough]))
    return "\n".join([head, *parts])


def main() -> int:
    """Print the report. 0 when the model beats naive overall and at every horizon, 1 when not, 2 without data."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--register", type=Path, default=Path(os.environ.get("NPO_REGISTER", REGISTER)))
    asked.add_argument("--tuning", action="store_true", help="the origins 2014-2019 instead of 2022")
    options = asked.parse_args()
    path = find_history(options.register)
    if path is None:
        print(f"The DUO register ({HISTORY}) is not in {options.register}: nothing was tried.", file=sys.stderr)
        return 2
    begun, origins = time.monotonic(), TUNING if options.tuning else TEST
    schools = list(primary_schools(path))
    cases = backtest(schools, origins)
    if not cases:
        print(f"{path} has no primary school that can be forecast and compared: nothing was tried.", file=sys.stderr)
        return 2
    print(f"{len(schools)} primary schools in {path.name}, forecast from {', '.join(map(str, origins))}")
    print(f"Median absolute percentage error; {time.monotonic() - begun:.1f} s\n")
    print(report(cases))
    return 0 if beats(cases) else 1


def beats(cases: list[Case]) -> bool:
    """Whether the model is better than naive over all cases and at each horizon."""
    parts = [cases, *([c for c in cases if c.ahead == ahead] for ahead in (1, 2, 3))]
    return bool(cases) and all(
        mdape(c.model_error for c in part) < mdape(c.naive_error for c in part) for part in parts if part
    )


if __name__ == "__main__":
    sys.exit(main())
