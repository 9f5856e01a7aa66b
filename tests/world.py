"""Every address of the product, and one school with one of everything to try them on."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from menukaart.models import Category, Edition, Intervention
from npo_planner.jobs.constants import State
from npo_planner.models import Job
from programmes.consent import operations as consent
from programmes.consent.reading_along import open_draft
from programmes.council import operations as council
from programmes.document.public import open_link
from programmes.models import (
    BoardShare,
    ConsentRound,
    CostLine,
    Funding,
    Goal,
    Measure,
    Programme,
    ProposalLine,
    Reglement,
)
from programmes.monitoring.operations import add_measurement
from programmes.oversight import bundles
from scans.models import Consultation, Finding, Need
from schools.constants import Geleding, Kind, Role
from schools.models import Membership, School, User
from schools.operations import register
from schools.operations.logos import set_logo
from staffing.models import Scenario
from tests import factories as make
from tests.schools import duo_files
from tests.schools.pictures import PIXEL

HEAD, TEAM, MEMBER, SECRETARY, BOARD = "head", "team", "member", "secretary", "board"
GMR_MEMBER, GMR_SECRETARY = "member of the gmr", "secretary of the gmr"
ADMIN, SISTER, STRANGER = "administrator", "head of a sister school", "board employee elsewhere"
INSIDE = {HEAD, TEAM, MEMBER, SECRETARY, BOARD}
ROLES = (HEAD, TEAM, MEMBER, SECRETARY, BOARD, GMR_MEMBER, GMR_SECRETARY, ADMIN, SISTER, STRANGER)

DRAFT = {HEAD, TEAM, BOARD}
WRITE = {HEAD, TEAM}
MR = {MEMBER, SECRETARY}
PROCESS = WRITE | {SECRETARY}
GMR = {GMR_MEMBER, GMR_SECRETARY}
MANAGE = {HEAD, BOARD}
PEOPLE = MANAGE | MR
ANYONE = set(ROLES)
PUBLIC = "public"

GET, FORM, POST = ("GET",), ("GET", "POST"), ("POST",)

TABLE: dict[str, tuple[str, tuple[str, ...], Any]] = {
    # signing in
    "login": ("", FORM, PUBLIC),
    "logout": ("", POST, PUBLIC),
    "password_change": ("", FORM, ANYONE),
    "password_change_done": ("", GET, ANYONE),
    "password_reset": ("", FORM, PUBLIC),
    "password_reset_done": ("", GET, PUBLIC),
    "password_reset_confirm": ("token", FORM, PUBLIC),
    "password_reset_complete": ("", GET, PUBLIC),
    "accessibility": ("", GET, PUBLIC),
    "privacy": ("", GET, PUBLIC),
    "robots": ("", GET, PUBLIC),
    # people
    "school_people": ("school", GET, PEOPLE),
    "school_invite": ("school", FORM, MANAGE),
    "school_log": ("school", GET, MANAGE),
    "board_people": ("board", GET, {BOARD}),
    "board_invite": ("board", FORM, {BOARD}),
    "school_logo": ("school", FORM, {HEAD}),
    "school_logo_remove": ("school", FORM, {HEAD}),
    "board_logo": ("board", FORM, {BOARD}),
    "board_logo_remove": ("board", FORM, {BOARD}),
    "logo_png": ("logo", GET, INSIDE),
    "membership_end": ("membership", FORM, MANAGE),
    "membership_resend": ("membership", POST, MANAGE),
    # administrators
    "administration": ("", GET, {ADMIN}),
    "first_at_board": ("board", FORM, {ADMIN}),
    "first_at_school": ("school", FORM, {ADMIN}),
    "register": ("", GET, {ADMIN}),
    "register_upload": ("", POST, {ADMIN}),
    "register_preview": ("upload", GET, {ADMIN}),
    "register_apply": ("upload", POST, {ADMIN}),
    "register_cancel": ("upload", POST, {ADMIN}),
    # the menukaart
    "editions": ("", GET, ANYONE),
    "edition": ("edition_code", GET, ANYONE),
    "edition_csv": ("edition_code", GET, ANYONE),
    "edition_json": ("edition_code", GET, ANYONE),
    "editions_manage": ("", GET, {ADMIN}),
    "edition_add": ("", FORM, {ADMIN}),
    "edition_import": ("", FORM, {ADMIN}),
    "edition_import_apply": ("", POST, {ADMIN}),
    "edition_manage": ("edition", GET, {ADMIN}),
    "edition_copy": ("edition", FORM, {ADMIN}),
    "edition_reopen": ("edition", FORM, {ADMIN}),
    "edition_edit": ("draft_edition", FORM, {ADMIN}),
    "edition_publish": ("draft_edition", FORM, {ADMIN}),
    "edition_delete": ("draft_edition", FORM, {ADMIN}),
    "intervention_add": ("draft_edition", FORM, {ADMIN}),
    "intervention_edit": ("draft_card", FORM, {ADMIN}),
    "intervention_delete": ("draft_card", FORM, {ADMIN}),
    # scan and needs
    "scan": ("scan", GET, DRAFT),
    "scan_edit": ("scan", FORM, WRITE),
    "scan_grid": ("scan", FORM, WRITE),
    "scan_import": ("scan", FORM, WRITE),
    "finding_add": ("scan", FORM, WRITE),
    "finding_edit": ("finding", FORM, WRITE),
    "finding_delete": ("finding", FORM, WRITE),
    "consultation_add": ("scan", FORM, WRITE),
    "consultation_edit": ("consultation", FORM, WRITE),
    "consultation_delete": ("consultation", FORM, WRITE),
    "domain_add": ("scan", FORM, WRITE),
    "needs": ("scan", GET, DRAFT),
    "need_add": ("scan", FORM, WRITE),
    "need_edit": ("need", FORM, WRITE),
    "need_delete": ("need", FORM, WRITE),
    "need_up": ("need", POST, WRITE),
    "need_down": ("need", POST, WRITE),
    # staff
    "staff": ("staff_plan", GET, DRAFT),
    "outflow_edit": ("staff_plan", FORM, WRITE),
    "post_kinds": ("staff_plan", GET, WRITE),
    "kind_help": ("staff_plan kind", GET, DRAFT),
    "post_add": ("staff_plan kind", FORM, WRITE),
    "post_edit": ("post", FORM, WRITE),
    "post_delete": ("post", FORM, WRITE),
    "post_shares": ("post", FORM, WRITE),
    "scenarios": ("staff_plan", GET, DRAFT),
    "scenario_edit": ("staff_plan rank", FORM, WRITE),
    "scenario_counts": ("staff_plan count_year", FORM, WRITE),
    "scenario_delete": ("scenario", FORM, WRITE),
    # the plan
    "walk": ("programme", GET, INSIDE),
    "step_school": ("programme", GET, DRAFT),
    "scan_renew": ("programme", FORM, WRITE),
    "vision": ("programme", FORM, WRITE),
    "pupils": ("programme count_year", FORM, WRITE),
    "funding_add": ("programme", FORM, WRITE),
    "funding_edit": ("funding", FORM, WRITE),
    "funding_delete": ("other_funding", FORM, WRITE),
    "board_share_add": ("programme", FORM, WRITE),
    "board_share_edit": ("share_of_board", FORM, WRITE),
    "board_share_delete": ("share_of_board", FORM, WRITE),
    "measures": ("programme", GET, DRAFT),
    "menu": ("programme", GET, DRAFT),
    "menu_compare": ("programme", GET, DRAFT),
    "measure_add_own": ("programme", FORM, WRITE),
    "measure_add": ("programme code", FORM, WRITE),
    "not_chosen_add": ("programme code", FORM, WRITE),
    "not_chosen_edit": ("not_chosen", FORM, WRITE),
    "not_chosen_delete": ("not_chosen", FORM, WRITE),
    "measure_edit": ("measure", FORM, WRITE),
    "measure_delete": ("measure", FORM, WRITE),
    "measure_up": ("measure", POST, WRITE),
    "measure_down": ("measure", POST, WRITE),
    "goals": ("programme", GET, DRAFT),
    "goal_add": ("measure", FORM, WRITE),
    "goal_edit": ("goal", FORM, WRITE),
    "goal_delete": ("goal", FORM, WRITE),
    "milestone_add": ("goal", FORM, WRITE),
    "milestone_edit": ("milestone", FORM, WRITE),
    "milestone_delete": ("milestone", FORM, WRITE),
    "budget": ("programme", GET, DRAFT),
    "cost_add": ("programme", FORM, WRITE),
    "cost_edit": ("cost", FORM, WRITE),
    "cost_delete": ("cost", FORM, WRITE),
    "cost_shares": ("cost", FORM, WRITE),
    "cost_fill_in": ("reservation", FORM, WRITE),
    "checks": ("programme", GET, DRAFT),
    # the document
    "document": ("programme", GET, INSIDE),
    "document_length": ("programme length", GET, INSIDE),
    "draft": ("programme", GET, INSIDE),  # the MR reads along in this world
    "draft_pdf": ("programme", GET, INSIDE),
    "version_pdf": ("version", GET, INSIDE),
    "draft_length_pdf": ("programme length", GET, INSIDE),
    "version_length_pdf": ("version length", GET, INSIDE),
    "version_json": ("version", GET, INSIDE),
    "draft_json": ("programme", GET, DRAFT),
    "schema": ("", GET, PUBLIC),
    "intake": ("school", FORM, {HEAD}),
    "intake_apply": ("school", POST, {HEAD}),
    "draft_xlsx": ("programme", GET, DRAFT),
    "version_xlsx": ("version", GET, INSIDE),
    "public_link": ("programme", GET, INSIDE),
    "public_link_open": ("programme", FORM, {HEAD}),
    "public_link_close": ("programme", FORM, {HEAD}),
    "public_summary": ("link", GET, PUBLIC),
    "public_pdf": ("link", GET, PUBLIC),
    "public_logo": ("link", GET, PUBLIC),
    "draft_docx": ("programme length", GET, INSIDE),
    "version_docx": ("version length", GET, INSIDE),
    "draft_csv": ("programme", GET, DRAFT),
    "version_csv": ("version", GET, INSIDE),
    # the MR and the board decide
    "mr": ("programme", GET, INSIDE),
    "mr_start": ("programme", GET, INSIDE),
    "agreement_add": ("programme", FORM, PROCESS),
    "agreement_edit": ("agreement", FORM, PROCESS),
    "agreement_delete": ("agreement", FORM, PROCESS),
    "moment_add": ("programme", FORM, PROCESS),
    "moment_edit": ("moment", FORM, PROCESS),
    "moment_delete": ("moment", FORM, PROCESS),
    "reading_along_open": ("programme", FORM, {HEAD}),
    "reading_along_close": ("programme", FORM, {HEAD}),
    "submit": ("programme", FORM, {HEAD}),
    "revise": ("programme", FORM, {HEAD}),
    "version": ("version", GET, INSIDE),
    "version_section": ("version place", GET, INSIDE),
    "version_weighing": ("version", GET, INSIDE),
    "version_pack": ("version", GET, INSIDE),
    "version_mark": ("version place", POST, INSIDE),
    "threads": ("programme", GET, INSIDE),
    "comment": ("version", FORM, WRITE | MR),
    "comment_on": ("version anchor", FORM, WRITE | MR),
    "deliberate": ("version", FORM, MR),
    "deliberate_on": ("version anchor", FORM, MR),
    "reply": ("comment", FORM, WRITE | MR),
    "reopen": ("comment", FORM, MR),
    "resolve": ("comment", POST, MR),
    "adopt": ("version", FORM, {BOARD}),
    "ruling_pdf": ("version", GET, INSIDE),
    "step": ("version", FORM, {BOARD, SECRETARY}),
    "condition": ("condition", FORM, {HEAD, SECRETARY}),
    "correct": ("programme", FORM, {HEAD}),
    "version_changes": ("version", GET, INSIDE),
    "draft_changes": ("programme", GET, INSIDE),
    "withdraw": ("round", FORM, {HEAD}),
    "vote": ("round", FORM, MR),
    "decide": ("round", FORM, {SECRETARY}),
    "reglement": ("school", GET, INSIDE),
    "reglement_edit": ("school", FORM, {HEAD, SECRETARY}),
    "meeting": ("round", FORM, {HEAD, SECRETARY}),
    "meeting_ics": ("round", GET, WRITE | MR),
    "remind": ("round", POST, {HEAD, SECRETARY}),
    "seats": ("round", GET, {SECRETARY}),
    "seat_add": ("round", FORM, {SECRETARY}),
    "seat_member": ("round member_id", POST, {SECRETARY}),
    "hand_vote": ("seat", FORM, {SECRETARY}),
    "absence": ("seat", FORM, {SECRETARY}),
    "seat_remove": ("seat", FORM, {SECRETARY}),
    # bovenschools money: the board and its GMR
    "board_money": ("gmr", GET, {BOARD} | GMR),
    "gmr_reglement": ("gmr", FORM, {GMR_SECRETARY}),
    "proposal_add": ("gmr round_code", FORM, {BOARD}),
    "proposal_edit": ("proposal", FORM, {BOARD}),
    "proposal_delete": ("proposal", FORM, {BOARD}),
    "proposal_line_add": ("proposal", FORM, {BOARD}),
    "proposal_line_edit": ("proposal_line", FORM, {BOARD}),
    "proposal_line_delete": ("proposal_line", FORM, {BOARD}),
    "proposal_submit": ("proposal", FORM, {BOARD}),
    "proposal_revise": ("proposal", FORM, {BOARD}),
    "gmr_version": ("gmr_version", GET, {BOARD} | GMR),
    "gmr_version_pdf": ("gmr_version", GET, {BOARD} | GMR),
    "gmr_withdraw": ("gmr_round", FORM, {BOARD}),
    "gmr_vote": ("gmr_round", FORM, GMR),
    "gmr_decide": ("gmr_round", FORM, {GMR_SECRETARY}),
    "gmr_seat_add": ("gmr_round", FORM, {GMR_SECRETARY}),
    "gmr_vote_by_hand": ("gmr_seat", FORM, {GMR_SECRETARY}),
    # carrying out and accounting
    "monitoring": ("programme", GET, INSIDE),
    "measurement_add": ("programme goal_id", FORM, WRITE),
    "measurement_delete": ("measurement", FORM, WRITE),
    "evaluation_add": ("programme measure_id", FORM, WRITE),
    "accounting": ("programme", GET, INSIDE),
    "accounting_csv": ("programme", GET, INSIDE),
    "realisation_edit": ("programme school_year", FORM, DRAFT),
    # overviews
    "home": ("", GET, ANYONE),
    "school": ("school", GET, INSIDE),
    "programme_start": ("school round_code", FORM, {HEAD}),
    "board": ("board", GET, {BOARD}),
    "board_csv": ("board", GET, {BOARD}),
    "board_bundles": ("board", FORM, {BOARD}),
    "board_bundle": ("board bundle", GET, {BOARD}),
    "board_bundle_cancel": ("board bundle", POST, {BOARD}),
    "board_bundle_file": ("board bundle", GET, {BOARD}),
}
EXTRA = {
    "kind": ("kind", "leraar"),
    "count_year": ("year", 2021),
    "rank": ("rank", 1),
    "code": ("code", "B3"),
    "school_year": ("year", "2021-2022"),
    "place": ("anchor", "begroting"),
    "round_code": ("code", "npo"),
    "anchor": ("anchor", "begroting"),
    "length": ("length", "samenvatting"),
}
HIDDEN = {"upload", "draft_edition", "draft_card"}
"""What only administrators can see; everything else that they may do is about what others see too."""


def seen_by(key: str) -> set[str]:
    """Who sees the object that ``key`` names: a GMR sees its own pages and no school, the school nothing of those."""
    if key.startswith("gmr"):
        return {BOARD} | GMR
    return {BOARD} if key.startswith(("board", "proposal")) else INSIDE


CANARY = "Kanarie aan de Waal"


@dataclass
class World:
    """One school with one of everything, and people in every role; their names are canaries."""

    keys: dict[str, dict[str, Any]] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    school: School | None = None

    def url(self, name: str) -> str:
        first, *more = TABLE[name][0].split(" ") if TABLE[name][0] else ("",)
        kwargs = dict(self.keys[first]) if first else {}
        for extra in more:
            kwargs |= dict([EXTRA[extra]]) if extra in EXTRA else self.keys[extra]
        return reverse(name, kwargs=kwargs)


def make_world() -> World:
    """A vo school with a programme at the MR for the second time, and a person in every role."""
    board = make.make_board(name=CANARY)
    school = make.make_school(kind=Kind.VO, board=board, name=CANARY)
    people = {
        HEAD: make.make_head(school),
        TEAM: make.make_member(school, Role.TEAM),
        MEMBER: make.make_member(school, Role.MR_MEMBER, Geleding.PUPILS),
        SECRETARY: make.make_member(school, Role.MR_SECRETARY, Geleding.PARENTS),
        BOARD: make.make_member(board, Role.BOARD),
        GMR_MEMBER: make.make_member(board, Role.GMR_MEMBER, Geleding.STAFF),
        GMR_SECRETARY: make.make_member(board, Role.GMR_SECRETARY, Geleding.PARENTS),
        ADMIN: make.make_user(is_staff=True),
        SISTER: make.make_head(make.make_school(board=board)),
        STRANGER: make.make_member(make.make_board(), Role.BOARD),
    }
    programme = make.make_full_programme(school, by=people[HEAD])
    Programme.objects.filter(pk=programme.pk).update(vision=CANARY)
    scan = programme.scan
    talk = Consultation.objects.create(scan=scan, held_on=date(2021, 5, 1), party="team", outcome=CANARY)
    year = programme.round.years.first()
    other = Funding.objects.create(programme=programme, year=year, kind="anders", label=CANARY, amount=1)
    share = BoardShare.objects.create(programme=programme, year=year, purpose=CANARY, amount=1)
    cost = CostLine.objects.get()
    reservation = make.make_cost(programme, description=CANARY, kind="reservering")
    goal, measure = Goal.objects.get(), Measure.objects.get()
    point = make.make_milestone(goal, note=CANARY)
    expected = Scenario.objects.create(plan=programme.staff_plan, rank=3, name=CANARY, note=CANARY)
    left = make.make_not_chosen(programme, reason=CANARY)
    agreement = make.make_agreement(programme, text=CANARY)
    moment = make.make_moment(programme, by=people[SECRETARY], subject=CANARY, outcome=CANARY)
    open_draft(programme=programme, by=people[HEAD])
    adopted = make.make_adopted(programme, outcome="voorwaarden", reasons=CANARY)
    measurement = add_measurement(
        programme=programme, goal=goal.pk, measured_on=timezone.localdate(), value=None, note=CANARY, by=people[HEAD]
    )
    consent.revise(programme=programme, by=people[HEAD])
    version = make.put_to_mr(Programme.objects.get(pk=programme.pk))
    Reglement.objects.create(school=school, majority="samen", abstentions="niet", quorum="helft", source=CANARY)
    in_a_week = timezone.now() + timedelta(days=7)
    ConsentRound.objects.filter(version=version).update(meeting_at=in_a_week, meeting_place=CANARY)
    late = Membership.objects.get(user=make.make_member(school, Role.MR_MEMBER, Geleding.STAFF, name=CANARY))
    said = consent.comment(version=version, section="begroting", text=CANARY, by=people[MEMBER])
    proposal = council.propose(
        board=board, round_=programme.round, title=CANARY, use=CANARY, reason=CANARY, by=people[BOARD]
    )
    line = ProposalLine.objects.create(proposal=proposal, year=year, purpose=CANARY, amount=1)
    put = council.submit(proposal=proposal, respond_by=timezone.localdate(), note=CANARY, by=people[BOARD])
    upload = register.upload(
        file_name="po.csv", data=duo_files.bo(["00AA00"]), file_date=date(2026, 8, 1), by=people[ADMIN]
    )
    invited = make.make_member(school, Role.TEAM)
    entry = bundles.Entry(school.code, school.brin, CANARY, problem=bundles.NO_VERSION)
    ordered = Job.objects.create(
        kind=bundles.BUNDLE,
        arguments={"board": board.pk, "round": programme.round_id, "length": "volledig", "binding": "zip"},
        user=people[BOARD],
        state=State.DONE,
        notes={"entries": [asdict(entry)]},
    )
    draft = Edition.objects.create(code="concept", name=CANARY)
    card = Intervention.objects.create(
        edition=draft, code="B1", category=Category.objects.get(letter="B"), name=CANARY, note=CANARY
    )
    objects = {
        "school": school,
        "board": board,
        "logo": set_logo(place=school, data=PIXEL, by=people[HEAD]),
        "membership": Membership.objects.get(user=invited),
        "upload": upload,
        "scan": scan,
        "finding": Finding.objects.get(),
        "consultation": talk,
        "need": Need.objects.get(),
        "staff_plan": programme.staff_plan,
        "post": programme.staff_plan.needs.get(),
        "scenario": expected,
        "programme": programme,
        "funding": programme.funding.filter(kind="regeling").first(),
        "other_funding": other,
        "share_of_board": share,
        "reservation": reservation,
        "measure": measure,
        "not_chosen": left,
        "agreement": agreement,
        "moment": moment,
        "goal": goal,
        "milestone": point,
        "cost": cost,
        "version": version,
        "adopted": adopted,
        "comment": said,
        "condition": adopted.decision.conditions.get(),
        "round": version.consent_round,
        "seat": version.consent_round.seats.get(user=people[MEMBER]),
        "measurement": measurement,
        "gmr": board,
        "proposal": proposal,
        "proposal_line": line,
        "gmr_version": put,
        "gmr_round": put.gmr_round,
        "gmr_seat": put.gmr_round.seats.first(),
        "edition": Edition.objects.get(code="2022"),
        "draft_edition": draft,
        "draft_card": card,
    }
    keys: dict[str, dict[str, Any]] = {name: {"pk": row.pk} for name, row in objects.items()}
    keys |= {"goal_id": {"goal": goal.pk}, "measure_id": {"measure": measure.pk}}
    keys["member_id"] = {"membership": late.pk}
    keys["bundle"] = {"job": ordered.pk}
    keys["edition_code"] = {"code": "2022"}
    keys["link"] = {"token": open_link(programme=programme, by=people[HEAD]).token}
    keys["token"] = {"uidb64": "MQ", "token": "set-password"}
    return World(keys, people, school)
