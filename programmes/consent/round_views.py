"""The round around the votes: the reglement, the meeting, reminders, and the list of who votes."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from npo_planner.access import on
from npo_planner.errors import Refused
from npo_planner.pages import act, confirm_page, form_page
from npo_planner.walk import walk_of
from programmes.consent import ical, mail, meeting, reglement, reminders, rules, seats, voting
from programmes.consent.forms import MeetingForm, meeting_as_typed
from programmes.consent.pages import deed_page, typed
from programmes.consent.round_forms import AbsenceForm, HandVoteForm, ReglementForm, SeatForm
from programmes.models import ConsentRound, Reglement, Seat
from schools import rules as school_rules
from schools.models import Membership, School

FORM = ("GET", "POST")
POST = ("POST",)

# --- the reglement --------------------------------------------------------------------------------------------------


@on(School, school_rules.may_see)
def reglement_page(request: HttpRequest, school: School) -> HttpResponse:
    found = reglement.of(school)
    writes = rules.can_write_reglement(request.user, school)
    context = {
        "school": school,
        "reglement": found,
        "example": reglement.example(found, school),
        "writes": writes,
        "is_locked": writes and reglement.is_locked_for(request.user, school),
    }
    return render(request, "programmes/consent/reglement.html", context)


@on(School, rules.can_write_reglement, methods=FORM)
def reglement_edit(request: HttpRequest, school: School) -> HttpResponse:
    found = reglement.of(school)

    def save(values: dict[str, Any], *, in_passing: bool = False) -> Reglement:
        return reglement.write(reglement=found, values=values, by=request.user, in_passing=in_passing)

    return form_page(
        request,
        ReglementForm(typed(request), instance=found),
        save,
        save_in_passing=partial(save, in_passing=True) if found.pk else None,
        title="Reglement van de MR",
        intro="Wat zegt het reglement van uw MR over beslissen? Weet u iets niet, laat het dan leeg. Het programma "
        "rekent alleen met wat hier staat.",
        back=reverse("reglement", args=[school.pk]),
        live=_live,
    )


def _live(form: ReglementForm) -> SafeString:
    """What the reglement comes to as it stands in the form."""
    row, _ = form.as_typed()
    example = reglement.example(row, row.school)
    return render_to_string("programmes/consent/_reglement_example.html", {"example": example, "reglement": row})


# --- the meeting ----------------------------------------------------------------------------------------------------


@on(ConsentRound, rules.can_keep_round, methods=FORM)
def meeting_edit(request: HttpRequest, round_: ConsentRound) -> HttpResponse:
    version = round_.version
    return deed_page(
        request,
        version.programme,
        MeetingForm(typed(request), initial=meeting_as_typed(round_.meeting_at, round_.meeting_place)),
        lambda values: meeting.plan(round_=round_, by=request.user, **values),
        title="Vergadering van de MR",
        submit="Bewaar de vergadering",
        said="De vergadering is bewaard.",
        before="programmes/consent/_before_meeting.html",
        version=version,
        round=round_,
        told=mail.audience(version.school, "meeting"),
    )


@on(ConsentRound, rules.can_come)
def meeting_ics(request: HttpRequest, round_: ConsentRound) -> HttpResponse:
    if round_.meeting_at is None:
        raise Http404("vergadering")
    headers = {"Content-Disposition": f'attachment; filename="{ical.file_name(round_)}"'}
    cancelled = round_.withdrawn_by_id is not None
    content = ical.event(round_, cancelled=cancelled)
    return HttpResponse(content, content_type=f"{ical.MIME}; charset=utf-8", headers=headers)


# --- reminders ------------------------------------------------------------------------------------------------------


@on(ConsentRound, rules.can_keep_round, methods=POST)
def remind(request: HttpRequest, round_: ConsentRound) -> HttpResponse:
    try:
        people = reminders.remind_now(round_=round_, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        whom = "1 lid dat nog niet stemde" if people == 1 else f"{people} leden die nog niet stemden"
        messages.success(request, f"Er gaat een herinnering naar {whom}.")
    return redirect("mr", pk=round_.version.programme_id)


# --- who votes ------------------------------------------------------------------------------------------------------


@on(ConsentRound, rules.can_keep_seats)
def seats_page(request: HttpRequest, round_: ConsentRound) -> HttpResponse:
    """The list of who votes: five queries, the frame of the walk apart."""
    programme = round_.version.programme
    found = list(Seat.objects.of_version(round_.version))
    members = list(Membership.objects.of_school(programme.school))
    context = {
        "round": round_,
        "version": round_.version,
        "programme": programme,
        "walk": walk_of(programme, request.user, "mr"),
        "rows": [(seat, seats.state_of(seat), seats.may_use(seat, request.user)) for seat in found],
        "late": seats.unseated(round_, members, found) if round_.is_open else [],
        "result": seats.count(found, programme.school, seats.rule_of(programme.school)),
    }
    return render(request, "programmes/consent/seats.html", context)


@on(ConsentRound, rules.can_keep_seats, methods=POST)
def seat_member(request: HttpRequest, round_: ConsentRound, membership: int) -> HttpResponse:
    """Give a member who came after the round began a vote in it."""
    found = Membership.objects.of_school(round_.school).filter(pk=membership).first()
    if found is None:
        raise Http404("rol")
    return act(
        request,
        lambda: voting.add_seat(
            round_=round_, geleding=found.geleding, name=found.user.name, user=found.user, by=request.user
        ),
        back=_list(round_),
        said=f"{found.user.name} kan nu stemmen in deze ronde.",
    )


@on(ConsentRound, rules.can_keep_seats, methods=FORM)
def seat_add(request: HttpRequest, round_: ConsentRound) -> HttpResponse:
    """Let a member without an account take part: the secretary enters the vote."""
    return deed_page(
        request,
        round_.version.programme,
        SeatForm(typed(request), school=round_.school),
        lambda values: voting.add_seat(round_=round_, by=request.user, **values),
        title="Lid zonder account toevoegen",
        submit="Voeg het lid toe",
        said="Toegevoegd. U kunt de stem van dit lid invoeren.",
        before="programmes/consent/_before_seat.html",
        back=_list(round_),
        round=round_,
    )


@on(Seat, rules.can_keep_seat, methods=FORM)
def hand_vote(request: HttpRequest, seat: Seat) -> HttpResponse:
    seat = _with_vote(seat)
    return deed_page(
        request,
        seat.owner,
        HandVoteForm(typed(request), seat=seat, request=request),
        lambda values: voting.vote_by_hand(seat=seat, by=request.user, **values),
        title=f"Stem van {seat.name} invoeren",
        submit="Leg de stem vast",
        said=f"De stem van {seat.name} is vastgelegd.",
        before="programmes/consent/_before_hand_vote.html",
        back=_list(seat.round),
        seat=seat,
        round=seat.round,
        version=seat.round.version,
    )


@on(Seat, rules.can_keep_seat, methods=FORM)
def absence(request: HttpRequest, seat: Seat) -> HttpResponse:
    seat = _with_vote(seat)
    found = seats.substitutes(seat.school, seat.geleding)
    return deed_page(
        request,
        seat.owner,
        AbsenceForm(typed(request), seat=seat, substitutes=found),
        lambda values: voting.set_absence(seat=seat, by=request.user, **values),
        title=f"Afwezigheid van {seat.name}",
        submit="Bewaar",
        said="Bewaard.",
        before="programmes/consent/_before_absence.html",
        back=_list(seat.round),
        seat=seat,
        round=seat.round,
        reglement=reglement.of(seat.school),
    )


@on(Seat, rules.can_keep_seat, methods=FORM)
def seat_remove(request: HttpRequest, seat: Seat) -> HttpResponse:
    return confirm_page(
        request,
        lambda: voting.remove_seat(seat=seat, by=request.user),
        title=f"{seat.name} weghalen uit deze ronde",
        text="Dit lid telt dan niet meer mee. Het kan alleen bij een lid zonder account van wie nog geen stem is "
        "ingevoerd.",
        submit="Ja, weghalen",
        said="Weggehaald. In het logboek staat dat dit gebeurde.",
        back=_list(seat.round),
        danger=True,
        walk=walk_of(seat.owner, request.user, "mr"),
    )


def _with_vote(seat: Seat) -> Seat:
    """The seat with its vote and its people; one query more."""
    return Seat.objects.with_votes().select_related("round__version__programme__school__board").get(pk=seat.pk)


def _list(round_: ConsentRound) -> str:
    return reverse("seats", args=[round_.pk])
