"""Bovenschools money: what the schools set apart, the proposal of the board, and what the GMR decides about it."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from npo_planner.access import on
from npo_planner.jobs import waiting
from npo_planner.jobs.waiting import Paper
from npo_planner.pages import confirm_page, delete_page, form_page, row_page
from programmes.consent import seats, voting
from programmes.consent.pages import typed
from programmes.council import document, mail, operations, paper, rules, standing
from programmes.council.forms import (
    GmrDecisionForm,
    GmrHandVoteForm,
    GmrReglementForm,
    GmrSeatForm,
    GmrSubmitForm,
    GmrVoteForm,
    GmrWithdrawForm,
    ProposalForm,
    ProposalLineForm,
)
from programmes.document import canonical
from programmes.models import BoardProposal, Gmr, GmrRound, GmrSeat, GmrVersion, ProposalLine, Reglement, Round

FORM = ("GET", "POST")
DEED = "programmes/council/deed.html"
log = logging.getLogger(__name__)


@on(Gmr, rules.can_read)
def money(request: HttpRequest, gmr: Gmr) -> HttpResponse:
    """The page of one regeling: the newest, or the one that the address names."""
    rounds = list(Round.objects.order_by("-pk").prefetch_related("years"))
    chosen = next((r for r in rounds if r.code == request.GET.get("regeling")), next(iter(rounds), None))
    context = {
        "gmr": gmr,
        "rounds": rounds,
        "round": chosen,
        "standing": standing.look(gmr, chosen, request.user) if chosen else None,
        "keeps_reglement": rules.is_secretary_of(request.user, gmr),
    }
    return render(request, "programmes/council/money.html", context)


# --- the proposal ----------------------------------------------------------------------------------------------------


@on(Gmr, rules.can_propose, methods=FORM)
def proposal_add(request: HttpRequest, gmr: Gmr, code: str) -> HttpResponse:
    round_ = get_object_or_404(Round, code=code)
    found = BoardProposal.objects.filter(board=gmr, round=round_).first()
    if found is not None and request.method == "GET":
        return redirect(found)
    return form_page(
        request,
        ProposalForm(typed(request), instance=BoardProposal(board=gmr, round=round_)),
        lambda values: operations.propose(board=gmr, round_=round_, by=request.user, **values),
        title="Voorstel beginnen",
        back=f"{gmr.get_absolute_url()}?regeling={round_.code}",
        said="Het voorstel is begonnen. Voeg nu toe wat het bestuur wil uitgeven.",
        aside="programmes/council/_proposal_help.html",
        template=DEED,
    )


@on(BoardProposal, rules.can_write, methods=FORM)
def proposal_edit(request: HttpRequest, proposal: BoardProposal) -> HttpResponse:
    return _row_page(request, ProposalForm(typed(request), instance=proposal), "Voorstel wijzigen", proposal)


@on(BoardProposal, rules.can_write, methods=FORM)
def proposal_delete(request: HttpRequest, proposal: BoardProposal) -> HttpResponse:
    text = f"U verwijdert het voorstel “{proposal}” met alle uitgaven erin."
    back = f"{Gmr(pk=proposal.board_id).get_absolute_url()}?regeling={proposal.round.code}"
    return delete_page(request, proposal, text=text, back=back)


@on(BoardProposal, rules.can_write, methods=FORM)
def proposal_line_add(request: HttpRequest, proposal: BoardProposal) -> HttpResponse:
    form = ProposalLineForm(typed(request), instance=ProposalLine(proposal=proposal))
    return _row_page(request, form, "Uitgave toevoegen", proposal)


@on(ProposalLine, rules.can_write_line, methods=FORM)
def proposal_line_edit(request: HttpRequest, line: ProposalLine) -> HttpResponse:
    return _row_page(request, ProposalLineForm(typed(request), instance=line), "Uitgave wijzigen", line.proposal)


@on(ProposalLine, rules.can_write_line, methods=FORM)
def proposal_line_delete(request: HttpRequest, line: ProposalLine) -> HttpResponse:
    back = line.proposal.get_absolute_url()
    return delete_page(request, line, text=f"U verwijdert de uitgave “{line}” uit het voorstel.", back=back)


def _row_page(request: HttpRequest, form: Any, title: str, proposal: BoardProposal) -> HttpResponse:
    help_ = "programmes/council/_proposal_help.html"
    return row_page(request, form, title=title, back=proposal.get_absolute_url(), aside=help_, template=DEED)


# --- to the GMR and back ---------------------------------------------------------------------------------------------


def _deed_page(
    request: HttpRequest, form: Any, save: Any, proposal: BoardProposal, *, before: str, **context: Any
) -> HttpResponse:
    """A form about ``proposal``; ``before`` names what stands above it."""
    before = f"programmes/council/_before_{before}.html"
    return form_page(request, form, save, template=DEED, back=proposal.get_absolute_url(), before=before, **context)


@on(BoardProposal, rules.can_submit, methods=FORM)
def proposal_submit(request: HttpRequest, proposal: BoardProposal) -> HttpResponse:
    reglement = Reglement.objects.of(proposal.board).first()
    return _deed_page(
        request,
        GmrSubmitForm(typed(request), term_weeks=reglement.term_weeks if reglement else None),
        lambda values: operations.submit(proposal=proposal, by=request.user, **values),
        proposal,
        before="submit",
        title="Voorleggen aan de GMR",
        submit="Leg voor aan de GMR",
        said="Het voorstel ligt bij de GMR. De leden hebben een mail gekregen.",
        standing=standing.look(proposal.board, proposal.round, request.user),
        told=mail.audience(proposal.board, "submitted"),
    )


@on(GmrRound, rules.can_withdraw, methods=FORM)
def gmr_withdraw(request: HttpRequest, round_: GmrRound) -> HttpResponse:
    return _deed_page(
        request,
        GmrWithdrawForm(typed(request)),
        lambda values: operations.withdraw(round_=round_, by=request.user, **values),
        round_.owner,
        before="withdraw",
        title="Voorstel terughalen bij de GMR",
        submit="Haal het voorstel terug",
        said="Het voorstel is terug. U kunt weer schrijven.",
        version=round_.version,
        round=round_,
        told=mail.audience(round_.council, "withdrawn"),
    )


@on(BoardProposal, rules.can_submit, methods=FORM)
def proposal_revise(request: HttpRequest, proposal: BoardProposal) -> HttpResponse:
    return confirm_page(
        request,
        lambda: operations.revise(proposal=proposal, by=request.user),
        title="Volgende versie beginnen",
        text="Het voorstel wordt weer een concept waarin u kunt schrijven. De GMR moet dan opnieuw instemmen: haar "
        "instemming geldt alleen voor de versie die zij las.",
        submit="Begin een volgende versie",
        said="U kunt weer schrijven. Leg het voorstel opnieuw voor als het klaar is.",
        back=proposal.get_absolute_url(),
    )


@on(GmrVersion, rules.can_read_version)
def gmr_version(request: HttpRequest, version: GmrVersion) -> HttpResponse:
    """The frozen proposal to read. A text that is not what was frozen is not shown, and raises the alarm."""
    found = GmrVersion.objects.with_answers().get(pk=version.pk)
    intact = canonical.is_intact(found)
    if not intact:
        log.error("GMR version %s does not have the text it was frozen with", found.pk)
    theirs = [s for s in GmrSeat.objects.of_version(found) if seats.may_use(s, request.user)]
    context = {
        "version": found,
        "round": found.gmr_round,
        "is_intact": intact,
        "document": document.loads(found) if intact else None,
        "mine": [s.ballot for s in theirs if seats.ballot_of(s)],
        "may_vote": intact and found.gmr_round.is_open and bool(theirs),
    }
    return render(request, "programmes/council/version.html", context)


@on(GmrVersion, rules.can_read_version)
def gmr_version_pdf(request: HttpRequest, version: GmrVersion) -> HttpResponse:
    found = GmrVersion.objects.with_answers().get(pk=version.pk)
    if not canonical.is_intact(found):
        return redirect(found)  # that page tells what is wrong
    told = Paper(
        name=f"{found.file_name}.pdf",
        title=f"Voorstel van {found.subject.board}, versie {found.number}",
        back=found.get_absolute_url(),
    )
    return waiting.printed(request, told, lambda: paper.order(document.loads(found), found))


@on(GmrRound, rules.can_vote, methods=FORM)
def gmr_vote(request: HttpRequest, round_: GmrRound) -> HttpResponse:
    mine = [seat for seat in GmrSeat.objects.of_version(round_.version) if seats.may_use(seat, request.user)]
    return _deed_page(
        request,
        GmrVoteForm(typed(request), seats=mine, request=request),
        lambda values: voting.vote_all(votes=values["votes"], by=request.user),
        round_.owner,
        before="vote",
        title="Stemmen",
        submit="Wijzig mijn stem" if any(seats.ballot_of(seat) for seat in mine) else "Breng mijn stem uit",
        said="Uw stem is vastgelegd. U kunt hem wijzigen tot het besluit is vastgelegd.",
        version=round_.version,
        round=round_,
        has_seat=bool(mine),
    )


@on(GmrRound, rules.can_decide, methods=FORM)
def gmr_decide(request: HttpRequest, round_: GmrRound) -> HttpResponse:
    return _deed_page(
        request,
        GmrDecisionForm(typed(request), request=request),
        lambda values: operations.decide(round_=round_, by=request.user, **values),
        round_.owner,
        before="decide",
        title="Besluit van de GMR vastleggen",
        submit="Leg het besluit vast",
        said="Het besluit is vastgelegd. Het bestuur en de GMR hebben een mail gekregen.",
        version=round_.version,
        round=round_,
        standing=standing.look(round_.council, round_.owner.round, request.user),
        told=mail.audience(round_.council, "decided"),
    )


# --- the secretary ---------------------------------------------------------------------------------------------------


@on(GmrRound, rules.can_keep_seats, methods=FORM)
def gmr_seat_add(request: HttpRequest, round_: GmrRound) -> HttpResponse:
    found = standing.look(round_.council, round_.owner.round, request.user)
    return _deed_page(
        request,
        GmrSeatForm(typed(request), late=found.late, geledingen=round_.council.geledingen),
        lambda values: voting.add_seat(round_=round_, by=request.user, **values),
        round_.owner,
        before="seat",
        title="Iemand laten meestemmen",
        submit="Geef een stem",
        said="Deze persoon telt nu mee in deze ronde.",
        round=round_,
    )


@on(GmrSeat, rules.can_keep_seat, methods=FORM)
def gmr_vote_by_hand(request: HttpRequest, seat: GmrSeat) -> HttpResponse:
    return _deed_page(
        request,
        GmrHandVoteForm(typed(request), seat=seat, request=request),
        lambda values: voting.vote_by_hand(seat=seat, by=request.user, **values),
        seat.owner,
        before="hand",
        title=f"Stem invoeren van {seat.name}",
        submit="Leg de stem vast",
        said="De stem is vastgelegd.",
        version=seat.round.version,
        round=seat.round,
        seat=seat,
    )


@on(Gmr, rules.is_secretary_of, methods=FORM)
def gmr_reglement(request: HttpRequest, gmr: Gmr) -> HttpResponse:
    reglement = Reglement.objects.of(gmr).first() or Reglement(board=gmr)
    form = GmrReglementForm(typed(request), instance=reglement)
    return row_page(request, form, title="Reglement van de GMR", back=gmr.get_absolute_url(), template=DEED)
