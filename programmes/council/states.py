"""Where a proposal stands between the board and its GMR: every state, every deed, who may do it. The one table.

Worked out from what happened, as the table of the MR (``consent.states``), whose deeds these are.
"""

from __future__ import annotations

from django.db.models import TextChoices

from programmes.consent import states
from programmes.consent.constants import Outcome
from programmes.consent.states import Deed
from programmes.models import BoardProposal, GmrVersion
from schools.constants import Role


class State(TextChoices):
    DRAFT = "draft", "concept"
    OPEN = "at_mr", "ligt bij de GMR"
    WITHDRAWN = "withdrawn", "teruggehaald"
    CONSENTED = "consented", "GMR heeft ingestemd"
    CONDITIONAL = "conditional", "GMR heeft ingestemd met voorwaarden"
    WITHHELD = "refused", "GMR heeft niet ingestemd"
    REVISED = "revised", "volgende versie in de maak"

    @property
    def status_code(self) -> str:
        """The code that ``_status.html`` takes."""
        return {"conditional": "consented", "withdrawn": "draft", "revised": "draft"}.get(self.value, self.value)


WHO: dict[Deed, frozenset[Role]] = {
    Deed.SUBMIT: frozenset({Role.BOARD}),
    Deed.WITHDRAW: frozenset({Role.BOARD}),
    Deed.VOTE: frozenset({Role.GMR_MEMBER, Role.GMR_SECRETARY}),
    Deed.CONSENT: frozenset({Role.GMR_SECRETARY}),
    Deed.CONDITION: frozenset({Role.GMR_SECRETARY}),
    Deed.WITHHOLD: frozenset({Role.GMR_SECRETARY}),
    Deed.REVISE: frozenset({Role.BOARD}),
}
"""Who does what. Nobody of the board consents for the GMR."""

TABLE: dict[State, dict[Deed, State]] = {
    State.DRAFT: {Deed.SUBMIT: State.OPEN},
    State.OPEN: {
        Deed.WITHDRAW: State.WITHDRAWN,
        Deed.VOTE: State.OPEN,
        Deed.CONSENT: State.CONSENTED,
        Deed.CONDITION: State.CONDITIONAL,
        Deed.WITHHOLD: State.WITHHELD,
    },
    State.WITHDRAWN: {Deed.SUBMIT: State.OPEN},
    State.CONSENTED: {Deed.REVISE: State.REVISED},
    State.CONDITIONAL: {Deed.REVISE: State.REVISED},
    State.WITHHELD: {Deed.SUBMIT: State.OPEN},
    State.REVISED: {Deed.SUBMIT: State.OPEN},
}

FROZEN = frozenset({State.OPEN, State.CONSENTED, State.CONDITIONAL})
"""In these the board cannot write in the proposal."""

_STATE_OF_OUTCOME = {
    Outcome.CONSENT: State.CONSENTED,
    Outcome.CONDITIONAL: State.CONDITIONAL,
    Outcome.WITHHELD: State.WITHHELD,
}


def state_of(proposal: BoardProposal, version: GmrVersion | None) -> State:
    """The state of a proposal with its newest ``version``, which comes from ``with_answers()``."""
    if version is None:
        return State.DRAFT
    decision = version.answer
    if decision is None:
        return State.OPEN if version.gmr_round.is_open else State.WITHDRAWN
    if decision.is_consent and not proposal.is_frozen:
        return State.REVISED
    return _STATE_OF_OUTCOME[Outcome(decision.outcome)]


def after(proposal: BoardProposal, version: GmrVersion | None, deed: Deed) -> State:
    """The state that ``deed`` leads to now. Raises Refused (wrong_state)."""
    return states.after(TABLE, state_of(proposal, version), deed)


def open_to(state: State, roles: set[str]) -> frozenset[Deed]:
    """The deeds that somebody with ``roles`` at the board may do in ``state``."""
    return frozenset(deed for deed in TABLE[state] if WHO[deed] & roles)
