"""Everything that happens between a school, its MR and its board. One function per event.

Each locks the programme first, so that two of them never pass each other.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import send_mass_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from npo_planner import audit
from npo_planner.errors import Refused
from programmes.consent.constants import Choice, Outcome
from programmes.consent.rules import geledingen_of
from programmes.document import canonical
from programmes.document.build import build
from programmes.models import Adoption, Ballot, Comment, ConsentRound, Decision, Programme, Version
from programmes.plan.constants import Status
from programmes.plan.operations import move
from schools.constants import MR_ROLES, Role
from schools.models import User


@transaction.atomic
def submit_to_mr(*, programme: Programme, respond_by: date, note: str, by: User) -> Version:
    """Freeze the plan as its next version and open the consent round; the MR gets mail.

    Raises Refused (wrong_state, no_measures, no_mr, date_past).
    """
    locked = _lock(programme)
    if not locked.measures.exists():
        raise Refused("Er is nog geen maatregel om over te beslissen. Kies eerst een maatregel.", code="no_measures")
    if respond_by < timezone.localdate():
        raise Refused("Kies een datum die nog komt.", code="date_past")
    if not locked.school.memberships.current().filter(role__in=MR_ROLES).exists():
        raise Refused("Deze school heeft nog geen MR-leden. Nodig ze eerst uit bij Mensen.", code="no_mr")
    move(locked, Status.AT_MR, by=by)
    version = _freeze(locked, note=note, by=by)
    ConsentRound.objects.create(version=version, respond_by=respond_by)
    audit.log(by=by, event="submitted_to_mr", subject=version, school=locked.school, detail=_proof(version))
    transaction.on_commit(partial(_mail, version.pk, "submitted", MR_ROLES))
    return version


@transaction.atomic
def withdraw(*, round_: ConsentRound, reason: str, by: User) -> None:
    """Take the plan back from the MR; it becomes a draft again. Raises Refused (wrong_state, closed)."""
    locked = _lock(round_.version.programme)
    _open_round(round_)
    move(locked, Status.DRAFT, by=by)
    round_.closed_at = timezone.now()
    round_.withdrawn_by = by
    round_.withdrawal_reason = reason
    round_.save(update_fields=["closed_at", "withdrawn_by", "withdrawal_reason"])
    audit.log(by=by, event="withdrawn", subject=round_.version, school=locked.school, detail={"reason": ["", reason]})
    transaction.on_commit(partial(_mail, round_.version_id, "withdrawn", MR_ROLES))


@transaction.atomic
def comment(*, version: Version, section: str, text: str, by: User, parent: Comment | None = None) -> Comment:
    """Ask or say something about one section of a version, or answer. Raises Refused (empty, other_version)."""
    if not text.strip():
        raise Refused("Schrijf eerst uw vraag of opmerking.", code="empty")
    if parent is not None and parent.version_id != version.pk:
        raise Refused("Deze vraag hoort bij een andere versie.", code="other_version")
    said = Comment.objects.create(
        version=version,
        section=parent.section if parent else section,
        parent=(parent.parent or parent) if parent else None,
        author=by,
        role=_speaks_as(by, version),
        text=text,
    )
    audit.log(by=by, event="commented", subject=version, school=version.school)
    return said


@transaction.atomic
def vote(*, round_: ConsentRound, geleding: str, choice: Choice, reason: str, by: User) -> Ballot:
    """Cast or change one's vote for one geleding. Raises Refused (not_a_member, closed)."""
    _lock(round_.version.programme)
    _open_round(round_)
    if geleding not in geledingen_of(by, round_.version):
        raise Refused("U kunt niet stemmen voor deze geleding.", code="not_a_member")
    ballot, created = Ballot.objects.update_or_create(
        round=round_,
        voter=by,
        geleding=geleding,
        defaults={"choice": choice, "reason": reason, "sha256": round_.version.sha256},
    )
    audit.log(
        by=by,
        event="voted" if created else "vote_changed",
        subject=round_.version,
        school=round_.version.school,
        detail={"geleding": geleding, "choice": str(choice), **_proof(round_.version)},
    )
    return ballot


