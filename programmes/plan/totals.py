"""What is left of the money with what somebody is typing: the panel beside the forms of money and of staff."""

from __future__ import annotations

from collections.abc import Callable

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from programmes.models import Programme
from programmes.plan import budget
from programmes.plan.ledger import Inputs
from staffing.models import StaffingNeed


def told(programme: Programme, typed: Callable[[Inputs], Inputs]) -> SafeString:
    """HTML of the budget of ``programme`` (loaded ``with_plan``), with its rows as ``typed`` makes them."""
    made = budget.build(programme, typed(Inputs.of(programme)))
    return render_to_string("programmes/plan/_totals.html", {"budget": made})


def with_post(post: StaffingNeed) -> SafeString:
    """The same with ``post`` as it stands in its form; nothing for staff that is of no programme."""
    programme = Programme.objects.with_plan().filter(staff_plan=post.plan_id).first()
    return told(programme, lambda inputs: inputs.with_post(post)) if programme else SafeString()
