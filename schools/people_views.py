"""Who is what at a school or a board, and what happened there."""

from __future__ import annotations

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from npo_planner.access import on, signed_in
from npo_planner.jobs.waiting import is_manned
from npo_planner.models import AuditEntry
from npo_planner.pages import act, confirm_page, form_page
from schools import log_lines, rules
from schools.constants import Role
from schools.models import Board, Membership, School
from schools.operations import people
from schools.people_forms import InviteForm, PlaceSearchForm

FORM = ("GET", "POST")
PAGE = 50
FOUND = 25


@on(School, rules.can_see_people)
def school_people(request: HttpRequest, school: School) -> HttpResponse:
    context = {
        "place": school,
        "memberships": Membership.objects.of_school(school),
        "editable": rules.can_manage_people(request.user, school),
        "invite_url": reverse("school_invite", args=[school.pk]),
        "log_url": reverse("school_log", args=[school.pk]) if rules.can_see_log(request.user, school) else "",
    }
    return render(request, "schools/people.html", context)


@on(School, rules.can_manage_people, methods=FORM)
def school_invite(request: HttpRequest, school: School) -> HttpResponse:
    return _invite_page(request, school, reverse("school_people", args=[school.pk]))


@on(Board, rules.works_for)
def board_people(request: HttpRequest, board: Board) -> HttpResponse:
    context = {
        "place": board,
        "memberships": Membership.objects.of_board(board),
        "editable": True,
        "invite_url": reverse("board_invite", args=[board.pk]),
    }
    return render(request, "schools/people.html", context)


@on(Board, rules.works_for, methods=FORM)
def board_invite(request: HttpRequest, board: Board) -> HttpResponse:
    return _invite_page(request, board, reverse("board_people", args=[board.pk]))


@on(Membership, rules.can_end_membership, methods=FORM)
def membership_end(request: HttpRequest, membership: Membership) -> HttpResponse:
    return confirm_page(
        request,
        lambda: people.end(membership=membership, by=request.user),
        title="Rol beëindigen",
        text=f"{membership.user.name} kan daarna niet meer als {membership.get_role_display()} bij deze plek.",
        submit="Ja, beëindigen",
        said=f"{membership.user.name} heeft deze rol niet meer.",
        danger=True,
        back=_people_of(membership),
    )


@on(Membership, rules.can_end_membership, methods=("POST",))
def membership_resend(request: HttpRequest, membership: Membership) -> HttpResponse:
    return act(
        request,
        lambda: people.resend(membership=membership, by=request.user),
        back=_people_of(membership),
        said=f"De uitnodiging is opnieuw verstuurd naar {membership.user.email}.",
    )


@on(School, rules.can_see_log)
def school_log(request: HttpRequest, school: School) -> HttpResponse:
    page = Paginator(AuditEntry.objects.of_school(school), PAGE).get_page(request.GET.get("pagina"))
    writer = rules.writes_at(request.user, school)
    context = {"school": school, "page": page, "lines": [log_lines.line(entry, writer=writer) for entry in page]}
    return render(request, "schools/log.html", context)


# --- administrators: the first people of a board or a school ---------------------------------------------------------


@signed_in(rules.is_administrator)
def administration(request: HttpRequest) -> HttpResponse:
    """Find a board or a school of the register, to give it its first people."""
    form = PlaceSearchForm(request.GET or None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    boards = Board.objects.search(text) if text else Board.objects.none()
    schools = School.objects.open().with_board().search(text) if text else School.objects.none()
    context = {
        "form": form,
        "q": text,
        "boards": Paginator(boards.with_people(), FOUND).get_page(request.GET.get("besturen")),
        "schools": Paginator(schools.with_people(), FOUND).get_page(request.GET.get("scholen")),
        "is_manned": is_manned(),
    }
    return render(request, "schools/administration.html", context)


@signed_in(rules.is_administrator, methods=FORM)
def first_at_board(request: HttpRequest, pk: int) -> HttpResponse:
    board = get_object_or_404(Board, pk=pk)
    return _invite_page(request, board, reverse("administration"), (Role.BOARD,), invite=people.invite_first)


@signed_in(rules.is_administrator, methods=FORM)
def first_at_school(request: HttpRequest, pk: int) -> HttpResponse:
    school = get_object_or_404(School.objects.open(), pk=pk)
    return _invite_page(request, school, reverse("administration"), (Role.HEAD,), invite=people.invite_first)


def _invite_page(
    request: HttpRequest,
    place: School | Board,
    back: str,
    roles: tuple[Role, ...] = (),
    *,
    invite: Callable[..., Membership] = people.invite,
) -> HttpResponse:
    form = InviteForm(request.POST or None, place=place, roles=roles)
    return form_page(
        request,
        form,
        lambda values: invite(place=place, by=request.user, **values),
        title="Iemand uitnodigen",
        intro=f"Voor {place}. Deze persoon krijgt een e-mail.",
        submit="Uitnodigen",
        said="De uitnodiging is verstuurd.",
        back=back,
    )


def _people_of(membership: Membership) -> str:
    if membership.school_id:
        return reverse("school_people", args=[membership.school_id])
    return reverse("board_people", args=[membership.board_id])