@transaction.atomic
def decide(*, round_: ConsentRound, outcome: Outcome, reasons: str, decided_on: date, by: User) -> Decision:
    """Record what the MR decided; the round closes. Without consent the plan becomes a draft again.

    Raises Refused (wrong_state, closed, needs_reasons, date_wrong).
    """
    locked = _lock(round_.version.programme)
    _open_round(round_)
    if outcome != Outcome.CONSENT and not reasons.strip():
        text = (
            "Schrijf de voorwaarden op." if outcome == Outcome.CONDITIONAL else "Schrijf op waarom de MR niet instemt."
        )
        raise Refused(text, code="needs_reasons")
    opened = timezone.localdate(round_.opened_at)
    if not opened <= decided_on <= timezone.localdate():
        raise Refused(f"Het besluit is genomen tussen {opened:%d-%m-%Y} en vandaag.", code="date_wrong")
    move(locked, Status.DRAFT if outcome == Outcome.WITHHELD else Status.CONSENTED, by=by)
    round_.closed_at = timezone.now()
    round_.save(update_fields=["closed_at"])
    decision = Decision.objects.create(
        version=round_.version,
        outcome=outcome,
        reasons=reasons,
        decided_on=decided_on,
        votes=tally(round_),
        sha256=round_.version.sha256,
        recorded_by=by,
    )
    audit.log(
        by=by,
        event="mr_decided",
        subject=round_.version,
        school=locked.school,
        detail={"outcome": str(outcome), **_proof(round_.version)},
    )
    transaction.on_commit(partial(_mail, round_.version_id, "decided", {Role.HEAD}))
    return decision


@transaction.atomic
def adopt(*, version: Version, adopted_on: date, by: User) -> Adoption:
    """The board adopts the version that the MR consented to.

    Raises Refused (wrong_state, no_mr_consent, date_wrong).
    """
    locked = _lock(version.programme)
    decision = Decision.objects.filter(version=version).exclude(outcome=Outcome.WITHHELD).first()
    if decision is None or version.pk != locked.versions.order_by("-number").first().pk:
        raise Refused("De MR heeft met deze versie nog niet ingestemd.", code="no_mr_consent")
    if not decision.decided_on <= adopted_on <= timezone.localdate():
        raise Refused(f"Kies een datum tussen {decision.decided_on:%d-%m-%Y} en vandaag.", code="date_wrong")
    move(locked, Status.ADOPTED, by=by)
    adoption = Adoption.objects.create(version=version, adopted_on=adopted_on, adopted_by=by)
    audit.log(by=by, event="adopted", subject=version, school=locked.school, detail=_proof(version))
    transaction.on_commit(partial(_mail, version.pk, "adopted", {Role.HEAD} | MR_ROLES))
    return adoption


@transaction.atomic
def revise(*, programme: Programme, by: User) -> Programme:
    """Begin the next version of a plan that the MR consented to. What was adopted stays in force meanwhile.

    Raises Refused (wrong_state).
    """
    locked = _lock(programme)
    if locked.status == Status.AT_MR:
        raise Refused("Het plan ligt bij de MR. Haal het eerst terug.", code="wrong_state")
    move(locked, Status.DRAFT, by=by)
    return locked


def tally(round_: ConsentRound) -> dict[str, dict[str, int]]:
    """Votes per geleding: every geleding of the school, every choice, zeros included."""
    counted = Counter((b.geleding, b.choice) for b in round_.ballots.all())
    geledingen = round_.version.programme.school.geledingen
    return {str(g.value): {str(c.value): counted[(g.value, c.value)] for c in Choice} for g in geledingen}


def _lock(programme: Programme) -> Programme:
    Programme.objects.select_for_update().get(pk=programme.pk)
    return Programme.objects.with_plan().get(pk=programme.pk)


def _open_round(round_: ConsentRound) -> None:
    round_.refresh_from_db(fields=["closed_at"])
    if not round_.is_open:
        raise Refused("Deze ronde is al gesloten.", code="closed")


def _freeze(programme: Programme, *, note: str, by: User) -> Version:
    document = build(programme)
    text = canonical.dumps(document)
    last = programme.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return Version.objects.create(
        programme=programme,
        number=last + 1,
        schema=document.schema_version,
        document=text,
        sha256=canonical.fingerprint(text),
        frozen_by=by,
        note=note,
    )


def _proof(version: Version) -> dict[str, Any]:
    return {"version": version.number, "sha256": version.sha256}


def _speaks_as(user: User, version: Version) -> str:
    geledingen = geledingen_of(user, version)
    if geledingen:
        return f"MR, {', '.join(geledingen)}"
    roles = user.roles.at(version.programme.school)
    return next((Role(r).label for r in Role if r in roles), "")


def _mail(version_pk: int, event: str, roles: set[Role]) -> None:
    """One message to each person with one of ``roles`` at the school, after the transaction."""
    version = Version.objects.with_answers().get(pk=version_pk)
    school = version.programme.school
    people = school.memberships.current().filter(role__in=roles).select_related("user")
    context = {"version": version, "school": school, "site_url": settings.SITE_URL}
    subject = render_to_string(f"programmes/mail/{event}_subject.txt", context).strip()
    addresses = sorted({m.user.email for m in people})
    send_mass_mail(
        [(subject, render_to_string(f"programmes/mail/{event}.txt", context), None, [a]) for a in addresses],
        fail_silently=True,
    )
