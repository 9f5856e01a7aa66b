"""Where a plan stands between the school, the MR and the board, and what one person can do about it."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from programmes.consent import rules
from programmes.consent.constants import Choice
from programmes.document import stamp
from programmes.document.stamp import Stamp
from programmes.models import Ballot, Comment, ConsentRound, Programme, Version
from programmes.plan.constants import Status
from schools.constants import Geleding
from schools.models import Membership, School, User


@dataclass(frozen=True)
class Voter:
    """A member of the MR in one geleding, and the vote, or None while there is none."""

    name: str
    ballot: Ballot | None


@dataclass(frozen=True)
class GeledingVotes:
    """The votes of one geleding; ``waiting`` members did not vote."""

    geleding: Geleding
    voor: int
    tegen: int
    onthouding: int
    voters: tuple[Voter, ...]

    @property
    def waiting(self) -> int:
        return sum(voter.ballot is None for voter in self.voters)


@dataclass(frozen=True)
class Standing:
    """The plan as ``mr.html`` tells it: the versions newest first, and the deeds that are open to this person.

    ``state`` is the status, or for a draft why it is one again: ``refused``, ``withdrawn``, ``revised``.
    ``action`` is the one thing to do next: submit, vote, decide, adopt, or empty.
    """

    state: str
    versions: tuple[tuple[Version, Stamp], ...]
    round: ConsentRound | None
    votes: tuple[GeledingVotes, ...]
    mine: tuple[Ballot, ...]
    questions: dict[str, int]
    deeds: frozenset[str]
    action: str
    has_mr: bool

    @property
    def newest(self) -> Version | None:
        return self.versions[0][0] if self.versions else None

    @property
    def stamp(self) -> Stamp | None:
        return self.versions[0][1] if self.versions else None

    @property
    def in_force(self) -> Version | None:
        """The version that the board adopted last."""
        return next((version for version, facts in self.versions if facts.adopted_on), None)

    @property
    def is_late(self) -> bool:
        """The day that the school asked an answer by has passed."""
        return self.round is not None and self.round.respond_by < timezone.localdate()

    @property
    def waiting(self) -> int:
        return sum(part.waiting for part in self.votes)

    @property
    def dispute_by(self) -> date | None:
        """By then the board tells the MR whether it keeps a refused proposal: three months (Wms, article 32)."""
        return three_months_after(self.stamp.decided_on) if self.state == "refused" else None


def look(programme: Programme, user: User) -> Standing:
    """Four queries: the versions, the votes and the questions on the newest, the people of the school."""
    versions = tuple((version, stamp.of_version(version)) for version in Version.objects.history(programme))
    members = list(Membership.objects.of_school(programme.school))
    newest = versions[0][0] if versions else None
    ballots = list(Ballot.objects.of_version(newest)) if newest else []
    round_ = newest.consent_round if newest and programme.status == Status.AT_MR else None
    votes = count(programme.school, ballots, members if round_ else ()) if newest else ()
    deeds = _deeds(programme, user, newest)
    mine = tuple(ballot for ballot in ballots if ballot.voter_id == user.pk)
    return Standing(
        state=_state(programme, versions),
        versions=versions,
        round=round_,
        votes=votes,
        mine=mine,
        questions=Comment.objects.counts(newest) if newest else {},
        deeds=deeds,
        action=_action(programme, user, deeds, mine, sum(part.waiting for part in votes), round_),
        has_mr=any(rules.sits_in_mr(member) for member in members),
    )


def count(school: School, ballots: Sequence[Ballot], members: Sequence[Membership]) -> tuple[GeledingVotes, ...]:
    """The votes per geleding of ``school``; of ``members``, who did not vote yet."""
    return tuple(_of_geleding(geleding, ballots, members) for geleding in school.geledingen)


def _of_geleding(geleding: Geleding, ballots: Sequence[Ballot], members: Sequence[Membership]) -> GeledingVotes:
    cast = [ballot for ballot in ballots if ballot.geleding == geleding]
    voted = {ballot.voter_id for ballot in cast}
    silent = {m.user for m in members if m.geleding == geleding and m.user_id not in voted}
    counted = Counter(ballot.choice for ballot in cast)
    return GeledingVotes(
        geleding,
        voor=counted[Choice.FOR],
        tegen=counted[Choice.AGAINST],
        onthouding=counted[Choice.ABSTAIN],
        voters=(
            *(Voter(ballot.voter.name, ballot) for ballot in cast),
            *(Voter(user.name, None) for user in sorted(silent, key=lambda user: user.name)),
        ),
    )


def three_months_after(day: date) -> date:
    """The same day three months later, or the last day of that month."""
    year, month = day.year + (day.month + 3 > 12), (day.month + 2) % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def _state(programme: Programme, versions: Sequence[tuple[Version, Stamp]]) -> str:
    if programme.status != Status.DRAFT or not versions:
        return str(programme.status)
    facts = versions[0][1]
    return "refused" if facts.is_refused else "withdrawn" if facts.stage == stamp.WITHDRAWN else "revised"


def _deeds(programme: Programme, user: User, newest: Version | None) -> frozenset[str]:
    """What the state and the roles of ``user`` allow together."""
    leads = rules.can_submit(user, programme)
    allowed = {
        Status.DRAFT: {"submit": leads},
        Status.AT_MR: {
            "withdraw": leads,
            "vote": bool(rules.geledingen_of(user, programme.school)),
            "decide": newest is not None and rules.can_decide(user, newest.consent_round),
        },
        Status.CONSENTED: {"adopt": newest is not None and rules.can_adopt(user, newest), "revise": leads},
        Status.ADOPTED: {"revise": leads},
    }
    return frozenset(deed for deed, may in allowed[Status(programme.status)].items() if may)


def _action(
    programme: Programme,
    user: User,
    deeds: frozenset[str],
    mine: Sequence[Ballot],
    waiting: int,
    round_: ConsentRound | None,
) -> str:
    """First one's own vote, then the decision when everybody voted or the term is over."""
    unvoted = set(rules.geledingen_of(user, programme.school)) - {ballot.geleding for ballot in mine}
    if "vote" in deeds and unvoted:
        return "vote"
    if "decide" in deeds and (waiting == 0 or round_.respond_by < timezone.localdate()):
        return "decide"
    return next((deed for deed in ("submit", "adopt") if deed in deeds), "")
