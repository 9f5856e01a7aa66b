"""Where a plan stands between school, MR and board: every state, every deed, who may do it. The one table.

A state is worked out from what happened (``state_of``), never stored: the facts are append-only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices

from npo_planner.errors import Refused
from programmes.consent.constants import Outcome, StepKind
from programmes.models import Programme, Version
from programmes.plan.constants import Status
from schools.constants import Role


class State(TextChoices):
    """``WITHHELD`` up to ``LAPSED`` are what follows a refusal (Wms, article 32)."""

    DRAFT = "draft", "concept"
    OPEN = "at_mr", "ligt bij de MR"
    WITHDRAWN = "withdrawn", "teruggehaald"
    CONSENTED = "consented", "MR heeft ingestemd"
    CONDITIONAL = "conditional", "MR heeft ingestemd met voorwaarden"
    WITHHELD = "refused", "MR heeft niet ingestemd"
    ABANDONED = "abandoned", "voorstel ingetrokken door het bestuur"
    ANNOUNCED = "announced", "bestuur gaat naar de geschillencommissie"
    FILED = "filed", "ligt bij de geschillencommissie"
    UPHELD = "upheld", "geschillencommissie: het bestuur mag het voorstel houden"
    REJECTED = "rejected", "geschillencommissie: de MR mocht instemming onthouden"
    LAPSED = "lapsed", "voorstel vervallen"
    ADOPTED = "adopted", "vastgesteld"
    REVISED = "revised", "volgende versie in de maak"


class Deed(TextChoices):
    SUBMIT = "submit", "voorleggen"
    WITHDRAW = "withdraw", "terughalen"
    VOTE = "vote", "stemmen"
    CONSENT = "consent", "instemming vastleggen"
    CONDITION = "condition", "instemming met voorwaarden vastleggen"
    WITHHOLD = "withhold", "vastleggen dat de MR niet instemt"
    ADOPT = "adopt", "vaststellen"
    REVISE = "revise", "een volgende versie beginnen"
    CORRECT = "correct", "een tekstwijziging doorvoeren"
    ABANDON = "abandon", "het voorstel intrekken"
    ANNOUNCE = "announce", "naar de geschillencommissie gaan"
    FILE = "file", "het geschil indienen"
    LAPSE = "lapse", "vastleggen dat het voorstel vervallen is"
    UPHOLD = "uphold", "de uitspraak vastleggen: het voorstel mag"
    REJECT = "reject", "de uitspraak vastleggen: de MR mocht weigeren"
    ACT = "act", "vastleggen dat het plan zonder instemming wordt uitgevoerd"
    VOID = "void", "nietigheid inroepen"


WHO: dict[Deed, frozenset[Role]] = {
    Deed.SUBMIT: frozenset({Role.HEAD}),
    Deed.WITHDRAW: frozenset({Role.HEAD}),
    Deed.VOTE: frozenset({Role.MR_MEMBER, Role.MR_SECRETARY, Role.MR_SUBSTITUTE}),
    Deed.CONSENT: frozenset({Role.MR_SECRETARY}),
    Deed.CONDITION: frozenset({Role.MR_SECRETARY}),
    Deed.WITHHOLD: frozenset({Role.MR_SECRETARY}),
    Deed.ADOPT: frozenset({Role.BOARD}),
    Deed.REVISE: frozenset({Role.HEAD}),
    Deed.CORRECT: frozenset({Role.HEAD}),
    Deed.ABANDON: frozenset({Role.BOARD}),
    Deed.ANNOUNCE: frozenset({Role.BOARD}),
    Deed.FILE: frozenset({Role.BOARD}),
    Deed.LAPSE: frozenset({Role.BOARD, Role.MR_SECRETARY}),
    Deed.UPHOLD: frozenset({Role.BOARD, Role.MR_SECRETARY}),
    Deed.REJECT: frozenset({Role.BOARD, Role.MR_SECRETARY}),
    Deed.ACT: frozenset({Role.MR_SECRETARY}),
    Deed.VOID: frozenset({Role.MR_SECRETARY}),
}
"""Who does what. Nobody consents for the MR, and nobody but the board decides what follows a refusal."""


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
    State.CONSENTED: {Deed.ADOPT: State.ADOPTED, Deed.REVISE: State.REVISED},
    State.CONDITIONAL: {Deed.ADOPT: State.ADOPTED, Deed.REVISE: State.REVISED},
    State.WITHHELD: {
        Deed.SUBMIT: State.OPEN,
        Deed.ABANDON: State.ABANDONED,
        Deed.ANNOUNCE: State.ANNOUNCED,
        Deed.LAPSE: State.LAPSED,
    },
    State.ANNOUNCED: {Deed.ABANDON: State.ABANDONED, Deed.FILE: State.FILED, Deed.LAPSE: State.LAPSED},
    State.FILED: {Deed.ABANDON: State.ABANDONED, Deed.UPHOLD: State.UPHELD, Deed.REJECT: State.REJECTED},
    State.ABANDONED: {Deed.SUBMIT: State.OPEN},
    State.UPHELD: {Deed.ADOPT: State.REVISED, Deed.SUBMIT: State.OPEN},
    State.REJECTED: {Deed.SUBMIT: State.OPEN},
    State.LAPSED: {Deed.SUBMIT: State.OPEN},
    State.ADOPTED: {Deed.REVISE: State.REVISED},
    State.REVISED: {Deed.SUBMIT: State.OPEN, Deed.CORRECT: State.CONSENTED, Deed.ADOPT: State.REVISED},
}
"""What may be done in each state, and the state after it.

