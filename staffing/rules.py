"""Who may do what with the staffing of a school."""

from __future__ import annotations

from schools import rules as school_rules
from schools.models import User
from staffing.models import Scenario, StaffingNeed, StaffPlan


def can_read(user: User, plan: StaffPlan) -> bool:
    return school_rules.reads_drafts_at(user, plan.school)


def can_edit(user: User, plan: StaffPlan) -> bool:
    return school_rules.writes_at(user, plan.school)


def can_edit_post(user: User, post: StaffingNeed) -> bool:
    return can_edit(user, post.plan)


def can_edit_scenario(user: User, scenario: Scenario) -> bool:
    return can_edit(user, scenario.plan)
