"""How a proposal of a board moves between the board and its GMR. One function per event.

Each locks the proposal first and asks the table (``states.py``) whether it may, as the operations of the MR do.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone

from npo_planner import audit
from npo_planner.errors import Refused
from npo_planner.rows import save_row
from programmes.consent import deciding, lock, proof, seats
from programmes.consent.constants import Outcome
from programmes.consent.states import DEED_OF_OUTCOME, Deed
from programmes.council import document, facts, mail, states
from programmes.models import BoardProposal, GmrDecision, GmrRound, GmrVersion, Round
from schools.constants import GMR_ROLES
from schools.models import Board, User


@transaction.atomic
def propose(*, board: Board, round_: Round, title: str, use: str, reason: str, by: User) -> BoardProposal:
    """Begin the proposal of ``board`` for ``round_``. Raises Refused (exists)."""
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    if BoardProposal.objects.filter(board=board, round=round_).exists():
        raise Refused("Er is al een voorstel voor deze regeling. Schrijf daarin verder.", code="exists")
    values = {"title": title, "use": use, "reason": reason}
    return save_row(row=BoardProposal(board=board, round=round_), values=values, by=by)


@transaction.atomic
def submit(*, proposal: BoardProposal, respond_by: date, note: str, by: User) -> GmrVersion:
    """Freeze the proposal with the facts beside it and open a round with a seat for every member; they get mail.

    Raises Refused (wrong_state, no_lines, no_gmr, date_past).
    """
    locked = _locked(proposal, Deed.SUBMIT, by=by)
    if not locked.lines.exists():
        raise Refused("Er staat nog geen uitgave in het voorstel. Voeg er eerst een toe.", code="no_lines")
    members = locked.board.memberships.current().filter(role__in=GMR_ROLES).exclude(geleding="")
    if not members.exists():
        raise Refused("Er zit nog niemand in de GMR met een stem. Nodig de leden eerst uit bij Mensen.", code="no_gmr")
    if respond_by < timezone.localdate():
        raise Refused("Kies een datum die nog komt.", code="date_past")
    version = _freeze(locked, note=note, by=by)
    round_ = GmrRound.objects.create(version=version, respond_by=respond_by)
    seats.seat_everybody(round_)
    _log(version, "submitted_to_gmr", by, proof.of(version))
    transaction.on_commit(partial(mail.send, version.pk, "submitted"))
    return version


@transaction.atomic
def withdraw(*, round_: GmrRound, reason: str, by: User) -> None:
    """Take the proposal back from the GMR; it becomes a draft again. Raises Refused (closed, wrong_state)."""
    lock.subject(round_.version)
    lock.must_be_open(round_)
    _locked(round_.owner, Deed.WITHDRAW, by=by)
    deciding.close(round_, withdrawn_by=by, withdrawal_reason=reason)
    _log(round_.version, "gmr_withdrawn", by, {"reason": ["", reason]})
    transaction.on_commit(partial(mail.send, round_.version_id, "withdrawn"))


@transaction.atomic
def decide(
    *, round_: GmrRound, outcome: Outcome, reasons: str, decided_on: date, by: User, deviation: str = ""
) -> GmrDecision:
    """Record what the GMR decided; the round closes. Without consent the proposal becomes a draft again.

    Raises Refused (closed, damaged, needs_reasons, needs_deviation, date_wrong).
    """
    lock.subject(round_.version)
    fields = deciding.checked(
        round_, outcome=outcome, reasons=reasons, decided_on=decided_on, deviation=deviation, by=by
    )
    _locked(round_.owner, DEED_OF_OUTCOME[Outcome(outcome)], by=by)
    deciding.close(round_)
    decision = GmrDecision.objects.create(version=round_.version, **fields)
    detail = {"outcome": str(outcome), "votes": decision.votes, **proof.of(round_.version)}
    _log(round_.version, "gmr_decided", by, detail)
    transaction.on_commit(partial(mail.send, round_.version_id, "decided"))
    return decision


@transaction.atomic
def revise(*, proposal: BoardProposal, by: User) -> BoardProposal:
    """Begin the next version of a proposal that the GMR consented to. That consent stays for what it read.

    Raises Refused (wrong_state).
    """
    return _locked(proposal, Deed.REVISE, by=by)


def _locked(proposal: BoardProposal, deed: Deed, *, by: User) -> BoardProposal:
    """The proposal locked and moved by ``deed``. Raises Refused (wrong_state)."""
    locked = BoardProposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    newest = GmrVersion.objects.history(locked).first()
    before, state = states.state_of(locked, newest), states.after(locked, newest, deed)
    locked.is_frozen = state in states.FROZEN
    locked.save(update_fields=["is_frozen"])
    detail = {"status": [before.label, state.label]}
    audit.log(by=by, event="proposal_moved", subject=locked, board=locked.board, detail=detail)
    return locked


def _freeze(proposal: BoardProposal, *, note: str, by: User) -> GmrVersion:
    whole = BoardProposal.objects.with_lines().get(pk=proposal.pk)
    found = document.build(whole, facts.of(whole.board, whole.round, whole.lines.all()))
    fields = proof.frozen(found, last=GmrVersion.objects.history(proposal).first(), by=by)
    return GmrVersion.objects.create(proposal=proposal, note=note, **fields)


def _log(version: GmrVersion, event: str, by: User, detail: dict[str, object]) -> None:
    audit.log(by=by, event=event, subject=version, board=version.proposal.board, detail=detail)
