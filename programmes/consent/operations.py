"""Everything that happens between a school, its MR and its board. One function per event.

Each locks the programme first, so that two of them never pass each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone

from npo_planner import audit
from npo_planner.errors import Refused
from programmes.consent import mail, proof, talk_mail, threads
from programmes.consent.constants import Audience, Choice, Outcome, ThreadKind, ThreadState
from programmes.consent.rules import geledingen_of
from programmes.document import canonical
from programmes.document.build import build
from programmes.models import Adoption, Ballot, Comment, ConsentRound, Decision, Programme, Version
from programmes.plan.constants import Status
from programmes.plan.operations import move
from schools import rules as school_rules
from schools.constants import MR_ROLES, Role
from schools.models import User


@transaction.atomic
def submit_to_mr(*, programme: Programme, respond_by: date, note: str, by: User) -> Version:
    """Freeze the plan as its next version and open the consent round; the MR gets mail.

    Raises Refused (wrong_state, no_measures, no_mr, date_past).
    """
    locked = _lock(programme)
    move(locked, Status.AT_MR, by=by)
    if not locked.measures.exists():
        raise Refused("Er is nog geen maatregel om over te beslissen. Kies eerst een maatregel.", code="no_measures")
    if not locked.school.memberships.current().filter(role__in=MR_ROLES).exists():
        raise Refused("Deze school heeft nog geen MR-leden. Nodig ze eerst uit bij Mensen.", code="no_mr")
    if respond_by < timezone.localdate():
        raise Refused("Kies een datum die nog komt.", code="date_past")
    version = _freeze(locked, note=note, by=by)
    ConsentRound.objects.create(version=version, respond_by=respond_by)
    audit.log(by=by, event="submitted_to_mr", subject=version, school=locked.school, detail=proof.of(version))
    transaction.on_commit(partial(mail.send, version.pk, "submitted"))
    return version


@transaction.atomic
def withdraw(*, round_: ConsentRound, reason: str, by: User) -> None:
    """Take the plan back from the MR; it becomes a draft again. Raises Refused (closed)."""
    locked = _lock(round_.version.programme)
    _must_be_open(round_)
    move(locked, Status.DRAFT, by=by)
    round_.closed_at = timezone.now()
    round_.withdrawn_by = by
    round_.withdrawal_reason = reason
    round_.save(update_fields=["closed_at", "withdrawn_by", "withdrawal_reason"])
    audit.log(by=by, event="withdrawn", subject=round_.version, school=locked.school, detail={"reason": ["", reason]})
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
    locked = _lock(version.programme)
    said = Comment(version=version, section=section, kind=kind, audience=audience, author=by, text=text)
    said.role, said.from_mr = _speaks_as(by, version), school_rules.in_mr_of(by, version.school)
    threads.must_be_taken(said, thread, programme=locked, newest=_newest(locked))
    _must_be_intact(version)
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
def vote_all(*, round_: ConsentRound, votes: Mapping[str, tuple[Choice, str]], by: User) -> None:
    """Cast the votes of somebody in more geledingen: geleding -> (choice, reason); all of them or none.

    Raises Refused as ``vote`` does.
    """
    for geleding, (choice, reason) in votes.items():
        vote(round_=round_, geleding=geleding, choice=choice, reason=reason, by=by)


@transaction.atomic
def vote(*, round_: ConsentRound, geleding: str, choice: Choice, reason: str, by: User) -> Ballot:
    """Cast or change one's vote for one geleding. The same vote again changes nothing.

    Raises Refused (closed, damaged, not_a_member).
    """
    locked = _lock(round_.version.programme)
    _must_be_open(round_)
    _must_be_intact(round_.version)
    # Read now and not from the person's roles: those were loaded before the lock.
    if not locked.school.memberships.current().filter(user=by, geleding=geleding).exists():
        raise Refused("U kunt niet stemmen voor deze geleding.", code="not_a_member")
    before = Ballot.objects.filter(round=round_, voter=by, geleding=geleding).first()
    if before and (before.choice, before.reason, before.sha256) == (choice, reason, round_.version.sha256):
        return before
    ballot, _ = Ballot.objects.update_or_create(
        round=round_,
        voter=by,
        geleding=geleding,
        defaults={"choice": choice, "reason": reason, "sha256": round_.version.sha256},
    )
    detail = {
        "geleding": geleding,
        "choice": [before.choice if before else "", str(choice)],
        "reason": [before.reason if before else "", reason],
    }
    audit.log(
        by=by,
        event="vote_changed" if before else "voted",
        subject=round_.version,
        school=locked.school,
        detail=detail | proof.of(round_.version),
    )
    return ballot


@transaction.atomic
def decide(*, round_: ConsentRound, outcome: Outcome, reasons: str, decided_on: date, by: User) -> Decision:
    """Record what the MR decided; the round closes. Without consent the plan becomes a draft again.

    Raises Refused (closed, damaged, needs_reasons, date_wrong).
    """
    locked = _lock(round_.version.programme)
    _must_be_open(round_)
    _must_be_intact(round_.version)
    if outcome != Outcome.CONSENT and not reasons.strip():
        raise Refused(NEEDS_REASONS[Outcome(outcome)], code="needs_reasons")
    opened = timezone.localdate(round_.opened_at)
    if not opened <= decided_on <= timezone.localdate():
        raise Refused(f"Kies een datum van {opened:%d-%m-%Y} tot en met vandaag.", code="date_wrong")
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
        detail={"outcome": str(outcome), "votes": decision.votes, **proof.of(round_.version)},
    )
    transaction.on_commit(partial(mail.send, round_.version_id, "decided"))
    return decision


NEEDS_REASONS = {
    Outcome.CONDITIONAL: "Schrijf de voorwaarden op.",
    Outcome.WITHHELD: "Schrijf op waarom de MR niet instemt.",
}


@transaction.atomic
def adopt(*, version: Version, adopted_on: date, by: User) -> Adoption:
    """The board adopts the version that the MR consented to.

    Raises Refused (old_version, no_mr_consent, wrong_state, damaged, date_wrong).
    """
    locked = _lock(version.programme)
    if version.pk != _newest(locked).pk:
        raise Refused(
            "Er is al een nieuwere versie. Alleen de laatste versie kan vastgesteld worden.", code="old_version"
        )
    decision = Decision.objects.filter(version=version).exclude(outcome=Outcome.WITHHELD).first()
    if decision is None:
        raise Refused("De MR heeft met deze versie niet ingestemd.", code="no_mr_consent")
    move(locked, Status.ADOPTED, by=by)
    _must_be_intact(version)
    if not decision.decided_on <= adopted_on <= timezone.localdate():
        raise Refused(f"Kies een datum van {decision.decided_on:%d-%m-%Y} tot en met vandaag.", code="date_wrong")
    adoption = Adoption.objects.create(version=version, adopted_on=adopted_on, adopted_by=by)
    audit.log(by=by, event="adopted", subject=version, school=locked.school, detail=proof.of(version))
    transaction.on_commit(partial(mail.send, version.pk, "adopted"))
    return adoption


@transaction.atomic
def revise(*, programme: Programme, by: User) -> Programme:
    """Begin the next version of a plan that the MR consented to. What was adopted stays in force meanwhile.

    Raises Refused (with_mr, wrong_state).
    """
    locked = _lock(programme)
    if locked.status == Status.AT_MR:
        raise Refused("Het plan ligt bij de MR. Haal het eerst terug.", code="with_mr")
    move(locked, Status.DRAFT, by=by)
    return locked


def tally(round_: ConsentRound) -> dict[str, dict[str, int]]:
    """Votes per geleding: every geleding of the school, every choice, zeros included."""
    counted = Counter((b.geleding, b.choice) for b in Ballot.objects.filter(round=round_))
    return {str(g.value): {str(c.value): counted[(g.value, c.value)] for c in Choice} for g in round_.school.geledingen}


def _lock(programme: Programme) -> Programme:
    """The programme as it is now; nobody else moves it until this transaction ends."""
    return Programme.objects.with_school().select_for_update(of=("self",), no_key=True).get(pk=programme.pk)


def _newest(programme: Programme) -> Version:
    return programme.versions.defer("document").order_by("-number").first()


def _must_be_open(round_: ConsentRound) -> None:
    round_.refresh_from_db(fields=["closed_at"])
    if not round_.is_open:
        raise Refused("Deze ronde is al gesloten.", code="closed")


def _must_be_intact(version: Version) -> None:
    version.refresh_from_db(fields=["document", "sha256"])
    if not canonical.is_intact(version):
        raise Refused(
            "De tekst van deze versie klopt niet meer met de vingerafdruk. Waarschuw de beheerder; dit kan nu niet.",
            code="damaged",
        )


def _freeze(programme: Programme, *, note: str, by: User) -> Version:
    """The next version. Reads the plan after ``move`` locked what it rests on: no row saved meanwhile is missed."""
    document = build(Programme.objects.with_plan().get(pk=programme.pk))
    text = canonical.dumps(document)
    last = _newest(programme)
    return Version.objects.create(
        programme=programme,
        number=last.number + 1 if last else 1,
        schema=document.schema_version,
        document=text,
        sha256=canonical.fingerprint(text),
        frozen_by=by,
        note=note,
    )


def _speaks_as(user: User, version: Version) -> str:
    geledingen = geledingen_of(user, version.school)
    if geledingen:
        return f"MR, {', '.join(geledingen)}"
    roles = user.roles.at(version.school)
    return next((Role(r).label for r in Role if r in roles), "")
