"""The writes on seats and votes of a round of any council. Each locks what is voted on first (``lock.subject``)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from npo_planner import audit
from npo_planner.errors import Refused
from programmes.consent import lock, proof, seats
from programmes.consent.constants import Choice, How
from programmes.models import AbstractBallot, AbstractSeat, Reglement, Seat
from programmes.models.councils import AbstractRound
from schools.constants import SEATED_ROLES, Role
from schools.models import User


@transaction.atomic
def vote_all(*, votes: Mapping[AbstractSeat, tuple[Choice, str, str]], by: User) -> None:
    """Cast the votes of somebody with more seats: seat -> (choice, reason, conditions); all of them or none.

    Raises Refused as ``vote`` does, and (not_a_member) when there is no seat.
    """
    if not votes:
        raise Refused("U hebt in deze ronde geen stem.", code="not_a_member")
    for seat, (choice, reason, conditions) in votes.items():
        vote(seat=seat, choice=choice, reason=reason, conditions=conditions, by=by)


@transaction.atomic
def vote(*, seat: AbstractSeat, choice: Choice, reason: str, by: User, conditions: str = "") -> AbstractBallot:
    """Cast or change the vote of one seat, by its member or its substitute. The same vote again changes nothing.

    Raises Refused (closed, damaged, not_a_member, conditions_against).
    """
    found = _open_seat(seat)
    # Read now and not from the person's roles: those were loaded before the lock.
    if not seats.may_use(found, by):
        raise Refused("U kunt niet stemmen voor deze geleding.", code="not_a_member")
    how = How.SELF if found.user_id == by.pk else How.SUBSTITUTE
    return _cast(found, choice=choice, reason=reason, conditions=conditions, how=how, note="", by=by)


@transaction.atomic
def vote_by_hand(
    *, seat: AbstractSeat, choice: Choice, reason: str, note: str, by: User, conditions: str = ""
) -> AbstractBallot:
    """The secretary enters the vote of a member who voted on paper or in the meeting; ``note`` says how they know.

    A vote that a member cast themselves is not touched; the secretary votes for themselves on their own page.
    Raises Refused (closed, damaged, not_a_member, own_seat, voted, needs_note, conditions_against).
    """
    found = _open_seat(seat)
    ballot = seats.ballot_of(found)
    if seats.may_use(found, by):
        raise Refused("Dit is uw eigen stem. Stem zelf, bij “Lees en stem”.", code="own_seat")
    if not seats.counts(found):
        raise Refused(f"Dit lid zit niet meer in de {found.round.council_name}.", code="not_a_member")
    if ballot is not None and ballot.how != How.HAND:
        raise Refused(f"{found.name} heeft zelf gestemd. Alleen het lid kan die stem wijzigen.", code="voted")
    if not note.strip():
        raise Refused(
            "Schrijf op hoe u deze stem kreeg, bijvoorbeeld: op papier, in de vergadering.", code="needs_note"
        )
    return _cast(found, choice=choice, reason=reason, conditions=conditions, how=How.HAND, note=note, by=by)


def _cast(
    seat: AbstractSeat, *, choice: Choice, reason: str, conditions: str, how: How, note: str, by: User
) -> AbstractBallot:
    if conditions.strip() and choice != Choice.FOR:
        raise Refused("Voorwaarden horen bij een stem voor. Kies “voor”, of maak ze leeg.", code="conditions_against")
    version, before = seat.round.version, seats.ballot_of(seat)
    values = {
        "choice": choice,
        "reason": reason,
        "conditions": conditions,
        "how": how,
        "note": note,
        "sha256": version.sha256,
        "cast_by": by,
    }
    if before and all(getattr(before, name) == value for name, value in values.items()):
        return before
    ballots = seat._meta.get_field("ballot").related_model.objects
    ballot, _ = ballots.update_or_create(seat=seat, defaults=values)
    detail = {"geleding": seat.geleding} | {
        name: [str(getattr(before, name)) if before else "", str(values[name])]
        for name in ("choice", "reason", "conditions", "note")
        if values[name] or (before and getattr(before, name))
    }
    if how != How.SELF:
        detail |= {"for": seat.name}
    event = "vote_changed" if before else "voted"
    audit.log(by=by, event=event, subject=version, detail=detail | proof.of(version), **audit.at(seat.owner))
    return ballot


@transaction.atomic
def add_seat(*, round_: AbstractRound, geleding: str, name: str, by: User, user: User | None = None) -> AbstractSeat:
    """Let somebody vote who came after the round began, or who has no account (``user`` None; entered by hand).

    Raises Refused (closed, not_a_member, seated, wrong_geleding, needs_name).
    """
    locked = lock.subject(round_.version)
    lock.must_be_open(round_)
    if geleding not in round_.council.geledingen:
        raise Refused("Deze geleding hoort hier niet bij.", code="wrong_geleding")
    if user is not None:
        sits = round_.council.memberships.current().filter(user=user, geleding=geleding, role__in=SEATED_ROLES)
        if not sits.exists():
            text = f"Deze persoon zit niet in de {round_.council_name} voor deze geleding."
            raise Refused(text, code="not_a_member")
        name = user.name
    if not name.strip():
        raise Refused("Vul de naam van het lid in.", code="needs_name")
    if user is not None and round_.seats.filter(geleding=geleding, substitute=user, is_absent=True).exists():
        text = f"{user.name} vervangt in deze ronde iemand. Wijs daar eerst een ander aan."
        raise Refused(text, code="seated")
    same = round_.seats.filter(geleding=geleding)
    if (same.filter(user=user) if user else same.filter(name__iexact=name.strip())).exists():
        raise Refused(f"{name} heeft al een plaats in deze ronde.", code="seated")
    seat = round_.seats.create(user=user, name=name.strip(), geleding=geleding, added_by=by)
    detail = {"name": ["", seat.name], "geleding": ["", geleding]}
    audit.log(by=by, event="seat_added", subject=round_.version, detail=detail, **audit.at(locked))
    return seat


@transaction.atomic
def set_absence(*, seat: AbstractSeat, is_absent: bool, substitute: User | None, note: str, by: User) -> AbstractSeat:
    """Say that a member is absent, and who stands in for them if the reglement lets somebody.

    A member who has voted is not absent. The same again changes nothing.
    Raises Refused (closed, damaged, voted, not_a_member, no_substitutes, wrong_substitute).
    """
    found = _open_seat(seat)
    substitute = substitute if is_absent else None
    if is_absent and seats.ballot_of(found) is not None:
        raise Refused(f"{found.name} heeft al gestemd.", code="voted")
    if is_absent and not seats.counts(found):
        raise Refused("Dit lid zit niet meer in de MR.", code="not_a_member")
    if substitute is not None:
        _must_be_substitute(found, substitute)
    if (found.is_absent, found.substitute, found.note) == (is_absent, substitute, note):
        return found
    detail = {
        "absent": [found.is_absent, is_absent],
        "substitute": [found.substitute.name if found.substitute else "", substitute.name if substitute else ""],
        "note": [found.note, note],
    }
    found.is_absent, found.substitute, found.note = is_absent, substitute, note
    found.save(update_fields=["is_absent", "substitute", "note"])
    audit.log(by=by, event="absence_set", subject=found, detail=detail, **audit.at(found.owner))
    return found


@transaction.atomic
def remove_seat(*, seat: Seat, by: User) -> None:
    """Take away the place of a member without an account who has no vote: entered by mistake, or no longer there.

    Who has an account leaves the count by leaving the MR. Raises Refused (closed, damaged, has_account, voted).
    """
    found = _open_seat(seat)
    if found.user_id is not None:
        text = "Dit lid heeft een account. Zit het niet meer in de MR, dan beëindigt de schoolleider de rol bij Mensen."
        raise Refused(text, code="has_account")
    if seats.ballot_of(found) is not None:
        raise Refused("Er is al een stem ingevoerd voor dit lid.", code="voted")
    detail = {"name": [found.name, ""], "geleding": [found.geleding, ""]}
    version = seat.round.version
    audit.log(by=by, event="seat_removed", subject=version, school=version.school, detail=detail)
    found.delete()


def _must_be_substitute(seat: Seat, substitute: User) -> None:
    """Raises Refused (no_substitutes, wrong_substitute)."""
    if not Reglement.objects.filter(school=seat.school, substitutes=True).exists():
        text = "In het reglement staat niet dat een plaatsvervanger mag stemmen. Vul dat eerst in bij Reglement."
        raise Refused(text, code="no_substitutes")
    sits = seat.school.memberships.current().filter(user=substitute, geleding=seat.geleding, role=Role.MR_SUBSTITUTE)
    if not sits.exists():
        raise Refused(f"{substitute.name} is geen plaatsvervanger voor deze geleding.", code="wrong_substitute")
    if seat.round.seats.filter(geleding=seat.geleding, user=substitute).exists():
        text = f"{substitute.name} stemt zelf al voor deze geleding. Kies iemand anders."
        raise Refused(text, code="wrong_substitute")
    taken = seat.round.seats.filter(geleding=seat.geleding, substitute=substitute).exclude(pk=seat.pk).first()
    if taken is not None:
        text = f"{substitute.name} vervangt in deze ronde al {taken.name}. Kies iemand anders."
        raise Refused(text, code="wrong_substitute")


def _open_seat(seat: AbstractSeat) -> AbstractSeat:
    """The seat fresh, with its vote, and what it votes on locked. Raises Refused (closed, damaged)."""
    lock.subject(seat.round.version)
    lock.must_be_open(seat.round)
    lock.must_be_intact(seat.round.version)
    found = type(seat).objects.with_votes().get(pk=seat.pk)
    found.round = seat.round
    return found
