"""Two schools of the real register through the whole walk, and the proof that every rendering tells the same sums."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import strip_tags

from npo_planner.money import euro
from programmes import demo
from programmes.cases import PRIMARY, SECONDARY, Case, write_plan
from programmes.consent import operations as consent
from programmes.consent.constants import Choice, Outcome
from programmes.document import canonical, html, stamp
from programmes.document.category_bars import category_bars
from programmes.document.flow import flow
from programmes.document.lengths import Length
from programmes.document.operations import rendered_pdf
from programmes.document.schema import Document
from programmes.models import Version
from programmes.monitoring.operations import add_measurement
from schools.constants import Sector
from schools.models import School

AMOUNT = re.compile(r"(−?)€\s*([\d.]+,\d\d)")
SPOKEN = re.compile(r"<(title|desc)\b.*?</\1>", re.DOTALL)
"""What a drawing tells a screen reader: on no page to be seen."""


class Command(BaseCommand):
    help = (
        "Take one primary and one secondary school of the register from the first finding to the adopted programme, "
        "and compare the sums of page, PDF and JSON to the cent. Demo only: the plans are invented."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", help="files of DUO to import first")
        parser.add_argument("--primary", default="00AP00", help="vestigingscode (default 00AP00)")
        parser.add_argument("--secondary", default="00AH00", help="vestigingscode (default 00AH00)")
        parser.add_argument("--out", type=Path, help="folder in which to put the PDF and JSON files")

    def handle(self, *args: Any, **options: Any) -> None:
        demo.refuse_outside_demo()
        if options["files"]:
            call_command("import_duo", *options["files"], stdout=self.stdout)
        schools = [_school(options["primary"], Sector.PO), _school(options["secondary"], Sector.VO)]
        for school, case in zip(schools, (PRIMARY, SECONDARY), strict=True):
            with transaction.atomic():  # sums that differ leave nothing behind
                self._compare(_walk(school, case), options["out"])

    def _compare(self, version: Version, out: Path | None) -> None:
        document, facts = canonical.loads(version.document), stamp.of_version(version)
        markup = render_to_string(
            "programmes/document/_body_volledig.html", html.context(document, facts, Length.FULL.details)
        )
        page = strip_tags(SPOKEN.sub("", markup))
        pdf = rendered_pdf(version)
        told = {"page": amounts(page), "PDF": amounts(text_of(pdf))}
        if told["page"] != told["PDF"]:
            raise CommandError(f"Page and PDF differ: {told['page'] - told['PDF']} {told['PDF'] - told['page']}")
        missing = (tree_amounts(document) | flow_amounts(document)) ^ set(told["page"])
        if missing:
            raise CommandError(f"In the JSON or on the page, not in both: {sorted(missing)}")
        self._tell(version, document, sum(told["page"].values()))
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{version.file_name}.pdf").write_bytes(pdf)
            (out / f"{version.file_name}.json").write_text(version.document)

    def _tell(self, version: Version, document: Document, places: int) -> None:
        budget = document.budget
        lines = len(document.costs) + len(document.staff)
        money = f"geld {euro(budget.funding.amount)}, uitgaven {euro(budget.spent.amount)}"
        self.stdout.write(f"\n{version.school} ({version.school.code}), versie {version.number}, {version.sha256[:12]}")
        self.stdout.write(f"  {money} in {lines} regels")
        self.stdout.write(f"  naar het volgende schooljaar {euro(budget.years[0].balance.amount)}")
        self.stdout.write(f"  {places} bedragen, gelijk in pagina, pdf en json")


def _school(code: str, sector: Sector) -> School:
    school = School.objects.with_board().filter(code=code).first()
    if school is None:
        raise CommandError(f"{code} is not in the database. Name files of DUO to import, or another school.")
    if school.sector != sector:
        raise CommandError(f"{school} is {school.get_kind_display()}: choose a school of {sector.label}.")
    if school.programmes.exists():
        raise CommandError(f"{school} has a plan already. Choose another school, or a fresh database.")
    return school


def _walk(school: School, case: Case) -> Version:
    """Write, submit, ask and answer, vote, decide, adopt, measure: through the product's own operations."""
    people, today = demo.people(), timezone.localdate()
    demo.give_roles(school, people)
    demo.give_board(school.board, people)
    head = people["schoolleider"]
    programme = write_plan(school=school, case=case, by=head)
    version = consent.submit_to_mr(programme=programme, respond_by=today + timedelta(days=14), note="", by=head)
    asked = consent.comment(version=version, section="begroting", text="Wat gebeurt er daarna?", by=people["mr-ouder"])
    consent.comment(version=version, section="begroting", text="Dat staat bij Menskracht.", by=head, parent=asked)
    round_ = version.consent_round
    demo.all_vote(round_, Choice.FOR, people)
    consent.decide(round_=round_, outcome=Outcome.CONSENT, reasons="", decided_on=today, by=people["mr-secretaris"])
    consent.adopt(version=version, adopted_on=today, by=people["bestuur"])
    goal = canonical.loads(version.document).measures[0].goals[0]
    add_measurement(programme=programme, goal=goal.id, measured_on=today, value=goal.target, note="", by=head)
    return Version.objects.with_answers().get(pk=version.pk)


def amounts(text: str) -> Counter[str]:
    """Every amount in ``text`` and how often, whatever white space follows the euro sign."""
    return Counter(f"{sign}€ {digits}" for sign, digits in AMOUNT.findall(text))


def tree_amounts(node: Any) -> set[str]:
    """Every amount of euros in a document, written as on a page."""
    if isinstance(node, tuple):
        return {text for child in node for text in tree_amounts(child)}
    if isinstance(node, dict):
        return {text for child in node.values() for text in tree_amounts(child)}
    if not hasattr(node, "model_fields_set"):
        return set()
    own = getattr(node, "amount", None)
    is_money = isinstance(own, Decimal) and not hasattr(node, "unit_label")  # a post's amount is fte or hours
    parts = {text for name in type(node).model_fields for text in tree_amounts(getattr(node, name))}
    return parts | {euro(own).replace("\u00a0", " ")} if is_money else parts


def flow_amounts(document: Document) -> set[str]:
    """What the drawings of the money add up themselves: the sums of a need, and of people and the rest per category."""
    money = flow(document)
    found = [part.amount for part in (*money.rows, *money.places)] if money else []
    found += [amount for bar in category_bars(document) for amount in (bar.staff, bar.other)]
    return {euro(amount).replace("\u00a0", " ") for amount in found}


def text_of(pdf: bytes) -> str:
    """What a PDF says, in the order of its lines."""
    if shutil.which("pdftotext") is None:
        raise CommandError("Install poppler-utils: pdftotext reads the PDF back.")
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)  # noqa: S603, S607
    return done.stdout.decode()