A version that was upheld, or that has consent while the school began the next one, is adopted and the plan stays a
draft. A correction goes back to the consent that it rests on: ``CONDITIONAL`` when that had conditions.
"""

WITHOUT_CONSENT = {
    State.OPEN,
    State.WITHDRAWN,
    State.WITHHELD,
    State.ABANDONED,
    State.ANNOUNCED,
    State.FILED,
    State.REJECTED,
    State.LAPSED,
    State.REVISED,
}
"""What is written has no consent, whatever an earlier version had: carrying it out can be called void."""
for _state in WITHOUT_CONSENT:
    TABLE[_state] |= dict.fromkeys((Deed.ACT, Deed.VOID), _state)

STATUS_OF: dict[State, Status] = {
    State.OPEN: Status.AT_MR,
    State.CONSENTED: Status.CONSENTED,
    State.CONDITIONAL: Status.CONSENTED,
    State.ADOPTED: Status.ADOPTED,
}
"""The status of the plan in each state; in every other it is a draft."""

DEED_OF_OUTCOME = {
    Outcome.CONSENT: Deed.CONSENT,
    Outcome.CONDITIONAL: Deed.CONDITION,
    Outcome.WITHHELD: Deed.WITHHOLD,
}
DEED_OF_STEP = {
    StepKind.ABANDONED: Deed.ABANDON,
    StepKind.ANNOUNCED: Deed.ANNOUNCE,
    StepKind.FILED: Deed.FILE,
    StepKind.LAPSED: Deed.LAPSE,
    StepKind.UPHELD: Deed.UPHOLD,
    StepKind.REJECTED: Deed.REJECT,
    StepKind.ACTED: Deed.ACT,
    StepKind.VOID: Deed.VOID,
}
_STATE_OF_STEP = {
    StepKind.ABANDONED: State.ABANDONED,
    StepKind.ANNOUNCED: State.ANNOUNCED,
    StepKind.FILED: State.FILED,
    StepKind.LAPSED: State.LAPSED,
    StepKind.UPHELD: State.UPHELD,
    StepKind.REJECTED: State.REJECTED,
}


def status_of(state: State) -> Status:
    return STATUS_OF.get(state, Status.DRAFT)


def state_of(programme: Programme, version: Version | None) -> State:
    """The state of a plan with its newest ``version``, which comes from ``with_answers()``."""
    if version is None:
        return State.DRAFT
    if programme.status == Status.AT_MR:
        return State.OPEN
    if programme.status == Status.ADOPTED:
        return State.ADOPTED
    decision = version.answer
    if programme.status == Status.CONSENTED:
        return State.CONDITIONAL if decision.outcome == Outcome.CONDITIONAL else State.CONSENTED
    if decision is None:
        return State.WITHDRAWN
    if decision.is_consent or hasattr(version, "adoption"):
        return State.REVISED
    taken = [_STATE_OF_STEP[step.kind] for step in version.steps.all() if step.kind in _STATE_OF_STEP]
    return taken[-1] if taken else State.WITHHELD


def after(table: Mapping[Any, Mapping[Deed, Any]], state: Any, deed: Deed) -> Any:
    """The state that ``deed`` leads to in a ``table`` of this kind. Raises Refused (wrong_state)."""
    if deed not in table[state]:
        raise Refused(
            f"Dit kan niet nu de stand “{state.label}” is. Ververs de pagina om te zien hoe het ervoor staat.",
            code="wrong_state",
        )
    return table[state][deed]


def open_to(state: State, roles: set[str]) -> frozenset[Deed]:
    """The deeds that somebody with ``roles`` may do in ``state``."""
    return frozenset(deed for deed in TABLE[state] if WHO[deed] & roles)
