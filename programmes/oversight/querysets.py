"""Reads over many schools at once. This room has no models of its own."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Count, Q, QuerySet

from programmes.models import Gmr, GmrSeat, GmrVersion, Programme, Round, Seat, Version
from schools.models import Board, School, User


def rounds() -> QuerySet[Round]:
    """All rounds, newest first."""
    return Round.objects.order_by("-pk")


def schools_of_board(board: Board, text: str = "") -> QuerySet[School]:
    """The schools of ``board`` that are open, or that have a plan; those that ``text`` finds."""
    schools = School.objects.search(text).filter(board=board)
    return schools.filter(Q(closed_on=None) | Q(pk__in=Programme.objects.values("school")))


def plans_of_schools(schools: list[School], round_: Round | None = None) -> dict[int, list[Programme]]:
    """The whole plans of ``schools``, with their versions, by the key of the school.

    The same number of queries for any number of schools.
    """
    plans = Programme.objects.with_plan().with_versions().filter(school__in=schools).order_by("-round")
    found: dict[int, list[Programme]] = defaultdict(list)
    for programme in plans if round_ is None else plans.filter(round=round_):
        found[programme.school_id].append(programme)
    return found


def own_schools(user: User) -> QuerySet[School]:
    """Schools where ``user`` has a role themselves, not through the board."""
    return School.objects.filter(pk__in=user.roles.school_ids).with_board()


def boards_with_counts(user: User) -> list[tuple[Board, int, dict[str, int]]]:
    """The boards of ``user``, each with its open schools and its plans per status: two queries."""
    boards = Board.objects.visible_to(user).annotate(n_schools=Count("schools", Q(schools__closed_on=None)))
    plans = Programme.objects.filter(school__board__in=user.roles.board_ids).values("school__board", "status")
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for row in plans.annotate(n=Count("pk")).order_by():
        counts[row["school__board"]][row["status"]] = row["n"]
    return [(board, board.n_schools, counts[board.pk]) for board in boards]


def rounds_waiting_for(user: User) -> set[int]:
    """The open rounds in which ``user`` has a seat, or stands in for an absent member, without a vote. One query."""
    theirs = Q(user=user) | Q(substitute=user, is_absent=True)
    return set(Seat.objects.filter(theirs, round__closed_at=None, ballot=None).values_list("round", flat=True))


def councils(user: User) -> list[tuple[Gmr, list[GmrVersion], set[int]]]:
    """The boards in whose GMR ``user`` sits, each with the versions in an open round and the keys of those rounds that
    wait for their vote. Three queries, none for who sits in no GMR.
    """
    if not user.roles.gmr_ids:
        return []
    found: dict[int, list[GmrVersion]] = defaultdict(list)
    versions = GmrVersion.objects.with_answers().filter(gmr_round__closed_at=None).defer("document")
    for version in versions.filter(proposal__board__in=user.roles.gmr_ids).order_by("gmr_round__respond_by"):
        found[version.proposal.board_id].append(version)
    seats = GmrSeat.objects.filter(user=user, round__closed_at=None, ballot=None)
    waiting = set(seats.values_list("round", flat=True))
    return [(gmr, found[gmr.pk], waiting) for gmr in Gmr.objects.filter(pk__in=user.roles.gmr_ids)]


def newest_versions(board: Board, round_: Round | None) -> dict[int, Version]:
    """The newest version of each school of ``board`` in ``round_``, without its document, by the key of the school."""
    versions = (
        Version.objects.with_answers()
        .defer("document", "corrects__document")
        .filter(programme__school__board=board, programme__round=round_)
        .order_by("number")
    )
    return {version.programme.school_id: version for version in versions}
