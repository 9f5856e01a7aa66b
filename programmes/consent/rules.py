"""Who may do what with a version and its consent round. Which role does which deed stands in ``states.WHO``."""

from __future__ import annotations

from programmes.consent.states import DEED_OF_STEP, WHO, Deed
from programmes.models import Agreement, Comment, Condition, ConsentRound, MrMoment, Programme, Seat, Version
from schools import rules as school_rules
from schools.constants import MR_ROLES, Role
from schools.models import Membership, School, User


def may(user: User, school: School, deed: Deed) -> bool:
    """Whether a role of ``user`` at ``school`` does ``deed``."""
    return bool(WHO[deed] & user.roles.at(school))


def can_submit(user: User, programme: Programme) -> bool:
    """Only the schoolleider submits a plan, withdraws it, or begins a next version."""
    return may(user, programme.school, Deed.SUBMIT)


def can_correct(user: User, programme: Programme) -> bool:
    return may(user, programme.school, Deed.CORRECT)


def can_open_draft(user: User, programme: Programme) -> bool:
    """The schoolleider lets the MR read along with the draft, and stops it."""
    return school_rules.leads(user, programme.school)


def can_write_process(user: User, programme: Programme) -> bool:
    """School and MR make agreements together: the school writes them down, and so may the secretary of the MR."""
    return school_rules.writes_at(user, programme.school) or school_rules.is_secretary_of(user, programme.school)


def can_write_process_row(user: User, row: Agreement | MrMoment) -> bool:
    return can_write_process(user, row.programme)


def can_withdraw(user: User, round_: ConsentRound) -> bool:
    return may(user, round_.school, Deed.WITHDRAW)


def can_comment(user: User, version: Version) -> bool:
    """The MR asks, the school answers. What the MR says to itself nobody else finds (``Comment.visible_to``)."""
    return can_come_at(user, version.school)


def can_answer(user: User, programme: Programme) -> bool:
    """The school answers the questions of the MR."""
    return school_rules.writes_at(user, programme.school)


def can_reply(user: User, comment: Comment) -> bool:
    return can_comment(user, comment.version)


def can_deliberate(user: User, version: Version) -> bool:
    """The MR among itself: a member who also leads the school or works for its board does not read along."""
    school = version.school
    return school.pk in user.roles.deliberating_ids


def can_resolve(user: User, comment: Comment) -> bool:
    """Who began the thread says that it is done; for who left the MR, or forgot, its secretary does."""
    return _began(user, comment) or school_rules.is_secretary_of(user, comment.school)


def can_reopen(user: User, comment: Comment) -> bool:
    """Who began the thread, or anybody of the MR: the question of one member is a question of the MR."""
    return _began(user, comment) or school_rules.in_mr_of(user, comment.school)


def _began(user: User, comment: Comment) -> bool:
    """Whether ``user`` wrote the first comment of the thread: who only answered in it did not begin it."""
    return user.pk == (comment.parent or comment).author_id


def answers(user: User, comment: Comment) -> bool:
    """Whether ``user`` is of the other side than who began the thread: the school for the MR, the MR for the school."""
    return school_rules.in_mr_of(user, comment.school) != (comment.parent or comment).from_mr


def can_see_voters(user: User, school: School) -> bool:
    """The MR sees who of its members voted and why; everybody else sees the counts."""
    return school_rules.in_mr_of(user, school)


def sits_in_mr(membership: Membership) -> bool:
    return membership.role in MR_ROLES


def geledingen_of(user: User, school: School) -> list[str]:
    """The geledingen in which this person has a vote of their own."""
    return sorted(set(user.roles.geledingen.get(school.pk, [])))


def can_vote(user: User, round_: ConsentRound) -> bool:
    """Who sits in the MR, or may stand in for somebody. From which seats they may: ``seats.may_use``."""
    return bool(geledingen_of(user, round_.school)) or Role.MR_SUBSTITUTE in user.roles.at(round_.school)


def can_decide(user: User, round_: ConsentRound) -> bool:
    """Only the secretary of the MR records what the MR decided; a schoolleider cannot consent for the MR."""
    return may(user, round_.school, Deed.CONSENT)


def can_keep_seats(user: User, round_: ConsentRound) -> bool:
    """The secretary keeps the list of who votes, and enters votes by hand."""
    return school_rules.is_secretary_of(user, round_.school)


def can_keep_seat(user: User, seat: Seat) -> bool:
    return can_keep_seats(user, seat.round)


def can_write_reglement(user: User, school: School) -> bool:
    """The schoolleider and the secretary of the MR; while a round is open only the secretary (``reglement.write``)."""
    return school_rules.leads(user, school) or school_rules.is_secretary_of(user, school)


def can_keep_round(user: User, round_: ConsentRound) -> bool:
    """The schoolleider and the secretary plan the meeting and remind the members."""
    return can_write_reglement(user, round_.school)


def can_come(user: User, round_: ConsentRound) -> bool:
    """The meeting is for the MR and for the school that explains its plan."""
    return can_come_at(user, round_.school)


def can_come_at(user: User, school: School) -> bool:
    return school_rules.in_mr_of(user, school) or school_rules.writes_at(user, school)


def can_adopt(user: User, version: Version) -> bool:
    return may(user, version.school, Deed.ADOPT)


def can_record_step(user: User, version: Version) -> bool:
    """The board and the secretary of the MR each record what is theirs."""
    return any(may(user, version.school, deed) for deed in DEED_OF_STEP.values())


def can_change_condition(user: User, condition: Condition) -> bool:
    return changes_conditions_at(user, condition.school)


def changes_conditions_at(user: User, school: School) -> bool:
    """The schoolleider reports that a condition is met, the secretary of the MR says whether it is."""
    return school_rules.leads(user, school) or school_rules.is_secretary_of(user, school)
