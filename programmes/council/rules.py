"""Who may do what with a proposal of a board and with the round of its GMR. Which role: ``states.WHO``."""

from __future__ import annotations

from programmes.consent.states import Deed
from programmes.council.states import WHO
from programmes.models import BoardProposal, Gmr, GmrRound, GmrSeat, GmrVersion, ProposalLine
from schools.constants import GMR_ROLES, Role
from schools.models import Board, User


def roles_at(user: User, board: Board) -> set[str]:
    return user.roles.boards.get(board.pk, set())


def may(user: User, board: Board, deed: Deed) -> bool:
    return bool(WHO[deed] & roles_at(user, board))


def can_read(user: User, gmr: Gmr) -> bool:
    """Who works for the board, and who sits in its GMR."""
    return bool(roles_at(user, gmr) & ({Role.BOARD} | GMR_ROLES))


def can_read_version(user: User, version: GmrVersion) -> bool:
    return can_read(user, version.proposal.board)


def can_propose(user: User, gmr: Gmr) -> bool:
    return Role.BOARD in roles_at(user, gmr)


def can_write(user: User, proposal: BoardProposal) -> bool:
    return can_propose(user, proposal.board)


def can_write_line(user: User, line: ProposalLine) -> bool:
    return can_write(user, line.proposal)


def can_submit(user: User, proposal: BoardProposal) -> bool:
    return may(user, proposal.board, Deed.SUBMIT)


def can_withdraw(user: User, round_: GmrRound) -> bool:
    return may(user, round_.council, Deed.WITHDRAW)


def sits_in(user: User, board: Board) -> bool:
    return bool(roles_at(user, board) & GMR_ROLES)


def can_vote(user: User, round_: GmrRound) -> bool:
    """Who sits in the GMR. From which seats they may: ``seats.may_use``."""
    return bool(user.roles.gmr.get(round_.council.pk))


def can_decide(user: User, round_: GmrRound) -> bool:
    """Only the secretary of the GMR records what it decided; nobody of the board does."""
    return may(user, round_.council, Deed.CONSENT)


def is_secretary_of(user: User, gmr: Board) -> bool:
    """The secretary keeps the list of who votes and the reglement, and enters votes by hand."""
    return Role.GMR_SECRETARY in roles_at(user, gmr)


def can_keep_seats(user: User, round_: GmrRound) -> bool:
    return is_secretary_of(user, round_.council)


def can_keep_seat(user: User, seat: GmrSeat) -> bool:
    return can_keep_seats(user, seat.round)
