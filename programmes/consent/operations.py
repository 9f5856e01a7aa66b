"""How a plan moves between a school, its MR and the board. One function per event.

Each locks the programme first, so that two of them never pass each other, and asks the table (``states.py``) whether
it may.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from npo_planner import audit
from npo_planner.errors import Refused
from programmes.consent import deciding, lock, mail, material, meeting, proof, seats, talk_mail, threads
from programmes.consent.constants import Audience, ConditionState, Outcome, StepKind, ThreadKind, ThreadState
from programmes.consent.rules import geledingen_of
from programmes.consent.states import DEED_OF_OUTCOME, Deed
from programmes.document import canonical
from programmes.document.build import build
from programmes.document.operations import prepare_pdfs
from programmes.models import Adoption, Comment, Condition, ConsentRound, Decision, Programme, Version
from programmes.plan.operations import move
from schools import rules as school_rules
from schools.constants import MR_ROLES, Role
from schools.models import User


@transaction.atomic
def submit_to_mr(
    *,
    programme: Programme,
    respond_by: date,
    note: str,
    by: User,
    meeting_at: datetime | None = None,
    meeting_place: str = "",
) -> Version:
    """Freeze the plan as its next version and open the consent round with a seat for every member; they get mail.

    Raises Refused (wrong_state, no_measures, no_mr, date_past, meeting_past).
    """
    locked = lock.plan(programme)
    move(locked, lock.status_after(locked, Deed.SUBMIT), by=by)
    if not locked.measures.exists():
        raise Refused("Er is nog geen maatregel om over te beslissen. Kies eerst een maatregel.", code="no_measures")
    if not locked.school.memberships.current().filter(role__in=MR_ROLES).exists():
        raise Refused("Deze school heeft nog geen MR-leden. Nodig ze eerst uit bij Mensen.", code="no_mr")
    if respond_by < timezone.localdate():
        raise Refused("Kies een datum die nog komt.", code="date_past")
    meeting.must_come(meeting_at)
    version = _freeze(locked, note=note, by=by)
    round_ = ConsentRound.objects.create(
        version=version, respond_by=respond_by, meeting_at=meeting_at, meeting_place=meeting_place
    )
    seats.seat_everybody(round_)
    audit.log(by=by, event="submitted_to_mr", subject=version, school=locked.school, detail=proof.of(version))
    prepare_pdfs(version)
    transaction.on_commit(partial(mail.send, version.pk, "submitted"))
    return version


@transaction.atomic
def withdraw(*, round_: ConsentRound, reason: str, by: User) -> None:
    """Take the plan back from the MR; it becomes a draft again. Raises Refused (closed)."""
    locked = lock.plan(round_.version.programme)
    lock.must_be_open(round_)
    move(locked, lock.status_after(locked, Deed.WITHDRAW), by=by)
    deciding.close(round_, withdrawn_by=by, withdrawal_reason=reason)
    audit.log(by=by, event="withdrawn", subject=round_.version, school=locked.school, detail={"reason": ["", reason]})
    prepare_pdfs(round_.version)
    transaction.on_commit(partial(mail.send, round_.version_id, "withdrawn"))


@transaction.atomic
def comment(
    *,
    version: Version,
    section: str,
    text: str,
    by: User,
    parent: Comment | None = None,
    kind: str = ThreadKind.QUESTION,
    audience: str = Audience.SCHOOL,
    reopens: bool = False,
) -> Comment:
    """Begin a thread about one place of a version, or go on with that of ``parent``; ``reopens`` asks again.

    Between MR and school while the newest version lies with the MR or has its consent, threads on older versions
    included; the MR among itself (``audience``) always. An answer of the other side makes a thread answered.

    Raises Refused (closed, not_a_member, empty, other_version, no_section, damaged, wrong_state).
    """
    thread = threads.lock(parent) if parent else None
    locked = lock.plan(version.programme)
    said = Comment(version=version, section=section, kind=kind, audience=audience, author=by, text=text)
    said.role, said.from_mr = _speaks_as(by, version), school_rules.in_mr_of(by, version.school)
    threads.must_be_taken(said, thread, programme=locked, newest=lock.newest(locked))
    lock.must_be_intact(version)
    threads.add(said, thread, reopens=reopens)
    if not said.is_private:
        transaction.on_commit(partial(talk_mail.tell, version.pk))
    return said


@transaction.atomic
def resolve(*, thread: Comment, by: User) -> None:
    """Say that a thread is done, in whatever state the plan is. Raises Refused (wrong_state)."""
    locked = threads.lock(thread)
    threads.move(locked, ThreadState.RESOLVED, by=by, role=_speaks_as(by, thread.version))
    threads.log(locked, "question_resolved", by=by)


@transaction.atomic
def decide(
    *, round_: ConsentRound, outcome: Outcome, reasons: str, decided_on: date, by: User, deviation: str = ""
) -> Decision:
    """Record what the MR decided; the round closes. Without consent the plan becomes a draft again.

    With conditions each line of ``reasons`` is one. An outcome that the count by the reglement does not give asks for
    the reason why (``deviation``). Raises Refused (closed, damaged, needs_reasons, needs_deviation, date_wrong).
    """
    locked = lock.plan(round_.version.programme)
    fields = deciding.checked(
        round_, outcome=outcome, reasons=reasons, decided_on=decided_on, deviation=deviation, by=by
    )
    move(locked, lock.status_after(locked, DEED_OF_OUTCOME[Outcome(outcome)]), by=by)
    deciding.close(round_)
    decision = Decision.objects.create(version=round_.version, **fields)
    if outcome == Outcome.CONDITIONAL:
        lines = [line.strip() for line in reasons.splitlines() if line.strip()]
        Condition.objects.bulk_create(Condition(decision=decision, text=line) for line in lines)
    audit.log(
        by=by,
        event="mr_decided",
        subject=round_.version,
        school=locked.school,
        detail={"outcome": str(outcome), "votes": decision.votes, **proof.of(round_.version)},
    )
    prepare_pdfs(round_.version)
    transaction.on_commit(partial(mail.send, round_.version_id, "decided"))
    return decision


@transaction.atomic
def adopt(*, version: Version, adopted_on: date, by: User) -> Adoption:
    """The board adopts the version that the MR consented to, or that the geschillencommissie let it keep.

    Raises Refused (old_version, no_mr_consent, wrong_state, damaged, date_wrong).
    """
    locked = lock.plan(version.programme)
    newest = lock.newest(locked)
    if version.pk != newest.pk:
        raise Refused(
            "Er is al een nieuwere versie. Alleen de laatste versie kan vastgesteld worden.", code="old_version"
        )
    since = _free_since(newest)
    if since is None:
        raise Refused("De MR heeft met deze versie niet ingestemd.", code="no_mr_consent")
    status = lock.status_after(locked, Deed.ADOPT)
    if hasattr(newest, "adoption"):
        raise Refused("Deze versie is al vastgesteld.", code="wrong_state")
    if status != locked.status:
        move(locked, status, by=by)
    lock.must_be_intact(version)
    if not since <= adopted_on <= timezone.localdate():
        raise Refused(f"Kies een datum van {since:%d-%m-%Y} tot en met vandaag.", code="date_wrong")
    adoption = Adoption.objects.create(version=version, adopted_on=adopted_on, adopted_by=by)
    audit.log(by=by, event="adopted", subject=version, school=locked.school, detail=proof.of(version))
    prepare_pdfs(version)
    transaction.on_commit(partial(mail.send, version.pk, "adopted"))
    return adoption


@transaction.atomic
def revise(*, programme: Programme, by: User) -> Programme:
    """Begin the next version of a plan that the MR consented to. What was adopted stays in force meanwhile.

    Raises Refused (wrong_state).
    """
    locked = lock.plan(programme)
    move(locked, lock.status_after(locked, Deed.REVISE), by=by)
    return locked


@transaction.atomic
def correct(*, programme: Programme, note: str, by: User) -> Version:
    """Freeze what differs in words only from the version with the MR's consent: that consent holds for it too.

    Compared with what the MR read, not with an earlier correction: many small changes are not small together. The board
    adopts it, the MR gets mail. Raises Refused (wrong_state, no_mr_consent, material, no_changes, damaged).
    """
    locked = lock.plan(programme)
    newest = lock.newest(locked)
    status = lock.status_after(locked, Deed.CORRECT)
    base = Version.objects.get(pk=newest.corrects_id or newest.pk)
    if not newest.has_consent:
        raise Refused("De MR heeft met deze versie niet ingestemd. Leg het plan voor.", code="no_mr_consent")
    lock.must_be_intact(base)
    move(locked, status, by=by)
    version = _freeze(locked, note=note, by=by, corrects=base)
    verdict = material.judge(canonical.loads(base.document), canonical.loads(version.document))
    if verdict.needs_round:
        raise Refused(
            f"Dit vraagt een nieuwe instemmingsronde. {' '.join(verdict.because)} Leg het plan voor aan de MR.",
            code="material",
        )
    if not verdict.clerical:
        raise Refused(f"Er is niets veranderd sinds versie {base.number}.", code="no_changes")
    audit.log(by=by, event="corrected", subject=version, school=locked.school, detail=proof.of(version))
    prepare_pdfs(version)
    transaction.on_commit(partial(mail.send, version.pk, "corrected"))
    return version


@transaction.atomic
def change_condition(*, condition: Condition, state: ConditionState, note: str, by: User) -> Condition:
    """The school reports that a condition is met, or the MR, which has the last word, says that it is or is not.

    Raises Refused (same, not_yours).
    """
    lock.plan(condition.decision.version.programme)
    found = Condition.objects.select_for_update(of=("self",), no_key=True).get(pk=condition.pk)
    if found.state == state:
        raise Refused(f"Deze voorwaarde staat al op “{found.get_state_display()}”.", code="same")
    if Role(CONDITION_BY[state]) not in by.roles.at(condition.school) or (
        state == ConditionState.REPORTED and found.state == ConditionState.MET
    ):
        raise Refused("Dit is niet aan u.", code="not_yours")
    detail = {"state": [found.state, str(state)], "note": [found.note, note]}
    found.state, found.note, found.changed_at, found.changed_by = state, note, timezone.now(), by
    found.save(update_fields=["state", "note", "changed_at", "changed_by"])
    audit.log(by=by, event="condition_changed", subject=found, school=condition.school, detail=detail)
    return found


CONDITION_BY = {
    ConditionState.OPEN: Role.MR_SECRETARY,
    ConditionState.REPORTED: Role.HEAD,
    ConditionState.MET: Role.MR_SECRETARY,
}
"""Who says that a condition is so."""


def _free_since(version: Version) -> date | None:
    """The day since which the board may adopt ``version``: of the consent, or of the ruling that replaces it."""
    if version.has_consent:
        return version.answer.decided_on
    return next((step.on for step in version.steps.all() if step.kind == StepKind.UPHELD), None)


def _freeze(programme: Programme, *, note: str, by: User, corrects: Version | None = None) -> Version:
    """The next version. Reads the plan after ``move`` locked what it rests on: no row saved meanwhile is missed."""
    document = build(Programme.objects.with_plan().get(pk=programme.pk))
    fields = proof.frozen(document, last=lock.newest(programme), by=by)
    return Version.objects.create(programme=programme, note=note, corrects=corrects, **fields)


def _speaks_as(user: User, version: Version) -> str:
    geledingen = geledingen_of(user, version.school)
    if geledingen:
        return f"MR, {', '.join(geledingen)}"
    roles = user.roles.at(version.school)
    return next((Role(r).label for r in Role if r in roles), "")
