"""Who may do what with a version and its consent round."""

from __future__ import annotations

from programmes.models import Comment, ConsentRound, Programme, Version
from schools import rules as school_rules
from schools.constants import MR_ROLES
from schools.models import Membership, School, User


def can_submit(user: User, programme: Programme) -> bool:
    """Only the schoolleider submits a plan, withdraws it, or begins a next version."""
    return school_rules.leads(user, programme.school)


def can_withdraw(user: User, round_: ConsentRound) -> bool:
    return school_rules.leads(user, round_.school)


def can_comment(user: User, version: Version) -> bool:
    """The MR asks, the school answers. What the MR says to itself nobody else finds (``Comment.visible_to``)."""
    return school_rules.in_mr_of(user, version.school) or school_rules.writes_at(user, version.school)


def can_answer(user: User, programme: Programme) -> bool:
    """The school answers the questions of the MR."""
    return school_rules.writes_at(user, programme.school)


def can_reply(user: User, comment: Comment) -> bool:
    return can_comment(user, comment.version)


def can_deliberate(user: User, version: Version) -> bool:
    """The MR among itself: a member who also leads the school or works for its board does not read along."""
    school = version.school
    return school.pk in user.roles.deliberating_ids and school.board_id not in user.roles.board_ids


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
    """The geledingen for which this person may vote."""
    return sorted(set(user.roles.geledingen.get(school.pk, [])))


def can_vote(user: User, round_: ConsentRound) -> bool:
    return bool(geledingen_of(user, round_.school))


def can_decide(user: User, round_: ConsentRound) -> bool:
    """Only the secretary of the MR records what the MR decided; a schoolleider cannot consent for the MR."""
    return school_rules.is_secretary_of(user, round_.school)


def can_adopt(user: User, version: Version) -> bool:
    return school_rules.works_for_board_of(user, version.school)
