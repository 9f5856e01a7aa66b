"""The pages of bovenschools money: who reads what, and the way from proposal to decision over the screen."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from programmes.consent.constants import Choice, Outcome
from programmes.document import canonical
from programmes.models import BoardProposal, GmrBallot, GmrDecision, GmrRound, GmrVersion, ProposalLine, Reglement
from schools.constants import Geleding, Role
from tests.factories import make_board, make_head, make_member, make_school, make_user
from tests.programmes.consent.cast import PASSWORD, today
from tests.programmes.council.cast import Council, council_in, npo, set_apart

pytestmark = pytest.mark.django_db
D = Decimal


def screen(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user, name: str, pk: int) -> str:
    response = screen(user).get(reverse(name, args=[pk]))
    assert response.status_code == 200
    return unescape(response.content.decode()).replace("\u00a0", " ")


def test_from_the_first_word_to_the_decision_over_the_screen():
    board = make_board()
    school = make_school(board=board)
    set_apart(school, D("5000.00"))
    rob = make_member(board, Role.BOARD, password=PASSWORD)
    staff = make_member(board, Role.GMR_MEMBER, Geleding.STAFF, password=PASSWORD)
    secretary = make_member(board, Role.GMR_SECRETARY, password=PASSWORD)
    writer, voter, keeper = screen(rob), screen(staff), screen(secretary)

    writer.post(reverse("proposal_add", args=[board.pk, "npo"]), {"title": "Zomerschool", "use": "Een week."})
    proposal = BoardProposal.objects.get()
    year = npo().years.first()
    values = {"purpose": "Leraren", "year": year.pk, "amount": "4.000,50", "schools": [school.pk]}
    writer.post(reverse("proposal_line_add", args=[proposal.pk]), values)
    added = ProposalLine.objects.get()
    assert (added.amount, list(added.schools.all())) == (D("4000.50"), [school])
    writer.post(reverse("proposal_edit", args=[proposal.pk]), {"title": "Zomerschool", "reason": "Samen kan meer."})
    keeper.post(
        reverse("gmr_reglement", args=[board.pk]), {"majority": "samen", "abstentions": "niet", "quorum": "helft"}
    )
    assert Reglement.objects.get(board=board).majority == "samen"

    writer.post(reverse("proposal_submit", args=[proposal.pk]), {"respond_by": today().isoformat(), "note": "Graag."})
    round_ = GmrRound.objects.get()
    for password in ("fout", PASSWORD):
        voter.post(reverse("gmr_vote", args=[round_.pk]), {"choice_personeel": "voor", "password": password})
        assert GmrBallot.objects.exists() == (password == PASSWORD)
    keeper.post(reverse("gmr_seat_add", args=[round_.pk]), {"name": "Oma Toos", "geleding": "ouders"})
    seat = round_.seats.get(name="Oma Toos")
    keeper.post(
        reverse("gmr_vote_by_hand", args=[seat.pk]), {"choice": "tegen", "note": "op papier", "password": PASSWORD}
    )
    decision = {"outcome": "voorwaarden", "reasons": "Eerst een evaluatie.", "decided_on": today().isoformat()}
    keeper.post(reverse("gmr_decide", args=[round_.pk]), decision | {"password": "fout"})
    assert not GmrDecision.objects.exists()
    said = keeper.post(reverse("gmr_decide", args=[round_.pk]), decision | {"password": PASSWORD})
    assert "Schrijf op waarom de GMR anders besloot." in said.content.decode()  # 1 for and 1 against
    keeper.post(
        reverse("gmr_decide", args=[round_.pk]), decision | {"password": PASSWORD, "deviation": "Na overleg voor."}
    )

    found = GmrDecision.objects.get()
    assert (found.outcome, found.deviation) == ("voorwaarden", "Na overleg voor.")
    assert [(r["name"], r["choice"], r["how"]) for r in found.roll] == [
        ("Oma Toos", "tegen", "hand"),
        (staff.name, "voor", "zelf"),
    ]
    told = page(staff, "board_money", board.pk)
    assert "ingestemd met versie 1, met voorwaarden" in told
    assert "Eerst een evaluatie." in told


def test_a_gmr_member_sees_what_has_consent_and_no_word_of_what_schools_and_board_still_write():
    council = Council()
    secret = make_school(board=council.board, name="Aan Zee")
    set_apart(secret, D("987.00"), consent=False, purpose="Nog geheim")
    BoardProposal.objects.update(title="Nog een concept")

    theirs, boards = (
        page(council.parent, "board_money", council.board.pk),
        page(council.rob, "board_money", council.board.pk),
    )

    assert "€ 5.000,00" in theirs
    assert "Aan Zee" in theirs
    assert "de MR heeft nog niet ingestemd" in theirs
    assert [word in theirs for word in ("987", "Nog geheim", "Nog een concept", "4.000")] == [False] * 4
    assert [word in boards for word in ("987", "Nog geheim", "Nog een concept", "4.000")] == [True] * 4


ATTACKS = (
    *("board", "board_csv", "board_bundles", "board_people", "board_invite", "proposal_edit", "proposal_delete"),
    *("proposal_line_add", "proposal_submit", "proposal_revise", "school", "school_people", "walk", "budget", "mr"),
    *(
        "document",
        "draft_pdf",
        "checks",
        "step_school",
        "version",
        "version_pdf",
        "version_json",
        "gmr_round_elsewhere",
    ),
)


@pytest.mark.parametrize("name", ATTACKS)
def test_a_gmr_member_cannot_come_to_a_school_to_a_draft_or_to_another_board(name):
    council, other = council_in("at_mr"), council_in("at_mr")
    programme = council.school.programmes.get()
    keys = {
        **dict.fromkeys(("board", "board_csv", "board_bundles", "board_people", "board_invite"), council.board.pk),
        **dict.fromkeys(
            ("proposal_edit", "proposal_delete", "proposal_line_add", "proposal_submit", "proposal_revise"),
            council.proposal.pk,
        ),
        **dict.fromkeys(("school", "school_people"), council.school.pk),
        **dict.fromkeys(("version", "version_pdf", "version_json"), programme.versions.get().pk),
        "gmr_round_elsewhere": other.round.pk,
    }
    address = reverse("gmr_vote" if name == "gmr_round_elsewhere" else name, args=[keys.get(name, programme.pk)])

    for user in (council.parent, council.secretary):
        assert screen(user).get(address).status_code == 404
        assert screen(user).post(address).status_code in {404, 405}


def test_nobody_from_elsewhere_sees_the_money_a_version_or_a_round():
    council = council_in("at_mr")
    strangers = [
        make_member(make_board(), Role.GMR_SECRETARY, Geleding.PARENTS),
        make_member(make_board(), Role.BOARD),
        make_head(council.school),
        make_user(is_staff=True),
    ]
    addresses = [
        reverse("board_money", args=[council.board.pk]),
        reverse("gmr_version", args=[council.version.pk]),
        reverse("gmr_version_pdf", args=[council.version.pk]),
        reverse("gmr_decide", args=[council.round.pk]),
        reverse("gmr_vote_by_hand", args=[council.seat(council.parent).pk]),
    ]

    assert {screen(user).get(address).status_code for user in strangers for address in addresses} == {404}


def test_the_board_reads_the_counts_and_not_who_voted():
    council = council_in("at_mr")
    council.vote(council.parent, Choice.AGAINST)

    assert "Wie heeft gestemd" not in page(council.rob, "board_money", council.board.pk)
    assert "Piet, ouders" in page(council.staff, "board_money", council.board.pk)


@pytest.mark.parametrize("state", ["draft", "at_mr", "withdrawn", "consented", "conditional", "refused", "revised"])
def test_the_page_tells_every_state_to_everybody(state):
    council = council_in(state)
    told = {
        "draft": "concept",
        "at_mr": "ligt bij de GMR",
        "withdrawn": "teruggehaald",
        "consented": "ingestemd met versie 1",
        "conditional": "ingestemd met versie 1, met voorwaarden",
        "refused": "niet ingestemd met versie 1",
        "revised": "schrijft aan versie 2",
    }[state]

    assert told in page(council.rob, "board_money", council.board.pk)
    for user in (council.parent, council.secretary):
        assert (told if state != "draft" else "U hoeft nu niets te doen") in page(user, "board_money", council.board.pk)


def test_hostile_text_is_shown_as_text():
    council = Council()
    hostile = "<script>alert(1)</script>🦊\u202e" + "x" * 150
    BoardProposal.objects.update(title=hostile, use=hostile * 10)
    ProposalLine.objects.update(purpose=hostile)
    council.submit(note=hostile)

    for name, pk in (("board_money", council.board.pk), ("gmr_version", council.version.pk)):
        raw = screen(council.rob).get(reverse(name, args=[pk])).content.decode()
        assert "<script>alert" not in raw
        assert "&lt;script&gt;alert" in raw


def test_a_damaged_version_is_not_shown(monkeypatch):
    council = council_in("at_mr")
    monkeypatch.setattr(canonical, "is_intact", lambda version: False)

    told = page(council.parent, "gmr_version", council.version.pk)
    pdf = screen(council.parent).get(reverse("gmr_version_pdf", args=[council.version.pk]))

    assert "niet meer de tekst die is vastgelegd" in told
    assert "Leraren voor een week" not in told
    assert (pdf.status_code, pdf.url) == (302, council.version.get_absolute_url())


@pytest.mark.pdf
def test_the_pdf_is_the_same_for_the_same_facts():
    council = council_in("consented")
    address = reverse("gmr_version_pdf", args=[council.version.pk])

    first, again = (screen(council.parent).get(address) for _ in range(2))

    assert first.content.startswith(b"%PDF")
    assert first.content == again.content
    assert f"voorstel-bovenschools-{council.board.number}-versie-1.pdf" in first["Content-Disposition"]


def test_pages_of_three_and_thirty_schools_take_the_same_queries(django_assert_max_num_queries):
    council = council_in("at_mr")
    for _ in range(2):
        set_apart(make_school(board=council.board), D("1.00"))

    def queries(user) -> int:
        with django_assert_max_num_queries(40) as counted:
            page(user, "board_money", council.board.pk)
        return len(counted)

    before = [queries(user) for user in (council.rob, council.parent)]
    for _ in range(27):
        set_apart(make_school(board=council.board), D("1.00"))

    assert [queries(user) for user in (council.rob, council.parent)] == before


def test_home_of_a_gmr_member_leads_to_what_waits():
    council = Council()

    def told(user):
        [(gmr, tasks)] = screen(user).get(reverse("home")).context["councils"]
        assert gmr.pk == council.board.pk
        return [(task.action, task.url, task.is_due) for task in tasks]

    money = reverse("board_money", args=[council.board.pk])
    assert told(council.parent) == [("Bekijk het bovenschoolse geld", money, False)]
    version = council.submit()
    assert told(council.parent) == [("Lees en stem", version.get_absolute_url(), True)]
    assert told(council.secretary) == [("Naar stemmen en besluit", f"{money}?regeling=npo", True)]
    council.vote(council.parent)
    assert told(council.parent) == [("Bekijk het voorstel", f"{money}?regeling=npo", False)]
    assert screen(council.rob).get(reverse("home")).context["councils"] == []


def test_a_second_submit_of_the_same_form_makes_no_second_version():
    council = Council()
    address = reverse("proposal_submit", args=[council.proposal.pk])
    client = screen(council.rob)
    for _ in range(2):
        client.post(address, {"respond_by": today().isoformat()})

    assert GmrVersion.objects.count() == 1


def test_a_proposal_that_spends_too_much_says_so():
    council = Council()
    ProposalLine.objects.update(amount=D("5000.01"))

    assert "geeft meer uit dan het bestuur mag gebruiken" in page(council.rob, "board_money", council.board.pk)


def test_the_school_reads_what_its_mr_and_the_gmr_said():
    council = council_in("at_mr")
    programme = council.school.programmes.get()
    head = make_head(council.school)

    for name in ("step_school", "budget"):
        told = page(head, name, programme.pk)
        assert "de MR stemde in op" in told
        assert "De GMR heeft nog niet besloten" in told
    council.decide(Outcome.WITHHELD, "Te duur.")
    assert "niet ingestemd met hoe het bestuur dit geld wil gebruiken" in page(head, "budget", programme.pk)


def test_a_part_without_consent_says_what_to_do():
    share = set_apart(make_school(), D("100.00"), consent=False)
    head = make_head(share.programme.school)

    assert "De MR beslist hierover als" in page(head, "budget", share.programme_id)
    told = page(head, "checks", share.programme_id)
    assert "Het bestuur mag geld van de school alleen gebruiken als de MR akkoord is: “Inkoop”." in told
    assert "stemt de MR in met het plan, dan ook met dit deel" in told


def test_a_part_that_changed_after_the_consent_says_what_the_mr_consented_to():
    council = Council()
    programme = council.school.programmes.get()
    programme.board_shares.update(amount=D("6000.00"))
    head = make_head(council.school)

    told = page(head, "budget", programme.pk)

    assert "in met iets anders: Inkoop, 2021-2022, € 5.000,00" in told
    assert "de MR stemde in op" not in told


def test_the_proposal_saves_itself_while_somebody_types():
    council = Council()
    address = reverse("proposal_edit", args=[council.proposal.pk])
    client = screen(council.rob)
    token = client.get(address).context["sitting"]
    headers = {"X-Autosave": "save", "X-Autosave-Number": "9"}

    told = client.post(address, {"title": "Zomerschool 2", "use": "Twee weken.", "sitting": token}, headers=headers)

    assert told.json()["safe"] is True
    council.proposal.refresh_from_db()
    assert (council.proposal.title, council.proposal.use) == ("Zomerschool 2", "Twee weken.")


def test_the_secretary_gives_a_vote_to_a_late_member_or_hears_what_is_missing():
    council = council_in("at_mr")
    late = make_member(council.board, Role.GMR_MEMBER, Geleding.STAFF, name="Laat")
    client, address = screen(council.secretary), reverse("gmr_seat_add", args=[council.round.pk])

    errors = [
        client.post(address, data).context["form"].errors
        for data in ({}, {"name": "Oma Toos"}, {"member": "99999999999999999999"}, {"name": "x" * 121})
    ]
    client.post(address, {"member": late.memberships.get().pk})

    assert [sorted(found) for found in errors] == [["name"], ["geleding"], ["member"], ["name"]]
    assert [seat.user for seat in council.round.seats.filter(name="Laat")] == [late]


def test_the_day_to_answer_is_offered_from_the_term_in_the_reglement():
    council = Council()
    address = reverse("proposal_submit", args=[council.proposal.pk])
    assert screen(council.rob).get(address).context["form"]["respond_by"].value() is None
    Reglement.objects.create(board=council.board, term_weeks=6)

    offered = screen(council.rob).get(address).context["form"]["respond_by"].value()

    assert offered == today() + timedelta(weeks=6)


def test_who_sits_in_the_gmr_without_a_seat_is_told_whom_to_ask():
    council = council_in("at_mr")
    late = make_member(council.board, Role.GMR_MEMBER, Geleding.STAFF, password=PASSWORD)
    address = reverse("gmr_vote", args=[council.round.pk])

    assert "Vraag de secretaris van de GMR" in screen(late).get(address).content.decode()
    said = screen(late).post(address, {"choice_personeel": "voor", "password": PASSWORD})
    assert "U hebt in deze ronde geen stem." in said.content.decode()
    assert not GmrBallot.objects.exists()
