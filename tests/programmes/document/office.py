"""LibreOffice as a reader: opens what we write, computes every formula and tells what it found."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook, load_workbook

SECONDS = 120


def converted(files: Mapping[str, bytes], folder: Path, to: str) -> Path:
    """The folder with every file (by its name) as LibreOffice saves it in the format ``to``.

    One start for all of them: that takes the most time.
    """
    given, made = folder / "given", folder / "made"
    given.mkdir()
    for name, content in files.items():
        (given / name).write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(made)]
    done = subprocess.run(
        [*command, *(str(given / name) for name in files)], capture_output=True, text=True, timeout=SECONDS
    )
    assert done.returncode == 0, done.stderr
    return made


def recalculated(files: Mapping[str, bytes], folder: Path) -> dict[str, Workbook]:
    """Every spreadsheet as LibreOffice saves it after computing."""
    made = converted({f"{name}.xlsx": content for name, content in files.items()}, folder, "xlsx")
    return {name: load_workbook(made / f"{name}.xlsx", data_only=True) for name in files}


def rows(book: Workbook, sheet: str, head: int = 6) -> list[dict[str, object]]:
    """The rows of a sheet under its column names, the total included; a number is a Decimal, an empty cell None."""
    names, *found = book[sheet].iter_rows(min_row=head, values_only=True)
    return [{name: _value(value) for name, value in zip(names, row, strict=True)} for row in found if any(row)]


def _value(value: object) -> object:
    """Exactly the number that is in the file: a sum that is off by a fraction of a cent must not pass."""
    if isinstance(value, int | float):
        return Decimal(str(value))
    return None if value == "" else value
