"""Step 9 of the walk: the plan before the MR, from submitting to adopting."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from npo_planner.access import on
from npo_planner.errors import Refused
from npo_planner.jobs import waiting
from npo_planner.jobs.waiting import Paper
from npo_planner.pages import confirm_page
from npo_planner.walk import walk_of
from programmes.consent import (
    clocks,
    comparing,
    dispute,
    mail,
    operations,
    reading,
    reglement,
    rules,
    ruling,
    seats,
    standing,
    voting,
)
from programmes.consent.forms import (
    AdoptForm,
    ConditionForm,
    CorrectForm,
    DecisionForm,
    StepForm,
    SubmitForm,
    VoteForm,
    WithdrawForm,
)
from programmes.consent.pages import deed_page, missing_in, typed
from programmes.consent.states import Deed
from programmes.document.build import build
from programmes.document.rules import can_read_version
from programmes.models import Condition, ConsentRound, Programme, Seat, Version
from programmes.plan import rules as plan_rules
from programmes.plan.constants import Status
from schools import rules as school_rules

FORM = ("GET", "POST")


@on(Programme, plan_rules.can_view)
def mr(request: HttpRequest, programme: Programme) -> HttpResponse:
    plan = Programme.objects.with_plan().get(pk=programme.pk)
    walk = walk_of(plan, request.user, "mr")
    sees_voters = rules.can_see_voters(request.user, plan.school)
    context = {
        "programme": plan,
        "walk": walk,
        "standing": standing.look(plan, request.user),
        "sees_voters": sees_voters,
        "hides_choices": plan.status == Status.AT_MR and not sees_voters,
        "missing": missing_in(walk),
        "today": timezone.localdate(),
        "may_change_conditions": rules.changes_conditions_at(request.user, plan.school),
        "law": clocks.ADVICE,
        "may_record_older": rules.may(request.user, plan.school, Deed.ACT),
        "keeps_seats": school_rules.is_secretary_of(request.user, plan.school),
        "keeps_round": rules.can_write_reglement(request.user, plan.school),
        "comes": rules.can_come_at(request.user, plan.school),
    }
    return render(request, "programmes/consent/mr.html", context)


@on(Programme, rules.can_submit, methods=FORM)
def submit(request: HttpRequest, programme: Programme) -> HttpResponse:
    return deed_page(
        request,
        programme,
        SubmitForm(typed(request), term_weeks=reglement.of(programme.school).term_weeks),
        lambda values: operations.submit_to_mr(programme=programme, by=request.user, **values),
        title="Voorleggen aan de MR",
        submit="Leg voor aan de MR",
        said="Het plan ligt bij de MR. De leden hebben een mail gekregen.",
        before="programmes/consent/_before_submit.html",
        told=mail.audience(programme.school, "submitted"),
    )


@on(ConsentRound, rules.can_withdraw, methods=FORM)
def withdraw(request: HttpRequest, round_: ConsentRound) -> HttpResponse:
    programme = round_.version.programme
    return deed_page(
        request,
        programme,
        WithdrawForm(typed(request)),
        lambda values: operations.withdraw(round_=round_, by=request.user, **values),
        title="Plan terughalen bij de MR",
        submit="Haal het plan terug",
        said="Het plan is terug. U kunt weer schrijven.",
        before="programmes/consent/_before_withdraw.html",
        version=round_.version,
        told=mail.audience(programme.school, "withdrawn"),
    )


@on(Version, can_read_version)
def version(request: HttpRequest, version: Version) -> HttpResponse:
    found = Version.objects.with_answers().get(pk=version.pk)
    return render(request, "programmes/consent/version.html", reading.page(found, request.user))


@on(ConsentRound, rules.can_vote, methods=FORM)
def vote(request: HttpRequest, round_: ConsentRound) -> HttpResponse:
    found = Seat.objects.of_version(round_.version)
    mine = [seat for seat in found if seats.may_use(seat, request.user)]
    return deed_page(
        request,
        round_.version.programme,
        VoteForm(typed(request), seats=mine, request=request),
        lambda values: voting.vote_all(votes=values["votes"], by=request.user),
        title="Stemmen",
        submit="Wijzig mijn stem" if any(seats.ballot_of(seat) for seat in mine) else "Breng mijn stem uit",
        said="Uw stem is vastgelegd. U kunt hem wijzigen tot het besluit is vastgelegd.",
        before="programmes/consent/_before_vote.html",
        version=round_.version,
        round=round_,
        has_seat=bool(mine),
    )


@on(ConsentRound, rules.can_decide, methods=FORM)
def decide(request: HttpRequest, round_: ConsentRound) -> HttpResponse:
    programme = round_.version.programme
    return deed_page(
        request,
        programme,
        DecisionForm(typed(request), request=request),
        lambda values: operations.decide(round_=round_, by=request.user, **values),
        title="Besluit van de MR vastleggen",
        submit="Leg het besluit vast",
        said="Het besluit is vastgelegd. De schoolleider en het bestuur hebben een mail gekregen.",
        before="programmes/consent/_before_decide.html",
        version=round_.version,
        standing=standing.look(programme, request.user),
        told=mail.audience(programme.school, "decided"),
    )


@on(Version, rules.can_adopt, methods=FORM)
def adopt(request: HttpRequest, version: Version) -> HttpResponse:
    found = Version.objects.with_answers().defer("document", "corrects__document").get(pk=version.pk)
    return deed_page(
        request,
        version.programme,
        AdoptForm(typed(request), request=request),
        lambda values: operations.adopt(version=version, by=request.user, **values),
        title="Schoolprogramma vaststellen",
        submit="Stel het programma vast",
        said="Het schoolprogramma is vastgesteld.",
        before="programmes/consent/_before_adopt.html",
        version=found,
        told=mail.audience(version.school, "adopted"),
    )


@on(Version, can_read_version)
def ruling_pdf(request: HttpRequest, version: Version) -> HttpResponse:
    """The besluit of the MR as a PDF; the MR itself also reads who voted what."""
    found = Version.objects.with_answers().get(pk=version.pk)
    with_names = rules.can_see_voters(request.user, found.school)
    paper = Paper(
        name=f"besluit-mr-{found.school.code}-versie-{found.number}{'-met-namen' if with_names else ''}.pdf",
        title=f"Besluit van de MR van {found.school.name} over versie {found.number}",
        back=reverse("mr", args=[found.programme_id]),
    )
    try:
        return waiting.printed(request, paper, lambda: ruling.order(found, with_names=with_names))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(paper.back)


@on(Version, rules.can_record_step, methods=FORM)
def step(request: HttpRequest, version: Version) -> HttpResponse:
    """Record what the board or the MR did after a refusal, or after a decision without consent."""
    programme = version.programme
    found = standing.look(programme, request.user)
    this = next(each for each, _ in found.versions if each == version)
    deeds = {deed for deed in Deed if rules.may(request.user, version.school, deed)}
    kinds = found.steps if this == found.newest else dispute.older_kinds(this, deeds)
    return deed_page(
        request,
        programme,
        StepForm(typed(request), kinds=kinds, request=request),
        lambda values: dispute.record(version=version, by=request.user, **values),
        title="Vastleggen wat er gebeurde",
        submit="Leg vast",
        said="Vastgelegd. Het staat op de MR-pagina en in het logboek.",
        before="programmes/consent/_before_step.html",
        version=version,
        kinds=kinds,
        clocks=dispute.clocks_of(this),
        standing=found,
    )


@on(Condition, rules.can_change_condition, methods=FORM)
def condition(request: HttpRequest, condition: Condition) -> HttpResponse:
    roles = request.user.roles.at(condition.school)
    mine = [state for state, role in operations.CONDITION_BY.items() if role in roles and state != condition.state]
    return deed_page(
        request,
        condition.owner,
        ConditionForm(typed(request), states=mine),
        lambda values: operations.change_condition(condition=condition, by=request.user, **values),
        title="Voorwaarde van de MR",
        submit="Leg vast",
        said="Vastgelegd.",
        before="programmes/consent/_before_condition.html",
        condition=condition,
    )


@on(Programme, rules.can_correct, methods=FORM)
def correct(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Carry through what differs in words only from what the MR consented to."""
    plan = Programme.objects.with_plan().get(pk=programme.pk)
    newest = Version.objects.history(plan).first()
    base = newest and (newest.corrects or newest)
    return deed_page(
        request,
        programme,
        CorrectForm(typed(request)),
        lambda values: operations.correct(programme=programme, by=request.user, **values),
        title="Tekstwijziging doorvoeren",
        submit="Voer de tekstwijziging door",
        said="De tekstwijziging is doorgevoerd. De MR en het bestuur hebben een mail gekregen.",
        before="programmes/consent/_before_correct.html",
        comparison=base and comparing.compare(base, comparing.frozen_now(build(plan))),
        base=base,
        told=mail.audience(programme.school, "corrected"),
    )


@on(Programme, rules.can_submit, methods=FORM)
def revise(request: HttpRequest, programme: Programme) -> HttpResponse:
    return confirm_page(
        request,
        lambda: operations.revise(programme=programme, by=request.user),
        title="Volgende versie beginnen",
        text=REVISE[programme.status == Status.ADOPTED],
        submit="Begin een volgende versie",
        said="U kunt weer schrijven. Leg het plan opnieuw voor als het klaar is.",
        back=reverse("mr", args=[programme.pk]),
        walk=walk_of(programme, request.user, "mr"),
    )


REVISE = {
    True: "Het plan wordt weer een concept waarin u kunt schrijven. Wat is vastgesteld, blijft gelden tot het bestuur "
    "een volgende versie vaststelt. Ook die gaat eerst naar de MR.",
    False: "Het plan wordt weer een concept waarin u kunt schrijven. De instemming van de MR geldt voor wat zij las. "
    "Bij elke wijziging ziet u of zij opnieuw moet instemmen, en waarom.",
}
