"""``manage.py import_duo FILE…``: read DUO register files into the database."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from npo_planner.errors import Refused
from schools.duo import reading, report
from schools.duo.files import RegisterFile, open_file, parse_years
from schools.duo.plan import Plan
from schools.operations import register


class Command(BaseCommand):
    help = "Lees registerbestanden van DUO in: besturen, adressen en leerlingaantallen, oude en nieuwe indeling."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="BESTAND")
        parser.add_argument(
            "--date",
            type=date.fromisoformat,
            metavar="JJJJ-MM-DD",
            help="datum waarop DUO de bestanden uitgaf (anders: de datum van het bestand zelf)",
        )
        parser.add_argument("--dry-run", action="store_true", help="toon alles, wijzig niets")
        parser.add_argument(
            "--close-missing",
            action="store_true",
            help="sluit scholen die in het bestand ontbreken, ook als dat er meer dan 10 %% zijn",
        )
        parser.add_argument(
            "--years",
            type=parse_years,
            metavar="2015-",
            help="jaren uit het historisch overzicht, bijvoorbeeld 2015- of 2015-2020 (anders: de nieuwste twaalf)",
        )

    def handle(self, *args: Any, files: Sequence[Path], **options: Any) -> None:
        """Every file in its own transaction; a dry run rolls all of them back, so later files see earlier ones."""
        opened = [(path, file) for path in files if (file := self._open(path))]
        opened.sort(key=lambda pair: pair[1].layout.target)
        with transaction.atomic() if options["dry_run"] else nullcontext():
            for path, file in opened:
                self._import(path, file, options)
            if options["dry_run"]:
                transaction.set_rollback(True)
                self.stdout.write("Proef: er is niets gewijzigd.")
        if len(opened) < len(files):
            raise CommandError(f"{len(files) - len(opened)} van de {len(files)} bestanden zijn niet gelezen.")

    def _open(self, path: Path) -> RegisterFile | None:
        try:
            return open_file(path.name, path.read_bytes(), reading.COMMAND)
        except OSError as error:
            self.stderr.write(f"{path}: kan dit bestand niet lezen ({error.strerror}).")
        except Refused as refusal:
            self.stderr.write(f"{path}: {refusal}")
        return None

    def _import(self, path: Path, file: RegisterFile, options: dict[str, Any]) -> None:
        self.stdout.write(f"{path.name}: {file.layout.title}")
        choices = register.Choices(
            file_date=options["date"] or date.fromtimestamp(path.stat().st_mtime),
            close_missing=options["close_missing"],
            years=options["years"],
        )
        total = len(file.sheet.lines)
        plan = register.import_file(
            file=file,
            choices=choices,
            by=None,
            progress=lambda done: self.stderr.write(f"  {done} van {total} regels", self.style.HTTP_INFO),
        )
        self._tell(plan)

    def _tell(self, plan: Plan) -> None:
        self.stdout.write(f"  {report.sentence(report.counts(plan))}")
        for remark in report.remarks(plan):
            self.stdout.write(f"  {remark}")
        for refusal in plan.refused:
            self.stdout.write(f"  regel {refusal.line}: {refusal.reason}")
