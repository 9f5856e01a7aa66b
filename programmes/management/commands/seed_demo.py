"""Demo schools, people and plans: only in demo mode, and only once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

from django.core.management import BaseCommand, call_command
from django.db import transaction
from django.utils import timezone

import schools
from menukaart.models import Category
from npo_planner.rows import save_row
from programmes import demo
from programmes.cases import PRIMARY, SECONDARY, write_plan
from programmes.consent import operations as consent
from programmes.consent.constants import Choice, Outcome
from programmes.consent.reading_along import open_draft
from programmes.council import operations as council
from programmes.document import canonical, sections
from programmes.models import BoardShare, Programme, ProposalLine, Round, Version
from programmes.monitoring import operations as monitoring
from programmes.monitoring.constants import Verdict
from schools.models import Board, School, User

DEMO_FILES = Path(schools.__file__).parent / "demo"

VUURVOGEL, REGENWULP, KOMPAS, LYCEUM = "99AA00", "99AB00", "99AC00", "99VA00"


class Command(BaseCommand):
    help = "Make the demo: fictitious schools, one account per role, and plans in every state."

    def handle(self, *args, **options) -> None:
        demo.refuse_outside_demo()
        if not User.objects.filter(email=demo.ACCOUNTS[0][0]).exists():
            files = sorted(str(path) for path in DEMO_FILES.glob("*.csv"))
            call_command("import_duo", *files, "--date=2026-08-01", "--years=2015-", stdout=StringIO())
            self._make()
        self.stdout.write("")
        for email, _, role in demo.ACCOUNTS:
            self.stdout.write(f"  {role:24} {email}")
        self.stdout.write(f"  {'wachtwoord':24} {demo.PASSWORD}")

    @transaction.atomic
    def _make(self) -> None:
        people = demo.people()
        found = {school.code: school for school in School.objects.filter(code__startswith="99").select_related("board")}
        for code in (VUURVOGEL, REGENWULP, KOMPAS, LYCEUM):
            demo.give_roles(found[code], people)
        for board in Board.objects.filter(schools__in=found.values()).distinct():
            demo.give_board(board, people)
        head = people["schoolleider"]
        self._draft(found[VUURVOGEL], people)
        self._at_mr(found[REGENWULP], head, PRIMARY, people)
        self._at_mr(found[LYCEUM], head, SECONDARY, people)
        self._adopted(found[KOMPAS], people)
        self._at_gmr(found[KOMPAS], people)

    def _draft(self, school: School, people: demo.People) -> None:
        """A plan that is half written: the checklist has something to say, and the MR reads along."""
        head = people["schoolleider"]
        case = replace(PRIMARY, posts=(), goals=PRIMARY.goals[:1], money=None, costs=PRIMARY.costs[:3])
        programme = write_plan(school=school, case=case, by=head)
        demo.begin_with_mr(programme, people)
        open_draft(programme=programme, by=head)

    def _at_mr(self, school: School, head: User, case: object, people: demo.People) -> None:
        programme = write_plan(school=school, case=case, by=head)
        demo.begin_with_mr(programme, people)
        if case is PRIMARY:  # the other shows what the pages say without one
            demo.write_reglement(school, people["mr-secretaris"])
        version = consent.submit_to_mr(
            programme=programme,
            respond_by=timezone.localdate() + timedelta(days=10),
            note="Graag jullie vragen voor de vergadering.",
            by=head,
        )
        question = consent.comment(
            version=version,
            section="begroting",
            text="Wat gebeurt er met de onderwijsassistent als het geld op is?",
            by=people["mr-ouder"],
        )
        answer = "Die gaat door op een plek die vrijkomt door pensioen. Dat staat bij Menskracht."
        consent.comment(version=version, section="begroting", text=answer, by=head, parent=question)
        self._talk(version, people)

    def _talk(self, version: Version, people: demo.People) -> None:
        """A proposal about a goal that waits for an answer, and what the MR says to itself."""
        goal = canonical.loads(version.document).measures[0].goals[0]
        text = "Vertel halverwege het jaar aan de MR hoe ver dit doel is."
        place = sections.of_goal(goal).anchor
        consent.comment(version=version, section=place, kind="voorstel", text=text, by=people["mr-secretaris"])
        text = "Zullen we instemmen als de school dit toezegt?"
        consent.comment(version=version, section="hele-plan", audience="mr", text=text, by=people["mr-personeel"])

    def _adopted(self, school: School, people: demo.People) -> None:
        head, today = people["schoolleider"], timezone.localdate()
        case = replace(PRIMARY, money=Decimal("84000.00"))
        programme = write_plan(school=school, case=case, by=head)
        demo.begin_with_mr(programme, people)
        share = {"year": programme.round.years.first(), "purpose": "Zomerschool met andere scholen"}
        save_row(row=BoardShare(programme=programme), values=share | {"amount": Decimal("6000.00")}, by=head)
        version = consent.submit_to_mr(programme=programme, respond_by=today, note="", by=head)
        round_ = version.consent_round
        demo.all_vote(round_, Choice.FOR, people)
        consent.decide(round_=round_, outcome=Outcome.CONSENT, reasons="", decided_on=today, by=people["mr-secretaris"])
        consent.adopt(version=version, adopted_on=today, by=people["bestuur"])
        self._carried_out(programme, version, people["team"])
        demo.add_moment(
            programme,
            people["mr-secretaris"],
            [str(geleding) for geleding in school.geledingen],
            held_on=date(2022, 6, 22),
            phase="uitvoering",
            kind="besproken",
            subject="Hoe gaat het na een jaar?",
            outcome="De MR is blij met de groepjes en vraagt wat er na dit schooljaar mee gebeurt.",
        )

    def _at_gmr(self, school: School, people: demo.People) -> None:
        """The board wants to use what one of its schools set apart, and its GMR has it on the table."""
        board, by, round_ = school.board, people["bestuur"], Round.objects.get(code="npo")
        proposal = council.propose(
            board=board,
            round_=round_,
            title="Een zomerschool voor alle scholen",
            use="In de laatste week van de vakantie halen kinderen rekenen en taal in, in kleine groepen.",
            reason="Een school alleen krijgt geen groep vol en vindt geen leraren voor één week.",
            by=by,
        )
        for purpose, amount in (("Leraren voor een week", Decimal("4200.00")), ("Vervoer", None)):
            line = {"year": round_.years.first(), "purpose": purpose, "amount": amount, "schools": [school]}
            save_row(row=ProposalLine(proposal=proposal), values=line, by=by)
        until = timezone.localdate() + timedelta(days=21)
        note = "Graag een antwoord voor de vakantie."
        council.submit(proposal=proposal, respond_by=until, note=note, by=by)

    def _carried_out(self, programme: Programme, version: Version, by: User) -> None:
        """A year later: two goals measured, one measure kept, and the first amounts accounted for."""
        document = canonical.loads(version.document)
        first, second = document.measures[0].goals[0], document.measures[1].goals[0]
        for goal, day, value, note in (
            (first, date(2022, 1, 20), Decimal(66), "De kinderen uit de kleine groepen rekenen vlotter."),
            (first, date(2022, 6, 10), Decimal(78), ""),
            (second, date(2022, 6, 10), Decimal("145.5"), ""),
        ):
            monitoring.add_measurement(
                programme=programme, goal=goal.id, measured_on=day, value=value, note=note, by=by
            )
        monitoring.add_evaluation(
            programme=programme,
            measure=document.measures[0].id,
            held_on=date(2022, 6, 20),
            verdict=Verdict.KEEP,
            text="De groepjes werken. We nemen ze op in het rooster.",
            by=by,
        )
        spent = {"B": (Decimal("61250.40"), None), "C": (Decimal("5100.00"), Decimal("0.00"))}
        categories = Category.objects.in_bulk(field_name="letter")
        monitoring.set_realisation(
            programme=programme,
            year=programme.round.years.first(),
            spent={categories[letter]: amounts for letter, amounts in spent.items()},
            by=by,
        )
