"""The one thing that a person can do next for a plan. Pure functions; the plan comes with its versions."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format

from programmes.consent import rules as consent_rules
from programmes.consent.constants import OPEN_FOR_COMMENTS
from programmes.council import rules as council_rules
from programmes.models import Gmr, GmrVersion, Programme, Version
from programmes.plan.constants import Status
from programmes.plan.steps import DONE, Walk
from schools import rules as school_rules
from schools.models import User


@dataclass(frozen=True)
class Task:
    """What to do, and where. ``is_due`` marks what waits for this person."""

    text: str
    url: str
    action: str
    is_due: bool = False


def next_task(user: User, walk: Walk, waiting: set[int], questions: int = 0) -> Task:
    """What ``user`` can do now; a vote or a decision of the MR goes before writing, and writing before reading.

    ``waiting`` are the keys of the rounds that wait for their vote; ``questions`` of the MR without an answer go before
    other writing.
    """
    programme, school = walk.programme, walk.programme.school
    version = next(iter(programme.versions.all()), None)
    mr = _mr_task(user, programme, version, waiting) if school_rules.in_mr_of(user, school) else None
    if mr and mr.is_due:
        return mr
    if school_rules.writes_at(user, school):
        return _writer_task(user, walk, version, questions)
    return mr or _reader_task(programme)


def _mr_page(programme: Programme, text: str, action: str = "Naar de MR-pagina", *, due: bool = False) -> Task:
    return Task(text, reverse("mr", args=[programme.pk]), action, due)


def _mr_task(user: User, programme: Programme, version: Version | None, waiting: set[int]) -> Task:
    if version is None:
        return _mr_page(programme, "U hoeft nu niets te doen. De school schrijft nog aan het plan.")
    if programme.status != Status.AT_MR:
        text = "U hoeft nu niets te doen. Er ligt niets bij de MR."
        return _mr_page(programme, text, f"Lees versie {version.number}")
    until = date_format(version.consent_round.respond_by, "j F Y")
    if version.consent_round.pk in waiting:
        text = f"Lees versie {version.number} en stem uiterlijk op {until}."
        return _mr_page(programme, text, "Lees en stem", due=True)
    if school_rules.is_secretary_of(user, programme.school):
        text = f"Leg het besluit van de MR vast. De termijn loopt tot en met {until}."
        return _mr_page(programme, text, "Naar stemmen en besluit", due=True)
    text = f"U hebt gestemd. Uw stem veranderen kan tot het besluit. De termijn loopt tot en met {until}."
    return _mr_page(programme, text, "Bekijk uw stem")


def _writer_task(user: User, walk: Walk, version: Version | None, questions: int) -> Task:
    programme = walk.programme
    if questions and programme.status in OPEN_FOR_COMMENTS:
        waits = "wacht 1 vraag of opmerking" if questions == 1 else f"wachten {questions} vragen en opmerkingen"
        url = reverse("threads", args=[programme.pk])
        return Task(f"Er {waits} van de MR op een antwoord.", url, "Geef antwoord", True)
    if programme.status == Status.AT_MR:
        until = date_format(version.consent_round.respond_by, "j F Y")
        text = f"Het plan ligt bij de MR, tot en met {until}. Kijk of er vragen zijn."
        return _mr_page(programme, text, "Bekijk vragen")
    if programme.status == Status.CONSENTED:
        return _mr_page(programme, "De MR heeft ingestemd. Nu stelt het bestuur het programma vast.")
    if programme.status == Status.ADOPTED:
        url = reverse("monitoring", args=[programme.pk])
        return Task("Het programma is vastgesteld. Leg vast hoe het gaat.", url, "Naar Uitvoering", True)
    return _draft_task(user, walk, version)


def _draft_task(user: User, walk: Walk, version: Version | None) -> Task:
    programme = walk.programme
    decision = version and version.answer
    if decision is not None and not decision.is_consent and not hasattr(version, "adoption"):
        text = "De MR heeft niet ingestemd. Lees de redenen, pas het plan aan en leg het opnieuw voor."
        return _mr_page(programme, text, "Lees de redenen", due=True)
    step = next((s for s in walk.steps if s.number <= 8 and s.state != DONE), None)
    if step is not None:
        missing = f" Daar {'is nog 1 punt' if len(step.checks) == 1 else f'zijn nog {len(step.checks)} punten'} open."
        text = f"Ga verder met stap {step.number}, {step.name}.{missing if step.checks else ''}"
        return Task(text, step.url, f"Verder met {step.name}", True)
    if consent_rules.can_submit(user, programme):
        text = "Het plan is compleet. Leg het voor aan de MR."
        return Task(text, reverse("submit", args=[programme.pk]), "Leg voor aan de MR", True)
    url = reverse("checks", args=[programme.pk])
    return Task("Het plan is compleet. De schoolleider kan het voorleggen aan de MR.", url, "Bekijk de controle")


def _reader_task(programme: Programme) -> Task:
    return Task("Bekijk hoe ver het plan is.", reverse("walk", args=[programme.pk]), "Open het plan")


def of_councils(user: User, councils: list[tuple[Gmr, list[GmrVersion], set[int]]]) -> list[tuple[Gmr, list[Task]]]:
    """For each GMR in which ``user`` sits what waits for them, or where they can read; runs no query."""
    return [
        (gmr, [_gmr_task(user, gmr, version, waiting) for version in versions] or [_gmr_idle(gmr)])
        for gmr, versions, waiting in councils
    ]


def _gmr_task(user: User, gmr: Gmr, version: GmrVersion, waiting: set[int]) -> Task:
    until = date_format(version.gmr_round.respond_by, "j F Y")
    if version.gmr_round.pk in waiting:
        text = f"Lees het voorstel van het bestuur en stem uiterlijk op {until}."
        return Task(text, version.get_absolute_url(), "Lees en stem", True)
    page = version.proposal.get_absolute_url()
    if council_rules.is_secretary_of(user, gmr):
        text = f"Leg het besluit van de GMR vast. De termijn loopt tot en met {until}."
        return Task(text, page, "Naar stemmen en besluit", True)
    text = f"Er ligt een voorstel van het bestuur bij de GMR. De termijn loopt tot en met {until}."
    return Task(text, page, "Bekijk het voorstel")


def _gmr_idle(gmr: Gmr) -> Task:
    text = "U hoeft nu niets te doen. Er ligt geen voorstel bij de GMR."
    return Task(text, gmr.get_absolute_url(), "Bekijk het bovenschoolse geld")
